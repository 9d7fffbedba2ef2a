/* SPDX-License-Identifier: Apache-2.0 */
/*
 * strokes — what a finger wrote, as lines of points.
 *
 * Layer: form. Fixed size, no pointers out of it: it lies in struct answers and is wiped with it.
 * Points are whole numbers in a field of w × h units, from the top left; w is STROKES_W as long as
 * it is written on in one shape.
 * What is kept is bounded by the bytes it takes in a record (record.h), so that a drawing, a long
 * text and everything else of a visit fit the largest record together.
 */
#ifndef MARUMADO_STROKES_H
#define MARUMADO_STROKES_H
#include <stdbool.h>
#include <stdint.h>

#define STROKES_W          2000
#define STROKES_SIDE_MAX   8000
#define STROKES_MAX        1000
#define STROKES_POINTS_MAX 5632
#define STROKES_BYTES_MAX  (22 * 1024) /* as delta-coded JSON */
#define STROKES_TOLERANCE  2           /* units a point left out may lie beside its line */

struct strokes {
	int16_t w, h;    /* of the field; 0 before the first stroke */
	uint16_t len;    /* strokes, with the one the finger is drawing */
	uint16_t hidden; /* strokes that "clear" took away and one undo brings back */
	uint16_t end[STROKES_MAX]; /* of stroke i: the point after its last */
	int16_t xy[STROKES_POINTS_MAX][2];
	uint16_t settled; /* point of the last stroke up to which it is simplified */
	uint16_t bytes; /* what the strokes take in a record */
	bool down;      /* the finger is drawing the last stroke */
	bool full;      /* something was refused for want of room, until undo or clear */
};

/* The finger comes down at x, y (anything outside the field is moved to its edge). w and h: what
 * can be written on now, in the field's units; the field grows to hold it. False: no room, nothing
 * changed but `full`. */
bool strokes_begin(struct strokes *s, int w, int h, int x, int y);
/* The finger has moved there. Steps too short to see are left out. False: no room, as above. */
bool strokes_move(struct strokes *s, int x, int y);
/* The finger is lifted: the stroke is simplified, within STROKES_TOLERANCE. Does nothing when no
 * stroke is being drawn. */
void strokes_end(struct strokes *s);
/* Takes the last stroke away, or brings back what "clear" took. False when there is neither. */
bool strokes_undo(struct strokes *s);
/* Takes all away. Until the next stroke one undo brings it back. */
void strokes_clear(struct strokes *s);
/* The first point of stroke i; it ends before s->end[i]. */
int strokes_from(const struct strokes *s, int i);
#endif
