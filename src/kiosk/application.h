/* SPDX-License-Identifier: Apache-2.0 */
/*
 * application — what staff have just sent, on A4: the national 相談受付・申込票, and the person's
 * own copy of it. Only while the done screen still has the answers, and only when asked.
 */
#ifndef MARUMADO_APPLICATION_H
#define MARUMADO_APPLICATION_H
#include "formdef.h"
#include "session.h"

#define APPLICATION_DPI 240

/* Starts printing the form's answers in s->answers as handed in with s->ticket: the site's page,
 * then, when `copy`, the person's. False: s->app->pages.state says why. */
bool application_print(struct session *s, const struct formdef *form, bool copy);
#endif
