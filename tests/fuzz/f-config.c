/* SPDX-License-Identifier: Apache-2.0 */
/*
 * f-config — config_load: the file that a technician edits by hand.
 *
 * Input: an INI file. Holds: what is accepted is within its bounds, and written out it is read
 * back equal; what is refused leaves the defaults and a reason with a line that exists.
 */
#include <stdlib.h>
#include <string.h>
#include "buf.h"
#include "config.h"
#include "fuzz.h"

struct settings {
	char url[CONFIG_VALUE_MAX], site[CONFIG_VALUE_MAX];
	long width, retry;
	bool print, cursor;
};

#define AT(member) offsetof(struct settings, member)
static const struct config_key keys[] = {
	{ "sync", "url", CONFIG_STR, AT(url), 0, 0, NULL },
	{ "sync", "retry", CONFIG_LONG, AT(retry), 1, 86400, "30" },
	{ "kiosk", "site", CONFIG_STR, AT(site), 0, 0, "駅まえ" },
	{ "kiosk", "width", CONFIG_LONG, AT(width), -5, 5000, "477" },
	{ "kiosk", "print", CONFIG_BOOL, AT(print), 0, 0, "yes" },
	{ "kiosk", "cursor", CONFIG_BOOL, AT(cursor), 0, 0, NULL },
};
#define KEYS (sizeof keys / sizeof keys[0])

static bool load(const void *text, size_t len, struct settings *s, struct config_error *err)
{
	memset(s, 0, sizeof *s);
	memset(err, 0, sizeof *err);
	return config_load(fuzz_path(text, len), keys, KEYS, s, err);
}

static void check_again(const struct settings *s)
{
	struct buf text = BUF_INIT;
	struct settings again;
	struct config_error err;

	buf_printf(&text, "[kiosk]\nsite=%s\nwidth=%ld\nprint=%s\ncursor=%s\n", s->site, s->width,
		s->print ? "yes" : "no", s->cursor ? "on" : "off");
	buf_printf(&text, "[sync]\nurl=%s\nretry=%ld\n", s->url, s->retry);
	HOLDS(load(buf_str(&text), text.len, &again, &err));
	HOLDS(memcmp(&again, s, sizeof again) == 0);
	buf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct settings s, defaults;
	struct config_error err;
	int lines = 1;

	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	if (load(data, size, &s, &err)) {
		HOLDS(memchr(s.url, '\0', sizeof s.url) && memchr(s.site, '\0', sizeof s.site));
		HOLDS(s.width >= -5 && s.width <= 5000 && s.retry >= 1 && s.retry <= 86400);
		check_again(&s);
	} else {
		memset(&defaults, 0, sizeof defaults);
		config_defaults(keys, KEYS, &defaults);
		HOLDS(memcmp(&s, &defaults, sizeof s) == 0);
		HOLDS(err.text[0] && memchr(err.text, '\0', sizeof err.text));
		HOLDS(err.line >= 1 && err.line <= lines);
	}
	return 0;
}
