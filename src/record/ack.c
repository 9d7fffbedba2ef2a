/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ack — why: an acknowledgement is the only thing in the world that makes a kiosk erase a sealed
 * record, so a forged, mixed-up or half-understood one must never pass: typ, signer, device and
 * every entry's form are checked, and one bad entry condemns the whole document.
 *
 * The city builds with the same check that the kiosk reads with: it cannot sign what no kiosk
 * accepts.
 * Not here: comparing an entry with the stored item (kiosk), keeping acks (courier).
 */
#include "sign.h"

#include <stdio.h>
#include <string.h>
#include "jws.h"

#define LENGTH(a)    (sizeof(a) / sizeof *(a))
#define REASON_CHARS "abcdefghijklmnopqrstuvwxyz0123456789_-"

static bool verdict_known(const char *s)
{
	static const char *const known[] = { WIRE_VERDICT_STORED, WIRE_VERDICT_DUPLICATE,
		WIRE_VERDICT_CONFLICT, WIRE_VERDICT_REFUSED, WIRE_VERDICT_PENDING };

	for (size_t i = 0; i < LENGTH(known); i++)
		if (strcmp(s, known[i]) == 0)
			return true;
	return false;
}

static bool entry_ok(const struct ack_entry *e)
{
	return hex_only(e->id, WIRE_ID_HEX) && hex_only(e->sha256, WIRE_SHA256_HEX) &&
	       verdict_known(e->verdict) && e->city_seq >= 0 &&
	       strspn(e->reason, REASON_CHARS) == strlen(e->reason);
}

static bool entry_read(struct ack_entry *e, const json_t *o)
{
	static const char *const allowed[] = { "id", "sha256", "verdict", "city_seq", "reason" };
	const json_t *seq = json_object_get(o, "city_seq");

	*e = (struct ack_entry){ .city_seq = json_integer_value(seq) };
	return members_only(o, allowed, LENGTH(allowed)) && json_is_integer(seq) &&
	       member_copy(o, "id", e->id, sizeof e->id) &&
	       member_copy(o, "sha256", e->sha256, sizeof e->sha256) &&
	       member_copy(o, "verdict", e->verdict, sizeof e->verdict) &&
	       (!json_object_get(o, "reason") ||
		       member_copy(o, "reason", e->reason, sizeof e->reason)) &&
	       entry_ok(e);
}

static json_t *entry_new(const struct ack_entry *e)
{
	json_t *o = json_pack("{ss ss ss sI}", "id", e->id, "sha256", e->sha256, "verdict",
		e->verdict, "city_seq", (json_int_t)e->city_seq);

	if (o && e->reason[0] && json_object_set_new(o, "reason", json_string(e->reason))) {
		json_decref(o);
		return NULL;
	}
	return o;
}

bool ack_sign(struct buf *ret, const struct ack *a, const struct jwk *ack_key)
{
	json_t *acks = json_array();
	json_t *o = json_pack("{si ss sI sO}", "v", WIRE_VERSION, "device", a->device, "at",
		(json_int_t)a->at_s, "acks", acks);
	bool ok = o && a->device[0] && a->at_s >= 0 && a->len >= 0 &&
		  a->len <= WIRE_BATCH_ITEMS_MAX;

	for (int i = 0; ok && i < a->len; i++)
		ok = entry_ok(&a->entry[i]) &&
		     !json_array_append_new(acks, entry_new(&a->entry[i]));
	ok = ok && jws_make(ret, WIRE_TYP_ACK, o, ack_key);
	json_decref(acks);
	json_decref(o);
	return ok;
}

/* NULL, or what is wrong with the payload. */
static const char *payload_read(struct ack *a, const json_t *o, const char *device)
{
	static const char *const allowed[] = { "v", "device", "at", "acks" };
	const json_t *v = json_object_get(o, "v"), *at = json_object_get(o, "at");
	const json_t *acks = json_object_get(o, "acks");
	size_t n = json_array_size(acks);

	if (!json_is_integer(v) || json_integer_value(v) != WIRE_VERSION)
		return "v";
	if (!members_only(o, allowed, LENGTH(allowed)))
		return "member";
	if (!member_copy(o, "device", a->device, sizeof a->device) ||
		strcmp(a->device, device) != 0)
		return "device";
	if (!json_is_integer(at) || json_integer_value(at) < 0)
		return "at";
	if (!json_is_array(acks) || n > WIRE_BATCH_ITEMS_MAX)
		return "acks";
	a->at_s = json_integer_value(at);
	a->len = (int)n;
	for (size_t i = 0; i < n; i++)
		if (!entry_read(&a->entry[i], json_array_get(acks, i)))
			return "entry";
	return NULL;
}

static bool signed_by_city(
	const struct jws_parts *p, const struct city_keys *city, const char *jws, size_t len)
{
	for (int i = 0; i < city->ack_len; i++)
		if (strcmp(city->ack[i].kid, p->header.kid) == 0)
			return jws_verify(jws, len, &city->ack[i]);
	return false;
}

bool ack_verify(struct ack *ret, const char *jws, size_t len, const struct city_keys *city,
	const char *device, char why[static SIGN_REASON_MAX])
{
	struct ack a = { .len = 0 };
	struct jws_parts p;
	json_t *payload = NULL;
	const char *problem = NULL;

	if (len > WIRE_ACK_BYTES_MAX)
		problem = "size";
	else if (!jws_split(&p, jws, len) || strcmp(p.header.typ, WIRE_TYP_ACK) != 0)
		problem = "header";
	else if (!signed_by_city(&p, city, jws, len))
		problem = "signature"; /* before the payload: nothing unsigned is ever parsed */
	else if (!(payload = b64url_object(p.payload, p.payload_len)))
		problem = "payload";
	else
		problem = payload_read(&a, payload, device);
	json_decref(payload);
	if (problem)
		snprintf(why, SIGN_REASON_MAX, "%s", problem);
	else
		*ret = a;
	return !problem;
}
