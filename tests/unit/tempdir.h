/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tempdir — a folder of its own for a unit test.
 */
#ifndef MARUMADO_TEMPDIR_H
#define MARUMADO_TEMPDIR_H
#include <stdio.h>
#include <stdlib.h>

#define TEMPDIR_MAX 40

/* Makes one and writes its path. */
static inline void tempdir_make(char ret[static TEMPDIR_MAX])
{
	snprintf(ret, TEMPDIR_MAX, "/tmp/marumado-unit-XXXXXX");
	if (!mkdtemp(ret))
		abort();
}

static inline void tempdir_remove(const char *dir)
{
	char command[TEMPDIR_MAX + 16];

	snprintf(command, sizeof(command), "rm -r %s", dir);
	if (system(command) != 0)
		abort();
}
#endif
