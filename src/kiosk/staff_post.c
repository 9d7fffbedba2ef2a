/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_post — the road of submit.c for what has no receipt and no answers: record, seal,
 * signature, outbox, in this order. It is about no person, so it belongs to no meeting's lane.
 */
#include "staff_post.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "record.h"
#include "seal.h"
#include "sign.h"

static bool seal_list(json_t **seal, const struct post *p, const struct staff_letter *l)
{
	struct buf plain = BUF_INIT;
	char created[20];
	time_t now = time(NULL);
	struct tm tm;

	localtime_r(&now, &tm);
	strftime(created, sizeof(created), "%Y-%m-%dT%H:%M", &tm);
	const struct record_head head = { .id = l->item,
		.device = p->device.key.kid,
		.receipt = "",
		.kind = l->record,
		.form = "",
		.form_version = "",
		.app_version = MARUMADO_VERSION,
		.site = l->site,
		.created_at = created,
		.ui_lang = "ja",
		.lane = "",
		.subject_consent = "",
		.staff = l->staff };
	bool ok = record_encode(&plain, &head, NULL, 0, l->member, l->list) &&
		  seal_close(seal, plain.data, plain.len, &p->city);
	buf_release(&plain);
	return ok;
}

enum outbox_result staff_post_put(const struct post *p, const struct staff_letter *l)
{
	struct item it = { 0 };
	struct buf jws = BUF_INIT;
	struct outbox_item row = { 0 };
	enum outbox_result r = OUTBOX_IO;

	snprintf(it.id, sizeof(it.id), "%s", l->item);
	snprintf(it.kind, sizeof(it.kind), "%s", l->kind);
	device_hour(it.made);
	if (seal_list(&it.seal, p, l))
		r = outbox_head(p->outbox, &it.seq, it.prev);
	if (r == OUTBOX_OK && !item_sign(&jws, &it, &p->device.key))
		r = OUTBOX_IO;
	if (r == OUTBOX_OK) {
		row.seq = it.seq;
		row.jws = jws.data;
		row.jws_len = jws.len;
		memcpy(row.id, it.id, sizeof(row.id));
		memcpy(row.made_hour, it.made, sizeof(row.made_hour));
		r = outbox_put(p->outbox, &row, NULL);
	}
	json_decref(it.seal);
	buf_release(&jws);
	return r;
}
