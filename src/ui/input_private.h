/* SPDX-License-Identifier: Apache-2.0 */
/*
 * input_private — what input.c, input_clock.c and input_watch.c share. Layer: ui.
 */
#ifndef MARUMADO_INPUT_PRIVATE_H
#define MARUMADO_INPUT_PRIVATE_H
#include <stdbool.h>
#include <stdint.h>

/* CLOCK_BOOTTIME in milliseconds, whatever the virtual clock says. */
uint64_t input_boot_ms(void);
/* True while the clock is virtual: waiting would be for ever. */
bool input_clock_stands(void);

/* Shift three times within two seconds, with no other key between: the quick exit. */
#define PANIC_PRESSES   3
#define PANIC_WITHIN_MS 2000
struct panic {
	uint64_t shift_ms[PANIC_PRESSES]; /* newest last */
	int shifts;
};
/* Takes note of a key pressed now; true when it completes the three. */
bool panic_pressed(struct panic *p, bool shift, bool repeated);

/* Watches fd (-1 = nothing; a change ends the former watch): `wake` is called from another thread
 * once when it is readable, and not again before input_watch_rearm. */
void input_watch(int fd, void (*wake)(void));
/* Tells the watch that its wake has arrived; false when it was that of a watch already ended. */
bool input_watch_took(void);
/* Lets the watch look at the descriptor again; does nothing unless it has fired. */
void input_watch_rearm(void);
#endif
