/* SPDX-License-Identifier: Apache-2.0 */
/*
 * printer — the kiosk's side of printing: starts src/print's program for one question or one job,
 * never waits for it, and kills it. There is one for slips and one for A4 pages; a setting that is
 * empty makes a printer that is never there. The picture lies in memory that both programs map
 * (never a file), is overwritten when the program has ended, and ends with the visit at the latest.
 */
#ifndef MARUMADO_PRINTER_H
#define MARUMADO_PRINTER_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include "printjob.h"

#define PRINTER_LOOK_MS  100   /* how often somebody looks at a program that runs */
#define PRINTER_ASK_MS   6000  /* a question takes no longer … */
#define PRINTER_JOB_MS   40000 /* … and a job, or the program is killed */
#define PRINTER_CUPS     "cups:"
#define PRINTER_PATH_MAX 512

enum printer_state {
	PRINTER_NONE, /* not configured, or its program is not installed */
	PRINTER_UNASKED,
	PRINTER_ASKED, /* a question is under way */
	PRINTER_READY,
	PRINTER_BUSY,   /* a job is under way */
	PRINTER_DONE,   /* it was printed */
	PRINTER_TROUBLE /* `word` says why; a new question or job may do better */
};

struct printer_setup { /* borrowed */
	const char *program_dir;
	const char *where; /* a device's path, "cups:QUEUE", "" none */
	const char *cups_socket, *cups_spool;
};
struct printer {
	enum printer_state state;
	enum print_word word; /* of the last answer */
	bool offered;         /* it was ready since printer_stop: people are offered to print */
	char program[PRINTER_PATH_MAX], where[PRINTER_PATH_MAX];
	char socket[PRINTER_PATH_MAX], spool[PRINTER_PATH_MAX];
	pid_t pid, lost; /* lost: killed, but a driver still holds it */
	int from;
	uint64_t started_ms;
	void *job; /* mapped; NULL none */
	size_t job_len;
	size_t answer_len;
	char answer[16];
};

/* Copies the settings. Nothing is started. */
void printer_open(struct printer *p, const struct printer_setup *setup);
/* Asks whether it would print; does nothing while something is under way. */
void printer_ask(struct printer *p);
/* Room for the pictures of a job, all white, to be drawn into before printer_print; NULL when the
 * printer is not there, is busy, or memory fails. printer_stop gives it back, too. */
unsigned char *printer_paper(struct printer *p, const struct printjob *job);
/* Starts the job that was drawn. False: it could not be started; the state says so, too. */
bool printer_print(struct printer *p);
/* What was to be drawn could not be: the state says trouble, the pictures are overwritten. */
void printer_failed(struct printer *p);
/* Takes what the program has said by now, ends it when its time is over. True when the state is
 * another one than before. */
bool printer_poll(struct printer *p);
/* Is something under way, so that printer_poll should be called every PRINTER_LOOK_MS? */
bool printer_runs(const struct printer *p);
/* Kills what runs, overwrites the pictures, forgets the outcome. Accepts a zeroed printer. */
void printer_stop(struct printer *p);
/* For commands without a loop: asks and waits for the answer. */
enum print_word printer_ask_and_wait(struct printer *p);
#endif
