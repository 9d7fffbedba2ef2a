/* SPDX-License-Identifier: Apache-2.0 */
/*
 * directory — CONTENT/directory.json: desks and telephone numbers with their source and the day
 * somebody checked them (names of Open Referral HSDS).
 */
#ifndef MARUMADO_DIRECTORY_H
#define MARUMADO_DIRECTORY_H
#include <jansson.h>
#include <stdbool.h>
#include "why.h"

#define DIRECTORY_ENTRIES_MAX 64
#define DIRECTORY_DESKS_MAX   4
#define DIRECTORY_ID_MAX      24 /* bytes */

struct directory_entry { /* strings and objects are borrowed from directory.json */
	const char *id, *icon, *number, *verified_on; /* verified_on: "2025-12-11" or "" */
	bool all_day, free_call;
	bool fixed; /* set by law for the whole country: needs no check */
	const char *desk[DIRECTORY_DESKS_MAX];
	int desk_len; /* routing codes it serves */
};
struct directory {
	json_t *json;
	struct directory_entry entry[DIRECTORY_ENTRIES_MAX];
	int len;
};

/* Reads the entries that may be shown. False: err; d is empty. */
bool directory_load(struct directory *d, const char *path, char err[static WHY_MAX])
	__attribute__((warn_unused_result));
void directory_release(struct directory *d);
/* What people read of it, in the catalogue's context directory.<id>: "service", "description" or
 * "schedule". Borrowed as from catalog_find; NULL when there is none. */
const char *directory_text(const struct directory_entry *e, const char *key);
/* Its name: "service", or the id when no catalogue knows it. */
const char *directory_name(const struct directory_entry *e);
/* Appends to out (n of max filled) the entries that directory.json's `map` ("topics", "ages",
 * "urgent_kinds") names for a code, in its order, without those already there or not to be shown.
 * Returns the new n. */
int directory_helps(const struct directory *d, const char *map, const char *code,
	const struct directory_entry **out, int n, int max);
/* Appends one entry unless it is there already or there are max. Returns the new n. */
int directory_add(const struct directory_entry **out, int n, int max,
	const struct directory_entry *e);
/* By id; NULL when it is not there or may not be shown. */
const struct directory_entry *directory_find(const struct directory *d, const char *id);
#endif
