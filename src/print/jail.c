/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jail — seccomp filters, on top of what src/convert/sandbox.c takes away (files, network, cores).
 * What is not allowed fails with EPERM: a library that tries something odd gets on without it. A
 * machine that arch.h does not name, and a build with sanitizers (they need calls of their own), go
 * without a filter; a kernel that refuses one does not print.
 */
#include "jail.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "arch.h"

#if defined(ARCH_AUDIT) && !defined(__SANITIZE_ADDRESS__)
#define CALLS_MAX 64

#define SAY(what)   BPF_STMT(BPF_RET | BPF_K, (what))
#define REFUSED     (SECCOMP_RET_ERRNO | EPERM)
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))

/* `listed` for the calls named, `other` for the rest; sockets only when `local`, local ones. */
static bool filter(const int *call, int n, unsigned listed, unsigned other, bool local)
{
	struct sock_filter f[CALLS_MAX * 2 + 16] = {
		LOAD(arch),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH_AUDIT, 1, 0),
		SAY(REFUSED),
		LOAD(nr),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 4),
		LOAD(args),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_UNIX, 0, 1),
		SAY(local ? SECCOMP_RET_ALLOW : REFUSED),
		SAY(REFUSED),
	};
	unsigned short len = 9;

	for (int i = 0; i < n && i < CALLS_MAX; i++) {
		f[len++] = (struct sock_filter)BPF_JUMP(
			BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call[i], 0, 1);
		f[len++] = (struct sock_filter)SAY(listed);
	}
	f[len++] = (struct sock_filter)SAY(other);
	const struct sock_fprog program = { len, f };
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

bool jail_device(void)
{
	static const int allowed[] = {
		SYS_read,
		SYS_write,
		SYS_writev,
		SYS_ppoll,
		SYS_ioctl,
		SYS_close,
		SYS_fstat,
		SYS_newfstatat,
		SYS_lseek,
		SYS_mmap,
		SYS_munmap,
		SYS_mremap,
		SYS_brk,
		SYS_madvise,
		SYS_clock_gettime,
		SYS_clock_nanosleep,
		SYS_nanosleep,
		SYS_rt_sigreturn,
		SYS_rt_sigprocmask,
		SYS_restart_syscall,
		SYS_getpid,
		SYS_gettid,
		SYS_tgkill,
		SYS_exit,
		SYS_exit_group,
		SYS_futex,
#ifdef SYS_poll
		SYS_poll,
#endif
	};

	return filter(allowed, (int)(sizeof(allowed) / sizeof(allowed[0])), SECCOMP_RET_ALLOW,
		REFUSED, false);
}

bool jail_queue(void)
{
	static const int refused[] = {
		SYS_execve,
		SYS_execveat,
		SYS_clone,
		SYS_ptrace,
		SYS_process_vm_readv,
		SYS_process_vm_writev,
		SYS_bind,
		SYS_listen,
		SYS_accept,
		SYS_accept4,
		SYS_mount,
		SYS_bpf,
		SYS_keyctl,
		SYS_kill,
		SYS_unshare,
		SYS_setns,
		SYS_perf_event_open,
		SYS_memfd_create,
#ifdef SYS_fork
		SYS_fork,
		SYS_vfork,
#endif
#ifdef SYS_clone3
		SYS_clone3,
#endif
	};

	return filter(refused, (int)(sizeof(refused) / sizeof(refused[0])), REFUSED,
		SECCOMP_RET_ALLOW, true);
}
#else
bool jail_device(void)
{
	return true;
}

bool jail_queue(void)
{
	return true;
}
#endif
