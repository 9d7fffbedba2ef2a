/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-desk-report — the month's files as a city gets them: activities add up with their corrections
 * and only when their hash fits; tables of cases show no number of 1 to 9, count each case once,
 * and hold no word of a person.
 * Links: sync/desk src/sheet src/record src/text src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sysexits.h>
#include "chart.h"
#include "desk_world.h"
#include "receipt.h"
#include "regional.h"

#define ENTRY(no, minutes, type, more)                                                             \
	"{\"no\":" #no ",\"act_date\":\"2026-11-02\",\"minutes\":" #minutes                        \
	",\"act_type\":\"" type "\",\"staff_count\":2,\"double_bill_decl\":\"Y\"" more "}"

static int report(struct desk_world *w, const char *plan)
{
	return desk_world_report(w, (struct desk_options){ .plan = plan });
}

static void send_act(struct desk_world *w, const char *entries)
{
	desk_world_send(w, "record", "2026-12-01T00:00:00+09:00", desk_world_act(w, entries));
}

static void test_report__activities_add_up(void **state)
{
	struct desk_world *w = *state;

	send_act(w, "[" ENTRY(1, 30, "VISIT", "") "," ENTRY(
			    2, 60, "VISIT", ",\"km\":90,\"expense\":800") "," ENTRY(3, 15, "LINK",
			    "") "," ENTRY(4, 45, "MEET", ",\"km\":5") "]");
	/* 2 is taken back whole and written anew, of 4 a part; 1 comes again */
	send_act(w, "[" ENTRY(5, -60, "VISIT", ",\"corrects\":2") "," ENTRY(
			    6, 75, "VISIT", ",\"km\":12,\"expense\":340") "," ENTRY(7, -15, "MEET",
			    ",\"corrects\":4") "," ENTRY(1, 30, "VISIT", "") "]");
	assert_int_equal(report(w, NULL), EX_OK);
	desk_world_has(w, "activity.csv", "2026-11,demo,訪問,VISIT,2,105,4,0,12,340\r\n");
	desk_world_has(w, "activity.csv", "2026-11,demo,つなぎ,LINK,1,15,2,0,0,0\r\n");
	desk_world_has(w, "activity.csv", "2026-11,demo,会議,MEET,1,30,2,0,5,0\r\n");
	desk_world_has(w, "activity.csv", "2026-11,demo,計,,4,150,8,0,17,340\r\n");
	desk_world_has(w, "activity.svg", ">105分</text>");
	desk_world_has(w, "activity.svg", "<title id=\"t\">");
}

static void test_report__taken_back_in_two_steps_is_gone(void **state)
{
	struct desk_world *w = *state;

	send_act(w, "[" ENTRY(1, 45, "VISIT", ",\"km\":7") "," ENTRY(2, 30, "VISIT", "") "]");
	send_act(w, "[" ENTRY(3, -15, "VISIT", ",\"corrects\":1") "]");
	assert_int_equal(report(w, NULL), EX_OK);
	desk_world_has(w, "activity.csv", "VISIT,2,60,4,0,7,0\r\n");
	send_act(w, "[" ENTRY(4, -30, "VISIT", ",\"corrects\":1") "]");
	assert_int_equal(report(w, NULL), EX_OK);
	desk_world_has(w, "activity.csv", "VISIT,1,30,2,0,0,0\r\n");
}

static void test_report__a_list_that_does_not_fit_its_hash_counts_nothing(void **state)
{
	struct desk_world *w = *state;
	json_t *r = desk_world_act(w, "[" ENTRY(1, 30, "VISIT", "") "]");
	json_t *entry = json_array_get(
		json_object_get(json_object_get(r, "activity"), "entries"), 0);
	struct buf b = BUF_INIT;

	json_object_set_new(entry, "minutes", json_integer(300));
	desk_world_send(w, "record", "2026-12-01T00:00:00+09:00", r);
	assert_int_equal(report(w, NULL), EX_DATAERR);
	assert_null(strstr(desk_world_file(w, "activity.csv", &b), "VISIT"));
	buf_release(&b);
	/* and an entry that says something else than before */
	send_act(w, "[" ENTRY(1, 30, "VISIT", "") "]");
	send_act(w, "[" ENTRY(1, 45, "VISIT", "") "]");
	assert_int_equal(report(w, NULL), EX_DATAERR);
	desk_world_has(w, "activity.csv", "VISIT,1,30,2,0,0,0\r\n");
}

/* One case with these answers; the receipt it got is in ret. */
static void send_case(struct desk_world *w, const char *received, const char *site,
	const char *answers, char ret[RECEIPT_DIGITS + 1])
{
	char more[512];
	json_t *r;

	assert_true(receipt_new(ret));
	snprintf(
		more, sizeof more, "{'receipt':'%s','site':'%s','answers':%s}", ret, site, answers);
	r = desk_world_record(w, more);
	desk_world_send(w, "record", received, r);
}

static void send_cases(struct desk_world *w, int n, const char *site, const char *answers)
{
	char receipt[RECEIPT_DIGITS + 1];

	for (int i = 0; i < n; i++)
		send_case(w, "2026-11-23T10:06:00+09:00", site, answers, receipt);
}

#define NAME "'name_kana':{'text':'きらきら'}"

static void fill(struct desk_world *w)
{
	send_cases(w, 14, "a<b",
		"{'about':'SELF','topics':['T03'],'age_band':'A4','area':'E01'," NAME "}");
	send_cases(w, 3, "demo2", "{'about':'FAM','topics':['T03'],'age_band':'A3','area':'E01'}");
	send_cases(w, 12, "demo2", "{'about':'FAM','topics':['T07'],'age_band':'A2','area':'E02'}");
	send_cases(
		w, 13, "demo2", "{'about':'SELF','topics':['T07'],'age_band':'A3','area':'E02'}");
	send_cases(w, 1, "demo2", "{'about':'KNOW','topics':['T13'],'age_band':'A0','area':'E05'}");
}

/* Numbers at the ends of lines: never 1 to 9. How many are shown, and hidden. */
static void no_small_number(struct desk_world *w, const char *name, int *shown, int *hidden)
{
	struct buf b = BUF_INIT;
	const char *at = desk_world_file(w, name, &b), *end, *cell;

	assert_true(b.len > 0);
	assert_null(strstr(at, "きらきら"));
	*shown = *hidden = 0;
	for (at = strstr(at, "\r\n") + 2; (end = strstr(at, "\r\n")); at = end + 2) {
		for (cell = end; cell[-1] != ',';)
			cell--;
		if (*cell == 'X') {
			++*hidden;
			continue;
		}
		assert_true(strtol(cell, NULL, 10) == 0 || strtol(cell, NULL, 10) >= REGIONAL_K);
		*shown += strtol(cell, NULL, 10) != 0;
	}
	buf_release(&b);
}

static void test_report__tables_show_no_small_number(void **state)
{
	struct desk_world *w = *state;
	struct buf b = BUF_INIT;
	char name[64];
	int shown, hidden, all_shown = 0, all_hidden = 0;

	fill(w);
	assert_int_equal(report(w, NULL), EX_OK);
	for (int t = 0; t < REGIONAL_FIELD_SITE; t++) {
		snprintf(name, sizeof name, "%s.csv", regional_name(t));
		no_small_number(w, name, &shown, &hidden);
		all_shown += shown;
		all_hidden += hidden;
	}
	assert_true(all_shown > 10 && all_hidden > 10);
	desk_world_has(w, "area-field.csv", "市,市全体,計,43\r\n");
	desk_world_has(w, "area-field.csv",
		"小学校区,交野みらい学園,計,X\r\n"); /* 17, but 1 is elsewhere */
	desk_world_has(w, "area-field.svg", "role=\"img\"");
	desk_world_has(w, "area-field.svg", ">X</text>");
	assert_string_equal(desk_world_file(w, "field-site.csv", &b), ""); /* two sites only */
	send_cases(w, 10, "demo3", "{'about':'SELF','topics':['T03']}");
	assert_int_equal(report(w, NULL), EX_OK);
	no_small_number(w, "field-site.csv", &shown, &hidden);
	desk_world_has(w, "field-site.svg", "a&lt;b");
	buf_release(&b);
}

static void test_report__each_case_counts_once_in_the_month_it_came(void **state)
{
	struct desk_world *w = *state;
	char first[RECEIPT_DIGITS + 1], more[256], second[RECEIPT_DIGITS + 1];

	send_cases(w, 10, "demo", "{'about':'SELF','topics':['T03']}");
	send_case(w, "2026-10-31T23:59:00+09:00", "demo", "{'topics':['T03']}", first);
	assert_true(receipt_new(second));
	snprintf(more, sizeof more,
		"{'kind':'OUT','receipt':'%s','refers':'%s','lane':'SHIEN','answers':{'topics':['"
		"T07']}}",
		second, first);
	desk_world_add(w, more); /* a further visit to somebody who was counted in October */
	snprintf(more, sizeof more, "{'kind':'WDR','receipt':'%s','refers':'%s','lane':'SHIEN'}",
		second, first);
	desk_world_add(w, more);
	assert_int_equal(report(w, NULL), EX_OK);
	desk_world_has(w, "area-field.csv", "市,市全体,計,10\r\n");
	desk_world_has(w, "area-field.csv", "市,市全体,介護,10\r\n");
	desk_world_has(w, "area-field.csv", "市,市全体,生活困窮,0\r\n");
}

static void test_report__school_districts_when_the_city_tells_them(void **state)
{
	struct desk_world *w = *state;
	json_t *plan = json_load_file("assets/desk-report.json", 0, NULL);
	char path[160];
	int shown, hidden;

	assert_non_null(plan);
	json_object_set_new(plan, "districts",
		json_pack("{ss ss ss}", "E01", "西中学校区", "E02", "西中学校区", "E05",
			"東中学校区"));
	snprintf(path, sizeof path, "%s/plan.json", w->dir);
	assert_int_equal(json_dump_file(plan, path, 0), 0);
	json_decref(plan);
	fill(w);
	send_cases(
		w, 20, "demo2", "{'about':'SELF','topics':['T04'],'age_band':'A1','area':'E05'}");
	assert_int_equal(report(w, path), EX_OK);
	desk_world_has(w, "area-field.csv", "中学校区,西中学校区,計,42\r\n");
	desk_world_has(w, "area-field.csv", "中学校区,東中学校区,計,21\r\n");
	desk_world_has(w, "area-field.csv", "小学校区,郡津小学校,計,25\r\n");
	no_small_number(w, "area-field-age.csv", &shown, &hidden);
	no_small_number(w, "area-field-route.csv", &shown, &hidden);
}

static void test_chart__words_are_not_markup(void **state)
{
	const struct chart_bar bar[] = { { "<g>", "\"&", 7, false }, { "<g>", "b", 3, true } };
	const struct chart c = { "</title><script>", "d", "件", "X", bar, 2 };
	struct buf b = BUF_INIT;

	chart_svg(&b, &c);
	assert_null(strstr(buf_str(&b), "<script"));
	assert_null(strstr(buf_str(&b), "<g>"));
	assert_non_null(strstr(buf_str(&b), "&lt;g&gt;"));
	assert_non_null(strstr(buf_str(&b), ">7件</text>"));
	assert_null(strstr(buf_str(&b), ">3件</text>"));
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_report__activities_add_up, desk_world_setup, desk_world_teardown),
		cmocka_unit_test_setup_teardown(test_report__taken_back_in_two_steps_is_gone,
			desk_world_setup, desk_world_teardown),
		cmocka_unit_test_setup_teardown(
			test_report__a_list_that_does_not_fit_its_hash_counts_nothing,
			desk_world_setup, desk_world_teardown),
		cmocka_unit_test_setup_teardown(test_report__tables_show_no_small_number,
			desk_world_setup, desk_world_teardown),
		cmocka_unit_test_setup_teardown(
			test_report__each_case_counts_once_in_the_month_it_came, desk_world_setup,
			desk_world_teardown),
		cmocka_unit_test_setup_teardown(
			test_report__school_districts_when_the_city_tells_them, desk_world_setup,
			desk_world_teardown),
		cmocka_unit_test(test_chart__words_are_not_markup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
