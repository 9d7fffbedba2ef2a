/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compose — one door for all scripts whose keys do more than add themselves.
 * The last characters of the text are decoded into a small array, a method edits that array, and
 * what differs afterwards is the answer; so no method knows about bytes, and NFC is made in one
 * place. What is not well-formed is never read across: the array begins after it.
 * Not here: conversion with candidates (kana to kanji, pinyin).
 */
#include "compose.h"

#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include "compose_private.h"
#include "utf8.h"

struct method {
	const char *name;
	bool (*key)(struct tail *t, UChar32 key);
	void (*delete)(struct tail *t); /* NULL: the last cluster */
};

UChar32 tail_last(const struct tail *t)
{
	return t->n > 0 ? t->c[t->n - 1] : 0;
}

UChar32 tail_second(const struct tail *t)
{
	return t->n > 1 ? t->c[t->n - 2] : 0;
}

void tail_put(struct tail *t, int at, UChar32 c)
{
	memmove(t->c + at + 1, t->c + at, (size_t)(t->n - at) * sizeof t->c[0]);
	t->c[at] = c;
	t->n++;
}

bool tail_add(struct tail *t, UChar32 c)
{
	t->c[t->n++] = c;
	return true;
}

static void delete_one(struct tail *t)
{
	t->n--;
}

static const struct method methods[] = {
	{ "hangul", tail_hangul, tail_delete_jamo },
	{ "telex", tail_telex, NULL },
	{ "thai", tail_thai, delete_one },
	{ "deva", tail_deva, tail_delete_deva },
	{ "mymr", tail_mymr, delete_one },
	{ "arab", tail_add, delete_one },
};

static const struct method *method_of(const char *name)
{
	static const struct method plain = { "", tail_add, NULL };

	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		if (!strcmp(methods[i].name, name))
			return &methods[i];
	return &plain;
}

/* The last characters of s[0..len); returns where they begin. */
static size_t decode(const char *s, size_t len, struct tail *t)
{
	UChar32 back[COMPOSE_TAIL];
	size_t from = len > COMPOSE_TAIL * U8_MAX_LENGTH ? len - COMPOSE_TAIL * U8_MAX_LENGTH : 0;
	int32_t at = (int32_t)(len - from);
	int n = 0;

	s += from;
	while (at > 0 && n < COMPOSE_TAIL) {
		int32_t i = at;
		UChar32 c;

		U8_PREV((const uint8_t *)s, 0, i, c);
		if (c < 0)
			break;
		back[n++] = c;
		at = i;
	}
	for (t->n = 0; t->n < n; t->n++)
		t->c[t->n] = back[n - 1 - t->n];
	explicit_bzero(back, sizeof back);
	return from + (size_t)at;
}

/* The characters of a key; 0 when it is empty, malformed or too long. */
static int decode_key(const char *key, UChar32 out[static COMPOSE_KEY_MAX])
{
	int n = 0;
	size_t len = strlen(key), i = 0;

	while (i < len) {
		UChar32 c;

		U8_NEXT((const uint8_t *)key, i, len, c);
		if (c < 0 || n == COMPOSE_KEY_MAX)
			return 0;
		out[n++] = c;
	}
	return n;
}

/* What must be taken off `old` and added to make it the characters of t, composed. */
static bool difference(const char *old, size_t len, const struct tail *t, struct composed *ret)
{
	char bytes[TAIL_CAP * U8_MAX_LENGTH], nfc[COMPOSE_TEXT_MAX];
	size_t n = 0, same = 0;
	bool ok;

	for (int i = 0; i < t->n; i++)
		U8_APPEND_UNSAFE((uint8_t *)bytes, n, t->c[i]);
	ok = utf8_nfc(bytes, n, nfc, sizeof nfc);
	while (ok && same < len && nfc[same] == old[same])
		same++;
	while (same > 0 && (U8_IS_TRAIL((uint8_t)nfc[same])
		|| (same < len && U8_IS_TRAIL((uint8_t)old[same]))))
		same--;
	if (ok) {
		ret->remove = len - same;
		snprintf(ret->text, sizeof ret->text, "%s", nfc + same);
	}
	explicit_bzero(bytes, sizeof bytes);
	explicit_bzero(nfc, sizeof nfc);
	return ok;
}

bool compose_key(const char *method, const char *before, size_t len, const char *key,
	struct composed *ret)
{
	const struct method *m = method_of(method);
	UChar32 typed[COMPOSE_KEY_MAX];
	int n = decode_key(key, typed);
	struct tail t;
	size_t at = decode(before, len, &t);
	bool ok = n > 0;

	/* Marks beyond all measure: one more would have to be sorted in further left than seen. */
	if (ok && t.n == COMPOSE_TAIL && u_getCombiningClass(typed[0]) > 0) {
		int marks = 0;

		while (marks < t.n && u_getCombiningClass(t.c[marks]) > 0)
			marks++;
		ok = marks < t.n;
	}
	for (int i = 0; ok && i < n; i++)
		ok = t.n <= TAIL_CAP - 4 && m->key(&t, typed[i]);
	ok = ok && difference(before + at, len - at, &t, ret);
	explicit_bzero(&t, sizeof t);
	explicit_bzero(typed, sizeof typed);
	return ok;
}

bool compose_delete(const char *method, const char *before, size_t len, struct composed *ret)
{
	const struct method *m = method_of(method);
	struct tail t;
	size_t at;
	bool ok = true;

	if (len == 0)
		return false;
	at = decode(before, len, &t);
	if (!m->delete || t.n == 0) {
		ret->remove = utf8_last_cluster(before, len);
		ret->text[0] = 0;
	} else {
		m->delete(&t);
		ok = difference(before + at, len - at, &t, ret);
	}
	explicit_bzero(&t, sizeof t);
	return ok;
}
