/* SPDX-License-Identifier: Apache-2.0 */
/*
 * visible — why: a terminal's keyboards cannot type characters that turn or hide the text around
 * them, a hostile terminal can send them; and what the coordinator sees in a table, a page or a
 * terminal window must be what was written. Texts are kept and the characters shown by number: a
 * person's request is not thrown away for one. Names of members are refused (check.c): a program
 * writes those.
 *
 * jansson bounds the depth of what it reads, so recursion is bounded too.
 */
#include "visible.h"

#include <stdint.h>
#include <string.h>
#include "buf.h"
#include "hidden.h"

static bool shows(const json_t *v, bool texts)
{
	const char *name;
	json_t *member;

	if (json_is_string(v))
		return !texts || !hidden_in(json_string_value(v), json_string_length(v));
	for (size_t i = 0; i < json_array_size(v); i++)
		if (!shows(json_array_get(v, i), texts))
			return false;
	json_object_foreach((json_t *)(uintptr_t)v, name,
		member) if (hidden_in(name, strlen(name)) || !shows(member, texts)) return false;
	return true;
}

bool visible_names(const json_t *v)
{
	return shows(v, false);
}

bool visible_all(const json_t *v)
{
	return shows(v, true);
}

static bool make_text(json_t *v)
{
	struct buf b = BUF_INIT;
	bool ok = true;

	if (hidden_in(json_string_value(v), json_string_length(v))) {
		hidden_show(&b, json_string_value(v), json_string_length(v));
		ok = buf_ok(&b) && json_string_setn(v, buf_str(&b), b.len) == 0;
	}
	buf_release(&b);
	return ok;
}

bool visible_make(json_t *v)
{
	const char *name;
	json_t *member;
	bool ok = !json_is_string(v) || make_text(v);

	for (size_t i = 0; ok && i < json_array_size(v); i++)
		ok = visible_make(json_array_get(v, i));
	json_object_foreach(v, name, member) ok = ok && visible_make(member);
	return ok;
}
