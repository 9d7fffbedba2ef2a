/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why: adding a question must need no C; so everything about a form is read here, once, and
 * checked whole.
 * Design: names of questions first, so that every rule can be checked where it stands; then
 * steps, lists, questions, pages. Every question stands on exactly one page. The first mistake
 * ends the loading.
 * Not here: texts (the catalogue), the meaning of appearances (the screens).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answers.h"
#include "formdef_json.h"
#include "formdef_type.h"

/* --- the parts of a form --- */

static bool load_names(struct loader *l, json_t *root)
{
	json_t *a = load_array(l, root, "questions", FORM_QUESTIONS_MAX);

	for (size_t i = 0; a != NULL && i < json_array_size(a) && !l->failed; i++) {
		struct form_question *q = &l->f->question[i];
		load_at(l, "questions[%zu].", i);
		if (!load_word(l, json_array_get(a, i), "name", q->name, sizeof(q->name), true))
			return false;
		if (formdef_find(l->f, q->name) >= 0)
			return load_bad(l, "name", "'%s' is there twice", q->name);
		if (formdef_reserved(q->name))
			return load_bad(l, "name", "'%s' is reserved", q->name);
		l->f->question_len++;
	}
	load_at(l, "%s", "");
	return !l->failed;
}

static bool load_steps(struct loader *l, json_t *root)
{
	static const char *const keys[] = { "id", NULL };
	json_t *a = load_array(l, root, "steps", FORM_STEPS_MAX);

	for (size_t i = 0; a != NULL && i < json_array_size(a); i++) {
		struct form_step *s = &l->f->step[i];
		load_at(l, "steps[%zu].", i);
		if (!load_known(l, json_array_get(a, i), keys) ||
			!load_word(l, json_array_get(a, i), "id", s->id, sizeof(s->id), true))
			return false;
		l->f->step_len++;
	}
	load_at(l, "%s", "");
	return !l->failed;
}

static bool load_desks(struct loader *l, json_t *o, struct form_choice *c)
{
	static const char *const keys[] = { "code", "when", NULL };
	char outer[sizeof(l->at)];

	if (json_object_get(o, "desk") == NULL)
		return true;
	json_t *a = load_array(l, o, "desk", FORM_DESKS_MAX);
	snprintf(outer, sizeof(outer), "%s", l->at);
	for (size_t i = 0; a != NULL && i < json_array_size(a); i++) {
		json_t *d = json_array_get(a, i);
		load_at(l, "%.80sdesk[%zu].", outer, i);
		c->desk_len++;
		if (!load_known(l, d, keys) ||
			!load_word(l, d, "code", c->desk[i].code, sizeof(c->desk[i].code), true) ||
			!load_rule(l, d, "when", &c->desk[i].when, l->f->question_len))
			return false;
	}
	load_at(l, "%s", outer);
	return !l->failed;
}

static bool load_choice(struct loader *l, json_t *o, struct form_list *list)
{
	static const char *const keys[] = { "name", "icon", "desk", "relevant", NULL };
	struct form_choice *c = &list->choice[list->choice_len];
	char code[FORM_CODE_MAX];

	if (!load_known(l, o, keys) || !load_word(l, o, "name", code, sizeof(code), true))
		return false;
	for (int i = 0; i < list->choice_len; i++)
		if (strcmp(list->choice[i].code, code) == 0)
			return load_bad(l, "name", "'%s' is there twice", code);
	memcpy(c->code, code, sizeof(code));
	list->choice_len++;
	return load_word(l, o, "icon", c->icon, sizeof(c->icon), false) &&
	       load_rule(l, o, "relevant", &c->relevant, l->f->question_len) && load_desks(l, o, c);
}

static bool load_list(struct loader *l, json_t *lists, const char *name)
{
	json_t *a = load_array(l, lists, name, FORM_CHOICES_MAX);
	struct form_list *list = &l->f->list[l->f->list_len];

	if (a == NULL)
		return false;
	if (strlen(name) >= sizeof(list->name))
		return load_bad(l, name, "longer than %zu bytes", sizeof(list->name) - 1);
	list->choice = calloc(json_array_size(a), sizeof(*list->choice));
	if (list->choice == NULL)
		return load_bad(l, name, "out of memory");
	memcpy(list->name, name, strlen(name) + 1);
	l->f->list_len++;
	for (size_t i = 0; i < json_array_size(a); i++) {
		load_at(l, "lists.%.24s[%zu].", name, i);
		if (!load_choice(l, json_array_get(a, i), list))
			return false;
	}
	load_at(l, "lists.");
	return true;
}

static bool load_lists(struct loader *l, json_t *root)
{
	json_t *lists = json_object_get(root, "lists");
	const char *name;
	json_t *value;

	if (!json_is_object(lists))
		return load_bad(l, "lists", "not an object");
	if (json_object_size(lists) > FORM_LISTS_MAX)
		return load_bad(l, "lists", "more than %d entries", FORM_LISTS_MAX);
	load_at(l, "lists.");
	json_object_foreach(lists, name, value) if (!load_list(l, lists, name)) return false;
	load_at(l, "%s", "");
	return true;
}

/* What only some types have, and what must be true between members. */
static bool check_question(struct loader *l, struct form_question *q)
{
	int from = q->choices_from[0] != '\0' ? formdef_find(l->f, q->choices_from) : -1;

	if (q->type == FORM_TEXT && q->length_max == 0)
		return load_bad(l, "length_max", "missing");
	if (q->type == FORM_TEXT && q->keyboard[0] == '\0')
		return load_bad(l, "keyboard", "missing");
	if (q->type != FORM_TEXT &&
		(q->length_max > 0 || q->keyboard[0] != '\0' || q->constraint != FORM_ANY))
		return load_bad(l, "type", "only text has keyboard, length_max and constraint");
	if (q->type != FORM_TEXT && q->drawing)
		return load_bad(l, "drawing", "only text is written by finger");
	for (const struct form_question *p = l->f->question; p < q; p++)
		if (p->drawing && q->drawing)
			return load_bad(l, "drawing", "'%s' has it already", p->name);
	if (q->type == FORM_SELECT_MULTIPLE && q->choose_max == 0)
		return load_bad(l, "choose_max", "missing");
	if (q->type != FORM_SELECT_MULTIPLE && (q->choose_max > 0 || q->exclusive[0] != '\0'))
		return load_bad(l, "type", "only select_multiple has choose_max and exclusive");
	if (q->exclusive[0] != '\0' && formdef_choice(q, q->exclusive) == NULL)
		return load_bad(l, "exclusive", "'%s' is not in the list", q->exclusive);
	if (q->choices_from[0] != '\0' &&
		(from < 0 || q->list == NULL || &l->f->question[from] >= q ||
			l->f->question[from].list != q->list))
		return load_bad(l, "choices_from", "not an earlier question with the same list");
	q->exclusive_first = q->exclusive[0] != '\0';
	q->dynamic_choices = q->choices_from[0] != '\0';
	return true;
}

static bool load_question(struct loader *l, json_t *o, struct form_question *q)
{
	static const char *const keys[] = { "name", "type", "appearance", "keyboard", "required",
		"relevant", "constraint", "choose_max", "length_max", "choices_from", "exclusive",
		"drawing", "min", "max", "calculation", NULL };

	return load_known(l, o, keys) &&
	       load_word(l, o, "keyboard", q->keyboard, sizeof(q->keyboard), false) &&
	       formdef_type(l, o, q) &&
	       load_word(l, o, "appearance", q->appearance, sizeof(q->appearance), false) &&
	       load_word(l, o, "choices_from", q->choices_from, sizeof(q->choices_from), false) &&
	       load_word(l, o, "exclusive", q->exclusive, sizeof(q->exclusive), false) &&
	       load_bool(l, o, "drawing", &q->drawing) &&
	       load_int(l, o, "choose_max", &q->choose_max, ANSWER_CODES_MAX) &&
	       load_int(l, o, "length_max", &q->length_max, ANSWER_TEXT_MAX - 1) &&
	       load_rule(l, o, "required", &q->required, l->f->question_len) &&
	       load_int(l, o, "min", &q->min, FORM_INTEGER_MAX) &&
	       load_int(l, o, "max", &q->max, FORM_INTEGER_MAX) &&
	       load_rule(l, o, "relevant", &q->relevant, (int)(q - l->f->question)) &&
	       formdef_range(l, q) && check_question(l, q);
}

static bool load_questions(struct loader *l, json_t *root)
{
	json_t *a = json_object_get(root, "questions");

	for (int i = 0; i < l->f->question_len; i++) {
		load_at(l, "questions[%d].", i);
		if (!load_question(l, json_array_get(a, (size_t)i), &l->f->question[i]))
			return false;
	}
	load_at(l, "%s", "");
	return true;
}

/* The questions of a page, in the order of the form; `used` marks those of all pages. */
static bool load_page_questions(struct loader *l, json_t *o, struct form_page *p, bool *used)
{
	json_t *a = load_array(
		l, o, "questions", (int)(sizeof(p->question) / sizeof(*p->question)));

	for (size_t i = 0; a != NULL && i < json_array_size(a); i++) {
		const char *name = json_string_value(json_array_get(a, i));
		int q = name != NULL ? formdef_find(l->f, name) : -1;
		if (q < 0)
			return load_bad(l, "questions", "no question is called '%s'",
				name != NULL ? name : "");
		if (used[q])
			return load_bad(l, "questions", "'%s' is on two pages", name);
		if (i > 0 && q < p->question[i - 1])
			return load_bad(
				l, "questions", "'%s' is not in the order of the form", name);
		used[q] = true;
		p->question[p->question_len++] = q;
	}
	return a != NULL;
}

static bool load_page(struct loader *l, json_t *o, struct form_page *p, bool *used)
{
	static const char *const keys[] = { "id", "step", "appearance", "questions", "relevant",
		"auto_next", NULL };
	char step[FORM_NAME_MAX];

	if (!load_known(l, o, keys) || !load_word(l, o, "id", p->id, sizeof(p->id), true) ||
		!load_word(l, o, "step", step, sizeof(step), true) ||
		!load_word(l, o, "appearance", p->appearance, sizeof(p->appearance), false) ||
		!load_bool(l, o, "auto_next", &p->auto_next) ||
		!load_page_questions(l, o, p, used) ||
		!load_rule(l, o, "relevant", &p->relevant, p->question[0]))
		return false;
	for (p->step = 0; p->step < l->f->step_len; p->step++)
		if (strcmp(l->f->step[p->step].id, step) == 0)
			return true;
	return load_bad(l, "step", "no step is called '%s'", step);
}

static bool load_pages(struct loader *l, json_t *root)
{
	bool used[FORM_QUESTIONS_MAX] = { false };
	json_t *a = load_array(l, root, "pages", FORM_PAGES_MAX);

	for (size_t i = 0; a != NULL && i < json_array_size(a); i++) {
		load_at(l, "pages[%zu].", i);
		l->f->page_len++;
		if (!load_page(l, json_array_get(a, i), &l->f->page[i], used))
			return false;
	}
	load_at(l, "%s", "");
	for (int i = 0; i < l->f->question_len && !l->failed; i++)
		if (!used[i])
			return load_bad(l, "pages", "'%s' is on no page", l->f->question[i].name);
	return !l->failed;
}

static bool load_form(struct loader *l, json_t *root)
{
	static const char *const keys[] = { "id", "version", "text_version", "steps", "lists",
		"questions", "pages", "urgent", "consented", NULL };
	struct formdef *f = l->f;

	return load_known(l, root, keys) && load_word(l, root, "id", f->id, sizeof(f->id), true) &&
	       load_str(l, root, "version", f->version, sizeof(f->version), true) &&
	       load_str(l, root, "text_version", f->text_version, sizeof(f->text_version), false) &&
	       load_names(l, root) && load_steps(l, root) && load_lists(l, root) &&
	       load_questions(l, root) && load_pages(l, root) &&
	       load_rule(l, root, "urgent", &f->urgent, f->question_len) &&
	       load_rule(l, root, "consented", &f->consented, f->question_len);
}

bool formdef_load(struct formdef *f, const char *path, char err[static FORM_ERR_MAX])
{
	const char *slash = strrchr(path, '/');
	struct loader l = { .f = f, .file = slash != NULL ? slash + 1 : path, .err = err };
	json_error_t where;

	memset(f, 0, sizeof(*f));
	json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &where);
	if (root == NULL) {
		snprintf(err, FORM_ERR_MAX, "%.64s: line %d: %s", l.file, where.line, where.text);
		return false;
	}
	bool ok = load_form(&l, root);
	json_decref(root);
	if (!ok)
		formdef_release(f);
	return ok;
}
