/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arch — what a system call filter calls the machine it is for. Not defined: no filter here.
 */
#ifndef MARUMADO_ARCH_H
#define MARUMADO_ARCH_H
#include <linux/audit.h>

#if defined(__x86_64__)
#define ARCH_AUDIT AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH_AUDIT AUDIT_ARCH_AARCH64
#elif defined(__arm__)
#define ARCH_AUDIT AUDIT_ARCH_ARM
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCH_AUDIT AUDIT_ARCH_RISCV64
#endif
#endif
