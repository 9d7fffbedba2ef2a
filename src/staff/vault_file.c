/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vault_file — vault.json, version 1. A file that is not exactly what vault_save writes is damaged:
 * it is left as it is, for a person to put back from a copy, and nobody can be added meanwhile, so
 * that removing or spoiling it never lets a stranger become the first manager of a site in use (the
 * first one is added at the console only).
 */
#include <errno.h>
#include <jose/jose.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hidden.h"
#include "vault_private.h"

#define VERSION  1
#define FILE_MAX (256 * 1024)

static const char *const role_name[] = { [VAULT_STAFF] = "staff", [VAULT_MANAGER] = "manager" };

void vault_member_release(struct vault_member *m)
{
	json_decref(m->wrapped);
	explicit_bzero(m, sizeof(*m));
}

bool vault_name_plain(const char *name)
{
	size_t len = strlen(name);

	for (const unsigned char *c = (const unsigned char *)name; *c; c++)
		if (*c < 0x20 || *c == 0x7f || strchr("{|}\\", *c))
			return false;
	return len > 0 && len < VAULT_NAME_MAX && !hidden_in(name, len);
}

static json_t *member_json(const struct vault_member *m)
{
	return json_pack("{ss ss ss s{si si so} sO sI}", "id", m->id, "name", m->name, "role",
		role_name[m->role], "argon2id", "memory_kib", (int)m->memory_kib, "passes",
		(int)m->passes, "salt", jose_b64_enc(m->salt, sizeof(m->salt)), "key", m->wrapped,
		"misses", (json_int_t)m->misses);
}

bool vault_save(const struct vault *v)
{
	json_t *list = json_array(), *o = NULL;
	bool ok = list != NULL;

	for (int i = 0; ok && i < v->len; i++)
		ok = json_array_append_new(list, member_json(&v->member[i])) == 0;
	if (ok)
		o = json_pack("{si sO}", "v", VERSION, "members", list);
	char *text = o ? json_dumps(o, JSON_INDENT(1)) : NULL;
	ok = text && buf_write_file(v->path, text, strlen(text), 0600);
	free(text);
	json_decref(o);
	json_decref(list);
	return ok;
}

static bool copy(char *out, size_t cap, const json_t *value)
{
	const char *s = json_string_value(value);

	if (!s || json_string_length(value) != strlen(s) || strlen(s) >= cap)
		return false;
	memcpy(out, s, strlen(s) + 1);
	return true;
}

static bool in_range(const json_t *value, json_int_t least, json_int_t most, uint32_t *ret)
{
	json_int_t n = json_integer_value(value);

	if (!json_is_integer(value) || n < least || n > most)
		return false;
	*ret = (uint32_t)n;
	return true;
}

static bool read_member(struct vault_member *m, const json_t *o)
{
	const json_t *cost = json_object_get(o, "argon2id");
	char role[8];

	memset(m, 0, sizeof(*m));
	if (json_object_size(o) != 6 || !copy(m->id, sizeof(m->id), json_object_get(o, "id")) ||
		strlen(m->id) != VAULT_ID_HEX || m->id[strspn(m->id, "0123456789abcdef")] != '\0' ||
		!copy(m->name, sizeof(m->name), json_object_get(o, "name")) ||
		!vault_name_plain(m->name) || !copy(role, sizeof(role), json_object_get(o, "role")))
		return false;
	m->role = strcmp(role, role_name[VAULT_MANAGER]) == 0 ? VAULT_MANAGER : VAULT_STAFF;
	if (strcmp(role, role_name[m->role]) != 0 ||
		!in_range(json_object_get(cost, "memory_kib"), VAULT_MEMORY_KIB, VAULT_MEMORY_MAX,
			&m->memory_kib) ||
		!in_range(json_object_get(cost, "passes"), 1, VAULT_PASSES_MAX, &m->passes) ||
		jose_b64_dec(json_object_get(cost, "salt"), m->salt, sizeof(m->salt)) !=
			sizeof(m->salt) ||
		!in_range(json_object_get(o, "misses"), 0, UINT32_MAX, &m->misses) ||
		box_saved(json_object_get(o, "key")) < 0)
		return false;
	m->wrapped = json_incref(json_object_get(o, "key"));
	return true;
}

static bool read_members(struct vault *v, const json_t *root)
{
	const json_t *list = json_object_get(root, "members");
	struct vault_member m;

	if (json_integer_value(json_object_get(root, "v")) != VERSION || !json_is_array(list) ||
		json_array_size(list) > VAULT_MEMBERS_MAX)
		return false;
	for (size_t i = 0; i < json_array_size(list); i++) {
		if (!read_member(&m, json_array_get(list, i)))
			return false;
		if (vault_find(v, m.id) >= 0) {
			vault_member_release(&m);
			return false;
		}
		v->member[v->len++] = m;
	}
	return v->len == 0 || vault_managers(v) > 0;
}

enum vault_result vault_load(struct vault *v)
{
	struct buf file = BUF_INIT;

	if (access(v->path, F_OK) != 0)
		return errno == ENOENT ? VAULT_OK : VAULT_FAILED;
	if (!buf_read_file(&file, v->path, FILE_MAX))
		return VAULT_FAILED;
	json_t *root = json_loadb(buf_str(&file), file.len, JSON_REJECT_DUPLICATES, NULL);
	bool ok = read_members(v, root);
	json_decref(root);
	buf_release(&file);
	if (ok)
		return VAULT_OK;
	for (int i = 0; i < v->len; i++)
		vault_member_release(&v->member[i]);
	v->len = 0;
	return VAULT_DAMAGED;
}
