/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_trouble — the outbox could not take it. Says so plainly, keeps the answers, offers to try
 * again and to call the staff. There is no number here: a number is only shown for what is safely
 * on the disk.
 */
#include <string.h>

#include "catalog.h"
#include "frame.h"
#include "parts.h"
#include "session.h"
#include "widgets.h"

enum screen screen_trouble(struct session *s, struct ui *ui)
{
	struct frame f = { .next = catalog_text("nav", "retry"),
		.next_id = "trouble.retry",
		.next_icon = "refresh" };
	const struct part_text title = { "trouble.title", catalog_text("trouble", "disk_title"),
		MM_HEADING + 3, true, ROLE_INK, ROLE_PAPER, LAYOUT_CENTER };
	const struct part_text text = { "trouble.text", catalog_text("trouble", "disk_text"),
		MM_BODY + 1, false, ROLE_INK, ROLE_PAPER, LAYOUT_CENTER };

	frame_begin(s, ui, &f);
	part_message(ui, f.content, "error_outline", ROLE_DANGER, ROLE_ON_DANGER, &title, &text);
	switch (frame_end(s, ui, &f)) {
	case FRAME_LEAVE:
		return f.leave;
	case FRAME_BACK:
		return s->takeover || strcmp(s->answers.kind, "WDR") == 0 ? SCREEN_CHANGE
									  : SCREEN_CHECK;
	case FRAME_NEXT:
		return screen_check_send(s);
	case FRAME_STAY:
		break;
	}
	return SCREEN_TROUBLE;
}
