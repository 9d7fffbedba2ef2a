/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sandbox — what an engine's program cannot do: write a file, reach a network, be read by others,
 * leave a core, outlive the kiosk. An engine that needs a home gets one in memory that only its own
 * processes see.
 */
#ifndef MARUMADO_SANDBOX_H
#define MARUMADO_SANDBOX_H
#include <stdbool.h>

#define SANDBOX_HOME "/tmp/home" /* in the private memory file system */

/* For every engine, before it opens anything: no core, not dumpable, no new rights, ends with its
 * parent, memory locked as far as the limit goes, no network where the kernel allows that. False
 * when one of the first four was refused. */
bool sandbox_process(void);
/* No file can be created, written, renamed or removed from here on (but below `home`, when it is
 * not NULL). Uses Landlock; a limit of no bytes for any file also stands where there is none.
 * False only when `home` is given and Landlock is missing. */
bool sandbox_no_files(const char *home);
/* Instead of sandbox_process's part about the network, all or nothing: own user, network, mount,
 * IPC and process name spaces, and an empty SANDBOX_HOME in memory that is never swapped. The next
 * child is the first process of the new name space: when it ends, all its children do. */
bool sandbox_private_home(void);
/* In that child, before it runs another program: ends with its parent, sees its own /proc. */
bool sandbox_child(void);
#endif
