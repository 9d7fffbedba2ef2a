/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mofile — is a compiled catalogue whole? Layer: text.
 */
#ifndef MARUMADO_MOFILE_H
#define MARUMADO_MOFILE_H
#include <stdbool.h>
#include <stddef.h>

/* Can gettext read these bytes without leaving them? This machine's byte order only, which is what
 * msgfmt writes. */
bool mofile_is_whole(const void *data, size_t len);
/* The same of a file; false when it cannot be read. */
bool mofile_check(const char *path);
#endif
