/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kioskconfig — the keys of the site's INI file that the kiosk reads (README "設定").
 */
#ifndef MARUMADO_KIOSKCONFIG_H
#define MARUMADO_KIOSKCONFIG_H
#include <stdbool.h>
#include "config.h"

struct kiosk_config {
	char site_id[CONFIG_VALUE_MAX], site_name[CONFIG_VALUE_MAX], site_phone[CONFIG_VALUE_MAX];
	char data_dir[CONFIG_VALUE_MAX], content_dir[CONFIG_VALUE_MAX], spool_dir[CONFIG_VALUE_MAX];
	char city_keys[CONFIG_VALUE_MAX]; /* path of the city's key document, "" =
					     DATA/keys/keys.jws only */
	long panel_width_mm;   /* visible width as the panel hangs; 0 = guess from the pixels */
	long activity_due_day; /* of the next month, when the city wants the list; 0 = no reminder
				*/
	bool fullscreen;
	bool reach, left_hand; /* how every visit begins: see session.h */
	bool headphones;       /* only the person hears: keys of the keyboard are told, too */
	bool click;            /* a soft click on each press */
	char conversion[CONFIG_VALUE_MAX]; /* engines allowed, see convert.h */
	char languages[CONFIG_VALUE_MAX];  /* further languages to offer, space-separated tags */
	char printer[CONFIG_VALUE_MAX], page_printer[CONFIG_VALUE_MAX]; /* slips; A4 pages */
	char cups_socket[CONFIG_VALUE_MAX], cups_spool[CONFIG_VALUE_MAX];
};

/* Reads `path`, or defaults when path is NULL and there is no KIOSK_CONFIG_DEFAULT. False: err
 * filled. */
#define KIOSK_CONFIG_DEFAULT "/etc/marumado/marumado.ini"
bool kiosk_config_load(struct kiosk_config *ret, const char *path, struct config_error *err)
	__attribute__((warn_unused_result));
#endif
