/* SPDX-License-Identifier: Apache-2.0 */
/*
 * digits — why: a receipt number is typed by residents and by staff, amounts and PINs by staff, and
 * a key that is no digit must do nothing anywhere.
 * Not here: what the number means, how its field looks, the keys of a PIN (staff_frame.c), which
 * must not look pressed.
 */
#include "digits.h"

#include <stdio.h>
#include <string.h>

bool digits_type(char *digits, size_t max, const char *text)
{
	size_t len = strlen(digits), before = len;

	for (; *text && len < max; text++)
		if (*text >= '0' && *text <= '9')
			digits[len++] = *text;
	digits[len] = '\0';
	return len > before;
}

bool digits_erase(char *digits)
{
	size_t len = strlen(digits);

	if (len > 0)
		digits[len - 1] = '\0';
	return len > 0;
}

bool digits_typed(struct ui *ui, char *digits, size_t max)
{
	bool touched = digits_type(digits, max, ui_typed(ui));

	if (!ui_key(ui, INPUT_KEY_DELETE))
		return touched;
	digits_erase(digits);
	return true;
}

bool digits_keys(struct session *s, struct ui *ui, struct rect r, char *digits, size_t max)
{
	static const char *const tabs[] = { "phone" };
	bool touched = false;

	if (strcmp(s->osk.keyboard, tabs[0]) != 0) {
		memset(&s->osk, 0, sizeof(s->osk));
		snprintf(s->osk.keyboard, sizeof(s->osk.keyboard), "%s", tabs[0]);
	}
	struct osk_result res = osk_run(ui, &s->app->osk, &s->osk, r, tabs, 1, "");
	if (res.action == OSK_INSERT)
		touched = digits_type(digits, max, res.text);
	if (res.action == OSK_DELETE) {
		digits_erase(digits);
		touched = true;
	}
	explicit_bzero(&res, sizeof(res));
	return touched;
}

void digits_grouped(const char *digits, char *ret)
{
	size_t n = 0;

	for (size_t i = 0; digits[i]; i++) {
		if (i > 0 && i % 4 == 0)
			ret[n++] = '-';
		ret[n++] = digits[i];
	}
	ret[n] = '\0';
}
