/* SPDX-License-Identifier: Apache-2.0 */
/*
 * round — one contact with the city: a pass over the items, the key document when it is due, and a
 * note of how it went for the kiosk and for --status.
 *
 * Layer: sync, above pass and keysfetch.
 */
#ifndef MARUMADO_ROUND_H
#define MARUMADO_ROUND_H
#include "pass.h"

#define ROUND_KEEP_DAYS 30 /* of what the courier knows of items that the kiosk has erased */

struct round_result {
	struct pass_result pass;
	bool tried;        /* anything was sent */
	bool reached;      /* the city itself answered something useful */
	bool keys_settled; /* the question for the key document was answered; ask again another day
			    */
	bool status_settled;            /* the same for the statuses */
	bool stopped;                   /* a signal asked to end */
	struct courier_contact contact; /* as written; state "" when nothing was tried */
};

/* Runs a round. `fetch`: bits of enum document, what it brings beside the items. The contact is
 * written to the courier's database when anything was tried. */
void round_run(const struct pass_options *opt, unsigned fetch, struct round_result *ret);
#endif
