/* SPDX-License-Identifier: Apache-2.0 */
/*
 * answer — why: `marumado-desk status RECEIPT CODE` is how the city tells a person what became of
 * their number. The key that signs it lives on this offline machine, so neither the server nor the
 * courier can make up an answer.
 *
 * What an answer says is checked before anything is written: the code, the desk, that every entry
 * of the directory exists and may be shown, and that an end leads somewhere.
 * Not here: keys and the order of the work (signing.c), the list and the document (cases.c),
 * sending (marumado-city publish).
 */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include "cases.h"
#include "desk.h"
#include "log.h"
#include "members.h"
#include "signing.h"
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

struct answer {
	const struct desk_options *o;
	struct status status;
};

static int change_one(const struct answer *a, struct cases *c, const struct status_secret *secret)
{
	if (a->o->forget) {
		if (cases_drop(c, secret))
			return EX_OK;
		log_error("no answer is kept for this number");
		return EX_DATAERR;
	}
	if (cases_gone(c, secret)) {
		log_error("this number was taken over: answer the new one (receipt_now of open)");
		return EX_DATAERR;
	}
	if (cases_put(c, secret, &a->status))
		return EX_OK;
	log_error("no room: at most %d cases", STATUS_CASES_MAX);
	return EX_SOFTWARE;
}

static int change(void *ctx, struct cases *c, const struct city_keys *city)
{
	const struct answer *a = ctx;
	char number[RECEIPT_DIGITS + 1];
	struct status_secret secret;
	int status = EX_OSERR;

	if (!number_read(a->o->receipt, number))
		return EX_USAGE;
	if (status_secret_of(number, city->salt, &secret))
		status = change_one(a, c, &secret);
	else
		log_error("out of memory");
	explicit_bzero(number, sizeof number);
	explicit_bzero(&secret, sizeof secret);
	return status;
}

int desk_status(const struct desk_options *o)
{
	struct answer a = { .o = o };
	int status = o->forget ? EX_OK : answer_read(o, &a.status);

	return status == EX_OK ? signing_change(o->dir, change, &a) : status;
}
