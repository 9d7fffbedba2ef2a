/* SPDX-License-Identifier: Apache-2.0 */
/*
 * desk_world — a coordinator's key, an approved device and an export that a test fills with sealed,
 * signed records of any kind; the desk's commands then run on these files. For u-desk-open.c,
 * u-desk-report.c and u-rates.c; all static inline.
 */
#ifndef MARUMADO_DESK_WORLD_H
#define MARUMADO_DESK_WORLD_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "activity.h"
#include "buf.h"
#include "desk.h"
#include "log.h"
#include "seal.h"
#include "sign.h"

struct desk_world {
	char dir[64], key[96], items[96], out[96];
	const char *files[1]; /* of the export: items */
	struct jwk device, coordinator;
	struct city_keys city;
	struct buf lines;
	int seq;
};

static inline void desk_world_line(struct desk_world *w, json_t *line)
{
	char *text = json_dumps(line, JSON_COMPACT);

	buf_puts(&w->lines, text);
	buf_puts(&w->lines, "\n");
	free(text);
	json_decref(line);
}

static inline int desk_world_setup(void **state)
{
	struct desk_world *w = calloc(1, sizeof *w);

	keys_init();
	log_open("test", LOG_LEVEL_ERROR);
	assert_non_null(w);
	strcpy(w->dir, "/tmp/marumado-desk-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	snprintf(w->key, sizeof w->key, "%s/c.jwk", w->dir);
	snprintf(w->items, sizeof w->items, "%s/items", w->dir);
	w->files[0] = w->items;
	snprintf(w->out, sizeof w->out, "%s/out", w->dir);
	assert_true(jwk_generate(&w->device, false));
	assert_true(jwk_generate(&w->coordinator, true));
	assert_true(jwk_write(&w->coordinator, w->key, true));
	w->city.seal[0] = w->coordinator;
	w->city.seal_len = 1;
	desk_world_line(w, json_pack("{ss ss so ss ss}", "type", "device", "kid", w->device.kid,
				   "jwk", jwk_public(&w->device), "site", "", "state", "approved"));
	*state = w;
	return 0;
}

static inline int desk_world_teardown(void **state)
{
	struct desk_world *w = *state;
	char command[128];

	snprintf(command, sizeof command, "rm -r %s", w->dir);
	assert_int_equal(system(command), 0);
	jwk_release(&w->device);
	city_keys_release(&w->city);
	buf_release(&w->lines);
	free(w);
	return 0;
}

/* A record with the members of `more` (JSON, ' for ") over a resident's request. */
static inline json_t *desk_world_record(struct desk_world *w, const char *more)
{
	json_t *r = json_pack("{si ss ss ss ss ss ss ss ss ss ss s[] si si sb ss ss s[] sb s{}}",
		"v", 1, "id", "", "device", w->device.kid, "receipt", "", "kind", "RES", "form",
		"resident", "form_version", "1", "app_version", "0", "site", "demo", "created_at",
		"2026-11-23T10:05", "ui_lang", "ja", "mode_aids", "duration_s", 1, "screens_back",
		0, "urgent", 0, "lane", "JUSO", "subject_consent", "GIV", "desk", "complex", 0,
		"answers");
	char *text = strdup(more);
	json_t *over;

	for (char *c = text; *c; c++)
		*c = *c == '\'' ? '"' : *c;
	over = json_loads(text, 0, NULL);
	assert_non_null(over);
	assert_int_equal(json_object_update(r, over), 0);
	json_decref(over);
	free(text);
	return r;
}

/* Seals, signs and puts it into the export, arrived at `received`. */
static inline void desk_world_send(
	struct desk_world *w, const char *kind, const char *received, json_t *record)
{
	struct item it = { .seq = 1, .prev = WIRE_PREV_NONE, .made = "2026-11-23T10" };
	struct buf jws = BUF_INIT;
	char sum[WIRE_SHA256_HEX + 1], *text;

	assert_true(item_new_id(it.id));
	strcpy(it.kind, kind);
	json_object_set_new(record, "id", json_string(it.id));
	text = json_dumps(record, JSON_COMPACT);
	assert_true(seal_close(&it.seal, text, strlen(text), &w->city));
	assert_true(item_sign(&jws, &it, &w->device));
	sha256_hex(jws.data, jws.len, sum);
	desk_world_line(w, json_pack("{ss si ss ss ss ss ss}", "type", "item", "city_seq", ++w->seq,
				   "received_at", received, "device", w->device.kid, "site", "",
				   "sha256", sum, "jws", buf_str(&jws)));
	free(text);
	json_decref(it.seal);
	json_decref(record);
	buf_release(&jws);
}

static inline void desk_world_add(struct desk_world *w, const char *more)
{
	desk_world_send(w, "record", "2026-11-23T10:06:00+09:00", desk_world_record(w, more));
}

/* An ACT record of these entries, with their hash. */
static inline json_t *desk_world_act(struct desk_world *w, const char *entries)
{
	json_t *r = desk_world_record(w, "{'kind':'ACT','lane':''}");
	json_t *list = json_loads(entries, 0, NULL);
	char hash[WIRE_SHA256_HEX + 1];

	assert_non_null(list);
	assert_true(activity_hash(list, hash));
	json_object_set_new(r, "activity",
		json_pack("{ss ss so}", "month", "2026-11", "hash", hash, "entries", list));
	return r;
}

/* Writes the export; these options, over it and into w->out. */
static inline struct desk_options desk_world_over(struct desk_world *w, struct desk_options o)
{
	assert_true(buf_write_file(w->items, w->lines.data, w->lines.len, 0600));
	o.key = w->key;
	o.items = w->files;
	o.item_files = 1;
	o.out = w->out;
	return o;
}

/* Runs `open` with its options set; its exit code. What it wrote is in ret. */
static inline int desk_world_open(struct desk_world *w, struct desk_options o, struct buf *ret)
{
	int status;

	o = desk_world_over(w, o);
	unlink(w->out);
	status = desk_open(&o);
	buf_reset(ret);
	if (!buf_read_file(ret, w->out, 1 << 24))
		buf_reset(ret);
	return status;
}

/* Runs `report` for November 2026 with its options set; its exit code. */
static inline int desk_world_report(struct desk_world *w, struct desk_options o)
{
	o.month = "2026-11";
	o = desk_world_over(w, o);
	return desk_report(&o);
}

/* A file of the report; "" when there is none. */
static inline const char *desk_world_file(struct desk_world *w, const char *name, struct buf *ret)
{
	char path[160];

	snprintf(path, sizeof path, "%s/%s", w->out, name);
	buf_reset(ret);
	if (!buf_read_file(ret, path, 1 << 22))
		return "";
	return buf_str(ret);
}

/* Fails unless this file of the report has this text. */
static inline void desk_world_has(struct desk_world *w, const char *name, const char *text)
{
	struct buf b = BUF_INIT;

	if (!strstr(desk_world_file(w, name, &b), text)) {
		print_error("%s has no «%s»:\n%.3000s\n", name, text, buf_str(&b));
		fail();
	}
	buf_release(&b);
}
#endif
