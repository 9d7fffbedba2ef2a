/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_about — what this is, who runs it, whether a native reader has checked the texts, the
 * version and the licences.
 */
#include "catalog.h"
#include "frame.h"
#include "parts.h"
#include "session.h"

#define TEXT_MAX 256

enum screen screen_about(struct session *s, struct ui *ui)
{
	struct frame f = { .no_back = true,
		.next = catalog_text("nav", "close"),
		.next_id = "nav.close",
		.next_icon = "close",
		.title = catalog_text("about", "title") };
	const struct heading title = {
		.id = "about.title", .label = catalog_text("about", "title"), .ground = ROLE_PAPER
	};
	char version[TEXT_MAX];
	const char *args[] = { MARUMADO_VERSION };
	const char *text[] = { catalog_text("about", "line.1"), catalog_text("about", "line.2"),
		catalog_text("about", "line.3"), catalog_text("about", "review"), version,
		catalog_text("about", "voices"), catalog_text("about", "licences") };

	catalog_fill(version, sizeof(version), catalog_text("about", "version"), args, 1);
	frame_begin(s, ui, &f);
	struct rect r = f.content;
	part_title(ui, &r, &title);
	part_paragraphs(s, ui, r, "about.text", text, sizeof(text) / sizeof(text[0]));
	return frame_end_pop(s, ui, &f, SCREEN_ABOUT);
}
