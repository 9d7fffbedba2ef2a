/* SPDX-License-Identifier: Apache-2.0 */
/*
 * floor — the least an X11 program can do: one window of the screen's size, twenty boxes, no text.
 * What it takes from start to pixels is the floor that bench.sh compares the kiosk's launch with.
 */
#include <X11/Xlib.h>
#include <stdlib.h>

int main(void)
{
	Display *d = XOpenDisplay(NULL);
	if (!d)
		return 69;
	int s = DefaultScreen(d);
	int w = DisplayWidth(d, s), h = DisplayHeight(d, s);
	XSetWindowAttributes set = {
		.background_pixel = 0xfbf7ee, .override_redirect = True, .event_mask = ExposureMask
	};
	Window win = XCreateWindow(d, RootWindow(d, s), 0, 0, (unsigned)w, (unsigned)h, 0,
		CopyFromParent, InputOutput, CopyFromParent,
		CWBackPixel | CWOverrideRedirect | CWEventMask, &set);
	XMapWindow(d, win);
	GC gc = XCreateGC(d, win, 0, NULL);
	for (XEvent e;;) {
		XNextEvent(d, &e);
		if (e.type != Expose)
			continue;
		XSetForeground(d, gc, 0x16224f);
		for (int i = 0; i < 20; i++)
			XFillRectangle(d, win, gc, 60 + i % 4 * 450, 120 + i / 4 * 160, 420, 130);
		XFlush(d);
	}
}
