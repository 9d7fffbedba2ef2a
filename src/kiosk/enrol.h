/* SPDX-License-Identifier: Apache-2.0 */
/*
 * enrol — the commands without a screen: `enrol` for the person who installs the terminal, `status`
 * for whoever looks after it.
 */
#ifndef MARUMADO_ENROL_H
#define MARUMADO_ENROL_H
#include "app.h"

/* Makes the device key, takes the city's keys, queues the introduction, and prints what two people
 * compare by telephone: the device's id and the city's fingerprints. 0 or a sysexits(3) code with
 * err. */
int enrol_run(struct app *a, char err[static WHY_MAX]);
/* Prints what waits and what the courier last said, as JSON. Reads only; works while the kiosk
 * runs. */
int enrol_status(struct app *a, char err[static WHY_MAX]);
#endif
