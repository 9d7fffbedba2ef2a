/* SPDX-License-Identifier: Apache-2.0 */
/*
 * status — one answer to one receipt: made by the offline desk, read by whoever types the number.
 * Codes only; what they mean to people is in the catalogues (context "status") and in
 * assets/status-codes.json.
 *
 * Layer: record. From the receipt and the city's salt, Argon2id gives a tag (to find the entry) and
 * a key (to open it). The hash that a terminal keeps of its own numbers (receipt_hash) has another
 * salt and another purpose: neither can be computed from the other.
 */
#ifndef MARUMADO_STATUS_H
#define MARUMADO_STATUS_H
#include "receipt.h"
#include "statusdoc.h"

#define STATUS_CODE_MAX    16 /* bytes with NUL */
#define STATUS_DESK_MAX    8
#define STATUS_HELPS_MAX   3
#define STATUS_HELP_ID_MAX 25
#define STATUS_KEY_BYTES   32

/* The number was taken over: it is answered as one that nobody has. Never shown. */
#define STATUS_CODE_GONE "GONE"

struct status {
	char code[STATUS_CODE_MAX];                            /* "READ", "DESK", … */
	char desk[STATUS_DESK_MAX];                            /* "KAI" … or "" */
	char help[STATUS_HELPS_MAX][STATUS_HELP_ID_MAX];       /* ids of directory.json */
	int help_len;
};
struct status_secret { /* wipe with explicit_bzero */
	char tag[STATUS_TAG_CHARS + 1];
	unsigned char key[STATUS_KEY_BYTES];
};

/* Slow by design. False: no memory. */
bool status_secret_of(const char digits[static RECEIPT_DIGITS],
	const unsigned char salt[static 16], struct status_secret *ret)
	__attribute__((warn_unused_result));
/* True when the codes have a form that an answer can carry. */
bool status_form_ok(const struct status *s);
/* Seals an answer: JWE compact (dir, A256GCM), always STATUS_JWE_CHARS long. False: not
 * status_form_ok, or no memory. */
bool status_seal(char ret[static STATUS_JWE_CHARS + 1], const struct status *s,
	const unsigned char key[static STATUS_KEY_BYTES]) __attribute__((warn_unused_result));
/* Opens it. False: another key, altered, or not an answer. */
bool status_open(struct status *ret, const char *jwe,
	const unsigned char key[static STATUS_KEY_BYTES]) __attribute__((warn_unused_result));
/* The answer for one number. Does the same work whether the number is in the list or not. */
bool status_look(struct status *ret, const struct status_doc *doc,
	const struct status_secret *secret) __attribute__((warn_unused_result));
#endif
