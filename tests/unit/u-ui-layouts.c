/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-ui-layouts — layouts are made once, stay valid for the frame, and typed text is not kept.
 * Links: src/shared src/text src/ui
 */
#include "fake_ui.h"

static int open_fake(void **state)
{
	*state = fake_open(1000, 800, 4.0);
	return 0;
}

static int close_fake(void **state)
{
	fake_close(*state);
	return 0;
}

static void test_ui_layouts__layouts_are_kept_for_markup_only(void **state)
{
	struct fake *f = *state;
	struct ui *ui = f->ui;
	const struct layout *a, *b, *c;

	fake_begin(f, INPUT_NONE, 0, 0);
	a = ui_layout(ui, "ことば", true, 8.0, false, LAYOUT_START, 0, 0);
	b = ui_layout(ui, "ことば", true, 8.0, false, LAYOUT_START, 0, 0);
	c = ui_layout(ui, "ことば", false, 8.0, false, LAYOUT_START, 0, 0);
	assert_ptr_equal(a, b);
	assert_ptr_not_equal(a, c);
	ui_end(ui);
	fake_begin(f, INPUT_NONE, 0, 0);
	assert_ptr_equal(a, ui_layout(ui, "ことば", true, 8.0, false, LAYOUT_START, 0, 0));
	f->state.lang = "en";
	ui_end(ui);
	fake_begin(f, INPUT_NONE, 0, 0);
	assert_ptr_not_equal(a, ui_layout(ui, "ことば", true, 8.0, false, LAYOUT_START, 0, 0));
	ui_end(ui);
}

static void test_ui_layouts__many_layouts_in_one_frame_all_stay_valid(void **state)
{
	struct fake *f = *state;
	struct ui *ui = f->ui;
	const struct layout *l[UI_LAYOUTS_MAX + 100];
	char text[16];

	for (int round = 0; round < 3; round++) {
		fake_begin(f, INPUT_NONE, 0, 0);
		for (int i = 0; i < UI_LAYOUTS_MAX + 100; i++) {
			snprintf(text, sizeof text, "%d.%d", round, i);
			l[i] = ui_layout(ui, text, true, 8.0, false, LAYOUT_START, 0, 0);
			assert_non_null(l[i]);
		}
		for (int i = 0; i < UI_LAYOUTS_MAX + 100; i++)
			assert_true(l[i]->width > 0);
		ui_end(ui);
	}
}

#define CASE(name) cmocka_unit_test_setup_teardown(test_ui_layouts__##name, open_fake, close_fake)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(layouts_are_kept_for_markup_only),
			CASE(many_layouts_in_one_frame_all_stay_valid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
