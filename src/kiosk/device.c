/* SPDX-License-Identifier: Apache-2.0 */
/*
 * device — the key is drawn here and never leaves: the city learns only its public part, through an
 * "enrol" item that takes the same road as every other item and is signed by the key itself.
 * DATA/keys/introduced holds the thumbprint that was queued; without it the item is queued (again).
 * The salt is separate from the key so that replacing a key does not orphan earlier receipts.
 */
#include "device.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "buf.h"
#include "sign.h"
#include "why.h"

#define PATH_CAP 1024

static bool make_dir(const char *path, mode_t mode, char err[static WHY_MAX])
{
	struct stat st;
	if (mkdir(path, mode) == 0 ||
		(errno == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode)))
		return true;
	return why(err, "cannot make the folder '%s': %s", path, strerror(errno));
}

static int open_key(struct device *d, const char *path, char err[static WHY_MAX])
{
	char reason[KEYS_ERR_MAX];

	if (access(path, F_OK) == 0) {
		if (jwk_read(&d->key, path, true, reason))
			return 0;
		why(err,
			"device key %s (put the file back, or remove it: a new key needs the "
			"city's approval)",
			reason);
		return EX_CONFIG;
	}
	if (!jwk_generate(&d->key, false)) {
		why(err, "cannot make a device key");
		return EX_SOFTWARE;
	}
	if (jwk_write(&d->key, path, true))
		return 0;
	jwk_release(&d->key);
	why(err, "cannot write '%s'", path);
	return EX_SOFTWARE;
}

static int read_salt(struct device *d, const char *path, char err[static WHY_MAX])
{
	struct buf b = BUF_INIT;
	bool ok = buf_read_file(&b, path, DEVICE_SALT_LEN) && b.len == DEVICE_SALT_LEN;

	if (ok)
		memcpy(d->salt, b.data, DEVICE_SALT_LEN);
	else
		why(err,
			"'%s' is not %d bytes of salt (put the file back, or remove it: numbers "
			"given before can then no longer be looked up here)",
			path, DEVICE_SALT_LEN);
	buf_release(&b);
	return ok ? 0 : EX_CONFIG;
}

static int open_salt(struct device *d, const char *path, char err[static WHY_MAX])
{
	if (access(path, F_OK) == 0)
		return read_salt(d, path, err);
	if (getrandom(d->salt, DEVICE_SALT_LEN, 0) == DEVICE_SALT_LEN &&
		buf_write_file(path, d->salt, DEVICE_SALT_LEN, 0600))
		return 0;
	why(err, "cannot write '%s': %s", path, strerror(errno));
	return EX_SOFTWARE;
}

bool device_folders(const char *data_dir, char err[static WHY_MAX])
{
	char dir[PATH_CAP + 8];

	snprintf(dir, sizeof(dir), "%s/keys", data_dir);
	return make_dir(data_dir, 0750, err) && make_dir(dir, 0700, err);
}

int device_open(struct device *d, const char *data_dir, char err[static WHY_MAX])
{
	char path[PATH_CAP + 32];

	memset(d, 0, sizeof(*d));
	snprintf(path, sizeof(path), "%s/keys/device.jwk", data_dir);
	int rc = open_key(d, path, err);
	if (rc == 0) {
		snprintf(path, sizeof(path), "%s/keys/receipt.salt", data_dir);
		rc = open_salt(d, path, err);
	}
	if (rc != 0)
		device_close(d);
	return rc;
}

void device_close(struct device *d)
{
	jwk_release(&d->key);
	explicit_bzero(d->salt, sizeof(d->salt));
}

void device_hour(char ret[static WIRE_MADE_LEN + 1])
{
	time_t now = time(NULL);
	struct tm tm;

	localtime_r(&now, &tm);
	if (strftime(ret, WIRE_MADE_LEN + 1, "%Y-%m-%dT%H", &tm) != WIRE_MADE_LEN)
		memcpy(ret, "1970-01-01T00",
			WIRE_MADE_LEN + 1); /* a year beyond 9999: the clock is dead */
}

static bool is_introduced(const struct device *d, const char *path)
{
	struct buf b = BUF_INIT;
	bool yes = buf_read_file(&b, path, WIRE_KID_MAX) && strcmp(buf_str(&b), d->key.kid) == 0;

	buf_release(&b);
	return yes;
}

static bool sign_introduction(
	const struct device *d, struct outbox *outbox, struct item *it, struct buf *jws)
{
	it->device = jwk_public(&d->key);
	bool ok = it->device && item_new_id(it->id) &&
		  outbox_head(outbox, &it->seq, it->prev) == OUTBOX_OK;

	if (ok) {
		snprintf(it->kind, sizeof(it->kind), "%s", WIRE_KIND_ENROL);
		device_hour(it->made);
		it->urgent = true; /* nothing else is taken before the city knows the device */
		ok = item_sign(jws, it, &d->key);
	}
	json_decref(it->device);
	it->device = NULL;
	return ok;
}

bool device_introduce(const struct device *d, const char *data_dir, struct outbox *outbox,
	char err[static WHY_MAX])
{
	char path[PATH_CAP + 32];
	struct item it = { 0 };
	struct buf jws = BUF_INIT;

	snprintf(path, sizeof(path), "%s/keys/introduced", data_dir);
	if (is_introduced(d, path))
		return true;
	bool ok = sign_introduction(d, outbox, &it, &jws);
	enum outbox_result r = OUTBOX_IO;
	if (ok) {
		struct outbox_item row = {
			.seq = it.seq, .urgent = it.urgent, .jws = jws.data, .jws_len = jws.len
		};
		memcpy(row.id, it.id, sizeof(row.id));
		memcpy(row.made_hour, it.made, sizeof(row.made_hour));
		r = outbox_put(outbox, &row, NULL);
		ok = r == OUTBOX_OK && buf_write_file(path, d->key.kid, strlen(d->key.kid), 0600);
	}
	if (!ok)
		why(err, "cannot queue the introduction of this device (outbox: %s)",
			outbox_result_name(r));
	buf_release(&jws);
	return ok;
}
