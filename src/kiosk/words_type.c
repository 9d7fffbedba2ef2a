/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words_type — a key becomes a change of the answer. Keys of the screen and of a real keyboard go
 * through the same composing, so that both write the same text. Which characters stand where on a
 * keyboard is data, how they join is src/ime.
 */
#include "words_type.h"

#include <string.h>

#include "candidates.h"
#include "compose.h"

/* One key of a composing keyboard, on screen or real; "" deletes. */
static bool compose(struct session *s, int q, const char *key)
{
	const struct osk_keyboard *k = osk_shown(&s->app->osk, &s->osk);
	const struct answer *a = &s->answers.a[q];
	struct composed c;
	bool changed = *key ? compose_key(k->compose, a->text, a->text_len, key, &c)
			    : compose_delete(k->compose, a->text, a->text_len, &c);

	changed = changed && answers_splice(&s->answers, session_form(s), q, c.remove, c.text);
	explicit_bzero(&c, sizeof(c));
	return changed;
}

void words_type(struct session *s, int q, const struct osk_result *r)
{
	bool changed = false;

	switch (r->action) {
	case OSK_INSERT:
		changed = compose(s, q, r->text);
		break;
	case OSK_DELETE:
		changed = compose(s, q, "");
		break;
	case OSK_REPLACE_LAST:
		changed = answers_replace_last(&s->answers, session_form(s), q, r->text);
		break;
	case OSK_SWITCH:
	case OSK_NONE:
		break;
	}
	if (changed && s->problem_question == q)
		s->problem = ANSWERS_FINE;
}

void words_type_real(struct session *s, struct ui *ui, int q)
{
	struct osk_result r = { .action = OSK_DELETE };
	const char *typed = ui_typed(ui);
	bool plain = true, changed = false;

	/* a space is a space for who writes kana only, until 変換 was pressed */
	if ((ui_key(ui, INPUT_KEY_CONVERT) || (s->cand.step >= 0 && strcmp(typed, " ") == 0)) &&
		candidates_next(s, ui))
		return;
	if (s->cand.step >= 0 && ui_key(ui, INPUT_KEY_BACK))
		candidates_leave(s, ui, q);
	for (const char *c = typed; *c; c++)
		plain = plain && (unsigned char)*c < 0x80;
	if (*typed && !plain)
		changed = answers_type(&s->answers, session_form(s), q, typed);
	for (; plain && *typed; typed++)
		changed = compose(s, q, (char[]){ *typed, '\0' }) || changed;
	if (changed && s->problem_question == q)
		s->problem = ANSWERS_FINE;
	if (ui_key(ui, INPUT_KEY_DELETE))
		words_type(s, q, &r);
}
