/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-activities — the list of activities comes back as it was, to the site's key only; a number is
 * never used twice; what was handed in cannot be changed, only taken back; a month is closed when
 * its item is there and not otherwise, wherever a crash came; sums are those of the city.
 *
 * Links: src/staff src/record src/form src/text src/shared
 */
#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>
#include "activities_close.h"
#include "activities_private.h"
#include "activity.h"
#include "keys.h"
#include "record.h"

#define WHO     "0a1b2c3d"
#define RECEIPT "123456789010"
#define DAY     86400

struct world {
	char dir[48], file[64], no[64];
	unsigned char key[BOX_KEY_BYTES], other[BOX_KEY_BYTES];
	int64_t now; /* noon of 2026-11-23 */
	int there;   /* what `where` answers: 1, 0, -1, or 2: every second item only */
	int asked;
};

static int64_t noon(int year, int month, int day)
{
	struct tm tm = { .tm_year = year - 1900,
		.tm_mon = month - 1,
		.tm_mday = day,
		.tm_hour = 12,
		.tm_isdst = -1 };

	return (int64_t)mktime(&tm);
}

static int begin(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	keys_init();
	strcpy(w->dir, "/tmp/marumado-activities-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	snprintf(w->file, sizeof(w->file), "%s/activities.jwe", w->dir);
	snprintf(w->no, sizeof(w->no), "%s/activities.no", w->dir);
	memset(w->key, 7, sizeof(w->key));
	memset(w->other, 8, sizeof(w->other));
	w->now = noon(2026, 11, 23);
	*state = w;
	return 0;
}

static int end(void **state)
{
	struct world *w = *state;
	char command[80];

	snprintf(command, sizeof(command), "rm -r %s", w->dir);
	assert_int_equal(system(command), 0);
	free(w);
	return 0;
}

static struct activity visit(const char *date, int minutes)
{
	struct activity a = { .minutes = minutes,
		.type = "VISIT",
		.receipt = RECEIPT,
		.staff_count = 2,
		.declared = true,
		.staff = WHO,
		.km = 12,
		.expense = -1 };

	snprintf(a.date, sizeof(a.date), "%s", date);
	return a;
}

static int add(struct world *w, const char *date, int minutes)
{
	struct activity a = visit(date, minutes);
	int no = 0;

	assert_int_equal(activities_add(w->dir, w->key, &a, w->now, &no), ACTIVITIES_OK);
	return no;
}

static struct activity_book load(struct world *w)
{
	struct activity_book b;

	assert_int_equal(activities_load(&b, w->dir, w->key), ACTIVITIES_OK);
	return b;
}

static struct activity_totals totals(struct world *w, const char *month)
{
	struct activity_book b = load(w);
	struct activity_totals t;

	activities_totals(&t, &b, month);
	activities_release(&b);
	return t;
}

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

static void test_activities__come_back_as_they_were(void **state)
{
	struct world *w = *state;
	struct activity in = visit("2026-11-22", 45);
	int no;

	assert_int_equal(activities_add(w->dir, w->key, &in, w->now, &no), ACTIVITIES_OK);
	struct activity_book b = load(w);
	in.no = no;
	assert_int_equal(b.len, 1);
	assert_int_equal(no, 1);
	assert_memory_equal(&b.entry[0], &in, sizeof(in));
	activities_release(&b);
	in.minutes = 90;
	in.expense = 400;
	in.receipt[0] = '\0';
	memset(in.receipt, 0, sizeof(in.receipt));
	assert_int_equal(activities_change(w->dir, w->key, &in, w->now), ACTIVITIES_OK);
	b = load(w);
	assert_memory_equal(&b.entry[0], &in, sizeof(in));
	activities_release(&b);
	assert_int_equal(activities_remove(w->dir, w->key, no, w->now), ACTIVITIES_OK);
	assert_int_equal(activities_remove(w->dir, w->key, no, w->now), ACTIVITIES_REFUSED);
	assert_int_equal(activities_change(w->dir, w->key, &in, w->now), ACTIVITIES_REFUSED);
	assert_int_equal(totals(w, "2026-11").all.count, 0);
}

static void test_activities__open_with_the_sites_key_only(void **state)
{
	struct world *w = *state;
	struct activity_book b;
	struct activity a = visit("2026-11-23", 15);
	struct buf file = BUF_INIT, after = BUF_INIT;

	add(w, "2026-11-23", 45);
	assert_true(buf_read_file(&file, w->file, BOX_BYTES_MAX));
	assert_null(strstr(buf_str(&file), RECEIPT));
	assert_null(strstr(buf_str(&file), "2026-11"));
	assert_int_equal(activities_load(&b, w->dir, w->other), ACTIVITIES_DAMAGED);
	assert_int_equal(b.len, 0);
	activities_release(&b);
	assert_int_equal(activities_add(w->dir, w->other, &a, w->now, NULL), ACTIVITIES_DAMAGED);
	assert_int_equal(activities_remove(w->dir, w->other, 1, w->now), ACTIVITIES_DAMAGED);
	assert_true(buf_read_file(&after, w->file, BOX_BYTES_MAX));
	assert_string_equal(buf_str(&file), buf_str(&after));
	buf_release(&file);
	buf_release(&after);
}

static void test_activities__half_a_file_is_left_alone(void **state)
{
	struct world *w = *state;
	struct activity_book b;
	struct activity a = visit("2026-11-23", 15);
	struct buf file = BUF_INIT, half = BUF_INIT;

	add(w, "2026-11-23", 45);
	assert_true(buf_read_file(&file, w->file, BOX_BYTES_MAX));
	for (size_t len = 0; len < file.len; len += file.len / 7 + 1) {
		assert_int_equal(truncate(w->file, (off_t)len), 0);
		assert_int_equal(activities_load(&b, w->dir, w->key), ACTIVITIES_DAMAGED);
		assert_int_equal(
			activities_add(w->dir, w->key, &a, w->now, NULL), ACTIVITIES_DAMAGED);
		buf_reset(&half);
		assert_true(buf_read_file(&half, w->file, BOX_BYTES_MAX));
		assert_int_equal(half.len, len);
		assert_true(buf_write_file(w->file, file.data, file.len, 0600));
	}
	assert_int_equal(totals(w, "2026-11").all.count, 1);
	buf_release(&file);
	buf_release(&half);
}

static void test_activities__a_full_disk_changes_nothing(void **state)
{
	struct world *w = *state;
	struct activity a = visit("2026-11-23", 15);
	struct rlimit was, tight = { 1024, RLIM_INFINITY };

	add(w, "2026-11-23", 45);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	tight.rlim_max = was.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
	assert_int_equal(activities_add(w->dir, w->key, &a, w->now, NULL), ACTIVITIES_FAILED);
	assert_int_equal(activities_remove(w->dir, w->key, 1, w->now), ACTIVITIES_FAILED);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	assert_int_equal(totals(w, "2026-11").all.minutes, 45);
	assert_true(add(w, "2026-11-23", 15) > 1);
}

static void test_activities__a_number_is_never_used_twice(void **state)
{
	struct world *w = *state;

	assert_int_equal(add(w, "2026-11-23", 45), 1);
	assert_int_equal(add(w, "2026-11-23", 45), 2);
	assert_int_equal(activities_remove(w->dir, w->key, 2, w->now), ACTIVITIES_OK);
	assert_int_equal(add(w, "2026-11-23", 45), 3);
	assert_int_equal(unlink(w->file), 0); /* the list is lost, the numbers are not */
	assert_int_equal(add(w, "2026-11-23", 45), 4);
	assert_int_equal(unlink(w->no), 0);
	assert_int_equal(add(w, "2026-11-23", 45), 5);
	assert_true(buf_write_file(w->no, "rubbish", 7, 0600));
	assert_int_equal(add(w, "2026-11-23", 45), 6);
	assert_true(buf_write_file(w->no, "1000000\n", 8, 0600));
	struct activity a = visit("2026-11-23", 15);
	assert_int_equal(activities_add(w->dir, w->key, &a, w->now, NULL), ACTIVITIES_FULL);
}

static void test_activities__refuse_what_cannot_be(void **state)
{
	static const char *const dates[] = { "2026-11-24", "2026-02-30", "2025-09-30", "2026-1-1",
		"", "2026-13-01", "2026-11-2x" };
	struct world *w = *state;
	struct activity a = visit("2026-11-23", 45);

#define REFUSED(change)                                                                            \
	do {                                                                                       \
		a = visit("2026-11-23", 45);                                                       \
		change;                                                                            \
		assert_int_equal(                                                                  \
			activities_add(w->dir, w->key, &a, w->now, NULL), ACTIVITIES_REFUSED);     \
	} while (0)
	REFUSED(a.minutes = 0);
	REFUSED(a.minutes = -15);
	REFUSED(a.minutes = 40);
	REFUSED(a.minutes = ACTIVITY_MINUTES_MAX + 15);
	REFUSED(strcpy(a.type, "PARTY"));
	REFUSED(a.type[0] = '\0');
	REFUSED(a.staff_count = 0);
	REFUSED(a.staff_count = 6);
	REFUSED(a.receipt[3] ^= 1);
	REFUSED(a.corrects = 1);
	REFUSED(a.km = 1000);
	REFUSED(a.expense = 100000);
	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++)
		REFUSED(snprintf(a.date, sizeof(a.date), "%s", dates[i]));
	assert_int_equal(totals(w, "2026-11").unsent, 0);
	assert_int_not_equal(access(w->file, F_OK), 0);
	assert_int_equal(add(w, "2025-10-01", 15), 1); /* the oldest day that is taken */
}

static void test_activities__an_intake_leaves_one_by_itself(void **state)
{
	static const struct {
		int64_t s;
		int minutes;
	} of[] = { { 0, 15 }, { 1, 15 }, { 900, 15 }, { 901, 30 }, { 1200, 30 }, { -5, 15 },
		{ (int64_t)1 << 40, ACTIVITY_MINUTES_MAX } };
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++) {
		assert_int_equal(
			activities_suggest(w->dir, w->key, "RECV", RECEIPT, WHO, of[i].s, w->now),
			ACTIVITIES_OK);
		struct activity_book b = load(w);
		const struct activity *a = &b.entry[b.len - 1];
		assert_int_equal(a->minutes, of[i].minutes);
		assert_true(a->by_itself && !a->declared && a->staff_count == 1);
		assert_string_equal(a->date, "2026-11-23");
		assert_string_equal(a->receipt, RECEIPT);
		activities_release(&b);
	}
	struct activity a = visit("2026-11-23", 30);
	a.no = 1;
	assert_int_equal(totals(w, "2026-11").by_itself, 7);
	assert_int_equal(activities_change(w->dir, w->key, &a, w->now), ACTIVITIES_OK);
	assert_int_equal(totals(w, "2026-11").by_itself, 6);
	assert_int_equal(totals(w, "2026-11").undeclared, 6);
	assert_int_equal(activities_suggest(w->dir, w->key, "RECVRECV", "", WHO, 1, w->now),
		ACTIVITIES_REFUSED);
}

static void test_activities__a_month_ends_at_midnight(void **state)
{
	struct world *w = *state;
	struct tm tm = { .tm_year = 126,
		.tm_mon = 9,
		.tm_mday = 31,
		.tm_hour = 23,
		.tm_min = 59,
		.tm_sec = 59,
		.tm_isdst = -1 };
	int64_t last = (int64_t)mktime(&tm);

	assert_int_equal(
		activities_suggest(w->dir, w->key, "RECV", "", WHO, 60, last), ACTIVITIES_OK);
	assert_int_equal(
		activities_suggest(w->dir, w->key, "RECV", "", WHO, 60, last + 1), ACTIVITIES_OK);
	assert_int_equal(totals(w, "2026-10").unsent, 1);
	assert_int_equal(totals(w, "2026-11").unsent, 1);
	assert_int_equal(totals(w, "2026-10").day[30].count, 1);
	assert_int_equal(totals(w, "2026-11").day[0].count, 1);
	struct activity_book b = load(w);
	b.entry[0].declared = b.entry[1].declared = true;
	assert_int_equal(activities_may_close(&b, "2026-10", last), ACTIVITIES_NOT_OVER);
	assert_int_equal(activities_may_close(&b, "2026-10", last + 1), ACTIVITIES_MAY_CLOSE);
	activities_release(&b);
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
		assert_true(record_encode_with(
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

static void test_activities__a_record_says_only_what_is_known(void **state)
{
	struct activity a = visit("2026-11-22", 45);
	json_t *o;

	a.no = 3;
	o = activity_json(&a);
	assert_int_equal(json_object_size(o), 9);
	assert_int_equal(json_integer_value(json_object_get(o, "km")), 12);
	assert_null(json_object_get(o, "expense"));
	assert_null(json_object_get(o, "corrects"));
	json_decref(o);
	a.receipt[0] = '\0';
	a.km = -1;
	o = activity_json(&a);
	assert_int_equal(json_object_size(o), 7);
	json_decref(o);
}

static void test_activities__days_and_months_move(void **state)
{
	char day[ACTIVITY_DATE_MAX] = "same", month[ACTIVITY_MONTH_MAX];

	assert_true(activities_day_step("2028-02-28", 1, day));
	assert_string_equal(day, "2028-02-29");
	assert_true(activities_day_step("2026-12-31", 1, day));
	assert_string_equal(day, "2027-01-01");
	assert_true(activities_day_step("2026-03-01", -1, day));
	assert_string_equal(day, "2026-02-28");
	assert_false(activities_day_step("2026-3-1", 1, day));
	assert_true(activities_month_step("2026-01", -1, month));
	assert_string_equal(month, "2025-12");
	assert_true(activities_month_step("2026-12", 13, month));
	assert_string_equal(month, "2028-01");
	assert_false(activities_month_step("2026-00", 1, month));
	assert_false(activities_month_step("2026-1", 1, month));
	assert_false(activities_month_step("", 1, month));
}

#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_activities__come_back_as_they_were),
		T(test_activities__open_with_the_sites_key_only),
		T(test_activities__half_a_file_is_left_alone),
		T(test_activities__a_full_disk_changes_nothing),
		T(test_activities__a_number_is_never_used_twice),
		T(test_activities__refuse_what_cannot_be),
		T(test_activities__an_intake_leaves_one_by_itself),
		T(test_activities__a_month_ends_at_midnight),
		T(test_activities__what_was_handed_in_stays),
		T(test_activities__counter_entries_keep_the_rules),
		T(test_activities__a_month_closes_only_with_its_item),
		T(test_activities__a_large_month_goes_in_parts),
		T(test_activities__a_clock_set_back_closes_nothing),
		T(test_activities__an_old_month_is_forgotten_after_a_year),
		T(test_activities__a_record_says_only_what_is_known),
		T(test_activities__days_and_months_move),
	};

	signal(SIGXFSZ, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
