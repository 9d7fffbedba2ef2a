/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-survey — the audit sees what people may see: every screen in every text size, theme and way of
 * holding a hand on each panel, every page of it, and the visit is untouched afterwards; a frame
 * that somebody finds bad, or a file that cannot be written, ends it with a failure. The gallery
 * takes its pictures where the survey looks.
 * Links: src/shared src/text src/form src/record src/staff src/sheet src/ime src/ui src/kiosk
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <dirent.h>
#include <unistd.h>
#include <cmocka.h>

#include "app.h"
#include "gallery.h"
#include "input.h"
#include "keys.h"
#include "session.h"
#include "survey.h"

#define W        1080
#define H        1920
#define LIST_MAX 2048

static struct app app;
static struct options opt = {
	.content = "build/content", .script = "-", .w = 640, .h = 480, .scale = 100
};
static char folder[] = "/tmp/u-survey-XXXXXX";

struct seen {
	int frames, stop_at; /* stop_at 0: never */
	unsigned sizes, themes;
	char hows[LIST_MAX], views[LIST_MAX];
	enum screen screen;
};

/* Is a word of comma-separated ones. */
static bool has(const char *list, const char *word)
{
	char framed[64];

	snprintf(framed, sizeof(framed), ",%s,", word);
	return strstr(list, framed) != NULL;
}

static void add(char list[static LIST_MAX], const char *word)
{
	size_t len = strlen(list);

	if (len == 0)
		len = (size_t)snprintf(list, LIST_MAX, ",");
	if (!has(list, word))
		snprintf(list + len, LIST_MAX - len, "%s,", word);
}

static bool look(void *ctx, const struct survey_view *v)
{
	struct seen *seen = ctx;
	int n, w, h;

	(void)ui_widgets(v->ui, &n);
	w = ui_state(v->ui)->w;
	h = ui_state(v->ui)->h;
	assert_true(n > 0 && w == v->w && h == v->h);
	assert_int_equal(v->s->screen, seen->screen);
	assert_int_equal(ui_state(v->ui)->text_percent, v->s->text_percent);
	seen->frames++;
	seen->sizes |= 1u << (v->s->text_percent / 10);
	if (!v->how[0])
		seen->themes |= 1u << v->s->theme;
	add(seen->hows, v->how[0] ? v->how : "plain");
	add(seen->views, v->view);
	return seen->frames != seen->stop_at;
}

static int open_app(void **state)
{
	char err[WHY_MAX] = "", missing[WHY_MAX];
	bool locked;

	setenv("SDL_VIDEODRIVER", "dummy", 1);
	keys_init();
	if (!mkdtemp(folder))
		return -1;
	opt.data = folder;
	if (app_load(&app, &opt, err, missing) != 0 || app_open_display(&app, err) != 0) {
		print_error("%s\n", err);
		return -1;
	}
	input_virtual_clock(true);
	*state = session_open(&app, &locked);
	return *state == NULL;
}

static int close_app(void **state)
{
	char command[64];

	session_close(*state);
	app_close(&app);
	snprintf(command, sizeof(command), "rm -r %s", folder);
	return system(command);
}

static int lang_of(const char *tag)
{
	for (int i = 0; i < app.catalog.lang_len; i++)
		if (strcmp(app.catalog.lang[i].tag, tag) == 0)
			return i;
	fail_msg("no language %s", tag);
	return -1;
}

static void go(struct session *s, const char *lang, enum screen screen)
{
	session_wipe(s);
	session_use_lang(s, lang_of(lang));
	s->screen = screen;
}

static struct seen all_of(struct session *s, int w, int h)
{
	struct seen seen = { .screen = s->screen };

	assert_true(survey_run(s, w, h, look, &seen));
	return seen;
}

static unsigned every_theme(void)
{
	return (1u << app.themes.len) - 1;
}

static const unsigned every_size = 1u << 10 | 1u << 13 | 1u << 16;

static void test_survey__every_screen_in_every_size_theme_and_way(void **state)
{
	static const enum screen screens[] = { SCREEN_NOTICE, SCREEN_NOTICE_MORE, SCREEN_FORM,
		SCREEN_CHECK, SCREEN_LOOKUP, SCREEN_ANSWER, SCREEN_DIRECTORY, SCREEN_ABOUT,
		SCREEN_LANGUAGE, SCREEN_COMFORT, SCREEN_IDLE, SCREEN_STAFF_CALL, SCREEN_TROUBLE };
	struct session *s = *state;

	for (size_t i = 0; i < sizeof(screens) / sizeof(screens[0]); i++) {
		go(s, "en", screens[i]);
		s->lookup_answer = LOOKUP_PENDING;
		struct seen seen = all_of(s, W, H);
		assert_int_equal(seen.sizes, every_size);
		assert_int_equal(seen.themes, every_theme());
		assert_true(has(seen.hows, "plain") && has(seen.hows, "left") &&
			    has(seen.hows, "reach") && has(seen.hows, "bilingual") &&
			    has(seen.hows, "reach bilingual left"));
		assert_false(has(seen.hows, "bare") || has(seen.hows, "unmirrored"));
	}
}

static void test_survey__what_no_visit_has_is_not_looked_at(void **state)
{
	struct session *s = *state;

	go(s, "en", SCREEN_START); /* nobody has set anything yet */
	struct seen seen = all_of(s, W, H);
	assert_int_equal(seen.sizes, 1u << 10);
	assert_int_equal(seen.themes, 1u);
	go(s, "ja", SCREEN_COMFORT);
	seen = all_of(s, H, W); /* nothing is out of reach on a low panel */
	assert_true(has(seen.hows, "bare") && has(seen.hows, "left"));
	assert_false(has(seen.hows, "reach") || has(seen.hows, "bilingual"));
}

static void test_survey__every_page_and_keyboard(void **state)
{
	struct session *s = *state;

	go(s, "en", SCREEN_DIRECTORY);
	struct seen seen = all_of(s, 1024, 600);
	assert_true(has(seen.views, "at 0 page 0") && has(seen.views, "at 0 page 1"));
	go(s, "ja-simple", SCREEN_FORM);
	for (s->page = 0; strcmp(app.form.page[s->page].id, "words") != 0;)
		s->page++;
	seen = all_of(s, 1920, 1080);
	assert_true(has(seen.views, "at 0 page 0"));
	assert_true(has(seen.views, "at 0 page 0 latin 0"));
	assert_true(has(seen.views, "at 0 page 0 draw 0"));
	assert_true(has(seen.views, "at 0 page 0 latin 1 shift"));
}

static void test_survey__leaves_the_visit_as_it_was(void **state)
{
	struct session *s = *state, *before = malloc(sizeof(*before));

	assert_non_null(before);
	go(s, "en", SCREEN_FORM);
	s->text_percent = 130;
	s->theme = 1;
	*before = *s;
	(void)all_of(s, W, H);
	assert_memory_equal(s, before, sizeof(*s));
	struct seen seen = { .screen = s->screen, .stop_at = 7 };
	assert_false(survey_run(s, W, H, look, &seen));
	assert_memory_equal(s, before, sizeof(*s));
	free(before);
}

static void test_survey__a_frame_that_fails_ends_it(void **state)
{
	struct session *s = *state;

	go(s, "en", SCREEN_NOTICE);
	int frames = all_of(s, W, H).frames;
	for (int at = 1; at <= frames; at += frames / 5 + 1) {
		struct seen seen = { .screen = s->screen, .stop_at = at };
		assert_false(survey_run(s, W, H, look, &seen));
		assert_int_equal(seen.frames, at);
	}
}

static void test_survey__a_file_that_cannot_be_written_is_told(void **state)
{
	struct session *s = *state;
	char err[WHY_MAX], line[128];

	go(s, "en", SCREEN_NOTICE);
	assert_false(survey_append(s, "/dev/full 640x480", err));
	assert_non_null(strstr(err, "/dev/full"));
	assert_false(survey_append(s, "/no/such/folder/x 640x480", err));
	assert_non_null(strstr(err, "/no/such/folder/x"));
	snprintf(line, sizeof(line), "%s/frames 640x", folder);
	assert_false(survey_append(s, line, err));
	assert_non_null(strstr(err, "640x"));
	assert_false(survey_append(s, "", err));
}

static void test_survey__one_line_for_each_frame(void **state)
{
	struct session *s = *state;
	char err[WHY_MAX], path[64], line[128];
	int frames, lines = 0;

	go(s, "en", SCREEN_ABOUT);
	frames = all_of(s, 640, 480).frames + all_of(s, 480, 640).frames;
	snprintf(path, sizeof(path), "%s/frames.json", folder);
	snprintf(line, sizeof(line), "%s 640x480 480x640", path);
	assert_true(survey_append(s, line, err));
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	for (int c; (c = fgetc(f)) != EOF;)
		lines += c == '\n';
	fclose(f);
	assert_int_equal(lines, frames);
}

/* How many files of the folder begin like this. */
static int files(const char *begin)
{
	DIR *d = opendir(folder);
	int n = 0;

	assert_non_null(d);
	for (const struct dirent *e; (e = readdir(d)) != NULL;)
		n += strncmp(e->d_name, begin, strlen(begin)) == 0;
	closedir(d);
	return n;
}

static void test_gallery__a_picture_of_every_theme(void **state)
{
	struct session *s = *state;
	char err[WHY_MAX], line[128];

	go(s, "en", SCREEN_IDLE);
	snprintf(line, sizeof(line), "%s/en_00 640x480 480x640", folder);
	assert_true(gallery_write(s, line, err));
	assert_int_equal(files("en_00-idle-0.0-"), 2 * app.themes.len);
	go(s, "en", SCREEN_START);
	assert_true(gallery_write(s, line, err));
	assert_int_equal(files("en_00-start-0.0-"), 2);
}

static void test_gallery__what_cannot_be_written_is_told(void **state)
{
	struct session *s = *state;
	char err[WHY_MAX];

	go(s, "en", SCREEN_IDLE);
	assert_false(gallery_write(s, "/no/such/folder/x 640x480", err));
	assert_non_null(strstr(err, "/no/such/folder/x"));
	assert_false(gallery_write(s, "x 640x480x2", err));
	assert_false(gallery_write(s, "", err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_survey__every_screen_in_every_size_theme_and_way),
		cmocka_unit_test(test_survey__what_no_visit_has_is_not_looked_at),
		cmocka_unit_test(test_survey__every_page_and_keyboard),
		cmocka_unit_test(test_survey__leaves_the_visit_as_it_was),
		cmocka_unit_test(test_survey__a_frame_that_fails_ends_it),
		cmocka_unit_test(test_survey__a_file_that_cannot_be_written_is_told),
		cmocka_unit_test(test_survey__one_line_for_each_frame),
		cmocka_unit_test(test_gallery__a_picture_of_every_theme),
		cmocka_unit_test(test_gallery__what_cannot_be_written_is_told),
	};

	return cmocka_run_group_tests(tests, open_app, close_app);
}
