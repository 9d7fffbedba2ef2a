/* SPDX-License-Identifier: Apache-2.0 */
/*
 * log — one line per event on standard error: "marumado-sync: warning: cannot open '…': reason".
 *
 * Layer: shared. Called only by the code that decided (kiosk/, sync/, city/, desk/): modules below
 * return their reason. Never receives anything a resident typed: ids, counts, codes and file names
 * only.
 */
#ifndef MARUMADO_LOG_H
#define MARUMADO_LOG_H

enum log_level { LOG_LEVEL_INFO, LOG_LEVEL_WARNING, LOG_LEVEL_ERROR };

/* Sets the program's name and the least level that is printed. Call once, first thing in main. */
void log_open(const char *program, enum log_level least);
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warning(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Prints as log_error and exits with `status` (sysexits(3)). For main.c files only. */
_Noreturn void die(int status, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
#endif
