/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-canvas — a widget that is drawn on: what it tells of the finger, and that it fires nothing.
 * Links: src/shared src/text src/ui
 */
#include "fake_ui.h"
#include "widgets.h"

struct screen { struct fake *f; int fired, x, y; };

static const struct rect box_a = { 100, 100, 200, 100 }, box_b = { 100, 300, 200, 100 };

static int open_screen(void **state)
{
	struct screen *s = calloc(1, sizeof *s);

	s->f = fake_open(1000, 800, 4.0);
	*state = s;
	return 0;
}

static int close_screen(void **state)
{
	struct screen *s = *state;

	fake_close(s->f);
	free(s);
	return 0;
}

/* One frame of a screen with a button beside a widget that is drawn on. */
static enum ui_drag drag(struct screen *s, enum input_kind kind, int x, int y)
{
	const struct canvas c = { "canvas", "canvas", "hint" };

	fake_begin(s->f, kind, x, y);
	s->fired += ui_target(s->f->ui, "a", UI_BUTTON, box_a, "a", true, false);
	enum ui_drag d = widget_canvas(s->f->ui, box_b, &c, &s->x, &s->y);
	ui_end(s->f->ui);
	return d;
}

static void test_canvas__drag_follows_the_finger_until_it_leaves(void **state)
{
	struct screen *s = *state;

	for (int stroke = 0; stroke < 2; stroke++) { /* one right after the other: no debounce */
		assert_int_equal(drag(s, INPUT_DOWN, 150, 350), UI_DRAG_BEGIN);
		assert_int_equal(drag(s, INPUT_NONE, 0, 0), UI_DRAG_NONE);
		assert_int_equal(drag(s, INPUT_MOVE, 160, 355), UI_DRAG_MOVE);
		assert_int_equal(s->x, 60);
		assert_int_equal(s->y, 55);
		assert_int_equal(drag(s, INPUT_UP, 160, 355), UI_DRAG_END);
		assert_int_equal(drag(s, INPUT_MOVE, 160, 355), UI_DRAG_NONE);
	}
	assert_int_equal(drag(s, INPUT_DOWN, 150, 350), UI_DRAG_BEGIN);
	assert_int_equal(drag(s, INPUT_MOVE, 150, 150), UI_DRAG_END);
	assert_int_equal(s->y, 0); /* where it left: at the edge */
	assert_int_equal(drag(s, INPUT_MOVE, 150, 350), UI_DRAG_NONE);
	assert_int_equal(drag(s, INPUT_UP, 150, 350), UI_DRAG_NONE);
	assert_int_equal(drag(s, INPUT_DOWN, 150, 150), UI_DRAG_NONE);
	assert_int_equal(drag(s, INPUT_MOVE, 150, 350), UI_DRAG_NONE);
	assert_int_equal(drag(s, INPUT_DOWN, 150, 350), UI_DRAG_BEGIN);
	assert_int_equal(drag(s, INPUT_CANCEL, 150, 350), UI_DRAG_NONE);
	assert_int_equal(drag(s, INPUT_UP, 150, 350), UI_DRAG_NONE);
	assert_int_equal(s->fired, 0);
	drag(s, INPUT_DOWN, 150, 150);
	drag(s, INPUT_UP, 150, 150);
	assert_int_equal(s->fired, 1);
	/* a press that follows a button at once was not meant to write */
	s->f->state.now_ms -= 900;
	assert_int_equal(drag(s, INPUT_DOWN, 150, 350), UI_DRAG_NONE);
}

static void test_canvas__is_a_field_that_holds_nothing(void **state)
{
	struct screen *s = *state;
	const struct ui_widget *w;
	int n;

	drag(s, INPUT_DOWN, 150, 350);
	w = ui_widgets(s->f->ui, &n);
	assert_int_equal(n, 2);
	assert_int_equal(w[1].role, UI_FIELD);
	assert_true(w[1].targetable && w[1].enabled && !w[1].text_overflow);
	assert_string_equal(w[1].label, "canvas");
	assert_true(w[1].border_contrast >= 3.0 && w[1].contrast >= 7.0);
	widget_canvas_note(s->f->ui, box_b, "full");
}

/* In a mirrored screen the canvas lies on the other side, but writing runs as the finger does. */
static void test_canvas__is_never_mirrored(void **state)
{
	struct screen *s = *state;
	struct rect r = box_b;
	const struct canvas c = { "canvas", "canvas", NULL };

	s->f->state.mirror = true;
	fake_begin(s->f, INPUT_DOWN, 1000 - 300 + 10, 310);
	int mirror = ui_unmirrored(s->f->ui, &r);
	assert_int_equal(widget_canvas(s->f->ui, r, &c, &s->x, &s->y), UI_DRAG_BEGIN);
	ui_mirror_back(s->f->ui, mirror);
	ui_end(s->f->ui);
	assert_int_equal(s->x, 10);
	assert_int_equal(s->y, 10);
}

#define CASE(name) cmocka_unit_test_setup_teardown(test_canvas__##name, open_screen, close_screen)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(drag_follows_the_finger_until_it_leaves),
		CASE(is_a_field_that_holds_nothing),
		CASE(is_never_mirrored),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
