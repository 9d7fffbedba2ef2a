/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lookup — why: twelve digits are all that a person has, and all that a stranger needs, so a number
 * that nobody has and one that nobody has answered yet must look alike, take the same time, and
 * become tedious to try. Both hashes are computed and all places are asked for every number; the
 * list of answers opens a box each time (status_look).
 */
#include "lookup.h"

#include <string.h>

enum lookup_answer lookup_run(
	struct post *p, const char digits[static RECEIPT_DIGITS], struct status *ret)
{
	struct status_secret secret;
	char hash[65];
	struct status status;
	enum outbox_state state = OUTBOX_ABSENT;
	bool ok = receipt_hash(digits, p->device.salt, hash);

	ok = status_secret_of(digits, p->city.salt, &secret) && ok;
	if (ok && outbox_state_by_receipt(p->outbox, hash, &state) != OUTBOX_OK)
		state = OUTBOX_ABSENT;
	bool answered = ok &&
			statuslist_find(&p->statuses, p->data_dir, &p->city, &secret, &status);
	bool gone = answered && strcmp(status.code, STATUS_CODE_GONE) == 0;
	if (answered && !gone)
		*ret = status;
	explicit_bzero(&status, sizeof(status));
	explicit_bzero(&secret, sizeof(secret));
	explicit_bzero(hash, sizeof(hash));
	if (!ok)
		return LOOKUP_NONE;
	if (gone)
		return LOOKUP_PENDING;
	if (answered)
		return LOOKUP_STATUS;
	return state == OUTBOX_WAITING ? LOOKUP_WAITING
	       : state == OUTBOX_ACKED ? LOOKUP_RECEIVED
				       : LOOKUP_PENDING;
}

uint64_t lookup_brake_ms(const struct lookup_brake *b, uint64_t now_ms)
{
	int over = b->misses - LOOKUP_FREE_MISSES;

	if (over < 0 || now_ms - b->missed_ms > LOOKUP_FORGET_MS)
		return 0;
	if (over >= 5)
		return LOOKUP_WAIT_MS_MAX;
	return UINT64_C(2000) << over;
}

void lookup_brake_note(struct lookup_brake *b, enum lookup_answer answer, uint64_t now_ms)
{
	if (answer != LOOKUP_PENDING)
		return;
	if (now_ms - b->missed_ms > LOOKUP_FORGET_MS)
		b->misses = 0;
	if (b->misses < LOOKUP_FREE_MISSES + 5)
		b->misses++;
	b->missed_ms = now_ms;
}
