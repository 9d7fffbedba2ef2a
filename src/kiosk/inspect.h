/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inspect — what is on the screen, as JSON, for the layout audit and the end-to-end tests
 * (design.md §6).
 */
#ifndef MARUMADO_INSPECT_H
#define MARUMADO_INSPECT_H
#include <stdbool.h>
#include <stdio.h>
#include "session.h"
#include "survey.h"
#include "ui.h"

/* Replaces the file at path (temporary file, rename) with a description of the last frame. Holds
 * texts of the catalogue only, never what was typed. False with errno on failure; the file is as
 * before. */
bool inspect_write(const char *path, const struct session *s, const struct ui *ui)
	__attribute__((warn_unused_result));
/* Appends the same as one line, with what a survey tells of the frame. */
bool inspect_append(FILE *out, const struct survey_view *v) __attribute__((warn_unused_result));
#endif
