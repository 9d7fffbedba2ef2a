/* SPDX-License-Identifier: Apache-2.0 */
/*
 * members — why: whatever is read of a record may be missing, and the reader's next step is nearly
 * always a comparison; so a text that is not there is the empty one.
 * Not here: whether a record is one (check.c).
 */
#include "members.h"

#include <unistd.h>

const char *text_of(const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	return s ? s : "";
}

const char *members_content(const char *given, const char *installed, const char *source)
{
	if (given)
		return given;
	return access(installed, R_OK) == 0 ? installed : source;
}
