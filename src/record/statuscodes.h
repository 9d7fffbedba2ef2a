/* SPDX-License-Identifier: Apache-2.0 */
/*
 * statuscodes — CONTENT/status-codes.json: which answers there are and what each must carry.
 * Layer: record. The desk checks what it publishes, the kiosk takes the pictogram.
 */
#ifndef MARUMADO_STATUSCODES_H
#define MARUMADO_STATUSCODES_H
#include "status.h"

#define STATUS_CODES_MAX 16

enum status_rule { STATUS_NO, STATUS_MAY, STATUS_MUST };
struct status_code { /* strings are borrowed from the file's JSON */
	const char *code, *icon;
	enum status_rule desk, help;
	bool where; /* needs a desk that names a place, or a directory entry */
	bool end;   /* nothing comes after it */
};
struct status_codes {
	json_t *json;
	struct status_code code[STATUS_CODES_MAX];
	int len;
};

/* Reads and checks the file; one with an end that leads nowhere is refused. False: err; c is
 * empty. */
bool status_codes_load(struct status_codes *c, const char *path, char err[static KEYS_ERR_MAX])
	__attribute__((warn_unused_result));
/* NULL for an unknown code. */
const struct status_code *status_codes_find(const struct status_codes *c, const char *code);
/* NULL when the answer carries what its code asks for, else what is wrong with it. */
const char *status_codes_problem(const struct status_codes *c, const struct status *s);
void status_codes_release(struct status_codes *c);
#endif
