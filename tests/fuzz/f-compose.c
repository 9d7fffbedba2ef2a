/* SPDX-License-Identifier: Apache-2.0 */
/*
 * f-compose — keys of a composing keyboard, in any order, as also a person at random presses them.
 *
 * Input: a character that chooses the method, then keys; U+0008 deletes. Holds: what is taken off
 * is there, what comes out is well-formed and composed, deleting ends at nothing.
 */
#include <stdlib.h>
#include <string.h>
#include <unicode/utf8.h>
#include "compose.h"
#include "fuzz.h"
#include "utf8.h"

#define TEXT_MAX 512

static const char *const methods[] = { "hangul", "telex", "thai", "deva", "mymr", "arab", "" };

struct typed {
	char text[TEXT_MAX];
	size_t len;
};

/* As answers_splice does it. */
static void splice(struct typed *t, const struct composed *c)
{
	char joined[TEXT_MAX + COMPOSE_TEXT_MAX], normal[TEXT_MAX];
	size_t keep;

	HOLDS(c->remove <= t->len && memchr(c->text, '\0', sizeof(c->text)));
	keep = t->len - c->remove;
	HOLDS(keep == t->len || !U8_IS_TRAIL((uint8_t)t->text[keep]));
	memcpy(joined, t->text, keep);
	strcpy(joined + keep, c->text);
	for (const char *p = joined; *p;)
		HOLDS(utf8_next(&p) != 0xfffd);
	if (!utf8_nfc(joined, strlen(joined), normal, sizeof(normal)))
		return;
	HOLDS(strcmp(joined, normal) == 0);
	t->len = strlen(normal);
	memcpy(t->text, normal, t->len + 1);
}

static void press(struct typed *t, const char *method, const char *key)
{
	struct composed c;
	size_t before = t->len;

	memset(&c, 0x55, sizeof(c));
	if (*key != '\b') {
		if (compose_key(method, t->text, t->len, key, &c))
			splice(t, &c);
		return;
	}
	bool deleted = compose_delete(method, t->text, t->len, &c);
	HOLDS(deleted == (before > 0));
	if (deleted)
		splice(t, &c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct typed t = { "", 0 };

	if (size < 1)
		return 0;
	const char *method = methods[data[0] % (sizeof methods / sizeof *methods)];
	char *keys = fuzz_text(data + 1, size - 1), key[8];

	for (const char *p = keys, *from = p; *p; from = p) {
		if (utf8_next(&p) == 0xfffd || p - from >= (long)sizeof(key))
			continue;
		memcpy(key, from, (size_t)(p - from));
		key[p - from] = '\0';
		if (*key == '\b' || utf8_is_clean(key, strlen(key)))
			press(&t, method, key);
	}
	for (int i = 0; i < TEXT_MAX && t.len > 0; i++)
		press(&t, method, "\b");
	free(keys);
	return 0;
}
