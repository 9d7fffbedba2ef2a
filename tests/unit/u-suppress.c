/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-suppress — an attacker has every published number, zero included, and knows what hides only
 * numbers. For thousands of small random trees of tables all tables of whole numbers that show the
 * same are counted out: every hidden number of 1 to k - 1 is k or more in one of them. Seeds are
 * printed. Large trees: u-suppress-bounds.c.
 * Links: sync/desk
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "suppress_tree.h"

/* --- brute force --- */

/* What hides only numbers: where a 0 would have been shown, a hidden cell is 1 at least. */
static void floor_of_line(const struct suppress_cell *part, size_t len,
	const struct suppress_cell *const cell[], size_t n, long *least)
{
	bool all = true;

	for (size_t i = 0; i < len; i++)
		all = all && part[i].hidden;
	for (size_t i = 0; !all && i < n; i++)
		if (cell[i] >= part && cell[i] < part + len && cell[i]->hidden)
			least[i] = 1;
}

static void floor_of_grid(const struct suppress_cell *grid, const struct suppress_cell *row,
	size_t step, size_t rows, const struct suppress_cell *col, size_t cols,
	const struct suppress_cell *const cell[], size_t n, long *least)
{
	bool shown = false;

	for (size_t i = 0; i < rows * cols; i++) {
		const struct suppress_cell *r = &row[i / cols * step], *c = &col[i % cols];

		shown = shown || (!grid[i].hidden && !r->hidden && r->n && !c->hidden && c->n);
	}
	for (size_t i = 0; shown && i < rows * cols; i++)
		for (size_t j = 0; j < n; j++)
			if (cell[j] == &grid[i] && grid[i].hidden && !row[i / cols * step].hidden &&
				!col[i % cols].hidden)
				least[j] = 1;
}

static void floors(
	const struct tree *t, const struct suppress_cell *const cell[], size_t n, long *least)
{
	memset(least, 0, n * sizeof *least);
	floor_of_line(t->area, t->a, cell, n, least);
	floor_of_line(t->field, t->f, cell, n, least);
	floor_of_line(t->age, t->g, cell, n, least);
	floor_of_grid(t->af, t->area, 1, t->a, t->field, t->f, cell, n, least);
	floor_of_grid(t->fg, t->field, 1, t->f, t->age, t->g, cell, n, least);
	for (size_t f = 0; f < t->f; f++)
		floor_of_grid(
			t->afg[f], t->af + f, t->f, t->a, t->fg + f * t->g, t->g, cell, n, least);
}

struct search {
	const struct tree *truth;
	struct tree guess;
	const struct suppress_cell *want[CELLS];
	size_t len;
	long floor[CELLS], least[CELLS], most[CELLS];
	long left; /* people not placed yet */
	long found;
};

static void fits(struct search *s)
{
	const struct suppress_cell *c[CELLS];

	sum_up(&s->guess);
	list(&s->guess, c);
	for (size_t i = 0; i < s->len; i++)
		if (s->want[i]->hidden ? c[i]->n < s->floor[i] : c[i]->n != s->want[i]->n)
			return;
	s->found++;
	for (size_t i = 0; i < s->len; i++) {
		s->least[i] = c[i]->n < s->least[i] ? c[i]->n : s->least[i];
		s->most[i] = c[i]->n > s->most[i] ? c[i]->n : s->most[i];
	}
}

static void place(struct search *s, size_t at)
{
	size_t cells = s->truth->a * s->truth->f * s->truth->g;
	size_t g = at % s->truth->g, f = at / s->truth->g % s->truth->f;
	size_t a = at / s->truth->g / s->truth->f;
	const struct suppress_cell *known;
	long from = 0, to = s->left;

	if (at == cells) {
		if (s->left == 0)
			fits(s);
		return;
	}
	known = &s->truth->afg[f][a * s->truth->g + g];
	if (!known->hidden)
		from = to = known->n;
	for (long n = from; n <= to && n <= s->left; n++) {
		s->guess.n[a][f][g] = n;
		s->left -= n;
		place(s, at + 1);
		s->left += n;
	}
}

static void attack_by_force(const struct tree *t)
{
	struct search *s = calloc(1, sizeof *s);

	assert_non_null(s);
	s->truth = t;
	s->guess = *t;
	s->left = t->all.n;
	s->len = list(t, s->want);
	floors(t, s->want, s->len, s->floor);
	for (size_t i = 0; i < s->len; i++) {
		s->least[i] = t->all.n + 1;
		s->most[i] = -1;
	}
	place(s, 0);
	assert_true(s->found > 0);
	for (size_t i = 0; i < s->len; i++)
		if (s->want[i]->n > 0 && s->want[i]->n < t->k) {
			assert_true(s->most[i] >= t->k);
			assert_true(s->least[i] < s->most[i]);
		}
	free(s);
}

static void test_suppress__no_small_tree_gives_a_number_away(void **unused)
{
	static struct tree t;
	long tried = 0, hidden = 0;

	for (uint64_t seed = 1; tried < 3000; seed++) {
		uint64_t state = seed * 0x9e3779b97f4a7c15u + 1;

		random_tree(&state, &t, 2 + (size_t)draw(&state, 2), 1 + draw(&state, 5),
			2 + draw(&state, 2));
		if (t.a * t.f * t.g > 9 || t.all.n > 12 || t.all.n < t.k)
			continue;
		tried++;
		mark(&t);
		assert_sane(&t);
		if (t.a * t.f * t.g > 1)
			attack_by_force(&t);
		for (size_t i = 0; i < t.a * t.f; i++)
			hidden += t.af[i].hidden;
	}
	printf("# seeds from 1, %ld trees, %ld hidden cells of areas × fields\n", tried, hidden);
	assert_true(hidden > 1000);
}

/* --- known cases --- */

static void test_suppress__lines(void **unused)
{
	static const struct {
		long n[5];
		const char *hidden; /* x hidden, . shown */
	} known[] = {
		{ { 0, 20, 30, 40, 50 }, "....." },
		{ { 3, 20, 30, 40, 50 }, "xx..." }, /* the smallest other one goes with it */
		{ { 3, 0, 0, 40, 0 }, "x..x." },
		{ { 3, 3, 3, 3, 40 }, "xxxxx" },  /* together 12: each of four could be 9 at most */
		{ { 9, 9, 0, 50, 60 }, "xx..." }, /* 18 - 1 */
		{ { 5, 5, 0, 50, 60 }, "xx.x." }, /* 10 - 1: below k */
		{ { 2, 2, 2, 2, 2 }, "xxxxx" },
		{ { 2, 2, 2, 0, 4 }, "xxxxx" }, /* nothing shown is left: zeros go, too */
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		struct suppress_cell c[5];

		for (size_t j = 0; j < 5; j++)
			c[j] = (struct suppress_cell){ known[i].n[j], true };
		suppress_line(c, 5, false, 10);
		for (size_t j = 0; j < 5; j++)
			assert_int_equal(c[j].hidden, known[i].hidden[j] == 'x');
		suppress_line(c, 5, true, 10);
		for (size_t j = 0; j < 5; j++)
			assert_true(c[j].hidden);
	}
}

static void test_suppress__a_grid_hides_a_box(void **unused)
{
	struct suppress_cell c[9] = { { 3, false }, { 20, false }, { 30, false }, { 40, false },
		{ 50, false }, { 60, false }, { 70, false }, { 80, false }, { 90, false } };
	struct suppress_cell rows[3] = { { 53, false }, { 150, false }, { 240, false } };
	struct suppress_cell cols[3] = { { 113, false }, { 150, false }, { 180, false } };

	suppress_grid(c, rows, 3, cols, 3, false, 10);
	for (size_t i = 0; i < 9; i++)
		assert_int_equal(c[i].hidden, i == 0 || i == 1 || i == 3 || i == 4);
	suppress_grid(c, rows, 3, cols, 3, true, 10);
	for (size_t i = 0; i < 9; i++)
		assert_true(c[i].hidden);
}

static void test_suppress__a_total_below_k_hides_all(void **unused)
{
	struct suppress_cell t = { 9, false };

	suppress_total(&t, 10);
	assert_true(t.hidden);
	t.n = 10;
	suppress_total(&t, 10);
	assert_false(t.hidden);
	t.n = 0;
	suppress_total(&t, 10);
	assert_false(t.hidden);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_suppress__lines),
		cmocka_unit_test(test_suppress__a_grid_hides_a_box),
		cmocka_unit_test(test_suppress__a_total_below_k_hides_all),
		cmocka_unit_test(test_suppress__no_small_tree_gives_a_number_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
