/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chart — why: a meeting sees proportions sooner than numbers. Every bar carries its name and its
 * number as text, so the picture never depends on colour and a screen reader tells all of it.
 *
 * The few elements are written as text, not drawn with cairo: cairo's SVG surface turns words into
 * outlines, which nobody can select, search or hear. All words go through page_text. Colours are
 * those of the Color Universal Design set that carry white.
 * Not here: which numbers (regional.c, activities.c).
 */
#include "chart.h"

#include <string.h>
#include "page.h"

#define WIDTH  1000
#define LEFT   330 /* where bars begin */
#define LONG   520 /* the longest one */
#define ROW    30
#define HEAD   44 /* a group's heading */
#define TOP    90
#define HIDDEN 46 /* width of an outline that tells nothing */

static void text(struct buf *ret, long x, long y, const char *attributes, const char *words)
{
	buf_printf(ret, "<text x=\"%ld\" y=\"%ld\" %s>", x, y, attributes);
	page_text(ret, words);
	buf_puts(ret, "</text>\n");
}

static bool new_group(const struct chart *c, size_t i)
{
	return i == 0 || strcmp(c->bar[i].group, c->bar[i - 1].group) != 0;
}

static long height(const struct chart *c)
{
	long h = TOP + ROW;

	for (size_t i = 0; i < c->len; i++)
		h += ROW + (new_group(c, i) && *c->bar[i].group ? HEAD : 0);
	return h;
}

static long most(const struct chart *c)
{
	long ret = 1;

	for (size_t i = 0; i < c->len; i++)
		if (!c->bar[i].hidden && c->bar[i].value > ret)
			ret = c->bar[i].value;
	return ret;
}

static void one_bar(struct buf *ret, const struct chart *c, const struct chart_bar *b, long y,
	const char *colour, long scale)
{
	long value = b->value > 0 ? b->value : 0, len = value * LONG / scale;
	struct buf number = BUF_INIT;

	text(ret, LEFT - 12, y + 20, "text-anchor=\"end\"", b->label);
	if (b->hidden) {
		len = HIDDEN;
		buf_printf(ret,
			"<rect x=\"%d\" y=\"%ld\" width=\"%d\" height=\"22\" fill=\"none\" "
			"stroke=\"#8a90a6\" stroke-width=\"2\" stroke-dasharray=\"5 4\"/>\n",
			LEFT, y + 4, HIDDEN);
		buf_puts(&number, c->hidden);
	} else {
		buf_printf(ret,
			"<rect x=\"%d\" y=\"%ld\" width=\"%ld\" height=\"22\" fill=\"%s\"/>\n",
			LEFT, y + 4, len, colour);
		buf_printf(&number, "%ld%s", b->value, c->unit);
	}
	text(ret, LEFT + len + 10, y + 20, "font-weight=\"bold\"", buf_str(&number));
	buf_release(&number);
}

void chart_svg(struct buf *ret, const struct chart *c)
{
	static const char *const colour[] = { "#16224f", "#005aff", "#804000", "#990099",
		"#0b6b4b" };
	long y = TOP, h = height(c), scale = most(c);
	size_t in_group = 0;

	buf_printf(ret,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %ld\" width=\"%d\" "
		"height=\"%ld\" role=\"img\" aria-labelledby=\"t d\" lang=\"ja\" "
		"font-family=\"BIZ UDPGothic, Noto Sans CJK JP, sans-serif\" font-size=\"17\" "
		"fill=\"#14161c\">\n<title id=\"t\">",
		WIDTH, h, WIDTH, h);
	page_text(ret, c->title);
	buf_puts(ret, "</title>\n<desc id=\"d\">");
	page_text(ret, c->desc);
	buf_printf(
		ret, "</desc>\n<rect width=\"%d\" height=\"%ld\" fill=\"#ffffff\"/>\n", WIDTH, h);
	text(ret, 24, 44, "font-size=\"26\" font-weight=\"bold\"", c->title);
	for (size_t i = 0; i < c->len; i++, in_group++) {
		if (new_group(c, i)) {
			in_group = 0;
			if (*c->bar[i].group) {
				text(ret, 24, y + 30, "font-size=\"20\" font-weight=\"bold\"",
					c->bar[i].group);
				y += HEAD;
			}
		}
		one_bar(ret, c, &c->bar[i], y, colour[in_group % 5], scale);
		y += ROW;
	}
	buf_puts(ret, "</svg>\n");
}
