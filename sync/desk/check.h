/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check — is opened plaintext a record as sync/api/schema/record.json says?
 *
 * Layer: desk; below decode.c. A reader keeps members and kinds it does not know.
 */
#ifndef MARUMADO_CHECK_H
#define MARUMADO_CHECK_H
#include <jansson.h>
#include "sign.h"

#define CHECK_ENTRIES_MAX 1000 /* of one ACT or LOG record */

/* NULL, or the first member that is not as the schema says; it is the record of the item `it`: a
 * LOG travels as "health", all others as "record". The reason never quotes the record. */
const char *check_record(const json_t *record, const struct item *it);
#endif
