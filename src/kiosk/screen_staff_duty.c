/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_duty — the card that comes at once when abuse is suspected: what the law asks of
 * whoever notices, that nobody's consent is needed, and whom to call (directory.json, "abuse").
 * Numbers nobody has checked are not in the directory, so the card may say to call the city hall.
 */
#include <stdio.h>

#include "catalog.h"
#include "staff_frame.h"
#include "staffform.h"

#define HELPS_MAX 5
#define LINE_CAP  256

static const char *law_of(const struct session *s, int q)
{
	const struct answer *a = &s->answers.a[q];
	char key[24];

	snprintf(key, sizeof(key), "law.%s", a->codes_len > 0 ? a->code[0] : "ZZ");
	const char *text = staff_text_find("staff_duty", key);
	return text ? text : staff_text("staff_duty", "law.ZZ");
}

/* Is one of them an office, and not only a line for everybody? */
static bool has_desk(const struct directory_entry *const *e, int n)
{
	for (int i = 0; i < n; i++)
		if (e[i]->desk_len > 0)
			return true;
	return false;
}

enum screen screen_staff_duty(struct session *s, struct ui *ui)
{
	struct frame f = { .title = staff_text("staff_duty", "title"),
		.next = staff_text("staff_duty", "next"),
		.next_id = "duty.next" };
	const struct directory_entry *e[HELPS_MAX];
	const char *text[HELPS_MAX + 4];
	char line[HELPS_MAX][LINE_CAP];
	enum frame_go go;
	int q = s->staff.asked, len = 0;

	if (!s->staff.in || !s->staff.form)
		return s->staff.in ? SCREEN_STAFF_HOME : SCREEN_START;
	const struct answer *a = &s->answers.a[q];
	int n = directory_helps(
		&s->app->directory, "abuse", a->codes_len > 0 ? a->code[0] : "ZZ", e, 0, HELPS_MAX);
	text[len++] = law_of(s, q);
	text[len++] = staff_text("staff_duty", "consent");
	text[len++] = staff_text("staff_duty", "danger");
	for (int i = 0; i < n; i++) {
		snprintf(line[i], LINE_CAP, "%s\n%s", directory_name(e[i]), e[i]->number);
		text[len++] = line[i];
	}
	if (!has_desk(e, n))
		text[len++] = staff_text("staff_duty", "city");
	staff_frame_begin(s, ui, &f);
	part_paragraphs(s, ui, f.content, "duty", text, len);
	enum screen next = staff_frame_end(s, ui, &f, SCREEN_STAFF_DUTY, SCREEN_STAFF_FORM, &go);
	return go == FRAME_NEXT ? SCREEN_STAFF_FORM : next;
}
