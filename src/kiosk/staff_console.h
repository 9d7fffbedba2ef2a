/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_console — `staff add`, `staff list` and `staff remove` for whoever has the console.
 */
#ifndef MARUMADO_STAFF_CONSOLE_H
#define MARUMADO_STAFF_CONSOLE_H
#include "app.h"

/* Settings are loaded. 0 or a sysexits(3) code with err: 64 not such a command, 75 the kiosk is
 * running (it holds the people in memory), 77 the PIN is wrong or must wait, 65 PIN or name not
 * allowed, the vault damaged, 74 cannot be written. PINs are read from the terminal without echo,
 * or as lines of the standard input when that is no terminal. */
int staff_console(struct app *a, const struct options *opt, char err[static WHY_MAX]);
#endif
