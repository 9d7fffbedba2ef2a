/* SPDX-License-Identifier: Apache-2.0 */
/*
 * floorsdl — the least an SDL program can do on the same way to the screen as the kiosk's (window
 * surface without a GPU, no wait for a window manager): twenty boxes, no text. It shows how much of
 * a launch is the library's. With the argument "once" it ends after the first picture.
 */
#include <SDL.h>

int main(int argc, char **argv)
{
	SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
	SDL_SetHint(SDL_HINT_X11_FORCE_OVERRIDE_REDIRECT, "1");
	if (SDL_Init(SDL_INIT_VIDEO) != 0)
		return 69;
	SDL_Window *win = SDL_CreateWindow("floor", 0, 0, 1920, 1080, SDL_WINDOW_BORDERLESS);
	SDL_Surface *s = win ? SDL_GetWindowSurface(win) : NULL;
	if (!s)
		return 69;
	SDL_FillRect(s, NULL, SDL_MapRGB(s->format, 0xfb, 0xf7, 0xee));
	for (int i = 0; i < 20; i++)
		SDL_FillRect(s, &(SDL_Rect){ 60 + i % 4 * 450, 120 + i / 4 * 160, 420, 130 },
			SDL_MapRGB(s->format, 0x16, 0x22, 0x4f));
	SDL_UpdateWindowSurface(win);
	for (SDL_Event e; argc < 2 && SDL_WaitEvent(&e) && e.type != SDL_QUIT;)
		;
	SDL_Quit();
	return 0;
}
