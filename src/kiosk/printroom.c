/* SPDX-License-Identifier: Apache-2.0 */
/*
 * printroom — a printer is asked when a visit comes to its end, so that nobody is offered paper
 * that cannot come. People are told four things only: it prints, it is done, there is no paper, it
 * did not work. The log says which; never what was printed.
 */
#include "printroom.h"

#include "catalog.h"
#include "log.h"

static void ask(struct printer *p, bool anew)
{
	if (printer_runs(p))
		return;
	p->offered = p->offered && !anew;
	if (!p->offered)
		printer_ask(p);
}

void printroom_ask(struct app *a, bool anew)
{
	ask(&a->slips, anew);
	ask(&a->pages, anew);
}

static void complain(const struct printer *p, const char *key)
{
	if (p->word == PRINT_SPOOL)
		log_error("[kiosk] %s is not used: its spool '%s' is not in memory, or the machine "
			  "swaps to a disk",
			key, p->spool);
	else
		log_warning("[kiosk] %s: %s", key, printjob_word(p->word));
}

static void look(struct printer *p, const char *key)
{
	if (printer_poll(p) && p->state == PRINTER_TROUBLE)
		complain(p, key);
}

void printroom_poll(struct app *a)
{
	look(&a->slips, "printer");
	look(&a->pages, "page_printer");
}

uint64_t printroom_deadline(const struct app *a, uint64_t now_ms)
{
	if (printer_runs(&a->slips) || printer_runs(&a->pages))
		return now_ms + PRINTER_LOOK_MS;
	return UINT64_MAX;
}

void printroom_stop(struct app *a)
{
	printer_stop(&a->slips);
	printer_stop(&a->pages);
}

const char *printroom_told(const struct printer *p)
{
	if (!p->offered)
		return NULL;
	switch (p->state) {
	case PRINTER_BUSY:
		return "working";
	case PRINTER_DONE:
		return "done";
	case PRINTER_TROUBLE:
		return p->word == PRINT_PAPER ? "paper" : "failed";
	default:
		return NULL;
	}
}

const char *printroom_words(const struct printer *p)
{
	const char *key = printroom_told(p);

	return key ? catalog_text("print", key) : NULL;
}

bool printroom_trouble(const struct printer *p)
{
	return p->offered && p->state == PRINTER_TROUBLE;
}
