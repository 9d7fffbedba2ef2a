/* SPDX-License-Identifier: Apache-2.0 */
/*
 * devices — the clerk's side of enrolment: list, approve, revoke. Works beside a running server,
 * which reads a device's state from the store for every batch.
 *
 * A revoked device may be approved again: revoking the wrong one must not lose what it still holds.
 * Comparing the fingerprint that the kiosk shows with the kid listed here is the clerk's part.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include "commands.h"
#include "log.h"

#define BUSY_MS 15000

void command_time(int64_t at_s, char ret[static 24])
{
	struct tm tm;
	time_t t = (time_t)at_s;
	if (!gmtime_r(&t, &tm) || strftime(ret, 24, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		snprintf(ret, 24, "-");
}

int command_store_failed(enum store_result r, const char *doing)
{
	static const struct { const char *text; int exit; } WHY[] = {
		[STORE_OK] = { "ok", EX_OK },
		[STORE_MISSING] = { "not found", EX_NOINPUT },
		[STORE_BUSY] = { "the database stayed locked", EX_TEMPFAIL },
		[STORE_FULL] = { "no space left", EX_TEMPFAIL },
		[STORE_IO] = { "database error", EX_IOERR },
		[STORE_NEWER] = { "written by a newer program", EX_DATAERR },
		[STORE_FOREIGN] = { "not a database of this program", EX_DATAERR },
		[STORE_DAMAGED] = { "damaged, to be restored from a copy", EX_DATAERR },
	};
	log_error("%s: %s", doing, WHY[r].text);
	return WHY[r].exit;
}

bool command_store_name(const struct options *o, char ret[static 4096])
{
	if (!o->db)
		return options_path(o, "city.db", ret, 4096);
	int n = snprintf(ret, 4096, "%s", o->db);
	return n >= 0 && n < 4096;
}

int command_open_store(const struct options *o, enum store_mode mode, int busy_ms,
	struct store **ret)
{
	char where[4096], err[STORE_ERR_MAX], doing[STORE_ERR_MAX + 64];
	if (!command_store_name(o, where))
		return command_store_failed(STORE_MISSING, "cannot open the database");
	if (strstr(where, "://")) {
		log_error("--db takes the name of an SQLite file, not an address");
		return EX_CONFIG;
	}
	enum store_result r = store_open(ret, where, mode, busy_ms, err);
	if (r == STORE_OK)
		return EX_OK;
	snprintf(doing, sizeof(doing), "cannot open '%.200s' (%.100s)", where, err);
	return command_store_failed(r, doing);
}

static bool print_device(void *ctx, const struct store_device *d)
{
	char when[24];
	command_time(d->since_s, when);
	printf("%s\t%s\t%s\t%s\n", d->kid, store_state_name(d->state), when, d->site[0] ? d->site
		: "-");
	return true;
}

int command_devices(const struct options *o)
{
	struct store *st;
	int status = command_open_store(o, STORE_EXISTING, BUSY_MS, &st);
	if (status != EX_OK)
		return status;
	enum store_result r = st->device_each(st, "", -1, print_device, NULL);
	if (r != STORE_OK)
		status = command_store_failed(r, "cannot list devices");
	st->close(st);
	return status;
}

struct found { struct store_device first; int n; };

static bool find_device(void *ctx, const struct store_device *d)
{
	struct found *f = ctx;
	if (f->n++ == 0)
		f->first = *d;
	return f->n < 2;
}

static bool site_ok(const char *site)
{
	for (const char *p = site; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			return false;
	json_t *utf8 = json_string(site);
	bool ok = utf8 && site[0] && strlen(site) < STORE_SITE_MAX;
	json_decref(utf8);
	return ok;
}

static int change(struct store *st, const char *id, enum store_device_state state, const char *site)
{
	struct found f = { .n = 0 };
	enum store_result r = st->device_each(st, id, -1, find_device, &f);
	if (r != STORE_OK)
		return command_store_failed(r, "cannot look for the device");
	if (f.n == 0) {
		log_error("no device begins with '%.64s'", id);
		return EX_NOINPUT;
	}
	if (f.n > 1) {
		log_error("more than one device begins with '%.64s'", id);
		return EX_DATAERR;
	}
	r = st->begin(st);
	if (r == STORE_OK) {
		r = st->device_set(st, f.first.kid, state, site, (int64_t)time(NULL));
		if (r == STORE_OK)
			r = st->commit(st);
		else
			st->rollback(st);
	}
	if (r != STORE_OK)
		return command_store_failed(r, "cannot change the device");
	printf("%s\t%s\n", f.first.kid, store_state_name(state));
	return EX_OK;
}

static int change_state(const struct options *o, enum store_device_state state, const char *site)
{
	struct store *st;
	if (strlen(o->argument) < COMMANDS_ID_MIN) {
		log_error("at least %d characters of the device's id are needed", COMMANDS_ID_MIN);
		return EX_USAGE;
	}
	int status = command_open_store(o, STORE_EXISTING, BUSY_MS, &st);
	if (status != EX_OK)
		return status;
	status = change(st, o->argument, state, site);
	st->close(st);
	return status;
}

int command_approve(const struct options *o)
{
	if (!o->site || !site_ok(o->site)) {
		log_error("--site NAME: 1 to %d bytes of UTF-8, no control characters",
			STORE_SITE_MAX - 1);
		return EX_USAGE;
	}
	return change_state(o, DEVICE_APPROVED, o->site);
}

int command_revoke(const struct options *o)
{
	return change_state(o, DEVICE_REVOKED, NULL);
}
