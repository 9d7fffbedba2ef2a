/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loop — runs the present screen once for each event, again while something it drew has changed
 * under it, and presents. Entering the start or the neutral screen is the end of a visit:
 * everything of it is overwritten before the new screen's first frame. While nothing else is to do
 * and a person has begun, the receipt number of this visit is drawn ahead (its hash is slow by
 * design), so that sending does not wait for it.
 */
#include "loop.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "collect.h"
#include "draw.h"
#include "font.h"
#include "harden.h"
#include "inspect.h"
#include "log.h"
#include "printroom.h"
#include "receipt.h"

#define FRAMES_MAX       8 /* of one event; a screen that never settles must not hang the kiosk */
#define COLLECT_AGAIN_MS 100
/* In reach mode all targets lie in the lower 60 % of a tall panel (domain.md §4.2). */
#define REACH_FROM_PERCENT 40

/* Overwrites what was drawn and typed, wherever it went on its way to the panel. */
static void forget_frames(struct loop *l)
{
	voice_forget(l->app->voice);
	ui_forget(l->app->ui);
	font_forget(l->app->font);
	draw_forget(l->app->draw);
	input_forget();
	harden_scrub_stack();
	harden_trim();
}

static void end_visit(struct loop *l)
{
	staff_leave(l->s);
	convert_close(&l->app->convert);
	printroom_stop(l->app);
	session_wipe(l->s);
	forget_frames(l);
}

static void refresh_sent(struct loop *l)
{
	enum outbox_state state;

	if (l->s->handed_in &&
		outbox_state(l->app->post.outbox, l->s->ticket.id, &state) == OUTBOX_OK)
		l->s->sent = state;
}

static void print_receipt(const struct session *s)
{
	char shown[RECEIPT_SHOWN + 1];

	receipt_format(s->ticket.receipt, shown);
	dprintf(STDOUT_FILENO, "RECEIPT %s\n", shown);
	explicit_bzero(shown, sizeof(shown));
}

/* Screens that offer paper, and those before them: printers take a while to answer. */
static bool prints(enum screen next)
{
	static const enum screen which[] = { SCREEN_CHECK, SCREEN_DONE, SCREEN_STAFF_SEND,
		SCREEN_STAFF_DONE, SCREEN_STAFF_ACTIVITY };

	for (size_t i = 0; i < sizeof(which) / sizeof(which[0]); i++)
		if (next == which[i])
			return true;
	return false;
}

static void go_to(struct loop *l, enum screen next)
{
	struct session *s = l->s;

	if (next == s->screen)
		return;
	if (next == SCREEN_START || next == SCREEN_NEUTRAL)
		end_visit(l);
	if (next == SCREEN_STAFF_HOME && s->staff.put_down) { /* the visit goes on without it */
		s->staff.put_down = false;
		s->osk_question = -1;
		explicit_bzero(&s->cand, sizeof(s->cand));
		convert_close(&l->app->convert);
		forget_frames(l);
	}
	s->screen = next;
	s->entered_ms = s->now_ms;
	s->choices_page = 0;
	if (prints(next))
		printroom_ask(l->app, next != SCREEN_DONE && next != SCREEN_STAFF_DONE);
	if (next != SCREEN_DONE && next != SCREEN_STAFF_DONE && next != SCREEN_CHANGED)
		return;
	refresh_sent(l);
	bool amended = next == SCREEN_STAFF_DONE && s->answers.kind[0];
	if (l->app->opt.script && next != SCREEN_CHANGED && !amended)
		print_receipt(s);
}

static void present(struct loop *l)
{
	const char *inspect = l->app->opt.inspect;

	if (draw_present(l->app->draw, ui_frame(l->app->ui), l->app->font) && inspect &&
		!inspect_write(inspect, l->s, l->app->ui))
		log_warning("cannot write '%s'", inspect);
}

/* What a screen may change that widgets called before the change have already drawn. */
struct drawn {
	struct session_place place;
	int theme, text_percent;
	int reach, left_hand, no_furigana, bilingual, reading; /* no bool: no padding */
	int volume;
	enum lookup_answer lookup;
};

static struct drawn drawn_of(const struct session *s)
{
	struct drawn d;

	memset(&d, 0, sizeof(d)); /* compared as bytes */
	d.place = session_place(s);
	d.theme = s->theme;
	d.text_percent = s->text_percent;
	d.reach = s->reach;
	d.left_hand = s->left_hand;
	d.no_furigana = s->no_furigana;
	d.bilingual = s->bilingual;
	d.reading = s->reading;
	d.volume = s->volume;
	d.lookup = s->lookup_answer;
	return d;
}

void loop_ui_state(const struct session *s, int w, int h, struct ui_state *ret)
{
	const struct app *a = s->app;
	bool rtl = a->catalog.lang[s->lang].rtl;

	*ret = (struct ui_state){ .w = w,
		.h = h,
		.px_per_mm = app_px_per_mm(a, w, h),
		.text_percent = s->text_percent,
		.lang = catalog_tag(&a->catalog),
		.theme = &a->themes.theme[s->theme],
		.mirror = rtl,
		.left_hand = s->left_hand && !rtl, /* there it is so already */
		.reach_top = s->reach && h > w ? h * REACH_FROM_PERCENT / 100 : 0,
		.now_ms = s->now_ms };
	ret->ruby = session_japanese(s) && !(s->no_furigana && strcmp(ret->lang, "ja") == 0);
}

static bool one_frame(struct loop *l, const struct input_event *ev)
{
	struct session *s = l->s;
	struct app *a = l->app;
	struct drawn before = drawn_of(s), after;
	struct ui_state st;
	int w, h;

	draw_size(a->draw, &w, &h);
	loop_ui_state(s, w, h, &st);
	st.in_order = s->reading;
	st.speaking = voice_speaking(a->voice);
	ui_begin(a->ui, &st, ev);
	enum screen next = screens_run(s, a->ui);
	if (ui_key(a->ui, INPUT_KEY_PANIC) && s->screen != SCREEN_START)
		next = SCREEN_NEUTRAL;
	ui_end(a->ui);
	bool again = ui_again(a->ui);
	go_to(l, next);
	after = drawn_of(s);
	return again || memcmp(&before, &after, sizeof(before)) != 0;
}

static bool is_person(const struct input_event *ev)
{
	return ev->kind != INPUT_NONE && ev->kind != INPUT_RESIZE && ev->kind != INPUT_WAKE &&
	       ev->kind != INPUT_QUIT;
}

static void run_frames(struct loop *l, const struct input_event *ev)
{
	static const struct input_event none = { .kind = INPUT_NONE };
	struct session *s = l->s;

	s->now_ms = input_now_ms();
	s->cand.again_ms = 0;
	go_to(l, session_due(s));
	if (is_person(ev))
		s->touched_ms = s->now_ms;
	if (ev->kind == INPUT_RESIZE)
		draw_invalidate(l->app->draw);
	voice_event(l->app->voice, s, ev);
	for (int i = 0; i < FRAMES_MAX && one_frame(l, i == 0 ? ev : &none); i++)
		;
	for (int i = 0; i < FRAMES_MAX && voice_frame(l->app->voice, s); i++)
		one_frame(l, &none);
	const char *problem = voice_problem(l->app->voice);
	if (problem)
		log_warning("nothing is read aloud: no sound device: %s", problem);
	present(l);
}

/* --- work between frames --- */

static void watch(struct loop *l)
{
	l->watch_fd = collect_watch(&l->app->post, l->watch_fd, &l->watch_final);
	input_watch_fd(l->watch_fd);
}

void loop_watch(struct loop *l)
{
	if (l->watching)
		return;
	l->watching = true;
	watch(l);
	loop_collect(l);
}

void loop_collect(struct loop *l)
{
	struct collect_report r;

	if (l->watch_fd >= 0)
		collect_drain(l->watch_fd);
	if (l->watching && !l->watch_final)
		watch(l);
	collect_run(&l->app->post, &r);
	if (r.problem[0])
		log_warning("%s", r.problem);
	if (r.new_keys)
		log_info("city keys version %ld are in use", l->app->post.city.version);
	if (r.new_status)
		log_info("a newer list of answers is in use");
	l->collect_ms = r.again ? input_now_ms() + COLLECT_AGAIN_MS : SESSION_NEVER;
	refresh_sent(l);
}

static bool ticket_is_due(const struct session *s)
{
	bool begun = s->screen == SCREEN_NOTICE || s->screen == SCREEN_FORM ||
		     s->screen == SCREEN_STAFF_FORM || s->screen == SCREEN_CHANGE;

	return begun && !s->ticket.ready && !s->ticket_tried;
}

static void draw_ticket(struct loop *l)
{
	l->s->ticket_tried = true; /* when it fails, sending tries again */
	if (!submit_prepare(&l->s->ticket, &l->app->post))
		log_warning("no receipt number could be drawn");
}

/* The slow part of a look-up, after the frame that says so; then the screen with the answer. The
 * number leaves the field as soon as it is answered; what the person may want to change of it needs
 * it until then or the end of the visit. */
static void look_up(struct loop *l)
{
	const struct input_event none = { .kind = INPUT_NONE };
	struct session *s = l->s;
	struct app *a = l->app;

	if (!session_looks_up(s) || input_now_ms() < s->lookup_due_ms)
		return;
	s->lookup_answer = lookup_run(&a->post, s->lookup, &s->status);
	lookup_brake_note(&a->brake, s->lookup_answer, input_now_ms());
	memcpy(s->number, s->lookup, sizeof(s->number));
	explicit_bzero(s->lookup, sizeof(s->lookup));
	s->now_ms = input_now_ms();
	s->touched_ms = s->now_ms; /* the time to read begins now */
	if (s->lookup_answer != LOOKUP_NONE)
		go_to(l, SCREEN_ANSWER);
	run_frames(l, &none);
}

uint64_t loop_deadline(const struct loop *l)
{
	uint64_t at = session_deadline(l->s), again = l->s->cand.again_ms;

	at = l->staff_ms < at ? l->staff_ms : at;
	uint64_t voice = voice_deadline(l->app->voice);

	at = voice < at ? voice : at;
	uint64_t paper = printroom_deadline(l->app, input_now_ms());

	at = paper < at ? paper : at;
	at = again > 0 && again < at ? again : at;
	return l->collect_ms < at ? l->collect_ms : at;
}

static int timeout_of(const struct loop *l)
{
	uint64_t at = loop_deadline(l), now = input_now_ms();

	if (ticket_is_due(l->s) || at <= now)
		return 0;
	if (at == SESSION_NEVER)
		return -1;
	return at - now > INT_MAX ? INT_MAX : (int)(at - now);
}

/* The staff side's housekeeping; a site without staff has none, and sleeps. */
static void daily(struct loop *l)
{
	char problem[WHY_MAX];

	if (!staff_room_daily(&l->app->staff, &l->app->post, l->app->cfg.site_id, problem))
		log_warning("%s", problem);
	l->staff_ms = l->app->staff.vault.len > 0 ? input_now_ms() + STAFF_DAILY_MS : SESSION_NEVER;
}

static void handle(struct loop *l, struct input_event *ev)
{
	if (ev->kind == INPUT_QUIT)
		l->quit = true;
	if (ev->kind == INPUT_WAKE || input_now_ms() >= l->collect_ms)
		loop_collect(l);
	if (input_now_ms() >= l->staff_ms)
		daily(l);
	printroom_poll(l->app);
	run_frames(l, ev);
	explicit_bzero(ev, sizeof(*ev));
	look_up(l);
}

void loop_open(struct loop *l, struct app *app, struct session *s)
{
	struct input_event none = { .kind = INPUT_NONE };

	*l = (struct loop){ .app = app,
		.s = s,
		.watch_fd = -1,
		.collect_ms = SESSION_NEVER,
		.staff_ms = SESSION_NEVER };
	s->now_ms = s->touched_ms = s->entered_ms = input_now_ms();
	run_frames(l, &none); /* something to look at first */
	daily(l);
	printroom_ask(app, true); /* so that the log says at once when one cannot be used */
}

void loop_close(struct loop *l)
{
	end_visit(l);
	input_watch_fd(-1);
	if (l->watch_fd >= 0)
		close(l->watch_fd);
	l->watch_fd = -1;
}

void loop_run(struct loop *l)
{
	loop_watch(l);
	while (!l->quit) {
		struct input_event ev = { .kind = INPUT_NONE };
		if (!input_wait(&ev, timeout_of(l)) && ticket_is_due(l->s)) {
			draw_ticket(l);
			continue;
		}
		handle(l, &ev);
	}
}

void loop_pump(struct loop *l)
{
	struct input_event ev = { .kind = INPUT_NONE };

	while (!l->quit && input_wait(&ev, 0))
		handle(l, &ev);
	if (ticket_is_due(l->s))
		draw_ticket(l);
	ev = (struct input_event){ .kind = INPUT_NONE };
	handle(l, &ev);
}
