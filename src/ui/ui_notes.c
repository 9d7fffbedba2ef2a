/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ui_notes — what a widget adds about itself after it was registered: facts for --inspect, which
 * the layout audit judges. Several texts may stand in one widget; the worst of each fact is kept.
 */
#include "ui_private.h"

void ui_note_text(struct ui *ui, int text_px, bool overflow, double contrast)
{
	struct ui_widget *w;

	if (ui->widgets == 0)
		return;
	w = &ui->widget[ui->widgets - 1];
	if (text_px > 0 && (w->text_px == 0 || text_px < w->text_px))
		w->text_px = text_px;
	w->text_overflow = w->text_overflow || overflow;
	if (contrast < w->contrast)
		w->contrast = contrast;
}

void ui_note_border(struct ui *ui, double contrast)
{
	if (ui->widgets > 0 && contrast < ui->widget[ui->widgets - 1].border_contrast)
		ui->widget[ui->widgets - 1].border_contrast = contrast;
}

void ui_note_typed(struct ui *ui)
{
	if (ui->widgets > 0)
		ui->widget[ui->widgets - 1].typed = true;
}
