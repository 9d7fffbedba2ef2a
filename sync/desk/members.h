/* SPDX-License-Identifier: Apache-2.0 */
/*
 * members — what most files of the desk need: a text in a JSON object, and where content lies.
 *
 * Layer: desk, lowest. Pure but for a look whether a file is there.
 */
#ifndef MARUMADO_MEMBERS_H
#define MARUMADO_MEMBERS_H
#include <jansson.h>

#ifndef MARUMADO_DATADIR
#define MARUMADO_DATADIR "/usr/local/share/marumado"
#endif
/* The path of a content file: `given`, else the installed one, else that of a source tree. */
#define MEMBERS_CONTENT(given, name)                                                               \
	members_content(given, MARUMADO_DATADIR "/" name, "assets/" name)

/* The string in a member, "" when it is none; borrowed from o. */
const char *text_of(const json_t *o, const char *name);
const char *members_content(const char *given, const char *installed, const char *source);
#endif
