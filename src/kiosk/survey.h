/* SPDX-License-Identifier: Apache-2.0 */
/*
 * survey — the present state of a visit as anybody might have it before them: every text size,
 * theme and way of holding a hand, on panels of other sizes, in every view the screen splits into.
 * For the layout audit (--script only). Nothing is painted, and afterwards the visit is as before.
 */
#ifndef MARUMADO_SURVEY_H
#define MARUMADO_SURVEY_H
#include <stdbool.h>
#include "session.h"
#include "why.h"

/* One frame of a survey; borrowed for the call. */
struct survey_view {
	int w, h;         /* of the panel, pixels */
	const char *how;  /* "" or how it differs: "left", "reach", "bilingual", … */
	const char *view; /* which part of the screen: "at 1 page 2 kana 0" */
	const struct session *s;
	const struct ui *ui; /* the finished frame */
};
typedef bool (*survey_fn)(void *ctx, const struct survey_view *v);

/* Runs the present screen for panels of w × h pixels; false when memory fails or fn returned
 * false. The ui's last frame is not the visit's afterwards: the caller runs one. */
bool survey_run(struct session *s, int w, int h, survey_fn fn, void *ctx)
	__attribute__((warn_unused_result));
/* "FILE WxH WxH …": appends one line of JSON for each frame, as --inspect tells it and with "how"
 * and "view". False with a reason. */
bool survey_append(struct session *s, const char *args, char err[static WHY_MAX])
	__attribute__((warn_unused_result));
#endif
