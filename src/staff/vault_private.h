/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vault_private — between vault.c (PINs and waits) and vault_file.c (the file).
 */
#ifndef MARUMADO_VAULT_PRIVATE_H
#define MARUMADO_VAULT_PRIVATE_H
#include "vault.h"

#define VAULT_MEMORY_KIB (64 * 1024) /* with the passes: 250 ms on the two-core test machine */
#define VAULT_PASSES     3
#define VAULT_MEMORY_MAX (1024 * 1024) /* a file asking for more is not ours */
#define VAULT_PASSES_MAX 64

/* Writes all members durably. */
bool vault_save(const struct vault *v) __attribute__((warn_unused_result));
/* Reads them; v->path is set. VAULT_OK also when there is no file. */
enum vault_result vault_load(struct vault *v) __attribute__((warn_unused_result));
/* Frees one member and zeroes it. */
void vault_member_release(struct vault_member *m);
/* Is it a name of the allowed form, whoever else has it? */
bool vault_name_plain(const char *name);
#endif
