/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frame_private — what frame.c, frame_top.c and staff_frame.c share.
 */
#ifndef MARUMADO_FRAME_PRIVATE_H
#define MARUMADO_FRAME_PRIVATE_H
#include "frame.h"

#define NARROW_PANEL_MM 300
#define FRAME_BAR_MOST  8 /* buttons of a row */

/* The buttons at the end of *bar, or in left-hand mode at its beginning; *bar keeps the rest.
 * f->leave says where they lead. */
void frame_top_buttons(struct session *s, struct ui *ui, struct frame *f, struct rect *bar);
/* A row of n buttons, cut from the end of *bar, or in left-hand mode from its beginning, with the
 * gap beside it. One whose id is NULL is left out. fired[i]: whether it was. */
void frame_bar_row(struct ui *ui, struct rect *bar, const struct button *b, int n, bool *fired);
/* A text in a bar: smaller until it fits; of two languages only the first when both do not. */
void frame_bar_text(struct ui *ui, struct rect r, const char *id, const char *markup, double mm);
/* What the two buttons that both sides have do. */
void frame_next_text_size(struct session *s);
void frame_next_theme(struct session *s);
#endif
