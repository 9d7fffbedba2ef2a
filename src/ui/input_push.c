/* SPDX-License-Identifier: Apache-2.0 */
/*
 * input_push — made-up events for --script and tests, put into SDL's own queue so that they take
 * the same path as those of hardware.
 */
#include <string.h>
#include "input.h"
#include "input_private.h"

#define FIRST_FINGER 1
#define SECOND_FINGER 2
#define TOUCH 1
#define WINDOW_IDS_MAX 64 /* SDL numbers windows from 1 */

SDL_Window *input_window(void)
{
	for (Uint32 id = 1; id < WINDOW_IDS_MAX; id++) {
		SDL_Window *w = SDL_GetWindowFromID(id);

		if (w)
			return w;
	}
	return NULL;
}

static void push_finger(Uint32 type, SDL_FingerID finger, int x, int y)
{
	SDL_Window *window = input_window();
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
