/* SPDX-License-Identifier: Apache-2.0 */
/*
 * child — a helper program of the kiosk's: its own process group, three descriptors and nothing
 * else of the kiosk's, not even the environment.
 */
#ifndef MARUMADO_CHILD_H
#define MARUMADO_CHILD_H
#include <sys/types.h>

#define CHILD_WORDS_MAX 8
#define CHILD_WORD_MAX  600

/* Starts `path` with the words (n of them) as its arguments, `in` and `out` as standard input and
 * output; standard error goes nowhere: a library's complaints could quote what was typed. 0 when it
 * could not be started. Whoever starts it waits for it. */
pid_t child_start(const char *path, const char *const *word, int n, int in, int out);
#endif
