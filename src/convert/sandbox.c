/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sandbox — rights are given up with what the kernel offers to anyone: name spaces of a user's own,
 * Landlock, limits. An engine without files of its own (anthy, pinyin) works also where name spaces
 * are forbidden: the kiosk's service unit takes the network from it, too. One that writes (mozc)
 * does not run without all of them.
 * ramfs, not tmpfs: its pages are never swapped. It ends with the name space.
 */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NOBODY 65534

#define WRITING                                                                                    \
	(LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |                           \
		LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |                    \
		LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |                        \
		LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |                      \
		LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM)

static bool say_to(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : write(fd, text, strlen(text));

	if (fd >= 0)
		close(fd);
	return n == (ssize_t)strlen(text);
}

/* In the new name space the user is the same one, but never root: mozc refuses to serve root. */
static bool map_ids(uid_t uid, gid_t gid)
{
	char line[48];

	snprintf(line, sizeof(line), "%u %u 1", uid ? uid : NOBODY, uid);
	if (!say_to("/proc/self/setgroups", "deny") || !say_to("/proc/self/uid_map", line))
		return false;
	snprintf(line, sizeof(line), "%u %u 1", gid ? gid : NOBODY, gid);
	return say_to("/proc/self/gid_map", line);
}

static bool own_spaces(int flags)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();

	return unshare(CLONE_NEWUSER | flags) == 0 && map_ids(uid, gid);
}

static bool basics(void)
{
	const struct rlimit none = { 0, 0 };
	struct rlimit lim;

	if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 ||
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return false;
	/* under a limit a later mmap (of a dictionary) would fail; see src/kiosk/harden.c */
	if (getrlimit(RLIMIT_MEMLOCK, &lim) == 0 && lim.rlim_cur == RLIM_INFINITY)
		(void)mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT);
	return true;
}

static bool unreadable(void)
{
#if !defined(__SANITIZE_ADDRESS__)
	return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
#else
	return true;
#endif
}

bool sandbox_process(void)
{
	if (!basics())
		return false;
	(void)own_spaces(CLONE_NEWNET | CLONE_NEWIPC);
	return unreadable();
}

static bool allow(int rules, const char *path, unsigned long long access)
{
	struct landlock_path_beneath_attr a = { .allowed_access = access };

	a.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (a.parent_fd < 0)
		return false;
	bool ok = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &a, 0) == 0;
	close(a.parent_fd);
	return ok;
}

bool sandbox_no_files(const char *home)
{
	const struct landlock_ruleset_attr a = { .handled_access_fs = WRITING };
	const struct rlimit none = { 0, 0 };

	if (!home) {
		signal(SIGXFSZ, SIG_IGN);
		(void)setrlimit(RLIMIT_FSIZE, &none);
	}
	int rules = (int)syscall(SYS_landlock_create_ruleset, &a, sizeof(a), 0);
	if (rules < 0)
		return !home;
	bool ok = !home || (allow(rules, home, WRITING) &&
			allow(rules, "/dev/null", LANDLOCK_ACCESS_FS_WRITE_FILE));
	ok = ok && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
	close(rules);
	return ok || !home;
}

bool sandbox_private_home(void)
{
	return basics() &&
	       own_spaces(CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWNS | CLONE_NEWPID) &&
	       mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	       mount("none", "/tmp", "ramfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=0700") == 0 &&
	       mkdir(SANDBOX_HOME, 0700) == 0 && chdir(SANDBOX_HOME) == 0;
}

bool sandbox_child(void)
{
	return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
	       mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) == 0 &&
	       sandbox_no_files(SANDBOX_HOME);
}
