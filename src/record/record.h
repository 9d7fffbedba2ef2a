/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record — the plaintext that is sealed: JSON of sync/api/schema/record.json, padded with spaces to
 * 4, 8, 16 or 32 KiB so that its size says nothing (design.md §4).
 * Layer: record; knows no form: answers come as a table of fields.
 */
#ifndef MARUMADO_RECORD_H
#define MARUMADO_RECORD_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "buf.h"

#define RECORD_VERSION   1
#define RECORD_BYTES_MAX (32 * 1024)
#define RECORD_CODES_MAX 8

/* Lines of points in a field of w × h, from the top left; borrowed. end[i]: the point after the
 * last one of line i. */
struct record_drawing {
	int w, h, len;
	const uint16_t *end;
	const int16_t (*xy)[2];
};
enum record_type { RECORD_CODE, RECORD_CODES, RECORD_TEXT };
struct record_field { /* all pointers borrowed */
	const char *name;
	enum record_type type;
	const char *code[RECORD_CODES_MAX];
	int code_len; /* CODE: exactly one */
	const char *text;
	size_t text_len;
	struct record_drawing drawing; /* TEXT: written by finger beside the text; len 0 = not */
};
struct record_head {                              /* all borrowed; domain.md §8.1 */
	const char *id, *device, *receipt, *kind; /* RES WLK OUT ACT AMD WDR LOG */
	const char *form, *form_version, *app_version;
	const char *site;       /* site id from the config, "" when unknown */
	const char *created_at; /* local time to the minute, "2026-11-23T10:05" */
	const char *ui_lang;
	const char *mode_aids[4];
	int mode_aids_len; /* BIG INV VOICE RUBY */
	int duration_s, screens_back;
	bool urgent;
	const char *lane;            /* "JUSO" 重層的支援会議 or "SHIEN" 支援会議 */
	const char *subject_consent; /* "GIV" or "NOA" (about ≠ SELF), "" when not given by the
					person */
	const char *desk[5];
	int desk_len; /* routing hint */
	bool complex; /* several desks → 重層支援コーディネーター */
	const char *staff;  /* id of the staff member who typed it, NULL none */
	const char *refers; /* receipt of the record this one is about, NULL none */
};

/* Encodes and pads into ret (emptied first; secret). Beside "answers" stands one more member
 * (borrowed; NULL none): "log" of a LOG, "activity" of an ACT, "takeover" of an AMD. False when
 * longer than RECORD_BYTES_MAX or memory fails; ret is then empty. */
bool record_encode(struct buf *ret, const struct record_head *head,
	const struct record_field *fields, size_t n, const char *member, const json_t *value)
	__attribute__((warn_unused_result));
/* The padded size for a text of len bytes: 4096, 8192, 16384 or 32768; 0 when too long. */
size_t record_padded(size_t len);
#endif
