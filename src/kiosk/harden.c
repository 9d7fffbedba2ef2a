/* SPDX-License-Identifier: Apache-2.0 */
/*
 * harden — rights and memory. There is no seccomp filter: the kiosk has no network code, its
 * service unit takes the network away, and SDL's needs differ between X11, Wayland and KMS.
 * mlockall is used with MCL_ONFAULT, so that mapped fonts and ICU data cost only the pages touched,
 * and only without a limit: under a limit MCL_FUTURE would make a later malloc fail in the middle
 * of a visit. Sanitizer builds stay dumpable because LeakSanitizer attaches to its own process.
 */
#include "harden.h"

#include <malloc.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define SCRUB_STACK_BYTES (192 * 1024)

static void lock_all(void)
{
	struct rlimit lim;
	bool unlimited = getrlimit(RLIMIT_MEMLOCK, &lim) == 0 && lim.rlim_cur == RLIM_INFINITY;

	if (unlimited)
		(void)mlockall(MCL_CURRENT | MCL_FUTURE |
			       MCL_ONFAULT); /* harden_alloc locks what matters */
}

bool harden_process(void)
{
	const struct rlimit none = { 0, 0 };

	umask(027);
	signal(SIGXFSZ, SIG_IGN); /* a file size limit is an error of the write, not the end */
	signal(SIGPIPE, SIG_IGN); /* so is a conversion engine that died */
	if (setrlimit(RLIMIT_CORE, &none) != 0)
		return false;
#if !defined(__SANITIZE_ADDRESS__)
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return false;
#endif
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return false;
	lock_all();
	return true;
}

void *harden_alloc(size_t size, bool *ret_locked)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return NULL;
	*ret_locked = mlock(p, size) == 0;
	(void)madvise(p, size, MADV_DONTDUMP);
	(void)madvise(p, size, MADV_WIPEONFORK);
	return p;
}

void harden_release(void *p, size_t size)
{
	if (!p)
		return;
	explicit_bzero(p, size);
	munmap(p, size);
}

__attribute__((noinline)) void harden_scrub_stack(void)
{
	unsigned char deep[SCRUB_STACK_BYTES];

	explicit_bzero(deep, sizeof(deep));
}

void harden_trim(void)
{
	malloc_trim(0);
}
