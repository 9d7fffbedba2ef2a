/* SPDX-License-Identifier: Apache-2.0 */
/*
 * activities_close — handing a month in, in an order that a power cut cannot spoil: the parts are
 * noted with the ids their items will have (begin), the caller puts the items into the outbox, and
 * only what lies there is closed (settle). After a crash settle alone brings the list and the
 * outbox together: no month is closed without its item, and no entry is in two.
 *
 * Layer: staff. A month is handed in when it is over; what is added to it or taken back afterwards
 * goes the same way as one more part.
 */
#ifndef MARUMADO_ACTIVITIES_CLOSE_H
#define MARUMADO_ACTIVITIES_CLOSE_H
#include <jansson.h>
#include "activities.h"

#define ACTIVITIES_OF_PART    140 /* entries of one item: they fit its 32 KiB */
#define ACTIVITIES_PARTS_ONCE (ACTIVITIES_MAX / ACTIVITIES_OF_PART + 1)

struct activity_closing { /* owned; see activities_closing_release */
	struct {
		char item[WIRE_ID_HEX + 1];
		json_t *activity; /* {"month","hash","entries"} of the record */
	} part[ACTIVITIES_PARTS_ONCE];
	int len;
};

enum activities_block {
	ACTIVITIES_MAY_CLOSE,
	ACTIVITIES_NOT_OVER,   /* the month goes on, says the clock */
	ACTIVITIES_NOTHING,    /* all was handed in, or there is nothing */
	ACTIVITIES_UNDECLARED, /* an entry lacks the declaration */
	ACTIVITIES_UNSETTLED   /* a crash came between: activities_settle first */
};
enum activities_block activities_may_close(
	const struct activity_book *b, const char *month, int64_t now_s);

/* Notes the parts of all that is not handed in of the month. ACTIVITIES_REFUSED: see
 * activities_may_close. */
enum activities_result activities_close_begin(struct activity_closing *ret, const char *dir,
	const unsigned char site[static BOX_KEY_BYTES], const char *month, const char *by,
	int64_t now_s) __attribute__((warn_unused_result));
/* Asks where an item is: 1 in the outbox or arrived, 0 never was there, -1 cannot be told now. */
typedef int (*activities_where_fn)(void *ctx, const char *item);
/* Every noted part whose item is there becomes handed in; of those whose item is not there the
 * entries are free again. Nothing happens to parts that cannot be told. Call it after the puts, and
 * whenever somebody comes in. ret_closed (may be NULL): how many parts became handed in. */
enum activities_result activities_settle(const char *dir,
	const unsigned char site[static BOX_KEY_BYTES], activities_where_fn where, void *ctx,
	int64_t now_s, int *ret_closed) __attribute__((warn_unused_result));
/* Frees; accepts a zeroed one. */
void activities_closing_release(struct activity_closing *c);
/* An entry as it stands in a record; new, NULL when memory fails. */
json_t *activity_json(const struct activity *a) __attribute__((warn_unused_result));
#endif
