/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sync_double — what the courier's tests share: a data folder with a real outbox and courier
 * database, items and acks in their true framing (with signatures that nobody checks), and
 * base64url.
 */
#ifndef MARUMADO_SYNC_DOUBLE_H
#define MARUMADO_SYNC_DOUBLE_H
#include <jansson.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "courier.h"
#include "outbox.h"

#define DOUBLE_DEVICE "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
#define DOUBLE_ITEM_HEADER                                                                         \
	"{\"alg\":\"ES256\",\"kid\":\"" DOUBLE_DEVICE "\",\"typ\":\"marumado-item\"}"
#define DOUBLE_ACK_HEADER "{\"alg\":\"ES256\",\"kid\":\"ack\",\"typ\":\"marumado-ack\"}"

static inline void double_b64(struct buf *out, const char *data, size_t len)
{
	size_t cap = (len + 2) / 3 * 4 + 1;
	char *text = malloc(cap);
	int n = EVP_EncodeBlock((unsigned char *)text, (const unsigned char *)data, (int)len);

	while (n > 0 && text[n - 1] == '=')
		n--;
	for (int i = 0; i < n; i++)
		text[i] = text[i] == '+' ? '-' : text[i] == '/' ? '_' : text[i];
	buf_append(out, text, (size_t)n);
	free(text);
}

/* A JWS compact over the two JSON texts. */
static inline void double_jws(
	struct buf *out, const char *header, const char *payload, size_t payload_len)
{
	double_b64(out, header, strlen(header));
	buf_puts(out, ".");
	double_b64(out, payload, payload_len);
	buf_puts(out, ".c2lnbmF0dXJl");
}

static inline void double_sha256(const char *data, size_t len, char ret[static WIRE_SHA256_HEX + 1])
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	EVP_Digest(data, len, md, &n, EVP_sha256(), NULL);
	for (unsigned i = 0; i < n; i++)
		snprintf(ret + (size_t)2 * i, 3, "%02x", md[i]);
}

struct site_double {
	char dir[64];
	struct outbox *outbox; /* the kiosk's */
	struct courier *courier;
	uint64_t next_seq;
};

static inline void site_open(struct site_double *s)
{
	struct outbox_options opt = { .data_dir = s->dir };
	char err[OUTBOX_ERR_MAX];

	strcpy(s->dir, "/tmp/marumado-sync-XXXXXX");
	if (mkdtemp(s->dir) == NULL)
		abort();
	s->outbox = NULL;
	s->courier = NULL;
	s->next_seq = 1;
	if (outbox_open(&s->outbox, &opt, OUTBOX_WRITER, err, NULL, NULL) != OUTBOX_OK ||
		courier_open(&s->courier, s->dir, OUTBOX_WRITER, err) != OUTBOX_OK) {
		fprintf(stderr, "%s\n", err);
		abort();
	}
}

static inline void site_close(struct site_double *s)
{
	char command[128];

	outbox_close(s->outbox);
	courier_close(s->courier);
	snprintf(command, sizeof command, "rm -rf '%s'", s->dir);
	if (system(command) != 0)
		abort();
}

/* The id of the n-th item that site_put made, counted from 1. */
static inline void site_id(uint64_t n, char ret[static WIRE_ID_HEX + 1])
{
	snprintf(ret, WIRE_ID_HEX + 1, "%032llx", (unsigned long long)(n * 0x9e3779b97f4a7c15u));
}

/* Puts an item whose payload is padded to about `size` bytes. */
static inline uint64_t site_put(struct site_double *s, bool urgent, size_t size)
{
	struct outbox_item item = {
		.seq = s->next_seq, .urgent = urgent, .made_hour = "2026-11-23T10"
	};
	struct buf jws = BUF_INIT, payload = BUF_INIT;

	site_id(item.seq, item.id);
	buf_printf(&payload, "{\"v\":1,\"id\":\"%s\",\"seq\":%llu,\"pad\":\"", item.id,
		(unsigned long long)item.seq);
	while (payload.len + 2 < size)
		buf_puts(&payload, "x");
	buf_puts(&payload, "\"}");
	double_jws(&jws, DOUBLE_ITEM_HEADER, buf_str(&payload), payload.len);
	item.jws = jws.data;
	item.jws_len = jws.len;
	if (outbox_put(s->outbox, &item, NULL) != OUTBOX_OK)
		abort();
	buf_release(&jws);
	buf_release(&payload);
	return s->next_seq++;
}

/* An ack for one item, or for several when called with a comma-joined list of entries. */
static inline void double_ack(struct buf *out, const char *device, const char *entries)
{
	struct buf payload = BUF_INIT;

	buf_printf(&payload,
		"{\"v\":1,\"device\":\"%s\",\"at\":\"2026-11-23T10:00:00Z\",\"acks\":[%s]}", device,
		entries);
	double_jws(out, DOUBLE_ACK_HEADER, buf_str(&payload), payload.len);
	buf_release(&payload);
}

static inline void double_entry(
	struct buf *out, const char *id, const char *sha256, const char *verdict)
{
	buf_printf(out, "%s{\"id\":\"%s\",\"sha256\":\"%s\",\"verdict\":\"%s\",\"city_seq\":7}",
		out->len > 0 ? "," : "", id, sha256, verdict);
}
#endif
