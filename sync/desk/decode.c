/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode — why: what the coordinator acts on must be what a known kiosk wrote, so each line is
 * checked from the outside in: its hash, the device's signature, the item's form, the seal, and at
 * last that the record inside names the same id and device as the envelope (else a seal could be
 * moved to another envelope).
 *
 * A device proves its name: the thumbprint of its key must be the kid the items carry. That the
 * city admitted it is the city's word; a revoked device's earlier items stay good.
 * Not here: what a record must hold (check.c), printing, files, what an answer means.
 */
#include "decode.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "buf.h"
#include "check.h"
#include "members.h"
#include "seal.h"
#include "sign.h"
#include "visible.h"
#include "wire.h"

struct device {
	char kid[WIRE_KID_MAX];
	struct jws_verifier *verifier;
};
struct decoder {
	const struct jwk *key;
	struct device *device; /* in the order named; a city has hundreds at most */
	size_t device_len;
	json_t *seen; /* id → sha256 */
};

struct decoder *decoder_open(const struct jwk *key)
{
	struct decoder *d = calloc(1, sizeof *d);

	if (!d)
		return NULL;
	d->key = key;
	d->seen = json_object();
	if (d->seen)
		return d;
	free(d);
	return NULL;
}

void decoder_close(struct decoder *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < d->device_len; i++)
		jws_verifier_close(d->device[i].verifier);
	free(d->device);
	json_decref(d->seen);
	free(d);
}

static struct device *device_of(const struct decoder *d, const char *kid)
{
	for (size_t i = 0; i < d->device_len; i++)
		if (strcmp(d->device[i].kid, kid) == 0)
			return &d->device[i];
	return NULL;
}

/* Remembers the key under its thumbprint; once is enough. False when memory fails. */
static bool remember(struct decoder *d, const struct jwk *k)
{
	struct device *all, *new;

	if (device_of(d, k->kid))
		return true;
	all = realloc(d->device, (d->device_len + 1) * sizeof *all);
	if (!all)
		return false;
	d->device = all;
	new = &all[d->device_len];
	memcpy(new->kid, k->kid, sizeof new->kid);
	new->verifier = jws_verifier_open(k);
	d->device_len += new->verifier != NULL;
	return new->verifier;
}

/* NULL, or why the line names no device. */
static const char *device_line(struct decoder *d, const json_t *line)
{
	struct jwk k = { NULL, "" };
	const char *problem = NULL;

	if (!jwk_from_json(&k, json_object_get(line, "jwk")))
		return "device key";
	if (strcmp(k.kid, text_of(line, "kid")) != 0)
		problem = "device name";
	else if (!remember(d, &k))
		problem = "out of memory";
	jwk_release(&k);
	return problem;
}

/* What the city knows, added to what the kiosk wrote. */
static bool add_outside(json_t *record, const json_t *line)
{
	json_t *site = json_object_get(line, "site");

	return !json_object_set(record, "city_seq", json_object_get(line, "city_seq")) &&
	       !json_object_set_new(
		       record, "received_at", json_string(text_of(line, "received_at"))) &&
	       (json_string_length(site) == 0 || !json_object_set(record, "site", site));
}

/* Opens a parsed item. NULL, or why not. */
static const char *open_record(
	const struct decoder *d, const struct item *it, const json_t *line, json_t **ret)
{
	struct buf plain = BUF_INIT;
	json_t *record = NULL;
	const char *problem = "seal";

	if (seal_open(&plain, it->seal, d->key)) {
		record = json_loadb(buf_str(&plain), plain.len, JSON_REJECT_DUPLICATES, NULL);
		problem = record ? check_record(record, it) : "record";
	}
	buf_release(&plain);
	if (!problem && (!add_outside(record, line) || !visible_make(record)))
		problem = "out of memory";
	if (problem)
		json_decref(record);
	else
		*ret = record;
	return problem;
}

/* The envelope's hash and signature, and its parts. NULL, or why not. */
static const char *item_problem(const struct decoder *d, const json_t *line, struct item *it,
	char why[static SIGN_REASON_MAX])
{
	const json_t *jws = json_object_get(line, "jws");
	const char *text = text_of(line, "jws");
	const struct device *device = device_of(d, text_of(line, "device"));
	char sum[WIRE_SHA256_HEX + 1];

	sha256_hex(text, json_string_length(jws), sum);
	if (strcmp(sum, text_of(line, "sha256")) != 0)
		return "sha256";
	if (!device)
		return "unknown device";
	if (!jws_verifier_check(device->verifier, text, json_string_length(jws)))
		return "signature";
	return item_parse(it, text, json_string_length(jws), why) ? NULL : why;
}

static enum decode_result bad(struct decode_problem *p, const char *reason)
{
	snprintf(p->reason, sizeof p->reason, "%s", reason);
	return DECODE_BAD;
}

static enum decode_result item_line(
	struct decoder *d, const json_t *line, json_t **ret, struct decode_problem *p)
{
	struct item it = { .seq = 0 };
	char why[SIGN_REASON_MAX];
	const char *problem, *before;
	enum decode_result r = DECODE_NOTHING;

	p->city_seq = json_integer_value(json_object_get(line, "city_seq"));
	if (p->city_seq < 1)
		return bad(p, "city_seq");
	problem = item_problem(d, line, &it, why);
	if (problem)
		return bad(p, problem);
	before = json_string_value(json_object_get(d->seen, it.id));
	if (before && strcmp(before, text_of(line, "sha256")) != 0)
		r = bad(p, "id seen before");
	else if (!before && it.seal && strcmp(it.kind, WIRE_KIND_ENROL) != 0) {
		problem = open_record(d, &it, line, ret);
		r = problem ? bad(p, problem) : DECODE_RECORD;
		if (!problem) /* an id that did not open may come again, whole */
			json_object_set(d->seen, it.id, json_object_get(line, "sha256"));
	}
	item_release(&it);
	return r;
}

enum decode_result decoder_line(struct decoder *d, const char *text, size_t len, json_t **ret,
	struct decode_problem *problem)
{
	json_t *line = len <= DECODE_LINE_MAX ? json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL)
					      : NULL;
	const char *type = text_of(line, "type"), *why;
	enum decode_result r;

	*problem = (struct decode_problem){ 0, "" };
	if (strcmp(type, "item") == 0) {
		r = item_line(d, line, ret, problem);
	} else if (strcmp(type, "device") == 0) {
		why = device_line(d, line);
		r = why ? bad(problem, why) : DECODE_NOTHING;
	} else {
		r = bad(problem, line ? "type" : "not JSON");
	}
	json_decref(line);
	return r;
}
