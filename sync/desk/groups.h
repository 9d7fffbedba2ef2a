/* SPDX-License-Identifier: Apache-2.0 */
/*
 * groups — which records speak of the same case, and in which lane each of them is now.
 *
 * Layer: desk; above check.c: only for records it admitted. What a kiosk wrote stays as it is;
 * groups adds members:
 *   group        receipt of the case's first record
 *   lane_now     "JUSO" or "SHIEN"; what decides who may read it
 *   receipt_now  the number that is valid now (after a take-over another than receipt)
 *   took_over    true for the amendment by which a number was replaced
 *   old_number   true for an amendment made with a number that had been replaced: not applied
 *   withdrawn    true when consent was withdrawn
 *   base         true for the record that amendments speak of
 * The order in which records arrive makes no difference.
 */
#ifndef MARUMADO_GROUPS_H
#define MARUMADO_GROUPS_H
#include <jansson.h>
#include <stdbool.h>

/* Is it a record of a case (not ACT, not LOG)? */
bool groups_case(const json_t *record);
/* Adds the members above to every record of a case in the array, and puts the array in the order of
 * cases (by the city's number of their first record) and of the city's numbers in a case. False
 * when memory fails. */
bool groups_mark(json_t *records) __attribute__((warn_unused_result));
/* The answers of a case as they are now: those of base, then what its amendments changed, in the
 * order they were written; only amendments with received_at below `until` (NULL: all). A new object
 * that shares values, caller releases; NULL when memory fails. records as groups_mark left them. */
json_t *groups_answers(const json_t *records, const json_t *base, const char *until);
#endif
