/* SPDX-License-Identifier: Apache-2.0 */
/*
 * formdef_type — type, constraint and calculation of a question; used by formdef_load.c only.
 * Layer: form.
 */
#ifndef MARUMADO_FORMDEF_TYPE_H
#define MARUMADO_FORMDEF_TYPE_H
#include "formdef_json.h"

/* Reads the three; the question's keyboard is read already. False: the first failure is noted. */
bool formdef_type(struct loader *l, json_t *o, struct form_question *q);
/* An integer, and nothing else, has min and max. */
bool formdef_range(struct loader *l, const struct form_question *q);
#endif
