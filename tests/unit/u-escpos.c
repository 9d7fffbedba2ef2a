/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-escpos — the bytes for a receipt printer, rebuilt into the picture by a decoder of the test's
 * own; what status bytes mean; and the line that describes a job, with hostile ones.
 *
 * Links: src/shared src/print
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "escpos.h"

/* --- a printer --- */

struct made {
	unsigned char rows[8192];
	size_t len, width; /* width: bytes of a row */
	int strips, highest, pages, inits;
};

static size_t take_strip(struct made *m, const unsigned char *p, size_t left)
{
	assert_true(left >= 8 && m->inits > m->pages);
	size_t w = (size_t)p[4] | (size_t)p[5] << 8, h = (size_t)p[6] | (size_t)p[7] << 8;

	assert_int_equal(p[3], 0);
	assert_true(w > 0 && h > 0 && left >= 8 + w * h);
	assert_true(m->width == 0 || m->width == w);
	assert_true(m->len + w * h <= sizeof(m->rows));
	memcpy(m->rows + m->len, p + 8, w * h);
	m->width = w;
	m->len += w * h;
	m->strips++;
	m->highest = (int)h > m->highest ? (int)h : m->highest;
	return 8 + w * h;
}

static void play_printer(struct made *m, const struct buf *b)
{
	const unsigned char *p = (const unsigned char *)b->data;

	memset(m, 0, sizeof(*m));
	for (size_t at = 0; at < b->len;) {
		if (p[at] == 0x1b && p[at + 1] == '@') {
			m->inits++;
			at += 2;
		} else if (p[at] == 0x1d && p[at + 1] == 'v' && p[at + 2] == '0') {
			at += take_strip(m, p + at, b->len - at);
		} else if (p[at] == 0x1d && p[at + 1] == 'V' && p[at + 2] == 66) {
			m->pages++;
			at += 4;
		} else {
			fail_msg("no printer knows byte %02x at %zu", p[at], at);
		}
	}
}

static void there_and_back(int w, int h, int pages, int strips)
{
	const struct printjob j = { w, h, 203, pages };
	size_t len = printjob_bytes(&j);
	unsigned char *bits = malloc(len);
	struct buf b = BUF_INIT;
	struct made m;

	assert_non_null(bits);
	srand(7);
	for (size_t i = 0; i < len; i++) /* ESC, GS and DLE among them */
		bits[i] = (unsigned char)rand();
	escpos_job(&b, &j, bits);
	assert_true(buf_ok(&b));
	play_printer(&m, &b);
	assert_int_equal(m.len, len);
	assert_memory_equal(m.rows, bits, len);
	assert_int_equal(m.width, (w + 7) / 8);
	assert_int_equal(m.strips, strips);
	assert_true(m.highest <= ESCPOS_STRIP);
	assert_int_equal(m.pages, pages);
	assert_int_equal(m.inits, pages + 1);
	buf_release(&b);
	free(bits);
}

static void test_escpos__a_printer_rebuilds_the_picture(void **state)
{
	(void)state;
	there_and_back(64, ESCPOS_STRIP, 1, 1);
	there_and_back(64, ESCPOS_STRIP + 1, 1, 2);
	there_and_back(64, 1, 1, 1);
	there_and_back(9, 300, 1, 3); /* rows are filled up to whole bytes */
	there_and_back(16, 200, 3, 6);
}

static void test_escpos__a_wide_picture_tells_its_width_in_two_bytes(void **state)
{
	(void)state;
	there_and_back(2400, 20, 1, 1);
}

/* --- status --- */

static void test_escpos__answers_say_what_is_wrong(void **state)
{
	(void)state;
	assert_int_equal(escpos_answer(ESCPOS_PAPER, 0x12), PRINT_READY);
	assert_int_equal(escpos_answer(ESCPOS_PAPER, 0x1e), PRINT_READY); /* near its end */
	assert_int_equal(escpos_answer(ESCPOS_PAPER, 0x72), PRINT_PAPER);
	assert_int_equal(escpos_answer(ESCPOS_OFFLINE, 0x16), PRINT_COVER);
	assert_int_equal(escpos_answer(ESCPOS_OFFLINE, 0x32), PRINT_PAPER);
	assert_int_equal(escpos_answer(ESCPOS_OFFLINE, 0x52), PRINT_FAILED);
	assert_int_equal(escpos_answer(ESCPOS_PRINTER, 0x1a), PRINT_OFFLINE);
	assert_int_equal(escpos_answer(ESCPOS_PRINTER, 0x16), PRINT_READY); /* drawer pin */
}

static void test_escpos__other_bytes_are_no_answers(void **state)
{
	int answers = 0;

	(void)state;
	for (int b = 0; b < 256; b++)
		answers += escpos_is_answer((unsigned char)b);
	assert_int_equal(answers, 16);
	assert_false(escpos_is_answer(0x11)); /* XON */
	assert_false(escpos_is_answer(0x13)); /* XOFF */
	assert_false(escpos_is_answer(0x00));
	assert_false(escpos_is_answer(0xff));
}

/* --- the line --- */

static void line_of(const char *text, char out[static PRINTJOB_HEAD])
{
	memset(out, ' ', PRINTJOB_HEAD);
	memcpy(out, text, strlen(text));
	out[PRINTJOB_HEAD - 1] = '\n';
}

static void test_printjob__a_job_is_read_as_it_was_written(void **state)
{
	const struct printjob j = { 576, 863, 203, 2 };
	struct printjob got;
	char line[PRINTJOB_HEAD];

	(void)state;
	printjob_write(&j, line);
	assert_true(printjob_read(&got, line));
	assert_memory_equal(&got, &j, sizeof(j));
	assert_int_equal(printjob_bytes(&got), 72 * 863 * 2);
}

static void test_printjob__everything_else_is_refused(void **state)
{
	static const char *const bad[] = { "", "marumado-print 1", "marumado-print 1 8 8 203 0",
		"marumado-print 1 0 8 203 1", "marumado-print 1 8 -8 203 1",
		"marumado-print 1 8001 8 203 1", "marumado-print 1 8000 8000 203 8",
		"marumado-print 1 8 8 203 21", "marumado-print 1 8 8 1 1",
		"marumado-print 1 08 8 203 1", "marumado-print 1 +8 8 203 1",
		"marumado-print 1 8 8 203 1 1", "marumado-print 1 8 8 203 1x",
		"marumado-print 2 8 8 203 1", "marumado-print 1 99999999999 8 203 1",
		"marumado-print 1  8 8 203 1", "MARUMADO-PRINT 1 8 8 203 1" };
	struct printjob got = { 1, 2, 3, 4 };
	char line[PRINTJOB_HEAD];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		line_of(bad[i], line);
		assert_false(printjob_read(&got, line));
	}
	line_of("marumado-print 1 8 8 203 1", line);
	assert_true(printjob_read(&got, line));
	line[PRINTJOB_HEAD - 1] = ' ';
	assert_false(printjob_read(&got, line));
	line_of("marumado-print 1 8 8 203 1", line);
	line[30] = '\0';
	assert_false(printjob_read(&got, line));
	assert_int_equal(got.w, 8);
}

static void test_printjob__words_go_there_and_back(void **state)
{
	(void)state;
	for (int i = 0; i < PRINT_WORDS; i++) {
		const char *w = printjob_word((enum print_word)i);
		assert_int_equal(printjob_word_of(w, strlen(w)), i);
		assert_int_equal(printjob_word_of(w, strlen(w) - 1), PRINT_FAILED);
	}
	assert_int_equal(printjob_word_of("", 0), PRINT_FAILED);
	assert_int_equal(printjob_word_of("printed\nx", 9), PRINT_FAILED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_escpos__a_printer_rebuilds_the_picture),
		cmocka_unit_test(test_escpos__a_wide_picture_tells_its_width_in_two_bytes),
		cmocka_unit_test(test_escpos__answers_say_what_is_wrong),
		cmocka_unit_test(test_escpos__other_bytes_are_no_answers),
		cmocka_unit_test(test_printjob__a_job_is_read_as_it_was_written),
		cmocka_unit_test(test_printjob__everything_else_is_refused),
		cmocka_unit_test(test_printjob__words_go_there_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
