/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check — why: a record is opened on the coordinator's machine, and whoever holds any approved
 * terminal could have sealed anything. Everything behind this file may rely on types, ranges and
 * lengths; what fails is refused by number, as a whole.
 *
 * Members and kinds that it does not know pass: a newer kiosk must not make a person's request
 * unreadable.
 * Not here: whether what is said is true; signature and seal (decode.c).
 */
#include "check.h"

#include <stdbool.h>
#include <string.h>
#include "drawing.h"
#include "members.h"
#include "receipt.h"
#include "record.h"
#include "visible.h"
#include "wire.h"

#define TEXT_MAX 64 /* bytes of a staff id */

/* The members that every record has. */
static const struct {
	const char *name;
	json_type type;
} member[] = {
	{ "v", JSON_INTEGER },
	{ "id", JSON_STRING },
	{ "device", JSON_STRING },
	{ "receipt", JSON_STRING },
	{ "kind", JSON_STRING },
	{ "form", JSON_STRING },
	{ "form_version", JSON_STRING },
	{ "app_version", JSON_STRING },
	{ "site", JSON_STRING },
	{ "created_at", JSON_STRING },
	{ "ui_lang", JSON_STRING },
	{ "mode_aids", JSON_ARRAY },
	{ "duration_s", JSON_INTEGER },
	{ "screens_back", JSON_INTEGER },
	{ "urgent", JSON_TRUE },
	{ "lane", JSON_STRING },
	{ "subject_consent", JSON_STRING },
	{ "desk", JSON_ARRAY },
	{ "complex", JSON_TRUE },
	{ "answers", JSON_OBJECT },
};

static bool answer_ok(const json_t *v)
{
	const json_t *strokes = json_object_get(v, "strokes");

	if (strokes && !drawing_ok(strokes))
		return false;
	for (size_t i = 0; i < json_array_size(v); i++)
		if (!json_is_string(json_array_get(v, i)))
			return false;
	return json_is_string(v) || json_is_array(v) || json_is_string(json_object_get(v, "text"));
}

/* "9999-99-99" with 9 for any digit. */
static bool shaped(const json_t *v, const char *shape)
{
	const char *s = json_string_value(v);

	if (!s || strlen(s) != strlen(shape))
		return false;
	for (; *shape; s++, shape++)
		if (*shape == '9' ? *s < '0' || *s > '9' : *s != *shape)
			return false;
	return true;
}

static bool number(const json_t *v, json_int_t least, json_int_t most)
{
	return json_is_integer(v) && json_integer_value(v) >= least &&
	       json_integer_value(v) <= most;
}

static bool code(const json_t *v)
{
	const char *s = json_string_value(v);

	return s && *s && strlen(s) <= 16 &&
	       strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
		       strlen(s);
}

/* Absent, or a short text. */
static bool short_text(const json_t *v)
{
	return !v || (json_is_string(v) && json_string_length(v) <= TEXT_MAX);
}

static bool receipt_or_none(const json_t *v)
{
	const char *s = json_string_value(v);

	return !v || (s && (!*s || receipt_valid(s)));
}

static bool hash_text(const json_t *v)
{
	const char *s = json_string_value(v);

	return s && strlen(s) == WIRE_SHA256_HEX && strspn(s, "0123456789abcdef") == strlen(s);
}

static bool act_entry(const json_t *e)
{
	const json_t *corrects = json_object_get(e, "corrects");
	const char *decl = text_of(e, "double_bill_decl");
	bool back = json_integer_value(corrects) > 0; /* only what takes back is negative */

	return number(json_object_get(e, "no"), 1, 1000000) &&
	       shaped(json_object_get(e, "act_date"), "9999-99-99") &&
	       number(json_object_get(e, "minutes"), back ? -1440 : 0, back ? 0 : 1440) &&
	       code(json_object_get(e, "act_type")) &&
	       receipt_or_none(json_object_get(e, "receipt")) &&
	       number(json_object_get(e, "staff_count"), 0, 99) &&
	       (strcmp(decl, "Y") == 0 || strcmp(decl, "N") == 0) &&
	       short_text(json_object_get(e, "staff")) &&
	       (!json_object_get(e, "km") || number(json_object_get(e, "km"), 0, 9999)) &&
	       (!json_object_get(e, "expense") ||
		       number(json_object_get(e, "expense"), 0, 1000000)) &&
	       (!corrects || number(corrects, 0, 1000000));
}

static bool activity_ok(const json_t *a)
{
	const json_t *entries = json_object_get(a, "entries");

	if (!shaped(json_object_get(a, "month"), "9999-99") ||
		!hash_text(json_object_get(a, "hash")) || !json_is_array(entries) ||
		json_array_size(entries) > CHECK_ENTRIES_MAX)
		return false;
	for (size_t i = 0; i < json_array_size(entries); i++)
		if (!act_entry(json_array_get(entries, i)))
			return false;
	return true;
}

/* A line of a terminal's audit log: a flat object of short texts and numbers. */
static bool log_line(const json_t *line)
{
	const char *text = json_string_value(line);
	json_t *entry = json_loads(text ? text : "", JSON_REJECT_DUPLICATES, NULL);
	bool ok = json_is_object(entry);
	const char *name;
	json_t *v;

	ok = ok && visible_all(entry); /* nobody types here */
	json_object_foreach(entry, name, v)
		ok = ok && (json_is_integer(v) || (json_is_string(v) && short_text(v)));
	json_decref(entry);
	return ok;
}

static bool log_ok(const json_t *lines)
{
	if (!json_is_array(lines) || json_array_size(lines) > CHECK_ENTRIES_MAX)
		return false;
	for (size_t i = 0; i < json_array_size(lines); i++)
		if (!log_line(json_array_get(lines, i)))
			return false;
	return true;
}

/* What kinds of records must have beside. */
static const char *kind_problem(const json_t *r, const char *kind)
{
	const json_t *takeover = json_object_get(r, "takeover");
	bool paper = strcmp(kind, "ACT") == 0 || strcmp(kind, "LOG") == 0;
	bool about = strcmp(kind, "AMD") == 0 || strcmp(kind, "WDR") == 0;

	if (!code(json_object_get(r, "kind")))
		return "kind";
	if (!receipt_or_none(json_object_get(r, "receipt")) || (!paper && !*text_of(r, "receipt")))
		return "receipt";
	if (!receipt_or_none(json_object_get(r, "refers")) || (about && !*text_of(r, "refers")))
		return "refers";
	if (!short_text(json_object_get(r, "staff")))
		return "staff";
	if (takeover && !json_is_boolean(takeover))
		return "takeover";
	if (strcmp(kind, "ACT") == 0 && !activity_ok(json_object_get(r, "activity")))
		return "activity";
	if (strcmp(kind, "LOG") == 0 && !log_ok(json_object_get(r, "log")))
		return "log";
	return NULL;
}

static const char *member_problem(const json_t *record)
{
	const json_t *v;

	for (size_t i = 0; i < sizeof member / sizeof *member; i++) {
		v = json_object_get(record, member[i].name);
		if (!v ||
			(member[i].type == JSON_TRUE ? !json_is_boolean(v)
						     : json_typeof(v) != member[i].type) ||
			(json_is_array(v) && !answer_ok(v)))
			return member[i].name;
	}
	return NULL;
}

const char *check_record(const json_t *record, const struct item *it)
{
	json_t *answers = json_object_get(record, "answers"), *v;
	const char *name, *problem, *kind = text_of(record, "kind");

	if (!json_is_object(record))
		return "record";
	if (json_integer_value(json_object_get(record, "v")) != RECORD_VERSION)
		return "record version";
	problem = visible_names(record) ? member_problem(record) : "names";
	if (problem)
		return problem;
	json_object_foreach(
		answers, name, v) if (!answer_ok(v)) return "answers"; /* not the name: it comes
									  from the sealed content */
	if (strcmp(text_of(record, "id"), it->id) != 0)
		return "id inside";
	if (strcmp(text_of(record, "device"), it->kid) != 0)
		return "device inside";
	if ((strcmp(kind, "LOG") == 0) != (strcmp(it->kind, WIRE_KIND_HEALTH) == 0))
		return "kind inside";
	return kind_problem(record, kind);
}
