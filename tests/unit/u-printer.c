/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-printer — the kiosk's side of printing against programs that answer, lie, hang, die, or are not
 * there: it never waits, ends what runs, and keeps nothing of a job.
 * Links: src/shared src/kiosk
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>
#include "printer.h"

static char dir[] = "/tmp/u-printer-XXXXXX";

static int make_dir(void **state)
{
	(void)state;
	return mkdtemp(dir) ? 0 : -1;
}

static int drop_dir(void **state)
{
	char path[64];

	(void)state;
	snprintf(path, sizeof(path), "%s/marumado-print", dir);
	unlink(path);
	snprintf(path, sizeof(path), "%s/seen", dir);
	unlink(path);
	return rmdir(dir);
}

/* A program of this shell text in the place of the real one. */
static void program(const char *text)
{
	char path[64];
	FILE *f;

	snprintf(path, sizeof(path), "%s/marumado-print", dir);
	f = fopen(path, "we");
	assert_non_null(f);
	fprintf(f, "#!/bin/sh\n%s\n", text);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, 0755), 0);
}

static void open_printer(struct printer *p, const char *where)
{
	const struct printer_setup setup = { dir, where, "/run/c.sock", "/dev/shm" };

	printer_open(p, &setup);
}

static void wait_for_it(struct printer *p)
{
	const struct timespec step = { 0, 2000000 };

	for (int i = 0; i < 5000 && !printer_poll(p); i++)
		nanosleep(&step, NULL);
	assert_false(printer_runs(p));
}

static void start_job(struct printer *p)
{
	const struct printjob job = { 16, 2, 203, 1 };
	unsigned char *bits = printer_paper(p, &job);

	assert_non_null(bits);
	assert_memory_equal(bits, "\0\0\0\0", 4); /* white */
	memcpy(bits, "CANA", 4);
	assert_true(printer_print(p));
	assert_int_equal(p->state, PRINTER_BUSY);
}

static void test_printer__without_a_setting_or_a_program_there_is_none(void **state)
{
	const struct printjob job = { 16, 2, 203, 1 };
	struct printer p;

	(void)state;
	open_printer(&p, "/dev/x"); /* no program yet */
	assert_int_equal(p.state, PRINTER_NONE);
	program("echo ready");
	open_printer(&p, "");
	assert_int_equal(p.state, PRINTER_NONE);
	printer_ask(&p);
	assert_null(printer_paper(&p, &job));
	assert_false(printer_print(&p));
	assert_false(printer_poll(&p));
	printer_stop(&p);
	assert_int_equal(p.state, PRINTER_NONE);
}

static void test_printer__it_is_offered_once_it_was_ready(void **state)
{
	struct printer p;

	(void)state;
	program("[ \"$1 $2 $3\" = 'check device /dev/x' ] && echo ready");
	open_printer(&p, "/dev/x");
	assert_false(p.offered);
	printer_ask(&p);
	assert_int_equal(p.state, PRINTER_ASKED);
	wait_for_it(&p);
	assert_int_equal(p.state, PRINTER_READY);
	assert_true(p.offered);
	program("echo paper; exit 69");
	printer_ask(&p);
	wait_for_it(&p);
	assert_int_equal(p.state, PRINTER_TROUBLE);
	assert_int_equal(p.word, PRINT_PAPER);
	printer_stop(&p);
	assert_false(p.offered);
}

static void test_printer__a_queue_gets_socket_and_spool(void **state)
{
	struct printer p;

	(void)state;
	program("[ \"$*\" = 'check cups slips /run/c.sock /dev/shm' ] && echo ready");
	open_printer(&p, "cups:slips");
	assert_int_equal(printer_ask_and_wait(&p), PRINT_READY);
	printer_stop(&p);
}

static void test_printer__a_job_arrives_whole_and_is_overwritten(void **state)
{
	char text[200], got[PRINTJOB_HEAD + 5] = "";
	struct printer p;
	FILE *f;

	(void)state;
	snprintf(text, sizeof(text), "cat >%s/seen; [ $1 = print ] && echo printed", dir);
	program(text);
	open_printer(&p, "/dev/x");
	start_job(&p);
	assert_false(printer_print(&p)); /* one at a time */
	wait_for_it(&p);
	assert_int_equal(p.state, PRINTER_DONE);
	assert_null(p.job);
	snprintf(text, sizeof(text), "%s/seen", dir);
	f = fopen(text, "re");
	assert_non_null(f);
	assert_int_equal(fread(got, 1, sizeof(got), f), PRINTJOB_HEAD + 4);
	fclose(f);
	struct printjob job;
	assert_true(printjob_read(&job, got));
	assert_int_equal(job.w, 16);
	assert_memory_equal(got + PRINTJOB_HEAD, "CANA", 4);
}

static void test_printer__lies_and_deaths_are_failures(void **state)
{
	static const char *const bad[] = { "exit 0", "echo nonsense", "printf printed",
		"echo ready", "kill -9 $$", "yes | head -c 100000", "printf 'printed\\n\\n'" };
	struct printer p;

	(void)state;
	open_printer(&p, "/dev/x");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		program(bad[i]);
		start_job(&p);
		wait_for_it(&p);
		assert_int_equal(p.state, PRINTER_TROUBLE);
		assert_int_equal(p.word, PRINT_FAILED);
		assert_null(p.job);
	}
}

static void test_printer__one_that_hangs_is_ended_when_its_time_is_over(void **state)
{
	struct printer p;

	(void)state;
	program("exec sleep 1000");
	open_printer(&p, "/dev/x");
	start_job(&p);
	pid_t pid = p.pid;
	assert_false(printer_poll(&p));
	p.started_ms -= PRINTER_JOB_MS - 1000; /* not yet */
	assert_false(printer_poll(&p));
	p.started_ms -= 1000;
	assert_true(printer_poll(&p));
	assert_int_equal(p.state, PRINTER_TROUBLE);
	assert_int_equal(p.word, PRINT_OFFLINE);
	assert_int_equal(kill(pid, 0), -1);
	assert_int_equal(errno, ESRCH);
}

static void test_printer__the_end_of_a_visit_ends_it(void **state)
{
	struct printer p;

	(void)state;
	program("sleep 1000 & sleep 1000");
	open_printer(&p, "/dev/x");
	start_job(&p);
	pid_t pid = p.pid;
	printer_stop(&p);
	assert_null(p.job);
	assert_int_equal(p.state, PRINTER_UNASKED);
	assert_int_equal(kill(pid, 0), -1);
	const struct timespec step = { 0, 2000000 }; /* its own child: init reaps it */
	for (int i = 0; i < 5000 && kill(-pid, 0) == 0; i++)
		nanosleep(&step, NULL);
	assert_int_equal(kill(-pid, 0), -1);
}

static void test_printer__what_could_not_be_drawn_is_trouble(void **state)
{
	const struct printjob job = { 16, 2, 203, 1 };
	struct printer p;

	(void)state;
	program("echo printed");
	open_printer(&p, "/dev/x");
	assert_non_null(printer_paper(&p, &job));
	printer_failed(&p);
	assert_null(p.job);
	assert_int_equal(p.state, PRINTER_TROUBLE);
	assert_false(printer_print(&p));
	start_job(&p); /* and the next may do better */
	wait_for_it(&p);
	assert_int_equal(p.state, PRINTER_DONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_printer__without_a_setting_or_a_program_there_is_none),
		cmocka_unit_test(test_printer__it_is_offered_once_it_was_ready),
		cmocka_unit_test(test_printer__a_queue_gets_socket_and_spool),
		cmocka_unit_test(test_printer__a_job_arrives_whole_and_is_overwritten),
		cmocka_unit_test(test_printer__lies_and_deaths_are_failures),
		cmocka_unit_test(test_printer__one_that_hangs_is_ended_when_its_time_is_over),
		cmocka_unit_test(test_printer__the_end_of_a_visit_ends_it),
		cmocka_unit_test(test_printer__what_could_not_be_drawn_is_trouble),
	};

	return cmocka_run_group_tests(tests, make_dir, drop_dir);
}
