/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ackdesk — what must be in order before the city signs anything.
 *
 * The ack key must be one that the key document names: kiosks would believe no acknowledgement
 * otherwise. The database must be there and whole, read from end to end each time: what is
 * acknowledged is erased at the other end, and a file that lost something would make the city
 * promise what it cannot keep.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>
#include "ackdesk.h"
#include "commands.h"
#include "log.h"

bool ackdesk_read(struct buf *ret, const char *path, size_t max)
{
	if (buf_read_file(ret, path, max))
		return true;
	log_error("cannot read '%s': %s", path, strerror(errno));
	return false;
}

static bool names_key(const struct city_keys *keys, const char *kid)
{
	for (int i = 0; i < keys->ack_len; i++)
		if (strcmp(keys->ack[i].kid, kid) == 0)
			return true;
	return false;
}

static int load_ack_key(struct ack_desk *desk, const struct options *o,
	const struct city_keys *keys)
{
	char path[4096], err[KEYS_ERR_MAX];
	if (!options_path(o, "ack.jwk", path, sizeof(path))
		|| !jwk_read(&desk->key, path, true, err)) {
		log_error("cannot use the acknowledgement key: %s", err);
		return access(path, F_OK) == 0 ? EX_CONFIG : EX_NOINPUT;
	}
	if (names_key(keys, desk->key.kid))
		return EX_OK;
	log_error("'%s' is not among the acknowledgement keys of the key document", path);
	return EX_CONFIG;
}

/* Key document and ack key. 0 or the exit code after logging. */
static int load_keys(struct ack_desk *desk, const struct options *o, struct buf *doc)
{
	char path[4096], err[KEYS_ERR_MAX];
	struct city_keys keys = { .version = 0 };
	if (!options_path(o, "keys.jws", path, sizeof(path))
		|| !ackdesk_read(doc, path, WIRE_DOC_BYTES_MAX))
		return EX_NOINPUT;
	if (!city_keys_verify(&keys, doc->data, doc->len, NULL, 0, err)) {
		log_error("'%s' is no good key document: %s", path, err);
		return EX_CONFIG;
	}
	int status = load_ack_key(desk, o, &keys);
	city_keys_release(&keys);
	return status;
}

static int open_checked(struct ack_desk *desk, const struct options *o, int busy_ms)
{
	char err[STORE_ERR_MAX], doing[STORE_ERR_MAX + 256];
	int status = command_open_store(o, STORE_EXISTING, busy_ms, &desk->store);
	if (status != EX_OK)
		return status;
	enum store_result r = desk->store->check(desk->store, err);
	if (r == STORE_OK)
		return EX_OK;
	snprintf(doing, sizeof(doing), "'%.200s' (%.200s)", desk->store_name, err);
	return command_store_failed(r, doing);
}

int ackdesk_open(struct ack_desk *ret, const struct options *o, unsigned rate, int busy_ms,
	struct buf *keys_doc)
{
	struct buf own = BUF_INIT;
	pthread_mutex_init(&ret->store_lock, NULL);
	pthread_mutex_init(&ret->key_lock, NULL);
	group_open(&ret->group);
	ret->verifiers = verifiers_open();
	ret->per_device = ratelimit_open(rate, rate * 2);
	int status = ret->verifiers && ret->per_device ? EX_OK : EX_OSERR;
	if (status == EX_OK && !command_store_name(o, ret->store_name)) {
		log_error("the database's name is too long");
		status = EX_USAGE;
	}
	if (status == EX_OK)
		status = load_keys(ret, o, keys_doc ? keys_doc : &own);
	if (status == EX_OK)
		status = open_checked(ret, o, busy_ms);
	buf_release(&own);
	return status;
}

void ackdesk_close(struct ack_desk *desk)
{
	if (desk->store)
		desk->store->close(desk->store);
	verifiers_close(desk->verifiers);
	ratelimit_close(desk->per_device);
	jwk_release(&desk->key);
	group_close(&desk->group);
	pthread_mutex_destroy(&desk->store_lock);
	pthread_mutex_destroy(&desk->key_lock);
}
