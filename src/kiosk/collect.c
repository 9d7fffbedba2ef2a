/* SPDX-License-Identifier: Apache-2.0 */
/*
 * collect — a round looks at a few entries after the cursor. Entries of items that are not waiting
 * here are skipped before any signature is checked, so a long history costs little. An
 * acknowledgement speaks of up to 64 items, so the last verified one is kept for the round. Reading
 * never blocks the screen: a busy database means "later". The device an acknowledgement must name
 * is the one that signed the item, which is another than this terminal's present key when that was
 * replaced while items waited.
 */
#include "collect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#include "buf.h"
#include "sign.h"

struct round {
	struct post *post;
	struct collect_report *report;
	int seen;
	struct buf last; /* text of the acknowledgement in `ack` */
	struct ack ack;
};

/* What the bytes in the outbox say of themselves; signer "" when they are no item. */
struct stored {
	char sha256[WIRE_SHA256_HEX + 1], signer[WIRE_KID_MAX];
};

static bool look_at(void *ctx, const struct outbox_item *item)
{
	struct stored *mine = ctx;
	struct item it;
	char reason[SIGN_REASON_MAX];

	sha256_hex(item->jws, item->jws_len, mine->sha256);
	if (item_parse_outer(&it, item->jws, item->jws_len, reason)) {
		memcpy(mine->signer, it.kid, sizeof(mine->signer));
		item_release(&it);
	}
	return false;
}

static bool verified(struct round *r, const char *jws, const char *device)
{
	char reason[SIGN_REASON_MAX] = "";

	if (buf_ok(&r->last) && r->last.len > 0 && strcmp(buf_str(&r->last), jws) == 0 &&
		strcmp(r->ack.device, device) == 0)
		return true;
	buf_reset(&r->last);
	if (!ack_verify(&r->ack, jws, strlen(jws), &r->post->city, device, reason)) {
		snprintf(r->report->problem, sizeof(r->report->problem),
			"an acknowledgement is not the city's: %s", reason);
		return false;
	}
	buf_puts(&r->last, jws);
	return true;
}

static bool arrived(const struct round *r, const char *id, const char *sha256)
{
	for (int i = 0; i < r->ack.len; i++) {
		const struct ack_entry *e = &r->ack.entry[i];
		bool kept = strcmp(e->verdict, WIRE_VERDICT_STORED) == 0 ||
			    strcmp(e->verdict, WIRE_VERDICT_DUPLICATE) == 0;
		if (kept && strcmp(e->id, id) == 0 && strcmp(e->sha256, sha256) == 0)
			return true;
	}
	return false;
}

static void consider(struct round *r, const struct courier_ack *entry)
{
	struct outbox *ob = r->post->outbox;
	enum outbox_state state;
	struct stored mine = { .sha256 = "" };
	char day[WIRE_MADE_LEN + 1];

	if (outbox_state(ob, entry->id, &state) != OUTBOX_OK || state != OUTBOX_WAITING)
		return;
	if (outbox_get(ob, entry->id, look_at, &mine) != OUTBOX_OK || !mine.signer[0])
		return;
	if (!verified(r, entry->jws, mine.signer) || !arrived(r, entry->id, mine.sha256))
		return;
	device_hour(day);
	day[10] = '\0';
	enum outbox_result res = outbox_erase(ob, entry->id, mine.sha256, entry->jws, day);
	if (res == OUTBOX_OK)
		r->report->erased++;
	else
		snprintf(r->report->problem, sizeof(r->report->problem),
			"cannot erase an item that arrived: %s", outbox_result_name(res));
}

static bool each(void *ctx, const struct courier_ack *entry)
{
	struct round *r = ctx;

	consider(r, entry);
	return ++r->seen < COLLECT_AT_ONCE;
}

static void collect_keys(struct post *p, struct collect_report *ret)
{
	struct buf doc = BUF_INIT;
	char sha[WIRE_SHA256_HEX + 1], reason[WHY_MAX];

	if (courier_get_document(p->courier, "keys", NULL, &doc) == OUTBOX_OK && buf_ok(&doc) &&
		doc.len > 0) {
		sha256_hex(doc.data, doc.len, sha);
		bool seen = strcmp(sha, p->keys_seen) == 0;
		memcpy(p->keys_seen, sha, sizeof(sha));
		if (!seen)
			ret->new_keys = post_adopt_keys(p, doc.data, doc.len, reason);
	}
	buf_release(&doc);
}

static void collect_status(struct post *p, struct collect_report *ret)
{
	ret->new_status =
		statuslist_collect(&p->statuses, p->data_dir, &p->city, ret->problem);
}

void collect_run(struct post *p, struct collect_report *ret)
{
	char reason[OUTBOX_ERR_MAX];

	memset(ret, 0, sizeof(*ret));
	collect_status(p, ret);
	if (!p->courier &&
		courier_open(&p->courier, p->data_dir, OUTBOX_READER, reason) != OUTBOX_OK) {
		p->courier = NULL;
		return;
	}
	collect_keys(p, ret);
	struct round *r = calloc(1, sizeof(*r));
	if (!r)
		return;
	r->post = p;
	r->report = ret;
	enum outbox_result res = courier_each_ack(p->courier, &p->ack_cursor, each, r);
	ret->again = res == OUTBOX_BUSY || r->seen == COLLECT_AT_ONCE;
	if (res != OUTBOX_OK &&
		res != OUTBOX_BUSY) { /* replaced or damaged: open it afresh next time */
		courier_close(p->courier);
		p->courier = NULL;
	}
	buf_release(&r->last);
	free(r);
}

/* DATA is watched for one event and before the folder in it is tried: nothing is missed between the
 * two, and what is no longer needed goes by itself. */
int collect_watch(const struct post *p, int fd, bool *ret_final)
{
	const uint32_t what = IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_DELETE;
	char path[POST_PATH_MAX + 32];

	*ret_final = true; /* without inotify there is nothing to wait for */
	if (fd < 0)
		fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (fd < 0)
		return -1;
	snprintf(path, sizeof(path), "%s/courier", p->data_dir);
	if (inotify_add_watch(fd, path, what) >= 0)
		return fd;
	*ret_final = false;
	bool parent = inotify_add_watch(
			      fd, p->data_dir, IN_CREATE | IN_MOVED_TO | IN_ONESHOT) >= 0;
	*ret_final = inotify_add_watch(fd, path, what) >= 0;
	if (parent || *ret_final)
		return fd;
	close(fd);
	return -1;
}

void collect_drain(int fd)
{
	char events[4096];

	while (read(fd, events, sizeof(events)) > 0)
		;
}
