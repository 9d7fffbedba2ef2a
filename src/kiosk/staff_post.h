/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_post — a list of the site's own, sealed for the city: the audit log (LOG), a month's
 * activities (ACT). It goes through the outbox like every record.
 */
#ifndef MARUMADO_STAFF_POST_H
#define MARUMADO_STAFF_POST_H
#include <jansson.h>
#include <stdbool.h>
#include "post.h"

struct staff_letter {       /* all borrowed */
	const char *item;   /* its id */
	const char *kind;   /* of the item: WIRE_KIND_RECORD, WIRE_KIND_HEALTH */
	const char *record; /* LOG ACT */
	const char *member; /* of the record that holds the list: "log", "activity" */
	const json_t *list;
	const char *staff; /* who sends it, NULL the terminal */
	const char *site;
};
/* Seals, signs and queues it, durably. Anything but OUTBOX_OK: nothing was stored. */
enum outbox_result staff_post_put(const struct post *p, const struct staff_letter *l)
	__attribute__((warn_unused_result));
#endif
