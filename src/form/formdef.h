/* SPDX-License-Identifier: Apache-2.0 */
/*
 * formdef — a form as data: CONTENT/forms/<id>.json with XLSForm's words (design.md §8).
 *
 * Layer: form. Texts are not here: a question's label is catalogue text (context = question name,
 * key "label", optional "hint"), a choice's is (context = its list, key "choice.<code>").
 * All memory belongs to struct formdef and ends with formdef_release. Do not move or copy a loaded
 * struct formdef: questions point to the lists in it.
 * date, dateTime, integer and calculate are FORM_TEXT: the answer is text in one agreed shape.
 * `relevant` of questions and pages may mention earlier questions only (checked when loading).
 */
#ifndef MARUMADO_FORMDEF_H
#define MARUMADO_FORMDEF_H
#include <stdbool.h>
#include <stddef.h>
#include "rules.h"

#define FORM_QUESTIONS_MAX 64
#define FORM_PAGES_MAX 32
#define FORM_STEPS_MAX 12
#define FORM_PAGE_QUESTIONS_MAX 12
#define FORM_CHOICES_MAX 24
#define FORM_LISTS_MAX 40
#define FORM_NAME_MAX 24 /* bytes with NUL */
#define FORM_CODE_MAX 8
#define FORM_DESKS_MAX 4
#define FORM_INTEGER_MAX 9999
#define FORM_ERR_MAX 256

enum form_type { FORM_SELECT_ONE, FORM_SELECT_MULTIPLE, FORM_TEXT, FORM_NOTE };
/* PHONE: 10 or 11 digits from 0. REF: Latin letters, digits and hyphens only, so that no Japanese
 * name can be one. The rest belong to types: date, dateTime, integer. */
enum form_constraint { FORM_ANY, FORM_PHONE, FORM_NO_MYNUMBER, FORM_REF, FORM_DATE, FORM_DATETIME,
	FORM_INTEGER };
/* Typed by nobody: filled in when the question comes to be asked, emptied when it is not. */
enum form_calculation { FORM_TYPED, FORM_TEXT_VERSION, FORM_SCREEN_LANG };

struct form_choice {
	char code[FORM_CODE_MAX];
	char icon[32];            /* Material Icons ligature name; "" = none */
	/* routing hint: the first whose rule holds (no rule = always): KAI SHO KOD KON OTH */
	struct { char code[FORM_CODE_MAX]; struct rule when; } desk[FORM_DESKS_MAX];
	int desk_len;
	struct rule relevant;     /* choice offered only when true */
};
struct form_list { char name[FORM_NAME_MAX]; struct form_choice *choice; int choice_len; };

struct form_question {
	char name[FORM_NAME_MAX];
	enum form_type type;
	const struct form_list *list;  /* select types */
	char appearance[32];           /* how choices are laid: "tiles", "rows", "yesno", "flow" */
	char keyboard[24];             /* FORM_TEXT: first keyboard, "kana" "latin" "phone" */
	int choose_max;                /* FORM_SELECT_MULTIPLE */
	int length_max;                /* FORM_TEXT: grapheme clusters */
	int min, max;                  /* FORM_INTEGER */
	enum form_calculation calculation; /* FORM_TEXT */
	bool drawing;                  /* FORM_TEXT: may be written by finger; one of a form */
	bool dynamic_choices;          /* only what the answer of `choices_from` holds is offered */
	char choices_from[FORM_NAME_MAX];
	bool exclusive_first;          /* codes listed in `exclusive` clear the others (ANY, ZZ) */
	char exclusive[FORM_CODE_MAX];
	enum form_constraint constraint;
	struct rule required, relevant;
};
struct form_page { /* one view if it fits the panel, else several; on the staff side a section */
	char id[FORM_NAME_MAX];
	char appearance[32];        /* "", "danger" (help card), "words" (own words), "check" */
	int step;                   /* index into steps */
	int question[FORM_PAGE_QUESTIONS_MAX], question_len; /* indices */
	bool auto_next;             /* a tap on a select_one goes on when it answers the page */
	struct rule relevant;
};
struct form_step { char id[FORM_NAME_MAX]; };

struct formdef {
	char id[FORM_NAME_MAX];
	char version[16];
	char text_version[16]; /* of the texts that notice and consent are; "" = not said */
	struct form_step step[FORM_STEPS_MAX]; int step_len;
	struct form_page page[FORM_PAGES_MAX]; int page_len;
	struct form_question question[FORM_QUESTIONS_MAX]; int question_len;
	struct form_list list[FORM_LISTS_MAX]; int list_len;
	struct rule urgent;    /* true → the item goes first */
	struct rule consented; /* true → lane 重層的支援会議; otherwise 支援会議 */
};

/* Reads and checks a form: unknown keys, names used but not defined, rules that do not parse,
 * capacities. False: err names file, and the field as a path ("x.json: pages[4].relevant: …"); f is
 * empty. */
bool formdef_load(struct formdef *f, const char *path, char err[static FORM_ERR_MAX])
	__attribute__((warn_unused_result));
/* Frees; accepts a zeroed one. */
void formdef_release(struct formdef *f);
/* Index of a question by name, -1 when there is none. */
int formdef_find(const struct formdef *f, const char *name);
/* The choice with that code in the question's list, or NULL. */
const struct form_choice *formdef_choice(const struct form_question *q, const char *code);
#endif
