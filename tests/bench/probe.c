/* SPDX-License-Identifier: Apache-2.0 */
/*
 * probe — watches any program from outside, on an X display, as an eye and a finger would.
 *
 * probe SECONDS X Y -- COMMAND… starts the command and prints, one "name value" a line:
 * - launch_ms: from fork to the first moment when 95 % of the sampled pixels are as in the end
 *
 * and, unless SECONDS is 0,
 * - press_p50_ms, press_p95_ms: from a press at X,Y to the first changed pixel near it, -1 none
 * - change_ms: from the release at X,Y to the last change of the whole screen, -1 none
 * - pss_kb: proportional memory of the command and its descendants, 0 when not allowed to read it
 * - idle_switches: voluntary context switches of all their threads during SECONDS of rest
 * - idle_changes: changes of the screen in that time
 *
 * Design: one screenshot through shared memory every couple of milliseconds, a coarse grid of
 * pixels kept of each; no help from the watched program. It sleeps between two looks at a press:
 * looking without a pause would keep the X server and a core busy, which costs a browser of many
 * processes more than a program of one. A press that nothing followed is the slowest, not the
 * fastest. Does not judge: bench.sh compares.
 */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XShm.h>
#include <X11/extensions/XTest.h>
#include <dirent.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define GRID_X      96
#define GRID_Y      54
#define SAMPLES_MAX 4096
#define PRESSES     60
#define PAUSE_MS    300.0
#define MISSED_MS   1000.0
#define LOOK_MS     0.1
#define SETTLED_MS  700.0

struct eye {
	Display *display;
	Window root;
	XImage *image;
	XShmSegmentInfo shm;
	int w, h;
};
struct sample {
	double at_ms;
	uint32_t grid[GRID_X * GRID_Y];
};

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void nap(double ms)
{
	struct timespec t = { (time_t)(ms / 1e3), (long)(ms * 1e6) % 1000000000 };
	nanosleep(&t, NULL);
}

static bool eye_open(struct eye *e)
{
	e->display = XOpenDisplay(NULL);
	if (!e->display || !XShmQueryExtension(e->display))
		return false;
	int screen = DefaultScreen(e->display);
	e->root = RootWindow(e->display, screen);
	e->w = DisplayWidth(e->display, screen);
	e->h = DisplayHeight(e->display, screen);
	e->image = XShmCreateImage(e->display, DefaultVisual(e->display, screen),
		(unsigned)DefaultDepth(e->display, screen), ZPixmap, NULL, &e->shm, (unsigned)e->w,
		(unsigned)e->h);
	e->shm.shmid = shmget(
		IPC_PRIVATE, (size_t)e->image->bytes_per_line * (size_t)e->h, IPC_CREAT | 0600);
	e->shm.shmaddr = e->image->data = shmat(e->shm.shmid, NULL, 0);
	e->shm.readOnly = False;
	bool ok = XShmAttach(e->display, &e->shm);
	XSync(e->display, False);
	shmctl(e->shm.shmid, IPC_RMID, NULL);
	return ok;
}

static void eye_look(struct eye *e, struct sample *s, double start_ms)
{
	XShmGetImage(e->display, e->root, e->image, 0, 0, AllPlanes);
	s->at_ms = now_ms() - start_ms;
	for (int y = 0; y < GRID_Y; y++)
		for (int x = 0; x < GRID_X; x++)
			s->grid[y * GRID_X + x] = (uint32_t)XGetPixel(e->image,
				(2 * x + 1) * e->w / (2 * GRID_X),
				(2 * y + 1) * e->h / (2 * GRID_Y));
}

/* Changes of the screen during some seconds, looked for so rarely that looking costs nothing. */
static int idle_changes(struct eye *e, int seconds)
{
	static struct sample before, now;
	int n = 0;

	eye_look(e, &before, 0);
	for (int i = 0; i < seconds * 2; i++) {
		nap(500);
		eye_look(e, &now, 0);
		n += memcmp(before.grid, now.grid, sizeof before.grid) != 0;
		before = now;
	}
	return n;
}

/* Looks until nothing has changed for SETTLED_MS; returns the samples that brought a change. */
static int watch(struct eye *e, struct sample *list, double start_ms)
{
	static struct sample next;
	int n = 0;
	eye_look(e, &list[n++], start_ms);
	double changed = now_ms();
	while (now_ms() - changed < (n < 2 ? 15000.0 : SETTLED_MS) && n < SAMPLES_MAX) {
		eye_look(e, &next, start_ms);
		if (memcmp(next.grid, list[n - 1].grid, sizeof next.grid) != 0) {
			list[n++] = next;
			changed = now_ms();
		}
		nap(1.0);
	}
	return n;
}

static double first_complete(const struct sample *list, int n)
{
	for (int i = 0; i < n; i++) {
		int same = 0;
		for (int k = 0; k < GRID_X * GRID_Y; k++)
			same += list[i].grid[k] == list[n - 1].grid[k];
		if (same >= GRID_X * GRID_Y * 95 / 100)
			return list[i].at_ms;
	}
	return -1.0;
}

static unsigned long patch(struct eye *e, int x, int y)
{
	XImage *p = XGetImage(e->display, e->root, x - 30, y - 15, 60, 30, AllPlanes, ZPixmap);
	unsigned long sum = 0;
	for (int j = 0; j < 30; j++)
		for (int i = 0; i < 60; i++)
			sum = sum * 31 + XGetPixel(p, i, j);
	XDestroyImage(p);
	return sum;
}

/* One press and its first changed pixel, MISSED_MS when there was none; the finger then leaves the
 * target, so that nothing fires. */
static double press(struct eye *e, int x, int y)
{
	XTestFakeMotionEvent(e->display, -1, x, y, 0);
	XSync(e->display, False);
	nap(PAUSE_MS);
	unsigned long before = patch(e, x, y);
	double start = now_ms();
	XTestFakeButtonEvent(e->display, 1, True, 0);
	XFlush(e->display);
	double ms = 0;
	while (patch(e, x, y) == before && ms < MISSED_MS) {
		nap(LOOK_MS);
		ms = now_ms() - start;
	}
	ms = now_ms() - start;
	XTestFakeMotionEvent(e->display, -1, 3, 3, 0);
	XTestFakeButtonEvent(e->display, 1, False, 0);
	XSync(e->display, False);
	return ms < MISSED_MS ? ms : MISSED_MS;
}

static double seen(double ms)
{
	return ms < MISSED_MS ? ms : -1.0;
}

static int by_value(const void *a, const void *b)
{
	double d = *(const double *)a - *(const double *)b;
	return (d > 0) - (d < 0);
}

static long number_in(const char *path, const char *name)
{
	FILE *f = fopen(path, "r");
	char line[256];
	long value = 0;
	while (f && fgets(line, sizeof line, f))
		if (strncmp(line, name, strlen(name)) == 0)
			value = strtol(line + strlen(name), NULL, 10);
	if (f)
		fclose(f);
	return value;
}

static long pss_kb(long pid)
{
	char path[320];
	snprintf(path, sizeof path, "/proc/%ld/smaps_rollup", pid);
	return number_in(path, "Pss:");
}

static long switches(long pid)
{
	char path[320];
	snprintf(path, sizeof path, "/proc/%ld/task", pid);
	DIR *tasks = opendir(path);
	long sum = 0;
	for (struct dirent *d; tasks && (d = readdir(tasks));) {
		snprintf(path, sizeof path, "/proc/%ld/task/%s/status", pid, d->d_name);
		if (d->d_name[0] != '.')
			sum += number_in(path, "voluntary_ctxt_switches:");
	}
	if (tasks)
		closedir(tasks);
	return sum;
}

/* Adds up a figure over a process and its descendants. */
static long tree_sum(long pid, long (*figure)(long pid))
{
	char path[320];
	long sum = figure(pid);
	DIR *proc = opendir("/proc");
	for (struct dirent *d; proc && (d = readdir(proc));) {
		long child = strtol(d->d_name, NULL, 10);
		snprintf(path, sizeof path, "/proc/%ld/status", child);
		if (child > 0 && number_in(path, "PPid:") == pid)
			sum += tree_sum(child, figure);
	}
	if (proc)
		closedir(proc);
	return sum;
}

static void measure(struct eye *e, pid_t pid, double start_ms, int seconds, int x, int y)
{
	struct sample *list = calloc(SAMPLES_MAX, sizeof *list);
	if (!list)
		return;
	int n = watch(e, list, start_ms);
	printf("launch_ms %.1f\n", first_complete(list, n));
	if (seconds == 0) {
		free(list);
		return;
	}
	double ms[PRESSES];
	for (int i = 0; i < PRESSES; i++)
		ms[i] = press(e, x, y);
	qsort(ms, PRESSES, sizeof ms[0], by_value);
	printf("press_p50_ms %.2f\npress_p95_ms %.2f\n", seen(ms[PRESSES / 2]),
		seen(ms[PRESSES * 95 / 100]));
	nap(1000);
	long before = tree_sum(pid, switches);
	int changes = idle_changes(e, seconds);
	printf("idle_switches %ld\nidle_changes %d\n", tree_sum(pid, switches) - before, changes);
	XTestFakeMotionEvent(e->display, -1, x, y, 0);
	XTestFakeButtonEvent(e->display, 1, True, 0);
	XSync(e->display, False);
	nap(60);
	static struct sample pressed;
	eye_look(e, &pressed, start_ms);
	double released = now_ms();
	XTestFakeButtonEvent(e->display, 1, False, 0);
	XSync(e->display, False);
	n = watch(e, list, released);
	bool changed = memcmp(pressed.grid, list[n - 1].grid, sizeof pressed.grid) != 0;
	printf("change_ms %.1f\n", changed ? list[n - 1].at_ms : -1.0);
	printf("pss_kb %ld\n", tree_sum(pid, pss_kb));
	free(list);
}

int main(int argc, char **argv)
{
	struct eye e;
	if (argc < 6 || strcmp(argv[4], "--") != 0) {
		fputs("usage: probe SECONDS X Y -- COMMAND...\n", stderr);
		return 64;
	}
	if (!eye_open(&e)) {
		fputs("probe: no X display with shared memory\n", stderr);
		return 69;
	}
	double start = now_ms();
	pid_t pid = fork();
	if (pid == 0) {
		setpgid(0, 0);
		execvp(argv[5], argv + 5);
		_exit(127);
	}
	prctl(PR_SET_TIMERSLACK, 1); /* not the child's: naps end when they should */
	measure(&e, pid, start, atoi(argv[1]), atoi(argv[2]), atoi(argv[3]));
	kill(-pid, SIGTERM);
	nap(300);
	kill(-pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return 0;
}
