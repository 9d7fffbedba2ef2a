/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-rates — what a month's activities are worth by the city's own table: the rate of the day, half
 * hours of the month together, corrections at the rate of what they correct, caps by site; nothing
 * for what was not declared, no guess where there is no rate. All amounts here are examples only.
 * Links: sync/desk src/sheet src/record src/text src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sysexits.h>
#include "desk_world.h"

#define ENTRY(no, day, minutes, type, decl, more)                                                  \
	"{\"no\":" #no ",\"act_date\":\"2026-11-" day "\",\"minutes\":" #minutes                   \
	",\"act_type\":\"" type "\",\"staff_count\":1,\"double_bill_decl\":\"" decl "\"" more "}"
#define RATE(type, unit, yen, day)                                                                 \
	"{\"act_type\":\"" type "\",\"unit\":\"" unit "\",\"yen\":" #yen                           \
	",\"valid_from\":\"" day "\"}"
#define CAP(site, yen, day)                                                                        \
	"{\"site\":\"" site "\",\"yen\":" #yen ",\"valid_from\":\"" day "\"}"
#define RATES                                                                                      \
	RATE("VISIT", "each", 700, "2026-04-01")                                                   \
	"," RATE("VISIT", "each", 900, "2026-11-16") "," RATE("MEET", "30min", 11, "2026-04-01")

static char rates[160];

static int report(struct desk_world *w, const char *table)
{
	snprintf(rates, sizeof rates, "%s.rates", w->items);
	assert_true(buf_write_file(rates, table, strlen(table), 0600));
	return desk_world_report(w, (struct desk_options){ .rates = rates });
}

static void has(struct desk_world *w, const char *text)
{
	desk_world_has(w, "amounts.csv", text);
}

static void send_all(struct desk_world *w)
{
	desk_world_send(w, "record", "2026-12-01T00:00:00+09:00",
		desk_world_act(w,
			"[" ENTRY(1, "02", 30, "VISIT", "Y", "") ","
			ENTRY(2, "20", 45, "VISIT", "Y", "") ","
			ENTRY(3, "20", 60, "VISIT", "N", "") ","
			ENTRY(4, "03", 45, "MEET", "Y", "") ","
			ENTRY(5, "04", 45, "MEET", "Y", "") ","
			ENTRY(6, "05", 15, "LINK", "Y", "") ","
			ENTRY(7, "28", -30, "VISIT", "Y", ",\"corrects\":1") ","
			ENTRY(8, "28", 30, "VISIT", "Y", "") ","
			ENTRY(9, "29", -60, "VISIT", "Y", ",\"corrects\":3") "]"));
}

static void test_rates__each_day_has_its_rate(void **state)
{
	struct desk_world *w = *state;

	send_all(w);
	assert_int_equal(report(w, "{\"rates\":[" RATES "]}"), EX_OK);
	has(w, "2026-11,demo,訪問,VISIT,0,0,件,2026-04-01,700,0,0\r\n");
	has(w, "2026-11,demo,訪問,VISIT,2,75,件,2026-11-16,900,2,1800\r\n");
	has(w, "2026-11,demo,会議,MEET,2,90,30分,2026-04-01,11,3,33\r\n");
	has(w, "2026-11,demo,つなぎ,LINK,1,15,単価なし,,,,\r\n");
	has(w, "2026-11,demo,計,,,,,,,,1833\r\n2026-11,demo,支払額,,,,,,,,1833\r\n");
}

static void test_rates__a_site_gets_its_cap_at_most(void **state)
{
	struct desk_world *w = *state;

	send_all(w);
	assert_int_equal(report(w, "{\"rates\":[" RATES "],\"caps\":["
		CAP("*", 5, "2026-04-01") "," CAP("demo", 1000, "2026-10-01") ","
		CAP("demo", 2000, "2026-12-01") "]}"), EX_OK);
	has(w, "2026-11,demo,月の上限,,,,,,,,1000\r\n2026-11,demo,支払額,,,,,,,,1000\r\n");
	assert_int_equal(
		report(w, "{\"rates\":[" RATES "],\"caps\":[" CAP("*", 5, "2026-04-01") "]}"),
		EX_OK);
	has(w, "2026-11,demo,支払額,,,,,,,,5\r\n");
}

static void test_rates__a_table_that_is_none_is_refused(void **state)
{
	static const char *const bad[] = { "", "[]", "{}", "{\"rates\":{}}",
		"{\"rates\":[" RATE("VISIT", "hour", 1, "2026-04-01") "]}",
		"{\"rates\":[" RATE("VISIT", "each", -1, "2026-04-01") "]}",
		"{\"rates\":[" RATE("VISIT", "each", 1.5, "2026-04-01") "]}",
		"{\"rates\":[" RATE("VISIT", "each", 1, "2026-4-1") "]}",
		"{\"rates\":[" RATE("VISIT", "each", 1, "2026-04-01") ","
			RATE("VISIT", "30min", 2, "2026-04-01") "]}",
		"{\"rates\":[],\"caps\":[" CAP("", 1, "2026-04-01") "]}",
		"{\"rates\":[],\"bonus\":1}" };
	struct desk_world *w = *state;

	send_all(w);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (report(w, bad[i]) != EX_CONFIG)
			fail_msg("taken: %s", bad[i]);
	assert_int_equal(report(w, "{\"comment\":\"none yet\",\"rates\":[]}"), EX_OK);
	has(w, "2026-11,demo,支払額,,,,,,,,0\r\n");
}

#define T(f) cmocka_unit_test_setup_teardown(f, desk_world_setup, desk_world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_rates__each_day_has_its_rate),
		T(test_rates__a_site_gets_its_cap_at_most),
		T(test_rates__a_table_that_is_none_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
