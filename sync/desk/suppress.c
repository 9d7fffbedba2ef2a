/* SPDX-License-Identifier: Apache-2.0 */
/*
 * suppress — why: "three people of 75 or more in one school district asked about violence" points
 * at a person. A count of 1 to k - 1 is hidden, and so many others with it that it cannot be
 * subtracted back out of totals.
 *
 * The proof is carried along, not searched for afterwards: each small cell of a grid gets a box of
 * four hidden corners on which d = k - n people could stand elsewhere without any total changing
 * (the hypercube method of τ-ARGUS, in two dimensions). Rows and columns with a hidden total are
 * hidden whole: then whatever else their totals could be, the cells below can always be filled to
 * fit (a transport problem without forbidden cells). What such rows hold together can be computed,
 * so they take part as one row more. Where no box is found, the grid is not published.
 * Zeros are shown unless a whole line is hidden, so a hidden cell is believed to be ≥ 1.
 * Not here: what the numbers count, how they are written.
 */
#include "suppress.h"

#include <assert.h>
#include <limits.h>

/* The part of a grid where totals are shown; hidden rows, and hidden columns, are one each. */
struct core {
	long n[SUPPRESS_SIDE_MAX][SUPPRESS_SIDE_MAX];
	bool hidden[SUPPRESS_SIDE_MAX][SUPPRESS_SIDE_MAX];
	size_t rows, cols;
	size_t real_rows, real_cols; /* those before are published, the one after is a sum */
	size_t row_at[SUPPRESS_SIDE_MAX], col_at[SUPPRESS_SIDE_MAX];
};

static bool small(long n, long k)
{
	return n > 0 && n < k;
}

void suppress_total(struct suppress_cell *total, long k)
{
	total->hidden = small(total->n, k);
}

static void hide_all(struct suppress_cell *cell, size_t len)
{
	for (size_t i = 0; i < len; i++)
		cell[i].hidden = true;
}

/* The smallest part that is shown and not 0; NULL when there is none. */
static struct suppress_cell *smallest_shown(struct suppress_cell *part, size_t len)
{
	struct suppress_cell *ret = NULL;

	for (size_t i = 0; i < len; i++)
		if (!part[i].hidden && part[i].n > 0 && (!ret || part[i].n < ret->n))
			ret = &part[i];
	return ret;
}

void suppress_line(struct suppress_cell *part, size_t len, bool total_hidden, long k)
{
	long sum = 0;
	size_t count = 0;

	for (size_t i = 0; i < len; i++) {
		part[i].hidden = small(part[i].n, k);
		count += part[i].hidden;
		sum += part[i].hidden ? part[i].n : 0;
	}
	if (total_hidden) {
		hide_all(part, len);
		return;
	}
	/* one of them could hold all but 1 for each of the others */
	while (count && sum - (long)count + 1 < k) {
		struct suppress_cell *more = smallest_shown(part, len);

		if (!more) {
			hide_all(part, len);
			return;
		}
		more->hidden = true;
		sum += more->n;
		count++;
	}
}

/* Where each row (column) of the grid is in the core; the count with the sum of hidden ones. */
static size_t fold(const struct suppress_cell *total, size_t len, size_t *ret_at, size_t *ret_real)
{
	size_t shown = 0;

	for (size_t i = 0; i < len; i++)
		shown += !total[i].hidden;
	*ret_real = shown;
	for (size_t i = 0, next = 0; i < len; i++)
		ret_at[i] = total[i].hidden ? shown : next++;
	return shown + (shown < len);
}

static void core_of(struct core *c, const struct suppress_cell *cell,
	const struct suppress_cell *row_total, size_t rows, const struct suppress_cell *col_total,
	size_t cols, long k)
{
	*c = (struct core){ .rows = 0 };
	c->rows = fold(row_total, rows, c->row_at, &c->real_rows);
	c->cols = fold(col_total, cols, c->col_at, &c->real_cols);
	for (size_t i = 0; i < rows; i++)
		for (size_t j = 0; j < cols; j++)
			c->n[c->row_at[i]][c->col_at[j]] += cell[i * cols + j].n;
	for (size_t i = 0; i < c->rows; i++)
		for (size_t j = 0; j < c->cols; j++)
			c->hidden[i][j] = small(c->n[i][j], k);
}

static bool published(const struct core *c, size_t i, size_t j)
{
	return i < c->real_rows && j < c->real_cols;
}

/* What publishing loses when this corner is hidden. */
static long cost(const struct core *c, size_t i, size_t j)
{
	return published(c, i, j) && !c->hidden[i][j] ? c->n[i][j] + 1 : 0;
}

/* Could d people leave it? */
static bool can_lose(const struct core *c, size_t i, size_t j, long d)
{
	return c->n[i][j] >= d + (published(c, i, j) ? 1 : 0);
}

/* Hides the cheapest box on which (i, j) could be k. False when there is none. */
static bool protect(struct core *c, size_t i, size_t j, long k)
{
	long d = k - c->n[i][j], best = LONG_MAX, price;
	size_t bi = 0, bj = 0;

	for (size_t p = 0; p < c->rows; p++)
		for (size_t q = 0; q < c->cols; q++) {
			if (p == i || q == j || !can_lose(c, i, q, d) || !can_lose(c, p, j, d) ||
				(published(c, p, q) && c->n[p][q] == 0))
				continue;
			price = cost(c, i, q) + cost(c, p, j) + cost(c, p, q);
			if (price < best) {
				best = price;
				bi = p;
				bj = q;
			}
		}
	if (best == LONG_MAX)
		return false;
	c->hidden[i][bj] = c->hidden[bi][j] = c->hidden[bi][bj] = true;
	return true;
}

static bool protect_all(struct core *c, long k)
{
	for (size_t i = 0; i < c->rows; i++)
		for (size_t j = 0; j < c->cols; j++)
			if (small(c->n[i][j], k) && !protect(c, i, j, k))
				return false;
	return true;
}

void suppress_grid(struct suppress_cell *cell, const struct suppress_cell *row_total, size_t rows,
	const struct suppress_cell *col_total, size_t cols, bool total_hidden, long k)
{
	struct core c;
	bool shown;

	assert(rows < SUPPRESS_SIDE_MAX && cols < SUPPRESS_SIDE_MAX);
	hide_all(cell, rows * cols);
	if (total_hidden)
		return;
	core_of(&c, cell, row_total, rows, col_total, cols, k);
	shown = protect_all(&c, k);
	for (size_t i = 0; i < rows; i++)
		for (size_t j = 0; j < cols; j++) {
			const struct suppress_cell *r = &row_total[i], *t = &col_total[j];

			if ((!r->hidden && r->n == 0) || (!t->hidden && t->n == 0))
				cell[i * cols + j].hidden = false; /* all see that it is 0 */
			else if (shown && !r->hidden && !t->hidden)
				cell[i * cols + j].hidden = c.hidden[c.row_at[i]][c.col_at[j]];
		}
}
