/* SPDX-License-Identifier: Apache-2.0 */
/*
 * takeover — why: a person who took a record over under a new number must be answered under that
 * number, and whoever has the old one must learn nothing from then on. The list of open cases knows
 * no receipts, so it has to be told, from the sealed records themselves.
 *
 * The answer moves to the new number; the old one is kept as "gone", which kiosks show as a number
 * that nobody has, also on the terminal that once sent it. The first take-over of a number counts
 * (groups.c). Doing it twice changes nothing.
 * Not here: the list (cases.c), keys (signing.c).
 */
#include <string.h>
#include <sysexits.h>
#include "cases.h"
#include "desk.h"
#include "log.h"
#include "members.h"
#include "reading.h"
#include "signing.h"

struct run {
	struct reading in;
	size_t done;
};

static int one(struct run *r, struct cases *c, const struct city_keys *city, const json_t *record)
{
	struct status_secret from, to;
	enum cases_result moved = CASES_FULL;
	int status = EX_OSERR;

	if (status_secret_of(text_of(record, "refers"), city->salt, &from) &&
		status_secret_of(text_of(record, "receipt"), city->salt, &to)) {
		moved = cases_take_over(c, &from, &to);
		status = moved == CASES_FULL ? EX_SOFTWARE : EX_OK;
	}
	if (status != EX_OK)
		log_error("no room or no memory: at most %d cases", STATUS_CASES_MAX);
	r->done += moved == CASES_CHANGED;
	explicit_bzero(&from, sizeof from);
	explicit_bzero(&to, sizeof to);
	return status;
}

static int change(void *ctx, struct cases *c, const struct city_keys *city)
{
	struct run *r = ctx;
	int status = EX_OK;
	json_t *record;
	size_t i;

	json_array_foreach(r->in.records, i, record)
	{
		if (status == EX_OK && json_is_true(json_object_get(record, "took_over")))
			status = one(r, c, city, record);
	}
	return status;
}

int desk_takeover(const struct desk_options *o)
{
	struct run r = { .done = 0 };
	int status = reading_init(&r.in, o);

	if (status == EX_OK)
		status = signing_change(o->dir, change, &r);
	if (status == EX_OK) {
		log_info("%zu numbers taken over, %zu lines refused", r.done, r.in.bad);
		status = r.in.bad ? EX_DATAERR : EX_OK;
	}
	reading_release(&r.in);
	return status;
}
