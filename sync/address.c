/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address — why: a slip of the pen in the city's address or pin must show when the courier starts,
 * not as a stranger's certificate for ever.
 *
 * libcurl reads the URL; what a courier has no use for (a user, a query, plain http) is refused
 * here. Whether anybody is there is not asked (send.c).
 */
#include "address.h"

#include <curl/curl.h>
#include <string.h>
#include <strings.h>

static bool url_part(CURLU *u, CURLUPart part)
{
	char *text = NULL;
	bool there = curl_url_get(u, part, &text, 0) == CURLUE_OK;

	curl_free(text);
	return there;
}

char *address_base(const char *url)
{
	CURLU *u = curl_url();
	char *base = NULL;
	size_t len = strlen(url);

	if (u != NULL && strncasecmp(url, "https://", 8) == 0 && len < 768 &&
		curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK &&
		url_part(u, CURLUPART_HOST) && !url_part(u, CURLUPART_USER) &&
		!url_part(u, CURLUPART_PASSWORD) && !url_part(u, CURLUPART_QUERY) &&
		!url_part(u, CURLUPART_FRAGMENT)) {
		while (len > 8 && url[len - 1] == '/')
			len--;
		base = strndup(url, len);
	}
	curl_url_cleanup(u);
	return base;
}

bool address_is_pin(const char *pin)
{
	static const char word[] = "sha256//", digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
							  "abcdefghijklmnopqrstuvwxyz0123456789+/";

	for (;;) {
		if (strncmp(pin, word, strlen(word)) != 0)
			return false;
		pin += strlen(word);
		if (strspn(pin, digits) != 43 || pin[43] != '=')
			return false;
		pin += 44;
		if (*pin != ';')
			return *pin == '\0';
		pin++;
	}
}
