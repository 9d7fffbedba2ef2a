/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-harden — what the kiosk cannot do any more, whatever library would like to. Each test hardens a
 * child of its own: rights do not come back.
 *
 * Links: src/kiosk
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>
#include "harden.h"

enum { HOLDS, NOT_HARDENED, NETWORK, NO_LOCAL, CORE };

static bool refused(int family)
{
	return socket(family, SOCK_STREAM, 0) < 0 && errno == EAFNOSUPPORT;
}

static int hardened(void)
{
	struct rlimit core;
	int pair[2];

	if (!harden_process())
		return NOT_HARDENED;
	if (!refused(AF_INET) || !refused(AF_INET6) || !refused(AF_PACKET) || !refused(AF_VSOCK))
		return NETWORK;
	if (socket(AF_UNIX, SOCK_STREAM, 0) < 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
		return NO_LOCAL;
	if (getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_max != 0)
		return CORE;
	return HOLDS;
}

static void test_harden__only_the_machines_own_sockets_are_left(void **state)
{
	(void)state;
	int status = -1;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0)
		_exit(hardened());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), HOLDS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_harden__only_the_machines_own_sockets_are_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
