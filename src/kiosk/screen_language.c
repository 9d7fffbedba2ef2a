/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_language — another language in the middle of a visit; every answer stays.
 */
#include "catalog.h"
#include "frame.h"
#include "parts.h"
#include "session.h"

enum screen screen_language(struct session *s, struct ui *ui)
{
	struct frame f = { .no_back = true,
		.next = catalog_text("nav", "close"),
		.next_id = "nav.close",
		.next_icon = "close",
		.title = catalog_text("language", "title") };
	const struct heading title = { .id = "language.title",
		.label = catalog_text("language", "title"),
		.hint = catalog_text("start", "language_words"),
		.ground = ROLE_PAPER };

	frame_begin(s, ui, &f);
	struct rect r = f.content;
	part_title(ui, &r, &title);
	int lang = part_languages(s, ui, r);
	enum frame_go go = frame_end(s, ui, &f);
	if (lang >= 0) {
		session_use_lang(s, lang);
		return session_pop(s);
	}
	if (go == FRAME_LEAVE)
		return f.leave;
	return go != FRAME_STAY || ui_key(ui, INPUT_KEY_BACK) ? session_pop(s) : SCREEN_LANGUAGE;
}
