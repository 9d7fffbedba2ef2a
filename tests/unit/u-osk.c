/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-osk — what keys mean, and keyboards that are right or refused.
 * Links: src/shared src/text src/ui
 */
#include <sys/stat.h>
#include <unistd.h>
#include "fake_ui.h"
#include "osk.h"

/* JSON with ' for ", turned round by write_file. */
#define KANA "{'id':'kana','tab':{'label':'かな','icon':''},'layers':[{'name':'base','rows':[" \
	"[{'t':'か'},{'t':'つ'},{'gap':1},{'a':'delete','l':'消','w':3}]," \
	"[{'a':'dakuten','l':'゛'},{'a':'small','l':'小'},{'a':'space','l':'空'}," \
	"{'a':'enter','l':'改'},{'a':'keyboard:latin','l':'A'}]]}]}"
#define LATIN "{'id':'latin','tab':{'label':'ABC','icon':''},'layers':[" \
	"{'name':'base','rows':[[{'t':'a'},{'a':'shift','l':'S'},{'a':'layer:sym','l':'#'}]]}," \
	"{'name':'sym','rows':[[{'t':'%'},{'a':'layer:base','l':'a'}]]}]}"
#define MARKS "{'marks':[{'base':'か','dakuten':'が','handakuten':'','small':''}," \
	"{'base':'は','dakuten':'ば','handakuten':'ぱ','small':''}," \
	"{'base':'つ','dakuten':'づ','handakuten':'','small':'っ'}]}"

struct world { struct fake *f; struct osk osk; struct osk_view view; };

static void write_file(const char *dir, const char *name, const char *text)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	for (; *text; text++)
		fputc(*text == '\'' ? '"' : *text, f);
	fclose(f);
}

static void remove_files(const char *dir)
{
	static const char *const names[] = { "kana.json", "latin.json", "kana-marks.json" };
	char path[128];

	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s/%s", dir, names[i]);
		unlink(path);
	}
	rmdir(dir);
}

static bool load(struct osk *o, const char *kana, const char *marks, char *err)
{
	char dir[] = "/tmp/u-osk-XXXXXX";
	bool ok;

	assert_non_null(mkdtemp(dir));
	write_file(dir, "kana.json", kana);
	write_file(dir, "latin.json", LATIN);
	write_file(dir, "kana-marks.json", marks);
	ok = osk_load(o, dir, err, 256);
	remove_files(dir);
	return ok;
}

static int open_world(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	char err[256] = "";

	w->f = fake_open(1920, 1080, 4.0);
	assert_true(load(&w->osk, KANA, MARKS, err));
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

static struct osk_result frame(struct world *w, enum input_kind kind, int x, int y,
	const char *last)
{
	static const char *const tabs[] = { "kana", "latin", "unknown" };
	struct osk_result r;

	fake_begin(w->f, kind, x, y);
	r = osk_run(w->f->ui, &w->osk, &w->view, (struct rect){ 0, 500, 1920,
		osk_height(w->f->ui, &w->osk, &w->view) }, tabs, 3, last);
	ui_end(w->f->ui);
	return r;
}

static struct osk_result tap(struct world *w, const char *id, const char *last)
{
	int n;
	const struct ui_widget *wd;

	frame(w, INPUT_NONE, 0, 0, last);
	wd = ui_widgets(w->f->ui, &n);
	for (int i = 0; i < n; i++)
		if (!strcmp(wd[i].id, id)) {
			int x = wd[i].rect.x + wd[i].rect.w / 2, y = wd[i].rect.y
				+ wd[i].rect.h / 2;

			assert_int_equal(frame(w, INPUT_DOWN, x, y, last).action, OSK_NONE);
			return frame(w, INPUT_UP, x, y, last);
		}
	fail_msg("no key %s", id);
	return (struct osk_result){ OSK_NONE, "" };
}

static void assert_result(struct osk_result r, enum osk_action action, const char *text)
{
	assert_int_equal(r.action, action);
	assert_string_equal(r.text, text);
}

static void test_osk__keys_insert_and_delete(void **state)
{
	struct world *w = *state;

	assert_result(tap(w, "key.か", ""), OSK_INSERT, "か");
	assert_result(tap(w, "key.delete", "か"), OSK_DELETE, "");
	assert_result(tap(w, "key.space", ""), OSK_INSERT, " ");
	assert_result(tap(w, "key.enter", ""), OSK_INSERT, "\n");
}

static void test_osk__marks_cycle(void **state)
{
	struct world *w = *state;

	assert_result(tap(w, "key.dakuten", "か"), OSK_REPLACE_LAST, "が");
	assert_result(tap(w, "key.dakuten", "が"), OSK_REPLACE_LAST, "か");
	assert_result(tap(w, "key.dakuten", "は"), OSK_REPLACE_LAST, "ば");
	assert_result(tap(w, "key.dakuten", "ば"), OSK_REPLACE_LAST, "ぱ");
	assert_result(tap(w, "key.dakuten", "ぱ"), OSK_REPLACE_LAST, "は");
	assert_result(tap(w, "key.small", "つ"), OSK_REPLACE_LAST, "っ");
	assert_result(tap(w, "key.small", "っ"), OSK_REPLACE_LAST, "つ");
	assert_result(tap(w, "key.dakuten", "っ"), OSK_REPLACE_LAST, "づ");
}

static void test_osk__marks_leave_other_text_alone(void **state)
{
	struct world *w = *state;

	assert_result(tap(w, "key.dakuten", ""), OSK_NONE, "");
	assert_result(tap(w, "key.dakuten", "漢"), OSK_NONE, "");
	assert_result(tap(w, "key.small", "か"), OSK_NONE, "");
	assert_result(tap(w, "key.small", ""), OSK_NONE, "");
}

static void test_osk__tabs_and_keys_switch_keyboards(void **state)
{
	struct world *w = *state;

	assert_result(tap(w, "tab.latin", ""), OSK_SWITCH, "latin");
	assert_result(tap(w, "key.a", ""), OSK_INSERT, "a");
	assert_result(tap(w, "tab.kana", ""), OSK_SWITCH, "kana");
	assert_result(tap(w, "key.keyboard:latin", ""), OSK_SWITCH, "latin");
	assert_string_equal(w->view.keyboard, "latin");
}

static void test_osk__shift_holds_for_one_letter(void **state)
{
	struct world *w = *state;

	tap(w, "tab.latin", "");
	assert_result(tap(w, "key.shift", ""), OSK_NONE, "");
	assert_result(tap(w, "key.a", ""), OSK_INSERT, "A");
	assert_result(tap(w, "key.a", ""), OSK_INSERT, "a");
	tap(w, "key.shift", "");
	tap(w, "key.shift", "");
	assert_result(tap(w, "key.a", ""), OSK_INSERT, "a");
}

static void test_osk__layers_change(void **state)
{
	struct world *w = *state;

	tap(w, "tab.latin", "");
	assert_result(tap(w, "key.layer:sym", ""), OSK_NONE, "");
	assert_result(tap(w, "key.%", ""), OSK_INSERT, "%");
	assert_result(tap(w, "key.layer:base", ""), OSK_NONE, "");
	assert_result(tap(w, "key.a", ""), OSK_INSERT, "a");
	w->view.layer = 99; /* a view from another pack of keyboards */
	assert_result(tap(w, "key.a", ""), OSK_INSERT, "a");
}

static void test_osk__keys_are_large_enough_and_apart(void **state)
{
	struct world *w = *state;
	const struct ui_widget *wd;
	int n, least, gap;

	frame(w, INPUT_NONE, 0, 0, "");
	wd = ui_widgets(w->f->ui, &n);
	least = ui_mm(w->f->ui, MM_KEY);
	gap = ui_mm(w->f->ui, MM_KEY_GAP) - 1; /* places are shared out to whole pixels */
	assert_int_equal(n, 2 + 8);
	for (int i = 0; i < n; i++) {
		struct rect a = wd[i].rect;

		assert_true(a.w >= least && a.h >= least);
		for (int j = 0; j < i; j++) {
			struct rect b = wd[j].rect;

			assert_true(b.x + b.w + gap <= a.x || a.x + a.w + gap <= b.x || b.y + b.h
				+ gap <= a.y);
		}
	}
}

static void test_osk__bad_files_are_refused_by_name(void **state)
{
	static const char *const bad[] = { "", "{", "{}", "{'id':'kana'}",
		"{'id':'kana','layers':[{'name':'b','rows':[]}]}",
		"{'id':'kana','layers':[{'name':'b','rows':[[{}]]}]}",
		"{'id':'kana','layers':[{'name':'b','rows':[[{'t':'a','w':0}]]}]}",
		"{'id':'kana','layers':[{'name':'b','rows':[[{'t':5}]]}]}",
		"{'id':'kana','layers':[{'name':'b','rows':[[{'t':'far too long for a key'}]]}]}",
		"{'id':'an id that is too long','layers':[{'name':'b','rows':[[{'t':'a'}]]}]}" };
	struct osk o = { NULL, 0, NULL, 0 };
	char err[256];

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		err[0] = 0;
		assert_false(load(&o, bad[i], MARKS, err));
		assert_non_null(strstr(err, "kana.json"));
		assert_null(o.keyboard);
	}
	assert_false(load(&o, KANA, "{'marks':[{'base':''}]}", err));
	assert_non_null(strstr(err, "kana-marks.json"));
	assert_false(osk_load(&o, "/nonexistent", err, sizeof err));
	osk_release(&o);
}

#define CASE(name) cmocka_unit_test_setup_teardown(test_osk__##name, open_world, close_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(keys_insert_and_delete), CASE(marks_cycle), CASE(marks_leave_other_text_alone),
		CASE(tabs_and_keys_switch_keyboards), CASE(shift_holds_for_one_letter),
		CASE(layers_change),
		CASE(keys_are_large_enough_and_apart), CASE(bad_files_are_refused_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
