/* SPDX-License-Identifier: Apache-2.0 */
/*
 * f-ack — the two readers of an acknowledgement: the kiosk's (ack_verify, the only ground for
 * erasing) and the courier's (ackframe, batch_judge), which knows no keys.
 *
 * Input: a payload, which is signed here, or (without a brace at its start) a JWS compact as it
 * came. Holds: what the kiosk believes, the courier reads too, and the same of it; nothing passes
 * under a stranger's key or for another device; signed anew it is read back equal.
 */
#include <stdlib.h>
#include <string.h>
#include "batch.h"
#include "fuzz.h"
#include "jws.h"
#include "sign.h"
#include "signing.h"

#define DEVICE "fuzz-device"

static struct city_keys city_of(enum fuzz_key ack_key)
{
	struct city_keys city = { .version = 1 };

	city.ack[0] = *fuzz_key(ack_key); /* borrowed: never released through this */
	city.ack_len = 1;
	return city;
}

static void check_frame(const struct ackframe *f)
{
	HOLDS(f->n <= WIRE_BATCH_ITEMS_MAX && f->device[0]);
	for (size_t i = 0; i < f->n; i++) {
		HOLDS(hex_only(f->entries[i].id, WIRE_ID_HEX));
		HOLDS(hex_only(f->entries[i].sha256, WIRE_SHA256_HEX));
		HOLDS(f->entries[i].verdict <= ACK_PENDING);
		for (size_t j = 0; j < i; j++)
			HOLDS(strcmp(f->entries[i].id, f->entries[j].id) != 0);
	}
}

/* The kiosk has believed a; the courier must have been able to carry it. */
static void check_agree(const struct ack *a, const char *jws, size_t len)
{
	struct ackframe f;
	const char *why = NULL;

	if (!ackframe_parse(jws, len, &f, &why)) {
		HOLDS(strcmp(why, "an id appears twice") == 0);
		return;
	}
	HOLDS(strcmp(f.device, a->device) == 0 && f.n == (size_t)a->len);
	for (int i = 0; i < a->len; i++) {
		HOLDS(strcmp(f.entries[i].id, a->entry[i].id) == 0);
		HOLDS(strcmp(f.entries[i].sha256, a->entry[i].sha256) == 0);
		HOLDS(strcmp(ack_verdict_name(f.entries[i].verdict), a->entry[i].verdict) == 0);
	}
}

static void check_again(const struct ack *a, const struct city_keys *city)
{
	struct buf jws = BUF_INIT;
	struct ack *again = calloc(1, sizeof *again);
	char why[SIGN_REASON_MAX];

	HOLDS(again && ack_sign(&jws, a, fuzz_key(FUZZ_SIGNER)));
	HOLDS(ack_verify(again, buf_str(&jws), jws.len, city, DEVICE, why));
	HOLDS(again->at_s == a->at_s && again->len == a->len);
	for (int i = 0; i < a->len; i++) {
		HOLDS(again->entry[i].city_seq == a->entry[i].city_seq);
		HOLDS(strcmp(again->entry[i].id, a->entry[i].id) == 0);
		HOLDS(strcmp(again->entry[i].reason, a->entry[i].reason) == 0);
	}
	free(again);
	buf_release(&jws);
}

static void check_kiosk(const char *jws, size_t len)
{
	struct city_keys city = city_of(FUZZ_SIGNER), other = city_of(FUZZ_STRANGER);
	struct ack *a = calloc(1, sizeof *a);
	char why[SIGN_REASON_MAX] = "";

	HOLDS(a);
	HOLDS(!ack_verify(a, jws, len, &other, DEVICE, why));
	if (ack_verify(a, jws, len, &city, DEVICE, why)) {
		HOLDS(a->len >= 0 && a->len <= WIRE_BATCH_ITEMS_MAX && a->at_s >= 0);
		check_agree(a, jws, len);
		check_again(a, &city);
		HOLDS(!ack_verify(a, jws, len, &city, "another", why));
	} else {
		HOLDS(why[0] && strlen(why) < sizeof why);
	}
	free(a);
}

/* The courier has sent one item, the first that the answer speaks of. */
static void check_judge(const struct ackframe *f, const char *jws, size_t len)
{
	struct batch b = BATCH_INIT;
	struct answer *answer = calloc(1, sizeof *answer);
	const char *why = NULL;

	HOLDS(answer);
	b.n = 1;
	if (f->n > 0) {
		memcpy(b.items[0].id, f->entries[0].id, sizeof b.items[0].id);
		memcpy(b.items[0].sha256, f->entries[0].sha256, sizeof b.items[0].sha256);
	}
	HOLDS(batch_judge(&b, jws, len, answer, &why) == (f->n > 0));
	HOLDS(answer->n == (f->n > 0));
	if (f->n > 0) {
		b.items[0].sha256[0] ^= 1; /* other bytes than were sent */
		bool stored = f->entries[0].verdict == ACK_STORED ||
			      f->entries[0].verdict == ACK_DUPLICATE;
		HOLDS(batch_judge(&b, jws, len, answer, &why) == !stored);
	}
	free(answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool whole = size == 0 || data[0] != '{';
	char kid[WIRE_KID_MAX + 1];
	struct ackframe frame;
	const char *why = NULL;
	char *jws;
	size_t len;

	(void)fuzz_key(FUZZ_SIGNER);
	jws = whole ? fuzz_text(data, size) : fuzz_compact(WIRE_TYP_ACK, data, size);
	len = whole ? size : strlen(jws);
	if (ackframe_parse(jws, len, &frame, &why)) {
		check_frame(&frame);
		check_judge(&frame, jws, len);
	} else {
		HOLDS(why);
	}
	HOLDS(ackframe_kid(jws, len, kid) == (kid[0] != '\0'));
	check_kiosk(jws, len);
	free(jws);
	return 0;
}
