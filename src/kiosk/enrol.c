/* SPDX-License-Identifier: Apache-2.0 */
/*
 * enrol — `enrol` opens the same post room as the kiosk does, so what it prints is what the kiosk
 * will use. `status` opens nothing for writing and needs no key.
 */
#include "enrol.h"

#include <stdio.h>
#include <sysexits.h>

int enrol_run(struct app *a, char err[static WHY_MAX])
{
	int rc = app_open_post(a, err);

	if (rc != 0)
		return rc;
	printf("device %s\n", a->post.device.key.kid);
	printf("city %s, keys version %ld, %d of %d roots must sign\n", a->post.city.city,
		a->post.city.version, a->post.city.threshold, a->post.city.root_len);
	for (int i = 0; i < a->post.city.root_len; i++)
		printf("root %s\n", a->post.city.root[i].kid);
	post_close(&a->post);
	return 0;
}

static json_t *courier_json(const char *data_dir)
{
	struct courier *c = NULL;
	struct courier_contact contact = { .state = "never" };
	char reason[OUTBOX_ERR_MAX];

	if (courier_open(&c, data_dir, OUTBOX_READER, reason) == OUTBOX_OK) {
		if (courier_get_contact(c, &contact) != OUTBOX_OK)
			contact = (struct courier_contact){ .state = "never" };
		courier_close(c);
	}
	return json_pack("{s:s, s:s, s:I, s:I}", "state", contact.state, "reason", contact.reason,
		"last_try", (json_int_t)contact.last_try_s, "last_ok",
		(json_int_t)contact.last_ok_s);
}

static const char *printer_word(struct printer *p)
{
	return p->state == PRINTER_NONE ? "none" : printjob_word(printer_ask_and_wait(p));
}

/* What each printer answers now: "none", "ready", "paper", "spool" … */
static json_t *printers_json(struct app *a)
{
	app_find_programs(a);
	app_open_printers(a);
	json_t *j = json_pack(
		"{s:s, s:s}", "slips", printer_word(&a->slips), "pages", printer_word(&a->pages));
	printer_stop(&a->slips);
	printer_stop(&a->pages);
	return j;
}

int enrol_status(struct app *a, char err[static WHY_MAX])
{
	const struct outbox_options opt = { app_data_dir(a), NULL };
	struct outbox *ob = NULL;
	struct outbox_stats st = { .waiting = 0 };
	char reason[OUTBOX_ERR_MAX] = "";
	enum outbox_result r = outbox_open(&ob, &opt, OUTBOX_READER, reason, NULL, NULL);

	if (r == OUTBOX_OK) {
		r = outbox_stats(ob, &st);
		outbox_close(ob);
	}
	if (r != OUTBOX_OK && r != OUTBOX_MISSING) {
		why(err, "outbox: %s: %s", outbox_result_name(r), reason);
		return r == OUTBOX_BUSY ? EX_TEMPFAIL : EX_SOFTWARE;
	}
	json_t *j = json_pack("{s:s, s:s, s:I, s:I, s:I, s:s, s:o, s:o}", "site", a->cfg.site_id,
		"version", MARUMADO_VERSION, "waiting", (json_int_t)st.waiting, "waiting_urgent",
		(json_int_t)st.waiting_urgent, "acked", (json_int_t)st.acked, "oldest",
		st.oldest_hour, "courier", courier_json(app_data_dir(a)), "printers",
		printers_json(a));
	if (!j) {
		why(err, "out of memory");
		return EX_SOFTWARE;
	}
	if (json_dumpf(j, stdout, JSON_INDENT(1)) == 0)
		putchar('\n');
	json_decref(j);
	return 0;
}
