/* SPDX-License-Identifier: Apache-2.0 */
/*
 * receipt — the resident's number: 11 random digits and one Verhoeff check digit (design.md §4).
 * Layer: record. Random digits by rejection sampling from RAND_bytes.
 */
#ifndef MARUMADO_RECEIPT_H
#define MARUMADO_RECEIPT_H
#include <stdbool.h>
#include <stddef.h>

#define RECEIPT_DIGITS 12
#define RECEIPT_SHOWN  14 /* "1234-5678-9012" */

/* Draws a new one. False only when the random generator fails; ret is then "". */
bool receipt_new(char ret[static RECEIPT_DIGITS + 1]) __attribute__((warn_unused_result));
/* True when the 12 digits carry the right check digit. Finds every single wrong digit and every
 * swap of neighbours (Verhoeff 1969). */
bool receipt_valid(const char *digits);
/* Keeps the digits of what a person typed (spaces, hyphens, full-width digits); false unless 12
 * remain. */
bool receipt_normalise(const char *typed, char ret[static RECEIPT_DIGITS + 1]);
/* "123456789012" → "1234-5678-9012". */
void receipt_format(const char digits[static RECEIPT_DIGITS], char ret[static RECEIPT_SHOWN + 1]);
/* Argon2id (64 MiB, 3 passes) of the number: len bytes that differ for each salt and each purpose
 * (a word of the program; "" is the purpose of receipt_hash). */
bool receipt_stretch(const char digits[static RECEIPT_DIGITS], const unsigned char salt[static 16],
	const char *purpose, unsigned char *ret, size_t len) __attribute__((warn_unused_result));
/* Hex SHA-256 of Argon2id(receipt, salt) for the local tombstone, so that a stolen disk tells
 * nothing cheaply (64 MiB, 3 passes). salt: 16 bytes made with the outbox's device key. */
bool receipt_hash(const char digits[static RECEIPT_DIGITS], const unsigned char salt[static 16],
	char ret[static 65]) __attribute__((warn_unused_result));
#endif
