/* SPDX-License-Identifier: Apache-2.0 */
/*
 * activity_paper — the month's activity report on A4: the lines of the screen, and one to sign on.
 */
#ifndef MARUMADO_ACTIVITY_PAPER_H
#define MARUMADO_ACTIVITY_PAPER_H
#include "activities_report.h"
#include "app.h"

/* Starts printing it on a->pages. False, and the printer's state says trouble: no memory, or more
 * than PRINTJOB_PAGES_MAX pages. */
bool activity_print(struct app *a, const struct activities_report *r);
#endif
