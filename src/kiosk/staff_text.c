/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_text — a second gettext domain beside the residents' catalogues: these need not carry
 * what only care workers read. Every language chain of the catalogue contains "ja" and no other
 * language has this domain: gettext finds the Japanese whatever chain is set, and the resident's
 * language is never switched for it. File-scope state: the count of misses.
 */
#include "staff_text.h"

#include <libintl.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#define DOMAIN      "staff"
#define ID_MAX      256    /* context, separator and key */
#define CONTEXT_END "\004" /* between msgctxt and msgid in a .mo file */

static unsigned misses;

bool staff_text_open(const char *content_dir)
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof(path), "%s/locale/ja/LC_MESSAGES/" DOMAIN ".mo", content_dir);

	if (n < 0 || (size_t)n >= sizeof(path) || access(path, R_OK) != 0)
		return false;
	snprintf(path, sizeof(path), "%s/locale", content_dir);
	return bindtextdomain(DOMAIN, path) && bind_textdomain_codeset(DOMAIN, "UTF-8");
}

const char *staff_text_find(const char *context, const char *key)
{
	char id[ID_MAX];
	int n = snprintf(id, sizeof(id), "%s" CONTEXT_END "%s", context, key);

	if (n < 0 || (size_t)n >= sizeof(id))
		return NULL;
	const char *text = dgettext(DOMAIN, id);
	return text == id || *text == '\0' ? NULL : text;
}

const char *staff_text(const char *context, const char *key)
{
	const char *text = staff_text_find(context, key);

	if (text)
		return text;
	misses++;
	return *key ? key : "?";
}

unsigned staff_text_misses(void)
{
	return misses;
}
