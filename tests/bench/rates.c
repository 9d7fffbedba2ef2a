/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rates — the two peers of the city: what OpenSSL and SQLite do alone, on one core and this disk.
 *
 * - rates verify SECONDS: ES256 verifications of a ready digest
 * - rates insert SECONDS FILE BYTES: rows of BYTES bytes, 64 a transaction, one key; the file has
 *   the city's durability (TRUNCATE journal, FULL, psow=0) and nothing else
 *
 * Prints "per_s N". No code of the project is linked.
 */
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BATCH 64

static double now_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool sign_digest(
	EVP_PKEY *key, const unsigned char digest[static 32], unsigned char *sig, size_t *len)
{
	EVP_PKEY_CTX *c = EVP_PKEY_CTX_new(key, NULL);
	bool ok = c && EVP_PKEY_sign_init(c) == 1 && EVP_PKEY_sign(c, sig, len, digest, 32) == 1;

	EVP_PKEY_CTX_free(c);
	return ok;
}

static double verify_rate(double seconds)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	EVP_PKEY_CTX *c = key ? EVP_PKEY_CTX_new(key, NULL) : NULL;
	unsigned char digest[32] = "a digest of thirty-two bytes..";
	unsigned char sig[128];
	size_t sig_len = sizeof(sig);
	double start, n = 0, rate = -1;

	if (c && sign_digest(key, digest, sig, &sig_len) && EVP_PKEY_verify_init(c) == 1) {
		bool ok = true;
		for (start = now_s(); ok && now_s() - start < seconds; n++)
			ok = EVP_PKEY_verify(c, sig, sig_len, digest, sizeof(digest)) == 1;
		rate = ok ? n / (now_s() - start) : -1;
	}
	EVP_PKEY_CTX_free(c);
	EVP_PKEY_free(key);
	return rate;
}

static bool insert_batch(sqlite3 *db, sqlite3_stmt *add, const char *text, int bytes, long *number)
{
	bool ok = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK;

	for (int i = 0; i < BATCH && ok; i++) {
		char id[33];
		snprintf(id, sizeof(id), "%08lx%08lx%016lx", (unsigned long)random(),
			(unsigned long)random(), (unsigned long)++*number);
		sqlite3_bind_text(add, 1, id, -1, SQLITE_STATIC);
		sqlite3_bind_text(add, 2, text, bytes, SQLITE_STATIC);
		ok = sqlite3_step(add) == SQLITE_DONE && sqlite3_reset(add) == SQLITE_OK;
	}
	return sqlite3_exec(db, ok ? "COMMIT" : "ROLLBACK", NULL, NULL, NULL) == SQLITE_OK && ok;
}

static double insert_rate(double seconds, const char *file, int bytes)
{
	static const char setup[] = "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL;"
				    "CREATE TABLE item (city_seq INTEGER PRIMARY KEY, id TEXT NOT "
				    "NULL UNIQUE, jws TEXT NOT NULL)";
	char uri[4096];
	char *text = malloc((size_t)bytes);
	sqlite3 *db = NULL;
	sqlite3_stmt *add = NULL;
	long n = 0;
	double rate = -1, start;

	snprintf(uri, sizeof(uri), "file:%s?psow=0", file);
	bool ok = text &&
		  sqlite3_open_v2(uri, &db,
			  SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI,
			  NULL) == SQLITE_OK &&
		  sqlite3_exec(db, setup, NULL, NULL, NULL) == SQLITE_OK &&
		  sqlite3_prepare_v2(db, "INSERT INTO item (id, jws) VALUES (?1, ?2)", -1, &add,
			  NULL) == SQLITE_OK;
	if (ok) {
		memset(text, 'e', (size_t)bytes);
		for (start = now_s(); ok && now_s() - start < seconds;)
			ok = insert_batch(db, add, text, bytes, &n);
		rate = ok ? (double)n / (now_s() - start) : -1;
	}
	sqlite3_finalize(add);
	sqlite3_close(db);
	free(text);
	return rate;
}

int main(int argc, char **argv)
{
	double rate = -1;

	if (argc == 3 && strcmp(argv[1], "verify") == 0)
		rate = verify_rate(atof(argv[2]));
	else if (argc == 5 && strcmp(argv[1], "insert") == 0)
		rate = insert_rate(atof(argv[2]), argv[3], atoi(argv[4]));
	else
		fputs("usage: rates verify SECONDS | rates insert SECONDS FILE BYTES\n", stderr);
	if (rate < 0)
		return 70;
	printf("per_s %.0f\n", rate);
	return 0;
}
