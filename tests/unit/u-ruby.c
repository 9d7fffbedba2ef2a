/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-ruby — the audit's judge of furigana finds what is broken: each way of breaking a laid-out text
 * is tried, and an unbroken one is fine, on the panel's edge, in two lines and mirrored, too.
 * Links: src/shared src/text src/ui
 */
#include "draw.h"
#include "layout_fake.h"
#include "ruby.h"

#define W    400
#define H    300
#define TEXT "{電話|でんわ}の{番号|ばんごう}"

struct world {
	struct draw_list list;
	struct layout block;
	int faults[RUBY_COVERED + 1];
};

static const struct color ink = { 1, 1, 1 };

static int open_world(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	draw_list_reset(&w->list, W, H);
	*state = w;
	return 0;
}

static int close_world(void **state)
{
	struct world *w = *state;

	draw_list_release(&w->list);
	layout_release(&w->block);
	free(w);
	return 0;
}

static void set(struct world *w, const char *text, int width, enum layout_align align)
{
	const struct layout_style s = { .lang = "ja",
		.px = PX,
		.markup = true,
		.ruby = true,
		.align = align,
		.width_max = width };

	layout_release(&w->block);
	assert_true(layout_text(&w->block, &stack, &metrics, &s, text));
}

static void count(void *ctx, const char *reading, enum ruby_fault fault)
{
	struct world *w = ctx;

	assert_true(*reading && fault != RUBY_FINE);
	assert_true(*ruby_fault_name(fault));
	w->faults[fault]++;
}

/* Judges the list; returns the readings, and the faults are in w. */
static int judge(struct world *w)
{
	memset(w->faults, 0, sizeof(w->faults));
	return ruby_check(&w->list, W, H, count, w);
}

static void assert_fine(struct world *w, int readings)
{
	assert_int_equal(judge(w), readings);
	for (int i = 0; i <= RUBY_COVERED; i++)
		assert_int_equal(w->faults[i], 0);
}

/* Only this fault, this often. */
static void assert_found(struct world *w, enum ruby_fault fault, int times)
{
	(void)judge(w);
	for (int i = 0; i <= RUBY_COVERED; i++)
		assert_int_equal(w->faults[i], i == (int)fault ? times : 0);
}

static struct draw_cmd *reading(struct world *w, int nth)
{
	for (int i = 0; i < w->list.len; i++)
		if (w->list.cmd[i].reading && nth-- == 0)
			return &w->list.cmd[i];
	fail_msg("no such reading");
	return NULL;
}

static void test_ruby__what_the_layout_makes_is_fine(void **state)
{
	static const char *const text[] = { TEXT, "{私|わたくしども}と {人|ひと}{人|びと}",
		"{今日|きょう}は\n{１月|いちがつ}", "{志|こころざし}{志|こころざし}" };
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		for (enum layout_align align = LAYOUT_START; align <= LAYOUT_END; align++)
			for (int width = 70; width <= 280; width += 70) {
				draw_list_reset(&w->list, W, H);
				set(w, text[i], width, align);
				draw_layout(&w->list, &w->block, 100, 10, ink);
				draw_mirror(&w->list, W);
				draw_layout(&w->list, &w->block, 100, 160, ink);
				assert_true(judge(w) >= 2);
				assert_fine(w, judge(w));
			}
}

static void test_ruby__one_that_was_moved_is_found(void **state)
{
	struct world *w = *state;

	set(w, TEXT, 280, LAYOUT_START);
	draw_layout(&w->list, &w->block, 50, 50, ink);
	assert_fine(w, 2);
	reading(w, 0)->origin -= 6;
	assert_found(w, RUBY_ASIDE, 1);
	reading(w, 0)->origin += 6;
	reading(w, 1)->baseline -= PX; /* in the line above */
	assert_found(w, RUBY_NO_BASE, 1);
}

static void test_ruby__letters_of_another_line_are_not_its_own(void **state)
{
	struct world *w = *state;

	set(w, TEXT, 60, LAYOUT_START); /* two lines */
	draw_layout(&w->list, &w->block, 50, 50, ink);
	assert_fine(w, 2);
	for (int i = 0; i < w->list.len; i++)
		if (!w->list.cmd[i].reading && w->list.cmd[i].baseline > 100)
			w->list.cmd[i].baseline += PX;
	assert_found(w, RUBY_NO_BASE, 1);
}

static void test_ruby__a_cut_one_is_found(void **state)
{
	struct world *w = *state;
	struct rect above = { 0, 50, W, H };

	set(w, TEXT, 280, LAYOUT_START);
	draw_clip(&w->list, (struct rect){ 0, 0, W, H });
	draw_layout(&w->list, &w->block, 50, -12, ink); /* beyond the panel's upper edge */
	assert_found(w, RUBY_CUT, 2);
	draw_list_reset(&w->list, W, H);
	above.y = 50 + w->block.run[0].baseline - PX; /* the room of the letters only */
	draw_clip(&w->list, above);
	draw_layout(&w->list, &w->block, 50, 50, ink);
	assert_found(w, RUBY_CUT, 2);
	draw_list_reset(&w->list, W, H);
	draw_clip(&w->list, (struct rect){ 0, 0, 50 + 20, H }); /* half of the first word */
	draw_layout(&w->list, &w->block, 50, 50, ink);
	assert_true(judge(w) == 1 && w->faults[RUBY_CUT] == 1);
}

static void test_ruby__letters_or_a_box_on_it_are_found(void **state)
{
	struct world *w = *state;
	struct rect r;

	set(w, TEXT, 280, LAYOUT_START);
	draw_layout(&w->list, &w->block, 50, 50, ink);
	draw_layout(&w->list, &w->block, 50, 50 - PX, ink); /* a line that stands too near */
	(void)judge(w);
	assert_int_equal(w->faults[RUBY_OVERLAPS], 2);
	draw_list_reset(&w->list, W, H);
	draw_layout(&w->list, &w->block, 50, 50, ink);
	r = (struct rect){ reading(w, 1)->origin + 3, 0, 4, H };
	draw_box(&w->list, r, &ink, NULL, 0, 0);
	assert_found(w, RUBY_COVERED, 1);
	draw_list_reset(&w->list, W, H);
	draw_box(&w->list, r, &ink, NULL, 0, 0); /* below it is its ground */
	draw_layout(&w->list, &w->block, 50, 50, ink);
	assert_fine(w, 2);
}

static void test_ruby__letters_that_are_not_there_are_found(void **state)
{
	struct world *w = *state;

	set(w, "{電話|でんわ}", 280, LAYOUT_START);
	draw_layout(&w->list, &w->block, 50, 50, ink);
	for (int i = 0; i < w->list.len; i++)
		if (!w->list.cmd[i].reading)
			w->list.cmd[i].kind = DRAW_RING;
	assert_found(w, RUBY_NO_BASE, 1);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, open_world, close_world)
	const struct CMUnitTest tests[] = { T(test_ruby__what_the_layout_makes_is_fine),
		T(test_ruby__one_that_was_moved_is_found),
		T(test_ruby__letters_of_another_line_are_not_its_own),
		T(test_ruby__a_cut_one_is_found), T(test_ruby__letters_or_a_box_on_it_are_found),
		T(test_ruby__letters_that_are_not_there_are_found) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
