/* SPDX-License-Identifier: Apache-2.0 */
/*
 * f-osk — osk_load: keyboards are data.
 *
 * Input: one file's JSON, read both as a keyboard and as the table of kana marks, from a folder of
 * two symbolic links that all point to it. Holds: what loads is within its capacities and no key is
 * without a meaning; what does not load leaves the keyboards as they were, and a reason.
 * The folder lives for one input only: libFuzzer ends without calling exit handlers.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "fuzz.h"
#include "osk.h"

static const char *const names[] = { "a.json", "kana-marks.json" };

static void make_dir(char *dir, const char *target)
{
	char path[64];

	HOLDS(mkdtemp(dir));
	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof path, "%s/%s", dir, names[i]);
		HOLDS(symlink(target, path) == 0);
	}
}

static void remove_dir(const char *dir)
{
	char path[64];

	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof path, "%s/%s", dir, names[i]);
		HOLDS(unlink(path) == 0);
	}
	HOLDS(rmdir(dir) == 0);
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
	char dir[] = "/tmp/f-osk-XXXXXX", err[256] = "";

	make_dir(dir, fuzz_path(data, size));
	bool ok = osk_load(&o, dir, err, sizeof err);
	remove_dir(dir);
	if (ok) {
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
