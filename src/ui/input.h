/* SPDX-License-Identifier: Apache-2.0 */
/*
 * input — SDL events in, small plain events out; the loop's only sleep.
 * Layer: ui; input.c names SDL. A mouse is a finger. Only the first finger counts until it is
 * lifted; fingers after it are swallowed whole.
 */
#ifndef MARUMADO_INPUT_H
#define MARUMADO_INPUT_H
#include <stdbool.h>
#include <stdint.h>

enum input_kind {
	INPUT_NONE,
	INPUT_DOWN, INPUT_MOVE, INPUT_UP, INPUT_CANCEL, /* the one finger; x, y in pixels */
	INPUT_KEY,     /* key */
	INPUT_TEXT,    /* text typed on a real keyboard */
	INPUT_RESIZE,  /* the window has another size, or must be drawn again */
	INPUT_WAKE,    /* input_wake was called from outside (file descriptor ready) */
	INPUT_QUIT     /* window closed, SIGTERM, SIGINT */
};
enum input_key { INPUT_KEY_NEXT, INPUT_KEY_PREV, INPUT_KEY_UP, INPUT_KEY_DOWN, INPUT_KEY_LEFT,
	INPUT_KEY_RIGHT, INPUT_KEY_FIRE, INPUT_KEY_BACK, INPUT_KEY_DELETE,
	INPUT_KEY_REPEAT, /* what was read aloud, once more */
	INPUT_KEY_CONVERT, /* 変換, F2 */
	INPUT_KEY_PANIC /* Shift ×3 */ };
struct input_event { enum input_kind kind; int x, y; enum input_key key; char text[32]; };

/* Waits for the next event: at most timeout_ms (-1 = for ever, 0 = do not wait). False when none
 * came. The caller overwrites ev when done (it may hold typed text). */
bool input_wait(struct input_event *ev, int timeout_ms);
/* Pushes events into SDL's queue as a finger, key or typed text: the same path as hardware
 * (--script). */
void input_push_down(int x, int y);
void input_push_move(int x, int y);
void input_push_up(int x, int y);
void input_push_second_finger(int x, int y); /* another finger presses, moves and lifts */
bool input_push_key(const char *name);       /* SDL key names: "Tab", "Return", "Escape", "Up" … */
void input_push_text(const char *utf8);
/* Overwrites what SDL's event queue still remembers of typed text. */
void input_forget(void);
/* Milliseconds of CLOCK_BOOTTIME since the program began; with a script, the virtual clock. */
uint64_t input_now_ms(void);
void input_virtual_clock(bool on);
void input_advance_ms(uint64_t ms);
/* Makes input_wait return when fd is readable (inotify of the courier's file); -1 = none. */
void input_watch_fd(int fd);
#endif
