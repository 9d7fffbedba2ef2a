/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-mirror — a right-to-left screen: widgets are pressed where they are seen, and what must not be
 * turned is not.
 * Links: src/shared src/text src/ui
 */
#include "fake_ui.h"

static const struct rect left = { 100, 100, 200, 80 };

/* One button at the left of an unmirrored screen; returns whether it fired. */
static bool frame(struct fake *f, enum input_kind kind, int x, int y)
{
	bool fired;

	fake_begin(f, kind, x, y);
	fired = ui_target(f->ui, "a", UI_BUTTON, left, "a", true, false);
	ui_end(f->ui);
	return fired;
}

static void test_mirror__widgets_are_pressed_where_they_are_seen(void **state)
{
	struct fake *f = fake_open(1000, 800, 4.0);
	int n;

	(void)state;
	f->state.mirror = true;
	frame(f, INPUT_NONE, 0, 0);
	struct rect seen = ui_widgets(f->ui, &n)[0].rect;
	assert_int_equal(seen.x, 1000 - left.x - left.w);
	assert_false(
		frame(f, INPUT_DOWN, left.x + 5, left.y + 5)); /* where it would be unmirrored */
	assert_false(frame(f, INPUT_UP, left.x + 5, left.y + 5));
	assert_false(frame(f, INPUT_DOWN, seen.x + 5, seen.y + 5));
	assert_true(frame(f, INPUT_UP, seen.x + 5, seen.y + 5));
	fake_close(f);
}

static void test_mirror__what_is_not_turned_lies_in_the_same_place(void **state)
{
	struct fake *f = fake_open(1000, 800, 4.0);
	struct rect r = left;
	int n;

	(void)state;
	f->state.mirror = true;
	fake_begin(f, INPUT_NONE, 0, 0);
	int was = ui_unmirrored(f->ui, &r);
	ui_target(f->ui, "plain", UI_KEY, r, "k", true, false);
	ui_mirror_back(f->ui, was);
	ui_target(f->ui, "turned", UI_KEY, left, "k", true, false);
	ui_end(f->ui);
	const struct ui_widget *w = ui_widgets(f->ui, &n);
	assert_int_equal(n, 2);
	assert_memory_equal(&w[0].rect, &w[1].rect, sizeof r);
	fake_close(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mirror__widgets_are_pressed_where_they_are_seen),
		cmocka_unit_test(test_mirror__what_is_not_turned_lies_in_the_same_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
