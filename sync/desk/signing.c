/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signing — why: whatever changes what people are told goes the same way: the key that signs is one
 * that kiosks will believe, the list is locked, and list and document are written together.
 * Not here: what is changed (answer.c, takeover.c), the list (cases.c).
 */
#include "signing.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>
#include "log.h"

static int read_in(const char *dir, const char *name, char path[static 4096])
{
	int n = snprintf(path, 4096, "%s/%s", dir, name);

	return n > 0 && n < 4096 ? EX_OK : EX_USAGE;
}

/* Signing key and key document from DIR; the key must be one that kiosks will believe. */
static int keys_read(const char *dir, struct jwk *key, struct city_keys *city)
{
	char path[4096], err[KEYS_ERR_MAX];
	struct buf doc = BUF_INIT;
	int status = read_in(dir, "status.jwk", path);

	if (status != EX_OK || !jwk_read(key, path, true, err)) {
		log_error("signing key: %s", status == EX_OK ? err : "name too long");
		return access(path, F_OK) == 0 ? EX_NOPERM : EX_NOINPUT;
	}
	status = read_in(dir, "keys.jws", path);
	if (status != EX_OK || !buf_read_file(&doc, path, WIRE_DOC_BYTES_MAX)) {
		log_error("cannot read the city's key document '%s': %s", path, strerror(errno));
		return EX_NOINPUT;
	}
	status = city_keys_verify(city, doc.data, doc.len, NULL, 0, err) ? EX_OK : EX_CONFIG;
	if (status != EX_OK)
		log_error("'%s': %s", path, err);
	buf_release(&doc);
	for (int i = 0; status == EX_OK && i < city->content_len; i++)
		if (strcmp(city->content[i].kid, key->kid) == 0)
			return EX_OK;
	if (status == EX_OK)
		log_error("'%s' does not name the key status.jwk among its content keys", path);
	return EX_CONFIG;
}

int signing_change(const char *dir,
	int (*change)(void *ctx, struct cases *c, const struct city_keys *city), void *ctx)
{
	struct jwk key = { NULL, "" };
	struct city_keys city = { .version = 0 };
	struct cases c = { .lock_fd = -1 };
	int64_t version = 0;
	int status = keys_read(dir, &key, &city);

	if (status == EX_OK)
		status = cases_open(&c, dir);
	if (status == EX_OK)
		status = change(ctx, &c, &city);
	if (status == EX_OK)
		status = cases_publish(&c, &key, (int64_t)time(NULL), &version);
	if (status == EX_OK)
		printf("%s/status.jws\tversion %" PRId64 "\t%zu cases\n", dir, version,
			json_object_size(json_object_get(c.json, "cases")));
	cases_close(&c);
	city_keys_release(&city);
	jwk_release(&key);
	return status;
}
