/* SPDX-License-Identifier: Apache-2.0 */
/*
 * xkb-proposal LAYOUT[:VARIANT] — prints a keyboard of xkb-data as JSON in the form of
 * assets/keyboards: a base and a shift layer of four rows. A tool for whoever adds a keyboard
 * (`make keyboards`); the committed files are the truth, mended by hand: fewer rows, delete, space
 * and enter, letters of their own instead of dead keys, frequent letters without shift.
 */
#include <stdio.h>
#include <string.h>
#include <xkbcommon/xkbcommon.h>

#define KEYS_MAX 13

static const char *const rows[4][KEYS_MAX] = {
	{ "TLDE", "AE01", "AE02", "AE03", "AE04", "AE05", "AE06", "AE07", "AE08", "AE09", "AE10",
		"AE11", "AE12" },
	{ "AD01", "AD02", "AD03", "AD04", "AD05", "AD06", "AD07", "AD08", "AD09", "AD10", "AD11",
		"AD12" },
	{ "AC01", "AC02", "AC03", "AC04", "AC05", "AC06", "AC07", "AC08", "AC09", "AC10", "AC11" },
	{ "AB01", "AB02", "AB03", "AB04", "AB05", "AB06", "AB07", "AB08", "AB09", "AB10" },
};

static void print_key(struct xkb_keymap *map, const char *name, xkb_level_index_t level)
{
	const xkb_keysym_t *syms;
	char text[64] = "";
	int n = xkb_keymap_key_get_syms_by_level(map, xkb_keymap_key_by_name(map, name), 0, level,
		&syms);

	if (n != 1 || xkb_keysym_to_utf8(syms[0], text, sizeof text) < 2)
		printf("{\"gap\": 1}");
	else
		printf("{\"t\": \"%s%s\"}", *text == '"' || *text == '\\' ? "\\" : "", text);
}

static void print_layer(struct xkb_keymap *map, const char *name, xkb_level_index_t level)
{
	printf("\t{\"name\": \"%s\", \"rows\": [\n", name);
	for (int y = 0; y < 4; y++) {
		printf("\t\t[");
		for (int x = 0; x < KEYS_MAX && rows[y][x]; x++) {
			printf("%s", x ? ", " : "");
			print_key(map, rows[y][x], level);
		}
		printf("]%s\n", y < 3 ? "," : "");
	}
	printf("\t]}%s\n", level ? "" : ",");
}

int main(int argc, char **argv)
{
	struct xkb_context *context = xkb_context_new(XKB_CONTEXT_NO_FLAGS);
	char layout[32] = "", *variant;
	struct xkb_rule_names names = { .rules = "evdev", .model = "pc105", .layout = layout };
	struct xkb_keymap *map;

	if (!context || argc != 2 || strlen(argv[1]) >= sizeof layout)
		return 64;
	strcpy(layout, argv[1]);
	variant = strchr(layout, ':');
	if (variant)
		*variant++ = 0;
	names.variant = variant ? variant : "";
	map = xkb_keymap_new_from_names(context, &names, XKB_KEYMAP_COMPILE_NO_FLAGS);
	if (!map)
		return 66;
	printf("{\n\"id\": \"%s\",\n\"tab\": {\"label\": \"\", \"icon\": \"\"},\n\"layers\": [\n",
		layout);
	print_layer(map, "base", 0);
	print_layer(map, "shift", 1);
	printf("]\n}\n");
	xkb_keymap_unref(map);
	xkb_context_unref(context);
	return 0;
}
