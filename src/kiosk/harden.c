/* SPDX-License-Identifier: Apache-2.0 */
/*
 * harden — rights and memory. The kiosk has no network code and its service unit takes the network
 * away, but libraries below SDL have some: PulseAudio's connects wherever PULSE_SERVER says, Xlib's
 * wherever DISPLAY says. So a filter refuses sockets of all families but the machine's own. It
 * filters nothing else: SDL's needs differ between X11, Wayland and KMS.
 * mlockall is used with MCL_ONFAULT, so that mapped fonts and ICU data cost only the pages touched,
 * and only without a limit: under a limit MCL_FUTURE would make a later malloc fail in the middle
 * of a visit. Sanitizer builds stay dumpable because LeakSanitizer attaches to its own process.
 */
#include "harden.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <malloc.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "arch.h"

#define SCRUB_STACK_BYTES (192 * 1024)

static void lock_all(void)
{
	struct rlimit lim;
	bool unlimited = getrlimit(RLIMIT_MEMLOCK, &lim) == 0 && lim.rlim_cur == RLIM_INFINITY;

	if (unlimited)
		(void)mlockall(MCL_CURRENT | MCL_FUTURE |
			       MCL_ONFAULT); /* harden_alloc locks what matters */
}

/* socket() works for AF_UNIX and AF_NETLINK (udev), in this process and all it starts. A kernel
 * without filters, or a machine not named above, goes without. */
static void only_local_sockets(void)
{
#ifdef ARCH_AUDIT
	struct sock_filter f[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH_AUDIT, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 4),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_UNIX, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_NETLINK, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EAFNOSUPPORT),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = { sizeof(f) / sizeof(f[0]), f };

	(void)prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
#endif
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
	only_local_sockets();
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
