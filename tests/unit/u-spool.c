/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-spool — the second copy: what a file holds, which files are believed, and how database and
 * folder are brought together whichever of them lost something.
 *
 * Links: src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "outbox_help.h"
#include "spool.h"

#define ONE "spool/00000000000000000000000000000001.item"
#define TWO "spool/00000000000000000000000000000002.item"

static struct outbox *open_spooled(void)
{
	return help_open_with("spool", NULL, NULL);
}

static void put_three(void)
{
	struct outbox *ob = open_spooled();

	for (uint64_t n = 1; n <= 3; n++)
		assert_int_equal(help_put(ob, n, n == 2, 800 * n), OUTBOX_OK);
	outbox_close(ob);
}

static void test_spool__file_follows_the_item(void **state)
{
	struct outbox_item item = help_item(2, true, 1600);
	struct outbox *ob;
	struct spool_file f;
	struct buf b = BUF_INIT;
	char receipt[WIRE_SHA256_HEX + 1];

	put_three();
	help_receipt(2, receipt);
	assert_true(spool_read("spool", item.id, &b, &f));
	assert_int_equal(f.item.seq, 2);
	assert_true(f.item.urgent);
	assert_string_equal(f.item.made_hour, item.made_hour);
	assert_string_equal(f.receipt_hash, receipt);
	assert_int_equal(f.item.jws_len, 1600);
	assert_string_equal(f.item.jws, item.jws);
	ob = open_spooled();
	assert_int_equal(help_erase(ob, 2, true, 1600), OUTBOX_OK);
	assert_int_equal(access(TWO, F_OK), -1);
	assert_int_equal(access(ONE, F_OK), 0);
	assert_false(spool_read("spool", item.id, &b, &f));
	outbox_close(ob);
	help_free(&item);
	buf_release(&b);
}

static void test_spool__refused_item_leaves_no_file(void **state)
{
	struct outbox_item item = help_item(4, false, 800);
	struct outbox *ob;

	put_three();
	ob = open_spooled();
	item.seq = 3; /* used */
	assert_int_equal(outbox_put(ob, &item, NULL), OUTBOX_MISSING);
	assert_int_equal(system("test $(ls spool | wc -l) = 3"), 0);
	help_free(&item);
	/* another JWS under an id that waits must not touch that one's file */
	assert_int_equal(system("cp " ONE " before"), 0);
	item = help_item(1, false, 801);
	item.seq = 4;
	assert_int_equal(outbox_put(ob, &item, NULL), OUTBOX_MISSING);
	assert_int_equal(system("cmp before " ONE), 0);
	help_free(&item);
	outbox_close(ob);
}

static void test_spool__rebuilds_the_database(void **state)
{
	struct outbox_item item = help_item(3, false, 2400);
	char prev[WIRE_SHA256_HEX + 1], want[WIRE_SHA256_HEX + 1], receipt[WIRE_SHA256_HEX + 1];
	bool damaged = false;
	uint64_t salvaged = 0, seq = 0;
	enum outbox_state is;
	struct outbox *ob;

	put_three();
	check_sha256(item.jws, item.jws_len, want);
	help_free(&item);
	assert_int_equal(system("rm outbox/outbox.db"), 0);
	ob = help_open_with("spool", &damaged, &salvaged);
	assert_true(damaged);
	assert_int_equal(salvaged, 3);
	assert_int_equal(help_waiting(ob), 3);
	help_receipt(3, receipt);
	assert_int_equal(outbox_state_by_receipt(ob, receipt, &is), OUTBOX_OK);
	assert_int_equal(is, OUTBOX_WAITING);
	assert_int_equal(outbox_head(ob, &seq, prev), OUTBOX_OK);
	assert_int_equal(seq, 4);
	assert_string_equal(prev, want);
	help_assert_sane(ob);
	outbox_close(ob);
}

static void test_spool__is_rebuilt_from_the_database(void **state)
{
	struct spool_file f;
	struct buf b = BUF_INIT;
	char id[WIRE_ID_HEX + 1];

	put_three();
	assert_int_equal(system("rm " ONE " && truncate -s -1 " TWO), 0);
	outbox_close(open_spooled());
	for (unsigned n = 1; n <= 3; n++) {
		snprintf(id, sizeof(id), "%032x", n);
		assert_true(spool_read("spool", id, &b, &f));
		assert_int_equal(f.item.seq, n);
	}
	assert_int_equal(system("rm -r spool"), 0);
	outbox_close(open_spooled());
	assert_true(spool_read("spool", id, &b, &f));
	buf_release(&b);
}

static void test_spool__what_arrived_does_not_come_back(void **state)
{
	struct outbox *ob;

	put_three();
	assert_int_equal(system("cp " TWO " two"), 0);
	ob = open_spooled();
	assert_int_equal(help_erase(ob, 2, true, 1600), OUTBOX_OK);
	outbox_close(ob);
	assert_int_equal(system("cp two " TWO), 0); /* as if the removal had not reached the disk */
	ob = open_spooled();
	assert_int_equal(help_state(ob, 2), OUTBOX_ACKED);
	assert_int_equal(access(TWO, F_OK), -1);
	outbox_close(ob);
}

static void test_spool__a_number_given_twice_keeps_both_items(void **state)
{
	uint64_t seq = 0;
	char prev[WIRE_SHA256_HEX + 1];
	struct outbox *ob = open_spooled();
	struct outbox_item other = help_item(77, false, 900);

	assert_int_equal(help_put(ob, 1, false, 800), OUTBOX_OK);
	outbox_close(ob);
	assert_int_equal(system("mv spool kept && rm outbox/outbox.db"), 0);
	ob = open_spooled(); /* the database fell back to nothing, and the spool was away */
	other.seq = 1;
	assert_int_equal(outbox_put(ob, &other, NULL), OUTBOX_OK);
	outbox_close(ob);
	assert_int_equal(system("cp kept/* spool/"), 0);
	ob = open_spooled();
	assert_int_equal(help_waiting(ob), 2);
	assert_int_equal(help_state(ob, 1), OUTBOX_WAITING);
	assert_int_equal(help_state(ob, 77), OUTBOX_WAITING);
	assert_int_equal(outbox_head(ob, &seq, prev), OUTBOX_OK);
	assert_int_equal(seq, 3);
	help_free(&other);
	outbox_close(ob);
}

static void reject(const char *id, const char *text, size_t len)
{
	struct spool_file f;
	struct buf b = BUF_INIT;
	char name[128];

	snprintf(name, sizeof(name), "spool/%s.item", id);
	assert_true(buf_write_file(name, text, len, 0600));
	assert_false(spool_read("spool", id, &b, &f));
	buf_release(&b);
}

static void test_spool__hostile_files_are_not_believed_and_not_deleted(void **state)
{
	static const char id[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	static const char sha[] =
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
	static const char *const heads[] = {
		"marumado-spool 2 %s 9 0 2026-11-23T10 - %s\nabc", /* newer */
		"marumado-spool 1 %s 0 0 2026-11-23T10 - %s\nabc", /* seq */
		"marumado-spool 1 %s -9 0 2026-11-23T10 - %s\nabc",
		"marumado-spool 1 %s 99999999999999999999 0 2026-11-23T10 - %s\nabc",
		"marumado-spool 1 %s 9 2 2026-11-23T10 - %s\nabc",   /* urgent */
		"marumado-spool 1 %s 9 0 2026-11-23x10 - %s\nabc",   /* hour */
		"marumado-spool 1 %s 9 0 2026-11-23T10 xyz %s\nabc", /* receipt */
		"marumado-spool 1 %s 9 0 2026-11-23T10 - %s\nabd",   /* hash */
		"marumado-spool 1 %s 9 0 2026-11-23T10 - %s abc",
		"marumado-spool 1 %s",
		"",
		"marumado-spool 1 %s 9 0 2026-11-23T10 - %s\n",
	};
	struct outbox *ob;
	struct spool_file f;
	struct buf b = BUF_INIT;
	char text[512];

	assert_int_equal(mkdir("spool", 0750), 0);
	snprintf(text, sizeof(text), "marumado-spool 1 %s 9 0 2026-11-23T10 - %s\nabc", id, sha);
	assert_true(buf_write_file(
		"spool/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.item", text, strlen(text), 0600));
	assert_true(spool_read("spool", id, &b, &f)); /* the control: this one is good */
	assert_int_equal(f.item.jws_len, 3);
	reject("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", text, strlen(text)); /* under another's name */
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		/* the format is this table's own */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(text, sizeof(text), heads[i], id, sha);
#pragma GCC diagnostic pop
		reject(id, text, strlen(text));
	}
	reject(id, "marumado-spool 1 \0", 18);
	assert_int_equal(
		system("head -c 200000 /dev/zero > spool/cccccccccccccccccccccccccccccccc.item;"
		       "mkdir spool/dddddddddddddddddddddddddddddddd.item; touch 'spool/README' "
		       "spool/AAAA.item;"
		       "ln -s /etc/passwd spool/eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee.item;"
		       "touch " ONE ".Ab3dEf"),
		0);
	ob = open_spooled();
	assert_int_equal(help_waiting(ob), 0);
	assert_int_equal(
		system("test $(ls spool | wc -l) = 7"), 0); /* all but the half-written one */
	assert_int_equal(help_put(ob, 1, false, 500), OUTBOX_OK);
	outbox_close(ob);
	buf_release(&b);
}

static void test_spool__without_a_spool_there_is_no_outbox(void **state)
{
	assert_int_equal(help_open_result("no/such/medium", OUTBOX_WRITER), OUTBOX_IO);
	assert_int_equal(system("touch plain"), 0);
	assert_int_equal(help_open_result("plain", OUTBOX_WRITER), OUTBOX_IO);
	assert_int_equal(help_open_result(NULL, OUTBOX_WRITER), OUTBOX_OK);
}

static void test_spool__medium_pulled_while_open(void **state)
{
	struct outbox *ob = open_spooled();

	assert_int_equal(help_put(ob, 1, false, 500), OUTBOX_OK);
	assert_int_equal(system("mv spool away"), 0);
	assert_int_equal(help_put(ob, 2, false, 500), OUTBOX_IO);
	assert_int_equal(help_state(ob, 2), OUTBOX_ABSENT);
	assert_int_equal(help_erase(ob, 1, false, 500), OUTBOX_OK);
	assert_int_equal(system("mv away spool"), 0);
	assert_int_equal(help_put(ob, 2, false, 500), OUTBOX_OK);
	outbox_close(ob);
	ob = open_spooled();
	assert_int_equal(help_waiting(ob), 1);
	assert_int_equal(access(ONE, F_OK), -1);
	outbox_close(ob);
}

#define T(f) cmocka_unit_test_setup_teardown(f, help_enter, help_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_spool__file_follows_the_item),
		T(test_spool__refused_item_leaves_no_file),
		T(test_spool__rebuilds_the_database),
		T(test_spool__is_rebuilt_from_the_database),
		T(test_spool__what_arrived_does_not_come_back),
		T(test_spool__a_number_given_twice_keeps_both_items),
		T(test_spool__hostile_files_are_not_believed_and_not_deleted),
		T(test_spool__without_a_spool_there_is_no_outbox),
		T(test_spool__medium_pulled_while_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
