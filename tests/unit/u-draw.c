/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-draw — the command list, the difference between frames, and the window under SDL's dummy
 * driver.
 * Links: src/shared src/text src/ui
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "buf.h"
#include "draw.h"
#include "draw_diff.h"
#include "layout.h"

static const struct color red = { 255, 0, 0 }, blue = { 0, 0, 255 }, white = { 255, 255, 255 };

static struct draw_list *list(int w, int h)
{
	struct draw_list *l = calloc(1, sizeof *l);

	assert_non_null(l);
	draw_list_reset(l, w, h);
	return l;
}

static void free_list(struct draw_list *l)
{
	draw_list_release(l);
	free(l);
}

static void test_draw__list_as_text(void **state)
{
	struct draw_list *l = list(200, 100);
	struct buf out = BUF_INIT;
	char bytes[] = "あ";
	struct layout_run run = {
		.px = 20, .bold = true, .x = 3, .baseline = 18, .width = 20, .len = 3
	};
	struct layout block = {
		.run = &run, .run_len = 1, .bytes = bytes, .bytes_len = sizeof bytes
	};

	draw_box(l, (struct rect){ 10, 20, 30, 40 }, &red, &blue, 2, 5);
	draw_ring(l, 50, 50, 10, 3, white);
	draw_layout(l, &block, 100, 50, blue);
	draw_bitmap(l, (struct rect){ 0, 0, 20, 20 }, (const unsigned char *)"\1\0\0\1", 2, red);
	draw_list_print(l, &out);
	assert_string_equal(buf_str(&out),
		"box 10,20 30x40 fill #ff0000 border #0000ff stroke 2 radius 5\n"
		"ring 40,40 20x20 color #ffffff stroke 3 radius 10\n"
		"text 83,28 60x60 color #0000ff at 103,68 px 20 face 0 bold \"あ\"\n"
		"bitmap 0,0 20x20 color #ff0000 modules 2\n");
	buf_release(&out);
	free_list(l);
}

static void test_draw__mirror_moves_places_and_turns_nothing(void **state)
{
	struct draw_list *l = list(200, 100);
	struct buf out = BUF_INIT;
	char bytes[] = "12";
	struct layout_run run = { .px = 10, .x = 3, .baseline = 18, .width = 20, .len = 2 };
	struct layout block = { .run = &run,
		.run_len = 1,
		.bytes = bytes,
		.bytes_len = sizeof bytes,
		.width = 23,
		.box = 50 };
	struct rect r = { 10, 20, 30, 40 };

	assert_int_equal(draw_mirror(l, 200), 0);
	struct rect old = draw_clip(l, (struct rect){ 0, 0, 60, 100 }); /* the right end now */
	draw_box(l, r, &red, NULL, 0, 0);
	draw_layout(l, &block, 10, 50, blue); /* block 140 … 190, its run 3 from its left */
	draw_bitmap(l, (struct rect){ 0, 0, 20, 20 }, (const unsigned char *)"\1\0\0\1", 2, red);
	draw_box(l, (struct rect){ 100, 0, 10, 10 }, &red, NULL, 0, 0); /* clipped away */
	draw_clip(l, old);
	assert_int_equal(l->clip.w, 200);
	struct rect there = draw_place(l, r), back = draw_place(l, there);
	assert_int_equal(there.x, 160);
	assert_memory_equal(&back, &r, sizeof r);
	assert_int_equal(draw_mirror(l, 0), 200);
	draw_box(l, r, &red, NULL, 0, 0);
	draw_list_print(l, &out);
	assert_string_equal(buf_str(&out),
		"box 160,20 30x40 fill #ff0000\n"
		"text 133,48 40x30 color #0000ff at 143,68 px 10 face 0 \"12\"\n"
		"bitmap 180,0 20x20 color #ff0000 modules 2\n"
		"box 10,20 30x40 fill #ff0000\n");
	assert_memory_equal(l->bytes + l->cmd[2].text, "\1\0\0\1", 4);
	buf_release(&out);
	free_list(l);
}

static void test_draw__unseen_commands_are_not_kept(void **state)
{
	struct draw_list *l = list(200, 100);
	struct rect old;

	draw_box(l, (struct rect){ 200, 0, 10, 10 }, &red, NULL, 0, 0);
	draw_box(l, (struct rect){ -10, 0, 10, 10 }, &red, NULL, 0, 0);
	draw_box(l, (struct rect){ 10, 10, 0, 10 }, &red, NULL, 0, 0);
	assert_int_equal(l->len, 0);
	old = draw_clip(l, (struct rect){ 0, 0, 20, 20 });
	assert_int_equal(old.w, 200);
	draw_box(l, (struct rect){ 30, 0, 10, 10 }, &red, NULL, 0, 0);
	assert_int_equal(l->len, 0);
	draw_box(l, (struct rect){ 10, 0, 30, 10 }, &red, NULL, 0, 0);
	assert_int_equal(l->cmd[0].clip.w, 20);
	free_list(l);
}

static void test_draw__overflow_is_told_and_reset_wipes(void **state)
{
	struct draw_list *l = list(200, 100);
	const unsigned char secret[] = "secret-typed-text";

	for (int i = 0; i <= DRAW_CMDS_MAX; i++)
		draw_box(l, (struct rect){ 0, 0, 10, 10 }, &red, NULL, 0, 0);
	assert_true(l->overflow);
	assert_int_equal(l->len, DRAW_CMDS_MAX);
	draw_list_reset(l, 200, 100);
	assert_false(l->overflow);
	draw_bitmap(l, (struct rect){ 0, 0, 20, 20 }, secret, 4, red);
	assert_memory_equal(l->bytes, secret, 16);
	draw_list_reset(l, 200, 100);
	for (int i = 0; i < 16; i++)
		assert_int_equal(l->bytes[i], 0);
	free_list(l);
}

/* --- difference --- */

static void test_draw__diff_finds_the_changed_cells_only(void **state)
{
	struct draw_list *l = list(640, 640);
	struct draw_diff d = { .now = NULL };
	const struct rect *r;

	draw_box(l, (struct rect){ 0, 0, 640, 640 }, &white, NULL, 0, 0);
	assert_int_equal(draw_diff_look(&d, l, 640, 640, &r), 1);
	assert_int_equal(r[0].w * r[0].h, 640 * 640);
	assert_int_equal(draw_diff_look(&d, l, 640, 640, &r), 0);
	draw_box(l, (struct rect){ 100, 100, 10, 100 }, &red, NULL, 0, 0); /* cells 1,1 1,2 1,3 */
	assert_int_equal(draw_diff_look(&d, l, 640, 640, &r), 1);
	assert_int_equal(r[0].x, DIFF_CELL);
	assert_int_equal(r[0].y, DIFF_CELL);
	assert_int_equal(r[0].w, DIFF_CELL);
	assert_int_equal(r[0].h, 3 * DIFF_CELL);
	l->cmd[1].color = blue;
	assert_int_equal(draw_diff_look(&d, l, 640, 640, &r), 1);
	draw_diff_forget(&d);
	assert_int_equal(draw_diff_look(&d, l, 640, 640, &r), 1);
	assert_int_equal(r[0].w, 640);
	draw_diff_release(&d);
	free_list(l);
}

static void test_draw__diff_of_a_growing_line(void **state)
{
	const struct draw_point point[] = { { 20, 20 }, { 300, 20 }, { 300, 300 }, { 310, 600 } };
	struct draw_list *l = calloc(1, sizeof *l);
	struct draw_diff d = { .now = NULL };
	const struct color ink = { 0, 0, 0 };
	const struct rect *r;
	struct buf text = BUF_INIT;

	for (int n = 1; n <= 4; n++) {
		draw_list_reset(l, 640, 640);
		draw_line(l, point, n, 8, ink);
		assert_int_equal(l->len, 1);
		assert_int_equal(draw_diff_look(&d, l, 640, 640, &r), 1);
	}
	/* only what the last piece touches, not the line's whole rectangle */
	assert_true(r[0].x >= 256 && r[0].w <= 64 && r[0].y >= 256);
	assert_int_equal(draw_diff_look(&d, l, 640, 640, &r), 0);
	draw_list_print(l, &text);
	assert_string_equal(buf_str(&text), "line 14,14 302x592 color #000000 stroke 8 pieces 3\n");
	draw_list_reset(l, 640, 640);
	draw_line(l, point, 4, 9, ink);
	assert_true(draw_diff_look(&d, l, 640, 640, &r) > 0);
	buf_release(&text);
	draw_diff_release(&d);
	draw_list_release(l);
	free(l);
}

static void test_draw__diff_sees_order_and_text(void **state)
{
	struct draw_list *l = list(64, 64);
	struct draw_diff d = { .now = NULL };
	const struct rect *r;
	struct draw_cmd swap;

	draw_box(l, (struct rect){ 0, 0, 64, 64 }, &white, NULL, 0, 0);
	draw_box(l, (struct rect){ 0, 0, 64, 64 }, &red, NULL, 0, 0);
	draw_glyph(l, 0, 20, (struct rect){ 0, 0, 64, 64 }, "a", blue);
	assert_int_equal(draw_diff_look(&d, l, 64, 64, &r), 1);
	swap = l->cmd[0];
	l->cmd[0] = l->cmd[1];
	l->cmd[1] = swap;
	assert_int_equal(draw_diff_look(&d, l, 64, 64, &r), 1);
	l->bytes[l->cmd[2].text] = 'b';
	assert_int_equal(draw_diff_look(&d, l, 64, 64, &r), 1);
	assert_int_equal(draw_diff_look(&d, l, 64, 64, &r), 0);
	draw_diff_release(&d);
	free_list(l);
}

static void test_draw__diff_survives_any_size_and_rect(void **state)
{
	static const int edge[] = { -2000000000, -1, 0, 1, 63, 64, 65, 2000000000 };
	struct draw_list *l = list(65, 1);
	struct draw_diff d = { .now = NULL };
	const struct rect *r;

	for (size_t i = 0; i < sizeof edge / sizeof edge[0]; i++)
		draw_box(l, (struct rect){ edge[i] / 2, edge[7 - i] / 2, 1000, 1000 }, &red, NULL,
			0, 0);
	assert_int_equal(draw_diff_look(&d, l, 65, 1, &r), 1);
	assert_int_equal(r[0].w, 65);
	assert_int_equal(r[0].h, 1);
	assert_true(draw_diff_look(&d, l, 10, 300, &r) >= 0);
	draw_diff_release(&d);
	free_list(l);
}

/* --- window --- */

static struct draw *open_window(void)
{
	struct draw_options opt = { 640, 320, false, "test", true };
	char err[256] = "";
	struct draw *d;

	setenv("SDL_VIDEODRIVER", "dummy", 1);
	d = draw_open(&opt, err, sizeof err);
	assert_string_equal(err, "");
	assert_non_null(d);
	return d;
}

static void test_draw__unchanged_frame_touches_nothing(void **state)
{
	struct draw *d = open_window();
	struct draw_list *l = list(640, 320);
	unsigned long frames;
	unsigned long long all, few;
	int w, h;

	draw_size(d, &w, &h);
	assert_int_equal(w, 640);
	assert_int_equal(h, 320);
	draw_box(l, (struct rect){ 0, 0, 640, 320 }, &white, NULL, 0, 0);
	assert_true(draw_present(d, l, NULL));
	draw_stats(d, &frames, &all);
	assert_true(all >= 640 * 320);
	while (draw_present(d, l, NULL)) /* the window's own first events */
		draw_stats(d, &frames, &all);
	draw_box(l, (struct rect){ 300, 100, 20, 20 }, &red, NULL, 0, 10);
	assert_true(draw_present(d, l, NULL));
	draw_stats(d, &frames, &few);
	assert_true(few - all <= 4 * DIFF_CELL * DIFF_CELL);
	assert_false(draw_present(d, l, NULL));
	draw_invalidate(d);
	assert_true(draw_present(d, l, NULL));
	free_list(l);
	draw_close(d);
}

static void test_draw__shot_shows_and_forget_wipes(void **state)
{
	struct draw *d = open_window();
	struct draw_list *l = list(640, 320);
	char path[] = "/tmp/u-draw-XXXXXX";
	unsigned char head[8];
	FILE *f;

	draw_box(l, (struct rect){ 0, 0, 640, 320 }, &red, NULL, 0, 0);
	draw_present(d, l, NULL);
	close(mkstemp(path));
	assert_true(draw_shot(d, path));
	f = fopen(path, "rb");
	assert_int_equal(fread(head, 1, 8, f), 8);
	fclose(f);
	assert_memory_equal(head, "\x89PNG\r\n\x1a\n", 8);
	unlink(path);
	assert_false(draw_shot(d, "/nonexistent/shot.png"));
	draw_forget(d);
	assert_true(draw_present(d, l, NULL));
	free_list(l);
	draw_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_draw__list_as_text),
		cmocka_unit_test(test_draw__mirror_moves_places_and_turns_nothing),
		cmocka_unit_test(test_draw__unseen_commands_are_not_kept),
		cmocka_unit_test(test_draw__overflow_is_told_and_reset_wipes),
		cmocka_unit_test(test_draw__diff_finds_the_changed_cells_only),
		cmocka_unit_test(test_draw__diff_of_a_growing_line),
		cmocka_unit_test(test_draw__diff_sees_order_and_text),
		cmocka_unit_test(test_draw__diff_survives_any_size_and_rect),
		cmocka_unit_test(test_draw__unchanged_frame_touches_nothing),
		cmocka_unit_test(test_draw__shot_shows_and_forget_wipes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
