/* SPDX-License-Identifier: Apache-2.0 */
/*
 * statusdoc — why: answers travel through a server and a courier that nobody has to trust. They may
 * withhold the list; the signature keeps them from changing it, the version from bringing back an
 * old one, and the tags from knowing whose case is in it.
 *
 * One form only: tags rise, so no case is there twice and the order tells nothing; every entry has
 * the same length, so the answer does not show. The signature is checked before the payload is
 * read. The desk builds with the same check that kiosks read with.
 */
#include "statusdoc.h"

#include <stdio.h>
#include <string.h>
#include "jws.h"

#define LENGTH(a) (sizeof(a) / sizeof *(a))
#define B64URL    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

static bool text_ok(const json_t *v, size_t len, const char *letters)
{
	const char *s = json_string_value(v);

	return s && json_string_length(v) == len && strspn(s, letters) == len;
}

static bool list_ok(const json_t *list)
{
	static const char *const allowed[] = { "tag", "jwe" };
	const char *before = "";
	size_t i;
	json_t *o;

	if (!json_is_array(list) || json_array_size(list) > STATUS_CASES_MAX)
		return false;
	json_array_foreach(list, i, o)
	{
		const json_t *tag = json_object_get(o, "tag");

		if (!members_only(o, allowed, LENGTH(allowed)) ||
			!text_ok(tag, STATUS_TAG_CHARS, B64URL) ||
			!text_ok(json_object_get(o, "jwe"), STATUS_JWE_CHARS, B64URL ".") ||
			strcmp(before, json_string_value(tag)) >= 0)
			return false;
		before = json_string_value(tag);
	}
	return true;
}

static bool number_read(const json_t *o, const char *name, int64_t least, int64_t *ret)
{
	const json_t *v = json_object_get(o, name);

	if (!json_is_integer(v) || json_integer_value(v) < least ||
		json_integer_value(v) > STATUS_VERSION_MAX)
		return false;
	*ret = json_integer_value(v);
	return true;
}

/* NULL, or what is wrong with the payload. */
static const char *payload_read(struct status_doc *d, const json_t *o)
{
	static const char *const allowed[] = { "v", "version", "at", "statuses" };
	const json_t *v = json_object_get(o, "v");
	json_t *list = json_object_get(o, "statuses");

	if (!json_is_integer(v) || json_integer_value(v) != WIRE_VERSION)
		return "v";
	if (!members_only(o, allowed, LENGTH(allowed)))
		return "member";
	if (!number_read(o, "version", 1, &d->version))
		return "version";
	if (!number_read(o, "at", 0, &d->at_s))
		return "at";
	if (!list_ok(list))
		return "statuses";
	d->list = json_incref(list);
	return NULL;
}

static bool signed_by_content_key(
	const struct jws_parts *p, const struct city_keys *city, const char *jws, size_t len)
{
	for (int i = 0; i < city->content_len; i++)
		if (strcmp(city->content[i].kid, p->header.kid) == 0)
			return jws_verify(jws, len, &city->content[i]);
	return false;
}

bool status_doc_verify(struct status_doc *ret, const char *jws, size_t len,
	const struct city_keys *city, int64_t version_floor, char why[static SIGN_REASON_MAX])
{
	struct status_doc d = { .list = NULL };
	struct jws_parts p;
	json_t *payload = NULL;
	const char *problem = NULL;

	if (len > WIRE_STATUS_BYTES_MAX)
		problem = "size";
	else if (!jws_split(&p, jws, len) || strcmp(p.header.typ, WIRE_TYP_STATUS) != 0)
		problem = "header";
	else if (!signed_by_content_key(&p, city, jws, len))
		problem = "signature";
	else if (!(payload = b64url_object(p.payload, p.payload_len)))
		problem = "payload";
	else
		problem = payload_read(&d, payload);
	if (!problem && d.version < version_floor)
		problem = "older";
	json_decref(payload);
	if (problem) {
		status_doc_release(&d);
		snprintf(why, SIGN_REASON_MAX, "%s", problem);
	}
	*ret = d;
	return !problem;
}

bool status_doc_sign(struct buf *ret, const struct status_doc *doc, const struct jwk *content_key)
{
	json_t *o = json_pack("{si sI sI sO}", "v", WIRE_VERSION, "version",
		(json_int_t)doc->version, "at", (json_int_t)doc->at_s, "statuses", doc->list);
	struct status_doc check = { .list = NULL };
	struct buf jws = BUF_INIT;
	bool ok = o && !payload_read(&check, o) &&
		  jws_make(&jws, WIRE_TYP_STATUS, o, content_key) &&
		  jws.len <= WIRE_STATUS_BYTES_MAX;

	if (ok)
		buf_append(ret, jws.data, jws.len);
	status_doc_release(&check);
	buf_release(&jws);
	json_decref(o);
	return ok && buf_ok(ret);
}

void status_doc_release(struct status_doc *doc)
{
	if (!doc)
		return;
	json_decref(doc->list);
	*doc = (struct status_doc){ .list = NULL };
}
