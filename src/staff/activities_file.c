/* SPDX-License-Identifier: Apache-2.0 */
/*
 * activities_file — the list as JSON in a box, version 1, written as a whole: a site has some
 * hundred activities a month. Spaces fill it up to steps of 8 KiB, so that its size says little.
 * The next number stands in a file of its own beside it, written first: when the list is lost, the
 * numbers are not, and a power cut between the two leaves a gap, which harms nobody.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "activities_close.h"
#include "activities_private.h"

#define VERSION 1
#define PURPOSE "marumado-activities"
#define STEP    (8 * 1024)
#define NO_MAX  16 /* bytes of the file with the next number */

static bool path_of(const char *dir, const char *name, char out[static PATH_MAX])
{
	return snprintf(out, PATH_MAX, "%s/%s", dir, name) < PATH_MAX;
}

/* Memory of n things in the place of `old`, which is overwritten; NULL leaves old as it is. */
static void *moved(void *old, size_t have, size_t want, size_t size)
{
	void *new = calloc(want, size);

	if (new &&old) {
		memcpy(new, old, have * size);
		explicit_bzero(old, have * size);
		free(old);
	}
	return new;
}

struct activity *activities_grow(struct activity_book *b)
{
	struct activity *all = b->len < ACTIVITIES_MAX ? moved(b->entry, (size_t)b->len,
								 (size_t)b->len + 1, sizeof(*all))
						       : NULL;

	if (!all)
		return NULL;
	b->entry = all;
	return &all[b->len++];
}

struct activity_part *activities_grow_part(struct activity_book *b)
{
	struct activity_part *all = b->parts < ACTIVITIES_PARTS_MAX
					    ? moved(b->part, (size_t)b->parts, (size_t)b->parts + 1,
						      sizeof(*all))
					    : NULL;

	if (!all)
		return NULL;
	b->part = all;
	return &all[b->parts++];
}

void activities_release(struct activity_book *b)
{
	if (b->entry)
		explicit_bzero(b->entry, (size_t)b->len * sizeof(*b->entry));
	free(b->entry);
	free(b->part);
	memset(b, 0, sizeof(*b));
}

/* --- to JSON --- */

static bool put(json_t *o, const char *name, json_t *value)
{
	return json_object_set_new(o, name, value) == 0;
}

json_t *activity_json(const struct activity *a)
{
	json_t *o = json_pack("{si ss si ss si ss ss}", "no", a->no, "act_date", a->date, "minutes",
		a->minutes, "act_type", a->type, "staff_count", a->staff_count, "double_bill_decl",
		a->declared ? "Y" : "N", "staff", a->staff);
	bool ok = o && (!a->receipt[0] || put(o, "receipt", json_string(a->receipt))) &&
		  (a->corrects == 0 || put(o, "corrects", json_integer(a->corrects))) &&
		  (a->km < 0 || put(o, "km", json_integer(a->km))) &&
		  (a->expense < 0 || put(o, "expense", json_integer(a->expense)));

	if (ok)
		return o;
	json_decref(o);
	return NULL;
}

static json_t *part_json(const struct activity_part *p)
{
	return json_pack("{ss ss ss ss ss sb}", "item", p->item, "month", p->month, "hash", p->hash,
		"day", p->day, "by", p->by, "done", p->done);
}

static json_t *book_json(const struct activity_book *b)
{
	json_t *entries = json_array(), *parts = json_array(), *ret = NULL;
	bool ok = entries && parts;

	for (int i = 0; ok && i < b->len; i++) {
		json_t *o = activity_json(&b->entry[i]);
		ok = o && put(o, "by_itself", json_boolean(b->entry[i].by_itself)) &&
		     put(o, "sent", json_string(b->entry[i].sent)) &&
		     json_array_append(entries, o) == 0;
		json_decref(o);
	}
	for (int i = 0; ok && i < b->parts; i++)
		ok = json_array_append_new(parts, part_json(&b->part[i])) == 0;
	if (ok)
		ret = json_pack("{si si sO sO}", "v", VERSION, "next", b->next_no, "entries",
			entries, "parts", parts);
	json_decref(entries);
	json_decref(parts);
	return ret;
}

static int into_buf(const char *text, size_t len, void *ret)
{
	buf_append(ret, text, len);
	return buf_ok(ret) ? 0 : -1;
}

enum activities_result activities_save(const struct activity_book *b, const char *dir,
	const unsigned char site[static BOX_KEY_BYTES], int64_t now_s)
{
	char path[PATH_MAX];
	struct buf plain = BUF_INIT;
	json_t *o = path_of(dir, "activities.jwe", path) ? book_json(b) : NULL;
	bool ok = o && json_dump_callback(o, into_buf, &plain, JSON_COMPACT) == 0;

	json_decref(o);
	if (ok && plain.len % STEP != 0)
		buf_printf(&plain, "%*s", (int)(STEP - plain.len % STEP), "");
	ok = ok && buf_ok(&plain) && box_write(path, site, PURPOSE, now_s, plain.data, plain.len);
	buf_release(&plain);
	return ok ? ACTIVITIES_OK : ACTIVITIES_FAILED;
}

/* --- from JSON --- */

static bool text(char *out, size_t cap, const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	if (!s || strlen(s) >= cap)
		return false;
	memcpy(out, s, strlen(s) + 1);
	return true;
}

static bool number(int *out, const json_t *o, const char *name, int least, int most)
{
	const json_t *value = json_object_get(o, name);
	json_int_t n = json_integer_value(value);

	if (!json_is_integer(value) || n < least || n > most)
		return false;
	*out = (int)n;
	return true;
}

static bool maybe(int *out, const json_t *o, const char *name, int none, int most)
{
	*out = none;
	return !json_object_get(o, name) || number(out, o, name, 0, most);
}

bool activity_read(struct activity *a, const json_t *o, bool whole)
{
	char decl[2];

	return number(&a->no, o, "no", whole ? 1 : 0, ACTIVITY_NO_MAX) &&
	       text(a->date, sizeof(a->date), o, "act_date") &&
	       strlen(a->date) == ACTIVITY_DATE_MAX - 1 &&
	       number(&a->minutes, o, "minutes", -ACTIVITY_MINUTES_MAX, ACTIVITY_MINUTES_MAX) &&
	       text(a->type, sizeof(a->type), o, "act_type") &&
	       (activity_type_index(a->type) >= 0 || (!whole && !a->type[0])) &&
	       number(&a->staff_count, o, "staff_count", 0, ACTIVITY_STAFF_MAX) &&
	       text(decl, sizeof(decl), o, "double_bill_decl") &&
	       text(a->staff, sizeof(a->staff), o, "staff") &&
	       (!json_object_get(o, "receipt") ||
		       text(a->receipt, sizeof(a->receipt), o, "receipt")) &&
	       maybe(&a->corrects, o, "corrects", 0, ACTIVITY_NO_MAX) &&
	       maybe(&a->km, o, "km", -1, ACTIVITY_KM_MAX) &&
	       maybe(&a->expense, o, "expense", -1, ACTIVITY_EXPENSE_MAX) &&
	       text(a->sent, sizeof(a->sent), o, "sent") && ((a->declared = decl[0] == 'Y') || 1) &&
	       ((a->by_itself = json_is_true(json_object_get(o, "by_itself"))) || 1);
}

static bool read_part(struct activity_part *p, const json_t *o)
{
	p->done = json_is_true(json_object_get(o, "done"));
	return text(p->item, sizeof(p->item), o, "item") &&
	       text(p->month, sizeof(p->month), o, "month") &&
	       text(p->hash, sizeof(p->hash), o, "hash") &&
	       text(p->day, sizeof(p->day), o, "day") && text(p->by, sizeof(p->by), o, "by");
}

static bool read_book(struct activity_book *b, const json_t *root)
{
	const json_t *entries = json_object_get(root, "entries"),
		     *parts = json_object_get(root, "parts");
	size_t n = json_array_size(entries), m = json_array_size(parts);

	if (json_integer_value(json_object_get(root, "v")) != VERSION || !json_is_array(entries) ||
		!json_is_array(parts) || n > ACTIVITIES_MAX || m > ACTIVITIES_PARTS_MAX ||
		!number(&b->next_no, root, "next", 1, ACTIVITY_NO_MAX + 1))
		return false;
	b->entry = calloc(n + 1, sizeof(*b->entry));
	b->part = calloc(m + 1, sizeof(*b->part));
	if (!b->entry || !b->part)
		return false;
	for (; (size_t)b->len < n; b->len++)
		if (!activity_read(
			    &b->entry[b->len], json_array_get(entries, (size_t)b->len), true))
			return false;
	for (; (size_t)b->parts < m; b->parts++)
		if (!read_part(&b->part[b->parts], json_array_get(parts, (size_t)b->parts)))
			return false;
	return true;
}

enum activities_result activities_load(
	struct activity_book *ret, const char *dir, const unsigned char site[static BOX_KEY_BYTES])
{
	struct buf plain = BUF_INIT;
	char path[PATH_MAX];
	json_t *root = NULL;

	*ret = (struct activity_book){ .next_no = 1 };
	if (!path_of(dir, "activities.jwe", path))
		return ACTIVITIES_FAILED;
	if (access(path, F_OK) != 0)
		return errno == ENOENT ? ACTIVITIES_OK : ACTIVITIES_FAILED;
	if (box_read(&plain, path, site, PURPOSE))
		root = json_loadb(buf_str(&plain), plain.len, JSON_REJECT_DUPLICATES, NULL);
	buf_release(&plain);
	bool ok = root && read_book(ret, root);
	json_decref(root);
	if (ok)
		return ACTIVITIES_OK;
	activities_release(ret);
	return ACTIVITIES_DAMAGED;
}

/* --- numbers --- */

static int noted(const char *path)
{
	struct buf b = BUF_INIT;
	long n = buf_read_file(&b, path, NO_MAX) ? strtol(buf_str(&b), NULL, 10) : 1;

	buf_release(&b);
	return n < 1 || n > ACTIVITY_NO_MAX ? 1 : (int)n;
}

enum activities_result activities_draw(struct activity_book *b, const char *dir, int *ret)
{
	char path[PATH_MAX], line[NO_MAX];

	if (!path_of(dir, "activities.no", path))
		return ACTIVITIES_FAILED;
	int known = noted(path), no = known > b->next_no ? known : b->next_no;
	if (no >= ACTIVITY_NO_MAX)
		return ACTIVITIES_FULL;
	int n = snprintf(line, sizeof(line), "%d\n", no + 1);
	if (!buf_write_file(path, line, (size_t)n, 0600))
		return ACTIVITIES_FAILED;
	b->next_no = no + 1;
	*ret = no;
	return ACTIVITIES_OK;
}
