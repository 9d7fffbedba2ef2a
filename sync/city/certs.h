/* SPDX-License-Identifier: Apache-2.0 */
/*
 * certs — the city's private certificate authority and the server's certificate, made once by init.
 * Layer: city; knows no files. Secrets are wiped by certs_release.
 */
#ifndef MARUMADO_CITY_CERTS_H
#define MARUMADO_CITY_CERTS_H
#include <stdbool.h>
#include "buf.h"

#define CERTS_DAYS 3653   /* ten years; kiosks do not check the time, other clients do */
#define CERTS_NAME_MAX 64 /* bytes with NUL of a host name or address given to certs_make */

struct certs {
	struct buf ca_pem, ca_key, server_pem, server_key; /* PEM; the keys are PKCS #8 */
	/* hex fingerprint of the CA certificate (DER) */
	char ca_sha256[65];
	/* "sha256//…=" of the server's public key, as curl takes */
	char pin[64];
};

/* True for something that can stand in a certificate: a DNS name or an IP address. */
bool certs_host_ok(const char *host);
/* P-256 keys and two certificates; SAN: localhost, 127.0.0.1, ::1 and the hosts. False: ret is
 * empty. */
bool certs_make(struct certs *ret, const char *city, const char *const *host, int host_len)
	__attribute__((warn_unused_result));
enum certs_fit { CERTS_FIT, CERTS_NO_CERT, CERTS_NO_KEY, CERTS_STRANGERS };
/* Are these (PEM) a certificate and its private key? No password is asked for. */
enum certs_fit certs_fit(const struct buf *cert_pem, const struct buf *key_pem);
void certs_release(struct certs *c);
#endif
