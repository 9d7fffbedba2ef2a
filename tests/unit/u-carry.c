/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The USB road: what is written out, what is believed of a stranger's file, and a request's exact
 * size.
 *
 * Links: sync src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "batch.h"
#include "carry.h"
#include "status_json.h"
#include "sync_double.h"

struct stick {
	struct site_double site;
	char path[96];
	char err[CARRY_ERR_MAX];
	struct carry_counts n;
};

static void stick_open(struct stick *s, unsigned items)
{
	memset(s, 0, sizeof *s);
	site_open(&s->site);
	snprintf(s->path, sizeof s->path, "%s/stick.ndjson", s->site.dir);
	while (items-- > 0)
		site_put(&s->site, false, 100);
	courier_close(s->site.courier); /* import is a courier itself */
	s->site.courier = NULL;
}

static bool on_item(void *ctx, const struct outbox_item *item)
{
	double_sha256(item->jws, item->jws_len, ctx);
	return false;
}

static void add_ack(struct stick *s, struct buf *file, const char *device, uint64_t n,
	const char *verdict, bool true_hash)
{
	struct buf entries = BUF_INIT, jws = BUF_INIT;
	char id[WIRE_ID_HEX + 1], sha[WIRE_SHA256_HEX + 1] = WIRE_PREV_NONE;

	site_id(n, id);
	if (true_hash)
		assert_int_equal(outbox_get(s->site.outbox, id, on_item, sha), OUTBOX_OK);
	double_entry(&entries, id, sha, verdict);
	double_ack(&jws, device, buf_str(&entries));
	buf_printf(file, "{\"type\":\"ack\",\"jws\":\"%s\"}\n", buf_str(&jws));
	buf_release(&entries);
	buf_release(&jws);
}

static enum carry_result import(struct stick *s, const struct buf *file)
{
	assert_true(buf_write_file(s->path, file->data, file->len, 0600));
	return carry_import(s->site.dir, s->path, &s->n, s->err);
}

static size_t exported_lines(struct stick *s)
{
	struct buf file = BUF_INIT;
	size_t lines = 0;

	assert_int_equal(carry_export(s->site.dir, s->path, &s->n, s->err), CARRY_OK);
	assert_true(buf_read_file(&file, s->path, BUF_MAX));
	for (char *line = file.data, *end; line != NULL && (end = strchr(line, '\n')) != NULL;
		line = end + 1) {
		json_t *doc = json_loadb(line, (size_t)(end - line), 0, NULL);

		assert_string_equal(json_string_value(json_object_get(doc, "type")), "item");
		assert_non_null(strchr(json_string_value(json_object_get(doc, "jws")), '.'));
		json_decref(doc);
		lines++;
	}
	assert_int_equal(s->n.items, lines);
	buf_release(&file);
	return lines;
}

static void test_carry__out_and_back(void **state)
{
	struct stick s;
	struct buf file = BUF_INIT;

	stick_open(&s, 3);
	assert_int_equal(exported_lines(&s), 3);
	add_ack(&s, &file, DOUBLE_DEVICE, 1, "stored", true);
	add_ack(&s, &file, DOUBLE_DEVICE, 2, "duplicate", true);
	add_ack(&s, &file, DOUBLE_DEVICE, 3, "pending", true);
	for (int i = 0; i < 2; i++) { /* any number of times */
		assert_int_equal(import(&s, &file), CARRY_OK);
		assert_int_equal(s.n.acks, 3);
		assert_int_equal(s.n.bad, 0);
	}
	assert_int_equal(exported_lines(&s), 1);
	buf_release(&file);
	site_close(&s.site);
}

static void test_carry__an_export_of_nothing_is_an_empty_file(void **state)
{
	struct stick s;

	stick_open(&s, 0);
	assert_int_equal(exported_lines(&s), 0);
	site_close(&s.site);
}

static void test_carry__a_failed_export_leaves_what_was_there(void **state)
{
	struct stick s;
	char folder[128];

	stick_open(&s, 1);
	snprintf(folder, sizeof folder, "%s/missing/stick.ndjson", s.site.dir);
	assert_int_equal(carry_export(s.site.dir, folder, &s.n, s.err), CARRY_FILE);
	assert_true(s.err[0] != '\0');
	site_close(&s.site);
}

static void test_carry__an_export_replaces_plain_files_only(void **state)
{
	struct stick s;
	struct stat st;
	char name[128];

	stick_open(&s, 1);
	snprintf(name, sizeof name, "%s/link", s.site.dir);
	assert_int_equal(symlink("/dev/full", name), 0);
	assert_int_equal(carry_export(s.site.dir, name, &s.n, s.err), CARRY_FILE);
	assert_non_null(strstr(s.err, "not a plain file"));
	assert_int_equal(lstat(name, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(carry_export(s.site.dir, s.site.dir, &s.n, s.err), CARRY_FILE);
	assert_int_equal(exported_lines(&s), 1);
	assert_int_equal(exported_lines(&s), 1); /* over the one before */
	site_close(&s.site);
}

static void test_carry__a_strangers_lines_change_nothing(void **state)
{
	struct stick s;
	struct buf file = BUF_INIT;

	stick_open(&s, 2);
	buf_puts(&file,
		"\nnot json\n{}\n[]\n{\"type\":\"ack\"}\n{\"type\":\"ack\",\"jws\":\"x.y.z\"}\n");
	buf_puts(&file, "{\"type\":\"item\",\"jws\":\"a.b.c\"}\n{\"type\":\"ack\",\"jws\":7}\n");
	add_ack(&s, &file, "anotherdevice", 1, "stored", true);
	add_ack(&s, &file, DOUBLE_DEVICE, 1, "stored", false);  /* other bytes */
	add_ack(&s, &file, DOUBLE_DEVICE, 99, "stored", false); /* nothing here has that id */
	for (int i = 0; i < CARRY_LINE_MAX + 10; i++)
		buf_puts(&file, "x");
	buf_puts(&file, "\n");
	assert_int_equal(import(&s, &file), CARRY_OK);
	assert_int_equal(s.n.acks, 0);
	assert_int_equal(s.n.known, 1);
	assert_int_equal(s.n.other, 1);
	assert_int_equal(s.n.bad, 9);
	assert_int_equal(exported_lines(&s), 2);
	buf_reset(&file);
	buf_puts(&file, "garbage\n");
	add_ack(&s, &file, DOUBLE_DEVICE, 2, "stored", true); /* a bad line stops nothing */
	file.len--;                                           /* nor does a missing end of line */
	assert_int_equal(import(&s, &file), CARRY_OK);
	assert_int_equal(s.n.acks, 1);
	assert_int_equal(exported_lines(&s), 1);
	buf_release(&file);
	site_close(&s.site);
}

static void test_carry__import_waits_for_a_running_courier(void **state)
{
	struct stick s;
	struct buf file = BUF_INIT;

	stick_open(&s, 1);
	assert_int_equal(
		courier_open(&s.site.courier, s.site.dir, OUTBOX_WRITER, s.err), OUTBOX_OK);
	add_ack(&s, &file, DOUBLE_DEVICE, 1, "stored", true);
	assert_int_equal(import(&s, &file), CARRY_BUSY);
	assert_int_equal(
		carry_export(s.site.dir, s.path, &s.n, s.err), CARRY_OK); /* export does not */
	buf_release(&file);
	site_close(&s.site);
}

static void test_carry__import_of_a_missing_file_is_told(void **state)
{
	struct stick s;

	stick_open(&s, 1);
	assert_int_equal(carry_import(s.site.dir, "/nowhere/file", &s.n, s.err), CARRY_FILE);
	site_close(&s.site);
}

static json_int_t number(const json_t *doc, const char *name)
{
	assert_true(json_is_integer(json_object_get(doc, name)));
	return json_integer_value(json_object_get(doc, name));
}

static void test_status__counts_what_waits(void **state)
{
	struct stick s;
	struct buf file = BUF_INIT, text = BUF_INIT;
	char err[256] = "";

	stick_open(&s, 4);
	site_put(&s.site, true, 100);
	add_ack(&s, &file, DOUBLE_DEVICE, 1, "stored", true);
	add_ack(&s, &file, DOUBLE_DEVICE, 2, "pending", true);
	add_ack(&s, &file, DOUBLE_DEVICE, 3, "refused", true);
	assert_int_equal(import(&s, &file), CARRY_OK);
	assert_true(status_json(s.site.dir, &text, err));
	json_t *doc = json_loadb(buf_str(&text), text.len, 0, NULL);

	assert_int_equal(number(doc, "waiting"), 5);
	assert_int_equal(number(doc, "unsent"), 4);
	assert_int_equal(number(doc, "urgent"), 1);
	assert_int_equal(number(doc, "pending"), 1);
	assert_int_equal(number(doc, "refused"), 1);
	assert_int_equal(number(doc, "acked"), 0);
	assert_string_equal(
		json_string_value(json_object_get(doc, "oldest_hour")), "2026-11-23T10");
	assert_string_equal(json_string_value(json_object_get(doc, "state")), "never");
	assert_true(json_is_null(json_object_get(doc, "last_ok")));
	json_decref(doc);
	buf_release(&text);
	buf_release(&file);
	site_close(&s.site);
}

static void test_status__an_empty_folder_is_an_answer(void **state)
{
	char dir[] = "/tmp/marumado-status-XXXXXX", err[256] = "";
	struct buf text = BUF_INIT;

	assert_non_null(mkdtemp(dir));
	assert_true(status_json(dir, &text, err));
	assert_non_null(strstr(buf_str(&text), "\"waiting\":0"));
	buf_release(&text);
	assert_int_equal(rmdir(dir), 0); /* nothing was made */
}

static void test_batch__size_is_known_to_the_byte(void **state)
{
	struct site_double site;
	struct batch b = BATCH_INIT;
	size_t bytes = BATCH_FRAME_BYTES;
	char id[WIRE_ID_HEX + 1];

	site_open(&site);
	for (unsigned n = 1; n <= 5; n++) {
		site_put(&site, false, 40 + n * 13);
		site_id(n, id);
		batch_begin(&b);
		assert_int_equal(batch_add(&b, site.outbox, id, 0), BATCH_ADDED);
		assert_true(batch_end(&b));
		assert_true(batch_fits(bytes, n - 1, b.body.len - BATCH_FRAME_BYTES - 2,
			bytes + b.body.len, &bytes));
	}
	batch_begin(&b);
	for (unsigned n = 1; n <= 5; n++) {
		site_id(n, id);
		assert_int_equal(batch_add(&b, site.outbox, id, n), BATCH_ADDED);
	}
	assert_true(batch_end(&b));
	assert_int_equal(b.body.len, bytes);
	assert_string_equal(b.device, DOUBLE_DEVICE);
	site_id(77, id);
	assert_int_equal(batch_add(&b, site.outbox, id, 0), BATCH_GONE);
	batch_release(&b);
	site_close(&site);
}

static void test_batch__fits_stops_at_the_limits(void **state)
{
	size_t bytes = 0;

	assert_true(batch_fits(12, 0, 86, 100, &bytes));
	assert_int_equal(bytes, 100);
	assert_false(batch_fits(12, 0, 87, 100, &bytes));
	assert_false(batch_fits(12, 1, 86, 100, &bytes));
	assert_false(batch_fits(12, WIRE_BATCH_ITEMS_MAX, 1, WIRE_BATCH_BYTES_MAX, &bytes));
	assert_true(batch_fits(12, WIRE_BATCH_ITEMS_MAX - 1, 1, WIRE_BATCH_BYTES_MAX, &bytes));
	assert_false(batch_fits(12, 0, SIZE_MAX - 4, WIRE_BATCH_BYTES_MAX, &bytes));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_carry__out_and_back),
		cmocka_unit_test(test_carry__an_export_of_nothing_is_an_empty_file),
		cmocka_unit_test(test_carry__a_failed_export_leaves_what_was_there),
		cmocka_unit_test(test_carry__an_export_replaces_plain_files_only),
		cmocka_unit_test(test_carry__a_strangers_lines_change_nothing),
		cmocka_unit_test(test_carry__import_waits_for_a_running_courier),
		cmocka_unit_test(test_carry__import_of_a_missing_file_is_told),
		cmocka_unit_test(test_status__counts_what_waits),
		cmocka_unit_test(test_status__an_empty_folder_is_an_answer),
		cmocka_unit_test(test_batch__size_is_known_to_the_byte),
		cmocka_unit_test(test_batch__fits_stops_at_the_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
