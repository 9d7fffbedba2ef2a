/* SPDX-License-Identifier: Apache-2.0 */
/*
 * device — who this terminal is: its signing key DATA/keys/device.jwk (0600) and the salt of its
 * receipt hashes DATA/keys/receipt.salt, both made on the first start.
 */
#ifndef MARUMADO_DEVICE_H
#define MARUMADO_DEVICE_H
#include <stdbool.h>
#include "keys.h"
#include "outbox.h"
#include "why.h"

#define DEVICE_SALT_LEN 16

struct device {
	struct jwk key; /* private */
	unsigned char salt[DEVICE_SALT_LEN];
};

/* Creates DATA (0750) and DATA/keys (0700) where they are missing. False: err. */
bool device_folders(const char *data_dir, char err[static WHY_MAX])
	__attribute__((warn_unused_result));
/* Reads or makes both; the folders are there. The caller holds the outbox as its writer, so that
 * two first starts at once cannot each make a key. Returns 0 or a sysexits(3) code with err naming
 * the file: 78 there but not usable, 70 cannot be made. */
int device_open(struct device *d, const char *data_dir, char err[static WHY_MAX])
	__attribute__((warn_unused_result));
/* Wipes the key. Accepts a zeroed one. */
void device_close(struct device *d);
/* Queues the item that introduces this device to the city, once in the life of its key. A crash in
 * between may queue it twice, which the city does not mind. */
bool device_introduce(const struct device *d, const char *data_dir, struct outbox *outbox,
	char err[static WHY_MAX]) __attribute__((warn_unused_result));
/* The local hour "2026-11-23T10" as items carry it. */
void device_hour(char ret[static WIRE_MADE_LEN + 1]);
#endif
