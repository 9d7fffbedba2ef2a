/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-activities — the list of activities comes back as it was, to the site's key only; a number is
 * never used twice; what cannot be is refused.
 *
 * Links: src/staff src/record src/form src/text src/shared
 */
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>
#include "activities_hand.h"
#include "activities_world.h"
#include "draft.h"

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

/* Half an entry is kept as it is, for one person and one key, a day long; the list stays strict. */
static void test_activities__one_in_hand(void **state)
{
	struct world *w = *state;
	struct activity in = { .minutes = 30, .date = "2026-11-23", .staff_count = 1, .km = -1 },
			out = { .no = 7 };
	char path[200];

	in.expense = 400;
	assert_false(activity_hand_read(w->dir, "0a1b2c3d", w->key, &out));
	assert_true(activity_hand_keep(w->dir, "0a1b2c3d", w->key, &in, w->now));
	assert_false(activity_hand_read(w->dir, "0a1b2c3d", w->other, &out));
	assert_false(activity_hand_read(w->dir, "0a1b2c3e", w->key, &out));
	snprintf(path, sizeof(path), "mv %s/draft-act-0a1b2c3d.jwe %s/draft-act-0a1b2c3e.jwe",
		w->dir, w->dir);
	assert_int_equal(system(path), 0); /* put in another's place */
	assert_false(activity_hand_read(w->dir, "0a1b2c3e", w->key, &out));
	assert_int_equal(out.no, 7);
	assert_true(activity_hand_wipe(w->dir, "0a1b2c3e"));
	assert_true(activity_hand_keep(w->dir, "0a1b2c3d", w->key, &in, w->now));
	assert_true(activity_hand_read(w->dir, "0a1b2c3d", w->key, &out));
	assert_memory_equal(&in, &out, sizeof(in));
	assert_int_equal(activities_add(w->dir, w->key, &out, w->now, NULL), ACTIVITIES_REFUSED);
	assert_int_equal(draft_sweep(w->dir, w->now + DRAFT_LIFE_S - 1), 0);
	assert_int_equal(draft_sweep(w->dir, w->now + DRAFT_LIFE_S), 1);
	assert_false(activity_hand_read(w->dir, "0a1b2c3d", w->key, &out));
	assert_true(activity_hand_wipe(w->dir, "0a1b2c3d"));
}

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
		T(test_activities__a_record_says_only_what_is_known),
		T(test_activities__days_and_months_move),
		T(test_activities__one_in_hand),
	};

	signal(SIGXFSZ, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
