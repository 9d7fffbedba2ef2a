/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loop — event → frame → present. Sleeps until an event or a deadline; a frame that changed nothing
 * is not drawn. The only code that changes session.screen, and the only one that ends a visit.
 */
#ifndef MARUMADO_LOOP_H
#define MARUMADO_LOOP_H
#include <stdbool.h>
#include <stdint.h>
#include "input.h"
#include "session.h"
#include "ui.h"

struct loop {
	struct app *app;
	struct session *s;
	int watch_fd;     /* the courier's folder; -1 none */
	bool watching;    /* loop_watch was called */
	bool watch_final; /* it is the courier's folder, not yet its parent */
	bool quit;
	uint64_t staff_ms;   /* when the staff side's housekeeping is due, SESSION_NEVER */
	uint64_t collect_ms; /* when to look at the courier's file again, SESSION_NEVER */
};

/* Draws the first frame. */
void loop_open(struct loop *l, struct app *app, struct session *s);
void loop_close(struct loop *l);
/* Until the window is closed. */
void loop_run(struct loop *l);
/* --script: plays the file ("-" = standard input). 0 or a sysexits(3) code with err. */
int loop_play(struct loop *l, const char *path, char err[static WHY_MAX]);

/* For loop_play: handles everything that waits in the event queue, then one frame. */
void loop_pump(struct loop *l);
/* Next moment a frame is needed without an event. */
uint64_t loop_deadline(const struct loop *l);
/* Starts watching what the courier writes and looks once; does nothing when it does already. For
 * whoever is going to wait or to take a touch: ending a watch costs up to 20 ms. */
void loop_watch(struct loop *l);
/* How the ui is to draw for this visit on a panel of w × h pixels. */
void loop_ui_state(const struct session *s, int w, int h, struct ui_state *ret);
/* One look at the courier's file. */
void loop_collect(struct loop *l);
#endif
