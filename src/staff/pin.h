/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pin — which numbers may be a staff member's PIN. Pure.
 */
#ifndef MARUMADO_PIN_H
#define MARUMADO_PIN_H

#define PIN_MIN 6
#define PIN_MAX 10

enum pin_fault { PIN_FINE, PIN_LENGTH, PIN_TRIVIAL };

/* PIN_LENGTH: not 6 to 10 digits and nothing else. PIN_TRIVIAL: one digit or a block of two to
 * five repeated (000000, 121212, 123123), steps of one size (123456, 987654, 135791), or a date:
 * the last six digits are yymmdd or ddmmyy, or it begins with a year 1900 to 2099 and a month.
 * About one six-digit number in twelve is refused. */
enum pin_fault pin_check(const char *pin);
#endif
