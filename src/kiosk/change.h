/* SPDX-License-Identifier: Apache-2.0 */
/*
 * change — an earlier record, by its number: what is done beside the screens (screen_change.c).
 */
#ifndef MARUMADO_CHANGE_H
#define MARUMADO_CHANGE_H
#include "session.h"

/* After an AMD or WDR is on the disk: the site's list and log when staff sent it, and after a
 * take-over this terminal no longer knows the old number. */
void change_sent(struct session *s);
/* Consent taken back for s->number. False: s->trouble tells, nothing was sent. */
bool change_withdraw(struct session *s) __attribute__((warn_unused_result));
#endif
