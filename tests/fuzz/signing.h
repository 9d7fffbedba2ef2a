/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signing — keys and signatures of the targets. Behind a signature check no fuzzer gets by itself,
 * so what is to be read behind it is signed here, byte for byte as it came. The keys are fixed, so
 * that a finding can be replayed, and public, so they are worth nothing.
 */
#ifndef MARUMADO_FUZZ_SIGNING_H
#define MARUMADO_FUZZ_SIGNING_H
#include "keys.h"

/* A device, a coordinator (for sealing), and a signer whom nobody trusts. */
enum fuzz_key { FUZZ_SIGNER, FUZZ_SEAL, FUZZ_STRANGER };
#define FUZZ_SIGNER_KID   "2cMk6PbOHx0nfsMZfoq88W83ZkLa0K6wMck8ORsGvmg"
#define FUZZ_SEAL_KID     "gJIYWmNrRAGrPRUqznhKQy-n-81dxwk2m4e5WAjKwxE"
#define FUZZ_STRANGER_KID "1p3MDcOK30cP0QaHz8vZBjHwH5C-AmXNyIJ5ojvYLzw"

/* The key with its private part, made on the first call (keys_init too); lives as long as the
 * process. */
const struct jwk *fuzz_key(enum fuzz_key which);
/* A JWS over exactly these bytes by FUZZ_SIGNER: {"payload","protected","signature"}. New. */
json_t *fuzz_signed(const char *typ, const void *payload, size_t len);
/* The same as JWS compact; free it. */
char *fuzz_compact(const char *typ, const void *payload, size_t len);
/* Base64url of the bytes; free it. */
char *fuzz_b64url(const void *data, size_t len);
#endif
