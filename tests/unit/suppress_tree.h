/* SPDX-License-Identifier: Apache-2.0 */
/*
 * suppress_tree — random trees of tables (total → two lines → grid → a grid inside each field) with
 * the marks of suppress.h. For u-suppress.c and u-suppress-bounds.c; all static inline.
 */
#ifndef MARUMADO_SUPPRESS_TREE_H
#define MARUMADO_SUPPRESS_TREE_H
#include "suppress.h"

#define MAX 16

static inline long draw(uint64_t *state, long below)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (long)(*state % (uint64_t)below);
}

/* Districts × fields, and inside each field districts × ages; both sides summed. */
struct tree {
	size_t a, f, g; /* areas, fields, ages */
	long k;
	long n[MAX][MAX][MAX]; /* the truth: [area][field][age] */
	struct suppress_cell all, area[MAX], field[MAX], age[MAX];
	struct suppress_cell af[MAX * MAX], fg[MAX * MAX], afg[MAX][MAX * MAX]; /* afg: [f][a,g] */
};

static inline void sum_up(struct tree *t)
{
	t->all.n = 0;
	memset(t->area, 0, sizeof t->area);
	memset(t->field, 0, sizeof t->field);
	memset(t->age, 0, sizeof t->age);
	memset(t->af, 0, sizeof t->af);
	memset(t->fg, 0, sizeof t->fg);
	for (size_t a = 0; a < t->a; a++)
		for (size_t f = 0; f < t->f; f++)
			for (size_t g = 0; g < t->g; g++) {
				long n = t->n[a][f][g];

				t->all.n += n;
				t->area[a].n += n;
				t->field[f].n += n;
				t->age[g].n += n;
				t->af[a * t->f + f].n += n;
				t->fg[f * t->g + g].n += n;
				t->afg[f][a * t->g + g] = (struct suppress_cell){ n, false };
			}
}

static inline void mark(struct tree *t)
{
	struct suppress_cell rows[MAX];

	suppress_total(&t->all, t->k);
	suppress_line(t->area, t->a, t->all.hidden, t->k);
	suppress_line(t->field, t->f, t->all.hidden, t->k);
	suppress_line(t->age, t->g, t->all.hidden, t->k);
	suppress_grid(t->af, t->area, t->a, t->field, t->f, t->all.hidden, t->k);
	suppress_grid(t->fg, t->field, t->f, t->age, t->g, t->all.hidden, t->k);
	for (size_t f = 0; f < t->f; f++) {
		for (size_t a = 0; a < t->a; a++)
			rows[a] = t->af[a * t->f + f];
		suppress_grid(
			t->afg[f], rows, t->a, t->fg + f * t->g, t->g, t->field[f].hidden, t->k);
	}
}

/* Every published number in one list, in the same order for every tree of the same size. */
static inline size_t list(const struct tree *t, const struct suppress_cell *ret[])
{
	size_t n = 0;

	ret[n++] = &t->all;
	for (size_t i = 0; i < t->a; i++)
		ret[n++] = &t->area[i];
	for (size_t i = 0; i < t->f; i++)
		ret[n++] = &t->field[i];
	for (size_t i = 0; i < t->g; i++)
		ret[n++] = &t->age[i];
	for (size_t i = 0; i < t->a * t->f; i++)
		ret[n++] = &t->af[i];
	for (size_t i = 0; i < t->f * t->g; i++)
		ret[n++] = &t->fg[i];
	for (size_t f = 0; f < t->f; f++)
		for (size_t i = 0; i < t->a * t->g; i++)
			ret[n++] = &t->afg[f][i];
	return n;
}

#define CELLS (1 + 3 * MAX + 2 * MAX * MAX + MAX * MAX * MAX)

/* Nothing below k is shown, and the marks of parts follow those of totals. */
static inline void assert_sane(const struct tree *t)
{
	const struct suppress_cell *c[CELLS];
	size_t n = list(t, c);

	for (size_t i = 0; i < n; i++)
		if (c[i]->n > 0 && c[i]->n < t->k)
			assert_true(c[i]->hidden);
}

static inline void random_tree(uint64_t *state, struct tree *t, size_t side, long most, long k)
{
	long empty = 1 + draw(state, 4);

	memset(t, 0, sizeof *t);
	t->k = k;
	t->a = 1 + (size_t)draw(state, (long)side);
	t->f = 1 + (size_t)draw(state, (long)side);
	t->g = 1 + (size_t)draw(state, (long)side);
	for (size_t a = 0; a < t->a; a++)
		for (size_t f = 0; f < t->f; f++)
			for (size_t g = 0; g < t->g; g++)
				t->n[a][f][g] = draw(state, empty) ? 0 : draw(state, most + 1);
	sum_up(t);
}
#endif
