/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mofile — why: glibc's gettext believes a catalogue. One that a failing disk damaged leads it
 * beyond the file, or round its hash table for ever, on a screen somebody is using. So a file is
 * looked through once, before it is opened for good: tables and strings inside it, strings ended,
 * and the hash table such that every search ends.
 * Not here: what the texts say.
 */
#include "mofile.h"

#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC    0x950412deu
#define HASH_MAX 65536u /* slots; ours have about a thousand */

enum { AT_MAGIC, AT_REVISION, AT_STRINGS, AT_ORIGINALS, AT_TEXTS, AT_HASH_LEN, AT_HASH, HEAD_LEN };

struct file {
	const unsigned char *data;
	size_t len;
};

/* The i-th number from `at` on; the caller knows that it is inside. */
static uint32_t number(const struct file *f, size_t at, size_t i)
{
	uint32_t n;

	memcpy(&n, f->data + at + i * sizeof(n), sizeof(n));
	return n;
}

/* Are n numbers from `at` on inside, where gettext may read them as numbers? */
static bool inside(const struct file *f, size_t at, size_t n)
{
	return at % sizeof(uint32_t) == 0 && at <= f->len && n <= (f->len - at) / sizeof(uint32_t);
}

/* A table of (length, place) whose strings end in NUL. */
static bool strings_ok(const struct file *f, size_t table, size_t n)
{
	if (n > f->len || !inside(f, table, 2 * n))
		return false;
	for (size_t i = 0; i < n; i++) {
		size_t len = number(f, table, 2 * i), at = number(f, table, 2 * i + 1);

		if (at >= f->len || len >= f->len - at || f->data[at + len] != '\0')
			return false;
	}
	return true;
}

static bool is_prime(uint32_t n)
{
	for (uint32_t d = 2; d * d <= n; d++)
		if (n % d == 0)
			return false;
	return n > 1;
}

/* Steps of any length meet every slot of a prime number of them, so one that is empty ends all. */
static bool hash_ok(const struct file *f, size_t at, uint32_t len, uint32_t strings)
{
	bool empty = false;

	if (len <= 2) /* gettext then searches by halves */
		return true;
	if (len > HASH_MAX || !is_prime(len) || !inside(f, at, len))
		return false;
	for (uint32_t i = 0; i < len; i++) {
		uint32_t n = number(f, at, i);

		empty = empty || n == 0;
		if (n > strings)
			return false;
	}
	return empty;
}

bool mofile_is_whole(const void *data, size_t len)
{
	const struct file f = { data, len };

	if (!inside(&f, 0, HEAD_LEN) || number(&f, 0, AT_MAGIC) != MAGIC ||
		number(&f, 0, AT_REVISION) != 0)
		return false;
	uint32_t n = number(&f, 0, AT_STRINGS);

	return strings_ok(&f, number(&f, 0, AT_ORIGINALS), n) &&
	       strings_ok(&f, number(&f, 0, AT_TEXTS), n) &&
	       hash_ok(&f, number(&f, 0, AT_HASH), number(&f, 0, AT_HASH_LEN), n);
}

bool mofile_check(const char *path)
{
	struct stat st;
	bool ok = false;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
		void *data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (data != MAP_FAILED) {
			ok = mofile_is_whole(data, (size_t)st.st_size);
			munmap(data, (size_t)st.st_size);
		}
	}
	close(fd);
	return ok;
}
