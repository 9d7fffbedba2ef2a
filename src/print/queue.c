/* SPDX-License-Identifier: Apache-2.0 */
/*
 * queue — libcups does the talking. The address must be a path, so that no network can be meant;
 * the sandbox would refuse one anyway. Reasons of a printer are words of RFC 8011 with a suffix.
 */
#include "queue.h"

#include <cups/cups.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#define TITLE   "slip"
#define LOOK_MS 300

/* The person has left. A signal handler has nowhere else to write. */
static volatile sig_atomic_t left;

static void on_term(int signal)
{
	(void)signal;
	left = 1;
}

static int give_up(http_t *http, void *unused)
{
	(void)http;
	(void)unused;
	return 0;
}

static http_t *reach(const char *socket)
{
	if (socket[0] != '/')
		return NULL;
	http_t *http = httpConnect2(
		socket, 0, NULL, AF_UNSPEC, HTTP_ENCRYPTION_NEVER, 1, QUEUE_ANSWER_MS, NULL);

	if (http)
		httpSetTimeout(http, QUEUE_ANSWER_MS / 1000.0, give_up, NULL);
	return http;
}

/* Asks `op` about the printer, or about one of its jobs; the caller frees with ippDelete. */
static ipp_t *ask(
	http_t *http, ipp_op_t op, const char *name, int job, const char *const *want, int wants)
{
	char uri[HTTP_MAX_URI];
	ipp_t *r = ippNewRequest(op);

	httpAssembleURIf(HTTP_URI_CODING_ALL, uri, sizeof(uri), "ipp", NULL, "localhost", 0,
		"/printers/%s", name);
	ippAddString(r, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, uri);
	if (job > 0)
		ippAddInteger(r, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
	ippAddString(r, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, cupsUser());
	ippAddStrings(
		r, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", wants, NULL, want);
	return cupsDoRequest(http, r, "/");
}

/* What stops it; PRINT_READY when nothing it names would. */
static enum print_word reason(ipp_t *answer)
{
	static const struct {
		const char *begins;
		enum print_word means;
	} known[] = { { "media-empty", PRINT_PAPER }, { "media-needed", PRINT_PAPER },
		{ "media-jam", PRINT_FAILED }, { "cover-open", PRINT_COVER },
		{ "door-open", PRINT_COVER }, { "interlock-open", PRINT_COVER },
		{ "offline", PRINT_OFFLINE }, { "shutdown", PRINT_OFFLINE },
		{ "paused", PRINT_OFFLINE }, { "connecting-to-device", PRINT_READY } };
	ipp_attribute_t *a = ippFindAttribute(answer, "printer-state-reasons", IPP_TAG_KEYWORD);

	for (int i = 0; i < ippGetCount(a); i++) {
		const char *word = ippGetString(a, i, NULL);
		for (size_t k = 0; word && k < sizeof(known) / sizeof(known[0]); k++)
			if (strncmp(word, known[k].begins, strlen(known[k].begins)) == 0 &&
				known[k].means != PRINT_READY && !strstr(word, "-warning") &&
				!strstr(word, "-report"))
				return known[k].means;
	}
	return PRINT_READY;
}

static enum print_word state_of(http_t *http, const char *name)
{
	static const char *const want[] = { "printer-state", "printer-state-reasons",
		"printer-is-accepting-jobs" };
	ipp_t *answer = ask(http, IPP_OP_GET_PRINTER_ATTRIBUTES, name, 0, want, 3);
	ipp_attribute_t *state = ippFindAttribute(answer, "printer-state", IPP_TAG_ENUM);
	ipp_attribute_t *takes = ippFindAttribute(
		answer, "printer-is-accepting-jobs", IPP_TAG_BOOLEAN);
	enum print_word w = PRINT_OFFLINE;

	if (cupsLastError() <= IPP_STATUS_OK_CONFLICTING && state &&
		ippGetInteger(state, 0) != IPP_PSTATE_STOPPED &&
		(!takes || ippGetBoolean(takes, 0)))
		w = PRINT_READY;
	if (answer) {
		enum print_word why = reason(answer);
		w = why != PRINT_READY ? why : w;
	}
	ippDelete(answer);
	return w;
}

enum print_word queue_state(const char *name, const char *socket)
{
	http_t *http = reach(socket);
	enum print_word w = http ? state_of(http, name) : PRINT_OFFLINE;

	httpClose(http);
	return w;
}

static bool hand_over(http_t *http, const char *name, int job, const char *pdf, size_t len)
{
	if (cupsStartDocument(http, name, job, TITLE, CUPS_FORMAT_PDF, 1) != HTTP_STATUS_CONTINUE)
		return false;
	for (size_t at = 0; at < len && !left;) {
		size_t n = len - at < 16384 ? len - at : 16384;
		if (cupsWriteRequestData(http, pdf + at, n) != HTTP_STATUS_CONTINUE)
			return false;
		at += n;
	}
	return cupsFinishDocument(http, name) <= IPP_STATUS_OK_CONFLICTING && !left;
}

static int job_state(http_t *http, const char *name, int job)
{
	static const char *const want[] = { "job-state" };
	ipp_t *answer = ask(http, IPP_OP_GET_JOB_ATTRIBUTES, name, job, want, 1);
	ipp_attribute_t *a = ippFindAttribute(answer, "job-state", IPP_TAG_ENUM);
	/* without history a job that has ended is not known any more */
	int state = cupsLastError() == IPP_STATUS_ERROR_NOT_FOUND ? IPP_JSTATE_COMPLETED
		    : a                                           ? ippGetInteger(a, 0)
								  : IPP_JSTATE_PENDING;

	ippDelete(answer);
	return state;
}

static enum print_word wait_for(http_t *http, const char *name, int job)
{
	const struct timespec pause = { 0, LOOK_MS * 1000000L };

	for (int waited = 0; waited < QUEUE_PRINT_MS && !left; waited += LOOK_MS) {
		int state = job_state(http, name, job);
		if (state == IPP_JSTATE_COMPLETED)
			return PRINT_DONE;
		if (state == IPP_JSTATE_ABORTED || state == IPP_JSTATE_CANCELED)
			break;
		enum print_word w = state_of(http, name);
		if (w != PRINT_READY)
			return w;
		nanosleep(&pause, NULL);
	}
	enum print_word w = state_of(http, name);
	return w == PRINT_READY ? PRINT_FAILED : w;
}

enum print_word queue_print(const char *name, const char *socket, const char *pdf, size_t len)
{
	const struct sigaction term = { .sa_handler = on_term }; /* ends a pause */
	(void)sigaction(SIGTERM, &term, NULL);
	http_t *http = reach(socket);
	cups_option_t *option = NULL;
	enum print_word w = http ? state_of(http, name) : PRINT_OFFLINE;

	if (w == PRINT_READY && !left) {
		int n = cupsAddOption("job-cancel-after", QUEUE_CANCEL_S, 0, &option);
		n = cupsAddOption("print-scaling", "none", n, &option);
		int job = cupsCreateJob(http, name, TITLE, n, option);
		cupsFreeOptions(n, option);
		w = job > 0 && hand_over(http, name, job, pdf, len) ? wait_for(http, name, job)
								    : PRINT_FAILED;
		if (job > 0 && w != PRINT_DONE)
			(void)cupsCancelJob2(http, name, job, 1);
	}
	httpClose(http);
	return w;
}
