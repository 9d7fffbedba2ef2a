/* SPDX-License-Identifier: Apache-2.0 */
/*
 * activities_hand — the entry that a person is in the middle of: a list of one beside their form
 * (draft.h), sealed to the key of their PIN. Its name begins like a draft's, so that draft_sweep
 * ends it after a day, too.
 */
#include "activities_hand.h"

#include <limits.h>
#include <stdio.h>

#include "activities_close.h"
#include "activities_private.h"
#include "sealed_list.h"

#define NAME_MAX_BYTES 32

static bool name_of(const char *id, char out[static NAME_MAX_BYTES])
{
	return snprintf(out, NAME_MAX_BYTES, "draft-act-%s", id) < NAME_MAX_BYTES;
}

bool activity_hand_keep(const char *dir, const char *id,
	const unsigned char own[static BOX_KEY_BYTES], const struct activity *a, int64_t now_s)
{
	char name[NAME_MAX_BYTES];
	json_t *list = json_array(), *o = activity_json(a);
	bool ok = list && o && json_object_set_new(o, "sent", json_string("")) == 0 &&
		  json_object_set_new(o, "by_itself", json_boolean(a->by_itself)) == 0 &&
		  json_array_append(list, o) == 0 && name_of(id, name) &&
		  sealed_list_write(dir, name, own, list, now_s);

	json_decref(o);
	json_decref(list);
	return ok;
}

bool activity_hand_read(const char *dir, const char *id,
	const unsigned char own[static BOX_KEY_BYTES], struct activity *ret)
{
	char name[NAME_MAX_BYTES];
	json_t *list = name_of(id, name) ? sealed_list_read(dir, name, own) : NULL;
	struct activity a = { .no = 0 };
	bool ok = json_array_size(list) == 1 && activity_read(&a, json_array_get(list, 0), false);

	json_decref(list);
	if (ok)
		*ret = a;
	return ok;
}

bool activity_hand_wipe(const char *dir, const char *id)
{
	char name[NAME_MAX_BYTES], path[PATH_MAX];

	return name_of(id, name) &&
	       snprintf(path, sizeof(path), "%s/%s.jwe", dir, name) < (int)sizeof(path) &&
	       box_wipe(path);
}
