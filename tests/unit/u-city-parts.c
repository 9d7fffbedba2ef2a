/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-city-parts — the small parts of the receiver: ends of slow connections, listening places,
 * host names, problems, and the lines of export and list.
 *
 * Links: src/shared src/record sync/city
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>
#include <cmocka.h>
#include "city/certs.h"
#include "city/commands.h"
#include "city/listen.h"
#include "city/problem.h"
#include "city/reaper.h"
#include "sign.h"

#define ITEMS 150 /* more than two pages */

static void test_reaper__ends_only_what_is_over_its_time(void **state)
{
	struct reaper *r = reaper_open(1000);
	int a[2], b[2];
	char byte;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, a), 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, b), 0);
	struct reaper_entry *slow = reaper_add(r, a[0], 1), *renewed = reaper_add(r, b[0], 1);
	reaper_run(r, 1001);
	assert_int_equal(read(a[1], &byte, 1), -1); /* nothing yet, still open */
	reaper_renew(r, renewed, 900);
	reaper_run(r, 1002);
	assert_int_equal(read(a[1], &byte, 1), 0); /* ended */
	assert_int_equal(read(b[1], &byte, 1), -1);
	reaper_remove(r, slow);
	reaper_remove(r, renewed);
	reaper_remove(r, NULL);
	reaper_close(r);
	for (int i = 0; i < 2; i++) {
		close(a[i]);
		close(b[i]);
	}
}

static void test_listen__takes_numbers_only(void **state)
{
	static const char *const BAD[] = { "", ":", "8443", "localhost:80", "127.0.0.1:",
		"127.0.0.1:x",
		"127.0.0.1:99999", "127.0.0.1:-1", "::1:80", "[::1]80", "[]:80", "unix:",
		"unix:relative", "127.0.0.1:000080", "1.2.3.4.5:80" };
	struct listen_place p = { .fd = -1 };
	for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++)
		assert_int_equal(listen_open(&p, BAD[i]), LISTEN_SYNTAX);
	assert_int_equal(p.fd, -1);
	assert_int_equal(listen_open(&p, "127.0.0.1:0"), LISTEN_OK);
	assert_true(p.is_loopback && !p.is_unix && strcmp(p.text, "127.0.0.1:0") != 0);
	struct listen_place again;
	assert_int_equal(listen_open(&again, p.text), LISTEN_FAILED);
	close(p.fd);
}

static void test_listen__replaces_dead_sockets_only(void **state)
{
	char dir[] = "/tmp/u-city-parts.XXXXXX", text[64];
	struct listen_place first, second;
	assert_non_null(mkdtemp(dir));
	snprintf(text, sizeof(text), "unix:%s/s", dir);
	assert_int_equal(listen_open(&first, text), LISTEN_OK);
	assert_int_equal(listen_open(&second, text), LISTEN_FAILED); /* it is alive */
	close(first.fd);
	assert_int_equal(listen_open(&second, text), LISTEN_OK);
	close(second.fd);
	listen_forget(&second);
	FILE *f = fopen(text + strlen("unix:"), "w"); /* somebody's file is not a dead socket */
	assert_non_null(f);
	fclose(f);
	assert_int_equal(listen_open(&second, text), LISTEN_FAILED);
	assert_int_equal(unlink(text + strlen("unix:")), 0);
	rmdir(dir);
}

static void test_certs__hosts_cannot_carry_configuration(void **state)
{
	static const char *const GOOD[] = { "city.example", "10.0.0.1", "fe80::1", "a" };
	static const char *const BAD[] = { "", "a,DNS:b", "a b", "-a", ".a", "a\n", "email:x@y",
		"a_b", "*.a", "0123456789012345678901234567890123456789012345678901234567890123" };
	struct certs c;
	for (size_t i = 0; i < sizeof(GOOD) / sizeof(GOOD[0]); i++)
		assert_true(certs_host_ok(GOOD[i]));
	for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) {
		assert_false(certs_host_ok(BAD[i]));
		assert_false(certs_make(&c, "city", &BAD[i], 1));
	}
	assert_true(certs_make(&c, "交野市", GOOD, 4));
	assert_int_equal(strlen(c.ca_sha256), 64);
	assert_memory_equal(c.pin, "sha256//", 8);
	certs_release(&c);
}

static void test_problem__every_one_is_json(void **state)
{
	for (int p = PROBLEM_NONE + 1; p < PROBLEM_COUNT; p++) {
		struct buf b = BUF_INIT;
		assert_true(problem_body(&b, (enum problem)p, "seq", 3));
		json_t *o = json_loadb(b.data, b.len, JSON_REJECT_DUPLICATES, NULL);
		assert_int_equal(json_integer_value(json_object_get(o, "status")),
			problem_status((enum problem)p));
		assert_int_equal(json_integer_value(json_object_get(o, "item")), 3);
		assert_memory_equal(json_string_value(json_object_get(o, "type")), PROBLEM_TYPE,
			strlen(PROBLEM_TYPE));
		json_decref(o);
		buf_release(&b);
	}
}

/* --- export and list --- */

static void fill(const char *db)
{
	struct store *st = NULL;
	char err[STORE_ERR_MAX], id[40], sha[80];
	enum store_put put;
	int64_t n;
	sha256_hex("a.b.c", 5, sha);
	assert_int_equal(store_open(&st, db, STORE_CREATE, 100, err), STORE_OK);
	assert_int_equal(st->begin(st), STORE_OK);
	assert_int_equal(st->device_add(st, "device-1", "{\"kty\":\"EC\"}", 1), STORE_OK);
	assert_int_equal(st->device_add(st, "device-2", "{\"kty\":\"EC\"}", 1), STORE_OK);
	assert_int_equal(st->device_set(st, "device-1", DEVICE_APPROVED, "市役所 \"1\"", 2), STORE_OK);
	for (int i = 1; i <= ITEMS; i++) {
		snprintf(id, sizeof(id), "%032x", i);
		const struct store_item it = { .device = "device-1", .id = id, .sha256 = sha,
			.prev = WIRE_PREV_NONE, .kind = i == 1 ? "enrol" : i == 2 ? "health"
			: "record",
			.jws = "a.b.c", .jws_len = 5, .seq = (uint64_t)i, .at_s = 1763892300 };
		assert_int_equal(st->item_put(st, &it, &put, &n), STORE_OK);
	}
	assert_int_equal(st->commit(st), STORE_OK);
	st->close(st);
}

/* Runs a command with standard output into a file; returns the file, at its beginning. */
static FILE *run_into_file(int (*command)(const struct options *o), const struct options *o)
{
	FILE *f = tmpfile();
	assert_non_null(f);
	fflush(stdout);
	int out = dup(STDOUT_FILENO);
	dup2(fileno(f), STDOUT_FILENO);
	int status = command(o);
	fflush(stdout);
	dup2(out, STDOUT_FILENO);
	close(out);
	assert_int_equal(status, EX_OK);
	rewind(f);
	return f;
}

static const char *member(const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));
	return s ? s : "";
}

static void test_export__devices_first_then_what_a_coordinator_needs(void **state)
{
	char dir[] = "/tmp/u-city-parts.XXXXXX", db[64], line[1024];
	assert_non_null(mkdtemp(dir));
	snprintf(db, sizeof(db), "%s/city.db", dir);
	fill(db);
	for (int64_t after = 0; after <= ITEMS; after += 50) {
		struct options o = { .dir = ".", .db = db, .after = after };
		FILE *f = run_into_file(command_export, &o);
		int64_t expected = after == 0 ? 2 : after + 1; /* 1 is the enrolment */
		for (int n = 0; fgets(line, sizeof(line), f); n++) {
			json_t *j = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
			assert_string_equal(member(j, "site"), "市役所 \"1\"");
			assert_string_equal(member(j, "type"), n == 0 ? "device" : "item");
			if (n == 0) {
				assert_string_equal(member(j, "kid"), "device-1");
				assert_string_equal(member(j, "state"), "approved");
				assert_int_equal(json_object_size(json_object_get(j, "jwk")), 1);
			} else {
				assert_int_equal(json_integer_value(json_object_get(j, "city_seq")),
					expected++);
				assert_string_equal(member(j, "received_at"),
					"2025-11-23T10:05:00Z");
				assert_string_equal(member(j, "device"), "device-1");
				assert_string_equal(member(j, "jws"), "a.b.c");
				assert_int_equal(json_object_size(j), 7);
			}
			json_decref(j);
		}
		assert_int_equal(expected, ITEMS + 1);
		fclose(f);
	}
	unlink(db);
	snprintf(line, sizeof(line), "%s-journal", db);
	unlink(line);
	rmdir(dir);
}

static void test_list__one_line_for_each_item(void **state)
{
	char dir[] = "/tmp/u-city-parts.XXXXXX", db[64], line[1024];
	int n = 0;
	assert_non_null(mkdtemp(dir));
	snprintf(db, sizeof(db), "%s/city.db", dir);
	fill(db);
	struct options o = { .dir = ".", .db = db };
	FILE *f = run_into_file(command_list, &o);
	while (fgets(line, sizeof(line), f))
		if (n++ == 0)
			assert_string_equal(line, "1\t2025-11-23T10:05:00Z\t市役所 \"1\"\tdevice-1"
				"\tenrol\t-\t5\t-\n");
	fclose(f);
	assert_int_equal(n, ITEMS);
	o.db = "/nonexistent/city.db";
	assert_int_equal(command_list(&o), EX_NOINPUT);
	o.db = "postgresql://x/y";
	assert_int_equal(command_list(&o), EX_CONFIG);
	unlink(db);
	snprintf(line, sizeof(line), "%s-journal", db);
	unlink(line);
	rmdir(dir);
}

int main(void)
{
	keys_init();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reaper__ends_only_what_is_over_its_time),
		cmocka_unit_test(test_listen__takes_numbers_only),
		cmocka_unit_test(test_listen__replaces_dead_sockets_only),
		cmocka_unit_test(test_certs__hosts_cannot_carry_configuration),
		cmocka_unit_test(test_problem__every_one_is_json),
		cmocka_unit_test(test_export__devices_first_then_what_a_coordinator_needs),
		cmocka_unit_test(test_list__one_line_for_each_item),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
