/* SPDX-License-Identifier: Apache-2.0 */
/*
 * speech — order and words. Widgets are called in the order in which a person reads them, so that
 * is the order of speech, too; only the bar on top and the progress come last (the bar's title, the
 * heading of a low panel, first).
 */
#include "speech.h"

#include <assert.h>
#include <openssl/sha.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define DIGITS_LEAST 3 /* "119" is said digit by digit, "3" is a number */
#define BREAK_MARK   "\xe2\x80\x8b"

void speech_clear(struct speech *sp)
{
	if (sp->len > 0)
		explicit_bzero(sp->say, (size_t)sp->len * sizeof(sp->say[0]));
	sp->len = sp->at = 0;
}

static void add_piece(struct speech *sp, const char *id, const char *text, size_t len)
{
	if (sp->len == SPEECH_MAX || len == 0 || len >= SPEECH_TEXT_MAX)
		return;
	struct utterance *u = &sp->say[sp->len++];
	snprintf(u->id, sizeof(u->id), "%s", id);
	memcpy(u->text, text, len);
	u->text[len] = '\0';
}

/* Is said by itself: a digit, and the # that some telephone numbers begin with. */
static bool is_sign(char c)
{
	return (c >= '0' && c <= '9') || c == '#';
}

/* Digits with hyphens, spaces and # only, at least DIGITS_LEAST of them. */
static bool is_number(const char *line, size_t len)
{
	int digits = 0;

	for (size_t i = 0; i < len; i++) {
		if (line[i] >= '0' && line[i] <= '9')
			digits++;
		else if (line[i] != '-' && line[i] != ' ' && line[i] != '#')
			return false;
	}
	return digits >= DIGITS_LEAST;
}

/* Behind the language tag that catalog_both puts before the second language (U+E0001 and tag
 * letters); the file that has the sound tells the language by itself. */
static const char *behind_tag(const char *text)
{
	while (strncmp(text, "\xf3\xa0", 2) == 0 && text[2] && text[3])
		text += 4;
	return text;
}

/* Bytes of text up to a line's end or two spaces, between which texts stand side by side. */
static size_t piece_of(const char *text)
{
	size_t line = strcspn(text, "\n");
	const char *gap = strstr(text, "  ");

	return gap && gap < text + line ? (size_t)(gap - text) : line;
}

void speech_add(struct speech *sp, const char *id, const char *text)
{
	while (*(text = behind_tag(text))) {
		size_t len = piece_of(text);
		if (!is_number(text, len))
			add_piece(sp, id, text, len);
		for (size_t i = 0; i < len && is_number(text, len); i++)
			if (is_sign(text[i]))
				add_piece(sp, id, &text[i], 1);
		text += len + strspn(text + len, text[len] == '\n' ? "\n" : " ");
	}
}

static bool starts(const char *id, const char *with)
{
	return strncmp(id, with, strlen(with)) == 0;
}

/* The words for the staff where the person hands the panel back: in the staff's language. */
static bool for_staff(const struct ui_widget *w)
{
	return strcmp(w->id, "turn.staff") == 0 || strcmp(w->id, "turn.form") == 0;
}

void speech_widget(struct speech *sp, const struct ui_widget *w, const struct speech_words *words)
{
	if (for_staff(w))
		return;
	if (w->role == UI_KEY && !words->keys && !starts(w->id, "tab.")) {
		speech_add(sp, w->id, words->private);
		return;
	}
	speech_add(sp, w->id, w->markup);
	speech_add(sp, w->id, w->more);
	if (w->selected && (w->role == UI_CHOICE || w->role == UI_BUTTON))
		speech_add(sp, w->id, words->selected);
	if (w->typed)
		speech_add(sp, w->id, words->private);
}

enum turn { HEADING, CONTENT, BAR, NEVER };

static enum turn turn_of(const struct ui_widget *w)
{
	if (strcmp(w->id, "bar.title") == 0)
		return HEADING;
	/* the name of the terminal on every screen; the button that started this */
	if (w->role == UI_KEY || strcmp(w->id, "bar.name") == 0 ||
		strcmp(w->id, "bar.read_aloud") == 0)
		return NEVER;
	if (strcmp(w->id, "progress") == 0 ||
		(starts(w->id, "bar.") && strcmp(w->id, "bar.aside") != 0))
		return BAR;
	return CONTENT;
}

void speech_screen(
	struct speech *sp, const struct ui_widget *w, int n, const struct speech_words *words)
{
	speech_clear(sp);
	for (int turn = HEADING; turn < NEVER; turn++)
		for (int i = 0; i < n; i++)
			if ((int)turn_of(&w[i]) == turn && w[i].enabled)
				speech_widget(sp, &w[i], words);
}

/* Copies without break marks and outer spaces; returns the length. */
static size_t normalised(char out[static SPEECH_TEXT_MAX], const char *text)
{
	size_t len = 0;

	text += strspn(text, " ");
	while (*text && len < SPEECH_TEXT_MAX - 1) {
		if (strncmp(text, BREAK_MARK, strlen(BREAK_MARK)) == 0)
			text += strlen(BREAK_MARK);
		else
			out[len++] = *text++;
	}
	while (len > 0 && out[len - 1] == ' ')
		len--;
	return len;
}

void speech_key(const char *voice, const char *text, char out[static SPEECH_KEY_MAX])
{
	char plain[SPEECH_TEXT_MAX], all[SPEECH_TEXT_MAX + 64];
	unsigned char hash[SHA256_DIGEST_LENGTH];
	size_t len = normalised(plain, text);
	int head = snprintf(all, sizeof(all) - SPEECH_TEXT_MAX, "%s\n", voice);

	assert(head > 0 && (size_t)head < sizeof(all) - SPEECH_TEXT_MAX);
	memcpy(all + head, plain, len);
	SHA256((const unsigned char *)all, (size_t)head + len, hash);
	for (int i = 0; i < (SPEECH_KEY_MAX - 1) / 2; i++)
		snprintf(out + (size_t)2 * (size_t)i, 3, "%02x", hash[i]);
}
