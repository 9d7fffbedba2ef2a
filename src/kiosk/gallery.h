/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gallery — pictures of what a survey sees, made small, for people to look at (make gallery).
 */
#ifndef MARUMADO_GALLERY_H
#define MARUMADO_GALLERY_H
#include <stdbool.h>
#include "session.h"
#include "why.h"

/* "PREFIX WxH WxH …": writes PREFIX-<screen>-<view>-<theme>-<WxH>.png for every view of the present
 * screen in every theme, in the first text size. False with a reason. */
bool gallery_write(struct session *s, const char *args, char err[static WHY_MAX])
	__attribute__((warn_unused_result));
#endif
