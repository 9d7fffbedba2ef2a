/* SPDX-License-Identifier: Apache-2.0 */
/*
 * post — trust on first use, then a chain: the document the installer names is trusted once (its
 * fingerprint is shown by `enrol`); from then on only a document signed by the roots in use
 * replaces it, and its version never falls. The one in use is DATA/keys/keys.jws. The courier's
 * database is opened read-only and only when it exists: a kiosk that has never been connected must
 * work.
 */
#include "post.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "sign.h"

static void adopted_path(const struct post *p, char out[static POST_PATH_MAX + 32])
{
	snprintf(out, POST_PATH_MAX + 32, "%s/keys/keys.jws", p->data_dir);
}

bool post_adopt_keys(struct post *p, const char *doc, size_t len, char err[static WHY_MAX])
{
	struct city_keys next = { 0 };
	char reason[KEYS_ERR_MAX], path[POST_PATH_MAX + 32];
	const struct city_keys *root = p->city.root_len > 0 ? &p->city : NULL;

	if (!city_keys_verify(&next, doc, len, root, p->city.version + (root ? 1 : 0), reason))
		return why(err, "%s", reason);
	adopted_path(p, path);
	if (!buf_write_file(path, doc, len, 0600)) {
		city_keys_release(&next);
		return why(err, "cannot write '%s': %s", path, strerror(errno));
	}
	city_keys_release(&p->city);
	p->city = next;
	statuslist_forget(&p->statuses); /* other keys may be believed now */
	return true;
}

/* What was adopted before was verified then and lies in a folder of our own; it signs itself. */
static bool load_adopted(struct post *p, struct buf *ret_doc, char err[static WHY_MAX])
{
	char path[POST_PATH_MAX + 32], reason[KEYS_ERR_MAX];

	adopted_path(p, path);
	if (access(path, F_OK) != 0)
		return true;
	if (!buf_read_file(ret_doc, path, WIRE_DOC_BYTES_MAX))
		return why(err, "cannot read '%s': %s", path, strerror(errno));
	return city_keys_verify(&p->city, ret_doc->data, ret_doc->len, NULL, 0, reason) ||
	       why(err, "%s: %s", path, reason);
}

/* The document the installer named: taken when there is none yet or it is newer. The very document
 * that is in use already needs no second look at its signatures. */
static bool consider_configured(
	struct post *p, const struct buf *adopted, const char *path, char err[static WHY_MAX])
{
	struct buf doc = BUF_INIT;
	struct city_keys own = { 0 };
	char reason[KEYS_ERR_MAX] = "";
	bool ok = true;

	if (!buf_read_file(&doc, path, WIRE_DOC_BYTES_MAX))
		return p->city.root_len > 0 ||
		       why(err, "cannot read '%s': %s", path, strerror(errno));
	bool same = p->city.root_len > 0 && doc.len == adopted->len &&
		    memcmp(buf_str(&doc), buf_str(adopted), doc.len) == 0;
	if (!same && !city_keys_verify(&own, doc.data, doc.len, NULL, 0, reason))
		ok = why(err, "%s: %s", path, reason);
	else if (!same && (p->city.root_len == 0 || own.version > p->city.version))
		ok = post_adopt_keys(p, doc.data, doc.len, err);
	city_keys_release(&own);
	buf_release(&doc);
	return ok;
}

/* Loads the city's keys: what was adopted before (DATA/keys/keys.jws), or the configured document
 * when it is newer and signed by the present roots. */
static bool load_city_keys(struct post *p, const char *configured, char err[static WHY_MAX])
{
	struct buf adopted = BUF_INIT;
	bool ok = load_adopted(p, &adopted, err);

	if (ok && configured[0])
		ok = consider_configured(p, &adopted, configured, err);
	else if (ok && p->city.root_len == 0)
		ok = why(err, "no city keys: set keys in the section [city] to the city's key "
			      "document");
	buf_release(&adopted);
	return ok;
}

static int open_outbox(struct post *p, const struct post_setup *setup, char err[static WHY_MAX])
{
	const struct outbox_options opt = { setup->data_dir,
		setup->spool_dir[0] ? setup->spool_dir : NULL };
	char reason[OUTBOX_ERR_MAX] = "";
	enum outbox_result r = outbox_open(
		&p->outbox, &opt, OUTBOX_WRITER, reason, &p->damaged, &p->salvaged);

	if (r == OUTBOX_OK)
		return 0;
	p->outbox = NULL;
	if (r == OUTBOX_BUSY) {
		why(err, "another kiosk is running on '%s'", setup->data_dir);
		return EX_TEMPFAIL;
	}
	why(err, "outbox: %s: %s", outbox_result_name(r), reason);
	return EX_SOFTWARE;
}

int post_open(struct post *p, const struct post_setup *setup, char err[static WHY_MAX])
{
	int rc;

	memset(p, 0, sizeof(*p));
	statuslist_forget(&p->statuses);
	if (strlen(setup->data_dir) >= sizeof(p->data_dir)) {
		why(err, "data folder: name too long");
		return EX_CONFIG;
	}
	snprintf(p->data_dir, sizeof(p->data_dir), "%s", setup->data_dir);
	/* the outbox's lock first: who holds it is alone with the keys too */
	if (!device_folders(setup->data_dir, err))
		rc = EX_SOFTWARE;
	else if ((rc = open_outbox(p, setup, err)) != 0)
		;
	else if ((rc = device_open(&p->device, setup->data_dir, err)) != 0)
		;
	else if (!load_city_keys(p, setup->city_keys, err))
		rc = EX_CONFIG;
	else if (!device_introduce(&p->device, setup->data_dir, p->outbox, err))
		rc = EX_SOFTWARE;
	if (rc != 0)
		post_close(p);
	return rc;
}

void post_close(struct post *p)
{
	courier_close(p->courier);
	outbox_close(p->outbox);
	city_keys_release(&p->city);
	device_close(&p->device);
	memset(p, 0, sizeof(*p));
}
