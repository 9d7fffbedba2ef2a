/* SPDX-License-Identifier: Apache-2.0 */
/*
 * audit — who did what on the staff side, without content: DIR/audit.jsonl, one JSON object a line,
 * {"v":1,"n":7,"at":"2026-11-23T10:05","who":"<id or ->","what":"unlock","prev":"<sha256>"}. prev
 * is the SHA-256 of the line before (64 zeros for the first). No receipt, no name, no answer.
 *
 * Layer: staff. DIR/audit.state remembers the last line and what was sealed to the city, so that a
 * log cut at its end is told as well as a changed one. Who can write the folder can rewrite both;
 * against that stands what the city already has.
 */
#ifndef MARUMADO_AUDIT_H
#define MARUMADO_AUDIT_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AUDIT_WHO_MAX  9
#define AUDIT_WHAT_MAX 12
#define AUDIT_AT_MAX   17
#define AUDIT_LINE_MAX 256
#define AUDIT_PATH_MAX 1100
#define AUDIT_HASH_MAX 65
#define AUDIT_NOBODY   "-"
#define AUDIT_BATCH    120 /* lines of one sealed record: they fit its 32 KiB */

enum audit_state { AUDIT_WHOLE, AUDIT_BROKEN, AUDIT_CUT };

struct audit_line {
	uint64_t n;
	char at[AUDIT_AT_MAX], who[AUDIT_WHO_MAX], what[AUDIT_WHAT_MAX];
};
struct audit {
	char log[AUDIT_PATH_MAX], note[AUDIT_PATH_MAX];
	uint64_t n;                /* of the last line */
	char last[AUDIT_HASH_MAX]; /* its hash */
	uint64_t sealed;           /* lines up to this one went to the city */
	char sealed_day[11];       /* the day that happened, "" = never */
	enum audit_state state;    /* as found at opening or by audit_check */
	uint64_t broken_at;        /* AUDIT_BROKEN: the first line that does not fit */
};

/* Opens, or begins one in an empty folder, and looks at the whole chain. A line that a power cut
 * left without its end is taken off. False: cannot be read or written. A broken or cut chain is no
 * failure: it goes on, and a->state tells. */
bool audit_open(struct audit *a, const char *dir) __attribute__((warn_unused_result));
/* Adds one line, durably. False: it is not there. who: a staff id or AUDIT_NOBODY. */
bool audit_add(struct audit *a, const char *who, const char *what)
	__attribute__((warn_unused_result));
/* Looks at the whole chain again; a->state and broken_at tell. False: cannot be read. */
bool audit_check(struct audit *a) __attribute__((warn_unused_result));
/* Up to `most` lines, the newest first, after skipping `skip` of them. Returns how many. */
size_t audit_newest(const struct audit *a, uint64_t skip, struct audit_line *ret, size_t most);
/* A new array of at most AUDIT_BATCH lines after a->sealed, as strings just as they stand in the
 * file; NULL when it cannot be read. *ret_last is the number of the last of them. */
json_t *audit_unsealed(const struct audit *a, uint64_t *ret_last);
/* Remembers that all up to `last` went out on `day` ("2026-11-23"). */
bool audit_sealed(struct audit *a, uint64_t last, const char *day)
	__attribute__((warn_unused_result));
#endif
