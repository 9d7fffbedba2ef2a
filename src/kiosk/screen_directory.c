/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_directory — telephone numbers as cards: name, number, hours, and whether somebody has
 * checked the number. Works without network; this machine cannot telephone.
 */
#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "frame.h"
#include "parts.h"
#include "session.h"
#include "widgets.h"

#define COLUMN_MM  115.0
#define DETAIL_MAX 320

static void details(
	const struct session *s, const struct directory_entry *e, char out[static DETAIL_MAX])
{
	const char *tag = catalog_tag(&s->app->catalog), *hours = directory_text(e->hours, tag);
	const char *args[] = { e->verified_on };
	char checked[128];

	if (e->all_day)
		hours = catalog_text("directory", "all_day");
	if (e->fixed)
		checked[0] = '\0';
	else if (e->verified_on[0])
		catalog_fill(
			checked, sizeof(checked), catalog_text("directory", "source"), args, 1);
	else
		snprintf(checked, sizeof(checked), "%s", catalog_text("directory", "unverified"));
	snprintf(out, DETAIL_MAX, "%s%s%s%s%s", hours, hours[0] && e->free_call ? "  " : "",
		e->free_call ? catalog_text("directory", "free") : "",
		hours[0] || e->free_call ? "\n" : "", checked);
}

/* Draws a card, or only measures it: the height its texts need. */
static int card(const struct session *s, struct ui *ui, struct rect r,
	const struct directory_entry *e, bool draw)
{
	int pad = ui_mm(ui, 4), radius = ui_mm(ui, 8.5), sum = 0;
	char id[3][UI_ID_MAX], detail[DETAIL_MAX];
	const char *name = directory_text(e->name, catalog_tag(&s->app->catalog));
	const struct part_text t[] = { { id[0], name, MM_SMALL, true, ROLE_INK, ROLE_CARD,
					       LAYOUT_START },
		{ id[1], e->number, MM_BODY + 1, true, ROLE_NIGHT, ROLE_CARD, LAYOUT_START },
		{ id[2], detail, MM_SMALL - 0.5, false, ROLE_QUIET, ROLE_CARD, LAYOUT_START } };

	details(s, e, detail);
	snprintf(id[0], UI_ID_MAX, "directory.%s.name", e->id);
	snprintf(id[1], UI_ID_MAX, "directory.%s.number", e->id);
	snprintf(id[2], UI_ID_MAX, "directory.%s.detail", e->id);
	struct rect in = rect_inset(r, pad, pad / 2);
	rect_cut_left(&in, 2 * radius + pad);
	for (int i = 0; i < 3; i++)
		sum += part_text_height(ui, in.w, &t[i]);
	if (!draw)
		return sum + pad;
	widget_card(ui, r, ROLE_CARD, ROLE_LINE);
	widget_icon(ui, r.x + pad + radius, r.y + r.h / 2, radius, e->icon[0] ? e->icon : "phone",
		ROLE_PALE, ROLE_NIGHT);
	if (sum < in.h)
		rect_cut_top(&in, (in.h - sum) / 2);
	for (int i = 0; i < 3; i++)
		part_text(ui, &in, &t[i], 0);
	return sum + pad;
}

static int tallest(const struct session *s, struct ui *ui, int width)
{
	int most = ui_mm(ui, MM_TARGET);

	for (int i = 0; i < s->app->directory.len; i++) {
		int h = card(
			s, ui, (struct rect){ 0, 0, width, 0 }, &s->app->directory.entry[i], false);
		most = h > most ? h : most;
	}
	return most;
}

/* As many cards as fit; when there are more, the last place leads to them. */
static void cards(struct session *s, struct ui *ui, struct rect r)
{
	const struct directory *d = &s->app->directory;
	int gap = ui_mm(ui, MM_GAP),
	    columns = r.w / ui_mm(ui, COLUMN_MM * (s->text_percent + 100) / 200.0);
	const struct button more = {
		.id = "directory.more", .label = catalog_text("nav", "more"), .icon = "more_horiz"
	};

	columns = columns < 1 ? 1 : columns > 3 ? 3 : columns;
	int w = (r.w - (columns - 1) * gap) / columns, least = tallest(s, ui, w),
	    lines = (r.h + gap) / (least + gap);
	lines = lines < 1 ? 1 : lines;
	int high = (r.h - (lines - 1) * gap) / lines;
	high = high < least * 5 / 4 ? high : least * 5 / 4;
	int places = columns * lines, shown = d->len <= places ? d->len
					      : places > 1     ? places - 1
							       : 1;
	if (s->choices_page * shown >= d->len)
		s->choices_page = 0;
	for (int i = 0; i < shown && s->choices_page * shown + i < d->len; i++)
		card(s, ui,
			(struct rect){ r.x + i % columns * (w + gap),
				r.y + i / columns * (high + gap), w, high },
			&d->entry[s->choices_page * shown + i], true);
	int last = places - 1;
	struct rect at = { r.x + last % columns * (w + gap), r.y + last / columns * (high + gap), w,
		high };
	if (places == 1)
		at = rect_cut_right(&(struct rect){ r.x, r.y, r.w, ui_mm(ui, MM_TARGET) },
			widget_button_width(ui, &more));
	if (shown < d->len && widget_button(ui, at, &more))
		s->choices_page++;
}

enum screen screen_directory(struct session *s, struct ui *ui)
{
	struct frame f = { .no_back = true,
		.next = catalog_text("nav", "close"),
		.next_id = "nav.close",
		.next_icon = "close",
		.title = catalog_text("directory", "title") };
	const struct heading title = { .id = "directory.title",
		.label = catalog_text("directory", "title"),
		.ground = ROLE_PAPER };

	frame_begin(s, ui, &f);
	struct rect r = f.content;
	part_title(ui, &r, &title);
	cards(s, ui, r);
	switch (frame_end(s, ui, &f)) {
	case FRAME_LEAVE:
		return f.leave;
	case FRAME_BACK:
	case FRAME_NEXT:
		return session_pop(s);
	case FRAME_STAY:
		break;
	}
	return ui_key(ui, INPUT_KEY_BACK) ? session_pop(s) : SCREEN_DIRECTORY;
}
