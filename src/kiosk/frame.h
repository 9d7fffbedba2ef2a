/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frame — what every screen of a visit has in the same place: the bar on top (mark, progress, text
 * size, colours, language) and the bar below (back, stop and erase, call staff, the one primary
 * button). Use:  struct frame f = { … };  frame_begin(…);  widgets inside f.content;  switch
 * (frame_end(…)) …
 */
#ifndef MARUMADO_FRAME_H
#define MARUMADO_FRAME_H
#include <stdbool.h>
#include "session.h"
#include "ui.h"
#include "widgets.h"

enum frame_go { FRAME_STAY, FRAME_BACK, FRAME_NEXT, FRAME_LEAVE /* f.leave says where to */ };

struct frame {
	/* set by the screen */
	int step; /* progress; 0 = none */
	bool no_back, no_quit, no_staff;
	const char *next;      /* label of the primary button; NULL = none */
	const char *next_id;   /* NULL = "nav.next" */
	const char *next_icon; /* NULL = arrow_forward */
	bool danger;           /* ground of the help card */
	const char *title; /* on a low panel drawn in the bar instead of mark and progress; NULL =
			      none */
	const char *aside; /* text left of the primary button (a count-down); NULL = none */
	bool own_bar;      /* on a low panel the screen itself fills bar_room */
	/* set by frame_begin */
	struct rect bar_room; /* of the top bar, left of its buttons, one target high */
	struct rect content;  /* inside the margins */
	enum theme_role ground;
	/* set by frame_end */
	enum screen leave;
};

/* Draws ground and top bar; then the content may be drawn; frame_end draws the lower bar and tells
 * what was pressed in either. */
void frame_begin(struct session *s, struct ui *ui, struct frame *f);
enum frame_go frame_end(struct session *s, struct ui *ui, struct frame *f);
/* frame_end for a screen one only comes back from: the buttons that close it and the back key lead
 * to the screen below, the bars' own where they say, nothing pressed to `self`. */
enum screen frame_end_pop(struct session *s, struct ui *ui, struct frame *f, enum screen self);
/* The room frame_begin will leave as content, before it is called. */
struct rect frame_room(const struct ui *ui);
/* Height of the top bar, in pixels. */
int frame_bar_height(const struct ui *ui);
/* Outer margin and gap between blocks for this panel, in pixels. */
int frame_margin(const struct ui *ui);
/* A panel too low for roomy bars (below 190 mm). */
bool frame_is_low(const struct ui *ui);
#endif
