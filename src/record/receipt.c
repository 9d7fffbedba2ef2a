/* SPDX-License-Identifier: Apache-2.0 */
/*
 * receipt — why: the number is the person's only thread back to the city, read aloud over the
 * telephone and copied by tired hands. The check digit (Verhoeff, in the dihedral group D5) finds
 * every single wrong digit and every swap of neighbours, which a plain modulus cannot.
 *
 * Eleven digits are drawn evenly: bytes that would favour some digits are thrown away. On the disk
 * there is only a slow hash of the number (Argon2id), because 10^11 numbers are few for a fast one.
 * Not here: whether a number is taken (the space makes that rare; the city decides), the QR code.
 */
#include "receipt.h"

#include <argon2.h>
#include <assert.h>
#include <openssl/rand.h>
#include <stdint.h>
#include <string.h>
#include "sign.h"

#define HASH_MEMORY_KIB (64 * 1024)
#define HASH_PASSES     3
#define HASH_LANES      1
#define HASH_BYTES      32
#define SALT_BYTES      16
#define BYTE_FAIR       250 /* bytes below give each digit 25 times */

/* Multiplication in D5, and the permutation of place 1; place n uses it n times. */
static const unsigned char d5[10][10] = {
	{ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 },
	{ 1, 2, 3, 4, 0, 6, 7, 8, 9, 5 },
	{ 2, 3, 4, 0, 1, 7, 8, 9, 5, 6 },
	{ 3, 4, 0, 1, 2, 8, 9, 5, 6, 7 },
	{ 4, 0, 1, 2, 3, 9, 5, 6, 7, 8 },
	{ 5, 9, 8, 7, 6, 0, 4, 3, 2, 1 },
	{ 6, 5, 9, 8, 7, 1, 0, 4, 3, 2 },
	{ 7, 6, 5, 9, 8, 2, 1, 0, 4, 3 },
	{ 8, 7, 6, 5, 9, 3, 2, 1, 0, 4 },
	{ 9, 8, 7, 6, 5, 4, 3, 2, 1, 0 },
};
static const unsigned char permute[10] = { 1, 5, 7, 6, 2, 8, 3, 0, 9, 4 };

/* The product over digits[0..n), the last one standing at place `place`. 0 = a valid number. */
static unsigned checksum(const char *digits, size_t n, unsigned place)
{
	unsigned c = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned v = (unsigned)(digits[n - 1 - i] - '0');

		for (unsigned k = 0; k < (i + place) % 8; k++) /* the permutation has order 8 */
			v = permute[v];
		c = d5[c][v];
	}
	return c;
}

bool receipt_new(char ret[static RECEIPT_DIGITS + 1])
{
	unsigned char byte;
	size_t n = 0;

	while (n < RECEIPT_DIGITS - 1) {
		if (RAND_bytes(&byte, 1) != 1) {
			explicit_bzero(ret, RECEIPT_DIGITS + 1);
			return false;
		}
		if (byte < BYTE_FAIR)
			ret[n++] = (char)('0' + byte % 10);
	}
	for (int digit = 0; digit <= 9; digit++) /* the inverse of the product */
		if (d5[checksum(ret, n, 1)][digit] == 0)
			ret[n] = (char)('0' + digit);
	ret[RECEIPT_DIGITS] = '\0';
	return true;
}

bool receipt_valid(const char *digits)
{
	return digits && strlen(digits) == RECEIPT_DIGITS &&
	       strspn(digits, "0123456789") == RECEIPT_DIGITS &&
	       checksum(digits, RECEIPT_DIGITS, 0) == 0;
}

/* Bytes of the separator that s begins with: what people and input methods put between digits. */
static size_t separator(const char *s)
{
	static const char *const known[] = { " ", "-", "\t", "\u3000", "\u00a0", "\u2010", "\u2011",
		"\u2012", "\u2013", "\u2014", "\u2015", "\u2212", "\u30fc", "\uff0d", "\uff70" };

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strncmp(s, known[i], strlen(known[i])) == 0)
			return strlen(known[i]);
	return 0;
}

/* Bytes of the digit that s begins with, plain or full-width (U+FF10 = EF BC 90). 0: no digit. */
static size_t digit(const char *s, char *ret)
{
	const unsigned char *u = (const unsigned char *)s;

	if (*s >= '0' && *s <= '9') {
		*ret = *s;
		return 1;
	}
	if (u[0] != 0xef || u[1] != 0xbc || u[2] < 0x90 || u[2] > 0x99)
		return 0;
	*ret = (char)('0' + u[2] - 0x90);
	return 3;
}

bool receipt_normalise(const char *typed, char ret[static RECEIPT_DIGITS + 1])
{
	size_t n = 0, step;
	char c = '\0';

	for (const char *s = typed; *s; s += step) {
		step = digit(s, &c);
		if (step && n < RECEIPT_DIGITS)
			ret[n++] = c;
		else if (step || !(step = separator(s)))
			n = RECEIPT_DIGITS + 1; /* a digit too many, or something else */
		if (n > RECEIPT_DIGITS)
			break;
	}
	if (n != RECEIPT_DIGITS)
		n = 0;
	ret[n] = '\0';
	return n == RECEIPT_DIGITS;
}

void receipt_format(const char digits[static RECEIPT_DIGITS], char ret[static RECEIPT_SHOWN + 1])
{
	for (size_t i = 0, o = 0; i < RECEIPT_DIGITS; i++) {
		if (i && i % 4 == 0)
			ret[o++] = '-';
		ret[o++] = digits[i];
	}
	ret[RECEIPT_SHOWN] = '\0';
}

bool receipt_stretch(const char digits[static RECEIPT_DIGITS], const unsigned char salt[static 16],
	const char *purpose, unsigned char *ret, size_t len)
{
	unsigned char number[RECEIPT_DIGITS], grain[SALT_BYTES], word[32] = { 0 };
	size_t word_len = strlen(purpose);

	assert(word_len < sizeof word);
	memcpy(number, digits, sizeof number);
	memcpy(grain, salt, sizeof grain);
	for (size_t i = 0; i < word_len; i++)
		word[i] = (unsigned char)purpose[i];
	argon2_context c = { .out = ret,
		.outlen = (uint32_t)len,
		.pwd = number,
		.pwdlen = sizeof number,
		.salt = grain,
		.saltlen = sizeof grain,
		.ad = word_len ? word : NULL,
		.adlen = (uint32_t)word_len,
		.t_cost = HASH_PASSES,
		.m_cost = HASH_MEMORY_KIB,
		.lanes = HASH_LANES,
		.threads = HASH_LANES,
		.version = ARGON2_VERSION_13,
		.flags = ARGON2_DEFAULT_FLAGS };
	bool ok = argon2id_ctx(&c) == ARGON2_OK;

	explicit_bzero(number, sizeof number);
	return ok;
}

bool receipt_hash(const char digits[static RECEIPT_DIGITS], const unsigned char salt[static 16],
	char ret[static 65])
{
	unsigned char slow[HASH_BYTES];
	bool ok = receipt_stretch(digits, salt, "", slow, sizeof slow);

	if (ok)
		sha256_hex(slow, sizeof slow, ret);
	explicit_bzero(slow, sizeof slow);
	return ok;
}
