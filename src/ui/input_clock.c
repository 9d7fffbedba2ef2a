/* SPDX-License-Identifier: Apache-2.0 */
/*
 * input_clock — the one clock of the screens: CLOCK_BOOTTIME since the program began, so that
 * neither a wrong wall clock nor a suspended machine ends a visit early; or, for a script, a clock
 * that stands until it is told. And the one key sequence that depends on time.
 * File-scope state: time is one per process.
 */
#include <string.h>
#include <time.h>
#include "input.h"
#include "input_private.h"

static struct {
	bool stands;
	uint64_t virtual_ms, start_ms;
} clock_state;

uint64_t input_boot_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_BOOTTIME, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

uint64_t input_now_ms(void)
{
	if (clock_state.stands)
		return clock_state.virtual_ms;
	if (clock_state.start_ms == 0)
		clock_state.start_ms = input_boot_ms();
	return input_boot_ms() - clock_state.start_ms;
}

bool input_clock_stands(void)
{
	return clock_state.stands;
}

void input_virtual_clock(bool on)
{
	clock_state.virtual_ms = input_now_ms();
	clock_state.stands = on;
}

void input_advance_ms(uint64_t ms)
{
	clock_state.virtual_ms += ms;
}

bool panic_pressed(struct panic *p, bool shift, bool repeated)
{
	uint64_t now = input_now_ms();

	if (!shift) {
		p->shifts = 0;
		return false;
	}
	if (repeated)
		return false;
	memmove(p->shift_ms, p->shift_ms + 1, sizeof p->shift_ms - sizeof p->shift_ms[0]);
	p->shift_ms[PANIC_PRESSES - 1] = now;
	if (++p->shifts < PANIC_PRESSES || now - p->shift_ms[0] > PANIC_WITHIN_MS)
		return false;
	p->shifts = 0;
	return true;
}
