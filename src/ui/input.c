/* SPDX-License-Identifier: Apache-2.0 */
/*
 * input — SDL events become one finger, a few keys and typed text; and the loop's only sleep.
 * A mouse is a finger (SDL's own synthesis). The first finger down owns the screen until it is
 * lifted; any other is ignored from its press to its release, whatever the first one does. A space
 * comes as text (INPUT_TEXT " "); ui turns it into FIRE when no text field is active.
 * File-scope state: SDL's event queue, the keyboard and the clock are one per process, and so is
 * this.
 * Events made up by --script and tests are put into SDL's own queue, so that they take the same
 * path as those of hardware.
 * Not here: the clock (input_clock.c), the thread behind a descriptor (input_watch.c).
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <SDL.h>
#include "input.h"
#include "input_private.h"
#include "utf8.h"

#define FIRST_FINGER   1
#define SECOND_FINGER  2
#define TOUCH          1
#define SECOND_MOVES   40 /* pixels */
#define WINDOW_IDS_MAX 64 /* SDL numbers windows from 1 */
#define QUEUE_SLACK    64 /* entries SDL may hold beyond what was ever seen queued at once */

static struct { /* one per process; see above */
	bool finger_down;
	SDL_TouchID touch;
	SDL_FingerID finger;
	int x, y;
	struct panic panic;
	Uint32 wake; /* SDL's number for "a watched descriptor is readable", 0 = not yet drawn */
	int queue_most;
} state;

/* --- fingers --- */

static SDL_Window *only_window(void)
{
	for (Uint32 id = 1; id < WINDOW_IDS_MAX; id++) {
		SDL_Window *w = SDL_GetWindowFromID(id);

		if (w)
			return w;
	}
	return NULL;
}

static int to_pixels(float part, int size)
{
	int v = (int)floorf(part * (float)size);

	return v < 0 ? 0 : v < size ? v : size - 1;
}

static bool finger_event(
	const SDL_TouchFingerEvent *f, enum input_kind kind, struct input_event *ev)
{
	SDL_Window *window = only_window();
	int w = 1, h = 1;

	if (window)
		SDL_GetWindowSize(window, &w, &h);
	ev->kind = kind;
	ev->x = state.x = to_pixels(f->x, w);
	ev->y = state.y = to_pixels(f->y, h);
	return true;
}

static bool is_first(const SDL_Event *e)
{
	return state.finger_down && e->tfinger.touchId == state.touch &&
	       e->tfinger.fingerId == state.finger;
}

/* The same finger down again: its release was lost, and it must not be ignored for ever. */
static bool on_down(const SDL_Event *e, struct input_event *ev)
{
	if (state.finger_down && !is_first(e))
		return false;
	state.finger_down = true;
	state.touch = e->tfinger.touchId;
	state.finger = e->tfinger.fingerId;
	SDL_ShowCursor(e->tfinger.touchId == SDL_MOUSE_TOUCHID ? SDL_ENABLE : SDL_DISABLE);
	return finger_event(&e->tfinger, INPUT_DOWN, ev);
}

static bool on_up(const SDL_Event *e, struct input_event *ev)
{
	if (!is_first(e))
		return false;
	state.finger_down = false;
	return finger_event(&e->tfinger, INPUT_UP, ev);
}

/* Of several movements that wait only the last one matters. */
static bool on_motion(const SDL_Event *e, struct input_event *ev)
{
	SDL_Event last = *e, next;

	if (!is_first(e))
		return false;
	while (SDL_PeepEvents(&next, 1, SDL_PEEKEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT) == 1 &&
		next.type == SDL_FINGERMOTION && is_first(&next))
		SDL_PeepEvents(&last, 1, SDL_GETEVENT, SDL_FINGERMOTION, SDL_FINGERMOTION);
	return finger_event(&last.tfinger, INPUT_MOVE, ev);
}

/* --- keys --- */

static const struct {
	SDL_Keycode sym;
	Uint16 mod;
	enum input_key key;
	bool repeats;
} keys[] = {
	{ SDLK_TAB, KMOD_SHIFT, INPUT_KEY_PREV, true },
	{ SDLK_TAB, 0, INPUT_KEY_NEXT, true },
	{ SDLK_UP, 0, INPUT_KEY_UP, true },
	{ SDLK_DOWN, 0, INPUT_KEY_DOWN, true },
	{ SDLK_LEFT, 0, INPUT_KEY_LEFT, true },
	{ SDLK_RIGHT, 0, INPUT_KEY_RIGHT, true },
	{ SDLK_RETURN, 0, INPUT_KEY_FIRE, false },
	{ SDLK_KP_ENTER, 0, INPUT_KEY_FIRE, false },
	{ SDLK_ESCAPE, 0, INPUT_KEY_BACK, false },
	{ SDLK_BACKSPACE, 0, INPUT_KEY_DELETE, true },
	{ SDLK_F5, 0, INPUT_KEY_REPEAT, false },
	{ SDLK_F2, 0, INPUT_KEY_CONVERT, true },
	{ SDL_SCANCODE_TO_KEYCODE(SDL_SCANCODE_INTERNATIONAL4), 0, INPUT_KEY_CONVERT, true },
};

static bool on_key(const SDL_Event *e, struct input_event *ev)
{
	const SDL_Keysym *k = &e->key.keysym;

	ev->kind = INPUT_KEY;
	bool shift = k->sym == SDLK_LSHIFT || k->sym == SDLK_RSHIFT;

	if (panic_pressed(&state.panic, shift, e->key.repeat != 0)) {
		ev->key = INPUT_KEY_PANIC;
		return true;
	}
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (keys[i].sym == k->sym && (!keys[i].mod || (k->mod & keys[i].mod))) {
			ev->key = keys[i].key;
			return keys[i].repeats || !e->key.repeat;
		}
	return false;
}

static bool on_text(const SDL_Event *e, struct input_event *ev)
{
	size_t len = strnlen(e->text.text, sizeof ev->text);

	if (len == 0 || len >= sizeof ev->text || !utf8_is_clean(e->text.text, len))
		return false;
	ev->kind = INPUT_TEXT;
	memcpy(ev->text, e->text.text, len + 1);
	return true;
}

/* --- the rest --- */

static bool on_window(const SDL_Event *e, struct input_event *ev)
{
	switch (e->window.event) {
	case SDL_WINDOWEVENT_SIZE_CHANGED:
	case SDL_WINDOWEVENT_EXPOSED:
		ev->kind = INPUT_RESIZE;
		return true;
	case SDL_WINDOWEVENT_FOCUS_LOST:
	case SDL_WINDOWEVENT_HIDDEN: /* the release may never come */
		if (!state.finger_down)
			return false;
		state.finger_down = false;
		*ev = (struct input_event){ .kind = INPUT_CANCEL, .x = state.x, .y = state.y };
		return true;
	default:
		return false;
	}
}

static bool on_quit(const SDL_Event *e, struct input_event *ev)
{
	ev->kind = INPUT_QUIT;
	return true;
}

/* Fills ev; false when the event means nothing here. */
static bool translate(const SDL_Event *e, struct input_event *ev)
{
	static const struct {
		Uint32 type;
		bool (*on)(const SDL_Event *, struct input_event *);
	} kinds[] = {
		{ SDL_FINGERDOWN, on_down },
		{ SDL_FINGERMOTION, on_motion },
		{ SDL_FINGERUP, on_up },
		{ SDL_KEYDOWN, on_key },
		{ SDL_TEXTINPUT, on_text },
		{ SDL_WINDOWEVENT, on_window },
		{ SDL_QUIT, on_quit },
	};

	memset(ev, 0, sizeof *ev);
	if (state.wake != 0 && e->type == state.wake) {
		ev->kind = INPUT_WAKE;
		return input_watch_took();
	}
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (e->type == kinds[i].type)
			return kinds[i].on(e, ev);
	return false;
}

/* SDL_PollEvent would end a round with an empty answer although an event waits (its sentinel). */
static bool next_event(SDL_Event *e, int wait_ms)
{
	if (wait_ms != 0)
		return SDL_WaitEventTimeout(e, wait_ms) != 0;
	SDL_PumpEvents();
	return SDL_PeepEvents(e, 1, SDL_GETEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT) == 1;
}

static int left_ms(uint64_t deadline)
{
	uint64_t now = input_boot_ms();

	return now >= deadline ? 0 : (int)(deadline - now);
}

bool input_wait(struct input_event *ev, int timeout_ms)
{
	uint64_t deadline = input_boot_ms() + (uint64_t)(timeout_ms > 0 ? timeout_ms : 0);
	SDL_Event e;
	bool got = false;

	input_watch_rearm();
	while (!got) {
		int wait = timeout_ms < 0 ? -1 : left_ms(deadline), queued;

		if (input_clock_stands()) /* time does not pass by itself */
			wait = 0;
		if (!next_event(&e, wait)) {
			if (timeout_ms < 0 && wait != 0)
				continue;
			break;
		}
		queued = SDL_PeepEvents(NULL, 0, SDL_PEEKEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT) + 1;
		if (queued > state.queue_most)
			state.queue_most = queued;
		got = translate(&e, ev);
		explicit_bzero(&e, sizeof e);
	}
	if (!got)
		memset(ev, 0, sizeof *ev);
	return got;
}

void input_forget(void)
{
	SDL_Event blank;
	int most = state.queue_most + QUEUE_SLACK, added = 0;

	memset(&blank, 0, sizeof blank);
	SDL_FlushEvents(SDL_KEYDOWN, SDL_TEXTINPUT);
	SDL_FlushEvents(SDL_FINGERDOWN, SDL_FINGERMOTION);
	/* SDL keeps the entries of past events and fills them anew: fill them with nothing. */
	blank.type = SDL_USEREVENT;
	while (added < most && SDL_PeepEvents(&blank, 1, SDL_ADDEVENT, 0, 0) == 1)
		added++;
	for (SDL_Event out; added > 0; added--)
		if (SDL_PeepEvents(&out, 1, SDL_GETEVENT, SDL_USEREVENT, SDL_USEREVENT) != 1)
			break;
	state.queue_most = 0;
	state.finger_down = false;
	state.panic = (struct panic){ 0 };
}

/* --- a watched descriptor --- */

/* Called by the watch's thread; pushing is the one thing in SDL that any thread may do. */
static void push_wake(void)
{
	SDL_Event e;

	memset(&e, 0, sizeof e);
	e.type = state.wake;
	SDL_PushEvent(&e);
}

void input_watch_fd(int fd)
{
	if (state.wake == 0)
		state.wake = SDL_RegisterEvents(1);
	input_watch(fd, push_wake);
}

/* --- made-up events --- */

static void push_finger(Uint32 type, SDL_FingerID finger, int x, int y)
{
	SDL_Window *window = only_window();
	SDL_Event e;
	int w = 1, h = 1;

	if (window)
		SDL_GetWindowSize(window, &w, &h);
	memset(&e, 0, sizeof e);
	e.tfinger.type = type;
	e.tfinger.touchId = TOUCH;
	e.tfinger.fingerId = finger;
	e.tfinger.x = ((float)x + 0.5f) / (float)w; /* the middle of the pixel */
	e.tfinger.y = ((float)y + 0.5f) / (float)h;
	e.tfinger.pressure = 1.0f;
	SDL_PushEvent(&e);
}

void input_push_down(int x, int y)
{
	push_finger(SDL_FINGERDOWN, FIRST_FINGER, x, y);
}

void input_push_move(int x, int y)
{
	push_finger(SDL_FINGERMOTION, FIRST_FINGER, x, y);
}

void input_push_up(int x, int y)
{
	push_finger(SDL_FINGERUP, FIRST_FINGER, x, y);
}

void input_push_second_finger(int x, int y)
{
	push_finger(SDL_FINGERDOWN, SECOND_FINGER, x, y);
	push_finger(SDL_FINGERMOTION, SECOND_FINGER, x + SECOND_MOVES, y + SECOND_MOVES);
	push_finger(SDL_FINGERUP, SECOND_FINGER, x, y);
}

bool input_push_key(const char *name)
{
	bool back = !strncmp(name, "Shift+", 6);
	SDL_Event e;

	memset(&e, 0, sizeof e);
	if (back)
		name += 6;
	else if (!strcmp(name, "Shift"))
		name = "Left Shift";
	e.key.keysym.sym = SDL_GetKeyFromName(name);
	if (e.key.keysym.sym == SDLK_UNKNOWN)
		return false;
	e.key.keysym.scancode = SDL_GetScancodeFromKey(e.key.keysym.sym);
	e.key.keysym.mod = back ? KMOD_LSHIFT : KMOD_NONE;
	e.key.type = SDL_KEYDOWN;
	e.key.state = SDL_PRESSED;
	SDL_PushEvent(&e);
	if (e.key.keysym.sym == SDLK_SPACE) /* hardware sends a space as text, too */
		input_push_text(" ");
	e.key.type = SDL_KEYUP;
	e.key.state = SDL_RELEASED;
	SDL_PushEvent(&e);
	return true;
}

/* Bytes of s that fit one event, cut between characters. */
static size_t piece(const char *s, size_t max)
{
	size_t n = strlen(s);

	if (n <= max)
		return n;
	for (n = max; n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80; n--)
		;
	return n;
}

void input_push_text(const char *utf8)
{
	SDL_Event e;

	while (*utf8) {
		size_t n = piece(utf8, sizeof e.text.text - 1);

		if (n == 0) /* no UTF-8 */
			return;
		memset(&e, 0, sizeof e);
		e.type = SDL_TEXTINPUT;
		memcpy(e.text.text, utf8, n);
		SDL_PushEvent(&e);
		utf8 += n;
	}
	explicit_bzero(&e, sizeof e);
}
