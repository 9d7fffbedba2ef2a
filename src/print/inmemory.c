/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inmemory — CUPS writes each job into its spool folder; nothing plain may touch a disk here, so it
 * is looked at before anything is handed over. What cannot be seen counts as a disk.
 */
#include "inmemory.h"

#include <errno.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/statfs.h>

#define PATH_CAP 600

enum where { ON_DISK, IN_TMPFS, IN_RAMFS, NOT_THERE };

static enum where where_is(const char *path)
{
	struct statfs fs;

	if (statfs(path, &fs) != 0)
		return errno == ENOENT ? NOT_THERE : ON_DISK;
	return (unsigned long)fs.f_type == RAMFS_MAGIC   ? IN_RAMFS
	       : (unsigned long)fs.f_type == TMPFS_MAGIC ? IN_TMPFS
							 : ON_DISK;
}

static bool swaps_to_disk(const char *swaps)
{
	char line[256];
	FILE *f = fopen(swaps, "re");
	bool disk = !f;

	if (!f)
		return errno != ENOENT;   /* a kernel without swap has no such file */
	if (fgets(line, sizeof(line), f)) /* the heading */
		while (!disk && fgets(line, sizeof(line), f))
			disk = strncmp(line, "/dev/zram", 9) != 0;
	fclose(f);
	return disk;
}

bool memory_only(const char *folder, const char *swaps)
{
	char tmp[PATH_CAP];
	int n = snprintf(tmp, sizeof(tmp), "%s/tmp", folder);
	enum where spool = where_is(folder), temporary;

	if (n < 0 || n >= (int)sizeof(tmp) || spool == NOT_THERE)
		return false;
	temporary = where_is(tmp);
	if (temporary == NOT_THERE)
		temporary = spool;
	if (spool == ON_DISK || temporary == ON_DISK)
		return false;
	return (spool == IN_RAMFS && temporary == IN_RAMFS) || !swaps_to_disk(swaps);
}
