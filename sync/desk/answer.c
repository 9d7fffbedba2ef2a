/* SPDX-License-Identifier: Apache-2.0 */
/*
 * answer — why: `marumado-desk status RECEIPT CODE` is how the city tells a person what became of
 * their number. The key that signs it lives on this offline machine, so neither the server nor the
 * courier can make up an answer.
 *
 * What an answer says is checked before anything is written: the code, the desk, that every entry
 * of the directory exists and may be shown, and that an end leads somewhere.
 * Not here: the list and the document (cases.c), sending (marumado-city publish).
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>
#include "cases.h"
#include "desk.h"
#include "log.h"
#include "members.h"
#include "statuscodes.h"

/* Is the entry in the directory, and is it shown? */
static bool entry_shown(const json_t *directory, const char *id)
{
	json_t *entries = json_object_get(directory, "entries"), *e;
	size_t i;

	json_array_foreach(entries, i, e)
	{
		const char *is = json_string_value(json_object_get(e, "id"));

		if (is && strcmp(is, id) == 0)
			return json_is_true(json_object_get(e, "show"));
	}
	return false;
}

static int entries_read(const struct desk_options *o, struct status *s)
{
	const char *path = MEMBERS_CONTENT(o->directory, "directory.json");
	json_t *directory = o->entry_len ? json_load_file(path, 0, NULL) : NULL;
	int status = EX_OK;

	if (o->entry_len && !directory) {
		log_error("cannot read the directory '%s'", path);
		return EX_CONFIG;
	}
	for (int i = 0; status == EX_OK && i < o->entry_len; i++) {
		if (strlen(o->entry[i]) >= STATUS_HELP_ID_MAX ||
			!entry_shown(directory, o->entry[i])) {
			log_error("'%s' is no entry of the directory that is shown", o->entry[i]);
			status = EX_USAGE;
		} else {
			memcpy(s->help[s->help_len++], o->entry[i], strlen(o->entry[i]) + 1);
		}
	}
	json_decref(directory);
	return status;
}

/* The answer from the command line, checked. 0 or an exit code after logging. */
static int answer_read(const struct desk_options *o, struct status *s)
{
	const char *path = MEMBERS_CONTENT(o->codes, "status-codes.json");
	struct status_codes codes;
	char err[KEYS_ERR_MAX];
	const char *problem;
	int status;

	memset(s, 0, sizeof *s);
	if (strlen(o->code) >= sizeof s->code || (o->desk && strlen(o->desk) >= sizeof s->desk)) {
		log_error("unknown code or desk");
		return EX_USAGE;
	}
	memcpy(s->code, o->code, strlen(o->code));
	if (o->desk)
		memcpy(s->desk, o->desk, strlen(o->desk));
	if (!status_codes_load(&codes, path, err)) {
		log_error("%s", err);
		return EX_CONFIG;
	}
	status = entries_read(o, s);
	problem = status == EX_OK ? status_codes_problem(&codes, s) : NULL;
	status_codes_release(&codes);
	if (!problem)
		return status;
	log_error("%s: %s", o->code, problem);
	return EX_USAGE;
}

/* The number from the command line, or from standard input for "-" (no trace in a history). */
static bool number_read(const char *word, char ret[static RECEIPT_DIGITS + 1])
{
	char line[64] = "";

	if (strcmp(word, "-") == 0 && fgets(line, sizeof line, stdin))
		line[strcspn(line, "\r\n")] = '\0';
	bool ok = receipt_normalise(strcmp(word, "-") == 0 ? line : word, ret) &&
		  receipt_valid(ret);
	explicit_bzero(line, sizeof line);
	if (!ok)
		log_error("this is not a receipt number");
	return ok;
}

static int read_in(const char *dir, const char *name, char path[static 4096])
{
	int n = snprintf(path, 4096, "%s/%s", dir, name);

	return n > 0 && n < 4096 ? EX_OK : EX_USAGE;
}

/* Signing key and key document from DIR; the key must be one that kiosks will believe. */
static int keys_read(const struct desk_options *o, struct jwk *key, struct city_keys *city)
{
	char path[4096], err[KEYS_ERR_MAX];
	struct buf doc = BUF_INIT;
	int status = read_in(o->dir, "status.jwk", path);

	if (status != EX_OK || !jwk_read(key, path, true, err)) {
		log_error("signing key: %s", status == EX_OK ? err : "name too long");
		return access(path, F_OK) == 0 ? EX_NOPERM : EX_NOINPUT;
	}
	status = read_in(o->dir, "keys.jws", path);
	if (status != EX_OK || !buf_read_file(&doc, path, WIRE_DOC_BYTES_MAX)) {
		log_error("cannot read the city's key document '%s': %s", path, strerror(errno));
		return EX_NOINPUT;
	}
	status = city_keys_verify(city, doc.data, doc.len, NULL, 0, err) ? EX_OK : EX_CONFIG;
	if (status != EX_OK)
		log_error("'%s': %s", path, err);
	buf_release(&doc);
	for (int i = 0; status == EX_OK && i < city->content_len; i++)
		if (strcmp(city->content[i].kid, key->kid) == 0)
			return EX_OK;
	if (status == EX_OK)
		log_error("'%s' does not name the key status.jwk among its content keys", path);
	return EX_CONFIG;
}

static int change(const struct desk_options *o, struct cases *c, const struct city_keys *city,
	const struct status *s)
{
	char number[RECEIPT_DIGITS + 1];
	struct status_secret secret;
	int status = EX_OK;

	if (!number_read(o->receipt, number))
		return EX_USAGE;
	if (!status_secret_of(number, city->salt, &secret)) {
		log_error("out of memory");
		status = EX_OSERR;
	} else if (o->forget && !cases_drop(c, &secret)) {
		log_error("no answer is kept for this number");
		status = EX_DATAERR;
	} else if (!o->forget && !cases_put(c, &secret, s)) {
		log_error("no room: at most %d cases", STATUS_CASES_MAX);
		status = EX_SOFTWARE;
	}
	explicit_bzero(number, sizeof number);
	explicit_bzero(&secret, sizeof secret);
	return status;
}

int desk_status(const struct desk_options *o)
{
	struct status s = { .help_len = 0 };
	struct jwk key = { NULL, "" };
	struct city_keys city = { .version = 0 };
	struct cases c = { .lock_fd = -1 };
	int64_t version = 0;
	int status = o->forget ? EX_OK : answer_read(o, &s);

	if (status == EX_OK)
		status = keys_read(o, &key, &city);
	if (status == EX_OK)
		status = cases_open(&c, o->dir);
	if (status == EX_OK)
		status = change(o, &c, &city, &s);
	if (status == EX_OK)
		status = cases_publish(&c, &key, (int64_t)time(NULL), &version);
	if (status == EX_OK)
		printf("%s/status.jws\tversion %" PRId64 "\t%zu cases\n", o->dir, version,
			json_object_size(json_object_get(c.json, "cases")));
	cases_close(&c);
	city_keys_release(&city);
	jwk_release(&key);
	return status;
}
