/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address — how the city is written in the configuration: its URL and its key's pin.
 *
 * Layer: sync, below send.
 */
#ifndef MARUMADO_ADDRESS_H
#define MARUMADO_ADDRESS_H
#include <stdbool.h>

/* The address that paths are appended to, new (free it), or NULL when it is not a plain https
 * address. */
char *address_base(const char *url) __attribute__((warn_unused_result));
/* Base64 of SHA-256 hashes, as libcurl reads them? */
bool address_is_pin(const char *pin);
#endif
