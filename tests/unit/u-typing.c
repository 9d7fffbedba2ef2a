/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-typing — the words of tests/typing/kana.tsv, tapped on the keyboard that is shipped: its marks
 * change the letter before them, which no table of plain keys shows.
 * Links: src/shared src/text src/ime src/ui
 */
#include "fake_ui.h"
#include "compose.h"
#include "osk.h"
#include "typing_table.h"

#define TEXT_MAX 512

struct world {
	struct fake *f;
	struct osk osk;
	struct osk_view view;
	char text[TEXT_MAX];
};

static int open_world(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	char err[256] = "";

	assert_non_null(w);
	w->f = fake_open(1920, 1080, 4.0);
	assert_true(osk_load(&w->osk, "assets/keyboards", err, sizeof err));
	strcpy(w->view.keyboard, "kana");
	*state = w;
	return 0;
}

static int close_world(void **state)
{
	struct world *w = *state;

	fake_close(w->f);
	osk_release(&w->osk);
	free(w);
	return 0;
}

static const char *last_letter(const struct world *w)
{
	size_t len = strlen(w->text);

	return w->text + len - utf8_last_cluster(w->text, len);
}

static struct osk_result frame(struct world *w, enum input_kind kind, int x, int y)
{
	static const char *const tabs[] = { "kana" };

	fake_begin(w->f, kind, x, y);
	struct rect r = { 0, 0, 1920, osk_height(w->f->ui, &w->osk, &w->view) };
	struct osk_result ret = osk_run(w->f->ui, &w->osk, &w->view, r, tabs, 1, last_letter(w));
	ui_end(w->f->ui);
	return ret;
}

/* As the screen of own words does with what the keyboard says. */
static void apply(struct world *w, const struct osk_result *r)
{
	size_t len = strlen(w->text);
	struct composed c = { 0, "" };

	if (r->action == OSK_INSERT)
		assert_true(compose_key("", w->text, len, r->text, &c));
	else if (r->action == OSK_DELETE)
		assert_true(compose_delete("", w->text, len, &c));
	else if (r->action == OSK_REPLACE_LAST)
		c.remove = utf8_last_cluster(w->text, len);
	assert_true(r->action != OSK_SWITCH && len + OSK_TEXT_MAX < TEXT_MAX);
	strcpy(w->text + len - c.remove, r->action == OSK_REPLACE_LAST ? r->text : c.text);
}

static void tap(struct world *w, const char *key)
{
	char id[UI_ID_MAX];
	int n;

	frame(w, INPUT_NONE, 0, 0);
	const struct ui_widget *wd = ui_widgets(w->f->ui, &n);
	snprintf(id, sizeof id, "key.%s",
		!strcmp(key, "<")   ? "delete"
		: !strcmp(key, " ") ? "space"
				    : key);
	for (int i = 0; i < n; i++)
		if (!strcmp(wd[i].id, id)) {
			struct rect r = wd[i].rect;

			frame(w, INPUT_DOWN, r.x + r.w / 2, r.y + r.h / 2);
			struct osk_result got = frame(w, INPUT_UP, r.x + r.w / 2, r.y + r.h / 2);
			apply(w, &got);
			return;
		}
	fail_msg("no key %s", id);
}

static void type_word(void *ctx, const char *keys, const char *expected)
{
	struct world *w = ctx;
	char key[TYPING_KEY_MAX];

	w->text[0] = '\0';
	while (*keys) {
		typing_key(&keys, key);
		tap(w, key);
	}
	if (strcmp(w->text, expected) != 0)
		fail_msg("«%s» came out, not «%s»", w->text, expected);
}

static void test_typing__kana_with_their_marks(void **state)
{
	assert_in_range(typing_words("kana", type_word, *state), TYPING_WORDS_LEAST, 1000);
}

/* What the table shows of marks: each letter that has one gives it, and comes back. */
static void test_typing__every_mark_cycles_back(void **state)
{
	struct world *w = *state;

	for (int i = 0; i < w->osk.kana_len; i++) {
		const char *base = w->osk.kana[i].base;
		int marks = !!*w->osk.kana[i].dakuten + !!*w->osk.kana[i].handakuten;

		w->text[0] = '\0';
		tap(w, base);
		for (int n = 0; marks > 0 && n <= marks; n++)
			tap(w, "dakuten");
		assert_string_equal(w->text, base);
		for (int n = 0; *w->osk.kana[i].small && n < 2; n++)
			tap(w, "small");
		assert_string_equal(w->text, base);
	}
}

/* All that any key of any keyboard gives may be typed: it is refused nowhere on its way. */
static void test_typing__every_key_gives_clean_text(void **state)
{
	struct world *w = *state;

	for (int i = 0; i < w->osk.len; i++)
		for (int l = 0; l < w->osk.keyboard[i].layers; l++) {
			const struct osk_layer *layer = &w->osk.keyboard[i].layer[l];

			for (int y = 0; y < layer->rows; y++)
				for (int x = 0; x < layer->cols[y]; x++) {
					const char *text = layer->key[y][x].text;

					if (!utf8_is_clean(text, strlen(text)))
						fail_msg("%s: «%s»", w->osk.keyboard[i].id, text);
				}
		}
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, open_world, close_world)
	const struct CMUnitTest tests[] = { T(test_typing__kana_with_their_marks),
		T(test_typing__every_mark_cycles_back),
		T(test_typing__every_key_gives_clean_text) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
