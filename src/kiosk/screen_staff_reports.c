/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_reports — what was sent: receipt, day, kind and state, for the site's own reports;
 * below them what residents handed in by themselves and the city does not have yet, by day and
 * state only, for their number is theirs. Nothing on this terminal could show more: what was sent
 * is sealed to the city. A report of the site's own can be put right or taken back
 * (screen_staff_change.c).
 */
#include <stdio.h>
#include <string.h>

#include "receipt.h"
#include "reports.h"
#include "sign.h"
#include "staff_frame.h"
#include "staff_list.h"

static void state_words(const struct session *s, const char *id, char *out)
{
	enum outbox_state state;
	char verdict[12] = "";
	const char *key = "arrived";

	if (outbox_state(s->app->post.outbox, id, &state) != OUTBOX_OK)
		key = "unknown";
	else if (state == OUTBOX_WAITING) {
		key = "waiting";
		if (s->app->post.courier &&
			courier_verdict(s->app->post.courier, id, verdict) == OUTBOX_OK &&
			(strcmp(verdict, WIRE_VERDICT_PENDING) == 0 ||
				strcmp(verdict, WIRE_VERDICT_REFUSED) == 0))
			key = verdict;
	}
	char full[24];
	snprintf(full, sizeof(full), "state.%s", key);
	snprintf(out, STAFF_CELL_MAX, "%s", staff_text("staff_reports", full));
}

static void own_row(const struct session *s, const struct report *r, struct staff_row *ret)
{
	char shown[RECEIPT_SHOWN + 1], key[12];

	memset(ret, 0, sizeof(*ret));
	if (r->receipt[0])
		receipt_format(r->receipt, shown);
	snprintf(key, sizeof(key), "kind.%s", r->kind);
	snprintf(ret->cell[0], STAFF_CELL_MAX, "%s",
		r->receipt[0] ? shown : staff_text("staff_reports", "no_receipt"));
	snprintf(ret->cell[1], STAFF_CELL_MAX, "%s", r->day);
	snprintf(ret->cell[2], STAFF_CELL_MAX, "%s", staff_text("staff_reports", key));
	state_words(s, r->id, ret->cell[3]);
	ret->pick = r->receipt[0] != '\0';
}

/* A record, not what the terminal itself tells the city. */
static bool is_record(const struct outbox_item *item)
{
	struct item it;
	char reason[SIGN_REASON_MAX];

	if (!item_parse_outer(&it, item->jws, item->jws_len, reason))
		return true;
	bool yes = strcmp(it.kind, WIRE_KIND_RECORD) == 0;
	item_release(&it);
	return yes;
}

/* Waiting items that are none of the site's own reports. */
struct others {
	const struct session *s;
	const struct report *own;
	size_t own_len;
	struct staff_row *ret;
	int skip, most, n;
};

static bool is_own(const struct others *o, const char *id)
{
	for (size_t i = 0; i < o->own_len; i++)
		if (strcmp(o->own[i].id, id) == 0)
			return true;
	return false;
}

static bool other(void *ctx, const struct outbox_item *item)
{
	struct others *o = ctx;

	if (!is_record(item) || is_own(o, item->id))
		return true;
	if (o->skip > 0) {
		o->skip--;
		return true;
	}
	struct staff_row *row = &o->ret[o->n++];
	memset(row, 0, sizeof(*row));
	snprintf(row->cell[0], STAFF_CELL_MAX, "%s", staff_text("staff_reports", "hidden"));
	snprintf(row->cell[1], STAFF_CELL_MAX, "%.10s", item->made_hour);
	state_words(o->s, item->id, row->cell[3]);
	return o->n < o->most;
}

static int rows(const struct session *s, int first, struct staff_row *ret, int most)
{
	struct report own[REPORTS_MAX];
	int len = (int)reports_newest(s->app->staff.dir, s->staff.key.site, 0, own, REPORTS_MAX);
	struct others o = { s, own, (size_t)len, ret, first > len ? first - len : 0, most, 0 };

	for (int i = first; i < len && o.n < most; i++)
		own_row(s, &own[i], &ret[o.n++]);
	int mine = o.n;
	if (o.n < most && outbox_each(s->app->post.outbox, 0, other, &o) != OUTBOX_OK)
		o.n = mine;
	explicit_bzero(own, sizeof(own));
	return o.n;
}

/* The number of one of the site's own, for what may be changed of it. */
static bool take(struct session *s, int index)
{
	struct report r;

	if (reports_newest(s->app->staff.dir, s->staff.key.site, (size_t)index, &r, 1) != 1)
		return false;
	session_change_end(s);
	memcpy(s->number, r.receipt, sizeof(s->number));
	explicit_bzero(&r, sizeof(r));
	return true;
}

enum screen screen_staff_reports(struct session *s, struct ui *ui)
{
	struct frame f = { .title = staff_text("staff_reports", "title") };
	const struct staff_list list = {
		.prefix = "reports", .none = staff_text("staff_reports", "none"), .rows = rows
	};
	enum frame_go go;

	if (!s->staff.in)
		return SCREEN_START;
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content;
	staff_told(s, ui, &r);
	const struct part_text t = { "reports.hint", staff_text("staff_reports", "hint"), MM_SMALL,
		false, ROLE_QUIET, ROLE_PAPER, LAYOUT_START };
	part_text(ui, &r, &t, 2);
	int picked = staff_list_run(s, ui, r, &list);
	enum screen next = staff_frame_end(s, ui, &f, SCREEN_STAFF_REPORTS, SCREEN_STAFF_HOME, &go);
	return picked >= 0 && take(s, picked) ? SCREEN_STAFF_CHANGE : next;
}
