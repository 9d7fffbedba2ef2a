/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mozc_reply — one pass over the line with a small stack of open lists. Of each list only its
 * first symbol and the number of lists in it are kept. Wanted strings lie three lists deep in a
 * named one:
 *     (segment ((annotation . underline)(value . "市役所")(key . "しやくしょ")) …)
 *     (candidates ((id . 0)(value . "市役所")) …)
 * Not here: meaning. What is read is checked again by the kiosk (conversion_read).
 */
#include "mozc_reply.h"

#include <string.h>

#define DEPTH_MAX  24
#define SYMBOL_MAX 24

struct list {
	char head[SYMBOL_MAX]; /* cut when longer: it is then none of those wanted */
	int elements, lists;
};

struct walk {
	const char *p, *end;
	struct list open[DEPTH_MAX];
	int depth;
	mozc_word word;
	void *ctx;
};

static void symbol(struct walk *w)
{
	const char *from = w->p;
	struct list *l = &w->open[w->depth - 1];

	while (w->p < w->end && !strchr(" ()\"", *w->p))
		w->p++;
	size_t n = (size_t)(w->p - from);
	if (l->elements++ == 0 && n < sizeof(l->head)) {
		memcpy(l->head, from, n);
		l->head[n] = '\0';
	}
}

static void found(struct walk *w, const char *text)
{
	if (w->depth < 3)
		return;
	const struct list *member = &w->open[w->depth - 1], *of = &w->open[w->depth - 3];
	bool wanted = strcmp(member->head, "value") == 0 || strcmp(member->head, "key") == 0;
	if (wanted && (strcmp(of->head, "segment") == 0 || strcmp(of->head, "candidates") == 0))
		w->word(w->ctx, of->head, of->lists - 1, member->head, text);
}

static bool string(struct walk *w)
{
	char text[MOZC_WORD_MAX];
	size_t n = 0;
	bool ok = false;

	for (w->p++; w->p < w->end && n < sizeof(text) - 1; w->p++) {
		if (*w->p == '"') {
			ok = true;
			w->p++;
			break;
		}
		if (*w->p == '\\' && ++w->p == w->end)
			break;
		text[n++] = *w->p;
	}
	text[n] = '\0';
	if (ok && strlen(text) == n)
		found(w, text);
	w->open[w->depth - 1].elements++;
	explicit_bzero(text, sizeof(text));
	return ok;
}

static bool push(struct walk *w)
{
	if (w->depth == DEPTH_MAX)
		return false;
	if (w->depth > 0) {
		w->open[w->depth - 1].elements++;
		w->open[w->depth - 1].lists++;
	}
	memset(&w->open[w->depth++], 0, sizeof(w->open[0]));
	w->p++;
	return true;
}

bool mozc_reply_read(const char *line, size_t len, mozc_word word, void *ctx)
{
	struct walk w = { .p = line, .end = line + len, .word = word, .ctx = ctx };
	bool ok = len > 0 && *line == '(';

	while (ok && w.p < w.end) {
		if (w.depth == 0 && w.p > line)
			return strspn(w.p, "\r\n") == (size_t)(w.end - w.p);
		if (*w.p == '(') {
			ok = push(&w);
		} else if (*w.p == ')') {
			w.depth--;
			w.p++;
		} else if (*w.p == '"') {
			ok = string(&w);
		} else if (*w.p == ' ') {
			w.p++;
		} else if (*w.p == '\0' || *w.p == '\n') {
			ok = false;
		} else {
			symbol(&w);
		}
	}
	return ok && w.depth == 0;
}

bool mozc_reply_session(const char *line, size_t len, char out[static 24])
{
	static const char mark[] = "(emacs-session-id . ";
	const char *at = memmem(line, len, mark, sizeof(mark) - 1);
	size_t n = 0;

	if (!at)
		return false;
	for (at += sizeof(mark) - 1; at < line + len && *at >= '0' && *at <= '9' && n < 23; at++)
		out[n++] = *at;
	out[n] = '\0';
	return n > 0 && at < line + len && *at == ')';
}
