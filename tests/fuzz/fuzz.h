/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz — what all targets of this folder share. A target f-<name>.c defines LLVMFuzzerTestOneInput:
 * it feeds the bytes to a parser and checks with HOLDS what must be true of every input. libFuzzer
 * calls it with what it makes up (`make fuzz`), replay.c with the files of corpus/<name>
 * (`make fuzz-replay`).
 */
#ifndef MARUMADO_FUZZ_H
#define MARUMADO_FUZZ_H
#include <stddef.h>
#include <stdint.h>

/* A property of the parser: says which is broken and where, then aborts. */
#define HOLDS(what) ((what) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #what))
_Noreturn void fuzz_broken(const char *file, int line, const char *what);
/* A copy of exactly size + 1 bytes that ends in NUL, so that ASan sees any step beyond; free it. */
char *fuzz_text(const uint8_t *data, size_t size);
/* A file of these bytes that only its owner may read, in memory; the path is good until the next
 * call. */
const char *fuzz_path(const void *data, size_t size);
/* The target. Always returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
#endif
