/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report — why: once a month the city pays sites for their work, and a meeting looks at what is
 * missing in the city. Both come from the same sealed records, so the program that may open them
 * makes both, as files for a spreadsheet and pictures for paper.
 *
 * activity.* and amounts.csv are for accounting (whole numbers by site); all others are for the
 * meeting, both lanes together, with small counts hidden. Nothing of a person is written. Not here:
 * adding up (activities.c), counting and hiding (regional.c, suppress.c).
 */
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include "activities.h"
#include "desk.h"
#include "labels.h"
#include "log.h"
#include "members.h"
#include "plan.h"
#include "reading.h"
#include "rates.h"
#include "regional.h"

struct run { /* one `report` */
	const struct desk_options *o;
	struct reading in;
	struct labels labels;
	json_t *plan, *rates;
	struct activities activities;
	struct regional *regional;
};

static int read_words(struct run *r)
{
	char err[CONTENT_ERR_MAX];

	if (!labels_read(&r->labels, MEMBERS_CONTENT(r->o->labels, "desk-labels.json"), err)) {
		log_error("%s", err);
		return EX_CONFIG;
	}
	r->plan = plan_read(MEMBERS_CONTENT(r->o->plan, "desk-report.json"), err);
	if (r->plan && r->o->rates)
		r->rates = rates_read(r->o->rates, err);
	if (r->plan && !r->o->rates == !r->rates)
		return EX_OK;
	log_error("%s", err);
	return EX_CONFIG;
}

static bool write_file(
	const struct run *r, const char *name, const char *ending, const struct buf *text)
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof path, "%s/%s%s", r->o->out, name, ending);

	if (n < 0 || n >= PATH_MAX || !buf_ok(text) ||
		!buf_write_file(path, buf_str(text), text->len, 0600)) {
		log_error("cannot write '%s%s': %s", name, ending, strerror(errno));
		return false;
	}
	return true;
}

static bool write_activity(const struct run *r)
{
	struct buf csv = BUF_INIT, svg = BUF_INIT;
	bool ok;

	activities_csv(&csv, &r->activities, r->plan, &r->labels, r->o->month);
	activities_svg(&svg, &r->activities, r->plan, &r->labels);
	ok = write_file(r, "activity", ".csv", &csv) && write_file(r, "activity", ".svg", &svg);
	buf_reset(&csv);
	if (r->rates) {
		rates_csv(&csv, r->rates, r->activities.paid, r->plan, &r->labels, r->o->month);
		ok = ok && write_file(r, "amounts", ".csv", &csv);
	}
	buf_release(&csv);
	buf_release(&svg);
	return ok;
}

static bool write_regional(const struct run *r)
{
	bool ok = true;

	for (int t = 0; ok && t < REGIONAL_TABLES; t++) {
		const struct buf *csv = regional_csv(r->regional, t);
		const struct buf *svg = regional_svg(r->regional, t);

		if (csv->len)
			ok = write_file(r, regional_name(t), ".csv", csv);
		if (ok && svg->len)
			ok = write_file(r, regional_name(t), ".svg", svg);
	}
	return ok;
}

static int count(struct run *r)
{
	if (!activities_sum(&r->activities, r->in.records, r->o->month, r->rates)) {
		log_error("out of memory");
		return EX_OSERR;
	}
	r->regional = regional_init(r->in.records, r->o->month, r->plan, &r->labels);
	if (r->regional && regional_ok(r->regional))
		return EX_OK;
	log_error("cannot count: out of memory, or more codes than a table holds");
	return EX_SOFTWARE;
}

static int write_all(struct run *r)
{
	if (mkdir(r->o->out, 0700) != 0 && errno != EEXIST) {
		log_error("cannot make '%s': %s", r->o->out, strerror(errno));
		return EX_CANTCREAT;
	}
	if (!write_activity(r) || !write_regional(r))
		return EX_CANTCREAT;
	log_info("%zu records read, %zu refused, %zu wrong activity lists or entries",
		json_array_size(r->in.records), r->in.bad, r->activities.bad);
	return r->in.bad || r->activities.bad ? EX_DATAERR : EX_OK;
}

int desk_report(const struct desk_options *o)
{
	struct run r = { .o = o };
	int status = read_words(&r);

	if (status == EX_OK)
		status = reading_init(&r.in, o);
	if (status == EX_OK)
		status = count(&r);
	if (status == EX_OK)
		status = write_all(&r);
	activities_release(&r.activities);
	regional_release(r.regional);
	reading_release(&r.in);
	labels_release(&r.labels);
	json_decref(r.rates);
	json_decref(r.plan);
	return status;
}
