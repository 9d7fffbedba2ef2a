/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-suppress-bounds — an attacker narrows what each hidden number of large random tables can be,
 * through every sum, up and down, until nothing moves: never below k. Seeds are printed.
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

struct bound {
	long least, most;
};
struct bounds {
	struct bound all, area[MAX], field[MAX], age[MAX], af[MAX * MAX], fg[MAX * MAX];
	struct bound afg[MAX][MAX * MAX];
	bool moved;
};

static void narrow(struct bounds *b, struct bound *x, long least, long most)
{
	if (least > x->least) {
		x->least = least;
		b->moved = true;
	}
	if (most < x->most) {
		x->most = most;
		b->moved = true;
	}
	assert_true(x->least <= x->most); /* the truth is always possible */
}

/* Narrows a total and its parts, `step` apart. */
static void sum(struct bounds *b, struct bound *total, struct bound *part, size_t len, size_t step)
{
	long least = 0, most = 0;

	for (size_t i = 0; i < len; i++) {
		least += part[i * step].least;
		most += part[i * step].most;
	}
	narrow(b, total, least, most);
	for (size_t i = 0; i < len; i++) {
		struct bound *p = &part[i * step];

		narrow(b, p, total->least - (most - p->most), total->most - (least - p->least));
		least = most = 0;
		for (size_t j = 0; j < len; j++) {
			least += part[j * step].least;
			most += part[j * step].most;
		}
	}
}

static struct bound start(const struct suppress_cell *c, const struct tree *t)
{
	/* a grand total that is hidden is hidden because it is small */
	return c->hidden ? (struct bound){ 0, t->all.n } : (struct bound){ c->n, c->n };
}

static void starts(struct bounds *b, const struct tree *t)
{
	b->all = start(&t->all, t);
	for (size_t i = 0; i < MAX; i++) {
		b->area[i] = start(&t->area[i], t);
		b->field[i] = start(&t->field[i], t);
		b->age[i] = start(&t->age[i], t);
	}
	for (size_t i = 0; i < MAX * MAX; i++) {
		b->af[i] = start(&t->af[i], t);
		b->fg[i] = start(&t->fg[i], t);
		for (size_t f = 0; f < MAX; f++)
			b->afg[f][i] = start(&t->afg[f][i], t);
	}
}

static void one_round(struct bounds *b, const struct tree *t)
{
	sum(b, &b->all, b->area, t->a, 1);
	sum(b, &b->all, b->field, t->f, 1);
	sum(b, &b->all, b->age, t->g, 1);
	for (size_t a = 0; a < t->a; a++)
		sum(b, &b->area[a], b->af + a * t->f, t->f, 1);
	for (size_t g = 0; g < t->g; g++)
		sum(b, &b->age[g], b->fg + g, t->f, t->g);
	for (size_t f = 0; f < t->f; f++) {
		sum(b, &b->field[f], b->af + f, t->a, t->f);
		sum(b, &b->field[f], b->fg + f * t->g, t->g, 1);
		for (size_t a = 0; a < t->a; a++)
			sum(b, &b->af[a * t->f + f], b->afg[f] + a * t->g, t->g, 1);
		for (size_t g = 0; g < t->g; g++)
			sum(b, &b->fg[f * t->g + g], b->afg[f] + g, t->a, t->g);
	}
}

static void safe(const struct suppress_cell *c, const struct bound *b, long k)
{
	if (c->n > 0 && c->n < k) {
		assert_true(b->most >= k);
		assert_true(b->least < b->most);
	}
}

static void attack_by_bounds(const struct tree *t)
{
	static struct bounds b;

	starts(&b, t);
	do {
		b.moved = false;
		one_round(&b, t);
	} while (b.moved);
	for (size_t i = 0; i < MAX; i++) {
		safe(&t->area[i], &b.area[i], t->k);
		safe(&t->field[i], &b.field[i], t->k);
		safe(&t->age[i], &b.age[i], t->k);
	}
	for (size_t i = 0; i < MAX * MAX; i++) {
		safe(&t->af[i], &b.af[i], t->k);
		safe(&t->fg[i], &b.fg[i], t->k);
		for (size_t f = 0; f < MAX; f++)
			safe(&t->afg[f][i], &b.afg[f][i], t->k);
	}
}

static void test_suppress__no_sum_narrows_a_small_number_below_k(void **unused)
{
	static struct tree t;
	long tried = 0, shown = 0;

	for (uint64_t seed = 1; tried < 4000; seed++) {
		uint64_t state = seed * 0x9e3779b97f4a7c15u + 1;

		random_tree(&state, &t, 3 + (size_t)draw(&state, 9),
			1 + draw(&state, seed % 2 ? 12 : 60), 10);
		if (t.all.n < t.k)
			continue;
		tried++;
		mark(&t);
		assert_sane(&t);
		attack_by_bounds(&t);
		for (size_t i = 0; i < t.a * t.f; i++)
			shown += !t.af[i].hidden && t.af[i].n > 0;
	}
	printf("# seeds from 1, %ld trees, %ld shown cells of areas × fields\n", tried, shown);
	assert_true(shown > 1000); /* hiding everything would be easy */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_suppress__no_sum_narrows_a_small_number_below_k),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
