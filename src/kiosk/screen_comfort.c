/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_comfort — how the person in front of it wants the terminal: one table of switches, of
 * which only those are shown that change something here, and how loud it reads aloud. Each acts at
 * once and is seen or heard at once. A wipe sets them back to what the site's settings say.
 */
#include <stddef.h>
#include <string.h>

#include "catalog.h"
#include "frame.h"
#include "parts.h"
#include "session.h"
#include "widgets.h"

static bool is_tall(const struct session *s, const struct ui *ui)
{
	(void)s;
	return ui_portrait(ui);
}

static bool any(const struct session *s, const struct ui *ui)
{
	(void)s;
	(void)ui;
	return true;
}

static bool has_kanji(const struct session *s, const struct ui *ui)
{
	(void)s;
	return strcmp(ui_state(ui)->lang, "ja") == 0;
}

static bool is_foreign(const struct session *s, const struct ui *ui)
{
	(void)ui;
	return !session_japanese(s);
}

static const struct {
	const char *id, *key, *icon;
	bool (*shown)(const struct session *, const struct ui *);
	size_t at;     /* the bool in the session */
	bool inverted; /* on when that is false */
} switches[] = {
	{ "comfort.low", "low", "vertical_align_bottom", is_tall, offsetof(struct session, reach),
		false },
	{ "comfort.left", "left", "back_hand", any, offsetof(struct session, left_hand), false },
	{ "comfort.furigana", "furigana", "text_fields", has_kanji,
		offsetof(struct session, no_furigana), true },
	{ "comfort.bilingual", "bilingual", "translate", is_foreign,
		offsetof(struct session, bilingual), false },
};
#define SWITCHES (sizeof(switches) / sizeof(switches[0]))

static bool *value(struct session *s, size_t i)
{
	return (bool *)((char *)s + switches[i].at);
}

static const struct {
	const char *id, *key, *icon;
	int by;
} volumes[] = { { "comfort.louder", "louder", "volume_up", 1 },
	{ "comfort.quieter", "quieter", "volume_down", -1 } };
#define VOLUMES (int)(sizeof(volumes) / sizeof(volumes[0]))

static bool can_turn(const struct session *s, int by)
{
	return s->volume + by >= 0 && s->volume + by < VOICE_LEVELS;
}

static void draw_switches(struct session *s, struct ui *ui, struct rect r)
{
	struct choice choice[SWITCHES + VOLUMES];
	size_t which[SWITCHES];
	int first;
	struct choices c = {
		.prefix = "comfort", .choice = choice, .more_label = catalog_text("nav", "more")
	};

	for (size_t i = 0; i < SWITCHES; i++) {
		if (!switches[i].shown(s, ui))
			continue;
		which[c.len] = i;
		choice[c.len++] = (struct choice){ switches[i].id,
			catalog_text("comfort", switches[i].key), switches[i].icon,
			*value(s, i) != switches[i].inverted, false };
	}
	first = c.len;
	for (int i = 0; i < VOLUMES && voice_has(s->app->voice, ui_state(ui)->lang); i++)
		choice[c.len++] = (struct choice){ volumes[i].id,
			catalog_text("comfort", volumes[i].key), volumes[i].icon, false,
			!can_turn(s, volumes[i].by) };
	int fired = widget_choices(ui, r, &c, &s->choices_page);
	if (fired >= first)
		s->volume += volumes[fired - first].by;
	else if (fired >= 0)
		*value(s, which[fired]) = !*value(s, which[fired]);
}

enum screen screen_comfort(struct session *s, struct ui *ui)
{
	struct frame f = { .no_back = true,
		.next = catalog_text("nav", "close"),
		.next_id = "nav.close",
		.next_icon = "close",
		.title = catalog_text("comfort", "title") };
	const struct heading title = { .id = "comfort.title",
		.label = catalog_text("comfort", "title"),
		.ground = ROLE_PAPER };

	frame_begin(s, ui, &f);
	struct rect r = f.content;
	part_title(ui, &r, &title);
	draw_switches(s, ui, r);
	return frame_end_pop(s, ui, &f, SCREEN_COMFORT);
}
