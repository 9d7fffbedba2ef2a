/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check_cards — what will be sent, on few and evenly filled pages of cards, for screen_check.
 */
#ifndef MARUMADO_CHECK_CARDS_H
#define MARUMADO_CHECK_CARDS_H
#include <stdbool.h>
#include "session.h"
#include "ui.h"
#include "widgets.h"

/* A page of the form and the first live question of it. */
struct check_row {
	int page, question;
};
/* All pages that are to be checked; out has room for FORM_PAGES_MAX. Returns how many. */
int check_rows(const struct session *s, struct check_row *out);
/* Draws the cards of page s->choices_page and the way to the others. Returns the form page to
 * correct, or -1. */
int check_cards(
	struct session *s, struct ui *ui, struct rect r, const struct check_row *row, int n);
/* Something said before is put right, nothing new is handed in. */
bool check_amends(const struct session *s);
#endif
