/* SPDX-License-Identifier: Apache-2.0 */
/*
 * queue — a printer that CUPS on this machine serves, over its local socket only. The job has no
 * title that says anything; it is taken back when it cannot be printed within QUEUE_PRINT_MS, and
 * at SIGTERM, so that nobody's paper comes out after they have left.
 */
#ifndef MARUMADO_QUEUE_H
#define MARUMADO_QUEUE_H
#include "printjob.h"

#define QUEUE_ANSWER_MS 3000
#define QUEUE_PRINT_MS  25000
#define QUEUE_CANCEL_S  "60" /* CUPS itself gives up then, should this program be gone */

/* What CUPS says of the queue. `socket` is its path. */
enum print_word queue_state(const char *name, const char *socket);
/* Hands over a PDF and waits for its end: PRINT_DONE or why not. */
enum print_word queue_print(const char *name, const char *socket, const char *pdf, size_t len);
#endif
