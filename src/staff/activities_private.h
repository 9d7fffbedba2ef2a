/* SPDX-License-Identifier: Apache-2.0 */
/*
 * activities_private — between activities.c (the rules), activities_file.c (the file) and
 * activities_close.c (handing in).
 */
#ifndef MARUMADO_ACTIVITIES_PRIVATE_H
#define MARUMADO_ACTIVITIES_PRIVATE_H
#include <jansson.h>
#include "activities.h"

#define ACTIVITIES_PARTS_MAX 1000

/* Writes the whole book durably. */
enum activities_result activities_save(const struct activity_book *b, const char *dir,
	const unsigned char site[static BOX_KEY_BYTES], int64_t now_s)
	__attribute__((warn_unused_result));
/* Draws a number that no entry of this terminal ever had, durably. */
enum activities_result activities_draw(struct activity_book *b, const char *dir, int *ret)
	__attribute__((warn_unused_result));
/* Room for one more, zeroed, at the end; NULL when there is none. */
struct activity *activities_grow(struct activity_book *b);
struct activity_part *activities_grow_part(struct activity_book *b);
/* Reads an entry as it is kept; `whole` false: it may lack its number and type. */
bool activity_read(struct activity *a, const json_t *o, bool whole)
	__attribute__((warn_unused_result));
/* Is it of this month? */
bool activity_of(const struct activity *a, const char *month);
#endif
