/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reports — one small sealed file, read and written as a whole: a site sends a few reports a day. A
 * list that is there but does not open is left alone and nothing is added to it, so that a damaged
 * file is never replaced by an emptier one.
 */
#include "reports.h"

#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PURPOSE "marumado-reports"

static bool path_of(const char *dir, char out[static PATH_MAX])
{
	return snprintf(out, PATH_MAX, "%s/reports.jwe", dir) < PATH_MAX;
}

/* A new array of the reports, oldest first; NULL when the file is there and does not open. */
static json_t *load(const char *path, const unsigned char *site)
{
	struct buf plain = BUF_INIT;
	json_t *list = NULL;

	if (access(path, F_OK) != 0)
		return json_array();
	if (box_read(&plain, path, site, PURPOSE))
		list = json_loadb(buf_str(&plain), plain.len, JSON_REJECT_DUPLICATES, NULL);
	buf_release(&plain);
	if (json_is_array(list))
		return list;
	json_decref(list);
	return NULL;
}

bool reports_add(const char *dir, const unsigned char site[static BOX_KEY_BYTES],
	const struct report *r, int64_t now_s)
{
	char path[PATH_MAX];
	json_t *list = path_of(dir, path) ? load(path, site) : NULL;
	bool ok = list && json_array_append_new(
				  list, json_pack("{ss ss ss ss}", "receipt", r->receipt, "id",
						r->id, "kind", r->kind, "day", r->day)) == 0;

	while (ok && json_array_size(list) > REPORTS_MAX)
		json_array_remove(list, 0);
	char *text = ok ? json_dumps(list, JSON_COMPACT) : NULL;
	ok = text && box_write(path, site, PURPOSE, now_s, text, strlen(text));
	if (text)
		explicit_bzero(text, strlen(text));
	free(text);
	json_decref(list);
	return ok;
}

static bool copy(char *out, size_t cap, const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	if (!s || strlen(s) >= cap)
		return false;
	memcpy(out, s, strlen(s) + 1);
	return true;
}

size_t reports_newest(const char *dir, const unsigned char site[static BOX_KEY_BYTES], size_t skip,
	struct report *ret, size_t most)
{
	char path[PATH_MAX];
	json_t *list = path_of(dir, path) ? load(path, site) : NULL;
	size_t size = json_array_size(list), n = 0;

	for (size_t i = skip; i < size && n < most; i++) {
		const json_t *o = json_array_get(list, size - 1 - i);
		struct report *r = &ret[n];
		if (copy(r->receipt, sizeof(r->receipt), o, "receipt") &&
			copy(r->id, sizeof(r->id), o, "id") &&
			copy(r->kind, sizeof(r->kind), o, "kind") &&
			copy(r->day, sizeof(r->day), o, "day"))
			n++;
	}
	json_decref(list);
	return n;
}
