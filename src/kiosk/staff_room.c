/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_room — the folder of the staff side, and its one message to the city: the audit log of the
 * days before, sealed like a record (kind LOG) in an item of kind "health". It takes the same road
 * as every item, so the courier learns no more than that the site works.
 * Asking the courier to hurry is all a process without network can do about a line: the file
 * DATA/outbox/try-now is written anew and the courier's watch on that folder wakes it.
 */
#include "staff_room.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "draft.h"
#include "sign.h"
#include "staff_post.h"

int staff_room_open(
	struct staff_room *r, const char *data_dir, uint64_t now_ms, char err[static WHY_MAX])
{
	memset(r, 0, sizeof(*r));
	snprintf(r->dir, sizeof(r->dir), "%s/keys", data_dir); /* the kiosk's own folder */
	(void)mkdir(r->dir, 0700);
	snprintf(r->dir, sizeof(r->dir), "%s/keys/staff", data_dir);
	if (mkdir(r->dir, 0700) != 0 && errno != EEXIST) {
		why(err, "cannot make the folder '%s': %s", r->dir, strerror(errno));
		return EX_CANTCREAT;
	}
	r->vault_state = vault_open(&r->vault, r->dir, now_ms);
	if (audit_open(&r->audit, r->dir))
		return 0;
	why(err, "cannot read or write the audit log in '%s'", r->dir);
	vault_close(&r->vault);
	return EX_IOERR;
}

void staff_room_close(struct staff_room *r)
{
	vault_close(&r->vault);
	memset(r, 0, sizeof(*r));
}

static bool queue_log(const struct post *p, const char *site, const json_t *lines)
{
	char id[WIRE_ID_HEX + 1];
	const struct staff_letter l = { .item = id,
		.kind = WIRE_KIND_HEALTH,
		.record = "LOG",
		.member = "log",
		.list = lines,
		.site = site };

	return item_new_id(id) && staff_post_put(p, &l) == OUTBOX_OK;
}

/* All that is new, in as many items as it needs. */
static bool send_log(struct staff_room *r, const struct post *p, const char *site, const char *day)
{
	bool ok = audit_add(&r->audit, AUDIT_NOBODY, "sealed");

	while (ok && r->audit.sealed < r->audit.n) {
		uint64_t last;
		json_t *lines = audit_unsealed(&r->audit, &last);
		bool some = lines && json_array_size(lines) > 0;
		ok = lines && (!some || queue_log(p, site, lines)) &&
		     audit_sealed(&r->audit, some ? last : r->audit.n, day);
		json_decref(lines);
	}
	return ok;
}

bool staff_room_daily(
	struct staff_room *r, const struct post *p, const char *site, char problem[static WHY_MAX])
{
	char day[11];
	time_t now = time(NULL);
	struct tm tm;
	bool ok = true;

	if (!r->dir[0] || (r->vault.len == 0 && r->audit.n == 0))
		return true;
	for (int gone = draft_sweep(r->dir, (int64_t)now); ok && gone > 0; gone--)
		ok = audit_add(&r->audit, AUDIT_NOBODY, "expire");
	localtime_r(&now, &tm);
	strftime(day, sizeof(day), "%Y-%m-%d", &tm);
	if (ok && r->audit.n > r->audit.sealed && strcmp(day, r->audit.sealed_day) != 0)
		ok = send_log(r, p, site, day);
	return ok || why(problem, "the audit log could not be sealed for the city");
}

bool staff_room_ask(const struct post *p, const char *what)
{
	char path[POST_PATH_MAX + 32];

	snprintf(path, sizeof(path), "%s/outbox/%s", p->data_dir, what);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640);
	bool ok = fd >= 0 && write(fd, "\n", 1) == 1;
	if (fd >= 0)
		close(fd);
	return ok;
}
