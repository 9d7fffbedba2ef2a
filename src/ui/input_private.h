/* SPDX-License-Identifier: Apache-2.0 */
/*
 * input_private — what input.c, input_push.c and input_watch.c share. Layer: ui; names SDL.
 */
#ifndef MARUMADO_INPUT_PRIVATE_H
#define MARUMADO_INPUT_PRIVATE_H
#include <stdbool.h>
#include <SDL.h>

/* The one window of the program; NULL before it is open. */
SDL_Window *input_window(void);
/* True when the event says that the watched descriptor is readable; input_watch_rearm must
 * follow. */
bool input_watch_took(const SDL_Event *e);
/* Lets the watch look at the descriptor again; does nothing unless it has fired. */
void input_watch_rearm(void);
#endif
