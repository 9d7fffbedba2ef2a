/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-widgets — cards and buttons on every panel: never below the target size, never too close, and
 * what does not fit is on another page that can be reached.
 * Links: src/shared src/text src/ui
 */
#include <stdio.h>
#include "fake_ui.h"
#include "widgets.h"

static const struct {
	int w, h;
	double mm;
} panels[] = {
	/* width of the panel in mm */
	{ 1024, 600, 222 },
	{ 1280, 800, 217 },
	{ 1920, 1080, 476 },
	{ 1080, 1920, 268 },
	{ 3840, 2160, 597 },
	{ 1366, 768, 344 },
};
#define PANELS      (sizeof panels / sizeof panels[0])
#define CHOICES_MAX 40

#define COLUMNS_TOO_MANY 12

static struct choice choices[CHOICES_MAX];
static char ids[CHOICES_MAX][16];

static struct choices make_choices(int n, const char *label)
{
	for (int i = 0; i < n; i++) {
		snprintf(ids[i], sizeof ids[i], "t.%d", i);
		choices[i] = (struct choice){ ids[i], label, "sick", false, false };
	}
	return (struct choices){ .prefix = "t", .choice = choices, .len = n, .more_label = "ほか" };
}

/* A screen's content area: two thirds of the height. */
static struct rect area(const struct fake *f)
{
	return (struct rect){ 40, f->state.h / 5, f->state.w - 80, f->state.h * 2 / 3 };
}

static void assert_sane_targets(struct fake *f, struct rect r)
{
	int n, least = ui_mm(f->ui, MM_TARGET), gap = ui_mm(f->ui, MM_GAP);
	const struct ui_widget *w = ui_widgets(f->ui, &n);

	for (int i = 0; i < n; i++) {
		assert_true(w[i].rect.w >= least && w[i].rect.h >= least);
		assert_true(w[i].rect.x >= r.x && w[i].rect.x + w[i].rect.w <= r.x + r.w);
		assert_true(w[i].rect.y >= r.y && w[i].rect.y + w[i].rect.h <= r.y + r.h);
		assert_true(w[i].contrast >= 7.0 && w[i].border_contrast >= 3.0);
		for (int j = 0; j < i; j++)
			assert_true(w[j].rect.x + w[j].rect.w + gap <= w[i].rect.x ||
				    w[i].rect.x + w[i].rect.w + gap <= w[j].rect.x ||
				    w[j].rect.y + w[j].rect.h + gap <= w[i].rect.y ||
				    w[i].rect.y + w[i].rect.h + gap <= w[j].rect.y);
	}
	assert_false(ui_frame(f->ui)->overflow);
}

static int frame(
	struct fake *f, const struct choices *c, int *page, enum input_kind kind, int x, int y)
{
	int fired;

	fake_begin(f, kind, x, y);
	fired = widget_choices(f->ui, area(f), c, page);
	ui_end(f->ui);
	return fired;
}

/* Taps the widget; returns what the grid said. */
static int tap(struct fake *f, const struct choices *c, int *page, const char *id)
{
	int n;
	const struct ui_widget *w = ui_widgets(f->ui, &n);
	struct rect r = { -1, -1, 0, 0 };

	for (int i = 0; i < n; i++)
		if (!strcmp(w[i].id, id))
			r = w[i].rect;
	frame(f, c, page, INPUT_DOWN, r.x + r.w / 2, r.y + r.h / 2);
	return frame(f, c, page, INPUT_UP, r.x + r.w / 2, r.y + r.h / 2);
}

static void test_widgets__grids_keep_targets_on_every_panel(void **state)
{
	for (size_t p = 0; p < PANELS; p++)
		for (int n = 1; n <= 24; n++) {
			struct fake *f = fake_open(
				panels[p].w, panels[p].h, panels[p].w / panels[p].mm);
			struct choices c = make_choices(n, "{家|いえ}・{仕事|しごと}");
			int page = 0;

			assert_int_equal(frame(f, &c, &page, INPUT_NONE, 0, 0), -1);
			assert_sane_targets(f, area(f));
			fake_close(f);
		}
}

/* Every choice can be reached: marks those seen while walking the pages once around. */
static void walk_pages(struct fake *f, const struct choices *c, bool seen[CHOICES_MAX])
{
	int page = 0, n;

	for (int turn = 0; turn < CHOICES_MAX; turn++) {
		const struct ui_widget *w;
		bool more = false;

		frame(f, c, &page, INPUT_NONE, 0, 0);
		assert_sane_targets(f, area(f));
		w = ui_widgets(f->ui, &n);
		for (int i = 0; i < n; i++) {
			more = more || !strcmp(w[i].id, "t.more");
			if (strcmp(w[i].id, "t.more"))
				seen[atoi(w[i].id + 2)] = true;
		}
		if (!more)
			return;
		assert_int_equal(tap(f, c, &page, "t.more"), -1);
		if (page == 0)
			return;
	}
	fail();
}

static void test_widgets__pages_reach_every_choice_and_return(void **state)
{
	for (size_t p = 0; p < PANELS; p++) {
		struct fake *f = fake_open(panels[p].w, panels[p].h, panels[p].w / panels[p].mm);
		struct choices c = make_choices(CHOICES_MAX, "ことば");
		bool seen[CHOICES_MAX] = { false };

		walk_pages(f, &c, seen);
		for (int i = 0; i < CHOICES_MAX; i++)
			assert_true(seen[i]);
		fake_close(f);
	}
}

/* On a full page what leads on stands behind the last card, in the same place on every page. */
static void test_widgets__more_stands_behind_the_cards(void **state)
{
	for (size_t p = 0; p < PANELS; p++)
		for (int len = 5; len <= CHOICES_MAX; len++) {
			struct fake *f = fake_open(
				panels[p].w, panels[p].h, panels[p].w / panels[p].mm);
			struct choices c = make_choices(len, "ことばの ことと その ほかの こと");
			int page = 0, n;

			frame(f, &c, &page, INPUT_NONE, 0, 0);
			const struct ui_widget *w = ui_widgets(f->ui, &n);
			const struct rect first = w[0].rect, more = w[n - 1].rect;
			if (n > 2 && !strcmp(w[n - 1].id, "t.more")) {
				struct rect last = w[n - 2].rect;
				assert_true(more.y > last.y ? more.x == first.x : more.x > last.x);
				tap(f, &c, &page, "t.more");
				frame(f, &c, &page, INPUT_NONE, 0, 0);
				w = ui_widgets(f->ui, &n);
				assert_memory_equal(&w[n - 1].rect, &more, sizeof(more));
			}
			fake_close(f);
		}
}

static void test_widgets__narrow_cards_give_words_the_room(void **state)
{
	struct fake *f = fake_open(1024, 600, 1024 / 223.0);
	struct choices c = make_choices(15, "お{年寄|としよ}りの {世話|せわ}（{介護|かいご}）");
	int page = 0, n;

	fake_begin(f, INPUT_NONE, 0, 0);
	widget_choices(f->ui, (struct rect){ 27, 182, 970, 297 }, &c, &page);
	ui_end(f->ui);
	ui_widgets(f->ui, &n);
	assert_int_equal(n, 6); /* of the topics; not three and "more": five pages */
	fake_close(f);
}

/* No last page with one lonely card: pages differ by as many cards as there are pages. */
static void test_widgets__pages_are_about_equally_full(void **state)
{
	for (size_t p = 0; p < PANELS; p++)
		for (int n = 5; n <= CHOICES_MAX; n++) {
			struct fake *f = fake_open(
				panels[p].w, panels[p].h, panels[p].w / panels[p].mm);
			struct choices c = make_choices(n, "ことばの ことと その ほかの こと");
			int page = 0, pages = 0, first = 0, on;

			do {
				frame(f, &c, &page, INPUT_NONE, 0, 0);
				ui_widgets(f->ui, &on);
				first = pages++ == 0 ? on : first;
				if (on < n)
					tap(f, &c, &page, "t.more");
			} while (page > 0 && pages < CHOICES_MAX);
			frame(f, &c, &(int){ pages - 1 }, INPUT_NONE, 0, 0);
			ui_widgets(f->ui, &on);
			assert_true(pages == 1 || first - on < pages);
			fake_close(f);
		}
}

/* Yes and no stand below yes, no and don't know: in the columns that the page wishes. */
static void test_widgets__wished_columns_stand_in_line(void **state)
{
	struct fake *f = fake_open(1920, 1080, 1920 / 476.0);
	int page = 0, n;
	struct rect third = { 0 };

	for (int len = 3; len >= 2; len--) {
		struct choices c = make_choices(len, "はい");
		c.columns_wished = 3;
		for (int i = 0; i < len; i++)
			choices[i].icon = "";
		frame(f, &c, &page, INPUT_NONE, 0, 0);
		const struct rect second = ui_widgets(f->ui, &n)[1].rect;
		assert_int_equal(n, len);
		assert_true(len == 3 || (second.x == third.x && second.w == third.w));
		third = second;
	}
	/* what does not fit then is laid out as if nothing had been wished */
	struct choices c = make_choices(
		2, "とても ながい ながい ことばが ここに あります・ほんとうに");
	c.columns_wished = COLUMNS_TOO_MANY;
	frame(f, &c, &page, INPUT_NONE, 0, 0);
	assert_sane_targets(f, area(f));
	fake_close(f);
}

static void test_widgets__few_choices_need_no_page(void **state)
{
	struct fake *f = fake_open(1920, 1080, 1920 / 476.0);
	struct choices c = make_choices(15, "{学校|がっこう}に");
	int page = 7, n;

	frame(f, &c, &page, INPUT_NONE, 0, 0);
	assert_int_equal(page, 0);
	ui_widgets(f->ui, &n);
	assert_int_equal(n, 15);
	assert_int_equal(tap(f, &c, &page, "t.11"), 11);
	fake_close(f);
}

static void test_widgets__few_choices_are_large_on_a_large_panel(void **state)
{
	struct fake *f = fake_open(1920, 1080, 1920 / 476.0);
	struct choices four = make_choices(4, "{家族|かぞく}"), many;
	int page = 0, n, text;
	const struct ui_widget *w;

	frame(f, &four, &page, INPUT_NONE, 0, 0);
	w = ui_widgets(f->ui, &n);
	assert_int_equal(n, 4);
	assert_int_equal(w[0].rect.y, w[1].rect.y); /* two by two */
	assert_int_equal(w[0].rect.x, w[2].rect.x);
	assert_true(w[3].rect.h >= ui_mm(f->ui, 50));
	text = w[0].text_px;
	many = make_choices(15, "{家族|かぞく}");
	frame(f, &many, &page, INPUT_NONE, 0, 0);
	w = ui_widgets(f->ui, &n);
	assert_int_equal(n, 15);
	assert_true(w[0].rect.h <= ui_mm(f->ui, 40));
	assert_true(text > w[0].text_px);
	fake_close(f);
}

static void test_widgets__an_endless_label_is_told_honestly(void **state)
{
	struct fake *f = fake_open(1024, 600, 1024 / 222.0);
	char label[400] = "";
	struct choices c;
	int page = 0, n;

	for (int i = 0; i < 90; i++)
		strcat(label, "あ");
	c = make_choices(3, label);
	frame(f, &c, &page, INPUT_NONE, 0, 0);
	assert_true(ui_widgets(f->ui, &n)[0].text_overflow);
	fake_close(f);
}

static void test_widgets__no_room_still_leads_on(void **state)
{
	struct fake *f = fake_open(200, 200, 8.0);
	struct choices c = make_choices(5, "あ");
	int page = 0, n;

	fake_begin(f, INPUT_NONE, 0, 0);
	widget_choices(f->ui, (struct rect){ 0, 0, 150, 150 }, &c, &page);
	ui_end(f->ui);
	assert_int_equal(strcmp(ui_widgets(f->ui, &n)[1].id, "t.more"), 0);
	fake_close(f);
}

/* A window may be dragged to any size: nothing may fail, however little is seen. */
static void test_widgets__tiny_windows_are_survived(void **state)
{
	for (int edge = 1; edge < 200; edge += 13) {
		struct fake *f = fake_open(edge, edge, 8.0);
		struct choices c = make_choices(5, "{家|いえ}");
		struct button b = {
			.id = "b", .label = "もどる", .icon = "check", .pill = edge & 1
		};
		int page = 0;

		fake_begin(f, INPUT_NONE, 0, 0);
		widget_choices(f->ui, (struct rect){ 5, 5, edge - 10, edge - 40 }, &c, &page);
		widget_button(f->ui, (struct rect){ 0, 0, edge - 20, edge - 30 }, &b);
		widget_progress(f->ui, (struct rect){ 0, 0, edge - 20, edge - 30 }, 3, 8, "3 / 8");
		widget_mark(f->ui, 0, 0, edge - 40, true);
		ui_end(f->ui);
		fake_close(f);
	}
}

static void test_widgets__height_is_enough(void **state)
{
	struct fake *f = fake_open(1920, 1080, 1920 / 476.0);
	struct choices c = make_choices(6, "{食|た}べ{物|もの}が ない");
	int page = 0, h, n;

	fake_begin(f, INPUT_NONE, 0, 0);
	h = widget_choices_height(f->ui, 1800, &c);
	assert_true(h >= ui_mm(f->ui, MM_TARGET));
	widget_choices(f->ui, (struct rect){ 0, 0, 1800, h }, &c, &page);
	ui_end(f->ui);
	ui_widgets(f->ui, &n);
	assert_int_equal(n, 6);
	for (int i = 0; i < n; i++)
		assert_false(ui_widgets(f->ui, &n)[i].text_overflow);
	fake_close(f);
}

static void test_widgets__buttons_shrink_then_tell(void **state)
{
	struct fake *f = fake_open(1920, 1080, 4.0);
	struct button b = { .id = "b", .label = "もどる", .icon = "check" };
	int n, px;

	fake_begin(f, INPUT_NONE, 0, 0);
	assert_true(widget_button_width(f->ui, &b) >= ui_mm(f->ui, MM_TARGET));
	widget_button(f->ui, (struct rect){ 0, 0, widget_button_width(f->ui, &b), 80 }, &b);
	b.id = "narrow";
	b.icon = "";
	widget_button(f->ui, (struct rect){ 0, 100, 110, 80 }, &b);
	b.id = "hopeless";
	b.label = "ながいながいことばがここにある";
	widget_button(f->ui, (struct rect){ 0, 200, 80, 80 }, &b);
	ui_end(f->ui);
	px = ui_text_px(f->ui, MM_BODY);
	assert_int_equal(ui_widgets(f->ui, &n)[0].text_px, px);
	assert_false(ui_widgets(f->ui, &n)[0].text_overflow);
	assert_true(ui_widgets(f->ui, &n)[1].text_px < px);
	assert_false(ui_widgets(f->ui, &n)[1].text_overflow);
	assert_true(ui_widgets(f->ui, &n)[2].text_overflow);
	assert_true(ui_widgets(f->ui, &n)[2].text_px >= ui_text_px(f->ui, MM_SMALL));
	fake_close(f);
}

static void test_widgets__colours_that_cannot_be_read_are_replaced(void **state)
{
	struct fake *f = fake_open(1920, 1080, 4.0);
	struct button b = { .id = "b", .label = "あ" };
	int n;

	f->theme.role[ROLE_NIGHT] = (struct color){ 240, 240, 240 }; /* a careless theme */
	fake_begin(f, INPUT_NONE, 0, 0);
	widget_button(f->ui, (struct rect){ 0, 0, 200, 80 }, &b);
	ui_end(f->ui);
	assert_true(ui_widgets(f->ui, &n)[0].contrast >= 7.0);
	assert_true(ui_widgets(f->ui, &n)[0].border_contrast >= 3.0);
	fake_close(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_widgets__grids_keep_targets_on_every_panel),
		cmocka_unit_test(test_widgets__pages_reach_every_choice_and_return),
		cmocka_unit_test(test_widgets__pages_are_about_equally_full),
		cmocka_unit_test(test_widgets__wished_columns_stand_in_line),
		cmocka_unit_test(test_widgets__more_stands_behind_the_cards),
		cmocka_unit_test(test_widgets__narrow_cards_give_words_the_room),
		cmocka_unit_test(test_widgets__few_choices_need_no_page),
		cmocka_unit_test(test_widgets__few_choices_are_large_on_a_large_panel),
		cmocka_unit_test(test_widgets__an_endless_label_is_told_honestly),
		cmocka_unit_test(test_widgets__no_room_still_leads_on),
		cmocka_unit_test(test_widgets__tiny_windows_are_survived),
		cmocka_unit_test(test_widgets__height_is_enough),
		cmocka_unit_test(test_widgets__buttons_shrink_then_tell),
		cmocka_unit_test(test_widgets__colours_that_cannot_be_read_are_replaced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
