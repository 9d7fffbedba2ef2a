/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-activities-report — the page of a month says each entry once, in the order of the days, the
 * sums that the city will have, what was handed in with its hash, and what was not; no number of it
 * is money but what was spent on the way, which is not added up.
 *
 * Links: src/staff src/record src/form src/text src/shared
 */
#include "activities_world.h"

#include "activities_report.h"

static const char *word(void *ctx, const char *key)
{
	return key;
}

static const char *person(void *ctx, const char *id)
{
	return strcmp(id, WHO) == 0 ? "山田" : id;
}

/* All lines as text: the kind, then the cells with bars between. */
static char *text_of(const struct activity_book *b, const char *month)
{
	const struct activities_words w = { .word = word,
		.date = word,
		.month = word,
		.type = word,
		.person = person,
		.site = "ほしのさと" };
	struct activities_report r;
	struct buf all = BUF_INIT;

	assert_true(activities_report(&r, b, month, &w));
	for (int i = 0; i < r.len; i++) {
		buf_printf(&all, "%d", (int)r.line[i].kind);
		for (int c = 0; c < r.line[i].cells; c++)
			buf_printf(&all, "|%s", r.line[i].cell[c]);
		buf_puts(&all, "\n");
	}
	activities_report_release(&r);
	char *ret = strdup(buf_str(&all));
	buf_release(&all);
	assert_non_null(ret);
	return ret;
}

static void has(const char *text, const char *line)
{
	if (!strstr(text, line))
		fail_msg("no \"%s\" in:\n%s", line, text);
}

static void test_report__a_month_that_is_open(void **state)
{
	struct world *w = *state;
	struct activity a = visit("2026-11-20", 45);

	add(w, "2026-11-22", 30);
	a.declared = false;
	a.expense = 400;
	assert_int_equal(activities_add(w->dir, w->key, &a, w->now, NULL), ACTIVITIES_OK);
	add(w, "2026-10-22", 90); /* another month's */
	struct activity_book b = load(w);
	char *t = text_of(&b, "2026-11");
	has(t, "0|title\n1|site|ほしのさと\n1|month|2026-11\n1|state|state_open\n2|type|count");
	has(t, "3|VISIT|2|75|4\n4|total|2|75|4\n");
	has(t, "3|2|2026-11-20|VISIT|45|2|1234-5678-9010|山田|12km 400yen undeclared\n"
	       "3|1|2026-11-22|VISIT|30|2|1234-5678-9010|山田|12km "
	       "unsent\n5|declaration\n6|sign\n");
	assert_null(strstr(t, "|90|"));
	assert_null(strstr(t, "hash"));
	free(t);
	activities_release(&b);
}

static void test_report__a_month_that_was_handed_in_and_corrected(void **state)
{
	struct world *w = *state;
	struct activity_book b;

	add(w, "2026-10-05", 45);
	b = load(w);
	strcpy(b.entry[0].sent, "00112233445566778899aabbccddeeff");
	struct activity_part *p = activities_grow_part(&b);
	*p = (struct activity_part){ .item = "00112233445566778899aabbccddeeff",
		.month = "2026-10",
		.day = "2026-11-02",
		.by = WHO,
		.done = true };
	memset(p->hash, 'a', WIRE_SHA256_HEX);
	assert_int_equal(activities_save(&b, w->dir, w->key, w->now), ACTIVITIES_OK);
	char *t = text_of(&b, "2026-10");
	has(t, "1|closed|2026-11-02\n1|hash|aaaaaaaa aaaaaaaa aaaaaaaa");
	assert_null(strstr(t, "state"));
	free(t);
	activities_release(&b);
	assert_int_equal(activities_take_back(w->dir, w->key, 1, 15, WHO, w->now), ACTIVITIES_OK);
	b = load(w);
	t = text_of(&b, "2026-10");
	has(t, "1|state|state_more\n1|closed|2026-11-02\n");
	has(t, "4|total|1|30|2\n");
	has(t, "|山田|12km \n3|2|2026-10-05|VISIT|-15|2|1234-5678-9010|山田|corrects1 unsent\n");
	free(t);
	activities_release(&b);
}

static void test_report__an_empty_month(void **state)
{
	struct activity_book none = { .next_no = 1 };
	char *t = text_of(&none, "2026-11");

	has(t, "4|total|0|0|0\n");
	free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_report__a_month_that_is_open),
		T(test_report__a_month_that_was_handed_in_and_corrected),
		T(test_report__an_empty_month),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
