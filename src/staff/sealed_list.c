/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sealed_list — a damaged file is never replaced by an emptier one: what cannot be read is not
 * written. The name is the box's purpose, too, so that one list does not open as another.
 */
#include "sealed_list.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool path_of(const char *dir, const char *name, char out[static PATH_MAX])
{
	return snprintf(out, PATH_MAX, "%s/%s.jwe", dir, name) < PATH_MAX;
}

static void purpose_of(const char *name, char out[static BOX_PURPOSE_MAX])
{
	snprintf(out, BOX_PURPOSE_MAX, "marumado-%s", name);
}

json_t *sealed_list_read(
	const char *dir, const char *name, const unsigned char site[static BOX_KEY_BYTES])
{
	char path[PATH_MAX], purpose[BOX_PURPOSE_MAX];
	struct buf plain = BUF_INIT;
	json_t *list = NULL;

	if (!path_of(dir, name, path))
		return NULL;
	if (access(path, F_OK) != 0)
		return json_array();
	purpose_of(name, purpose);
	if (box_read(&plain, path, site, purpose))
		list = json_loadb(buf_str(&plain), plain.len, JSON_REJECT_DUPLICATES, NULL);
	buf_release(&plain);
	if (json_is_array(list))
		return list;
	json_decref(list);
	return NULL;
}

bool sealed_list_write(const char *dir, const char *name,
	const unsigned char site[static BOX_KEY_BYTES], const json_t *list, int64_t now_s)
{
	char path[PATH_MAX], purpose[BOX_PURPOSE_MAX];
	char *text = json_dumps(list, JSON_COMPACT);

	purpose_of(name, purpose);
	bool ok = text && path_of(dir, name, path) &&
		  box_write(path, site, purpose, now_s, text, strlen(text));
	if (text)
		explicit_bzero(text, strlen(text));
	free(text);
	return ok;
}

bool sealed_list_text(char *out, size_t cap, const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	if (!s || strlen(s) >= cap)
		return false;
	memcpy(out, s, strlen(s) + 1);
	return true;
}
