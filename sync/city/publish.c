/* SPDX-License-Identifier: Apache-2.0 */
/*
 * publish — takes the status document that the offline desk signed and puts it where kiosks'
 * couriers fetch it.
 *
 * The server could not make one up: it is checked against the content keys of the key document,
 * like at every kiosk, so that a wrong stick is found here and not by a person at a terminal. A
 * version never falls, and one version has one content. A running server sees the new file by
 * itself (http_status.c).
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>
#include "ackdesk.h"
#include "commands.h"
#include "log.h"
#include "statusdoc.h"

/* Reads a file of --dir and its key document. 0 or the exit code. */
static int load_keys(const struct options *o, struct city_keys *keys)
{
	char path[4096], err[KEYS_ERR_MAX];
	struct buf doc = BUF_INIT;
	int status = EX_OK;
	if (!options_path(o, "keys.jws", path, sizeof(path))
		|| !ackdesk_read(&doc, path, WIRE_DOC_BYTES_MAX))
		return EX_NOINPUT;
	if (!city_keys_verify(keys, doc.data, doc.len, NULL, 0, err)) {
		log_error("'%s' is no good key document: %s", path, err);
		status = EX_CONFIG;
	} else if (keys->content_len == 0) {
		log_error("'%s' names no content key (init --content): nobody could believe a "
			"status document", path);
		status = EX_CONFIG;
	}
	buf_release(&doc);
	return status;
}

/* What is published now; version 0 when there is nothing that could be believed. */
static int64_t present_version(const struct city_keys *keys, const char *path, struct buf *now)
{
	struct status_doc doc;
	char why[SIGN_REASON_MAX];
	if (!buf_read_file(now, path, WIRE_STATUS_BYTES_MAX))
		return 0;
	if (!status_doc_verify(&doc, buf_str(now), now->len, keys, 0, why))
		return 0;
	int64_t version = doc.version;
	status_doc_release(&doc);
	return version;
}

/* Stores it when it is newer. 0 or the exit code. */
static int replace(const struct city_keys *keys, const char *path, const struct buf *text,
	const struct status_doc *doc)
{
	struct buf now = BUF_INIT;
	int64_t present = present_version(keys, path, &now);
	bool same = present > 0 && now.len == text->len
		&& memcmp(now.data, text->data, now.len) == 0;
	int status = EX_OK;
	if (!same && doc->version <= present) {
		log_error("version %" PRId64 " is not newer than the published %" PRId64,
			doc->version, present);
		status = EX_DATAERR;
	} else if (!same && !buf_write_file(path, text->data, text->len, 0644)) {
		log_error("cannot write '%s': %s", path, strerror(errno));
		status = EX_CANTCREAT;
	}
	buf_release(&now);
	return status;
}

static int publish(const struct options *o, const struct city_keys *keys, const struct buf *text)
{
	struct status_doc doc;
	char path[4096], why[SIGN_REASON_MAX];
	if (!options_path(o, WIRE_STATUS_FILE, path, sizeof(path)))
		return EX_USAGE;
	if (!status_doc_verify(&doc, buf_str(text), text->len, keys, 0, why)) {
		log_error("'%s' is no status document of this city (%s)", o->argument, why);
		return EX_DATAERR;
	}
	int status = replace(keys, path, text, &doc);
	if (status == EX_OK)
		printf("version\t%" PRId64 "\ncases\t%zu\n", doc.version,
			json_array_size(doc.list));
	status_doc_release(&doc);
	return status;
}

int command_publish(const struct options *o)
{
	struct city_keys keys = { .version = 0 };
	struct buf text = BUF_INIT;
	int status = load_keys(o, &keys);
	if (status == EX_OK && !ackdesk_read(&text, o->argument, WIRE_STATUS_BYTES_MAX))
		status = EX_NOINPUT;
	if (status == EX_OK)
		status = publish(o, &keys, &text);
	buf_release(&text);
	city_keys_release(&keys);
	return status;
}
