/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalog — glibc's gettext, asked by (context, key) and told the language chain by hand.
 *
 * The locale stays C.UTF-8; LANGUAGE carries the chain, so no system locales are needed and falling
 * back from one language to the next is gettext's own work, catalogue by catalogue. Bumping
 * _nl_msg_cat_cntr is gettext's documented way to say that LANGUAGE changed. A hit costs 50 ns.
 * File-scope state: the count of misses, beside gettext's own, which is process-wide as well. It
 * neither formats numbers nor counts plurals: texts are written so that they need neither.
 */
#include "catalog.h"

#include <jansson.h>
#include <libintl.h>
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "buf.h"
#include "mofile.h"

#define DOMAIN      "marumado"
#define ID_MAX      256    /* context, separator and key */
#define CONTEXT_END "\004" /* between msgctxt and msgid in a .mo file */

extern int _nl_msg_cat_cntr;
static unsigned misses;

static bool copy_string(char *out, size_t cap, const json_t *value)
{
	const char *s = json_string_value(value);
	if (!s || !*s || strlen(s) >= cap)
		return false;
	memcpy(out, s, strlen(s) + 1);
	return true;
}

/* True when the language's compiled catalogue is there and whole; gettext itself would be silent
 * about the one, and end the program over the other. */
static bool has_catalogue(const char *content_dir, const char *tag)
{
	char path[1024];
	int n = snprintf(
		path, sizeof path, "%s/locale/%s/LC_MESSAGES/" DOMAIN ".mo", content_dir, tag);
	return n > 0 && (size_t)n < sizeof path && mofile_check(path);
}

/* A tag becomes part of a path and of LANGUAGE: letters, digits and hyphens only. */
static bool tag_is_plain(const char *tag)
{
	return tag[strspn(tag,
		       "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

/* At most three, so that the list ends; absent means that none is meant for this language. */
static bool read_keyboards(struct catalog_lang *l, const json_t *list)
{
	if (json_array_size(list) >= CATALOG_KEYBOARDS_MAX)
		return false;
	for (size_t i = 0; i < json_array_size(list); i++)
		if (!copy_string(l->keyboard[i], sizeof l->keyboard[i], json_array_get(list, i)))
			return false;
	return true;
}

static bool read_lang(struct catalog_lang *l, const json_t *entry)
{
	memset(l, 0, sizeof *l);
	l->rtl = json_is_true(json_object_get(entry, "rtl"));
	l->optional = json_is_true(json_object_get(entry, "optional"));
	return read_keyboards(l, json_object_get(entry, "keyboards")) &&
	       copy_string(l->tag, sizeof l->tag, json_object_get(entry, "tag")) &&
	       tag_is_plain(l->tag) &&
	       copy_string(l->endonym, sizeof l->endonym, json_object_get(entry, "endonym")) &&
	       copy_string(l->script_lang, sizeof l->script_lang, json_object_get(entry, "font"));
}

static void note_missing(char *missing, size_t cap, const char *tag)
{
	size_t len = missing ? strlen(missing) : 0;
	if (missing && len + strlen(tag) + 2 <= cap)
		snprintf(missing + len, cap - len, "%s%s", len ? " " : "", tag);
}

/* Is the tag one of the words of the list? */
static bool named(const char *list, const char *tag)
{
	size_t len = strlen(tag);
	const char *at = list;

	while (at && (at = strstr(at, tag)) != NULL) {
		if ((at == list || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0'))
			return true;
		at += len;
	}
	return false;
}

static bool read_langs(struct catalog *c, const json_t *root, const char *content_dir,
	const char *wanted, char *err, size_t err_cap, char *missing, size_t missing_cap)
{
	const json_t *langs = json_object_get(root, "languages");
	for (size_t i = 0; i < json_array_size(langs); i++) {
		struct catalog_lang l;
		if (!read_lang(&l, json_array_get(langs, i)) || c->lang_len == CATALOG_LANGS_MAX) {
			snprintf(err, err_cap,
				"languages.json: entry %zu: tag, endonym, font or keyboards "
				"absent, too long "
				"or more than %d languages",
				i + 1, CATALOG_LANGS_MAX);
			return false;
		}
		if (l.optional && !named(wanted, l.tag))
			continue;
		if (has_catalogue(content_dir, l.tag))
			c->lang[c->lang_len++] = l;
		else
			note_missing(missing, missing_cap, l.tag);
	}
	if (c->lang_len == 0)
		snprintf(err, err_cap, "%s/locale: no language has a catalogue", content_dir);
	return c->lang_len > 0;
}

bool catalog_open(struct catalog *c, const char *content_dir, const char *wanted, char *err,
	size_t err_cap, char *missing, size_t missing_cap)
{
	char path[1024];
	json_error_t json_err;
	memset(c, 0, sizeof *c);
	if (missing && missing_cap > 0)
		missing[0] = '\0';
	snprintf(path, sizeof path, "%s/languages.json", content_dir);
	json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &json_err);
	if (!root) {
		snprintf(err, err_cap, "%s:%d: %s", path, json_err.line, json_err.text);
		return false;
	}
	bool ok = read_langs(c, root, content_dir, wanted, err, err_cap,
		missing_cap ? missing : NULL, missing_cap);
	json_decref(root);
	if (!ok)
		return false;
	snprintf(path, sizeof path, "%s/locale", content_dir);
	if (!setlocale(LC_ALL, "C.UTF-8") || !bindtextdomain(DOMAIN, path) ||
		!bind_textdomain_codeset(DOMAIN, "UTF-8") || !catalog_use(c, c->lang[0].tag)) {
		snprintf(err, err_cap, "%s: locale C.UTF-8 or the text domain cannot be set", path);
		return false;
	}
	return true;
}

void catalog_close(struct catalog *c)
{
	for (int i = 0; i < CATALOG_BOTH_MAX; i++)
		free(c->both[i]);
	memset(c, 0, sizeof *c);
}

static bool has_lang(const struct catalog *c, const char *tag)
{
	int i = 0;
	while (i < c->lang_len && strcmp(c->lang[i].tag, tag) != 0)
		i++;
	return i < c->lang_len;
}

/* Tells gettext the chain of a language: of those only whose catalogues are whole. */
static bool set_chain(const struct catalog *c, const char *tag)
{
	char chain[64];
	bool japanese = strncmp(tag, "ja", 2) == 0 && (tag[2] == '\0' || tag[2] == '-');
	const char *first = japanese ? "ja" : "en", *last = japanese ? "en" : "ja";

	snprintf(chain, sizeof chain, "%s%s%s%s%s", tag, has_lang(c, first) ? ":" : "",
		has_lang(c, first) ? first : "", has_lang(c, last) ? ":" : "",
		has_lang(c, last) ? last : "");
	if (setenv("LANGUAGE", chain, 1) != 0)
		return false;
	_nl_msg_cat_cntr++;
	return true;
}

bool catalog_use(struct catalog *c, const char *tag)
{
	int i = 0;
	while (i < c->lang_len && strcmp(c->lang[i].tag, tag) != 0)
		i++;
	if (i == c->lang_len)
		return false;
	if (!set_chain(c, tag))
		return false;
	c->current = i;
	return true;
}

const char *catalog_tag(const struct catalog *c)
{
	return c->lang[c->current].tag;
}

const char *catalog_find(const char *context, const char *key)
{
	char id[ID_MAX];
	int n = snprintf(id, sizeof id, "%s" CONTEXT_END "%s", context, key);
	if (n < 0 || (size_t)n >= sizeof id)
		return NULL;
	const char *text = dgettext(DOMAIN, id);
	return text == id || *text == '\0' ? NULL : text;
}

const char *catalog_text(const char *context, const char *key)
{
	const char *text = catalog_find(context, key);
	if (text)
		return text;
	misses++;
	return *key ? key : "?";
}

/* Writes the tag characters that say "from here on in this language": U+E0001, then U+E0000 + each
 * letter. */
static void language_tag(struct buf *out, const char *tag)
{
	buf_puts(out, "\U000E0001");
	for (; *tag; tag++) {
		unsigned char c = (unsigned char)*tag;
		char letter[] = { '\xf3', '\xa0', (char)(0x80 | c >> 6), (char)(0x80 | (c & 63)) };
		buf_append(out, letter, sizeof letter);
	}
}

const char *catalog_both(
	struct catalog *c, const char *other, const char *context, const char *key)
{
	const char *own = catalog_find(context, key);

	if (!own || !has_lang(c, other) || !set_chain(c, other))
		return own;
	const char *second = catalog_find(context, key);
	bool back = set_chain(c, c->lang[c->current].tag);
	struct buf text = BUF_INIT;

	if (!back || !second)
		return own;
	buf_printf(&text, "%s\n", own);
	language_tag(&text, other);
	buf_puts(&text, second);
	if (!buf_ok(&text)) {
		buf_release(&text);
		return own;
	}
	char **place = &c->both[c->both_next++ % CATALOG_BOTH_MAX];
	free(*place);
	return *place = text.data;
}

/* Bytes of s that fit into room without cutting a character. */
static size_t fitting(const char *s, size_t room)
{
	size_t len = strlen(s);
	if (len <= room)
		return len;
	while (room > 0 && ((unsigned char)s[room] & 0xc0) == 0x80)
		room--;
	return room;
}

void catalog_fill(char *out, size_t cap, const char *text, const char *const *args, size_t n)
{
	size_t len = 0;
	bool room = cap > 0;
	while (room && *text) {
		char piece[5] = { text[0] };
		size_t used = 1;
		const char *from = piece;
		if (text[0] == '%' && text[1] >= '1' && text[1] <= '9' &&
			(size_t)(text[1] - '1') < n) {
			from = args[text[1] - '1'];
			used = 2;
		} else {
			while (used < 4 && ((unsigned char)text[used] & 0xc0) == 0x80) {
				piece[used] = text[used];
				used++;
			}
		}
		size_t fit = fitting(from, cap - 1 - len);
		memcpy(out + len, from, fit);
		len += fit;
		room = from[fit] == '\0';
		text += used;
	}
	if (cap > 0)
		out[len] = '\0';
}

unsigned catalog_misses(void)
{
	return misses;
}
