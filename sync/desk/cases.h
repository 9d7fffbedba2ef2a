/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cases — the desk's own list of open cases and their answers, DIR/cases.json (0600): what the next
 * status document is made from. It holds tags and keys, not receipts.
 *
 * Layer: desk; logs what is wrong, like desk.h. cases_open, changes, cases_publish, cases_close.
 */
#ifndef MARUMADO_CASES_H
#define MARUMADO_CASES_H
#include "status.h"

struct cases {
	char dir[3072];
	int lock_fd;
	json_t *json;
};

/* Locks and reads DIR's list; an empty one when there is none. 0 or an exit code after logging: 75
 * another desk is at it, 65 the list is damaged (it is left as it is), 66, 73. */
int cases_open(struct cases *c, const char *dir) __attribute__((warn_unused_result));
/* Accepts one that cases_open could not open. */
void cases_close(struct cases *c);
/* Puts or replaces the answer for one number. False: too many cases, or no memory. */
bool cases_put(struct cases *c, const struct status_secret *secret, const struct status *s)
	__attribute__((warn_unused_result));
/* Was this number taken over? Then it gets no answer any more. */
bool cases_gone(const struct cases *c, const struct status_secret *secret);
enum cases_result { CASES_SAME, CASES_CHANGED, CASES_FULL };
/* The old number is gone from now on; its answer, if it had one, is the new one's, unless that has
 * its own. SAME when it was gone before. FULL: too many cases, or no memory. */
enum cases_result cases_take_over(struct cases *c, const struct status_secret *old,
	const struct status_secret *now) __attribute__((warn_unused_result));
/* Takes a number out. False: it is not there. */
bool cases_drop(struct cases *c, const struct status_secret *secret)
	__attribute__((warn_unused_result));
/* Writes the list with a new version, then DIR/status.jws with every case, signed by key. The
 * version is the last one and 1, or the time: a lost list does not make it fall. 0 or an exit code
 * after logging; when the document cannot be written, the next one has a newer version. */
int cases_publish(struct cases *c, const struct jwk *key, int64_t now_s, int64_t *ret_version)
	__attribute__((warn_unused_result));
#endif
