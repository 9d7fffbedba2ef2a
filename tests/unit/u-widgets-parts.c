/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-widgets-parts — fields, text blocks, QR code, progress, pictograms and cutting of rectangles.
 * Links: src/shared src/text src/ui
 */
#include <unistd.h>
#include "fake_ui.h"
#include "widgets.h"

#define SECRET "ひみつのことば"

static int open_fake(void **state)
{
	*state = fake_open(1920, 1080, 4.0);
	return 0;
}

static int close_fake(void **state)
{
	fake_close(*state);
	return 0;
}

static void draw_field(struct fake *f, struct rect r, const char *typed, bool active)
{
	struct field field = { .id = "words",
		.label = "ことば",
		.typed = typed,
		.note = "あと 3{字|じ}",
		.placeholder = "ここに",
		.active = active };

	fake_begin(f, INPUT_NONE, 0, 0);
	widget_field(f->ui, r, &field);
	ui_end(f->ui);
}

/* The box of the caret: a night box without border, narrower than 2 mm; NULL when there is none. */
static const struct draw_cmd *caret(const struct draw_list *l)
{
	for (int i = 0; i < l->len; i++)
		if (l->cmd[i].kind == DRAW_BOX && l->cmd[i].rect.w <= 8 && !l->cmd[i].border_px)
			return &l->cmd[i];
	return NULL;
}

static bool shows(const struct draw_list *l, const char *text)
{
	for (int i = 0; i < l->len; i++)
		if (l->cmd[i].kind == DRAW_TEXT && strstr(l->bytes + l->cmd[i].text, text))
			return true;
	return false;
}

static void test_parts__typed_text_is_drawn_but_never_told(void **state)
{
	struct fake *f = *state;
	const struct ui_widget *w;
	int n;

	draw_field(f, (struct rect){ 100, 100, 1000, 300 }, SECRET, true);
	assert_true(shows(ui_frame(f->ui), "ひ"));
	w = ui_widgets(f->ui, &n);
	assert_int_equal(n, 1);
	assert_string_equal(w[0].label, "ことば");
	assert_null(memmem(w, sizeof *w * (size_t)n, SECRET, strlen(SECRET)));
	assert_true(w[0].selected);
}

static void test_parts__typed_braces_are_no_markup(void **state)
{
	struct fake *f = *state;

	draw_field(f, (struct rect){ 100, 100, 1000, 300 }, "{a|b}", true);
	assert_true(shows(ui_frame(f->ui), "{"));
	assert_true(shows(ui_frame(f->ui), "|"));
}

static void test_parts__caret_stays_in_sight(void **state)
{
	struct fake *f = *state;
	struct rect r = { 100, 100, 1000, 300 };
	char typed[3 * 400 + 1] = "";
	const struct draw_cmd *c;

	for (int i = 0; i < 400; i++) {
		draw_field(f, r, typed, true);
		c = caret(ui_frame(f->ui));
		assert_non_null(c);
		assert_true(c->rect.x >= r.x && c->rect.x + c->rect.w <= r.x + r.w);
		assert_true(c->rect.y >= r.y && c->rect.y + c->rect.h <= r.y + r.h);
		strcat(typed, "あ");
	}
	draw_field(f, r, typed, false);
	assert_null(caret(ui_frame(f->ui)));
}

/* On a mirrored screen typed Arabic stands at the right and the caret at its left end. */
static void test_parts__caret_goes_left_in_arabic(void **state)
{
	struct fake *f = *state;
	struct rect r = { 100, 100, 1000, 300 }, seen = { 1920 - 1100, 100, 1000, 300 };
	static const char *const typed[] = { "ل", "لغ", "لغة", "لغة ", "لغة ا" };
	int before = seen.x + seen.w;

	f->state.mirror = true;
	f->state.lang = "ar";
	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
		const struct draw_cmd *c;

		draw_field(f, r, typed[i], true);
		c = caret(ui_frame(f->ui));
		assert_non_null(c);
		assert_true(c->rect.x >= seen.x && c->rect.x + c->rect.w < before);
		before = c->rect.x + c->rect.w;
		assert_true(before > seen.x + seen.w / 2);
	}
	f->state.mirror = false;
	f->state.lang = "ja";
}

static void test_parts__hint_shows_only_in_an_empty_field(void **state)
{
	struct fake *f = *state;

	draw_field(f, (struct rect){ 100, 100, 1000, 120 }, "", true);
	assert_true(shows(ui_frame(f->ui), "こ"));
	draw_field(f, (struct rect){ 100, 100, 1000, 120 }, "x", true);
	assert_false(shows(ui_frame(f->ui), "こ"));
	draw_field(f, (struct rect){ 100, 100, 1000, 54 }, "", true); /* whole or not at all */
	assert_false(shows(ui_frame(f->ui), "こ"));
}

/* The first cell that a piece of text is drawn in. */
static struct rect drawn(const struct draw_list *l, const char *text)
{
	for (int i = 0; i < l->len; i++)
		if (l->cmd[i].kind == DRAW_TEXT && strstr(l->bytes + l->cmd[i].text, text))
			return l->cmd[i].rect;
	return (struct rect){ 0, 0, 0, 0 };
}

/* A field with room for one line keeps it whole: the note goes beside it, not below. */
static void test_parts__note_leaves_the_line_whole(void **state)
{
	struct fake *f = *state;
	struct rect high = { 100, 100, 1000, 300 }, low = { 100, 100, 1000, 90 };

	draw_field(f, high, "12345", true);
	assert_true(drawn(ui_frame(f->ui), "12345").y + 40 < drawn(ui_frame(f->ui), "あと").y);
	draw_field(f, low, "12345", true);
	struct rect line = drawn(ui_frame(f->ui), "12345"), note = drawn(ui_frame(f->ui), "あと");
	assert_true(note.x > line.x + line.w && note.x + note.w <= low.x + low.w);
	const struct draw_cmd *c = caret(ui_frame(f->ui));
	assert_non_null(c);
	assert_true(c->rect.y >= low.y && c->rect.y + c->rect.h <= low.y + low.h);
}

/* An empty field shows the caret before its hint, not in it. */
static void test_parts__caret_stands_before_the_hint(void **state)
{
	struct fake *f = *state;

	draw_field(f, (struct rect){ 100, 100, 1000, 300 }, "", true);
	const struct draw_cmd *c = caret(ui_frame(f->ui));
	assert_non_null(c);
	for (int i = 0; i < ui_frame(f->ui)->len; i++) {
		const struct draw_cmd *t = &ui_frame(f->ui)->cmd[i];
		if (t->kind == DRAW_TEXT && strstr(ui_frame(f->ui)->bytes + t->text, "こ"))
			assert_true(t->origin >= c->rect.x + c->rect.w);
	}
}

/* A number that must be seen whole makes the letters smaller instead of a second line. */
static void test_parts__widest_text_stays_on_one_line(void **state)
{
	struct fake *f = *state;
	struct field field = { .id = "n",
		.label = "n",
		.typed = "1234-5678-9012",
		.text_mm = 20,
		.widest = "0000-0000-0000" };
	int baseline = -1;

	fake_begin(f, INPUT_NONE, 0, 0);
	widget_field(f->ui, (struct rect){ 100, 100, 500, 200 }, &field);
	ui_end(f->ui);
	for (int i = 0; i < ui_frame(f->ui)->len; i++) {
		const struct draw_cmd *c = &ui_frame(f->ui)->cmd[i];
		if (c->kind != DRAW_TEXT)
			continue;
		assert_true(baseline < 0 || c->baseline == baseline);
		assert_true(c->origin >= 100 && c->origin < 600);
		baseline = c->baseline;
	}
	assert_true(baseline > 0);
}

/* … and a field too small for that tells it; the width it asks for is enough. */
static void test_parts__a_field_too_narrow_is_told(void **state)
{
	struct fake *f = *state;
	const struct field field = { .id = "n",
		.label = "n",
		.typed = "",
		.text_mm = MM_SMALL,
		.widest = "0000-00-00 00:00" };
	int n;

	for (int less = 0; less <= 100; less += 100) {
		fake_begin(f, INPUT_NONE, 0, 0);
		int w = widget_field_width(f->ui, &field) - less;
		widget_field(f->ui, (struct rect){ 100, 100, w, 200 }, &field);
		ui_end(f->ui);
		assert_int_equal(ui_widgets(f->ui, &n)[0].text_overflow, less > 0);
	}
}

static void test_parts__text_returns_its_height(void **state)
{
	struct fake *f = *state;
	struct text_block t = { "t", "{一|いち}ばん", MM_BODY, false, ROLE_INK, ROLE_PAPER,
		LAYOUT_START, 0 };
	int n, h;

	fake_begin(f, INPUT_NONE, 0, 0);
	h = widget_text_height(f->ui, 900, &t);
	assert_int_equal(widget_text(f->ui, (struct rect){ 10, 10, 900, 0 }, &t), h);
	assert_int_equal(widget_text(f->ui, (struct rect){ 10, 10, 900, 500 }, &t), h);
	t.markup = "とてもとてもとてもとてもながいぶんしょう";
	assert_true(widget_text(f->ui, (struct rect){ 10, 10, 120, 60 }, &t) > 0);
	ui_end(f->ui);
	assert_false(ui_widgets(f->ui, &n)[0].text_overflow);
	assert_true(ui_widgets(f->ui, &n)[2].text_overflow);
	assert_string_equal(ui_widgets(f->ui, &n)[0].label, "一ばん");
}

static void test_parts__qr_is_dark_on_white_with_quiet_zone(void **state)
{
	struct fake *f = *state;
	struct rect r = { 100, 100, 300, 300 };
	const struct draw_list *l;

	fake_begin(f, INPUT_NONE, 0, 0);
	assert_true(widget_qr(f->ui, r, "qr", "1234-5678-9012", "QR"));
	assert_false(
		widget_qr(f->ui, (struct rect){ 0, 0, 20, 20 }, "small", "1234-5678-9012", "QR"));
	ui_end(f->ui);
	l = ui_frame(f->ui);
	assert_int_equal(l->cmd[0].color.r, 255);
	assert_int_equal(l->cmd[1].kind, DRAW_BITMAP);
	assert_int_equal(l->cmd[1].color.r, 0);
	assert_int_equal(l->cmd[1].rect.w % l->cmd[1].modules, 0);
	assert_true(r.w - l->cmd[1].rect.w >= 8 * l->cmd[1].rect.w / l->cmd[1].modules);
}

static void test_parts__progress_stays_in_its_place(void **state)
{
	struct fake *f = *state;
	struct rect r = { 500, 10, 400, 80 };
	const struct draw_list *l;
	int shapes = 0;

	fake_begin(f, INPUT_NONE, 0, 0);
	widget_progress(f->ui, r, 3, 8, "3 / 8");
	ui_end(f->ui);
	l = ui_frame(f->ui);
	for (int i = 0; i < l->len; i++) {
		if (l->cmd[i].kind == DRAW_TEXT)
			continue;
		shapes++;
		assert_true(l->cmd[i].rect.x >= r.x &&
			    l->cmd[i].rect.x + l->cmd[i].rect.w <= r.x + r.w);
	}
	assert_int_equal(shapes, 8);
}

static void test_parts__icons_come_by_name(void **state)
{
	struct fake *f = *state;
	struct ui_icons t = { NULL, 0 };
	char path[] = "/tmp/u-icons-XXXXXX", err[256] = "";
	FILE *out = fdopen(mkstemp(path), "w");

	assert_string_equal(ui_icon(f->ui, "sick"), "\xee\x80\x82");
	assert_string_equal(ui_icon(f->ui, "no_such_icon"), "");
	assert_string_equal(ui_icon(f->ui, ""), "");
	assert_string_equal(ui_icon(f->ui, NULL), "");
	fputs("{\"icons\":[{\"name\":\"b\",\"codepoint\":57345},"
	      "{\"name\":\"a\",\"codepoint\":57344}]}",
		out);
	fclose(out);
	assert_true(ui_icons_load(&t, path, err, sizeof err));
	assert_int_equal(t.len, 2);
	assert_string_equal(t.icon[0].name, "a");
	ui_icons_release(&t);
	out = fopen(path, "w");
	fputs("{\"icons\":[{\"name\":\"b\",\"codepoint\":55296}]}", out);
	fclose(out);
	assert_false(ui_icons_load(&t, path, err, sizeof err));
	assert_non_null(strstr(err, "'b'"));
	unlink(path);
	assert_false(ui_icons_load(&t, path, err, sizeof err));
}

static void test_parts__cutting_never_passes_the_edge(void **state)
{
	struct rect r = { 10, 20, 100, 50 }, cut;

	cut = rect_cut_top(&r, 20);
	assert_int_equal(cut.h, 20);
	assert_int_equal(r.y, 40);
	cut = rect_cut_bottom(&r, 1000);
	assert_int_equal(cut.h, 30);
	assert_int_equal(r.h, 0);
	cut = rect_cut_left(&r, -5);
	assert_int_equal(cut.w, 0);
	cut = rect_cut_right(&r, 40);
	assert_int_equal(cut.x, 70);
	assert_int_equal(r.w, 60);
	r = rect_inset((struct rect){ 0, 0, 10, 10 }, 50, -3);
	assert_int_equal(r.w, 0);
	assert_int_equal(r.h, 10);
}

#define CASE(name) cmocka_unit_test_setup_teardown(test_parts__##name, open_fake, close_fake)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(typed_text_is_drawn_but_never_told),
		CASE(typed_braces_are_no_markup),
		CASE(caret_stays_in_sight),
		CASE(caret_goes_left_in_arabic),
		CASE(hint_shows_only_in_an_empty_field),
		CASE(note_leaves_the_line_whole),
		CASE(caret_stands_before_the_hint),
		CASE(widest_text_stays_on_one_line),
		CASE(a_field_too_narrow_is_told),
		CASE(text_returns_its_height),
		CASE(qr_is_dark_on_white_with_quiet_zone),
		CASE(progress_stays_in_its_place),
		CASE(icons_come_by_name),
		CASE(cutting_never_passes_the_edge),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
