/* SPDX-License-Identifier: Apache-2.0 */
/*
 * carry — the second road: waiting items out to a file, acknowledgements in from one (a USB stick).
 *
 * Layer: sync; no network. The lines are the items and acks of the network road, byte for byte, so
 * both roads may be used at once and any number of times. One JSON object a line:
 *
 *   out: {"type":"item","jws":"…"}
 *   in:  {"type":"ack","jws":"…"}
 *
 * or, in, the city's status document as it is published: one JWS.
 */
#ifndef MARUMADO_CARRY_H
#define MARUMADO_CARRY_H
#include <stdbool.h>
#include <stdint.h>
#include "feed.h"

#define CARRY_ERR_MAX  320
#define CARRY_LINE_MAX (320 * 1024) /* bytes; longer lines are counted as bad */

enum carry_result {
	CARRY_OK,
	CARRY_BUSY, /* another courier is running */
	CARRY_FILE, /* the file cannot be read or written */
	CARRY_DATA  /* the outbox or the courier's database cannot be used */
};

struct carry_counts {
	uint64_t items; /* export: written */
	uint64_t acks;  /* import: acknowledgements kept */
	uint64_t known; /* import: acks of which nothing waits here any more, or of other devices */
	uint64_t other; /* import: lines of another type, skipped */
	uint64_t lists; /* import: a status document was kept */
	uint64_t bad;   /* import: lines that are no such JSON or no acknowledgement, skipped */
};

/* Writes every item that has no stored or duplicate ack to `path`: the file is complete and on the
 * medium, or it is as it was before. Runs beside a courier at work. err: one line on failure. */
enum carry_result carry_export(const char *data_dir, const char *path, struct carry_counts *ret,
	char err[static CARRY_ERR_MAX]) __attribute__((warn_unused_result));
/* Keeps the acks in `path` that speak of waiting items. Bad lines stop nothing. A file that is a
 * status document is kept for the kiosk, which alone can say whether it is the city's. */
enum carry_result carry_import(const char *data_dir, const char *path, struct carry_counts *ret,
	char err[static CARRY_ERR_MAX]) __attribute__((warn_unused_result));
/* The same with an outbox and a courier's database that are open (for import as writer). */
enum carry_result carry_export_from(struct feed *f, const char *path, struct carry_counts *ret,
	char err[static CARRY_ERR_MAX]) __attribute__((warn_unused_result));
enum carry_result carry_import_into(struct feed *f, const char *path, struct carry_counts *ret,
	char err[static CARRY_ERR_MAX]) __attribute__((warn_unused_result));
#endif
