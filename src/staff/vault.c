/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vault — PINs, waits and who may come in. The key that a PIN gives is tried on the box that holds
 * the site's key: A256KW tells a wrong one, so the file needs no hash of the PIN beside it. Every
 * change is written before it is told; when it cannot be written it is undone here.
 * Argon2id's cost stands with each member, so that a later program can raise it at the next PIN;
 * less than 64 MiB is never accepted from a file.
 */
#include "vault.h"

#include <argon2.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>

#include "vault_private.h"

#define LANES       1
#define PURPOSE_MAX (VAULT_ID_HEX + 32)

static void purpose_of(const struct vault_member *m, char out[static PURPOSE_MAX])
{
	snprintf(out, PURPOSE_MAX, "marumado-site-key:%s", m->id);
}

static bool key_of(const struct vault_member *m, const char *pin, unsigned char *ret)
{
	return argon2id_hash_raw(m->passes, m->memory_kib, LANES, pin, strlen(pin), m->salt,
		       sizeof(m->salt), ret, BOX_KEY_BYTES) == ARGON2_OK;
}

int vault_find(const struct vault *v, const char *id)
{
	for (int i = 0; i < v->len; i++)
		if (strcmp(v->member[i].id, id) == 0)
			return i;
	return -1;
}

int vault_managers(const struct vault *v)
{
	int n = 0;

	for (int i = 0; i < v->len; i++)
		n += v->member[i].role == VAULT_MANAGER;
	return n;
}

enum vault_result vault_open(struct vault *v, const char *dir, uint64_t now_ms)
{
	memset(v, 0, sizeof(*v));
	if (snprintf(v->path, sizeof(v->path), "%s/vault.json", dir) >= (int)sizeof(v->path))
		return VAULT_FAILED;
	enum vault_result r = vault_load(v);
	for (int i = 0; i < v->len; i++)
		v->member[i].wait_from_ms = now_ms;
	return r;
}

void vault_close(struct vault *v)
{
	for (int i = 0; i < v->len; i++)
		vault_member_release(&v->member[i]);
	memset(v, 0, sizeof(*v));
}

static uint64_t wait_after(uint32_t misses)
{
	uint64_t ms = VAULT_WAIT_MS;

	if (misses <= VAULT_FREE_MISSES)
		return 0;
	for (uint32_t i = VAULT_FREE_MISSES + 1; i < misses && ms < VAULT_WAIT_MAX_MS; i++)
		ms *= 2;
	return ms < VAULT_WAIT_MAX_MS ? ms : VAULT_WAIT_MAX_MS;
}

uint64_t vault_wait_ms(const struct vault *v, int i, uint64_t now_ms)
{
	const struct vault_member *m = &v->member[i];
	uint64_t end = m->wait_from_ms + wait_after(m->misses);

	return m->misses > VAULT_FREE_MISSES && end > now_ms ? end - now_ms : 0;
}

static bool try_pin(const struct vault_member *m, const char *pin, struct vault_key *ret)
{
	struct buf site = BUF_INIT;
	struct vault_key k;
	char purpose[PURPOSE_MAX];

	purpose_of(m, purpose);
	bool ok = key_of(m, pin, k.own) && box_open(&site, k.own, purpose, m->wrapped) &&
		  site.len == BOX_KEY_BYTES;
	if (ok) {
		memcpy(k.site, site.data, BOX_KEY_BYTES);
		*ret = k;
	}
	explicit_bzero(&k, sizeof(k));
	buf_release(&site);
	return ok;
}

enum vault_result vault_unlock(
	struct vault *v, int i, const char *pin, uint64_t now_ms, struct vault_key *ret)
{
	struct vault_member *m = &v->member[i];

	if (vault_wait_ms(v, i, now_ms) > 0)
		return VAULT_WAIT;
	if (m->misses < UINT32_MAX)
		m->misses++;
	m->wait_from_ms = now_ms;
	if (!vault_save(v))
		return VAULT_FAILED;
	if (pin_check(pin) == PIN_LENGTH || !try_pin(m, pin, ret))
		return VAULT_WRONG;
	m->misses = 0;
	if (vault_save(v))
		return VAULT_OK;
	explicit_bzero(ret, sizeof(*ret));
	return VAULT_FAILED;
}

/* Gives m a fresh salt and wraps the site's key with what the PIN gives. */
static bool wrap(struct vault_member *m, const unsigned char *site, const char *pin)
{
	unsigned char own[BOX_KEY_BYTES];
	char purpose[PURPOSE_MAX];

	m->memory_kib = VAULT_MEMORY_KIB;
	m->passes = VAULT_PASSES;
	m->misses = 0;
	m->wait_from_ms = 0;
	purpose_of(m, purpose);
	bool ok = RAND_bytes(m->salt, sizeof(m->salt)) == 1 && key_of(m, pin, own);
	m->wrapped = ok ? box_close(own, purpose, 0, site, BOX_KEY_BYTES) : NULL;
	explicit_bzero(own, sizeof(own));
	return m->wrapped != NULL;
}

static bool draw_id(const struct vault *v, char ret[static VAULT_ID_HEX + 1])
{
	unsigned char b[VAULT_ID_HEX / 2];

	do {
		if (RAND_bytes(b, sizeof(b)) != 1)
			return false;
		for (size_t i = 0; i < sizeof(b); i++)
			snprintf(ret + 2 * i, 3, "%02x", b[i]);
	} while (vault_find(v, ret) >= 0);
	return true;
}

bool vault_name_fits(const struct vault *v, const char *name)
{
	for (int i = 0; i < v->len; i++)
		if (strcmp(v->member[i].name, name) == 0)
			return false;
	return vault_name_plain(name);
}

enum vault_result vault_add(struct vault *v, const struct vault_key *by, const char *name,
	enum vault_role role, const char *pin, char ret_id[VAULT_ID_HEX + 1])
{
	struct vault_member m = { .role = role };
	unsigned char site[BOX_KEY_BYTES];

	if (v->len == VAULT_MEMBERS_MAX || !vault_name_fits(v, name) ||
		pin_check(pin) != PIN_FINE || (by == NULL) != (v->len == 0) ||
		(!by && role != VAULT_MANAGER))
		return VAULT_REFUSED;
	snprintf(m.name, sizeof(m.name), "%s", name);
	bool ok = draw_id(v, m.id);
	if (by)
		memcpy(site, by->site, sizeof(site));
	else
		ok = ok && RAND_bytes(site, sizeof(site)) == 1;
	ok = ok && wrap(&m, site, pin);
	explicit_bzero(site, sizeof(site));
	if (ok) {
		v->member[v->len++] = m;
		if (vault_save(v)) {
			if (ret_id)
				memcpy(ret_id, m.id, sizeof(m.id));
			return VAULT_OK;
		}
		v->len--;
	}
	vault_member_release(&m);
	return VAULT_FAILED;
}

enum vault_result vault_reset_pin(
	struct vault *v, const struct vault_key *by, int i, const char *pin)
{
	struct vault_member was = v->member[i], m = was;

	if (pin_check(pin) != PIN_FINE)
		return VAULT_REFUSED;
	if (!wrap(&m, by->site, pin))
		return VAULT_FAILED;
	v->member[i] = m;
	if (vault_save(v)) {
		json_decref(was.wrapped);
		return VAULT_OK;
	}
	v->member[i] = was;
	json_decref(m.wrapped);
	return VAULT_FAILED;
}

enum vault_result vault_remove(struct vault *v, int i)
{
	struct vault_member gone = v->member[i];
	size_t after = (size_t)(v->len - i - 1);

	if (gone.role == VAULT_MANAGER && vault_managers(v) == 1)
		return VAULT_REFUSED;
	memmove(&v->member[i], &v->member[i + 1], after * sizeof(gone));
	v->len--;
	if (vault_save(v)) {
		vault_member_release(&gone);
		return VAULT_OK;
	}
	memmove(&v->member[i + 1], &v->member[i], after * sizeof(gone));
	v->member[i] = gone;
	v->len++;
	return VAULT_FAILED;
}
