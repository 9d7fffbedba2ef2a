/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request is a list of items exactly as the kiosk signed them; JWS compact needs no escaping in
 * JSON, so its length is known to the byte before it is built. Each item's SHA-256 is remembered,
 * because an answer that confirms other bytes than those sent confirms nothing. Does not know how
 * requests travel nor what follows from a verdict.
 */
#include "batch.h"

#include <assert.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#include "plain.h"

struct adding {
	struct batch *b;
	due_ref ref;
	enum batch_added result;
};

void batch_begin(struct batch *b)
{
	buf_reset(&b->body);
	b->n = 0;
	b->device[0] = '\0';
	buf_puts(&b->body, "{\"items\":[");
}

bool batch_fits(size_t bytes, size_t n, size_t jws_len, size_t bytes_max, size_t *ret_bytes)
{
	size_t more = jws_len + BATCH_ITEM_BYTES - (n == 0 ? 1 : 0);

	if (n >= WIRE_BATCH_ITEMS_MAX || jws_len > bytes_max || bytes + more > bytes_max)
		return false;
	*ret_bytes = bytes + more;
	return true;
}

static bool hash_hex(const char *data, size_t len, char ret[static WIRE_SHA256_HEX + 1])
{
	static const char HEX[] = "0123456789abcdef";
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	if (EVP_Digest(data, len, md, &n, EVP_sha256(), NULL) != 1)
		return false;
	assert((size_t)2 * n == WIRE_SHA256_HEX);
	for (unsigned i = 0; i < n; i++) {
		ret[2 * i] = HEX[md[i] >> 4];
		ret[2 * i + 1] = HEX[md[i] & 15];
	}
	ret[WIRE_SHA256_HEX] = '\0';
	return true;
}

bool batch_is_compact(const char *s, size_t len)
{
	size_t n = plain_run(s, len);

	while (n < len && s[n] == '.') {
		n++;
		n += plain_run(s + n, len - n);
	}
	return len > 0 && n == len;
}

static bool add_found(void *ctx, const struct outbox_item *found)
{
	struct adding *a = ctx;
	struct batch *b = a->b;
	struct batch_item *item = &b->items[b->n];
	char device[WIRE_KID_MAX + 1];

	if (!batch_is_compact(found->jws, found->jws_len) ||
		found->jws_len > WIRE_BATCH_BYTES_MAX - BATCH_FRAME_BYTES - BATCH_ITEM_BYTES) {
		a->result = BATCH_UNSENDABLE;
		return false;
	}
	if (!hash_hex(found->jws, found->jws_len, item->sha256))
		return false;
	if (!ackframe_kid(found->jws, found->jws_len, device) ||
		(b->n > 0 && strcmp(device, b->device) != 0))
		device[0] = '\0';
	memcpy(b->device, device, sizeof device);
	memcpy(item->id, found->id, sizeof item->id);
	item->ref = a->ref;
	buf_puts(&b->body, b->n > 0 ? ",\"" : "\"");
	buf_append(&b->body, found->jws, found->jws_len);
	buf_puts(&b->body, "\"");
	b->n++;
	a->result = BATCH_ADDED;
	return false;
}

enum batch_added batch_add(struct batch *b, struct outbox *ob, const char *id, due_ref ref)
{
	struct adding a = { b, ref, BATCH_FAILED };
	enum outbox_result r;

	if (b->n == WIRE_BATCH_ITEMS_MAX)
		return BATCH_FAILED;
	r = outbox_get(ob, id, add_found, &a);
	if (r == OUTBOX_MISSING)
		return BATCH_GONE;
	if (r == OUTBOX_CORRUPT) /* this row cannot be read back whole; others may */
		return BATCH_UNSENDABLE;
	return r == OUTBOX_OK ? a.result : BATCH_FAILED;
}

bool batch_end(struct batch *b)
{
	buf_puts(&b->body, "]}");
	return buf_ok(&b->body);
}

void batch_release(struct batch *b)
{
	buf_release(&b->body);
	b->n = 0;
}

static bool find(const struct batch *b, const char *id, size_t *ret)
{
	for (size_t i = 0; i < b->n; i++) {
		if (strcmp(b->items[i].id, id) == 0) {
			*ret = i;
			return true;
		}
	}
	return false;
}

bool batch_judge(const struct batch *b, const char *jws, size_t len, struct answer *ret,
	const char **ret_why)
{
	struct ackframe frame;
	size_t at;

	ret->n = 0;
	if (!ackframe_parse(jws, len, &frame, ret_why))
		return false;
	*ret_why = "the answer is for another device";
	if (b->device[0] != '\0' && strcmp(frame.device, b->device) != 0)
		return false;
	for (size_t i = 0; i < frame.n; i++) {
		const struct ackframe_entry *e = &frame.entries[i];
		struct courier_ack *ack = &ret->acks[ret->n];

		if (!find(b, e->id, &at))
			continue;
		*ret_why = "the answer confirms other bytes than were sent";
		if ((e->verdict == ACK_STORED || e->verdict == ACK_DUPLICATE) &&
			strcmp(e->sha256, b->items[at].sha256) != 0)
			return false;
		memcpy(ack->id, e->id, sizeof ack->id);
		memcpy(ack->sha256, e->sha256, sizeof ack->sha256);
		snprintf(ack->verdict, sizeof ack->verdict, "%s", ack_verdict_name(e->verdict));
		ack->jws = jws;
		ret->verdicts[ret->n] = e->verdict;
		ret->items[ret->n++] = at;
	}
	*ret_why = "the answer does not speak of what was sent";
	return ret->n > 0;
}
