/* SPDX-License-Identifier: Apache-2.0 */
/*
 * backlog — what waits to be sent, in memory: 40 bytes per item, urgent items first, then by seq.
 *
 * Layer: sync; reads the outbox and the courier's verdicts, holds no item's bytes.
 * Order of calls: `struct backlog b = BACKLOG_INIT;`, backlog_extend whenever new items may have
 * come, backlog_rewind at the start of a pass, then backlog_peek / backlog_take. A due_ref stays
 * valid until the next backlog_rewind. backlog_release ends it and may be repeated.
 */
#ifndef MARUMADO_BACKLOG_H
#define MARUMADO_BACKLOG_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "courier.h"
#include "outbox.h"

#define BACKLOG_ITEMS_MAX 1000000 /* 40 MB; a terminal's outbox is sized for less */

enum due_state {
	DUE_WAITING, /* may be sent */
	DUE_TRIED,   /* the city said pending, or turned it down alone: not again in this pass */
	DUE_ASIDE,   /* turned down alone while others were taken: rests until not_before_ms */
	DUE_REFUSED, /* refused or conflict: offered again rarely, and never in the way of others */
	DUE_DOUBTED, /* acked, but the kiosk did not believe it: offered again with the refused ones
		      */
	DUE_DONE     /* stored or duplicate, or no longer in the outbox */
};

struct due {
	uint64_t seq;
	int64_t not_before_ms; /* DUE_ASIDE: CLOCK_BOOTTIME */
	uint32_t jws_len;
	uint16_t rejections; /* times the city turned down a request with this item alone in it */
	uint8_t state;       /* enum due_state */
	bool pending;        /* the last verdict was pending */
	unsigned char id[WIRE_ID_HEX / 2];
};

enum backlog_sweep {
	SWEEP_FRESH,    /* items never turned down alone */
	SWEEP_SUSPECTS, /* the others: to be sent alone */
	SWEEP_REFUSED,  /* refused or doubted before, offered again; goes round from pass to pass */
	BACKLOG_SWEEPS
};

struct due_list {
	struct due *items; /* ascending seq; owned */
	size_t n, cap;
	size_t next[BACKLOG_SWEEPS]; /* where each sweep stands */
};

struct backlog {
	struct due_list lists[2]; /* [0] urgent, [1] the others */
	uint64_t last_seq;        /* highest seq seen */
	uint64_t held;            /* items whose ack is here but which the kiosk has not erased */
	char oldest_hour[WIRE_MADE_LEN +
			 1]; /* of the items not held, as of the last extend; "" none */
};
#define BACKLOG_INIT                                                                               \
	{                                                                                          \
		.last_seq = 0                                                                      \
	}

typedef uint32_t due_ref; /* list in the lowest bit, index above it */

static inline bool backlog_is_urgent(due_ref ref)
{
	return (ref & 1) == 0;
}

struct backlog_counts {
	uint64_t sendable; /* waiting or tried */
	uint64_t urgent;   /* of all that are not done */
	uint64_t pending, refused, aside;
	int64_t next_ms; /* earliest end of a rest on CLOCK_BOOTTIME, INT64_MAX when nothing rests
			  */
};

/* Frees the lists; *b is then as BACKLOG_INIT. */
void backlog_release(struct backlog *b);
/* Adds the outbox's items with seq > last_seq, each with the verdict the courier holds (NULL:
 * none). *ret_added counts those that may be sent. On failure what was added before it stays. */
enum outbox_result backlog_extend(struct backlog *b, struct outbox *ob, struct courier *c,
	size_t *ret_added) __attribute__((warn_unused_result));
/* Forgets done items, lets tried ones and those whose rest is over (at now_ms) be sent again, and
 * starts the sweeps over. */
void backlog_rewind(struct backlog *b, int64_t now_ms);
/* Lists a held item again, as DUE_DOUBTED until the next rewind. Nothing happens when it is gone.
 */
void backlog_doubt(struct backlog *b, struct outbox *ob, const char *id);
/* The next item of a sweep, without taking it. False when the sweep is over. */
bool backlog_peek(struct backlog *b, enum backlog_sweep sweep, due_ref *ret)
	__attribute__((warn_unused_result));
/* Moves the sweep past the item that backlog_peek returned. */
void backlog_take(struct backlog *b, enum backlog_sweep sweep, due_ref ref);
/* The item behind a reference; borrowed until the next extend or rewind. */
struct due *backlog_at(struct backlog *b, due_ref ref);
/* Counts what is listed, by state. */
void backlog_count(const struct backlog *b, struct backlog_counts *ret);
/* The id as text. */
void due_id(const struct due *d, char ret[static WIRE_ID_HEX + 1]);
#endif
