/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kioskconfig — one table; reading, bounds and messages with file and line come from shared/config.
 * The keys of [city] that only the courier reads are not named here: the courier has its own
 * section.
 */
#include "kioskconfig.h"

#include <stddef.h>
#include <string.h>
#include <unistd.h>

#define AT(member) offsetof(struct kiosk_config, member)

static const struct config_key keys[] = {
	{ "site", "id", CONFIG_STR, AT(site_id), 0, 0, "" },
	{ "site", "name", CONFIG_STR, AT(site_name), 0, 0, "" },
	{ "site", "phone", CONFIG_STR, AT(site_phone), 0, 0, "" },
	{ "site", "data_dir", CONFIG_STR, AT(data_dir), 0, 0, "/var/lib/marumado" },
	{ "kiosk", "content_dir", CONFIG_STR, AT(content_dir), 0, 0, "" },
	{ "kiosk", "panel_width_mm", CONFIG_LONG, AT(panel_width_mm), 0, 5000, "0" },
	{ "kiosk", "spool_dir", CONFIG_STR, AT(spool_dir), 0, 0, "" },
	{ "kiosk", "fullscreen", CONFIG_BOOL, AT(fullscreen), 0, 0, "true" },
	{ "kiosk", "reach", CONFIG_BOOL, AT(reach), 0, 0, "false" },
	{ "kiosk", "left_hand", CONFIG_BOOL, AT(left_hand), 0, 0, "false" },
	{ "kiosk", "headphones", CONFIG_BOOL, AT(headphones), 0, 0, "false" },
	{ "kiosk", "click", CONFIG_BOOL, AT(click), 0, 0, "false" },
	{ "kiosk", "conversion", CONFIG_STR, AT(conversion), 0, 0, "mozc anthy pinyin" },
	{ "kiosk", "languages", CONFIG_STR, AT(languages), 0, 0, "" },
	{ "kiosk", "activity_due_day", CONFIG_LONG, AT(activity_due_day), 0, 28, "16" },
	{ "kiosk", "printer", CONFIG_STR, AT(printer), 0, 0, "" },
	{ "kiosk", "page_printer", CONFIG_STR, AT(page_printer), 0, 0, "" },
	{ "kiosk", "cups_socket", CONFIG_STR, AT(cups_socket), 0, 0, "/run/cups/cups.sock" },
	{ "kiosk", "cups_spool", CONFIG_STR, AT(cups_spool), 0, 0, "/var/spool/cups" },
	{ "city", "keys", CONFIG_STR, AT(city_keys), 0, 0, "" },
};

bool kiosk_config_load(struct kiosk_config *ret, const char *path, struct config_error *err)
{
	memset(ret, 0, sizeof(*ret));
	config_defaults(keys, sizeof(keys) / sizeof(keys[0]), ret);
	if (!path && access(KIOSK_CONFIG_DEFAULT, R_OK) != 0)
		return true;
	memset(ret, 0, sizeof(*ret));
	return config_load(
		path ? path : KIOSK_CONFIG_DEFAULT, keys, sizeof(keys) / sizeof(keys[0]), ret, err);
}
