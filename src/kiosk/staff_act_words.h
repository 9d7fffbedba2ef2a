/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_act_words — the month's report in the staff side's words, for its screen and for printing.
 */
#ifndef MARUMADO_STAFF_ACT_WORDS_H
#define MARUMADO_STAFF_ACT_WORDS_H
#include <stdbool.h>
#include "activities_report.h"

struct session;

/* The report of a month of who is in; false when the list does not open or memory fails, ret is
 * then empty. Ends with activities_report_release. */
bool staff_activity_report(struct session *s, const char *month, struct activities_report *ret)
	__attribute__((warn_unused_result));
#endif
