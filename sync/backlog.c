/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The courier's list of what is due. Two arrays, urgent and not, each in the order in which the
 * outbox numbers its items: the outbox hands them out in that order, so nothing is ever sorted, and
 * the next item due is the one under a cursor however many wait. New items are appended, also in
 * the middle of a pass, so that an urgent one overtakes a long drain. Keeps no item's bytes (10^5
 * items would be a gigabyte), reads none of them either, and writes nothing.
 */
#include "backlog.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "ackframe.h"

struct extending {
	struct backlog *b;
	struct courier *courier;
	size_t added;
	enum outbox_result result;
};

void backlog_release(struct backlog *b)
{
	free(b->lists[0].items);
	free(b->lists[1].items);
	memset(b, 0, sizeof *b);
}

static struct due *append(struct due_list *list)
{
	struct due *grown;
	size_t cap;

	if (list->n == BACKLOG_ITEMS_MAX)
		return NULL;
	if (list->n == list->cap) {
		cap = list->cap > 0 ? list->cap * 2 : 256;
		grown = reallocarray(list->items, cap, sizeof *grown);
		if (grown == NULL)
			return NULL;
		list->items = grown;
		list->cap = cap;
	}
	memset(&list->items[list->n], 0, sizeof *list->items);
	return &list->items[list->n++];
}

static unsigned hex_digit(char c)
{
	return c <= '9' ? (unsigned)(c - '0') : (unsigned)(c - 'a' + 10);
}

void due_id(const struct due *d, char ret[static WIRE_ID_HEX + 1])
{
	static const char HEX[] = "0123456789abcdef";

	for (size_t i = 0; i < sizeof d->id; i++) {
		ret[2 * i] = HEX[d->id[i] >> 4];
		ret[2 * i + 1] = HEX[d->id[i] & 15];
	}
	ret[WIRE_ID_HEX] = '\0';
}

/* Lists the item as waiting; NULL when memory ran out. Its id is hex. */
static struct due *add(struct backlog *b, const struct outbox_item *item)
{
	struct due *d = append(&b->lists[item->urgent ? 0 : 1]);

	if (d == NULL)
		return NULL;
	d->seq = item->seq;
	d->jws_len = item->jws_len > UINT32_MAX ? UINT32_MAX : (uint32_t)item->jws_len;
	for (size_t i = 0; i < sizeof d->id; i++)
		d->id[i] = (unsigned char)(hex_digit(item->id[2 * i]) << 4 |
					   hex_digit(item->id[2 * i + 1]));
	return d;
}

static bool add_doubted(void *ctx, const struct outbox_item *item)
{
	struct backlog *b = ctx;
	struct due *d = add(b, item);

	if (d != NULL) {
		d->state = DUE_DOUBTED;
		b->held--;
	}
	return false;
}

void backlog_doubt(struct backlog *b, struct outbox *ob, const char *id)
{
	if (b->held > 0 && outbox_get(ob, id, add_doubted, b) != OUTBOX_OK)
		return; /* erased just now: all is well */
}

/* The state that a verdict known from before gives an item; held ones are not listed at all. */
static enum due_state state_of(const char *word, bool *ret_pending)
{
	enum ack_verdict v;

	*ret_pending = false;
	if (!ack_verdict_read(word, &v))
		return DUE_WAITING;
	if (v == ACK_STORED || v == ACK_DUPLICATE)
		return DUE_DONE;
	*ret_pending = v == ACK_PENDING;
	return v == ACK_PENDING ? DUE_WAITING : DUE_REFUSED;
}

static bool add_item(void *ctx, const struct outbox_item *item)
{
	struct extending *x = ctx;
	char word[12] = "";
	enum due_state state;
	struct due *d;
	bool pending;

	if (x->courier != NULL)
		x->result = courier_verdict(x->courier, item->id, word);
	if (x->result == OUTBOX_MISSING)
		x->result = OUTBOX_OK;
	if (x->result != OUTBOX_OK)
		return false;
	state = state_of(word, &pending);
	x->b->held += state == DUE_DONE;
	/* an id that is not plain hex cannot have come from the kiosk; it can never be acknowledged
	 */
	if (state == DUE_DONE || strspn(item->id, "0123456789abcdef") != WIRE_ID_HEX) {
		x->b->last_seq = item->seq;
		return true;
	}
	d = add(x->b, item);
	if (d == NULL) {
		x->result = OUTBOX_IO;
		return false;
	}
	x->b->last_seq = d->seq;
	d->state = (uint8_t)state;
	d->pending = pending;
	if (x->b->oldest_hour[0] == '\0' || strcmp(item->made_hour, x->b->oldest_hour) < 0)
		memcpy(x->b->oldest_hour, item->made_hour, sizeof x->b->oldest_hour);
	if (state == DUE_WAITING)
		x->added++;
	return true;
}

enum outbox_result backlog_extend(
	struct backlog *b, struct outbox *ob, struct courier *c, size_t *ret_added)
{
	struct extending x = { b, c, 0, OUTBOX_OK };
	enum outbox_result r;

	if (c != NULL)
		courier_hold(c);
	r = outbox_list(ob, b->last_seq, add_item, &x);
	if (c != NULL)
		courier_let_go(c);
	*ret_added = x.added;
	return r != OUTBOX_OK ? r : x.result;
}

static void rewind_list(struct backlog *b, struct due_list *list, int64_t now_ms)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->n; i++) {
		struct due *d = &list->items[i];

		b->held += d->state == DUE_DOUBTED;
		if (d->state == DUE_DONE || d->state == DUE_DOUBTED)
			continue;
		if (d->state == DUE_TRIED || (d->state == DUE_ASIDE && d->not_before_ms <= now_ms))
			d->state = DUE_WAITING;
		list->items[kept++] = *d;
	}
	list->n = kept;
	list->next[SWEEP_FRESH] = list->next[SWEEP_SUSPECTS] = 0;
	if (list->next[SWEEP_REFUSED] >= kept)
		list->next[SWEEP_REFUSED] = 0;
}

void backlog_rewind(struct backlog *b, int64_t now_ms)
{
	rewind_list(b, &b->lists[0], now_ms);
	rewind_list(b, &b->lists[1], now_ms);
}

static bool belongs(const struct due *d, enum backlog_sweep sweep)
{
	if (sweep == SWEEP_REFUSED)
		return d->state == DUE_REFUSED || d->state == DUE_DOUBTED;
	return d->state == DUE_WAITING && (d->rejections > 0) == (sweep == SWEEP_SUSPECTS);
}

bool backlog_peek(struct backlog *b, enum backlog_sweep sweep, due_ref *ret)
{
	for (unsigned l = 0; l < 2; l++) {
		struct due_list *list = &b->lists[l];
		size_t *cursor = &list->next[sweep];

		for (; *cursor < list->n; (*cursor)++) {
			if (belongs(&list->items[*cursor], sweep)) {
				*ret = (due_ref)(*cursor << 1 | l);
				return true;
			}
		}
	}
	return false;
}

void backlog_take(struct backlog *b, enum backlog_sweep sweep, due_ref ref)
{
	size_t *cursor = &b->lists[ref & 1].next[sweep];

	assert(ref >> 1 == *cursor);
	*cursor += 1;
}

struct due *backlog_at(struct backlog *b, due_ref ref)
{
	assert(ref >> 1 < b->lists[ref & 1].n);
	return &b->lists[ref & 1].items[ref >> 1];
}

void backlog_count(const struct backlog *b, struct backlog_counts *ret)
{
	*ret = (struct backlog_counts){ .next_ms = INT64_MAX };
	for (unsigned l = 0; l < 2; l++) {
		for (size_t i = 0; i < b->lists[l].n; i++) {
			const struct due *d = &b->lists[l].items[i];

			if (d->state == DUE_DONE || d->state == DUE_DOUBTED)
				continue;
			ret->urgent += l == 0;
			ret->pending += d->pending;
			ret->sendable += d->state == DUE_WAITING || d->state == DUE_TRIED;
			ret->refused += d->state == DUE_REFUSED;
			ret->aside += d->state == DUE_ASIDE;
			if (d->state == DUE_ASIDE && d->not_before_ms < ret->next_ms)
				ret->next_ms = d->not_before_ms;
		}
	}
}
