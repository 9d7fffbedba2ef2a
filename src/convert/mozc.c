/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mozc — mozc_emacs_helper as a child, which starts mozc_server. Both live in name spaces of their
 * own: no network, no other process in sight, and a home in memory that ends with them. Mozc keeps
 * no history in its incognito mode; what it writes all the same (tables of its learning, which stay
 * empty) goes to that home. When this process ends, however it ends, the kernel ends both.
 * Each reading gets a session of mozc's that is deleted after it. There is no deadline here: the
 * kiosk has one and kills the whole.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine.h"
#include "mozc_reply.h"
#include "sandbox.h"

#define MOZC_PROGRAM "/usr/bin/mozc_emacs_helper"
#define REPLY_MAX    65536
#define TEXT_MAX     512
#define SHORTER      3 /* first segments cut shorter by one character each */

struct mozc {
	int to, from;
	unsigned long sent;
	size_t len;
	char reply[REPLY_MAX];
};

/* incognito_mode = true, in mozc's own (protobuf) form */
static const unsigned char incognito[] = { 0xa0, 0x01, 0x01 };

static bool furnish(void)
{
	if (mkdir(".config", 0700) != 0 || mkdir(".config/mozc", 0700) != 0)
		return false;
	int fd = open(".config/mozc/config1.db", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	bool ok = write(fd, incognito, sizeof(incognito)) == (ssize_t)sizeof(incognito);
	return close(fd) == 0 && ok;
}

static void run_mozc(int in, int out)
{
	char name[] = MOZC_PROGRAM, home[] = "HOME=" SANDBOX_HOME, locale[] = "LC_ALL=C.UTF-8";
	char *argv[] = { name, NULL }, *envp[] = { home, locale, NULL };
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (sandbox_child() && dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0 &&
		null >= 0 && dup2(null, STDERR_FILENO) >= 0)
		execve(MOZC_PROGRAM, argv, envp);
	_exit(127);
}

static bool start_mozc(struct mozc *m)
{
	int to[2], from[2];

	if (pipe2(to, O_CLOEXEC) != 0 || pipe2(from, O_CLOEXEC) != 0)
		return false;
	pid_t pid = fork();
	if (pid == 0)
		run_mozc(to[0], from[1]);
	close(to[0]);
	close(from[1]);
	m->to = to[1];
	m->from = from[0];
	return pid > 0;
}

/* One line into m->reply. */
static bool hear(struct mozc *m)
{
	m->len = 0;
	while (m->len < sizeof(m->reply)) {
		ssize_t n = read(m->from, m->reply + m->len, sizeof(m->reply) - m->len);
		if (n <= 0)
			return false;
		m->len += (size_t)n;
		if (m->reply[m->len - 1] == '\n')
			return true;
	}
	return false;
}

/* "(N COMMAND SESSION REST)" and its reply. */
static bool tell(struct mozc *m, const char *command, const char *session, const char *rest)
{
	char line[CONVERSION_READING_MAX + 96];
	int n = snprintf(
		line, sizeof(line), "(%lu %s %s %s)\n", m->sent++, command, session, rest);
	bool ok = n > 0 && (size_t)n < sizeof(line) && write(m->to, line, (size_t)n) == n;

	explicit_bzero(line, sizeof(line));
	return ok && hear(m);
}

/* --- collecting --- */

struct words {
	const char *reading;
	struct conversion *out;
	size_t first;        /* bytes of the reading in the first segment */
	bool whole, several; /* collect the segments into text; all candidates, or the first */
	char text[TEXT_MAX];
	size_t used;
};

static void on_segment(void *ctx, const char *list, int index, const char *name, const char *text)
{
	struct words *w = ctx;
	size_t n = strlen(text);

	if (strcmp(list, "segment") != 0)
		return;
	if (strcmp(name, "key") == 0 && index == 0)
		w->first = strncmp(w->reading, text, n) == 0 ? n : 0;
	if (strcmp(name, "value") == 0 && (w->whole || index == 0) &&
		n < sizeof(w->text) - w->used) {
		memcpy(w->text + w->used, text, n);
		w->used += n;
	}
}

static void on_candidate(void *ctx, const char *list, int index, const char *name, const char *text)
{
	struct words *w = ctx;

	(void)index;
	/* some room is left for shorter segments */
	if (strcmp(list, "candidates") == 0 && strcmp(name, "value") == 0 && w->first > 0 &&
		w->out->len < CONVERSION_ITEMS_MAX - SHORTER)
		conversion_add(w->out, w->first, text, strlen(text));
}

/* The segments of m->reply: all together as one candidate, or the first one alone. */
static bool add_segments(struct mozc *m, struct words *w, bool whole)
{
	w->used = w->first = 0;
	w->whole = whole;
	if (!mozc_reply_read(m->reply, m->len, on_segment, w))
		return false;
	conversion_add(w->out, whole ? strlen(w->reading) : w->first, w->text, w->used);
	return true;
}

static bool collect(struct mozc *m, const char *session, struct words *w)
{
	const char *reading = w->reading;

	if (!add_segments(m, w, true) || w->first == 0)
		return false;
	conversion_add(w->out, strlen(reading), reading, strlen(reading));
	if (!mozc_reply_read(m->reply, m->len, on_candidate, w))
		return false;
	for (int i = 0; i < SHORTER && w->first > engine_prefix(reading, 1); i++)
		if (!tell(m, "SendKey", session, "shift left") || !add_segments(m, w, false))
			return false;
	return true;
}

/* --- the engine --- */

static bool convert_mozc(void *engine, const char *reading, struct conversion *out)
{
	struct mozc *m = engine;
	struct words w = { .reading = reading, .out = out };
	char session[24], typed[CONVERSION_READING_MAX + 3];

	if (strpbrk(reading, "\"\\")) /* never in kana */
		return false;
	snprintf(typed, sizeof(typed), "\"%s\"", reading);
	bool ok = tell(m, "CreateSession", "", "") &&
		  mozc_reply_session(m->reply, m->len, session) &&
		  tell(m, "SendKey", session, typed) && tell(m, "SendKey", session, "space") &&
		  collect(m, session, &w) && tell(m, "DeleteSession", session, "");
	explicit_bzero(m->reply, sizeof(m->reply));
	explicit_bzero(typed, sizeof(typed));
	explicit_bzero(&w, sizeof(w));
	return ok;
}

static void *open_mozc(void)
{
	struct conversion first;
	struct mozc *m = NULL;

	if (access(MOZC_PROGRAM, X_OK) != 0 || !sandbox_private_home() || !furnish())
		return NULL;
	m = calloc(1, sizeof(*m));
	/* its first conversion loads the dictionary: done now, before the person waits for one */
	conversion_wipe(&first);
	if (m && start_mozc(m) && sandbox_no_files(NULL) && hear(m) &&
		convert_mozc(m, "あ", &first))
		return m;
	free(m);
	return NULL;
}

const struct engine engine_mozc = { "mozc", open_mozc, convert_mozc };
