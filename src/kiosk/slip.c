/* SPDX-License-Identifier: Apache-2.0 */
/*
 * slip — a narrow strip that tells a stranger nothing: no name of the site or the city, no day, no
 * word about what it is for (domain.md §6.2). Drawn first on a page longer than any, then cut to
 * what was used.
 */
#include "slip.h"

#include <string.h>

#include "paper.h"
#include "receipt.h"

#define WIDTH_MM  72.0
#define LONGEST   200.0
#define MARGIN_MM 3.0
#define GAP_MM    3.0
#define TEXT_MM   5.0 /* readings are half of it */
#define NUMBER_MM 10.0
#define QR_MM     36.0

struct slip {
	struct paper paper;
	const char *lang;
	bool ruby;
	double y;
};

static void line(struct slip *s, const char *text, double mm, bool ours)
{
	const struct paper_text t = { .text = text,
		.lang = s->lang,
		.mm = mm,
		.bold = !ours,
		.markup = ours,
		.ruby = ours && s->ruby,
		.align = LAYOUT_CENTER,
		.fit = !ours };

	s->y += paper_write(&s->paper, MARGIN_MM, s->y, WIDTH_MM - 2 * MARGIN_MM, &t);
}

static void draw(struct slip *s, const char *receipt, const char *phone)
{
	char shown[RECEIPT_SHOWN + 1];

	receipt_format(receipt, shown);
	s->y = MARGIN_MM;
	line(s, catalog_text("slip", "number"), TEXT_MM, true);
	s->y += 1;
	line(s, shown, NUMBER_MM, false);
	if (paper_qr(&s->paper, (WIDTH_MM - QR_MM) / 2, s->y, QR_MM, receipt))
		s->y += QR_MM;
	line(s, catalog_text("slip", "keep"), TEXT_MM, true);
	if (*phone) {
		s->y += GAP_MM;
		line(s, catalog_text("slip", "phone"), TEXT_MM, true);
		line(s, phone, NUMBER_MM * 0.8, false);
	}
	s->y += MARGIN_MM;
	explicit_bzero(shown, sizeof(shown));
}

bool slip_print(struct app *a, const char *lang, const char *receipt)
{
	struct slip s = { .lang = lang, .ruby = strncmp(lang, "ja", 2) == 0 };
	const char *screen = catalog_tag(&a->catalog);
	unsigned char *bits = NULL;
	struct printjob job = { SLIP_W, 0, SLIP_DPI, 1 };
	bool drawn = false;

	if (paper_begin(&s.paper, &a->fonts, a->font, SLIP_DPI, WIDTH_MM, LONGEST)) {
		(void)catalog_use(&a->catalog, lang); /* staff may have theirs on the screen */
		draw(&s, receipt, a->cfg.site_phone);
		(void)catalog_use(&a->catalog, screen);
		job.h = paper_px(&s.paper, s.y);
		if (s.y <= LONGEST)
			bits = printer_paper(&a->slips, &job);
		drawn = bits && paper_bits(&s.paper, job.w, job.h, bits);
		paper_end(&s.paper);
	}
	if (drawn)
		return printer_print(&a->slips);
	printer_failed(&a->slips);
	return false;
}
