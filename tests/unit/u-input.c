/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-input — SDL events to plain ones: one finger, keys, text, wake-ups, and a queue that forgets.
 * Runs under SDL's dummy driver with events pushed as hardware would.
 * Links: src/shared src/text src/ui
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include <SDL.h>
#include "draw.h"
#include "input.h"

static int open_window(void **state)
{
	struct draw_options opt = { 800, 600, false, "test", true };
	char err[256] = "";
	struct input_event ev;

	setenv("SDL_VIDEODRIVER", "dummy", 1);
	*state = draw_open(&opt, err, sizeof err);
	assert_non_null(*state);
	while (input_wait(&ev, 0)) /* what the window itself sent */
		;
	input_forget();
	return 0;
}

static int close_window(void **state)
{
	input_virtual_clock(false);
	draw_close(*state);
	return 0;
}

static void assert_event(enum input_kind kind, int x, int y)
{
	struct input_event ev;

	assert_true(input_wait(&ev, 0));
	assert_int_equal(ev.kind, kind);
	assert_int_equal(ev.x, x);
	assert_int_equal(ev.y, y);
}

static void assert_key(enum input_key key)
{
	struct input_event ev;

	assert_true(input_wait(&ev, 0));
	assert_int_equal(ev.kind, INPUT_KEY);
	assert_int_equal(ev.key, key);
}

static void assert_nothing(void)
{
	struct input_event ev;

	assert_false(input_wait(&ev, 0));
	assert_int_equal(ev.kind, INPUT_NONE);
}

static void push_finger(Uint32 type, SDL_FingerID id, float x, float y)
{
	SDL_Event e;

	memset(&e, 0, sizeof e);
	e.tfinger.type = type;
	e.tfinger.touchId = 7;
	e.tfinger.fingerId = id;
	e.tfinger.x = x;
	e.tfinger.y = y;
	SDL_PushEvent(&e);
}

static void test_input__finger_keeps_its_pixels(void **state)
{
	for (int x = 0; x < 800; x += 37) {
		input_push_down(x, 599 - x / 2);
		assert_event(INPUT_DOWN, x, 599 - x / 2);
		input_push_up(x, 599 - x / 2);
		assert_event(INPUT_UP, x, 599 - x / 2);
	}
	push_finger(SDL_FINGERDOWN, 1, 1.0f, -3.0f); /* beyond the edge: the last pixel */
	assert_event(INPUT_DOWN, 799, 0);
	push_finger(SDL_FINGERUP, 1, 2.0f, 1.0f);
	assert_event(INPUT_UP, 799, 599);
}

static void test_input__second_finger_is_swallowed_whole(void **state)
{
	input_push_down(100, 100);
	input_push_second_finger(500, 500);
	input_push_up(100, 100);
	assert_event(INPUT_DOWN, 100, 100);
	assert_event(INPUT_UP, 100, 100);
	assert_nothing();
}

static void test_input__second_finger_stays_swallowed_when_the_first_lifts(void **state)
{
	push_finger(SDL_FINGERDOWN, 1, 0.5f, 0.5f);
	push_finger(SDL_FINGERDOWN, 2, 0.1f, 0.1f);
	push_finger(SDL_FINGERUP, 1, 0.5f, 0.5f);
	push_finger(SDL_FINGERMOTION, 2, 0.2f, 0.2f);
	push_finger(SDL_FINGERUP, 2, 0.2f, 0.2f);
	assert_event(INPUT_DOWN, 400, 300);
	assert_event(INPUT_UP, 400, 300);
	assert_nothing();
	push_finger(SDL_FINGERDOWN, 2, 0.1f, 0.1f);
	assert_event(INPUT_DOWN, 80, 60);
	push_finger(SDL_FINGERUP, 2, 0.1f, 0.1f);
	assert_event(INPUT_UP, 80, 60);
}

/* Of movements that wait only the last counts; one of another finger between them does not. */
static void test_input__second_finger_moves_nothing(void **state)
{
	input_push_down(100, 100);
	input_push_move(110, 110);
	push_finger(SDL_FINGERDOWN, 9, 0.9f, 0.9f);
	push_finger(SDL_FINGERMOTION, 9, 0.8f, 0.8f);
	input_push_move(120, 120);
	push_finger(SDL_FINGERMOTION, 9, 0.7f, 0.7f);
	input_push_move(130, 130);
	push_finger(SDL_FINGERUP, 9, 0.7f, 0.7f);
	input_push_up(130, 130);
	assert_event(INPUT_DOWN, 100, 100);
	assert_event(INPUT_MOVE, 110, 110);
	assert_event(INPUT_MOVE, 120, 120);
	assert_event(INPUT_MOVE, 130, 130);
	assert_event(INPUT_UP, 130, 130);
	assert_nothing();
}

static void test_input__a_lost_release_does_not_lock_the_panel(void **state)
{
	input_push_down(100, 100);
	input_push_down(200, 200);
	input_push_up(200, 200);
	input_push_up(200, 200);
	assert_event(INPUT_DOWN, 100, 100);
	assert_event(INPUT_DOWN, 200, 200);
	assert_event(INPUT_UP, 200, 200);
	assert_nothing();
}

static void test_input__release_without_press_is_nothing(void **state)
{
	input_push_up(10, 10);
	input_push_move(10, 10);
	assert_nothing();
}

static void test_input__waiting_movements_become_one(void **state)
{
	input_push_down(100, 100);
	for (int i = 0; i < 50; i++)
		input_push_move(100 + i, 100);
	input_push_up(200, 100);
	assert_event(INPUT_DOWN, 100, 100);
	assert_event(INPUT_MOVE, 149, 100);
	assert_event(INPUT_UP, 200, 100);
	assert_nothing();
}

static void test_input__keys_have_their_meaning(void **state)
{
	static const struct { const char *name; enum input_key key; } rows[] = {
		{ "Tab", INPUT_KEY_NEXT }, { "Shift+Tab", INPUT_KEY_PREV }, { "Up", INPUT_KEY_UP },
		{ "Down", INPUT_KEY_DOWN }, { "Left", INPUT_KEY_LEFT },
		{ "Right", INPUT_KEY_RIGHT },
		{ "Return", INPUT_KEY_FIRE }, { "Keypad Enter", INPUT_KEY_FIRE },
		{ "Escape", INPUT_KEY_BACK },
		{ "Backspace", INPUT_KEY_DELETE },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_true(input_push_key(rows[i].name));
		assert_key(rows[i].key);
		assert_nothing();
	}
	assert_false(input_push_key("No Such Key"));
	assert_true(input_push_key("A"));
	assert_nothing();
}

static void test_input__space_comes_as_text(void **state)
{
	struct input_event ev;

	assert_true(input_push_key("Space"));
	assert_true(input_wait(&ev, 0));
	assert_int_equal(ev.kind, INPUT_TEXT);
	assert_string_equal(ev.text, " ");
	assert_nothing();
}

static void press_shift(int times, uint64_t gap_ms)
{
	for (int i = 0; i < times; i++) {
		assert_true(input_push_key("Shift"));
		if (i < times - 1) {
			assert_nothing();
			input_advance_ms(gap_ms);
		}
	}
}

static void test_input__shift_three_times_is_panic(void **state)
{
	input_virtual_clock(true);
	press_shift(3, 900);
	assert_key(INPUT_KEY_PANIC);
	press_shift(3, 1100); /* too slow */
	assert_nothing();
	assert_true(input_push_key("A"));
	assert_nothing();
	press_shift(2, 10);
	assert_true(input_push_key("A")); /* ordinary typing in between */
	assert_nothing();
	press_shift(2, 10);
	assert_nothing();
}

static void test_input__text_is_cut_at_characters_and_cleaned(void **state)
{
	static const char *const bad[] = { "\x1b", "\xff\xfe", "a\tb", "\xe2\x80\xae" };
	char all[200] = "";
	struct input_event ev;
	SDL_Event e;

	input_push_text("あいうえおかきくけこさしすせそ");
	while (input_wait(&ev, 0)) {
		assert_int_equal(ev.kind, INPUT_TEXT);
		assert_int_equal(strlen(ev.text) % 3, 0);
		strcat(all, ev.text);
	}
	assert_string_equal(all, "あいうえおかきくけこさしすせそ");
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		memset(&e, 0, sizeof e);
		e.type = SDL_TEXTINPUT;
		strcpy(e.text.text, bad[i]);
		SDL_PushEvent(&e);
		assert_nothing();
	}
}

static void test_input__lost_focus_cancels_the_finger(void **state)
{
	SDL_Event e;

	input_push_down(100, 100);
	assert_event(INPUT_DOWN, 100, 100);
	memset(&e, 0, sizeof e);
	e.type = SDL_WINDOWEVENT;
	e.window.event = SDL_WINDOWEVENT_FOCUS_LOST;
	SDL_PushEvent(&e);
	assert_event(INPUT_CANCEL, 100, 100);
	input_push_up(100, 100);
	assert_nothing();
}

static void test_input__exposure_and_quit(void **state)
{
	SDL_Event e;

	memset(&e, 0, sizeof e);
	e.type = SDL_WINDOWEVENT;
	e.window.event = SDL_WINDOWEVENT_EXPOSED;
	SDL_PushEvent(&e);
	assert_event(INPUT_RESIZE, 0, 0);
	memset(&e, 0, sizeof e);
	e.type = SDL_QUIT;
	SDL_PushEvent(&e);
	assert_event(INPUT_QUIT, 0, 0);
}

static void test_input__virtual_clock_stands_still(void **state)
{
	uint64_t t;
	struct input_event ev;

	input_virtual_clock(true);
	t = input_now_ms();
	assert_false(input_wait(&ev, 60000)); /* returns at once */
	assert_int_equal(input_now_ms(), t);
	input_advance_ms(12345);
	assert_int_equal(input_now_ms(), t + 12345);
}

static void test_input__watched_descriptor_wakes_until_read(void **state)
{
	struct input_event ev;
	int p[2];
	char c;

	assert_int_equal(pipe(p), 0);
	input_watch_fd(p[0]);
	assert_int_equal(write(p[1], "x", 1), 1);
	for (int i = 0; i < 3; i++) { /* nobody reads: it is told again each time */
		assert_true(input_wait(&ev, -1));
		assert_int_equal(ev.kind, INPUT_WAKE);
	}
	assert_int_equal(read(p[0], &c, 1), 1);
	input_watch_fd(-1);
	input_watch_fd(-1);
	close(p[0]);
	close(p[1]);
}

/* How often the heap holds the bytes. */
static int heap_holds(const char *secret, size_t len)
{
	static char line[256], block[65536];
	FILE *maps = fopen("/proc/self/maps", "r"), *mem = fopen("/proc/self/mem", "rb");
	unsigned long from, to;
	int found = 0;

	assert_non_null(maps);
	assert_non_null(mem);
	setvbuf(mem, NULL, _IONBF, 0);
	while (fgets(line, sizeof line, maps)) {
		if (!strstr(line, "[heap]") || sscanf(line, "%lx-%lx", &from, &to) != 2)
			continue;
		/* blocks overlap a little */
		for (unsigned long at = from; at < to; at += sizeof block - 64) {
			size_t want = to - at < sizeof block ? to - at : sizeof block;

			fseek(mem, (long)at, SEEK_SET);
			if (fread(block, 1, want, mem) == want && memmem(block, want, secret, len))
				found++;
		}
	}
	fclose(maps);
	fclose(mem);
	return found;
}

static void test_input__forget_overwrites_typed_text(void **state)
{
	struct input_event ev;
	char secret[] = "aXbXcXd";

	for (size_t i = 1; i < sizeof secret - 1; i += 2)
		secret[i] = "137"[i / 2]; /* spelt at run time, so that it is nowhere else */
	for (int i = 0; i < 20; i++)
		input_push_text(secret);
	while (input_wait(&ev, 0))
		explicit_bzero(&ev, sizeof ev);
#ifndef __SANITIZE_ADDRESS__ /* keeps its memory elsewhere */
	assert_true(heap_holds(secret, sizeof secret - 1) > 0);
#endif
	input_forget();
	assert_int_equal(heap_holds(secret, sizeof secret - 1), 0);
}

static void test_input__forget_drops_what_waits(void **state)
{
	input_push_text("ひみつ");
	input_push_down(10, 10);
	input_forget();
	assert_nothing();
	input_push_down(20, 20); /* the finger is free again */
	assert_event(INPUT_DOWN, 20, 20);
	input_push_up(20, 20);
	assert_event(INPUT_UP, 20, 20);
}

#define CASE(name) cmocka_unit_test_setup_teardown(test_input__##name, open_window, close_window)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(finger_keeps_its_pixels), CASE(second_finger_is_swallowed_whole),
		CASE(second_finger_stays_swallowed_when_the_first_lifts),
		CASE(second_finger_moves_nothing), CASE(a_lost_release_does_not_lock_the_panel),
		CASE(release_without_press_is_nothing),
		CASE(waiting_movements_become_one), CASE(keys_have_their_meaning),
		CASE(space_comes_as_text),
		CASE(shift_three_times_is_panic), CASE(text_is_cut_at_characters_and_cleaned),
		CASE(lost_focus_cancels_the_finger), CASE(exposure_and_quit),
		CASE(virtual_clock_stands_still),
		CASE(watched_descriptor_wakes_until_read), CASE(forget_drops_what_waits),
		CASE(forget_overwrites_typed_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
