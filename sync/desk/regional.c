/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regional — why: the meeting that decides on new services needs to know what is missing where, and
 * nobody must be recognised in it.
 *
 * The tables are one tree of splits, as suppress.h wants it: the city by each line; fields × ages,
 * ways, languages, sites; areas × fields; and inside each field areas × ages and areas × ways. With
 * districts known the areas are first districts, then each district's own areas: the same again
 * below it. 分野 is a side of every table, so any two of them share no more than areas × fields.
 * A picture is made of tables of two lines only.
 * Not here: counting (census.c), what is hidden (suppress.c), writing it (regional_rows.c).
 */
#include "regional.h"

#include <stdlib.h>
#include <string.h>
#include "plan.h"
#include "regional_private.h"

#define SIDE   (SUPPRESS_SIDE_MAX - 1) /* codes of an axis at most */
#define GRID   (SIDE * SIDE)
#define FIELDS 16

struct totals { /* of the cases that a level of areas splits */
	struct suppress_cell all, field[FIELDS];
	struct suppress_cell age[FIELDS * SIDE], route[FIELDS * SIDE];
};
/* --- counting and marking --- */

static struct census_where everywhere(void)
{
	struct census_where w;

	for (int a = 0; a < AXES; a++)
		w.at[a] = CENSUS_ANY;
	return w;
}

/* Counts along an axis, at the given codes of it. */
static void count_line(const struct regional *r, struct census_where w, enum axis axis,
	const size_t *code, size_t len, struct suppress_cell *ret)
{
	for (size_t i = 0; i < len; i++) {
		w.at[axis] = (int)(code ? code[i] : i);
		ret[i] = (struct suppress_cell){ census_count(&r->census, &w), false };
	}
}

/* Fields × another axis for the whole city; ret is row by row. */
static void city_grid(struct regional *r, enum regional_table t, enum axis axis,
	const struct totals *city, struct suppress_cell *ret)
{
	size_t fields = census_axis(&r->census, AXIS_FIELD), n = census_axis(&r->census, axis);
	struct suppress_cell total[SIDE];
	struct census_where w = everywhere();
	const char *all = plan_word(r->plan, "total");

	count_line(r, w, axis, NULL, n, total);
	suppress_line(total, n, city->all.hidden, REGIONAL_K);
	for (size_t f = 0; f < fields; f++) {
		w.at[AXIS_FIELD] = (int)f;
		count_line(r, w, axis, NULL, n, ret + f * n);
	}
	suppress_grid(ret, city->field, fields, total, n, city->all.hidden, REGIONAL_K);
	for (size_t f = 0; f < fields; f++) {
		regional_row(r, t, NULL, regional_word(r, AXIS_FIELD, f), all, &city->field[f]);
		for (size_t i = 0; i < n; i++) {
			regional_row(r, t, NULL, regional_word(r, AXIS_FIELD, f),
				regional_word(r, axis, i), &ret[f * n + i]);
			regional_bar(r, regional_word(r, AXIS_FIELD, f), regional_word(r, axis, i),
				&ret[f * n + i]);
		}
	}
	for (size_t i = 0; i < n; i++)
		regional_row(r, t, NULL, all, regional_word(r, axis, i), &total[i]);
	regional_row(r, t, NULL, all, all, &city->all);
}

struct level { /* areas that split some cases */
	enum axis axis;
	size_t code[SIDE], len;
	struct census_where in;
	struct suppress_cell line[SIDE], field[SIDE * FIELDS];
};

/* Areas × ages (or ways) inside each field; ret[(area * fields + f) * n + i]. */
static void inside_fields(const struct regional *r, const struct level *v, enum axis axis,
	const struct totals *t, const struct suppress_cell *field_total, struct suppress_cell *ret)
{
	size_t fields = census_axis(&r->census, AXIS_FIELD), n = census_axis(&r->census, axis);
	struct suppress_cell *grid = calloc(v->len * n + 1, sizeof *grid), rows[SIDE];
	struct census_where w = v->in;

	for (size_t f = 0; grid && f < fields; f++) {
		w.at[AXIS_FIELD] = (int)f;
		for (size_t a = 0; a < v->len; a++) {
			w.at[v->axis] = (int)v->code[a];
			count_line(r, w, axis, NULL, n, grid + a * n);
			rows[a] = v->field[a * fields + f];
		}
		suppress_grid(
			grid, rows, v->len, field_total + f * n, n, t->field[f].hidden, REGIONAL_K);
		for (size_t a = 0; a < v->len; a++)
			memcpy(ret + (a * fields + f) * n, grid + a * n, n * sizeof *grid);
	}
	free(grid);
}

static void write_second(struct regional *r, enum regional_table t, enum axis axis,
	const struct level *v, const struct suppress_cell *cell)
{
	size_t fields = census_axis(&r->census, AXIS_FIELD), n = census_axis(&r->census, axis);
	struct regional_place p = { plan_word(r->plan, v->axis == AXIS_AREA ? "AREA" : "DISTRICT"),
		"" };

	for (size_t a = 0; a < v->len; a++) {
		p.area = regional_word(r, v->axis, v->code[a]);
		for (size_t f = 0; f < fields; f++)
			for (size_t i = 0; i < n; i++)
				regional_row(r, t, &p, regional_word(r, AXIS_FIELD, f),
					regional_word(r, axis, i), &cell[(a * fields + f) * n + i]);
	}
}

static void write_fields(struct regional *r, const struct level *v)
{
	size_t fields = census_axis(&r->census, AXIS_FIELD);
	struct regional_place p = { plan_word(r->plan, v->axis == AXIS_AREA ? "AREA" : "DISTRICT"),
		"" };

	for (size_t a = 0; a < v->len; a++) {
		p.area = regional_word(r, v->axis, v->code[a]);
		regional_row(
			r, REGIONAL_AREA_FIELD, &p, plan_word(r->plan, "total"), NULL, &v->line[a]);
		for (size_t f = 0; f < fields; f++) {
			regional_row(r, REGIONAL_AREA_FIELD, &p, regional_word(r, AXIS_FIELD, f),
				NULL, &v->field[a * fields + f]);
			regional_bar(r, p.area, regional_word(r, AXIS_FIELD, f),
				&v->field[a * fields + f]);
		}
	}
}

static void split(struct regional *r, struct level *v, const struct totals *t);

/* The areas of each district, split from what is told of it. */
static void split_districts(struct regional *r, const struct level *v,
	const struct suppress_cell *age, const struct suppress_cell *route)
{
	size_t fields = census_axis(&r->census, AXIS_FIELD);
	size_t ages = census_axis(&r->census, AXIS_AGE), ways = census_axis(&r->census, AXIS_ROUTE);
	struct totals *t = malloc(sizeof *t);
	struct level *below = malloc(sizeof *below);

	for (size_t d = 0; t && below && d < v->len; d++) {
		*below = (struct level){ .axis = AXIS_AREA, .in = v->in };
		below->in.at[AXIS_DISTRICT] = (int)v->code[d];
		for (size_t a = 0; a < census_axis(&r->census, AXIS_AREA); a++)
			if (census_district(&r->census, r->plan, a) == v->code[d])
				below->code[below->len++] = a;
		t->all = v->line[d];
		memcpy(t->field, v->field + d * fields, fields * sizeof *t->field);
		memcpy(t->age, age + d * fields * ages, fields * ages * sizeof *t->age);
		memcpy(t->route, route + d * fields * ways, fields * ways * sizeof *t->route);
		split(r, below, t);
	}
	r->failed = r->failed || !t || !below;
	free(below);
	free(t);
}

/* Splits the cases of `t` into the areas of a level, and districts further. */
static void split(struct regional *r, struct level *v, const struct totals *t)
{
	size_t fields = census_axis(&r->census, AXIS_FIELD), cells = v->len * fields;
	struct suppress_cell *age = calloc(
		cells * census_axis(&r->census, AXIS_AGE) + 1, sizeof *age);
	struct suppress_cell *route = calloc(
		cells * census_axis(&r->census, AXIS_ROUTE) + 1, sizeof *route);
	struct census_where w = v->in;

	if (age && route) {
		count_line(r, w, v->axis, v->code, v->len, v->line);
		suppress_line(v->line, v->len, t->all.hidden, REGIONAL_K);
		for (size_t a = 0; a < v->len; a++) {
			w.at[v->axis] = (int)v->code[a];
			count_line(r, w, AXIS_FIELD, NULL, fields, v->field + a * fields);
		}
		suppress_grid(
			v->field, v->line, v->len, t->field, fields, t->all.hidden, REGIONAL_K);
		inside_fields(r, v, AXIS_AGE, t, t->age, age);
		inside_fields(r, v, AXIS_ROUTE, t, t->route, route);
		write_fields(r, v);
		write_second(r, REGIONAL_AREA_FIELD_AGE, AXIS_AGE, v, age);
		write_second(r, REGIONAL_AREA_FIELD_ROUTE, AXIS_ROUTE, v, route);
		if (v->axis == AXIS_DISTRICT)
			split_districts(r, v, age, route);
	}
	r->failed = r->failed || !age || !route;
	free(age);
	free(route);
}

static void city(struct regional *r, struct totals *t)
{
	struct census_where w = everywhere();
	struct suppress_cell *scratch = calloc(GRID, sizeof *scratch);
	size_t fields = census_axis(&r->census, AXIS_FIELD);
	struct regional_place p = { plan_word(r->plan, "CITY"), plan_word(r->plan, "city") };

	if (!scratch) {
		r->failed = true;
		return;
	}
	t->all = (struct suppress_cell){ census_count(&r->census, &w), false };
	suppress_total(&t->all, REGIONAL_K);
	count_line(r, w, AXIS_FIELD, NULL, fields, t->field);
	suppress_line(t->field, fields, t->all.hidden, REGIONAL_K);
	city_grid(r, REGIONAL_FIELD_AGE, AXIS_AGE, t, t->age);
	regional_picture(r, REGIONAL_FIELD_AGE);
	city_grid(r, REGIONAL_FIELD_ROUTE, AXIS_ROUTE, t, t->route);
	regional_picture(r, REGIONAL_FIELD_ROUTE);
	city_grid(r, REGIONAL_FIELD_LANG, AXIS_LANG, t, scratch);
	regional_picture(r, REGIONAL_FIELD_LANG);
	if (census_axis(&r->census, AXIS_SITE) >= REGIONAL_SITES_MIN) {
		city_grid(r, REGIONAL_FIELD_SITE, AXIS_SITE, t, scratch);
		regional_picture(r, REGIONAL_FIELD_SITE);
	} else {
		buf_reset(&r->csv[REGIONAL_FIELD_SITE]);
	}
	regional_row(r, REGIONAL_AREA_FIELD, &p, plan_word(r->plan, "total"), NULL, &t->all);
	for (size_t f = 0; f < fields; f++) {
		regional_row(r, REGIONAL_AREA_FIELD, &p, regional_word(r, AXIS_FIELD, f), NULL,
			&t->field[f]);
		regional_bar(r, p.area, regional_word(r, AXIS_FIELD, f), &t->field[f]);
	}
	free(scratch);
}

static bool fits(const struct census *c)
{
	for (int a = 0; a < AXES; a++)
		if (census_axis(c, a) > (a == AXIS_FIELD ? FIELDS : SIDE))
			return false;
	return true;
}

static void everything(struct regional *r)
{
	struct totals *t = calloc(1, sizeof *t);
	struct level *v = calloc(1, sizeof *v);

	if (t && v) {
		city(r, t);
		v->axis = r->census.districts ? AXIS_DISTRICT : AXIS_AREA;
		v->in = everywhere();
		for (v->len = 0; v->len < census_axis(&r->census, v->axis); v->len++)
			v->code[v->len] = v->len;
		split(r, v, t);
		regional_picture(r, REGIONAL_AREA_FIELD);
	}
	r->failed = r->failed || !t || !v;
	free(v);
	free(t);
}

struct regional *regional_init(
	const json_t *records, const char *month, const json_t *plan, const struct labels *l)
{
	struct regional *r = calloc(1, sizeof *r);

	if (!r)
		return NULL;
	r->plan = plan;
	r->labels = l;
	for (int t = 0; t < REGIONAL_TABLES; t++)
		regional_head(r, t);
	if (!census_init(&r->census, records, month, plan, l) || !fits(&r->census))
		r->failed = true;
	else
		everything(r);
	return r;
}

const struct buf *regional_csv(const struct regional *r, enum regional_table table)
{
	return &r->csv[table];
}

const struct buf *regional_svg(const struct regional *r, enum regional_table table)
{
	return &r->svg[table];
}

bool regional_ok(const struct regional *r)
{
	bool ok = !r->failed;

	for (int t = 0; t < REGIONAL_TABLES; t++)
		ok = ok && buf_ok(&r->csv[t]) && buf_ok(&r->svg[t]);
	return ok;
}

void regional_release(struct regional *r)
{
	if (!r)
		return;
	for (int t = 0; t < REGIONAL_TABLES; t++) {
		buf_release(&r->csv[t]);
		buf_release(&r->svg[t]);
	}
	census_release(&r->census);
	free(r->bar);
	free(r);
}
