/* SPDX-License-Identifier: Apache-2.0 */
/*
 * courier_private — what courier.c (writing) and courier_read.c share.
 *
 * Layer: shared, private to this folder.
 */
#ifndef MARUMADO_COURIER_PRIVATE_H
#define MARUMADO_COURIER_PRIVATE_H
#include <sys/types.h>
#include "courier.h"
#include "db.h"

struct courier {
	struct db_place place;
	enum outbox_mode mode;
	sqlite3 *sql; /* NULL after a failed reopen; courier_ready tries again */
	int lock_fd;  /* -1 for a reader */
	dev_t dev;    /* of the file that is open: a reader follows when it is replaced */
	ino_t ino;
	bool restart; /* the file is another one than before: cursors begin again */
};

#define COURIER_SQL_ATTEMPT "SELECT n, next_try_s FROM attempt WHERE id = ?1"
#define COURIER_SQL_VERDICT "SELECT verdict FROM entry WHERE id = ?1"
#define COURIER_SQL_NEXT                                                                           \
	"SELECT no, id, sha256, verdict, "                                                         \
	"(SELECT jws FROM ack WHERE ack.no = entry.ack) FROM entry WHERE no > ?1 ORDER BY no "     \
	"LIMIT 1"

/* Makes sure that c->sql is the current file. Call first in every operation. */
enum outbox_result courier_ready(struct courier *c) __attribute__((warn_unused_result));
/* After a failed read. */
enum outbox_result courier_read_failed(struct courier *c, int rc);
#endif
