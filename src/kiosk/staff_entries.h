/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_entries — what the staff home offers, as a table. A new screen of the staff side is one
 * line in staff_entries.c; its texts are staff_text("staff_home", key). An entry that can do
 * nothing is not in the table.
 */
#ifndef MARUMADO_STAFF_ENTRIES_H
#define MARUMADO_STAFF_ENTRIES_H
#include <stdbool.h>
#include "session.h"

#define STAFF_ENTRIES_MAX 16

struct staff_entry {
	const char *id;   /* "home.people": the widget */
	const char *key;  /* of its text */
	const char *icon; /* in assets/pictograms.list */
	enum screen to;
	bool manager;     /* only for managers */
	const char *form; /* id of the form it fills in: offered to go on with a draft of it; NULL
			     none */
	const char *log;  /* what the audit log says when it is opened, NULL nothing */
};

/* The table; *ret_len entries. Borrowed. */
const struct staff_entry *staff_entries(int *ret_len);
#endif
