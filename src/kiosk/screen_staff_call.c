/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_call — a card to hold up: no sound, no network, no word about why. The answers stay.
 */
#include "catalog.h"
#include "frame.h"
#include "parts.h"
#include "session.h"
#include "widgets.h"

enum screen screen_staff_call(struct session *s, struct ui *ui)
{
	struct frame f = { .no_back = true,
		.no_staff = true,
		.next = catalog_text("staff_call", "close"),
		.next_id = "nav.close",
		.next_icon = "close" };
	const struct part_text title = { "staff_call.title", catalog_text("staff_call", "title"),
		MM_HEADING + 4, true, ROLE_INK, ROLE_PAPER, LAYOUT_CENTER };
	const struct part_text text = { "staff_call.text", catalog_text("staff_call", "text"),
		MM_BODY + 1, false, ROLE_INK, ROLE_PAPER, LAYOUT_CENTER };

	frame_begin(s, ui, &f);
	part_message(ui, f.content, "record_voice_over", ROLE_NIGHT, ROLE_ON_NIGHT, &title, &text);
	return frame_end_pop(s, ui, &f, SCREEN_STAFF_CALL);
}
