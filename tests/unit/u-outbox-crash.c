/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-outbox-crash — the power goes at any moment: each state that crash_disk.h can make of a first
 * start, puts, erases and restarts is opened again, by the courier and then by the kiosk, and holds
 * what was acknowledged; some of them crash once more while they are mended. That it does not hold
 * on a disk that lies about a sync shows that this can fail; u-crash-disk.c does so for settings.
 *
 * CRASH_ROUNDS (1): random states of each kind after every operation.
 *
 * Links: src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sqlite3.h>

#include "crash_disk.h"
#include "outbox_help.h"

#define STATE  "state"
#define ITEMS  6
#define SAMPLE 7 /* of operations, where thousands of states are no better than hundreds */

enum mark { PUT, PUT_OK, ERASE, ERASE_OK };

static size_t length_of(uint64_t n)
{
	static const size_t list[] = { 8300, 500, 20000, 8300, 14000 };

	return list[n % (sizeof(list) / sizeof(list[0]))];
}

static void put(struct outbox *ob, uint64_t n)
{
	crash_mark(PUT, (int)n);
	assert_int_equal(help_put(ob, n, n % 2, length_of(n)), OUTBOX_OK);
	crash_mark(PUT_OK, (int)n);
}

static void erase(struct outbox *ob, uint64_t n)
{
	crash_mark(ERASE, (int)n);
	assert_int_equal(help_erase(ob, n, n % 2, length_of(n)), OUTBOX_OK);
	crash_mark(ERASE_OK, (int)n);
}

/* A first start, five visits, three acknowledgements, a restart among them. */
static void record_outbox(void)
{
	struct outbox *ob;

	crash_forget();
	assert_int_equal(system("rm -rf outbox"), 0);
	sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, 1, NULL);
	crash.folder = "outbox";
	ob = help_open();
	for (uint64_t n = 1; n <= 3; n++)
		put(ob, n);
	erase(ob, 2);
	put(ob, 4); /* into what was freed */
	outbox_close(ob);
	ob = help_open();
	erase(ob, 3);
	erase(ob, 1);
	put(ob, 5);
	outbox_close(ob);
	crash.folder = NULL;
}

/* What was begun and what was acknowledged, a bit for each item. */
struct told {
	uint64_t by[ERASE_OK + 1];
};

static bool said(const struct told *t, enum mark what, uint64_t n)
{
	return t->by[what] >> n & 1;
}

/* Adds what was said before operation k. */
static void hear(struct told *t, int k)
{
	for (int i = 0; i < k; i++)
		if (crash.op[i].kind == C_MARK)
			t->by[crash.op[i].file] |= (uint64_t)1 << crash.op[i].at;
}

#define KEPT_MAX 400

/* A state to go on from. */
struct half {
	struct crash_folder state;
	struct told told;
};

struct found {
	long lost;     /* states in which something acknowledged is not there or not whole */
	long damaged;  /* states that were set aside and salvaged */
	long closed;   /* states that did not open */
	long wrong;    /* states in which a reader got something else than the truth or "wait" */
	uint64_t seen; /* per item, while a state is read */
	struct told before; /* said before recording began */
	struct half *half;  /* every 199th state is kept here; NULL: none */
	long half_len, states;
};

static bool see(void *ctx, const struct outbox_item *item)
{
	struct outbox_item want = help_item(item->seq, item->seq % 2, length_of(item->seq));
	struct found *f = ctx;

	if (item->seq < 64 && item->jws_len == want.jws_len && strcmp(item->id, want.id) == 0 &&
		memcmp(item->jws, want.jws, want.jws_len) == 0)
		f->seen |= (uint64_t)1 << item->seq;
	help_free(&want);
	return true;
}

/* Everything acknowledged before k is there: waiting and whole, or with its tombstone. */
static bool keeps(struct outbox *ob, struct found *f, const struct told *t)
{
	f->seen = 0;
	if (outbox_each(ob, 0, see, f) != OUTBOX_OK)
		return false;
	for (uint64_t n = 1; n <= ITEMS; n++) {
		enum outbox_state is = OUTBOX_ABSENT;
		char id[WIRE_ID_HEX + 1];

		snprintf(id, sizeof(id), "%032llx", (unsigned long long)n);
		if (outbox_state(ob, id, &is) != OUTBOX_OK)
			return false;
		if ((is == OUTBOX_WAITING) != (f->seen >> n & 1) ||
			(is != OUTBOX_ABSENT && !said(t, PUT, n)) ||
			(is == OUTBOX_ABSENT && said(t, PUT_OK, n)) ||
			(is == OUTBOX_ACKED && !said(t, ERASE, n)) ||
			(is != OUTBOX_ACKED && said(t, ERASE_OK, n)))
			return false;
	}
	return true;
}

/* The courier may be told to wait for the kiosk's next start, never something untrue. */
static bool reader_holds(struct found *f, const struct told *t)
{
	const struct outbox_options opt = { .data_dir = STATE };
	struct outbox *ob = NULL;
	char err[OUTBOX_ERR_MAX];
	enum outbox_result r = outbox_open(&ob, &opt, OUTBOX_READER, err, NULL, NULL);
	bool ok = r == OUTBOX_BUSY || (r == OUTBOX_MISSING && !said(t, PUT, 1));

	if (r == OUTBOX_OK)
		ok = keeps(ob, f, t);
	outbox_close(ob);
	return ok;
}

static void check_outbox(void *ctx, const struct crash_folder *state, int k)
{
	const struct outbox_options opt = { .data_dir = STATE };
	struct outbox *ob = NULL;
	struct found *f = ctx;
	char err[OUTBOX_ERR_MAX];
	struct told told = f->before;
	bool damaged = false;

	hear(&told, k);
	if (f->half && f->states++ % 199 == 0 && f->half_len < KEPT_MAX) {
		f->half[f->half_len].told = told;
		crash_folder_copy(&f->half[f->half_len++].state, state);
	}
	crash_empty(STATE "/outbox");
	crash_lay_out(state, STATE "/outbox");
	if (!reader_holds(f, &told))
		f->wrong++;
	if (outbox_open(&ob, &opt, OUTBOX_WRITER, err, &damaged, NULL) != OUTBOX_OK) {
		f->closed++;
		return;
	}
	f->damaged += damaged;
	f->lost += !keeps(ob, f, &told);
	outbox_close(ob);
}

static void replay_outbox(struct found *f, const char *what, int step, uint64_t seed)
{
	long states;

	assert_int_equal(system("mkdir -p " STATE "/outbox"), 0);
	states = crash_replay(step, seed, check_outbox, f);
	if (what)
		print_message(
			"%s: %ld states, %ld lost, %ld damaged, %ld not opened, %ld misread\n",
			what, states, f->lost, f->damaged, f->closed, f->wrong);
}

static void assert_nothing(const struct found *f)
{
	assert_int_equal(f->lost, 0);
	assert_int_equal(f->damaged, 0);
	assert_int_equal(f->closed, 0);
	assert_int_equal(f->wrong, 0);
}

/* The power goes again while what it left is mended, or in the put after it. */
static void crash_again(struct found *f, struct half *half, uint64_t seed)
{
	struct outbox *ob;

	assert_int_equal(system("rm -rf outbox && mkdir -m 0750 outbox"), 0);
	crash_go_on(&half->state, "outbox", "outbox");
	ob = help_open_with(NULL, NULL, NULL);
	if (said(&half->told, PUT, 5))
		put(ob, 6);
	outbox_close(ob);
	f->before = half->told;
	replay_outbox(f, NULL, SAMPLE, seed);
	crash_folder_free(&half->state);
}

static void test_outbox_crash__nothing_acknowledged_is_lost(void **state)
{
	static struct half half[KEPT_MAX];
	struct found first = { .half = half }, again = { 0 };

	(void)state;
	record_outbox();
	assert_in_range(crash.op_len, 200, CRASH_OPS);
	assert_int_equal(system("mkdir last"), 0);
	crash_lay_out_last("last");
	assert_int_equal(system("diff -r outbox last"), 0);
	replay_outbox(&first, "outbox", 1, 1);
	assert_nothing(&first);
	assert_true(first.half_len > 8);
	for (long i = 0; i < first.half_len; i++)
		crash_again(&again, &half[i], 100 + (uint64_t)i);
	print_message("%ld of them mended, and crashed again\n", first.half_len);
	assert_nothing(&again);
}

/* What a person waits for: no name, no size, and the disk's own sync four times. */
static void test_outbox_crash__a_put_is_four_syncs_in_place(void **state)
{
	int syncs = 0;
	bool in_put = false;

	(void)state;
	record_outbox();
	for (int i = 0; i < crash.op_len; i++) {
		enum crash_kind kind = crash.op[i].kind;

		if (kind == C_MARK) {
			/* the first of a start syncs the folder, too: SQLite has just opened the
			 * journal */
			in_put = crash.op[i].file == PUT && crash.op[i].at > 1;
			if (crash.op[i].file == PUT_OK)
				assert_int_equal(syncs, 4);
			syncs = 0;
		}
		syncs += kind == C_SYNC;
		if (in_put && kind != C_MARK)
			assert_true(kind == C_WRITE || kind == C_SYNC);
	}
}

/* --- a disk on which one of a put's syncs does nothing --- */

static int lying;

/* Is it the lying-th sync since a put began? */
static bool lie(int at)
{
	int n = 0;

	for (int i = at - 1; i >= 0; i--) {
		if (crash.op[i].kind == C_SYNC)
			n++;
		if (crash.op[i].kind == C_MARK)
			return crash.op[i].file == PUT && n == lying;
	}
	return false;
}

static void test_outbox_crash__every_sync_of_a_put_is_needed(void **state)
{
	(void)state;
	for (lying = 0; lying < 4; lying++) {
		char what[64];
		struct found f = { 0 };

		record_outbox();
		crash.lie = lie;
		snprintf(what, sizeof(what), "outbox without sync %d of a put", lying + 1);
		replay_outbox(&f, what, SAMPLE, 2);
		/* the first one (what SAFE_APPEND would save) keeps SQLite from rolling back to old
		 * bytes that bear the right check sums: one state in a thousand */
		if (lying > 0 || crash_rounds() >= 8)
			assert_true(f.lost + f.damaged + f.closed > 0);
	}
}

#define T(f) cmocka_unit_test_setup_teardown(f, help_enter, help_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_outbox_crash__nothing_acknowledged_is_lost),
		T(test_outbox_crash__every_sync_of_a_put_is_needed),
		T(test_outbox_crash__a_put_is_four_syncs_in_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
