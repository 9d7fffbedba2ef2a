/* SPDX-License-Identifier: Apache-2.0 */
/*
 * theme — colours by role and sizes in millimetres. Themes are data: CONTENT/themes.json.
 * Layer: ui; pure. Contrast by WCAG 2.2 relative luminance (theme_contrast).
 */
#ifndef MARUMADO_THEME_H
#define MARUMADO_THEME_H
#include <stdbool.h>
#include <stdint.h>

struct color { uint8_t r, g, b; };

enum theme_role { /* the names in themes.json, lower case */
	ROLE_NIGHT, ROLE_ON_NIGHT,     /* bars, primary buttons, chosen cards; text on them */
	ROLE_PAPER, ROLE_INK,          /* screen ground; text */
	ROLE_CARD, ROLE_PALE,          /* cards; circle behind a pictogram */
	ROLE_STAR, ROLE_ON_STAR,       /* badge and progress; tick on it */
	ROLE_LEAF, ROLE_ON_LEAF,       /* done */
	ROLE_DANGER, ROLE_ON_DANGER, ROLE_DANGER_GROUND,
	ROLE_LINE,                     /* borders of cards and fields */
	ROLE_FOCUS,                    /* focus ring */
	ROLE_QUIET,                    /* secondary text, still 7:1 */
	THEME_ROLES
};
#define THEMES_MAX 6
struct theme { char id[16]; struct color role[THEME_ROLES]; };
struct themes { struct theme theme[THEMES_MAX]; int len; };

/* Reads CONTENT/themes.json: every role of every theme must be there. err: what and where. */
bool themes_load(struct themes *t, const char *path, char *err, unsigned err_cap)
	__attribute__((warn_unused_result));
/* 1.0 … 21.0 */
double theme_contrast(struct color a, struct color b);

/* Sizes in millimetres on the panel (design.md §7, look.md). */
#define MM_TARGET 20.0      /* least edge of a touch target */
#define MM_KEY 15.0         /* least edge of a keyboard key */
#define MM_GAP 5.0          /* least gap between targets */
#define MM_KEY_GAP 1.6      /* between keys of one keyboard */
#define MM_BODY 8.0         /* kanji height of body text at size 1 */
#define MM_HEADING 11.0
#define MM_SMALL 6.0        /* captions; still above 4.8 mm (ICT 508 402.4) */
#define MM_RADIUS 5.5
#define MM_BORDER 0.9
#define MM_MARGIN 12.0      /* outer margin when there is room; never below MM_GAP */
#endif
