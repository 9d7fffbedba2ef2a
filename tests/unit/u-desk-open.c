/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-desk-open — records of every kind as the coordinator gets them: which belong together, in which
 * lane each is shown and in no other, whatever order they arrive in; what hostile terminals seal is
 * refused.
 * Links: sync/desk src/sheet src/record src/text src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sysexits.h>
#include "sign.h"
#include "desk_world.h"
#include "receipt.h"

static char number[6][RECEIPT_DIGITS + 1]; /* receipts, new for each test */

static int setup(void **state)
{
	for (size_t i = 0; i < 6; i++)
		assert_true(receipt_new(number[i]));
	return desk_world_setup(state);
}

/* The JSON text with %0 … %5 replaced by receipts. */
static const char *with_numbers(const char *text)
{
	static char ret[4096];
	size_t n = 0;

	for (; *text; text++)
		if (*text == '%' && text[1] >= '0' && text[1] <= '5') {
			memcpy(ret + n, number[*++text - '0'], RECEIPT_DIGITS);
			n += RECEIPT_DIGITS;
		} else {
			ret[n++] = *text;
		}
	ret[n] = '\0';
	return ret;
}

static void add(struct desk_world *w, const char *more)
{
	desk_world_add(w, with_numbers(more));
}

/* How often the text with receipts is in the lane's output. */
static int count_in(struct desk_world *w, const char *lane, const char *text)
{
	struct buf out = BUF_INIT;
	const char *want = with_numbers(text);
	int n = 0;

	assert_int_equal(desk_world_open(w, (struct desk_options){ .lane = lane }, &out), EX_OK);
	for (const char *at = buf_str(&out); (at = strstr(at, want)); at++)
		n++;
	buf_release(&out);
	return n;
}

static void lanes(struct desk_world *w, int juso, int shien)
{
	assert_int_equal(count_in(w, "JUSO", "\"kind\""), juso);
	assert_int_equal(count_in(w, "SHIEN", "\"kind\""), shien);
	assert_int_equal(count_in(w, NULL, "\"kind\""), juso); /* without --lane: with consent */
}

static void again(struct desk_world *w)
{
	size_t first = (size_t)(strchr(buf_str(&w->lines), '\n') - buf_str(&w->lines)) + 1;

	w->lines.len = first; /* keeps the device */
	w->lines.data[first] = '\0';
}

#define RES0 "{'receipt':'%0','answers':{'consent_share':'Y'}}"
#define SHI0 "{'receipt':'%0','lane':'SHIEN','answers':{'consent_share':'N'}}"
#define AMD0                                                                                       \
	"{'kind':'AMD','receipt':'%1','refers':'%0',"                                              \
	"'lane':'SHIEN',"                                                                          \
	"'answers':{'phone':{'text':'1'}}}"
#define YES0                                                                                       \
	"{'kind':'AMD','receipt':'%1','refers':'%0',"                                              \
	"'lane':'JUSO',"                                                                           \
	"'answers':{'consent_share':'Y'}}"
#define NO0                                                                                        \
	"{'kind':'AMD','receipt':'%1','refers':'%0',"                                              \
	"'lane':'JUSO',"                                                                           \
	"'answers':{'consent_share':'L'}}"
#define WDR0                                                                                       \
	"{'kind':'WDR','receipt':'%2','refers':'%0',"                                              \
	"'lane':'SHIEN',"                                                                          \
	"'answers':{'consent_share':'N'}}"
#define TAKE0                                                                                      \
	"{'kind':'AMD','receipt':'%1','refers':'%0','takeover':true,"                              \
	"'lane':'SHIEN',"                                                                          \
	"'answers':{}}"
#define WDR1                                                                                       \
	"{'kind':'WDR','receipt':'%3','refers':'%1',"                                              \
	"'lane':'SHIEN',"                                                                          \
	"'answers':{}}"
#define OUT4                                                                                       \
	"{'kind':'OUT','receipt':'%4',"                                                            \
	"'lane':'SHIEN',"                                                                          \
	"'answers':{'consent_state':'NOA'}}"
#define OUT5                                                                                       \
	"{'kind':'OUT','receipt':'%5','refers':'%4',"                                              \
	"'lane':'JUSO',"                                                                           \
	"'answers':{'consent_state':'GIV'}}"
#define WDR5                                                                                       \
	"{'kind':'WDR','receipt':'%3','refers':'%5',"                                              \
	"'lane':'SHIEN',"                                                                          \
	"'answers':{}}"

static void test_open__lanes_do_not_depend_on_the_order(void **state)
{
	static const struct {
		const char *record[4];
		int juso, shien;
	} known[] = {
		{ { RES0 }, 1, 0 }, { { SHI0 }, 0, 1 },
		{ { RES0, AMD0 }, 2, 0 }, /* an amendment stays with its record */
		{ { SHI0, AMD0 }, 0, 2 }, { { SHI0, YES0 }, 2, 0 }, /* consent given later */
		{ { RES0, NO0 }, 0, 2 },                            /* a no by amendment */
		{ { RES0, WDR0 }, 0, 2 },
		{ { SHI0, YES0, WDR0 }, 0,
			3 }, /* a withdrawal beats a consent, whichever came first */
		{ { RES0, TAKE0 }, 2, 0 },
		{ { RES0, TAKE0, WDR1 }, 0, 3 }, /* by the number that replaced the old one */
		{ { WDR0 }, 0, 1 },              /* of a record that is not there */
		{ { YES0 }, 0, 1 }, { { OUT4, OUT5 }, 1, 1 }, /* a later visit lifts itself only */
		{ { OUT4, OUT5, WDR5 }, 0, 3 },
		{ { RES0, OUT5, WDR5 }, 1, 2 }, /* another case is not touched */
	};
	struct desk_world *w = *state;

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		for (int turn = 0; turn < 2; turn++) {
			again(w);
			for (int j = 0; j < 4; j++)
				if (known[i].record[turn ? 3 - j : j])
					add(w, known[i].record[turn ? 3 - j : j]);
			lanes(w, known[i].juso, known[i].shien);
		}
	}
}

static void test_open__history_is_not_rewritten(void **state)
{
	struct desk_world *w = *state;

	add(w, WDR0);
	add(w, RES0);
	add(w, AMD0);
	assert_int_equal(count_in(w, "SHIEN", "\"group\":\"%0\""), 3);
	assert_int_equal(count_in(w, "SHIEN", "\"withdrawn\":true"), 3);
	assert_int_equal(count_in(w, "SHIEN", "\"lane\":\"JUSO\""), 1); /* as it was written */
	assert_int_equal(count_in(w, "SHIEN", "\"answers\":{\"consent_share\":\"Y\"}"), 1);
	again(w);
	add(w, TAKE0);
	add(w, RES0);
	assert_int_equal(count_in(w, "JUSO", "\"receipt_now\":\"%1\""), 2);
}

static void test_open__circles_of_numbers_end(void **state)
{
	struct desk_world *w = *state;

	add(w, "{'kind':'AMD','receipt':'%0','refers':'%1','takeover':true}");
	add(w, "{'kind':'AMD','receipt':'%1','refers':'%0','takeover':true}");
	add(w, "{'kind':'OUT','receipt':'%2','refers':'%2'}");
	lanes(w, 1, 2);
}

/* Whoever has the old number after a take-over can neither take it over again nor amend; what was
 * written before counts, and a withdrawal always does. */
static void test_open__the_first_take_over_ends_the_old_number(void **state)
{
	struct desk_world *w = *state;

	add(w, "{'kind':'AMD','receipt':'%3','refers':'%0','created_at':'2026-11-01T10:00',"
	       "'lane':'SHIEN','answers':{'phone':{'text':'early'}}}");
	add(w, TAKE0);
	add(w, "{'kind':'AMD','receipt':'%2','refers':'%0','takeover':true,'answers':{}}");
	add(w, "{'kind':'AMD','receipt':'%4','refers':'%0','created_at':'2030-01-01T10:00',"
	       "'lane':'JUSO','answers':{'consent_share':'Y'}}");
	add(w, SHI0);
	assert_int_equal(count_in(w, "SHIEN", "\"receipt_now\":\"%1\""), 5);
	assert_int_equal(count_in(w, "SHIEN", "\"took_over\":true"), 1);
	assert_int_equal(count_in(w, "SHIEN", "\"old_number\":true"), 2);
	again(w);
	add(w, RES0);
	add(w, TAKE0);
	add(w, WDR0);
	lanes(w, 0, 3);
}

#define ENTRY(no, minutes, type, more)                                                             \
	"{\"no\":" #no ",\"act_date\":\"2026-11-02\",\"minutes\":" #minutes                        \
	",\"act_type\":\"" type                                                                    \
	"\",\"receipt\":\"\",\"staff_count\":2,\"double_bill_decl\":\"Y\",\"staff\":\"=s1\"" more  \
	"}"

/* A terminal's log of three lines; the third does not continue the second. */
static json_t *log_record(struct desk_world *w)
{
	static const char first[] = "{\"n\":1,\"at\":\"2026-11-23T10:00\",\"who\":\"s1\","
				    "\"what\":\"unlock\",\"prev\":\"\"}";
	static const char next[] = "{\"n\":%d,\"at\":\"2026-11-23T10:0%d\",\"who\":\"s1\","
				   "\"what\":\"miss\",\"prev\":\"%s\"}";
	char hash[WIRE_SHA256_HEX + 1], second[256], third[256];
	json_t *r = desk_world_record(w, "{'kind':'LOG','lane':''}");

	sha256_hex(first, strlen(first), hash);
	snprintf(second, sizeof second, next, 2, 1, hash);
	snprintf(third, sizeof third, next, 3, 2, hash);
	json_object_set_new(r, "log", json_pack("[sss]", first, second, third));
	return r;
}

static void test_open__lists_have_outputs_of_their_own(void **state)
{
	struct desk_world *w = *state;
	struct buf out = BUF_INIT;
	struct desk_options act = { .kind = DESK_ACT, .format = DESK_CSV };
	struct desk_options log = { .kind = DESK_LOG, .format = DESK_CSV };

	add(w, RES0);
	desk_world_send(w, "record", "2026-12-01T00:00:00+09:00",
		desk_world_act(w, "[" ENTRY(1, 30, "VISIT", "") "," ENTRY(2, 15, "LINK", "") "]"));
	desk_world_send(w, "health", "2026-12-01T00:00:00+09:00", log_record(w));
	lanes(w, 1, 0);
	assert_int_equal(desk_world_open(w, act, &out), EX_OK);
	assert_non_null(strstr(buf_str(&out), "2026-11,demo,1,2026-11-02,訪問,30,2,,あり,'=s1,"));
	assert_non_null(strstr(buf_str(&out), "合っている"));
	assert_int_equal(desk_world_open(w, log, &out), EX_OK);
	assert_non_null(strstr(buf_str(&out), "demo,1,2026-11-23T10:00,s1,画面を開いた,,"));
	assert_non_null(strstr(
		buf_str(&out), "demo,2,2026-11-23T10:01,s1,暗証番号をまちがえた,合っている,"));
	assert_non_null(
		strstr(buf_str(&out), "demo,3,2026-11-23T10:02,s1,暗証番号をまちがえた,合わない,"));
	assert_null(strstr(buf_str(&out), "訪問"));
	buf_release(&out);
}

static void test_open__the_national_form(void **state)
{
	struct desk_world *w = *state;
	struct buf out = BUF_INIT;
	struct desk_options o = { .format = DESK_FORM };

	add(w, "{'kind':'AMD','receipt':'%1','refers':'%0','takeover':true,'created_at':'2026-11-"
	       "24T10:00',"
	       "'lane':'SHIEN','answers':{'phone':{'text':'0721234567'},'topic_main':'T08b'}}");
	add(w, "{'kind':'WLK','receipt':'%0','staff':'s1','answers':{'name':{'text':'=HYPERLINK(1)'"
	       "},"
	       "'phone':{'text':'0799999999'},"
	       "'route':'R1','visitor_rel':'SELF','topics':['T08b','T10a','"
	       "T01'],"
	       "'topic_main':'T01','summary':{'text':'a,b'},'consent_share':'Y'}}");
	add(w, "{'receipt':'%2','answers':{'topics':['T08']}}");
	add(w, "{'receipt':'%3','kind':'WLK','lane':'SHIEN','answers':{'visitor_rel':'CHD'}}");
	add(w, "{'receipt':'%4','kind':'AMD','refers':'%3','form':'consent','created_at':'2026-11-"
	       "24T10:00','answers':{'visitor_rel':'SELF','consent_share':'Y'}}");
	assert_int_equal(desk_world_open(w, o, &out), EX_OK);
	assert_memory_equal(buf_str(&out), "\xef\xbb\xbfID", 5);
	assert_non_null(strstr(buf_str(&out), /* who came first is not who agreed later */
		",子,,,,,,,,,,,,,,,,,,,,すべての係,,,重層的支援会議（同意あり）,来所（職員と）"));
	assert_non_null(strstr(buf_str(&out),
		",2026-11-23,s1,demo,本人（来所）,,'=HYPERLINK(1),,,,,,'0721234567,,,,本人,"
		"○,,,,◎,,○,,,,,,,,,,,\"a,b\",,すべての係,,,重層的支援会議（同意あり）,"
		"来所（職員と）"));
	assert_non_null(strstr(buf_str(&out), /* the terminal's tile is unsure: ○ in all three */
		",,,,○,○,○,,,,,,,,,,,払えない（家賃・税・借りたお金）,"));
	assert_null(strstr(buf_str(&out), "0799999999"));
	buf_release(&out);
}

static void test_open__hostile_records_are_refused(void **state)
{
	static const char *const bad[] = {
		"{'kind':''}",
		"{'kind':'a b'}",
		"{'receipt':'123456789012'}",
		"{'receipt':''}",
		"{'refers':7}",
		"{'refers':'../x'}",
		"{'kind':'WDR'}",
		"{'kind':'AMD','refers':''}",
		("{'staff':'0123456789012345678901234567890123456789012345678901234567890123456789'"
		 "}"),
		"{'takeover':'yes'}",
		"{'kind':'LOG','log':[]}", /* not in an item of kind health */
		"{'kind':'ACT','receipt':''}",
		"{'kind':'ACT','activity':{'month':'2026-11','hash':'x','entries':[]}}",
		"{'answers':{'name':{'text':7}}}",
	};
	static const char *const entry[] = {
		ENTRY(0, 30, "VISIT", ""),
		ENTRY(1, -30, "VISIT", ""),
		ENTRY(1, 30, "VISIT", ",\"corrects\":4"),
		ENTRY(1, 99999999999, "VISIT", ""),
		ENTRY(1, 30, "=A1", ""),
		"{}",
		"[]",
	};
	struct desk_world *w = *state;
	struct buf out = BUF_INIT;
	char list[512];

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		json_t *r = desk_world_record(w, bad[i]);

		if (!strstr(bad[i], "'receipt'"))
			json_object_set_new(r, "receipt", json_string(number[0]));
		again(w);
		desk_world_send(w, "record", "2026-11-23T10:06:00+09:00", r);
		assert_int_equal(desk_world_open(w, (struct desk_options){ .lane = NULL }, &out),
			EX_DATAERR);
		assert_int_equal(out.len, 0);
	}
	for (size_t i = 0; i < sizeof entry / sizeof *entry; i++) {
		snprintf(list, sizeof list, "[%s]", entry[i]);
		again(w);
		desk_world_send(w, "record", "2026-11-23T10:06:00+09:00", desk_world_act(w, list));
		assert_int_equal(
			desk_world_open(w, (struct desk_options){ .kind = DESK_ACT }, &out),
			EX_DATAERR);
		assert_int_equal(out.len, 0);
	}
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_open__lanes_do_not_depend_on_the_order, setup, desk_world_teardown),
		cmocka_unit_test_setup_teardown(
			test_open__history_is_not_rewritten, setup, desk_world_teardown),
		cmocka_unit_test_setup_teardown(
			test_open__circles_of_numbers_end, setup, desk_world_teardown),
		cmocka_unit_test_setup_teardown(test_open__the_first_take_over_ends_the_old_number,
			setup, desk_world_teardown),
		cmocka_unit_test_setup_teardown(
			test_open__lists_have_outputs_of_their_own, setup, desk_world_teardown),
		cmocka_unit_test_setup_teardown(
			test_open__the_national_form, setup, desk_world_teardown),
		cmocka_unit_test_setup_teardown(
			test_open__hostile_records_are_refused, setup, desk_world_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
