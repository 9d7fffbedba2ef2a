/* SPDX-License-Identifier: Apache-2.0 */
/*
 * activities_hand — the activity that a staff member is writing, sealed to their PIN: it survives a
 * lock, a restart and a power cut; draft_sweep wipes it a day later.
 * Layer: staff. One for each person; it may lack what an entry of the list must have.
 */
#ifndef MARUMADO_STAFF_ACTIVITIES_HAND_H
#define MARUMADO_STAFF_ACTIVITIES_HAND_H
#include "activities.h"

/* Durably, in the place of the one before. False: nothing changed. */
bool activity_hand_keep(const char *dir, const char *id,
	const unsigned char own[static BOX_KEY_BYTES], const struct activity *a, int64_t now_s)
	__attribute__((warn_unused_result));
/* False: there is none, or it is another's; ret is untouched. */
bool activity_hand_read(const char *dir, const char *id,
	const unsigned char own[static BOX_KEY_BYTES], struct activity *ret)
	__attribute__((warn_unused_result));
/* Overwrites and removes it; true when there is none afterwards. */
bool activity_hand_wipe(const char *dir, const char *id);
#endif
