/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_usb — carrying sealed items on a stick, for weeks without a line. The kiosk may
 * write nowhere but into its own folder, so the button asks the courier (sync/usb.c), and what is
 * shown is what the courier noted: until then nothing is said to have been written.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "buf.h"
#include "staff_frame.h"

#define LINES_MAX 10
#define LINE_CAP  200

struct outcome {
	char result[12];
	uint64_t items, acks, lists;
	int64_t at_s; /* 0: there was none yet */
};

/* The next number of the note; false: there is none. */
static bool number(const char **at, uint64_t *ret)
{
	char *end;

	errno = 0;
	*ret = strtoull(*at, &end, 10);
	bool ok = end != *at && errno == 0;
	*at = end;
	return ok;
}

/* "RESULT ITEMS ACKS LISTS TIME" */
static bool outcome_parse(struct outcome *ret, const char *note)
{
	size_t n = strcspn(note, " ");
	uint64_t at_s;

	if (n == 0 || n >= sizeof(ret->result))
		return false;
	memcpy(ret->result, note, n);
	note += n;
	if (!number(&note, &ret->items) || !number(&note, &ret->acks) ||
		!number(&note, &ret->lists) || !number(&note, &at_s) || at_s > INT64_MAX)
		return false;
	ret->at_s = (int64_t)at_s;
	return true;
}

static void outcome_read(const struct session *s, struct outcome *ret)
{
	struct buf note = BUF_INIT;
	struct outcome o = { .at_s = 0 };

	*ret = o;
	if (s->app->post.courier &&
		courier_get_document(s->app->post.courier, WIRE_USB_NOTE, NULL, &note) ==
			OUTBOX_OK &&
		outcome_parse(&o, buf_str(&note)))
		*ret = o;
	buf_release(&note);
}

struct lines {
	const char *text[LINES_MAX];
	char own[LINES_MAX][LINE_CAP];
	int n;
};

static void add(struct lines *l, const char *text)
{
	l->text[l->n++] = text;
}

static void add_filled(struct lines *l, const char *key, const char *value)
{
	staff_fill(l->own[l->n], LINE_CAP, staff_text("staff_usb", key), value);
	add(l, l->own[l->n]);
}

static void add_number(struct lines *l, const char *key, uint64_t n)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, n);
	add_filled(l, key, text);
}

/* What came of it: first when, then what. A word that is not known here says nothing. */
static void tell(struct lines *l, const struct outcome *o)
{
	static const char *const bad[] = { "bad", "nostick", "failed", "off" };
	time_t at = (time_t)o->at_s;
	char when[32], key[24];
	struct tm tm;
	bool done = strcmp(o->result, "ok") == 0 || strcmp(o->result, "bad") == 0;

	if (o->at_s <= 0 || !localtime_r(&at, &tm))
		return;
	strftime(when, sizeof(when), "%Y-%m-%d %H:%M:%S", &tm);
	add_filled(l, "last", when);
	if (done)
		add_number(l, "items", o->items);
	if (o->acks > 0)
		add_number(l, "acks", o->acks);
	if (o->lists > 0)
		add(l, staff_text("staff_usb", "lists"));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (strcmp(o->result, bad[i]) == 0) {
			snprintf(key, sizeof(key), "result.%s", bad[i]);
			add(l, staff_text("staff_usb", key));
		}
}

enum screen screen_staff_usb(struct session *s, struct ui *ui)
{
	static const char *const key[] = { "p1", "p2", "p3", "p4" };
	struct frame f = { .title = staff_text("staff_usb", "title"),
		.next = staff_text("staff_usb", "copy"),
		.next_id = "usb.copy",
		.next_icon = "cloud_off" };
	enum frame_go go;
	struct outcome o;
	struct lines l = { .n = 0 };

	if (!s->staff.in)
		return SCREEN_START;
	outcome_read(s, &o);
	tell(&l, &o);
	if (s->staff.told && s->staff.usb_asked_s > 0 && o.at_s >= s->staff.usb_asked_s)
		s->staff.told = NULL; /* the answer is there */
	for (size_t i = 0; i < sizeof(key) / sizeof(key[0]); i++)
		add(&l, staff_text("staff_usb", key[i]));
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content;
	staff_told(s, ui, &r);
	part_paragraphs(s, ui, r, "usb", l.text, l.n);
	enum screen next = staff_frame_end(s, ui, &f, SCREEN_STAFF_USB, SCREEN_STAFF_HOME, &go);
	if (go != FRAME_NEXT)
		return next;
	bool ok = staff_note(s, "usb") && staff_room_ask(&s->app->post, WIRE_TO_USB);
	staff_tell(s, "staff_usb", ok ? "asked" : "ask_failed", !ok);
	s->staff.usb_asked_s = (int64_t)time(NULL);
	s->choices_page = 0;
	return SCREEN_STAFF_USB;
}
