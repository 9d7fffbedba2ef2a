/* SPDX-License-Identifier: Apache-2.0 */
/*
 * activity — why: a month is closed with one number, so that nobody, not the site and not the city,
 * can later say that another list was handed in. Both sides must hash the same bytes: jansson's
 * sorted, compact form of the entries is what is hashed.
 *
 * Not here: what an entry must hold (the schema), adding up, money.
 */
#include "activity.h"

#include "buf.h"
#include "sign.h"

static int into_buf(const char *text, size_t len, void *ret)
{
	buf_append(ret, text, len);
	return buf_ok(ret) ? 0 : -1;
}

bool activity_hash(const json_t *entries, char ret[static WIRE_SHA256_HEX + 1])
{
	struct buf text = BUF_INIT;
	bool ok = json_dump_callback(entries, into_buf, &text, JSON_COMPACT | JSON_SORT_KEYS) == 0;

	if (ok)
		sha256_hex(buf_str(&text), text.len, ret);
	buf_release(&text);
	return ok;
}
