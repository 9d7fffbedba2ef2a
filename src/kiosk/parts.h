/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parts — pieces several screens share: a question's heading, its choices, rows of text, the list
 * of languages. All take what they need from `r` and leave the rest in it.
 */
#ifndef MARUMADO_PARTS_H
#define MARUMADO_PARTS_H
#include "session.h"
#include "ui.h"
#include "widgets.h"

/* A heading with an optional hint beside or below it and an optional count at the right edge. */
struct heading {
	const char *id, *label, *hint, *count;
	bool problem;
	enum theme_role ground;
};
void part_heading(struct ui *ui, struct rect *r, const struct heading *h);
/* A screen's title: a heading, but nothing on a low panel, where frame.title has it in the bar. */
void part_title(struct ui *ui, struct rect *r, const struct heading *h);
/* The heading of question q, with the problem in place of the hint when it has one. */
void part_question(const struct session *s, struct ui *ui, struct rect *r, int q);
/* A text of a question, with the Japanese below it when the visit shows both; borrowed as from
 * catalog_both. Never NULL. */
const char *part_label(const struct session *s, const char *context, const char *key);
/* Question q's label: the resident's, with both languages when the visit shows both; the staff's
 * own while staff have the form in hand and have not turned it. Borrowed. `first`: one language
 * only. */
const char *part_question_label(const struct session *s, int q);
const char *part_question_first(const struct session *s, int q);
/* The text that tells what is wrong with question q (s->problem). */
const char *part_problem(const struct session *s, int q);
/* The same without the label, which stands in the bar of a low panel: hint or problem, and count.
 */
void part_hint(const struct session *s, struct ui *ui, struct rect *r, int q);
int part_heading_height(struct ui *ui, int width, const struct session *s, int q);
/* The choices of question q in r, in so many columns where they fit then (0 = as is best). Returns
 * the choice that fired, or NULL. */
const struct form_choice *part_choices(
	struct session *s, struct ui *ui, struct rect r, int q, int columns);
/* How many choices question q has, 0 when any of them has a pictogram. */
int part_choices_plain(const struct session *s, int q);
int part_choices_height(const struct session *s, struct ui *ui, int width, int q);
/* One text block at the top of r; takes its height and `gap_mm`. */
struct part_text {
	const char *id, *markup;
	double mm;
	bool bold;
	enum theme_role role, ground;
	enum layout_align align;
};
void part_text(struct ui *ui, struct rect *r, const struct part_text *t, double gap_mm);
int part_text_height(struct ui *ui, int width, const struct part_text *t);
/* Makes n texts smaller together until they fit below each other into h with gap_mm between; not
 * below what MM_SMALL is without enlarged text. Returns the height they then take. */
int part_shrink(struct ui *ui, int width, int h, struct part_text *t, int n, double gap_mm);
/* On a tall panel, moves the top of r down so that a block of this height stays in reach of a hand:
 * at most a third of the way. */
void part_lower(struct ui *ui, struct rect *r, int height);
/* Pictogram, a large line and a smaller one (NULL = none) in the middle of r. */
void part_message(struct ui *ui, struct rect r, const char *icon, enum theme_role fill,
	enum theme_role ink, const struct part_text *title, const struct part_text *text);
/* Paragraphs in columns of readable width; what does not fit comes on further pages with a "more"
 * button (id "nav.more"), counted in s->choices_page. Ids are "<prefix>.1" … */
void part_paragraphs(struct session *s, struct ui *ui, struct rect r, const char *prefix,
	const char *const *text, int n);
/* Cards of all languages in a grid, all in one text size. Returns the index that fired, or -1. */
int part_languages(struct session *s, struct ui *ui, struct rect r);
#endif
