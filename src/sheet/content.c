/* SPDX-License-Identifier: Apache-2.0 */
/*
 * content — why: words, columns, rates and pages are the city's to change, by hand, and every
 * mistake in them must be said before a record is opened, in one way whichever file it is.
 * Not here: what a file must hold (each reader's check).
 */
#include "content.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"

json_t *content_parse(const char *text, size_t len, const char *name, content_check_fn *check,
	char err[static CONTENT_ERR_MAX])
{
	json_error_t where = { .line = 0 };
	json_t *doc = json_loadb(text, len, JSON_REJECT_DUPLICATES, &where);
	const char *problem = doc && check ? check(doc) : NULL;

	if (doc && !problem)
		return doc;
	if (doc)
		snprintf(err, CONTENT_ERR_MAX, "%.120s: %.100s", name, problem);
	else
		snprintf(err, CONTENT_ERR_MAX, "%.120s:%d: %.100s", name, where.line, where.text);
	json_decref(doc);
	return NULL;
}

json_t *content_read(
	const char *path, size_t max, content_check_fn *check, char err[static CONTENT_ERR_MAX])
{
	struct buf text = BUF_INIT;
	json_t *doc = NULL;

	if (buf_read_file(&text, path, max))
		doc = content_parse(buf_str(&text), text.len, path, check, err);
	else
		snprintf(err, CONTENT_ERR_MAX, "%.120s: %s", path, strerror(errno));
	buf_release(&text);
	return doc;
}

bool content_strings(json_t *o)
{
	const char *name;
	json_t *v;

	json_object_foreach(o, name, v) if (!json_is_string(v)) return false;
	return json_is_object(o);
}
