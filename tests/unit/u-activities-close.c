/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-activities-close — what was handed in cannot be changed, only taken back; a month is closed
 * when its item is there and not otherwise, wherever a crash came and whatever the clock says.
 *
 * Links: src/staff src/record src/form src/text src/shared
 */
#include "activities_world.h"

#include "activity.h"
#include "record.h"

static int where(void *ctx, const char *item)
{
	struct world *w = ctx;

	assert_int_equal(strlen(item), WIRE_ID_HEX);
	return w->there == 2 ? w->asked++ % 2 : w->there;
}

static int settle(struct world *w, int there)
{
	int closed = 0;

	w->there = there;
	assert_int_equal(
		activities_settle(w->dir, w->key, where, w, w->now, &closed), ACTIVITIES_OK);
	return closed;
}

static enum activities_result close_begin(struct world *w, const char *month)
{
	struct activity_closing c;
	enum activities_result r = activities_close_begin(&c, w->dir, w->key, month, WHO, w->now);

	activities_closing_release(&c);
	return r;
}

/* October with two visits, handed in. */
static void october(struct world *w)
{
	assert_int_equal(add(w, "2026-10-05", 45), 1);
	assert_int_equal(add(w, "2026-10-31", 60), 2);
	assert_int_equal(close_begin(w, "2026-10"), ACTIVITIES_OK);
	assert_int_equal(settle(w, 1), 1);
}

static void test_activities__what_was_handed_in_stays(void **state)
{
	struct world *w = *state;
	struct activity a = visit("2026-10-05", 15);

	october(w);
	a.no = 1;
	assert_true(totals(w, "2026-10").closed);
	assert_int_equal(totals(w, "2026-10").unsent, 0);
	assert_int_equal(activities_change(w->dir, w->key, &a, w->now), ACTIVITIES_REFUSED);
	assert_int_equal(activities_remove(w->dir, w->key, 1, w->now), ACTIVITIES_REFUSED);
	assert_int_equal(close_begin(w, "2026-10"), ACTIVITIES_REFUSED); /* nothing is left */
	assert_int_equal(settle(w, 0), 0); /* what is done is not asked for again */
	assert_true(totals(w, "2026-10").closed);
	assert_int_equal(add(w, "2026-10-06", 30), 3); /* a late one goes as a further part */
	assert_int_equal(totals(w, "2026-10").unsent, 1);
	assert_int_equal(close_begin(w, "2026-10"), ACTIVITIES_OK);
	assert_int_equal(settle(w, 1), 1);
	assert_int_equal(totals(w, "2026-10").all.minutes, 135);
}

static void test_activities__counter_entries_keep_the_rules(void **state)
{
	struct world *w = *state;
	enum activities_result r;

	october(w);
	add(w, "2026-11-23", 60);
#define BACK(no, minutes) activities_take_back(w->dir, w->key, no, minutes, WHO, w->now)
	r = BACK(3, 15); /* an open entry is changed instead */
	assert_int_equal(r, ACTIVITIES_REFUSED);
	assert_int_equal(BACK(99, 15), ACTIVITIES_REFUSED);
	assert_int_equal(BACK(1, 0), ACTIVITIES_REFUSED);
	assert_int_equal(BACK(1, -15), ACTIVITIES_REFUSED);
	assert_int_equal(BACK(1, 20), ACTIVITIES_REFUSED);
	assert_int_equal(BACK(1, 60), ACTIVITIES_REFUSED); /* more than it was */
	assert_int_equal(BACK(1, 15), ACTIVITIES_OK);
	assert_int_equal(totals(w, "2026-10").all.count, 2);
	assert_int_equal(totals(w, "2026-10").all.minutes, 90);
	assert_int_equal(BACK(1, 45), ACTIVITIES_REFUSED); /* 30 are left */
	assert_int_equal(BACK(1, 30), ACTIVITIES_OK);
	assert_int_equal(totals(w, "2026-10").all.count, 1);
	assert_int_equal(totals(w, "2026-10").all.staff, 2);
	assert_int_equal(BACK(1, 15), ACTIVITIES_REFUSED);
	assert_int_equal(BACK(4, 15), ACTIVITIES_REFUSED); /* of a counter-entry */
	struct activity a = visit("2026-10-05", 15);
	a.no = 4;
	assert_int_equal(activities_change(w->dir, w->key, &a, w->now), ACTIVITIES_REFUSED);
	struct activity_book b = load(w);
	assert_string_equal(activities_find(&b, 4)->date, "2026-10-05"); /* of the same month */
	assert_int_equal(activities_find(&b, 4)->minutes, -15);
	activities_release(&b);
	assert_int_equal(activities_remove(w->dir, w->key, 4, w->now), ACTIVITIES_OK);
	assert_int_equal(totals(w, "2026-10").all.count, 2); /* 15 minutes are back */
}

static void test_activities__a_month_closes_only_with_its_item(void **state)
{
	struct world *w = *state;

	add(w, "2026-10-05", 45);
	assert_int_equal(close_begin(w, "2026-10"), ACTIVITIES_OK);
	assert_false(totals(w, "2026-10").closed); /* a crash here */
	assert_int_equal(close_begin(w, "2026-10"), ACTIVITIES_REFUSED);
	assert_int_equal(settle(w, -1), 0); /* the outbox cannot be read: nothing is decided */
	assert_false(totals(w, "2026-10").closed);
	assert_int_equal(totals(w, "2026-10").unsent, 0);
	assert_int_equal(settle(w, 0), 0); /* the item never was there */
	assert_false(totals(w, "2026-10").closed);
	assert_int_equal(totals(w, "2026-10").unsent, 1);
	assert_int_equal(close_begin(w, "2026-10"), ACTIVITIES_OK);
	assert_int_equal(settle(w, 1), 1); /* it was */
	assert_true(totals(w, "2026-10").closed);
}

static void test_activities__a_large_month_goes_in_parts(void **state)
{
	struct world *w = *state;
	struct activity_closing c;
	struct activity_book b = { .next_no = 1 };
	char hash[WIRE_SHA256_HEX + 1];
	size_t entries = 0;

	for (int i = 0; i < 2 * ACTIVITIES_OF_PART + 5; i++) {
		struct activity *a = activities_grow(&b);
		*a = visit("2026-10-05", 45);
		a->no = i + 1;
		a->expense = ACTIVITY_EXPENSE_MAX;
	}
	assert_int_equal(activities_save(&b, w->dir, w->key, w->now), ACTIVITIES_OK);
	activities_release(&b);
	assert_int_equal(
		activities_close_begin(&c, w->dir, w->key, "2026-10", WHO, w->now), ACTIVITIES_OK);
	assert_int_equal(c.len, 3);
	for (int i = 0; i < c.len; i++) {
		struct buf plain = BUF_INIT;
		const struct record_head head = { .id = c.part[i].item,
			.device = "",
			.receipt = "",
			.kind = "ACT",
			.form = "",
			.form_version = "",
			.app_version = "",
			.site = "",
			.created_at = "",
			.ui_lang = "ja",
			.lane = "",
			.subject_consent = "" };
		json_t *list = json_object_get(c.part[i].activity, "entries");
		assert_true(record_encode(
			&plain, &head, NULL, 0, "activity", c.part[i].activity)); /* it fits */
		assert_true(activity_hash(list, hash));
		assert_string_equal(
			hash, json_string_value(json_object_get(c.part[i].activity, "hash")));
		entries += json_array_size(list);
		buf_release(&plain);
	}
	assert_int_equal(entries, 2 * ACTIVITIES_OF_PART + 5);
	activities_closing_release(&c);
	assert_int_equal(settle(w, 2), 1); /* asked from the last: the second of three is there */
	b = load(w);
	struct activity_totals t;
	activities_totals(&t, &b, "2026-10");
	assert_true(t.closed);
	assert_int_equal(t.unsent, entries - ACTIVITIES_OF_PART);
	activities_release(&b);
}

static void test_activities__a_clock_set_back_closes_nothing(void **state)
{
	struct world *w = *state;

	add(w, "2026-10-05", 45);
	add(w, "2026-11-23", 30);
	w->now = noon(2026, 10, 6);
	assert_int_equal(close_begin(w, "2026-10"), ACTIVITIES_REFUSED);
	assert_int_equal(close_begin(w, "2026-11"), ACTIVITIES_REFUSED);
	struct activity a = visit("2026-11-23", 15);
	a.no = 2;
	assert_int_equal(activities_change(w->dir, w->key, &a, w->now), ACTIVITIES_REFUSED);
	assert_int_equal(add(w, "2026-10-06", 15), 3);
	w->now = noon(1970, 1, 2);
	assert_int_equal(close_begin(w, "2026-10"), ACTIVITIES_REFUSED);
	assert_int_equal(totals(w, "2026-11").all.minutes, 30); /* nothing was forgotten */
	w->now = noon(2026, 12, 1);
	assert_int_equal(close_begin(w, "2026-10"), ACTIVITIES_OK);
}

static void test_activities__an_old_month_is_forgotten_after_a_year(void **state)
{
	struct world *w = *state;

	october(w);
	w->now = noon(2027, 11, 10);
	add(w, "2027-10-10", 15);
	assert_int_equal(close_begin(w, "2027-10"), ACTIVITIES_OK);
	assert_int_equal(settle(w, 1), 1);
	assert_true(totals(w, "2026-10").closed);
	w->now = noon(2028, 1, 10);
	add(w, "2027-12-10", 15);
	assert_int_equal(close_begin(w, "2027-12"), ACTIVITIES_OK);
	assert_int_equal(settle(w, 1), 1);
	assert_false(totals(w, "2026-10").closed);
	assert_int_equal(totals(w, "2026-10").all.count, 0);
	assert_true(totals(w, "2027-10").closed);
	assert_int_equal(add(w, "2027-12-11", 15), 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_activities__what_was_handed_in_stays),
		T(test_activities__counter_entries_keep_the_rules),
		T(test_activities__a_month_closes_only_with_its_item),
		T(test_activities__a_large_month_goes_in_parts),
		T(test_activities__a_clock_set_back_closes_nothing),
		T(test_activities__an_old_month_is_forgotten_after_a_year),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
