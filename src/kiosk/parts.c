/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parts — measured with the same functions that draw, so that packing questions into views and
 * drawing them cannot disagree. Ids of choices are "<question>.<code>", so a script can tap what
 * the form names.
 */
#include "parts.h"

#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "frame.h"
#include "staffform.h"
#include "visit.h"

#define KEY_MAX 48

void part_text(struct ui *ui, struct rect *r, const struct part_text *t, double gap_mm)
{
	const struct text_block b = { t->id, t->markup, t->mm, t->bold, t->role, t->ground,
		t->align, 0 };
	int h = widget_text(ui, *r, &b);

	rect_cut_top(r, h + ui_mm(ui, gap_mm));
}

int part_text_height(struct ui *ui, int width, const struct part_text *t)
{
	const struct text_block b = { t->id, t->markup, t->mm, t->bold, t->role, t->ground,
		t->align, 0 };
	return widget_text_height(ui, width, &b);
}

int part_shrink(struct ui *ui, int width, int h, struct part_text *t, int n, double gap_mm)
{
	double least = MM_SMALL * 100 / ui_state(ui)->text_percent;
	bool smaller = true;

	for (;;) {
		int sum = (n - 1) * ui_mm(ui, gap_mm);
		for (int i = 0; i < n; i++)
			sum += part_text_height(ui, width, &t[i]);
		if (sum <= h || !smaller)
			return sum;
		smaller = false;
		for (int i = 0; i < n; i++) {
			double mm = t[i].mm * 0.94;
			mm = mm < least ? least : mm;
			smaller = smaller || mm < t[i].mm;
			t[i].mm = mm < t[i].mm ? mm : t[i].mm;
		}
	}
}

void part_lower(struct ui *ui, struct rect *r, int height)
{
	int spare = r->h - height * 6 / 5, most = r->h * 3 / 10;

	if (ui_portrait(ui) && spare > 0)
		rect_cut_top(r, spare < most ? spare : most);
}

void part_message(struct ui *ui, struct rect r, const char *icon, enum theme_role fill,
	enum theme_role ink, const struct part_text *title, const struct part_text *text)
{
	int radius = ui_mm(ui, 25), gap = ui_mm(ui, MM_GAP);
	struct part_text t[] = { *title, text ? *text : *title };
	int words = part_shrink(ui, r.w, r.h, t, text ? 2 : 1, MM_GAP);
	int most = (r.h - words - gap) / 2;

	radius = radius < most ? radius : most;
	if (radius < ui_mm(ui, 8)) /* the words come first */
		radius = 0;
	int sum = words + (radius ? 2 * radius + gap : 0);
	rect_cut_top(&r, sum < r.h ? (r.h - sum) / 2 : 0);
	if (radius) {
		widget_icon(ui, r.x + r.w / 2, r.y + radius, radius, icon, fill, ink);
		rect_cut_top(&r, 2 * radius + gap);
	}
	part_text(ui, &r, &t[0], MM_GAP);
	if (text)
		part_text(ui, &r, &t[1], 0);
}

/* --- headings --- */

struct placed {
	struct text_block label, hint, count;
	int label_w, hint_x, hint_y, count_y, height;
};

static double heading_mm(const struct ui *ui)
{
	return frame_is_low(ui) ? MM_HEADING - 1.5 : MM_HEADING;
}

/* The same for every count, so that nothing moves while somebody chooses. */
static int count_width(struct ui *ui, const struct heading *h)
{
	return h->count ? ui_text_px(ui, MM_HEADING * 2.6) : 0;
}

static void place_heading(struct ui *ui, int width, const struct heading *h, struct placed *p)
{
	int count_w = count_width(ui, h), gap = ui_mm(ui, 6);

	p->label = (struct text_block){ .id = h->id,
		.markup = h->label,
		.mm = heading_mm(ui),
		.bold = true,
		.role = ROLE_INK,
		.ground = h->ground };
	p->count = (struct text_block){ .id = "heading.count",
		.markup = h->count,
		.mm = MM_HEADING,
		.bold = true,
		.role = ROLE_INK,
		.ground = h->ground,
		.align = LAYOUT_END,
		.lines_max = 1 };
	p->hint = (struct text_block){ .id = h->problem ? "heading.problem" : "heading.hint",
		.markup = h->hint,
		.mm = MM_BODY - 0.5,
		.bold = h->problem,
		.role = h->problem ? ROLE_DANGER : ROLE_QUIET,
		.ground = h->ground };
	p->label_w = width - count_w;
	p->height = widget_text_height(ui, p->label_w, &p->label);
	p->hint_x = p->hint_y = p->count_y = 0;
	const struct layout *a = ui_layout(
		ui, h->label, true, p->label.mm, true, LAYOUT_START, 0, 0);
	if (h->count) { /* on the baseline of the label's first line */
		const struct layout *c = ui_layout(
			ui, h->count, true, p->count.mm, true, LAYOUT_START, 0, 1);
		if (a && c && a->caret_baseline > c->caret_baseline)
			p->count_y = a->caret_baseline - c->caret_baseline;
	}
	if (!h->hint)
		return;
	const struct layout *b = ui_layout(
		ui, h->hint, true, p->hint.mm, p->hint.bold, LAYOUT_START, 0, 0);
	if (a && b &&
		a->width + gap + b->width <= p->label_w) { /* beside it, on the same baseline */
		p->hint_x = a->width + gap;
		p->hint_y = a->caret_baseline - b->caret_baseline;
		p->label_w = a->width + gap / 2;
	} else {
		p->hint_y = p->height;
		p->height += widget_text_height(ui, width - count_w, &p->hint);
	}
}

void part_heading(struct ui *ui, struct rect *r, const struct heading *h)
{
	struct placed p;

	place_heading(ui, r->w, h, &p);
	widget_text(ui, (struct rect){ r->x, r->y, p.label_w, p.height }, &p.label);
	if (h->hint)
		widget_text(ui,
			(struct rect){ r->x + p.hint_x, r->y + p.hint_y,
				r->w - count_width(ui, h) - p.hint_x, p.height - p.hint_y },
			&p.hint);
	if (h->count) {
		int w = count_width(ui, h);
		widget_text(ui,
			(struct rect){ r->x + r->w - w, r->y + p.count_y, w, p.height - p.count_y },
			&p.count);
	}
	rect_cut_top(r, p.height + ui_mm(ui, frame_is_low(ui) ? 2 : 4));
}

void part_title(struct ui *ui, struct rect *r, const struct heading *h)
{
	if (!frame_is_low(ui))
		part_heading(ui, r, h);
}

/* --- questions --- */

/* part_label's text, or NULL. */
static const char *words_of(const struct session *s, const char *context, const char *key)
{
	if (s->bilingual)
		return catalog_both(&s->app->catalog, "ja", context, key);
	return catalog_find(context, key);
}

const char *part_label(const struct session *s, const char *context, const char *key)
{
	const char *text = words_of(s, context, key);

	return text ? text : catalog_text(context, key);
}

/* Staff read their own words for a question, unless it is turned to the person. */
static bool staff_words(const struct session *s)
{
	return s->staff.form && s->screen != SCREEN_TURNED;
}

const char *part_question_first(const struct session *s, int q)
{
	return staff_words(s) ? staffform_label(s, q)
			      : catalog_text(session_form(s)->question[q].name, "label");
}

const char *part_question_label(const struct session *s, int q)
{
	return staff_words(s) ? staffform_label(s, q)
			      : part_label(s, session_form(s)->question[q].name, "label");
}

/* "hint.5" speaks of the five that may be chosen here, "hint" of anything. */
static const char *question_hint(const struct session *s, int q)
{
	const struct form_question *fq = &session_form(s)->question[q];
	char key[16];

	if (staff_words(s))
		return staffform_hint(s, q);
	snprintf(key, sizeof(key), "hint.%d", fq->choose_max);
	const char *own = fq->choose_max > 0 ? words_of(s, fq->name, key) : NULL;
	return own ? own : words_of(s, fq->name, "hint");
}

static const char *problem_text(
	const struct session *s, const struct form_question *q, enum answers_problem p)
{
	static const char *const keys[] = { [ANSWERS_PHONE] = "phone",
		[ANSWERS_MYNUMBER] = "mynumber",
		[ANSWERS_TOO_LONG] = "too_long" };

	if (staff_words(s))
		return staffform_problem(q, p);
	if (p == ANSWERS_MISSING)
		return catalog_text("problem", q->type == FORM_TEXT ? "missing_text" : "missing");
	return catalog_text("problem", keys[p]);
}

static void question_heading(const struct session *s, int q, struct heading *h,
	char id[static UI_ID_MAX], char count[static KEY_MAX])
{
	const struct form_question *fq = &session_form(s)->question[q];
	bool problem = s->problem != ANSWERS_FINE && s->problem_question == q;
	char chosen[12], most[12];

	snprintf(id, UI_ID_MAX, "%s.label", fq->name);
	*h = (struct heading){ .id = id,
		.label = part_question_label(s, q),
		.hint = problem ? problem_text(s, fq, s->problem) : question_hint(s, q),
		.problem = problem,
		.ground = ROLE_PAPER };
	if (fq->type == FORM_SELECT_MULTIPLE && fq->list &&
		fq->choose_max * 2 < fq->list->choice_len) {
		snprintf(chosen, sizeof(chosen), "%d", s->answers.a[q].codes_len);
		snprintf(most, sizeof(most), "%d", fq->choose_max);
		const char *args[] = { chosen, most };
		catalog_fill(count, KEY_MAX, catalog_text("topics", "counter"), args, 2);
		h->count = count;
	}
}

void part_question(const struct session *s, struct ui *ui, struct rect *r, int q)
{
	struct heading h;
	char id[UI_ID_MAX], count[KEY_MAX];

	question_heading(s, q, &h, id, count);
	part_heading(ui, r, &h);
}

const char *part_problem(const struct session *s, int q)
{
	return problem_text(s, &session_form(s)->question[q], s->problem);
}

void part_hint(const struct session *s, struct ui *ui, struct rect *r, int q)
{
	struct heading h;
	char id[UI_ID_MAX], count[KEY_MAX];

	question_heading(s, q, &h, id, count);
	const struct part_text hint = { h.problem ? "heading.problem" : "heading.hint", h.hint,
		MM_SMALL, h.problem, h.problem ? ROLE_DANGER : ROLE_QUIET, h.ground, LAYOUT_START };
	const struct part_text number = { "heading.count", h.count, MM_SMALL + 1, true, ROLE_INK,
		h.ground, LAYOUT_END };
	struct rect row = *r, right = row;
	int left_h = 0, right_h = 0;

	if (h.count) {
		right = rect_cut_right(&row, count_width(ui, &h));
		right_h = part_text_height(ui, right.w, &number);
		part_text(ui, &right, &number, 0);
	}
	if (h.hint) {
		left_h = part_text_height(ui, row.w, &hint);
		part_text(ui, &row, &hint, 0);
	}
	left_h = left_h > right_h ? left_h : right_h;
	rect_cut_top(r, left_h > 0 ? left_h + ui_mm(ui, 1) : 0);
}

int part_heading_height(struct ui *ui, int width, const struct session *s, int q)
{
	struct heading h;
	struct placed p;
	char id[UI_ID_MAX], count[KEY_MAX];

	question_heading(s, q, &h, id, count);
	place_heading(ui, width, &h, &p);
	return p.height + ui_mm(ui, frame_is_low(ui) ? 2 : 4);
}

struct choice_set {
	struct choices c;
	struct choice choice[FORM_CHOICES_MAX];
	const struct form_choice *form[FORM_CHOICES_MAX];
	char id[FORM_CHOICES_MAX][UI_ID_MAX];
	char key[FORM_CHOICES_MAX][KEY_MAX]; /* the label itself where a catalogue lacks it */
	char prefix[UI_ID_MAX];
};

static void fill_choices(const struct session *s, int q, struct choice_set *set)
{
	const struct form_question *fq = &session_form(s)->question[q];
	int n = 0;

	for (int i = 0; fq->list && i < fq->list->choice_len; i++) {
		const struct form_choice *c = &fq->list->choice[i];
		if (!answers_offers(&s->answers, session_form(s), q, c))
			continue;
		snprintf(set->key[n], KEY_MAX, "choice.%s", c->code);
		snprintf(set->id[n], UI_ID_MAX, "%s.%s", fq->name, c->code);
		set->form[n] = c;
		set->choice[n] = (struct choice){ set->id[n],
			part_label(s, fq->list->name, set->key[n]), c->icon,
			answers_chosen(&s->answers, q, c->code), false };
		n++;
	}
	snprintf(set->prefix, UI_ID_MAX, "%s", fq->name);
	set->c = (struct choices){ .prefix = set->prefix,
		.choice = set->choice,
		.len = n,
		.more_label = catalog_text("nav", "more") };
}

int part_choices_height(const struct session *s, struct ui *ui, int width, int q)
{
	struct choice_set set;

	fill_choices(s, q, &set);
	return set.c.len > 0 ? widget_choices_height(ui, width, &set.c) : 0;
}

int part_choices_plain(const struct session *s, int q)
{
	struct choice_set set;

	fill_choices(s, q, &set);
	for (int i = 0; i < set.c.len; i++)
		if (set.choice[i].icon && *set.choice[i].icon)
			return 0;
	return set.c.len;
}

const struct form_choice *part_choices(
	struct session *s, struct ui *ui, struct rect r, int q, int columns)
{
	struct choice_set set;

	fill_choices(s, q, &set);
	if (set.c.len == 0)
		return NULL;
	set.c.columns_wished = columns;
	int fired = widget_choices(ui, r, &set.c, &s->choices_page);
	return fired >= 0 ? set.form[fired] : NULL;
}
