/* SPDX-License-Identifier: Apache-2.0 */
/*
 * f-osk — osk_load: keyboards are data.
 *
 * Input: one file's JSON, read both as a keyboard and as the table of kana marks, from a folder of
 * two symbolic links that all point to it. Holds: what loads is within its capacities and no key is
 * without a meaning; what does not load leaves the keyboards as they were, and a reason.
 * File-scope state: the folder, made once and removed at exit.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "fuzz.h"
#include "osk.h"

static char dir[] = "/tmp/f-osk-XXXXXX";
static const char *const names[] = { "a.json", "kana-marks.json" };

static void remove_dir(void)
{
	char path[64];

	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof path, "%s/%s", dir, names[i]);
		unlink(path);
	}
	rmdir(dir);
}

static void make_dir(const char *target)
{
	static bool made;
	char path[64];

	if (made)
		return;
	HOLDS(mkdtemp(dir));
	atexit(remove_dir);
	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof path, "%s/%s", dir, names[i]);
		HOLDS(symlink(target, path) == 0);
	}
	made = true;
}

#define ENDS(text) HOLDS(memchr(text, '\0', sizeof(text)))

static void check_key(const struct osk_key *k)
{
	ENDS(k->text);
	ENDS(k->label);
	ENDS(k->icon);
	ENDS(k->action);
	HOLDS(k->width >= 1 && k->width <= 2 * OSK_COLS_MAX);
	HOLDS(k->gap || k->text[0] || k->action[0]);
}

static void check_keyboard(const struct osk_keyboard *k)
{
	ENDS(k->id);
	ENDS(k->tab_icon);
	ENDS(k->tab_label);
	HOLDS(k->id[0] && k->layers >= 1 && k->layers <= OSK_LAYERS_MAX);
	for (int i = 0; i < k->layers; i++) {
		const struct osk_layer *l = &k->layer[i];

		ENDS(l->name);
		HOLDS(l->rows >= 1 && l->rows <= OSK_ROWS_MAX);
		for (int y = 0; y < l->rows; y++) {
			HOLDS(l->cols[y] >= 1 && l->cols[y] <= OSK_COLS_MAX);
			for (int x = 0; x < l->cols[y]; x++)
				check_key(&l->key[y][x]);
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct osk o = { NULL, 0, NULL, 0 };
	char err[256] = "";

	make_dir(fuzz_path(data, size));
	if (osk_load(&o, dir, err, sizeof err)) {
		HOLDS(o.len == 1 && o.kana_len >= 0);
		check_keyboard(&o.keyboard[0]);
		for (int i = 0; i < o.kana_len; i++) {
			HOLDS(o.kana[i].base[0]);
			ENDS(o.kana[i].base);
			ENDS(o.kana[i].dakuten);
			ENDS(o.kana[i].handakuten);
			ENDS(o.kana[i].small);
		}
	} else {
		HOLDS(!o.keyboard && !o.kana && o.len == 0);
		HOLDS(err[0] && memchr(err, '\0', sizeof err));
	}
	osk_release(&o);
	return 0;
}
