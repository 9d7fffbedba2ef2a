/* SPDX-License-Identifier: Apache-2.0 */
/*
 * submit — the one road from answers to the outbox. Everything on the way that holds plaintext is a
 * buf (overwritten on release) or jansson memory with wiping allocators. The slow receipt hash is
 * computed ahead (submit_prepare), so that the tap on "send" costs little more than the disk's own
 * sync. What hides behind a skip rule is not sent.
 */
#include "submit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "buf.h"
#include "record.h"
#include "routing.h"
#include "seal.h"
#include "sign.h"

bool submit_prepare(struct submit_ticket *ret, const struct post *p)
{
	struct submit_ticket t = { 0 };

	t.ready = item_new_id(t.id) && receipt_new(t.receipt) &&
		  receipt_hash(t.receipt, p->device.salt, t.receipt_hash);
	if (t.ready)
		*ret = t;
	bool ok = t.ready;
	explicit_bzero(&t, sizeof(t));
	return ok;
}

/* One answered question as a field of the record; false when there is nothing to say. */
static bool to_field(
	struct record_field *ret, const struct formdef *f, const struct answers *all, int question)
{
	const struct form_question *q = &f->question[question];
	const struct answer *a = &all->a[question];
	const struct strokes *s = &all->drawing;

	memset(ret, 0, sizeof(*ret));
	ret->name = q->name;
	if (q->type == FORM_TEXT) {
		ret->type = RECORD_TEXT;
		ret->text = a->text;
		ret->text_len = a->text_len;
		if (answers_drawn(all, f, question))
			ret->drawing = (struct record_drawing){ s->w, s->h, s->len, s->end, s->xy };
		return a->text_len > 0 || ret->drawing.len > 0;
	}
	ret->type = q->type == FORM_SELECT_ONE ? RECORD_CODE : RECORD_CODES;
	for (int i = 0; i < a->codes_len && i < RECORD_CODES_MAX; i++)
		ret->code[ret->code_len++] = a->code[i];
	return ret->code_len > 0;
}

static size_t to_fields(struct record_field *out, const struct formdef *f, const struct answers *a)
{
	size_t n = 0;

	for (int q = 0; q < f->question_len; q++)
		if (f->question[q].type != FORM_NOTE && answers_live(a, f, q) &&
			to_field(&out[n], f, a, q))
			n++;
	return n;
}

static void to_head(struct record_head *h, const struct submit_ticket *t, const struct post *p,
	const struct formdef *f, const struct answers *a, const struct submit_about *about,
	const struct routing *route, char created[static 20])
{
	const char *aid[] = { about->big_text ? "BIG" : NULL, about->other_theme ? "INV" : NULL,
		about->ruby ? "RUBY" : NULL };
	time_t now = time(NULL);
	struct tm tm;

	localtime_r(&now, &tm);
	strftime(created, 20, "%Y-%m-%dT%H:%M", &tm);
	*h = (struct record_head){ .id = t->id,
		.device = p->device.key.kid,
		.receipt = t->receipt,
		.kind = about->kind ? about->kind : "RES",
		.form = f->id,
		.form_version = f->version,
		.app_version = MARUMADO_VERSION,
		.site = about->site,
		.created_at = created,
		.ui_lang = a->ui_lang,
		.duration_s = about->duration_s,
		.screens_back = about->screens_back,
		.urgent = answers_urgent(a, f),
		.lane = route->lane,
		.subject_consent = route->subject_consent,
		.complex = route->complex,
		.staff = about->staff,
		.refers = about->refers };
	for (size_t i = 0; i < sizeof(aid) / sizeof(aid[0]); i++)
		if (aid[i])
			h->mode_aids[h->mode_aids_len++] = aid[i];
	for (int i = 0; i < route->desk_len; i++)
		h->desk[h->desk_len++] = route->desk[i];
}

bool submit_record(struct buf *ret, const struct submit_ticket *t, const struct post *p,
	const struct formdef *f, const struct answers *a, const struct submit_about *about)
{
	struct record_field field[FORM_QUESTIONS_MAX];
	struct record_head head;
	struct routing route;
	char created[20];

	routing_of(&route, a, f);
	to_head(&head, t, p, f, a, about, &route, created);
	size_t n = to_fields(field, f, a);
	bool ok = record_encode(
		ret, &head, field, n, about->takeover ? "takeover" : NULL, json_true());
	explicit_bzero(field, sizeof(field));
	return ok;
}

static bool close_record(json_t **seal, const struct submit_ticket *t, const struct post *p,
	const struct formdef *f, const struct answers *a, const struct submit_about *about)
{
	struct buf plain = BUF_INIT;
	bool ok = submit_record(&plain, t, p, f, a, about) &&
		  seal_close(seal, plain.data, plain.len, &p->city);

	buf_release(&plain);
	return ok;
}

static enum submit_result store(
	const struct submit_ticket *t, const struct post *p, struct item *it)
{
	struct buf jws = BUF_INIT;
	struct outbox_item row = { .urgent = it->urgent };
	enum outbox_result r = outbox_head(p->outbox, &it->seq, it->prev);

	if (r == OUTBOX_OK && !item_sign(&jws, it, &p->device.key))
		r = OUTBOX_IO;
	if (r == OUTBOX_OK) {
		row.seq = it->seq;
		row.jws = jws.data;
		row.jws_len = jws.len;
		memcpy(row.id, it->id, sizeof(row.id));
		memcpy(row.made_hour, it->made, sizeof(row.made_hour));
		r = outbox_put(p->outbox, &row, t->receipt_hash);
	}
	buf_release(&jws);
	return r == OUTBOX_OK ? SUBMIT_OK : r == OUTBOX_FULL ? SUBMIT_FULL : SUBMIT_FAILED;
}

enum submit_result submit_send(const struct submit_ticket *t, const struct post *p,
	const struct formdef *f, const struct answers *a, const struct submit_about *about)
{
	struct item it = { .urgent = answers_urgent(a, f) };
	enum submit_result r = SUBMIT_FAILED;

	if (!t->ready || !close_record(&it.seal, t, p, f, a, about))
		return SUBMIT_FAILED;
	memcpy(it.id, t->id, sizeof(it.id));
	snprintf(it.kind, sizeof(it.kind), "%s", WIRE_KIND_RECORD);
	device_hour(it.made);
	r = store(t, p, &it);
	json_decref(it.seal);
	return r;
}
