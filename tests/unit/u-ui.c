/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-ui — what a finger and a keyboard do to widgets.
 * Links: src/shared src/text src/ui
 */
#include "fake_ui.h"

struct screen { struct fake *f; int fired_a, fired_b, fired_key; bool armed_a; };

static const struct rect box_a = { 100, 100, 200, 100 }, box_b = { 100, 300, 200, 100 };
static const struct rect box_k = { 500, 100, 100, 100 };

/* One frame of a screen with two buttons and a key. */
static void frame(struct screen *s)
{
	struct ui *ui = s->f->ui;

	s->fired_a += ui_target(ui, "a", UI_BUTTON, box_a, "{一|いち}", true, false);
	s->armed_a = ui_armed(ui, "a");
	s->fired_b += ui_target(ui, "b", UI_BUTTON, box_b, "b", true, false);
	ui_target(ui, "off", UI_BUTTON, (struct rect){ 100, 500, 200, 100 }, "off", false, false);
	s->fired_key += ui_target(ui, "key.k", UI_KEY, box_k, "k", true, false);
	ui_end(ui);
}

static void finger(struct screen *s, enum input_kind kind, int x, int y)
{
	fake_begin(s->f, kind, x, y);
	frame(s);
}

static void key(struct screen *s, enum input_key k)
{
	struct input_event ev = { .kind = INPUT_KEY, .key = k };

	s->f->state.now_ms += 1000;
	ui_begin(s->f->ui, &s->f->state, &ev);
	frame(s);
}

static int open_screen(void **state)
{
	struct screen *s = calloc(1, sizeof *s);

	s->f = fake_open(1000, 800, 4.0);
	finger(s, INPUT_NONE, 0, 0);
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

static void test_ui__down_three_frames_up_fires_once(void **state)
{
	struct screen *s = *state;

	finger(s, INPUT_DOWN, 150, 150);
	assert_true(s->armed_a);
	finger(s, INPUT_NONE, 0, 0);
	finger(s, INPUT_MOVE, 160, 155);
	assert_true(s->armed_a);
	assert_int_equal(s->fired_a, 0);
	finger(s, INPUT_UP, 160, 155);
	assert_int_equal(s->fired_a, 1);
	assert_true(ui_again(s->f->ui));
	finger(s, INPUT_NONE, 0, 0);
	finger(s, INPUT_UP, 160, 155);
	assert_int_equal(s->fired_a, 1);
}

static void test_ui__leaving_disarms_for_good(void **state)
{
	struct screen *s = *state;

	finger(s, INPUT_DOWN, 150, 150);
	finger(s, INPUT_MOVE, 150, 250);
	assert_false(s->armed_a);
	finger(s, INPUT_MOVE, 150, 150);
	assert_false(s->armed_a);
	finger(s, INPUT_UP, 150, 150);
	assert_int_equal(s->fired_a, 0);
}

static void test_ui__release_elsewhere_fires_nothing(void **state)
{
	struct screen *s = *state;

	finger(s, INPUT_DOWN, 150, 150);
	finger(s, INPUT_UP, 150, 350);
	assert_int_equal(s->fired_a + s->fired_b, 0);
	finger(s, INPUT_DOWN, 20, 20);
	finger(s, INPUT_UP, 150, 150);
	assert_int_equal(s->fired_a, 0);
}

static void test_ui__edges_belong_to_the_widget_half_open(void **state)
{
	struct screen *s = *state;

	finger(s, INPUT_DOWN, 100, 100);
	finger(s, INPUT_UP, 299, 199);
	assert_int_equal(s->fired_a, 1);
	finger(s, INPUT_DOWN, 300, 150);
	finger(s, INPUT_UP, 300, 150);
	assert_int_equal(s->fired_a, 1);
}

static void test_ui__cancel_disarms(void **state)
{
	struct screen *s = *state;

	finger(s, INPUT_DOWN, 150, 150);
	finger(s, INPUT_CANCEL, 150, 150);
	finger(s, INPUT_UP, 150, 150);
	assert_int_equal(s->fired_a, 0);
}

static void test_ui__disabled_never_fires(void **state)
{
	struct screen *s = *state;

	finger(s, INPUT_DOWN, 150, 550);
	assert_false(ui_armed(s->f->ui, "off"));
	finger(s, INPUT_UP, 150, 550);
	assert_false(ui_again(s->f->ui));
}

static void test_ui__trembling_finger_fires_once(void **state)
{
	struct screen *s = *state;
	struct input_event ev = { .kind = INPUT_DOWN, .x = 150, .y = 150 };

	finger(s, INPUT_DOWN, 150, 150);
	finger(s, INPUT_UP, 150, 150);
	assert_int_equal(s->fired_a, 1);
	s->f->state.now_ms += UI_DEBOUNCE_MS - 1;
	ui_begin(s->f->ui, &s->f->state, &ev);
	frame(s);
	assert_false(s->armed_a);
	ev.kind = INPUT_UP;
	s->f->state.now_ms += 500;
	ui_begin(s->f->ui, &s->f->state, &ev);
	frame(s);
	assert_int_equal(s->fired_a, 1);
	finger(s, INPUT_DOWN, 150, 150);
	finger(s, INPUT_UP, 150, 150);
	assert_int_equal(s->fired_a, 2);
}

static void press_key_after(struct screen *s, uint64_t ms)
{
	struct input_event ev = { .kind = INPUT_DOWN, .x = 510, .y = 110 };

	s->f->state.now_ms += ms;
	ui_begin(s->f->ui, &s->f->state, &ev);
	frame(s);
	ev.kind = INPUT_UP;
	ui_begin(s->f->ui, &s->f->state, &ev);
	frame(s);
}

static void test_ui__keys_may_be_typed_fast_but_do_not_bounce(void **state)
{
	struct screen *s = *state;

	press_key_after(s, 1000);
	press_key_after(s, UI_DEBOUNCE_KEY_MS - 1);
	assert_int_equal(s->fired_key, 1);
	press_key_after(s, UI_DEBOUNCE_KEY_MS);
	assert_int_equal(s->fired_key, 2);
}

static void test_ui__last_called_is_on_top(void **state)
{
	struct screen *s = *state;
	struct ui *ui = s->f->ui;
	int under = 0, over = 0;

	for (int i = 0; i < 2; i++) {
		fake_begin(s->f, i ? INPUT_UP : INPUT_DOWN, 150, 150);
		under += ui_target(ui, "under", UI_BUTTON, box_a, "", true, false);
		over += ui_target(ui, "over", UI_BUTTON, box_a, "", true, false);
		ui_end(ui);
	}
	assert_int_equal(under, 0);
	assert_int_equal(over, 1);
}

static void test_ui__a_press_does_not_reach_the_next_screen(void **state)
{
	struct screen *s = *state;

	finger(s, INPUT_DOWN, 150, 150);
	fake_begin(s->f, INPUT_NONE, 0, 0); /* another screen, without "a" */
	ui_end(s->f->ui);
	finger(s, INPUT_UP, 150, 150);
	assert_int_equal(s->fired_a, 0);
}

static void test_ui__tab_walks_in_order_and_skips_disabled(void **state)
{
	struct screen *s = *state;
	static const char *const order[] = { "a", "b", "key.k", "a" };

	assert_string_equal(ui_focus(s->f->ui), "");
	for (size_t i = 0; i < 4; i++) {
		key(s, INPUT_KEY_NEXT);
		assert_string_equal(ui_focus(s->f->ui), order[i]);
	}
	key(s, INPUT_KEY_PREV);
	assert_string_equal(ui_focus(s->f->ui), "key.k");
}

static void test_ui__arrows_go_to_the_nearest(void **state)
{
	struct screen *s = *state;

	key(s, INPUT_KEY_NEXT);
	key(s, INPUT_KEY_DOWN);
	assert_string_equal(ui_focus(s->f->ui), "b");
	key(s, INPUT_KEY_DOWN); /* only a disabled one is below */
	assert_string_equal(ui_focus(s->f->ui), "b");
	key(s, INPUT_KEY_UP);
	key(s, INPUT_KEY_RIGHT);
	assert_string_equal(ui_focus(s->f->ui), "key.k");
	key(s, INPUT_KEY_LEFT);
	assert_string_equal(ui_focus(s->f->ui), "a");
}

static void test_ui__fire_key_fires_the_visible_focus_only(void **state)
{
	struct screen *s = *state;

	key(s, INPUT_KEY_FIRE);
	assert_int_equal(s->fired_a, 0);
	key(s, INPUT_KEY_NEXT);
	key(s, INPUT_KEY_FIRE);
	assert_int_equal(s->fired_a, 1);
	finger(s, INPUT_DOWN, 20, 20); /* a touch hides the focus */
	finger(s, INPUT_UP, 20, 20);
	key(s, INPUT_KEY_FIRE);
	assert_int_equal(s->fired_a, 1);
}

static int count_boxes(const struct draw_list *l)
{
	int n = 0;

	for (int i = 0; i < l->len; i++)
		n += l->cmd[i].kind == DRAW_BOX;
	return n;
}

static void test_ui__focus_ring_shows_only_after_a_key(void **state)
{
	struct screen *s = *state;
	const struct draw_list *l = ui_frame(s->f->ui);

	assert_int_equal(count_boxes(l), 0);
	key(s, INPUT_KEY_NEXT);
	assert_int_equal(count_boxes(l), 2);
	assert_true(theme_contrast(l->cmd[0].border, l->cmd[1].border) >= 3.0);
	finger(s, INPUT_DOWN, 20, 20);
	assert_int_equal(count_boxes(l), 0);
}

static void test_ui__space_fires_unless_a_field_takes_it(void **state)
{
	struct screen *s = *state;
	struct input_event space = { .kind = INPUT_TEXT, .text = " " };
	struct ui *ui = s->f->ui;

	key(s, INPUT_KEY_NEXT);
	s->f->state.now_ms += 1000;
	ui_begin(ui, &s->f->state, &space);
	assert_string_equal(ui_typed(ui), "");
	frame(s);
	assert_int_equal(s->fired_a, 1);
	fake_begin(s->f, INPUT_NONE, 0, 0);
	ui_field_takes_text(ui);
	frame(s);
	s->f->state.now_ms += 1000;
	ui_begin(ui, &s->f->state, &space);
	assert_string_equal(ui_typed(ui), " ");
	frame(s);
	assert_int_equal(s->fired_a, 1);
}

static void test_ui__key_is_told_once(void **state)
{
	struct screen *s = *state;
	struct input_event ev = { .kind = INPUT_KEY, .key = INPUT_KEY_PANIC };

	ui_begin(s->f->ui, &s->f->state, &ev);
	assert_false(ui_key(s->f->ui, INPUT_KEY_BACK));
	assert_true(ui_key(s->f->ui, INPUT_KEY_PANIC));
	assert_false(ui_key(s->f->ui, INPUT_KEY_PANIC));
	frame(s);
}

static void test_ui__labels_are_plain_and_cut_at_a_character(void **state)
{
	struct screen *s = *state;
	char longer[1000] = "";
	const struct ui_widget *w;
	int n;

	w = ui_widgets(s->f->ui, &n);
	assert_int_equal(n, 4);
	assert_string_equal(w[0].label, "一");
	for (int i = 0; i < 300; i++)
		strcat(longer, "あ");
	fake_begin(s->f, INPUT_NONE, 0, 0);
	ui_target(s->f->ui, "long", UI_TEXT, box_a, longer, true, false);
	ui_end(s->f->ui);
	w = ui_widgets(s->f->ui, &n);
	assert_true(strlen(w[0].label) < UI_LABEL_MAX);
	assert_int_equal(strlen(w[0].label) % 3, 0);
}

static void test_ui__too_many_widgets_are_refused_visibly(void **state)
{
	struct screen *s = *state;
	char id[16];

	fake_begin(s->f, INPUT_NONE, 0, 0);
	for (int i = 0; i <= UI_WIDGETS_MAX; i++) {
		snprintf(id, sizeof id, "w.%d", i);
		ui_target(s->f->ui, id, UI_BUTTON, box_a, "", true, false);
	}
	ui_end(s->f->ui);
	assert_true(ui_frame(s->f->ui)->overflow);
}

static void test_ui__forget_leaves_nothing(void **state)
{
	struct screen *s = *state;
	int n;

	key(s, INPUT_KEY_NEXT);
	finger(s, INPUT_DOWN, 150, 150);
	ui_forget(s->f->ui);
	assert_string_equal(ui_focus(s->f->ui), "");
	assert_false(ui_armed(s->f->ui, "a"));
	ui_widgets(s->f->ui, &n);
	assert_int_equal(n, 0);
	assert_int_equal(ui_frame(s->f->ui)->len, 0);
	finger(s, INPUT_UP, 150, 150);
	assert_int_equal(s->fired_a, 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(test_ui__##name, open_screen, close_screen)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(down_three_frames_up_fires_once), CASE(leaving_disarms_for_good),
		CASE(release_elsewhere_fires_nothing), CASE(edges_belong_to_the_widget_half_open),
		CASE(cancel_disarms), CASE(disabled_never_fires), CASE(trembling_finger_fires_once),
		CASE(keys_may_be_typed_fast_but_do_not_bounce), CASE(last_called_is_on_top),
		CASE(a_press_does_not_reach_the_next_screen),
		CASE(tab_walks_in_order_and_skips_disabled),
		CASE(arrows_go_to_the_nearest), CASE(fire_key_fires_the_visible_focus_only),
		CASE(focus_ring_shows_only_after_a_key), CASE(space_fires_unless_a_field_takes_it),
		CASE(key_is_told_once), CASE(labels_are_plain_and_cut_at_a_character),
		CASE(too_many_widgets_are_refused_visibly), CASE(forget_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
