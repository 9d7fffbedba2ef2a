/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-reference — every script as it is drawn: the cases of tests/text/cases.json are laid out and
 * drawn by the real engine with the real faces, and must equal the pictures of tests/text/reference
 * pixel by pixel. Runs (face, script, direction), lines and flags are compared beside them, because
 * they say why a picture changed. A picture that differs is written to build/text with one that
 * shows where. With MARUMADO_REFERENCE=write (`make reference`) the pictures are made instead, and
 * a page to judge them by: build/text/index.html. Skipped without the font packages.
 * Links: src/shared src/text src/ui
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <cmocka.h>
#include <jansson.h>
#include "buf.h"
#include "draw.h"
#include "font.h"
#include "picture.h"
#include "real_fonts.h"

#define CASES     "tests/text/cases.json"
#define REFERENCE "tests/text/reference"
#define VERSIONS  REFERENCE "/packages.txt"
#define OUT       "build/text"
#define PX        40
#define MARGIN    30 /* room to see ink that leaves the block */
#define CASES_MAX 128

static struct fontstack stack;
static struct font *font;
static json_t *cases;
static struct picture made[CASES_MAX];
static bool writing;

static int open_all(void **state)
{
	(void)state;
	json_error_t why;
	const char *mode = getenv("MARUMADO_REFERENCE");
	writing = mode && strcmp(mode, "write") == 0;
	mkdir("build", 0777);
	mkdir(OUT, 0777);
	cases = json_load_file(CASES, JSON_REJECT_DUPLICATES, &why);
	if (!cases)
		fprintf(stderr, "# %s:%d: %s\n", CASES, why.line, why.text);
	font = real_fonts_open(&stack);
	return cases && json_array_size(cases) <= CASES_MAX && font ? 0 : -1;
}

static int close_all(void **state)
{
	(void)state;
	for (int i = 0; i < CASES_MAX; i++)
		picture_release(&made[i]);
	font_close(font);
	json_decref(cases);
	layout_breaks_close();
	return 0;
}

static const char *string_of(const json_t *c, const char *key)
{
	const char *s = json_string_value(json_object_get(c, key));
	return s ? s : "";
}

static bool flag_of(const json_t *c, const char *key)
{
	return json_is_true(json_object_get(c, key));
}

static struct layout_style style_of(const json_t *c)
{
	const char *align = string_of(c, "align");
	return (struct layout_style){ .lang = string_of(c, "lang"),
		.px = PX,
		.bold = flag_of(c, "bold"),
		.markup = !flag_of(c, "typed"),
		.ruby = !flag_of(c, "typed"),
		.align = strcmp(align, "center") == 0 ? LAYOUT_CENTER
			: strcmp(align, "end") == 0   ? LAYOUT_END
						      : LAYOUT_START,
		.width_max = (int)json_integer_value(json_object_get(c, "width")) };
}

/* --- what the pictures do not say: runs and lines as words --- */

/* One string a run, "noto-arab Arab rtl السلام", and one a line, in drawing order, readings in
 * angle brackets. */
static void describe(const struct layout *l, json_t *runs, json_t *lines)
{
	struct buf line = BUF_INIT;
	int baseline = 0;
	for (size_t i = 0; i < l->run_len; i++) {
		const struct layout_run *r = &l->run[i];
		const char *text = l->bytes + r->text;
		json_array_append_new(runs,
			json_sprintf("%s %s %s %s", stack.face[r->face].id, r->script,
				r->reading ? "reading" : r->rtl ? "rtl" : "ltr", text));
		if (!r->reading && i > 0 && r->baseline != baseline && line.len > 0) {
			json_array_append_new(lines, json_string(line.data));
			buf_release(&line);
			line = (struct buf)BUF_INIT;
		}
		if (!r->reading)
			baseline = r->baseline;
		buf_printf(&line, r->reading ? "<%s>" : "%s", text);
	}
	json_array_append_new(lines, json_string(line.len > 0 ? line.data : ""));
	buf_release(&line);
}

static int told(const char *name, const char *what, json_t *is, const json_t *should)
{
	if (!should || json_equal(is, should))
		return 0;
	char *a = json_dumps(is, JSON_ENCODE_ANY), *b = json_dumps(should, JSON_ENCODE_ANY);
	fprintf(stderr, "# %s: %s are %s\n#   and should be %s\n", name, what, a, b);
	free(a);
	free(b);
	return 1;
}

static int check_words(const json_t *c, const struct layout *l)
{
	const char *name = string_of(c, "name");
	json_t *runs = json_array(), *lines = json_array();
	describe(l, runs, lines);
	int faults = told(name, "runs", runs, json_object_get(c, "runs")) +
		     told(name, "lines", lines, json_object_get(c, "lines"));
	if (l->missing_glyph != flag_of(c, "missing") && ++faults)
		fprintf(stderr, "# %s: missing_glyph is %d\n", name, l->missing_glyph);
	if (l->overflow != flag_of(c, "overflow") && ++faults)
		fprintf(stderr, "# %s: overflow is %d\n", name, l->overflow);
	json_decref(runs);
	json_decref(lines);
	return faults;
}

/* --- pictures --- */

/* The block on white, its box framed, through the same draw list and painter as a screen. */
static struct picture draw_block(const struct layout *l)
{
	static struct draw_list list;
	const struct color black = { 0, 0, 0 }, white = { 255, 255, 255 };
	const struct color frame = { 225, 225, 225 };
	struct picture p = { NULL, 0, 0 };
	char err[256] = "";
	int w = l->box + 2 * MARGIN, h = l->height + 2 * MARGIN;
	struct draw_options options = { .w = w, .h = h, .title = "", .unseen = true };
	struct draw *d = draw_open(&options, err, sizeof err);
	if (!d)
		fail_msg("%s", err);
	draw_list_reset(&list, w, h);
	draw_box(&list, (struct rect){ 0, 0, w, h }, &white, NULL, 0, 0);
	draw_box(&list, (struct rect){ MARGIN - 1, MARGIN - 1, l->box + 2, l->height + 2 }, NULL,
		&frame, 1, 0);
	draw_layout(&list, l, MARGIN, MARGIN, black);
	assert_true(draw_present(d, &list, font));
	assert_true(draw_shot(d, OUT "/.shot.png"));
	assert_true(picture_read(&p, OUT "/.shot.png"));
	remove(OUT "/.shot.png");
	draw_close(d);
	draw_list_release(&list);
	assert_int_equal(p.w, w);
	assert_int_equal(p.h, h);
	return p;
}

static int check_picture(const char *name, const struct picture *is)
{
	char path[256], out[256], diff[256];
	struct picture should;
	snprintf(path, sizeof path, REFERENCE "/%s.png", name);
	snprintf(out, sizeof out, OUT "/%s.png", name);
	snprintf(diff, sizeof diff, OUT "/%s.diff.png", name);
	remove(out);
	remove(diff);
	if (writing) {
		assert_true(picture_write(is, path));
		return 0;
	}
	bool known = picture_read(&should, path);
	if (known && picture_equal(is, &should)) {
		picture_release(&should);
		return 0;
	}
	assert_true(picture_write(is, out));
	if (known)
		assert_true(picture_write_diff(&should, is, diff));
	fprintf(stderr, "# %s: %s; see %s%s%s\n", name,
		known ? "the picture differs" : "there is no reference picture", out,
		known ? " and " : "", known ? diff : "");
	picture_release(&should);
	return 1;
}

/* A page that shows each picture beside what to look for. */
static void write_page(void)
{
	FILE *f = fopen(OUT "/index.html", "we");
	size_t i;
	json_t *c;
	assert_non_null(f);
	fprintf(f, "<!doctype html><meta charset=utf-8><title>Reference pictures</title>\n");
	json_array_foreach (cases, i, c)
		fprintf(f, "<h2>%s</h2><p lang=%s>%s</p><img src='../../" REFERENCE "/%s.png'>\n",
			string_of(c, "name"), string_of(c, "lang"), string_of(c, "look"),
			string_of(c, "name"));
	assert_int_equal(fclose(f), 0);
}

/* --- package versions --- */

/* Tells which packages are not those the pictures were made with; returns how many. */
static int check_versions(void)
{
	char name[128], version[128], command[512], line[256];
	int others = 0;
	FILE *list = fopen(VERSIONS, "re");
	assert_non_null(list);
	while (fgets(line, sizeof line, list)) {
		if (sscanf(line, "%127[a-z0-9.+-] %127s", name, version) != 2)
			continue;
		char now[128] = "not installed";
		snprintf(command, sizeof command,
			"dpkg-query -W -f '${Version}' %s 2>/dev/null", name);
		FILE *query = popen(command, "re");
		if (query && fscanf(query, "%127s", now) < 1)
			snprintf(now, sizeof now, "not installed");
		if (query)
			pclose(query);
		if (strcmp(now, version) != 0 && ++others)
			fprintf(stderr, "# %s: the pictures were made with %s, here it is %s\n",
				name, version, now);
	}
	fclose(list);
	return others;
}

/* --- tests --- */

static void test_reference__every_case_is_drawn_as_it_was_judged(void **state)
{
	(void)state;
	int faults = 0;
	size_t i;
	json_t *c;
	json_array_foreach (cases, i, c) {
		struct layout_style s = style_of(c);
		struct layout l;
		assert_true(layout_text(&l, &stack, font_metrics(font), &s, string_of(c, "text")));
		made[i] = draw_block(&l);
		faults += check_words(c, &l) + check_picture(string_of(c, "name"), &made[i]);
		layout_release(&l);
	}
	if (writing)
		write_page();
	if (faults > 0 && check_versions() > 0)
		fprintf(stderr, "# other packages than the pictures were made with: look at the "
				"new pictures, then make reference\n");
	assert_int_equal(faults, 0);
}

/* Cases of one "differ" group must not look the same: 骨 of Japan is not that of China. */
static void test_reference__what_must_differ_differs(void **state)
{
	(void)state;
	int pairs = 0;
	for (size_t i = 0; i < json_array_size(cases); i++)
		for (size_t k = 0; k < i; k++) {
			const json_t *a = json_array_get(cases, i), *b = json_array_get(cases, k);
			if (!*string_of(a, "differ") ||
				strcmp(string_of(a, "differ"), string_of(b, "differ")) != 0)
				continue;
			pairs++;
			if (picture_equal(&made[i], &made[k]))
				fail_msg("%s looks like %s", string_of(a, "name"),
					string_of(b, "name"));
		}
	assert_true(pairs >= 6);
}

/* The comparison itself: one pixel is enough, and so is another size. */
static void test_reference__a_changed_pixel_is_seen(void **state)
{
	(void)state;
	struct picture p = made[0];
	p.grey[5] ^= 1;
	struct picture other = { .w = p.w, .h = p.h, .grey = malloc((size_t)p.w * (size_t)p.h) };
	assert_non_null(other.grey);
	memcpy(other.grey, p.grey, (size_t)p.w * (size_t)p.h);
	assert_true(picture_equal(&p, &other));
	other.grey[5] ^= 1;
	assert_false(picture_equal(&p, &other));
	other.grey[5] ^= 1;
	other.h--;
	assert_false(picture_equal(&p, &other));
	p.grey[5] ^= 1;
	free(other.grey);
	assert_false(picture_read(&other, CASES));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reference__every_case_is_drawn_as_it_was_judged),
		cmocka_unit_test(test_reference__what_must_differ_differs),
		cmocka_unit_test(test_reference__a_changed_pixel_is_seen),
	};
	return cmocka_run_group_tests(tests, open_all, close_all);
}
