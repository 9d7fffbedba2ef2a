/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frame_private — what frame.c and frame_top.c share.
 */
#ifndef MARUMADO_FRAME_PRIVATE_H
#define MARUMADO_FRAME_PRIVATE_H
#include "frame.h"

#define NARROW_PANEL_MM 300

/* The buttons at the end of *bar, or in left-hand mode at its beginning; *bar keeps the rest.
 * f->leave says where they lead. */
void frame_top_buttons(struct session *s, struct ui *ui, struct frame *f, struct rect *bar);
#endif
