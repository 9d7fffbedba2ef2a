/* SPDX-License-Identifier: Apache-2.0 */
/*
 * receipt_draw — for the screens that end a visit: the resident's and the staff's. The digits are
 * on the stack for a frame and overwritten.
 */
#include "receipt_draw.h"

#include <string.h>

#include "frame.h"
#include "receipt.h"
#include "widgets.h"

#define NUMBER_MM   21.0
#define DIGITS_HIGH 1.1 /* em: digits need no leading, however high the script's lines are */
#define HIDDEN      "••••-••••-••••"

void receipt_number(const struct session *s, struct ui *ui, struct rect r)
{
	char shown[RECEIPT_SHOWN + 1];
	double mm = NUMBER_MM, least = MM_BODY;
	const struct layout *l;

	if (frame_is_low(ui))
		least = least * 100 / s->text_percent;
	receipt_format(s->ticket.receipt, shown);
	const char *text = s->hidden ? HIDDEN : shown;
	do { /* as large as the card allows */
		l = ui_layout(ui, text, false, mm, true, LAYOUT_START, 0, 1);
		mm -= 1.0;
	} while (l && (l->width > r.w || ui_text_px(ui, (mm + 1.0) * DIGITS_HIGH) > r.h) &&
		 mm > least);
	if (!s->hidden)
		ui_note_spoken(ui, shown);
	if (l)
		draw_layout(
			ui_draw(ui), l, r.x, r.y + (r.h - l->height) / 2, ui_color(ui, ROLE_NIGHT));
	explicit_bzero(shown, sizeof(shown));
}

void receipt_code(const struct session *s, struct ui *ui, struct rect r, const char *label)
{
	if (!s->hidden)
		widget_qr(ui, r, "done.qr", s->ticket.receipt, label);
}
