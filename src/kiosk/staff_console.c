/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_console — the first manager of a site is made here, by the person who installs the machine;
 * everybody after that needs a manager's PIN, here as on the screen. It takes the outbox's lock
 * like the kiosk itself, so the two never write the vault at once. PINs go into locked memory,
 * never to argv, where every process could read them.
 */
#include "staff_console.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <termios.h>
#include <unistd.h>

#include "draft.h"
#include "harden.h"

struct desk {
	struct staff_room *room;
	char pin[PIN_MAX + 2], again[PIN_MAX + 2], name[VAULT_NAME_MAX];
	struct vault_key key;
	char by[VAULT_ID_HEX + 1];
};

/* One line without its end; false at the end of the input or when it is too long. */
static bool read_line(const char *prompt, char *out, size_t cap, bool echo)
{
	struct termios was, quiet;
	bool tty = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &was) == 0;
	size_t len = 0;
	char c;
	ssize_t n;

	if (tty && !echo) {
		quiet = was;
		quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	}
	if (tty)
		dprintf(STDERR_FILENO, "%s: ", prompt);
	while ((n = read(STDIN_FILENO, &c, 1)) == 1 && c != '\n')
		if (len < cap)
			out[len++] = c;
	if (tty && !echo) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &was);
		dprintf(STDERR_FILENO, "\n");
	}
	if ((n != 1 && len == 0) || len >= cap) {
		out[0] = '\0';
		return false;
	}
	out[len] = '\0';
	return true;
}

static int vault_code(enum vault_result r, char err[static WHY_MAX])
{
	static const struct {
		enum vault_result r;
		int rc;
		const char *text;
	} of[] = {
		{ VAULT_WRONG, EX_NOPERM, "not the PIN of a manager" },
		{ VAULT_WAIT, EX_NOPERM, "too many wrong PINs: wait, then try again" },
		{ VAULT_REFUSED, EX_DATAERR,
			"refused: the name is taken or not allowed, nobody else is left, or no "
			"further person fits" },
		{ VAULT_DAMAGED, EX_DATAERR, "vault.json is damaged: put it back from a copy" },
	};

	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++)
		if (of[i].r == r) {
			why(err, "staff: %s", of[i].text);
			return of[i].rc;
		}
	why(err, "staff: cannot be written");
	return EX_IOERR;
}

/* A manager says who they are. The vault was just opened, so a wait counts from now. */
static int authorise(struct desk *d, char err[static WHY_MAX])
{
	const struct vault *v = &d->room->vault;
	char id[VAULT_ID_HEX + 2] = "";
	int i = 0;

	while (i < v->len && v->member[i].role != VAULT_MANAGER)
		i++;
	if (vault_managers(v) > 1 && read_line("manager's ID", id, sizeof(id), true))
		i = vault_find(v, id);
	if (i < 0 || v->member[i].role != VAULT_MANAGER) {
		why(err, "staff: no manager has this ID (see: staff list)");
		return EX_DATAERR;
	}
	if (!read_line("manager's PIN", d->pin, sizeof(d->pin), false))
		return vault_code(VAULT_WRONG, err);
	enum vault_result r = vault_unlock(&d->room->vault, i, d->pin, 0, &d->key);
	memcpy(d->by, v->member[i].id, sizeof(d->by));
	bool logged = r == VAULT_OK      ? audit_add(&d->room->audit, d->by, "unlock")
		      : r == VAULT_WRONG ? audit_add(&d->room->audit, d->by, "miss")
					 : true;
	if (r != VAULT_OK || !logged)
		return vault_code(r == VAULT_OK ? VAULT_FAILED : r, err);
	return 0;
}

static int new_pin(struct desk *d, char err[static WHY_MAX])
{
	if (!read_line("new PIN (6 to 10 digits)", d->pin, sizeof(d->pin), false) ||
		!read_line("the same PIN again", d->again, sizeof(d->again), false) ||
		strcmp(d->pin, d->again) != 0) {
		why(err, "staff: the two PINs are not the same");
		return EX_DATAERR;
	}
	if (pin_check(d->pin) == PIN_FINE)
		return 0;
	why(err, "staff: a PIN has 6 to 10 digits and is no run, repetition or date");
	return EX_DATAERR;
}

static int add(struct desk *d, const struct options *opt, char err[static WHY_MAX])
{
	bool first = d->room->vault.len == 0;
	const char *role = opt->words > 2 ? opt->word[2] : first ? "manager" : "staff";
	bool manager = strcmp(role, "manager") == 0;
	char id[VAULT_ID_HEX + 1];

	if ((!manager && strcmp(role, "staff") != 0) || (first && !manager)) {
		why(err, first ? "staff: the first person is a manager"
			       : "staff: a role is manager or staff");
		return EX_USAGE;
	}
	int rc = first ? 0 : authorise(d, err);
	if (rc != 0)
		return rc;
	if (opt->words > 1)
		snprintf(d->name, sizeof(d->name), "%.*s", (int)sizeof(d->name) - 1, opt->word[1]);
	else if (!read_line("name", d->name, sizeof(d->name), true))
		d->name[0] = '\0';
	rc = new_pin(d, err);
	if (rc != 0)
		return rc;
	enum vault_result r = vault_add(&d->room->vault, first ? NULL : &d->key, d->name,
		manager ? VAULT_MANAGER : VAULT_STAFF, d->pin, id);
	if (r != VAULT_OK)
		return vault_code(r, err);
	if (!audit_add(&d->room->audit, first ? id : d->by, "add"))
		return vault_code(VAULT_FAILED, err);
	printf("%s %s\n", id, d->name);
	return 0;
}

static int remove_one(struct desk *d, const struct options *opt, char err[static WHY_MAX])
{
	int rc = authorise(d, err);
	int i = rc == 0 ? vault_find(&d->room->vault, opt->word[1]) : -1;

	if (rc != 0)
		return rc;
	if (i < 0) {
		why(err, "staff: nobody has the ID '%.40s'", opt->word[1]);
		return EX_DATAERR;
	}
	enum vault_result r = vault_remove(&d->room->vault, i);
	if (r != VAULT_OK)
		return vault_code(r, err);
	(void)draft_wipe(d->room->dir, opt->word[1]);
	return audit_add(&d->room->audit, d->by, "remove") ? 0 : vault_code(VAULT_FAILED, err);
}

static int list(struct desk *d, const struct options *opt, char err[static WHY_MAX])
{
	const struct vault *v = &d->room->vault;

	for (int i = 0; i < v->len; i++)
		printf("%s %s %s\n", v->member[i].id,
			v->member[i].role == VAULT_MANAGER ? "manager" : "staff",
			v->member[i].name);
	return 0;
}

static const struct {
	const char *name;
	int least, most; /* words, with the name itself */
	int (*run)(struct desk *, const struct options *, char *);
} command[] = { { "add", 1, 3, add }, { "list", 1, 1, list }, { "remove", 2, 2, remove_one } };

int staff_console(struct app *a, const struct options *opt, char err[static WHY_MAX])
{
	const size_t n = sizeof(command) / sizeof(command[0]);
	size_t i = 0;
	bool locked;

	while (i < n && (opt->words == 0 || strcmp(command[i].name, opt->word[0]) != 0))
		i++;
	if (i == n || opt->words < command[i].least || opt->words > command[i].most) {
		why(err, "staff: add [NAME [manager|staff]], list, or remove ID (see --help)");
		return EX_USAGE;
	}
	struct desk *d = harden_alloc(sizeof(*d), &locked);
	if (!d)
		return EX_OSERR;
	d->room = &a->staff;
	int rc = app_open_post(a, err);
	if (rc == 0)
		rc = staff_room_open(&a->staff, a->post.data_dir, 0, err);
	if (rc == 0 && a->staff.vault_state != VAULT_OK)
		rc = vault_code(a->staff.vault_state, err);
	if (rc == 0)
		rc = command[i].run(d, opt, err);
	harden_release(d, sizeof(*d));
	staff_room_close(&a->staff);
	post_close(&a->post);
	return rc;
}
