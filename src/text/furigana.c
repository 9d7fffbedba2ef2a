/* SPDX-License-Identifier: Apache-2.0 */
/*
 * furigana — "{base|reading}" to plain text and spans.
 *
 * Translators write the markup by hand, so it is forgiving: anything that is not a whole group (no
 * bar, no closing brace, a second brace or a line end inside, an empty half) stays as it is typed.
 * One pass; the end of a group is looked for at most once per opening brace, and never beyond the
 * next opening brace, so hostile text costs no more than its length.
 */
#include "furigana.h"

#include <string.h>

/* One group: base up to bar, reading behind bar up to end, the closing brace. */
struct group {
	const char *base, *bar, *end;
};

/* True when s, just behind an opening brace, begins a whole group. */
static bool read_group(const char *s, struct group *g)
{
	size_t to_bar = strcspn(s, "{|}\n");
	if (to_bar == 0 || s[to_bar] != '|')
		return false;
	const char *reading = s + to_bar + 1;
	size_t to_end = strcspn(reading, "{|}\n");
	if (to_end == 0 || reading[to_end] != '}')
		return false;
	*g = (struct group){ s, s + to_bar, reading + to_end };
	return true;
}

/* Bytes of `want` that fit into `room` without cutting a character of s. */
static size_t fitting(const char *s, size_t want, size_t room)
{
	if (want <= room)
		return want;
	while (room > 0 && ((unsigned char)s[room] & 0xc0) == 0x80)
		room--;
	return room;
}

size_t furigana_parse(const char *markup, char *out, size_t cap, struct ruby_span *spans,
	size_t max, bool *ret_ok)
{
	size_t len = 0, found = 0;
	bool ok = cap > 0;
	const char *s = markup;
	while (ok && *s) {
		struct group g = { s, s, s };
		bool group = *s == '{' && read_group(s + 1, &g);
		const char *from = group ? g.base : s;
		size_t want = group ? (size_t)(g.bar - g.base) : 1 + strcspn(s + 1, "{");
		size_t n = fitting(from, want, cap - 1 - len);
		memcpy(out + len, from, n);
		ok = n == want && (!group || !spans || found < max);
		if (ok && group && spans)
			spans[found++] = (struct ruby_span){ len, n, (size_t)(g.bar + 1 - markup),
				(size_t)(g.end - g.bar - 1) };
		len += n;
		s = group ? g.end + 1 : s + want;
	}
	if (cap > 0)
		out[len] = '\0';
	if (ret_ok)
		*ret_ok = ok;
	return found;
}

void furigana_plain(const char *markup, char *out, size_t cap)
{
	size_t len = 0;
	furigana_parse(markup, out, cap, NULL, 0, NULL);
	for (const char *s = out; cap > 0 && *s;) {
		/* U+E0000 … U+E007F, as UTF-8 */
		bool tag = s[0] == '\xf3' && s[1] == '\xa0' &&
			   (s[2] == '\x80' || s[2] == '\x81') && s[3];
		if (!tag)
			out[len++] = *s;
		s += tag ? 4 : 1;
	}
	if (cap > 0)
		out[len] = '\0';
}
