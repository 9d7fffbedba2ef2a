/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regional_rows — why: a number goes out in exactly one place, with its mark: what is hidden is
 * written as a word, in the table and in the picture.
 *
 * All words are data. Names of sites and areas go through table_cell like anything from outside.
 * Not here: which numbers (regional.c).
 */
#include <stdlib.h>
#include <string.h>
#include "plan.h"
#include "regional_private.h"
#include "table.h"

static const struct {
	const char *name;
	bool area;
	const char *second; /* the line beside areas and fields; NULL none */
} known[REGIONAL_TABLES] = {
	[REGIONAL_AREA_FIELD] = { "area-field", true, NULL },
	[REGIONAL_AREA_FIELD_AGE] = { "area-field-age", true, "age_band" },
	[REGIONAL_AREA_FIELD_ROUTE] = { "area-field-route", true, "route_class" },
	[REGIONAL_FIELD_AGE] = { "field-age", false, "age_band" },
	[REGIONAL_FIELD_ROUTE] = { "field-route", false, "route_class" },
	[REGIONAL_FIELD_LANG] = { "field-lang", false, "lang" },
	[REGIONAL_FIELD_SITE] = { "field-site", false, "site" },
};

static void put(struct buf *ret, const char *text)
{
	table_cell(ret, text, strlen(text));
	buf_puts(ret, ",");
}

static void put_count(struct buf *ret, const struct regional *r, const struct suppress_cell *c)
{
	if (c->hidden)
		buf_puts(ret, plan_word(r->plan, "hidden"));
	else
		buf_printf(ret, "%ld", c->n);
	buf_puts(ret, "\r\n");
}

void regional_head(struct regional *r, enum regional_table t)
{
	const char *const names[] = { known[t].area ? "level" : NULL, known[t].area ? "area" : NULL,
		"field", known[t].second };

	buf_puts(&r->csv[t], "\xef\xbb\xbf");
	for (size_t i = 0; i < 4; i++)
		if (names[i])
			put(&r->csv[t], plan_word(r->plan, names[i]));
	table_cell(&r->csv[t], plan_word(r->plan, "cases"), strlen(plan_word(r->plan, "cases")));
	buf_puts(&r->csv[t], "\r\n");
}

void regional_bar(
	struct regional *r, const char *group, const char *label, const struct suppress_cell *c)
{
	struct chart_bar *more;

	if (r->bars == r->bars_max) {
		more = realloc(r->bar, (2 * r->bars + 64) * sizeof *more);
		if (!more) {
			r->failed = true;
			return;
		}
		r->bar = more;
		r->bars_max = 2 * r->bars + 64;
	}
	r->bar[r->bars++] = (struct chart_bar){ group, label, c->n, c->hidden };
}

const char *regional_word(const struct regional *r, enum axis axis, size_t i)
{
	static const char *const list[AXES] = { [AXIS_AREA] = "area",
		[AXIS_FIELD] = "desk",
		[AXIS_AGE] = "age_band",
		[AXIS_ROUTE] = "route_class",
		[AXIS_LANG] = "lang",
		[AXIS_DISTRICT] = "area",
		[AXIS_SITE] = "" };

	return labels_word(r->labels, list[axis], census_code(&r->census, axis, i));
}

void regional_row(struct regional *r, enum regional_table t, const struct regional_place *p,
	const char *field, const char *second, const struct suppress_cell *c)
{
	struct buf *ret = &r->csv[t];

	if (known[t].area) {
		put(ret, p->level);
		put(ret, p->area);
	}
	put(ret, field);
	if (known[t].second)
		put(ret, second);
	put_count(ret, r, c);
}

void regional_picture(struct regional *r, enum regional_table t)
{
	const struct chart c = { .title = plan_title(r->plan, known[t].name),
		.desc = plan_desc(r->plan, known[t].name),
		.unit = plan_word(r->plan, "case_unit"),
		.hidden = plan_word(r->plan, "hidden"),
		.bar = r->bar,
		.len = r->bars };

	chart_svg(&r->svg[t], &c);
	r->bars = 0;
}

const char *regional_name(enum regional_table table)
{
	return known[table].name;
}
