/* SPDX-License-Identifier: Apache-2.0 */
/*
 * marumado-sync — the courier: carries sealed, signed items from the outbox to the city and brings
 * the city's acknowledgements back. It has no key, reads no answer of a resident and writes nothing
 * but its own database; if it is taken over it can delay, not read, forge or delete. Reading order:
 * main, watch, round, pass, batch, send; backlog and feed for what is due.
 */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "carry.h"
#include "log.h"
#include "round.h"
#include "send.h"
#include "status_json.h"
#include "sync_options.h"
#include "watch.h"

/* Rights and traces that the courier never needs. */
static void harden(void)
{
	const struct rlimit none = { 0, 0 };

	umask(027);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a file size limit is an error of the write, not the end */
	if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		die(EX_OSERR, "cannot give up rights");
#ifndef __SANITIZE_ADDRESS__ /* the leak checker must attach to the process */
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		die(EX_OSERR, "cannot forbid memory dumps");
#endif
}

/* A descriptor that becomes readable when one of the signals comes; they are blocked from now on.
 */
static int signal_fd(int first, int second)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, first);
	sigaddset(&set, second);
	sigprocmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		die(EX_OSERR, "cannot watch for signals");
	return fd;
}

static struct courier *open_courier(const struct sync_options *opt)
{
	char err[OUTBOX_ERR_MAX] = "";
	struct courier *c = NULL;
	enum outbox_result r = courier_open(&c, opt->data_dir, OUTBOX_WRITER, err);

	if (r == OUTBOX_BUSY)
		die(EX_TEMPFAIL, "another courier is running");
	if (r != OUTBOX_OK)
		die(r == OUTBOX_NEWER ? EX_CONFIG : EX_TEMPFAIL, "%s", err);
	return c;
}

static void report_once(const struct round_result *r)
{
	const struct pass_result *p = &r->pass;

	if (p->delivered > 0)
		log_info("delivered %" PRIu64 " items", p->delivered);
	if (r->contact.reason[0] != '\0')
		log_warning("%s", r->contact.reason);
	else if (p->left.sendable + p->left.aside > 0)
		log_warning(
			"%" PRIu64 " items wait for a later try", p->left.sendable + p->left.aside);
	if (p->left.refused > 0)
		log_warning("the city refuses %" PRIu64 " items", p->left.refused);
}

static int run_once(struct pass_options *pass)
{
	struct round_result r;
	struct progress progress;

	progress_begin(&progress, wake_now_ms());
	pass->again = true;
	pass->progress = progress_step;
	pass->progress_ctx = &progress; /* cppcheck-suppress autoVariables */
	round_run(pass, DOCUMENT_KEYS | DOCUMENT_STATUS, &r);
	pass->progress = NULL;
	pass->progress_ctx = NULL;
	progress_end(&progress);
	report_once(&r);
	return pass_exit_status(&r.pass);
}

static int run_watch(const struct pass_options *pass, const struct sync_options *opt, int stop_fd)
{
	struct watch w = { .pass = *pass, .usb = { opt->usb_dir, opt->site_id } };
	int now_fd = signal_fd(SIGHUP, SIGHUP);
	bool ok;

	if (!wake_open(&w.wake, opt->data_dir, stop_fd, now_fd))
		die(EX_OSERR, "cannot make a timer");
	ok = watch_run(&w);
	wake_close(w.wake);
	close(now_fd);
	return ok ? EX_OK : EX_OSERR;
}

/* --once and --watch: everything that needs the city. */
static int travel(const struct sync_options *opt)
{
	int stop_fd = signal_fd(SIGTERM, SIGINT), status;
	const struct send_options to = { opt->url, opt->ca, opt->pin, stop_fd };
	struct feed feed = { .data_dir = opt->data_dir };
	struct sender *sender = NULL;
	char err[SEND_ERR_MAX];

	feed.courier = open_courier(opt);
	if (!send_open(&sender, &to, err)) {
		courier_close(feed.courier);
		die(EX_CONFIG, "%s", err);
	}
	struct pass_options pass = { .feed = &feed,
		.transport = send_transport(sender),
		.lanes_max = (unsigned)opt->lanes,
		.now_ms = wake_now_ms };

	status = opt->action == SYNC_ONCE ? run_once(&pass) : run_watch(&pass, opt, stop_fd);
	send_close(sender);
	feed_release(&feed);
	courier_close(feed.courier);
	close(stop_fd);
	return status;
}

static int show_status(const struct sync_options *opt)
{
	struct buf text = BUF_INIT;
	char err[OUTBOX_ERR_MAX] = "";

	if (!status_json(opt->data_dir, &text, err)) {
		buf_release(&text);
		die(EX_TEMPFAIL, "%s", err);
	}
	fputs(buf_str(&text), stdout);
	buf_release(&text);
	return fflush(stdout) == 0 ? EX_OK : EX_IOERR;
}

static int carry(const struct sync_options *opt)
{
	static const int STATUS[] = {
		[CARRY_OK] = EX_OK,
		[CARRY_BUSY] = EX_TEMPFAIL,
		[CARRY_FILE] = EX_NOINPUT,
		[CARRY_DATA] = EX_TEMPFAIL,
	};
	bool out = opt->action == SYNC_EXPORT;
	char err[CARRY_ERR_MAX] = "";
	struct carry_counts n;
	enum carry_result r = out ? carry_export(opt->data_dir, opt->file, &n, err)
				  : carry_import(opt->data_dir, opt->file, &n, err);

	if (r != CARRY_OK)
		die(out && r == CARRY_FILE ? EX_CANTCREAT : STATUS[r], "%s",
			r == CARRY_BUSY ? "another courier is running" : err);
	if (out)
		log_info("wrote %" PRIu64 " items", n.items);
	else
		log_info("kept %" PRIu64 " acknowledgements, %" PRIu64 " lists of answers; %" PRIu64
			 " known, %" PRIu64 " other lines, %" PRIu64 " bad lines",
			n.acks, n.lists, n.known, n.other, n.bad);
	return n.bad > 0 ? EX_DATAERR : EX_OK;
}

int main(int argc, char **argv)
{
	struct sync_options opt;
	char err[SYNC_ERR_MAX];
	int status;

	log_open("marumado-sync", LOG_LEVEL_INFO);
	harden();
	status = sync_options_read(argc, argv, &opt, err);
	if (status != 0)
		die(status, "%s", err);
	switch (opt.action) {
	case SYNC_ONCE:
	case SYNC_WATCH:
		return travel(&opt);
	case SYNC_STATUS:
		return show_status(&opt);
	case SYNC_EXPORT:
	case SYNC_IMPORT:
		return carry(&opt);
	case SYNC_HELP:
		fputs(sync_options_help(), stdout);
		break;
	default:
		puts("marumado-sync " MARUMADO_VERSION);
		break;
	}
	return fflush(stdout) == 0 ? EX_OK : EX_IOERR;
}
