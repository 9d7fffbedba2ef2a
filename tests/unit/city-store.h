/* SPDX-License-Identifier: Apache-2.0 */
/*
 * city-store — a store in a temporary folder and made-up items, for u-city-store.c and
 * u-city-damage.c; all static inline.
 */
#ifndef MARUMADO_CITY_STORE_HELP_H
#define MARUMADO_CITY_STORE_HELP_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>
#include <sqlite3.h>
#include "city/store.h"
#include "city/store_sqlite.h"

#define KID "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define OTHER "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB"

struct place { char dir[64], db[96]; struct store *st; };

static inline int setup(void **state)
{
	struct place *p = calloc(1, sizeof(*p));
	char err[STORE_ERR_MAX];
	assert_non_null(p);
	strcpy(p->dir, "/tmp/u-city-store.XXXXXX");
	assert_non_null(mkdtemp(p->dir));
	snprintf(p->db, sizeof(p->db), "%s/ci%%ty?#.db", p->dir); /* what a URI would trip over */
	assert_int_equal(store_open(&p->st, p->db, STORE_CREATE, 100, err), STORE_OK);
	*state = p;
	return 0;
}

static inline int teardown(void **state)
{
	struct place *p = *state;
	char path[128];
	if (p->st)
		p->st->close(p->st);
	unlink(p->db);
	snprintf(path, sizeof(path), "%s-journal", p->db);
	unlink(path);
	rmdir(p->dir);
	free(p);
	return 0;
}

/* A made-up hash or id: `n` in hex, `len` digits. */
static inline const char *hex(char *ret, int len, unsigned n)
{
	snprintf(ret, (size_t)len + 1, "%0*x", len, n);
	return ret;
}

static inline enum store_put put(struct store *st, const char *kid, unsigned id, unsigned sha,
	unsigned seq, unsigned prev, int64_t *ret_seq)
{
	char a[WIRE_ID_HEX + 1], b[WIRE_SHA256_HEX + 1], c[WIRE_SHA256_HEX + 1];
	const struct store_item it = {
		.device = kid, .id = hex(a, WIRE_ID_HEX, id),
			.sha256 = hex(b, WIRE_SHA256_HEX, sha),
		.prev = hex(c, WIRE_SHA256_HEX, prev), .kind = "record", .jws = "a.b.c",
		.jws_len = 5, .seq = seq,
		.urgent = id == 7, .at_s = 1000,
	};
	enum store_put got;
	assert_int_equal(st->item_put(st, &it, &got, ret_seq), STORE_OK);
	return got;
}

static inline void put_one(struct store *st, unsigned id, unsigned sha, unsigned seq, unsigned prev)
{
	int64_t n;
	assert_int_equal(st->begin(st), STORE_OK);
	assert_int_equal(put(st, KID, id, sha, seq, prev, &n), STORE_PUT_STORED);
	assert_int_equal(st->commit(st), STORE_OK);
}
#endif
