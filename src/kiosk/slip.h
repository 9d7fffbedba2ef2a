/* SPDX-License-Identifier: Apache-2.0 */
/*
 * slip — the receipt on paper: the number, the same as a QR code, the site's telephone, three
 * neutral words in the person's language. Nothing else can get on it: nothing else is handed in.
 */
#ifndef MARUMADO_SLIP_H
#define MARUMADO_SLIP_H
#include "app.h"
#include "printer.h"

#define SLIP_W   576 /* dots of an 80 mm printer … */
#define SLIP_DPI 203 /* … 8 a millimetre */

/* Starts printing it on a->slips, in the language of this tag. False: its state says why. */
bool slip_print(struct app *a, const char *lang, const char *receipt);
#endif
