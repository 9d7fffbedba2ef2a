/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-strokes — what a finger wrote keeps its shape, fits its room, says when it does not, and can be
 * taken back; nothing stays in memory of what was taken away.
 * Links: src/shared src/text src/form
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "answers.h"

#define W 2000
#define H 1000

static struct strokes s;

static int fresh(void **state)
{
	(void)state;
	memset(&s, 0, sizeof(s));
	return 0;
}

static void assert_sane(void)
{
	int sum = 0;

	assert_true(s.len <= STROKES_MAX && s.bytes <= STROKES_BYTES_MAX);
	for (int i = 0; i < s.len; i++) {
		char text[STROKES_POINTS_MAX * 4];
		int x = 0, y = 0;

		assert_true(s.end[i] > strokes_from(&s, i) && s.end[i] <= STROKES_POINTS_MAX);
		sum += 3;
		for (int p = strokes_from(&s, i); p < s.end[i]; p++) {
			assert_in_range(s.xy[p][0], 0, s.w);
			assert_in_range(s.xy[p][1], 0, s.h);
			sum += snprintf(text, sizeof(text), "%d,%d,", s.xy[p][0] - x,
				s.xy[p][1] - y);
			x = s.xy[p][0];
			y = s.xy[p][1];
		}
	}
	assert_int_equal(s.bytes, sum); /* what it will take as JSON, or a little less */
}

static double distance(double px, double py, const int16_t *a, const int16_t *b)
{
	double dx = b[0] - a[0], dy = b[1] - a[1], len2 = dx * dx + dy * dy;
	double t = len2 > 0 ? ((px - a[0]) * dx + (py - a[1]) * dy) / len2 : 0;

	t = t < 0 ? 0 : t > 1 ? 1 : t;
	return hypot(px - a[0] - t * dx, py - a[1] - t * dy);
}

/* How far x, y lies from the last stroke. */
static double off(double x, double y)
{
	double least = 1e9;
	int from = strokes_from(&s, s.len - 1), to = s.end[s.len - 1];

	if (to - from == 1)
		return distance(x, y, s.xy[from], s.xy[from]);
	for (int i = from; i + 1 < to; i++)
		least = fmin(least, distance(x, y, s.xy[i], s.xy[i + 1]));
	return least;
}

static void test_strokes__shape_is_kept(void **state)
{
	int n = 0;

	(void)state;
	assert_true(strokes_begin(&s, W, H, 1500, 500));
	for (double t = 0; t < 6.28; t += 0.005, n++)
		assert_true(strokes_move(
			&s, (int)(1000 + 500 * cos(t)), (int)(500 + 300 * sin(2 * t))));
	strokes_end(&s);
	assert_sane();
	assert_true(s.end[0] < n / 8);
	for (double t = 0; t < 6.28; t += 0.005)
		assert_true(off((int)(1000 + 500 * cos(t)), (int)(500 + 300 * sin(2 * t))) <=
			STROKES_TOLERANCE + 4);
	assert_false(strokes_move(&s, 10, 10)); /* the finger is up */
}

static void test_strokes__straight_line_is_two_points(void **state)
{
	(void)state;
	assert_true(strokes_begin(&s, W, H, 0, 10));
	for (int x = 0; x <= 240; x += 5)
		assert_true(strokes_move(&s, x, 10));
	strokes_end(&s);
	assert_int_equal(s.end[0], 2);
	assert_int_equal(s.xy[1][0], 240);
	assert_sane();
}

static void test_strokes__corner_and_way_back_stay(void **state)
{
	(void)state;
	assert_true(strokes_begin(&s, W, H, 100, 100));
	for (int x = 100; x <= 200; x += 5)
		strokes_move(&s, x, 100);
	for (int x = 200; x >= 150; x -= 5)
		strokes_move(&s, x, 100);
	strokes_end(&s);
	assert_true(off(200, 100) <= STROKES_TOLERANCE);
	assert_int_equal(s.xy[s.end[0] - 1][0], 150);
}

static void test_strokes__dot_and_edge(void **state)
{
	(void)state;
	assert_true(strokes_begin(&s, W, H, 5000, -7));
	strokes_end(&s);
	assert_int_equal(s.len, 1);
	assert_int_equal(s.end[0], 1);
	assert_int_equal(s.xy[0][0], W);
	assert_int_equal(s.xy[0][1], 0);
	assert_true(strokes_begin(&s, W, 2 * H, 0, 1500)); /* a taller canvas: the field grows */
	assert_int_equal(s.h, 2 * H);
	assert_true(strokes_begin(&s, 999999, 1, 0, 0));
	assert_int_equal(s.w, STROKES_SIDE_MAX);
	assert_int_equal(s.h, 2 * H);
	assert_sane();
}

/* Nothing simple to leave out. */
static bool scribble(int n)
{
	unsigned r = 1;

	for (int i = 0; i < n; i++) {
		r = r * 1103515245u + 12345u;
		if (!strokes_move(&s, (int)(r >> 8 & 2047) % W, (int)(r >> 20 & 1023) % H))
			return false;
	}
	return true;
}

static void test_strokes__full_is_told_and_nothing_is_lost(void **state)
{
	struct strokes before;

	(void)state;
	assert_true(strokes_begin(&s, W, H, 5, 5));
	assert_true(scribble(100));
	assert_false(s.full);
	assert_false(scribble(STROKES_POINTS_MAX));
	assert_true(s.full);
	strokes_end(&s);
	assert_sane();
	assert_true(s.bytes > STROKES_BYTES_MAX - 64);
	before = s;
	assert_false(strokes_begin(&s, W, H, 9, 9));
	assert_memory_equal(&before, &s, sizeof(s));
	assert_true(strokes_undo(&s));
	assert_false(s.full);
	assert_true(strokes_begin(&s, W, H, 9, 9));
	for (int i = 1; i < STROKES_MAX; i++)
		assert_true(strokes_begin(&s, W, H, i % W, 9));
	assert_false(strokes_begin(&s, W, H, 9, 9));
	assert_true(s.full);
	strokes_end(&s);
	assert_sane();
}

static void test_strokes__long_smooth_line_finds_room(void **state)
{
	(void)state;
	assert_true(strokes_begin(&s, W, H, 0, 0));
	for (int row = 0; row < 200; row++) /* far more steps than points */
		for (int x = 0; x < W; x += 5)
			assert_true(strokes_move(&s, row % 2 ? W - x : x, row * 5));
	strokes_end(&s);
	assert_sane();
}

static bool all_zero(const void *p, size_t n)
{
	const unsigned char *b = p;

	while (n > 0 && b[n - 1] == 0)
		n--;
	return n == 0;
}

static void test_strokes__undo_and_clear(void **state)
{
	(void)state;
	assert_false(strokes_undo(&s));
	strokes_clear(&s);
	assert_false(strokes_undo(&s));
	for (int i = 0; i < 3; i++) {
		strokes_begin(&s, W, H, 100 * i, 50);
		strokes_move(&s, 100 * i + 50, 90);
		strokes_end(&s);
	}
	assert_true(strokes_undo(&s));
	assert_int_equal(s.len, 2);
	assert_true(all_zero(s.xy[4], sizeof(s.xy) - 4 * sizeof(s.xy[0])));
	strokes_clear(&s);
	assert_int_equal(s.len, 0);
	assert_int_equal(s.bytes, 0);
	strokes_clear(&s); /* twice is once */
	assert_true(strokes_undo(&s));
	assert_int_equal(s.len, 2);
	assert_sane();
	assert_true(strokes_undo(&s)); /* from here on stroke by stroke */
	assert_int_equal(s.len, 1);
	strokes_clear(&s);
	strokes_begin(&s, W, H, 7, 7); /* something new: what was cleared is gone */
	strokes_end(&s);
	assert_true(all_zero(s.xy[1], sizeof(s.xy) - sizeof(s.xy[0])));
	assert_true(strokes_undo(&s));
	assert_false(strokes_undo(&s));
	assert_true(all_zero(s.xy, sizeof(s.xy)));
}

static void test_strokes__wiped_with_the_answers(void **state)
{
	struct answers *a = calloc(1, sizeof(*a));

	(void)state;
	assert_non_null(a);
	assert_true(strokes_begin(&a->drawing, W, H, 3, 4));
	strokes_clear(&a->drawing);
	answers_wipe(a);
	assert_true(all_zero(a, sizeof(*a)));
	free(a);
}

static void test_strokes__answer_of_a_question(void **state)
{
	static struct formdef f;
	struct answers *a = calloc(1, sizeof(*a));
	char err[FORM_ERR_MAX];

	(void)state;
	assert_true(formdef_load(&f, "assets/forms/resident.json", err));
	int q = formdef_find(&f, "own_words"), other = formdef_find(&f, "name_kana");
	assert_true(f.question[q].drawing && !f.question[other].drawing);
	assert_false(answers_drawn(a, &f, q));
	assert_true(strokes_begin(&a->drawing, W, H, 3, 4));
	assert_true(answers_drawn(a, &f, q));
	assert_false(answers_drawn(a, &f, other));
	assert_int_equal(answers_check(a, &f, q), ANSWERS_FINE);
	strokes_clear(&a->drawing);
	assert_false(answers_drawn(a, &f, q));
	formdef_release(&f);
	free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_strokes__shape_is_kept, fresh),
		cmocka_unit_test_setup(test_strokes__straight_line_is_two_points, fresh),
		cmocka_unit_test_setup(test_strokes__corner_and_way_back_stay, fresh),
		cmocka_unit_test_setup(test_strokes__dot_and_edge, fresh),
		cmocka_unit_test_setup(test_strokes__full_is_told_and_nothing_is_lost, fresh),
		cmocka_unit_test_setup(test_strokes__long_smooth_line_finds_room, fresh),
		cmocka_unit_test_setup(test_strokes__undo_and_clear, fresh),
		cmocka_unit_test_setup(test_strokes__wiped_with_the_answers, fresh),
		cmocka_unit_test_setup(test_strokes__answer_of_a_question, fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
