/* SPDX-License-Identifier: Apache-2.0 */
/*
 * widgets_button — buttons of all kinds: their looks are one table, so a press, a theme or a
 * disabled state is right in every kind or in none. Icon and label form one group that is centred;
 * the icon is set on the optical middle of the label.
 */
#include "widgets_private.h"

#define ICON_OF_TEXT  1.36 /* icon em by text em */
#define GAP_OF_TEXT   0.42
#define LEAD_OF_TEXT  0.62 /* the small text before a label */
#define PAD_MM        6.0
#define PAD_TIGHT_MM  2.0
#define CAP_RADIUS_MM 2.6
#define CAP_TEXT      0.70 /* em of a letter by the shorter edge of its cap */
#define ICON_MOST     0.72 /* em of an icon by the shorter edge of its button */

/* The wanted size of the label. On a key cap it also follows the cap: letters stay inside it
 * when the person has chosen large text. */
static double text_mm(const struct ui *ui, const struct button *b, struct rect r)
{
	double mm = b->text_mm > 0 ? b->text_mm : MM_BODY;
	int em = ui_text_px(ui, mm), most = (int)((r.h < r.w ? r.h : r.w) * CAP_TEXT);

	return b->cap && most > 0 && em > most ? mm * most / em : mm;
}

struct look {
	struct color ground, ink, edge, around;
	bool filled;
};

static struct look look_of(struct ui *ui, const struct button *b)
{
	enum { CAP = BUTTON_BAR + 1, SOFT };
	static const struct {
		enum theme_role ground, ink, edge, around;
		bool filled;
	} looks[] = {
		[BUTTON_PLAIN] = { ROLE_CARD, ROLE_NIGHT, ROLE_NIGHT, ROLE_PAPER, true },
		[BUTTON_PRIMARY] = { ROLE_NIGHT, ROLE_ON_NIGHT, ROLE_NIGHT, ROLE_PAPER, true },
		[BUTTON_DANGER] = { ROLE_CARD, ROLE_DANGER, ROLE_DANGER, ROLE_PAPER, true },
		[BUTTON_DANGER_FILLED] = { ROLE_DANGER, ROLE_ON_DANGER, ROLE_DANGER, ROLE_PAPER,
			true },
		[BUTTON_BAR] = { ROLE_NIGHT, ROLE_ON_NIGHT, ROLE_ON_NIGHT, ROLE_NIGHT, false },
		[CAP] = { ROLE_CARD, ROLE_INK, ROLE_LINE, ROLE_PAPER, true },
		[SOFT] = { ROLE_PALE, ROLE_NIGHT, ROLE_LINE, ROLE_PAPER, true },
	};
	int kind = b->selected ? BUTTON_PRIMARY : b->soft ? SOFT : b->cap ? CAP : (int)b->kind;
	struct look k = { ui_color(ui, looks[kind].ground), ui_color(ui, looks[kind].ink),
		ui_color(ui, looks[kind].edge), ui_color(ui, looks[kind].around),
		looks[kind].filled };

	if (b->disabled) {
		k.filled = kind != BUTTON_BAR;
		k.ground = kind == BUTTON_BAR ? k.ground : ui_color(ui, ROLE_PAPER);
		k.ink = kind == BUTTON_BAR ? k.ink : ui_color(ui, ROLE_QUIET);
		k.edge = ui_color(ui, ROLE_LINE);
	} else if (ui_armed(ui, b->id)) {
		k.filled = true;
		k.ground = ui_color(ui, b->soft ? ROLE_CARD : ROLE_PALE);
		k.ink = ui_color(ui, looks[kind].edge == ROLE_DANGER ? ROLE_DANGER : ROLE_NIGHT);
	}
	k.ink = readable(ui, k.ink, k.ground, CONTRAST_TEXT);
	k.edge = readable(ui, k.edge, k.around, CONTRAST_EDGE);
	return k;
}

static void draw_ground(struct ui *ui, struct rect r, const struct button *b, const struct look *k)
{
	int radius = ui_mm(ui, b->cap ? CAP_RADIUS_MM : MM_RADIUS);
	int border = ui_mm(ui, b->cap ? MM_BORDER * 0.6 : MM_BORDER);

	if (b->pill || radius > r.h / 2)
		radius = r.h / 2;
	draw_box(ui_draw(ui), r, k->filled ? &k->ground : NULL, &k->edge, border, radius);
	ui_note_border(ui, theme_contrast(k->edge, k->around));
}

/* what stands beside the label, in pixels */
struct group {
	int icon, gap, lead_w;
	struct fitted lead;
};

static struct group group_of(struct ui *ui, const struct button *b, double mm)
{
	int em = ui_text_px(ui, mm);
	struct group g = { .icon = 0 };

	if (b->icon && *ui_icon(ui, b->icon))
		g.icon = (int)(em * ICON_OF_TEXT);
	if (g.icon && !b->icon_only)
		g.gap = (int)(em * GAP_OF_TEXT);
	if (b->lead && *b->lead) {
		struct fit f = { b->lead, mm * LEAD_OF_TEXT, true, LAYOUT_START, 0, 0, 1 };

		g.lead = fit_at(ui, &f, f.mm);
		g.lead_w = g.lead.l ? g.lead.l->width + em / 6 : 0;
	}
	return g;
}

static void draw_icon_at(
	struct ui *ui, const struct button *b, struct rect r, int x, int size, struct color ink)
{
	struct rect box = { x, r.y + (r.h - size) / 2, size, size };

	draw_glyph(ui_draw(ui), ui_icon_face(ui), size, box, ui_icon(ui, b->icon), ink);
}

static struct fitted fit_beside(
	struct ui *ui, const struct button *b, double mm, int w, int h, struct group *ret_g)
{
	struct fit f = { b->label, mm, true, LAYOUT_START, 0, h, 3 };

	*ret_g = group_of(ui, b, mm);
	f.w = w - ret_g->icon - ret_g->gap - ret_g->lead_w;
	if (f.w < 1)
		f.w = 1;
	if (!ret_g->icon && !ret_g->lead_w)
		f.align = LAYOUT_CENTER;
	struct fitted got = fit_at(ui, &f, mm);
	if (f.align == LAYOUT_START && got.l && got.l->lines == 1 && !got.overflow) {
		f.w = 0; /* as wide as it is: words from the right stand beside their icon, too */
		got = fit_at(ui, &f, mm);
	}
	return got;
}

/* The label in the largest size at which it fits beside its icon, else without the icon: words
 * matter more. What goes beside it is in *ret_g. */
static struct fitted fit_label(
	struct ui *ui, const struct button *b, double mm, struct rect in, struct group *ret_g)
{
	struct fitted got = { .overflow = true };
	struct button bare = *b;

	bare.icon = "";
	for (int step = 0; step < FIT_STEPS && got.overflow; step++)
		got = fit_beside(ui, b, fit_mm(ui, mm, step), in.w, in.h, ret_g);
	for (int step = 0; step < FIT_LAST && got.overflow; step++)
		got = fit_beside(ui, &bare, fit_mm(ui, mm, step), in.w, in.h, ret_g);
	return got;
}

static struct rect inside_of(const struct ui *ui, struct rect r, const struct button *b)
{
	int pad = ui_mm(ui, b->cap ? PAD_TIGHT_MM / 3 : PAD_TIGHT_MM);

	return rect_inset(r, pad, pad / 2);
}

static void draw_content(struct ui *ui, struct rect r, const struct button *b, const struct look *k)
{
	struct rect in = inside_of(ui, r, b);
	struct group g;
	struct fitted text = fit_label(ui, b, text_mm(ui, b, r), in, &g);
	bool centred = !g.icon && !g.lead_w;
	struct rect clip = draw_clip(ui_draw(ui), r);
	int label_w = text.l ? text.l->width : 0;
	int x = centred ? in.x : in.x + (in.w - label_w - g.icon - g.gap - g.lead_w) / 2;

	if (g.icon && !b->trailing_icon) {
		draw_icon_at(ui, b, r, x, g.icon, k->ink);
		x += g.icon + g.gap;
	}
	if (g.lead_w && text.l) { /* both stand on one baseline, as far as the label has one line */
		int y = fitted_y(&text, in.y, in.h) + text.bottom - g.lead.bottom;

		draw_layout(ui_draw(ui), g.lead.l, x, y, k->ink);
		x += g.lead_w;
	}
	fitted_draw(ui, &text, (struct rect){ x, in.y, label_w, in.h }, k->ink, k->ground);
	if (g.icon && b->trailing_icon)
		draw_icon_at(ui, b, r, x + label_w + g.gap, g.icon, k->ink);
	draw_clip(ui_draw(ui), clip);
}

bool widget_button(struct ui *ui, struct rect r, const struct button *b)
{
	enum ui_role role = b->key ? UI_KEY : UI_BUTTON;
	bool fired = ui_target(ui, b->id, role, r, b->label, !b->disabled, b->selected);
	struct look k = look_of(ui, b);

	draw_ground(ui, r, b, &k);
	if (b->icon_only && b->icon && *ui_icon(ui, b->icon)) {
		int size = (int)(ui_text_px(ui, text_mm(ui, b, r)) * ICON_OF_TEXT);
		int most = (int)((r.h < r.w ? r.h : r.w) * ICON_MOST);

		size = size < most ? size : most;
		draw_icon_at(ui, b, r, r.x + (r.w - size) / 2, size, k.ink);
		ui_note_border(ui, theme_contrast(k.ink, k.ground));
		return fired;
	}
	draw_content(ui, r, b, &k);
	return fired;
}

bool widget_button_fits(struct ui *ui, struct rect r, const struct button *b)
{
	struct rect in = inside_of(ui, r, b);
	struct group g;

	return !fit_beside(ui, b, text_mm(ui, b, r), in.w, in.h, &g).overflow;
}

int widget_button_width(struct ui *ui, const struct button *b)
{
	double mm = b->text_mm > 0 ? b->text_mm : MM_BODY;
	struct group g = group_of(ui, b, mm);
	struct fit f = { b->label, mm, true, LAYOUT_START, 0, 0, 1 };
	struct fitted text = { .l = NULL };
	int w, least = ui_mm(ui, MM_TARGET);

	if (!b->icon_only)
		text = fit_at(ui, &f, mm);
	w = 2 * ui_mm(ui, PAD_MM) + g.icon + g.gap + g.lead_w + (text.l ? text.l->width : 0);
	return w > least ? w : least;
}
