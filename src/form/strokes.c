/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why: handwriting must fit a sealed record of fixed sizes, and a person who has filled it must be
 * told, not cut off unseen. So every point is counted as the bytes it will take.
 * Design: while the finger draws, only steps too short to see are left out; when it is lifted, or
 * room runs out, the stroke loses the points that lie on the way of their neighbours (an opening
 * window: a line grows as long as everything it skips stays within the tolerance). What is taken
 * away is overwritten, except what "clear" took, which one undo brings back.
 * Not here: pixels, touch, JSON.
 */
#include "strokes.h"

#include <assert.h>
#include <string.h>

#define STEP_LEAST  4   /* units between two points while the finger moves */
#define WINDOW_MAX  64  /* points one line may skip */
#define STROKE_ROOM 64  /* bytes that must be free for a new stroke */

int strokes_from(const struct strokes *s, int i)
{
	assert(i >= 0 && i <= s->len + s->hidden);
	return i > 0 ? s->end[i - 1] : 0;
}

static int points(const struct strokes *s)
{
	return strokes_from(s, s->len);
}

/* --- bytes --- */

static int digits(int v)
{
	int n = v < 0 ? 2 : 1;

	for (v = v < 0 ? -v : v; v >= 10; v /= 10)
		n++;
	return n;
}

/* "[" and "]," of a stroke and two numbers with commas for each point, the first one absolute. */
static int bytes_of(const struct strokes *s, int from, int to)
{
	int sum = 3, x = 0, y = 0;

	for (int i = from; i < to; i++) {
		sum += digits(s->xy[i][0] - x) + digits(s->xy[i][1] - y) + 2;
		x = s->xy[i][0];
		y = s->xy[i][1];
	}
	return sum;
}

static void count(struct strokes *s)
{
	int sum = 0;

	for (int i = 0; i < s->len; i++)
		sum += bytes_of(s, strokes_from(s, i), s->end[i]);
	s->bytes = (uint16_t)sum;
}

/* --- simplifying --- */

static int64_t square(int64_t v)
{
	return v * v;
}

/* Does p lie within the tolerance of the line from a to b? */
static bool beside(const int16_t *p, const int16_t *a, const int16_t *b)
{
	int64_t dx = b[0] - a[0], dy = b[1] - a[1], px = p[0] - a[0], py = p[1] - a[1];
	int64_t len2 = dx * dx + dy * dy, along = px * dx + py * dy;
	int64_t most = square(STROKES_TOLERANCE);

	if (along <= 0)
		return px * px + py * py <= most;
	if (along >= len2)
		return square(p[0] - b[0]) + square(p[1] - b[1]) <= most;
	return square(px * dy - py * dx) <= most * len2;
}

/* The furthest point before `to` that a line from `at` may go to straight away. */
static int reach(const struct strokes *s, int at, int to)
{
	int end = at + 1;

	for (; end + 1 < to && end - at < WINDOW_MAX; end++)
		for (int i = at + 1; i <= end; i++)
			if (!beside(s->xy[i], s->xy[at], s->xy[end + 1]))
				return end;
	return end;
}

static void simplify(struct strokes *s)
{
	int to = points(s), out = s->settled;

	for (int at = out; at + 1 < to;) {
		at = reach(s, at, to);
		out++;
		s->xy[out][0] = s->xy[at][0];
		s->xy[out][1] = s->xy[at][1];
	}
	s->settled = (uint16_t)out;
	s->end[s->len - 1] = (uint16_t)(out + 1);
	explicit_bzero(s->xy[out + 1], (size_t)(to - out - 1) * sizeof(s->xy[0]));
	count(s);
}

/* --- drawing --- */

static int within(int v, int max)
{
	return v < 0 ? 0 : v > max ? max : v;
}

/* What "clear" took away is gone for good when something new is drawn. */
static void drop_hidden(struct strokes *s)
{
	int from = points(s), to = strokes_from(s, s->len + s->hidden);

	explicit_bzero(s->xy[from], (size_t)(to - from) * sizeof(s->xy[0]));
	explicit_bzero(&s->end[s->len], s->hidden * sizeof(s->end[0]));
	s->hidden = 0;
}

static bool refuse(struct strokes *s)
{
	s->full = true;
	return false;
}

static void put(struct strokes *s, int x, int y)
{
	int at = s->end[s->len - 1];

	s->xy[at][0] = (int16_t)within(x, s->w);
	s->xy[at][1] = (int16_t)within(y, s->h);
	s->end[s->len - 1]++;
}

bool strokes_begin(struct strokes *s, int w, int h, int x, int y)
{
	strokes_end(s);
	if (s->len == STROKES_MAX || points(s) == STROKES_POINTS_MAX ||
		s->bytes > STROKES_BYTES_MAX - STROKE_ROOM)
		return refuse(s);
	drop_hidden(s);
	if (s->len == 0)
		s->w = s->h = 1;
	s->w = (int16_t)within(w > s->w ? w : s->w, STROKES_SIDE_MAX);
	s->h = (int16_t)within(h > s->h ? h : s->h, STROKES_SIDE_MAX);
	s->settled = s->end[s->len] = (uint16_t)points(s);
	s->len++;
	put(s, x, y);
	s->down = true;
	s->full = false;
	count(s);
	return true;
}

static int step_bytes(const struct strokes *s, int x, int y)
{
	const int16_t *last = s->xy[points(s) - 1];

	return digits(x - last[0]) + digits(y - last[1]) + 2;
}

bool strokes_move(struct strokes *s, int x, int y)
{
	if (!s->down || s->full)
		return false;
	x = within(x, s->w);
	y = within(y, s->h);
	const int16_t *last = s->xy[points(s) - 1];
	if (square(x - last[0]) + square(y - last[1]) < square(STEP_LEAST))
		return true;
	if (points(s) == STROKES_POINTS_MAX || s->bytes + step_bytes(s, x, y) > STROKES_BYTES_MAX)
		simplify(s);
	int more = step_bytes(s, x, y);
	if (points(s) == STROKES_POINTS_MAX || s->bytes + more > STROKES_BYTES_MAX)
		return refuse(s);
	put(s, x, y);
	s->bytes = (uint16_t)(s->bytes + more);
	return true;
}

void strokes_end(struct strokes *s)
{
	if (s->down)
		simplify(s);
	s->down = false;
}

/* --- taking away --- */

bool strokes_undo(struct strokes *s)
{
	strokes_end(s);
	if (s->hidden > 0) {
		s->len = s->hidden;
		s->hidden = 0;
	} else if (s->len > 0) {
		s->len--;
		s->hidden = 1;
		drop_hidden(s);
	} else {
		return false;
	}
	s->full = false;
	count(s);
	return true;
}

void strokes_clear(struct strokes *s)
{
	strokes_end(s);
	if (s->len == 0)
		return;
	s->hidden = s->len;
	s->len = 0;
	s->full = false;
	count(s);
}
