/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ui_layout_cache — the same texts are laid out in every frame; here that is done once.
 * Keyed by text and everything that shapes it. Within a frame nothing is dropped (layouts are
 * borrowed); at its end the oldest beyond UI_LAYOUTS_MAX go. Text that is not markup may have been
 * typed by a person: it is never found again and is overwritten at the end of the frame that asked
 * for it.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "ui_private.h"

#define BUCKETS 4096

struct key {
	char lang[16];
	int px, width_max, lines_max;
	enum layout_align align;
	bool bold, markup, ruby;
};

struct entry {
	struct entry *next;
	struct key key;
	uint64_t hash, frame;
	char *text; /* owned */
	struct layout layout;
};

struct ui_layouts {
	struct entry *bucket[BUCKETS];
	struct entry *typed; /* of this frame */
	int len, most;       /* in buckets; kept at the end of a frame */
	uint64_t frame;
};

struct ui_layouts *ui_layouts_open(void)
{
	struct ui_layouts *c = calloc(1, sizeof(*c));

	if (c)
		c->most = UI_LAYOUTS_MAX;
	return c;
}

void ui_layouts_keep(struct ui_layouts *c, int most)
{
	c->most = most;
}

static void entry_free(struct entry *e)
{
	layout_release(&e->layout);
	if (e->text)
		explicit_bzero(e->text, strlen(e->text));
	free(e->text);
	explicit_bzero(e, sizeof *e);
	free(e);
}

static void chain_free(struct entry **head)
{
	while (*head) {
		struct entry *e = *head;

		*head = e->next;
		entry_free(e);
	}
}

void ui_layouts_forget(struct ui_layouts *c)
{
	for (int i = 0; i < BUCKETS; i++)
		chain_free(&c->bucket[i]);
	chain_free(&c->typed);
	c->len = 0;
}

void ui_layouts_close(struct ui_layouts *c)
{
	if (!c)
		return;
	ui_layouts_forget(c);
	free(c);
}

/* Drops every kept layout not used since `frame`. */
static void drop_before(struct ui_layouts *c, uint64_t frame)
{
	for (int i = 0; i < BUCKETS; i++) {
		struct entry **at = &c->bucket[i];

		while (*at) {
			struct entry *e = *at;

			if (e->frame >= frame) {
				at = &e->next;
				continue;
			}
			*at = e->next;
			entry_free(e);
			c->len--;
		}
	}
}

void ui_layouts_end(struct ui_layouts *c)
{
	chain_free(&c->typed);
	/* Keep as many recent frames as fit; what only this frame used is the least that stays. */
	for (uint64_t keep = 64; c->len > c->most && keep > 0; keep /= 2)
		drop_before(c, c->frame >= keep ? c->frame - keep + 1 : 0);
	if (c->len > c->most)
		drop_before(c, UINT64_MAX);
	c->frame++;
}

static uint64_t hash_text(const char *text, const struct key *k)
{
	uint64_t h = 1469598103934665603u;

	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * 1099511628211u;
	h = (h ^ (uint64_t)k->px) * 1099511628211u;
	h = (h ^ (uint64_t)k->width_max) * 1099511628211u;
	return (h ^ (uint64_t)k->lines_max) * 1099511628211u;
}

static bool same_key(const struct key *a, const struct key *b)
{
	return a->px == b->px && a->width_max == b->width_max && a->lines_max == b->lines_max
		&& a->align == b->align && a->bold == b->bold && a->markup == b->markup
		&& a->ruby == b->ruby && !strcmp(a->lang, b->lang);
}

static struct entry *make(const struct ui *ui, const struct key *k, const char *text)
{
	struct layout_style style = { .lang = k->lang, .px = k->px, .bold = k->bold,
		.markup = k->markup,
		.ruby = k->ruby, .align = k->align, .width_max = k->width_max,
		.lines_max = k->lines_max };
	struct entry *e = calloc(1, sizeof *e);

	if (!e)
		return NULL;
	e->key = *k;
	e->text = strdup(text);
	if (!e->text || !layout_text(&e->layout, ui->setup.fonts, ui->setup.metrics, &style,
		text)) {
		entry_free(e);
		return NULL;
	}
	return e;
}

const struct layout *ui_layout(struct ui *ui, const char *text, bool markup, double mm, bool bold,
	enum layout_align align, int width_max, int lines_max)
{
	struct ui_layouts *c = ui->layouts;
	struct key k = { .px = ui_text_px(ui, mm), .width_max = width_max, .lines_max = lines_max,
		.align = align, .bold = bold, .markup = markup, .ruby = ui->state.ruby };
	uint64_t hash;
	struct entry *e, **head;

	memcpy(k.lang, ui->lang, sizeof k.lang);
	hash = hash_text(text, &k);
	head = markup ? &c->bucket[hash % BUCKETS] : &c->typed;
	for (e = *head; e; e = e->next)
		if (e->hash == hash && same_key(&e->key, &k) && !strcmp(e->text, text))
			break;
	if (!e) {
		e = make(ui, &k, text);
		if (!e)
			return NULL;
		e->hash = hash;
		e->next = *head;
		*head = e;
		c->len += markup;
	}
	e->frame = c->frame;
	return &e->layout;
}
