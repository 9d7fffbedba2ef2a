/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store — what the city keeps: devices with their state, and every item ever accepted, for ever.
 *
 * Layer: city; bytes only, no JOSE, no HTTP. A `struct store` is a table of functions, so that
 * another database can stand behind it; store_open makes the SQLite one. One connection: calls
 * on one store must be serialized by the caller (serve holds a mutex). Several processes may
 * have the same database open. Schema rules that keep it portable: ids are made by the clients,
 * the device leads every key, INSERT … ON CONFLICT DO NOTHING, no triggers, no sequences;
 * city_seq is last + 1 inside the transaction and is dense because rows are never deleted. After
 * STORE_IO the connection is opened anew before the next begin; nothing uncommitted survives.
 * After STORE_DAMAGED begin, device_get and counts say STORE_DAMAGED until the store is opened
 * again by a person: whoever cannot trust the file must not promise to have kept something.
 */
#ifndef MARUMADO_CITY_STORE_H
#define MARUMADO_CITY_STORE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "wire.h"

#define STORE_ERR_MAX 256
#define STORE_SITE_MAX 64  /* bytes with NUL */
#define STORE_JWK_MAX 1024 /* bytes with NUL of a public JWK as JSON text */
#define STORE_SCHEMA_VERSION 1
#define STORE_FLAG_GAP "gap"   /* the item before it (seq - 1) has not arrived */
#define STORE_FLAG_FORK "fork" /* same seq twice, or prev is not the hash of the item before it */

enum store_result {
	STORE_OK,
	STORE_MISSING, /* no such row; store_open without STORE_CREATE: no such file */
	STORE_BUSY,    /* locked by another process for longer than the busy time-out */
	STORE_FULL,    /* no space */
	STORE_IO,      /* any other error */
	STORE_NEWER,   /* written by a newer program; left unchanged */
	STORE_FOREIGN, /* empty, or not a database of this program; left unchanged */
	STORE_DAMAGED  /* the file contradicts itself, or is not where it was opened any more */
};
/* STORE_CREATE is for a new city only: a store made in place of a lost one would forget all ids. */
enum store_mode { STORE_CREATE, STORE_EXISTING };
enum store_device_state { DEVICE_WAITING, DEVICE_APPROVED, DEVICE_REVOKED, DEVICE_STATES };
enum store_put { STORE_PUT_STORED, STORE_PUT_DUPLICATE, STORE_PUT_CONFLICT };

struct store_device {
	char kid[WIRE_KID_MAX];
	char jwk[STORE_JWK_MAX];
	char site[STORE_SITE_MAX]; /* "" until approved */
	enum store_device_state state;
	int64_t since_s; /* when the state was set */
};

/* strings borrowed: by item_put from the caller, by item_each until fn returns */
struct store_item {
	const char *device, *id, *sha256, *prev, *kind, *jws;
	size_t jws_len;
	uint64_t seq;
	bool urgent;
	int64_t at_s;
	int64_t city_seq; /* item_each only */
	const char *site; /* item_each only */
	const char *flag; /* item_each only: "", STORE_FLAG_GAP or STORE_FLAG_FORK */
};

struct store_counts {
	int64_t last_city_seq; /* also the number of items */
	int64_t devices[DEVICE_STATES];
	int64_t gaps, forks;
};

typedef bool store_device_fn(void *ctx, const struct store_device *d);
typedef bool store_item_fn(void *ctx, const struct store_item *it);

struct store {
	/* A write transaction; ends with commit or rollback. After commit returned STORE_OK
	 * everything in it survives a power cut; after anything else nothing of it is there and the
	 * transaction has ended. */
	enum store_result (*begin)(struct store *st);
	enum store_result (*commit)(struct store *st);
	void (*rollback)(struct store *st);
	/* One device by its full kid. */
	enum store_result (*device_get)(struct store *st, const char *kid,
		struct store_device *ret);
	/* Adds a waiting device; no change when the kid is known. */
	enum store_result (*device_add)(struct store *st, const char *kid, const char *jwk,
		int64_t now_s);
	/* New state; site NULL keeps the site. STORE_MISSING when the kid is unknown. */
	enum store_result (*device_set)(struct store *st, const char *kid,
		enum store_device_state state, const char *site, int64_t now_s);
	/* Devices whose kid begins with prefix ("" for all), in the order they came, until fn
	 * returns false; with_items_after >= 0: only devices that sent items with a higher
	 * city_seq. */
	enum store_result (*device_each)(struct store *st, const char *prefix,
		int64_t with_items_after, store_device_fn *fn, void *ctx);
	/* Inside a transaction: keeps the item unless (device, id) is known; then tells whether the
	 * known one has the same sha256. *ret_city_seq: the new or the original number. */
	enum store_result (*item_put)(struct store *st, const struct store_item *it,
		enum store_put *ret, int64_t *ret_city_seq);
	/* At most `limit` items with city_seq > after, in that order, until fn returns false. */
	enum store_result (*item_each)(struct store *st, int64_t after, int limit,
		store_item_fn *fn, void *ctx);
	/* The first item with city_seq > after, read without any other table or index (site is ""):
	 * the way past damage. *ret_found false after STORE_OK: there is none. */
	enum store_result (*item_next)(struct store *st, int64_t after, store_item_fn *fn,
		void *ctx, bool *ret_found);
	/* Reads the whole file: does it hang together, is no number missing, is the newest item
	 * what its hash says? STORE_OK, else err holds one line. Takes as long as reading takes. */
	enum store_result (*check)(struct store *st, char err[static STORE_ERR_MAX]);
	enum store_result (*counts)(struct store *st, struct store_counts *ret);
	void (*close)(struct store *st);
};

/* Opens the SQLite file `where`. *ret is untouched on failure and err holds one line. End with
 * st->close(st). busy_ms: how long to wait for another process's lock. */
enum store_result store_open(struct store **ret, const char *where, enum store_mode mode,
	int busy_ms, char err[static STORE_ERR_MAX]) __attribute__((warn_unused_result));
/* "waiting", "approved", "revoked"; static storage. */
const char *store_state_name(enum store_device_state state);
#endif
