/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_week — the next visits as staff read them: on the home's card and on a screen of their own
 * (screen_staff_week.c).
 */
#ifndef MARUMADO_STAFF_WEEK_H
#define MARUMADO_STAFF_WEEK_H
#include "session.h"
#include "staff_activity.h"
#include "visits.h"

#define STAFF_WEEK_DAYS  7
#define STAFF_WEEK_WORDS (STAFF_ACTIVITY_WORDS + 32)

/* Those of this week, and those before that nobody has ticked off. Returns how many. */
size_t staff_week_read(const struct session *s, struct visit *ret, size_t most);
/* "11/24（火）　4830-2157-9016" */
void staff_week_words(const struct visit *v, char out[static STAFF_WEEK_WORDS]);
#endif
