/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-raster — corners, borders, rings, coverage and QR modules, pixel by pixel, and never a pixel
 * outside.
 * Links: src/shared src/text src/ui
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "raster.h"

#define EDGE 64
#define GUARD 0x12345678u /* what no colour looks like */

struct picture { uint32_t px[EDGE * EDGE + 2]; struct raster r; };

static const struct color red = { 255, 0, 0 }, blue = { 0, 0, 255 };
#define RED 0xffff0000u
#define BLUE 0xff0000ffu
#define BLACK 0xff000000u

static void clear(struct picture *p)
{
	p->px[0] = p->px[EDGE * EDGE + 1] = GUARD;
	for (int i = 1; i <= EDGE * EDGE; i++)
		p->px[i] = BLACK;
	p->r = (struct raster){ p->px + 1, EDGE, EDGE, EDGE, { 0, 0, EDGE, EDGE } };
}

static uint32_t at(const struct picture *p, int x, int y)
{
	return p->px[1 + y * EDGE + x];
}

static void assert_sane(const struct picture *p)
{
	assert_int_equal(p->px[0], GUARD);
	assert_int_equal(p->px[EDGE * EDGE + 1], GUARD);
}

static void test_raster__square_box_is_exact(void **state)
{
	struct picture p;

	clear(&p);
	raster_box(&p.r, (struct rect){ 10, 10, 20, 10 }, &red, &blue, 2, 0);
	assert_int_equal(at(&p, 9, 10), BLACK);
	assert_int_equal(at(&p, 10, 10), BLUE);
	assert_int_equal(at(&p, 11, 11), BLUE);
	assert_int_equal(at(&p, 12, 12), RED);
	assert_int_equal(at(&p, 27, 17), RED);
	assert_int_equal(at(&p, 28, 17), BLUE);
	assert_int_equal(at(&p, 29, 19), BLUE);
	assert_int_equal(at(&p, 30, 19), BLACK);
	assert_sane(&p);
}

static void test_raster__round_corners_are_round_and_symmetric(void **state)
{
	struct picture p;

	clear(&p);
	raster_box(&p.r, (struct rect){ 8, 8, 48, 48 }, &red, NULL, 0, 16);
	assert_int_equal(at(&p, 8, 8), BLACK);
	assert_int_equal(at(&p, 11, 11), BLACK);
	assert_int_equal(at(&p, 15, 15), RED);
	assert_int_equal(at(&p, 8, 32), RED);
	assert_int_equal(at(&p, 32, 8), RED);
	for (int y = 0; y < EDGE; y++)
		for (int x = 0; x < EDGE; x++) {
			assert_int_equal(at(&p, x, y), at(&p, EDGE - 1 - x, y));
			assert_int_equal(at(&p, x, y), at(&p, x, EDGE - 1 - y));
			assert_int_equal(at(&p, x, y), at(&p, y, x));
		}
	assert_sane(&p);
}

static void test_raster__circle_has_the_right_area(void **state)
{
	struct picture p;
	double area = 0;

	clear(&p);
	raster_box(&p.r, (struct rect){ 2, 2, 60, 60 }, &red, NULL, 0, 1000);
	for (int i = 0; i < EDGE * EDGE; i++)
		area += (p.px[1 + i] >> 16 & 255) / 255.0;
	assert_true(area > 3.14159 * 900 - 12 && area < 3.14159 * 900 + 12);
}

static void test_raster__ring_leaves_its_middle(void **state)
{
	struct picture p;

	clear(&p);
	raster_box(&p.r, (struct rect){ 2, 2, 60, 60 }, NULL, &red, 4, 30);
	assert_int_equal(at(&p, 32, 32), BLACK);
	assert_int_equal(at(&p, 32, 7), BLACK);
	assert_int_equal(at(&p, 32, 4), RED);
	assert_int_equal(at(&p, 4, 32), RED);
	assert_int_equal(at(&p, 2, 2), BLACK);
	assert_sane(&p);
}

static void test_raster__border_and_fill_leave_no_ground_between(void **state)
{
	struct picture p;

	clear(&p);
	raster_box(&p.r, (struct rect){ 0, 0, EDGE, EDGE }, &blue, &blue, 3, 12);
	for (int i = 6; i < EDGE - 6; i++)
		assert_int_equal(at(&p, i, i), BLUE);
	clear(&p);
	/* border over radius */
	raster_box(&p.r, (struct rect){ 0, 0, EDGE, EDGE }, &red, &blue, 10, 4);
	assert_int_equal(at(&p, 5, 5), BLUE);
	assert_int_equal(at(&p, 10, 10), RED);
	assert_int_equal(at(&p, 9, 32), BLUE);
}

static void test_raster__clip_holds_for_everything(void **state)
{
	struct picture p;
	uint8_t alpha[100 * 100];
	unsigned char modules[9] = { 1, 1, 1, 1, 1, 1, 1, 1, 1 };

	memset(alpha, 255, sizeof alpha);
	clear(&p);
	p.r.clip = (struct rect){ 20, 20, 10, 10 };
	raster_box(&p.r, (struct rect){ -50, -50, 200, 200 }, &red, &blue, 80, 90);
	raster_coverage(&p.r, -20, -20, alpha, 100, 100, 100, red);
	raster_modules(&p.r, (struct rect){ -100, -100, 300, 300 }, modules, 3, red);
	for (int y = 0; y < EDGE; y++)
		for (int x = 0; x < EDGE; x++)
			if (x < 20 || y < 20 || x >= 30 || y >= 30)
				assert_int_equal(at(&p, x, y), BLACK);
			else
				assert_int_equal(at(&p, x, y), RED);
	assert_sane(&p);
}

static void test_raster__coverage_mixes(void **state)
{
	const uint8_t alpha[] = { 0, 128, 255, 99, 255, 0, 0, 99 };
	struct picture p;
	unsigned half;

	clear(&p);
	raster_coverage(&p.r, 5, 5, alpha, 3, 2, 4, red);
	assert_int_equal(at(&p, 5, 5), BLACK);
	half = at(&p, 6, 5) >> 16 & 255;
	assert_true(half >= 126 && half <= 130);
	assert_int_equal(at(&p, 6, 5) & 0xffff, 0);
	assert_int_equal(at(&p, 7, 5), RED);
	assert_int_equal(at(&p, 8, 5), BLACK); /* the padding of the row is not drawn */
	assert_int_equal(at(&p, 5, 6), RED);
}

static void test_raster__line_is_round_and_stays_inside(void **state)
{
	static const struct draw_point end[][2] = { { { 32, 32 }, { 32, 32 } },
		{ { 10, 32 }, { 54, 32 } }, { { 32, 10 }, { 32, 54 } }, { { 12, 12 }, { 52, 50 } },
		{ { 52, 12 }, { 12, 50 } }, { { -900, -900 }, { 900, 901 } } };
	struct picture p;

	for (size_t i = 0; i < sizeof end / sizeof *end; i++) {
		clear(&p);
		raster_line(&p.r, end[i][0], end[i][1], 8, red);
		assert_int_equal(at(&p, 32, 32) >> 16 & 255, 255);
		assert_int_equal(at(&p, 32, 0), i == 5 ? at(&p, 32, 0) : BLACK);
		assert_int_equal(at(&p, 60, 2), BLACK);
		assert_sane(&p);
	}
	clear(&p);
	raster_line(&p.r, end[1][0], end[1][1], 8, red);
	for (int y = 0; y < EDGE; y++)
		for (int x = 0; x < EDGE; x++) {
			bool in = x >= 10 && x <= 54 && y >= 29 && y <= 35;
			bool out = x < 5 || x > 59 || y < 27 || y > 37;

			assert_true(!in || at(&p, x, y) == RED);
			assert_true(!out || at(&p, x, y) == BLACK);
		}
	p.r.clip = (struct rect){ 20, 0, 4, EDGE };
	clear(&p);
	p.r.clip = (struct rect){ 20, 0, 4, EDGE };
	raster_line(&p.r, end[1][0], end[1][1], 8, red);
	assert_int_equal(at(&p, 19, 32), BLACK);
	assert_int_equal(at(&p, 20, 32), RED);
	assert_int_equal(at(&p, 24, 32), BLACK);
}

static void test_raster__modules_are_whole_pixels(void **state)
{
	const unsigned char modules[] = { 1, 0, 1, 0, 1, 0, 0, 0, 1 };
	struct picture p;

	clear(&p);
	/* 10 px each, at 1,2 */
	raster_modules(&p.r, (struct rect){ 0, 0, 32, 35 }, modules, 3, red);
	for (int y = 0; y < 30; y++)
		for (int x = 0; x < 30; x++)
			assert_int_equal(at(&p, x + 1, y + 2), modules[y / 10 * 3 + x / 10] ? RED
				: BLACK);
	assert_int_equal(at(&p, 0, 2), BLACK);
	raster_modules(&p.r, (struct rect){ 0, 0, 2, 2 }, modules, 3, red); /* too small: nothing */
	assert_int_equal(at(&p, 0, 0), BLACK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_raster__square_box_is_exact),
		cmocka_unit_test(test_raster__round_corners_are_round_and_symmetric),
		cmocka_unit_test(test_raster__circle_has_the_right_area),
		cmocka_unit_test(test_raster__ring_leaves_its_middle),
		cmocka_unit_test(test_raster__border_and_fill_leave_no_ground_between),
		cmocka_unit_test(test_raster__clip_holds_for_everything),
		cmocka_unit_test(test_raster__coverage_mixes),
		cmocka_unit_test(test_raster__line_is_round_and_stays_inside),
		cmocka_unit_test(test_raster__modules_are_whole_pixels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
