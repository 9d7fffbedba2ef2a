/* SPDX-License-Identifier: Apache-2.0 */
/*
 * certs — X.509 by OpenSSL: a small private CA whose certificate is all that kiosks trust.
 *
 * Why a CA and not one self-signed certificate: the server's certificate can be renewed, with
 * another host name, without visiting the kiosks. pathlen 0: it can make no other CA. The CA key
 * is written beside the rest by init; README tells to take it off the server. No revocation
 * lists: renewing is enough for one server, and everything that matters is signed again inside
 * (items, acknowledgements, key document).
 */
#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include "certs.h"

struct extension { int nid; const char *value; };

bool certs_host_ok(const char *host)
{
	unsigned char address[16];
	size_t len = strlen(host);
	if (len == 0 || len >= CERTS_NAME_MAX)
		return false;
	if (inet_pton(AF_INET, host, address) == 1 || inet_pton(AF_INET6, host, address) == 1)
		return true;
	return strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789-.") == len
		&& host[0] != '-' && host[0] != '.';
}

static bool san(struct buf *ret, const char *const *host, int n)
{
	unsigned char address[16];
	buf_puts(ret, "DNS:localhost,IP:127.0.0.1,IP:::1");
	for (int i = 0; i < n; i++) {
		if (!certs_host_ok(host[i]))
			return false;
		bool ip = inet_pton(AF_INET, host[i], address) == 1
			|| inet_pton(AF_INET6, host[i], address) == 1;
		buf_printf(ret, ",%s:%s", ip ? "IP" : "DNS", host[i]);
	}
	return buf_ok(ret);
}

static bool set_serial(X509 *cert)
{
	unsigned char random[16];
	if (RAND_bytes(random, sizeof(random)) != 1)
		return false;
	random[0] &= 0x7f; /* positive */
	BIGNUM *n = BN_bin2bn(random, sizeof(random), NULL);
	bool ok = n && BN_to_ASN1_INTEGER(n, X509_get_serialNumber(cert));
	BN_free(n);
	return ok;
}

static bool set_name(X509 *cert, const char *organisation, const char *common)
{
	X509_NAME *name = X509_get_subject_name(cert);
	return X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8,
		(const unsigned char *)organisation, -1, -1, 0)
		&& X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
			(const unsigned char *)common, -1, -1, 0);
}

static bool add_extensions(X509 *cert, X509 *issuer, const struct extension *ext)
{
	X509V3_CTX ctx;
	X509V3_set_ctx(&ctx, issuer, cert, NULL, NULL, 0);
	X509V3_set_ctx_nodb(&ctx);
	for (; ext->value; ext++) {
		X509_EXTENSION *one = X509V3_EXT_conf_nid(NULL, &ctx, ext->nid, ext->value);
		bool ok = one && X509_add_ext(cert, one, -1);
		X509_EXTENSION_free(one);
		if (!ok)
			return false;
	}
	return true;
}

/* A certificate for `key`, signed by issuer_key; issuer NULL: by itself. */
static X509 *make(EVP_PKEY *key, X509 *issuer, EVP_PKEY *issuer_key, const char *organisation,
	const char *common, const struct extension *ext)
{
	X509 *cert = X509_new();
	bool ok = cert && X509_set_version(cert, X509_VERSION_3) && set_serial(cert)
		&& X509_gmtime_adj(X509_getm_notBefore(cert), -86400)
		&& X509_time_adj_ex(X509_getm_notAfter(cert), CERTS_DAYS, 0, NULL)
		&& X509_set_pubkey(cert, key) && set_name(cert, organisation, common)
		&& X509_set_issuer_name(cert, X509_get_subject_name(issuer ? issuer : cert))
		&& add_extensions(cert, issuer ? issuer : cert, ext)
		&& X509_sign(cert, issuer_key, EVP_sha256()) > 0;
	if (!ok) {
		X509_free(cert);
		return NULL;
	}
	return cert;
}

/* Moves what was written to a memory BIO into ret and wipes the BIO's copy. */
static bool take(BIO *bio, bool written, struct buf *ret)
{
	char *data = NULL;
	long len = bio && written ? BIO_get_mem_data(bio, &data) : 0;
	if (len > 0) {
		buf_append(ret, data, (size_t)len);
		OPENSSL_cleanse(data, (size_t)len);
	}
	BIO_free(bio);
	return len > 0 && buf_ok(ret);
}

static bool pem_cert(struct buf *ret, X509 *cert)
{
	BIO *bio = BIO_new(BIO_s_mem());
	return take(bio, bio && PEM_write_bio_X509(bio, cert) == 1, ret);
}

static bool pem_key(struct buf *ret, EVP_PKEY *key)
{
	BIO *bio = BIO_new(BIO_s_mem());
	return take(bio, bio && PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL,
		NULL) == 1, ret);
}

static bool fingerprints(struct certs *c, X509 *ca, EVP_PKEY *server_key)
{
	unsigned char digest[32], *der = NULL;
	char base64[48];
	unsigned n = 0;
	if (X509_digest(ca, EVP_sha256(), digest, &n) != 1)
		return false;
	for (unsigned i = 0; i < n; i++)
		snprintf(c->ca_sha256 + 2 * i, 3, "%02x", digest[i]);
	int len = i2d_PUBKEY(server_key, &der);
	bool ok = len > 0 && EVP_Digest(der, (size_t)len, digest, &n, EVP_sha256(), NULL) == 1
		&& EVP_EncodeBlock((unsigned char *)base64, digest, 32) == 44;
	OPENSSL_free(der);
	if (ok)
		snprintf(c->pin, sizeof(c->pin), "sha256//%s", base64);
	return ok;
}

bool certs_make(struct certs *ret, const char *city, const char *const *host, int host_len)
{
	struct buf names = BUF_INIT;
	struct certs c = { .ca_sha256 = "" };
	X509 *ca = NULL, *server = NULL;
	EVP_PKEY *ca_key = EVP_EC_gen("P-256"), *server_key = EVP_EC_gen("P-256");
	static const struct extension OF_CA[] = {
		{ NID_basic_constraints, "critical,CA:TRUE,pathlen:0" },
		{ NID_key_usage, "critical,keyCertSign,cRLSign" },
		{ NID_subject_key_identifier, "hash" }, { 0, NULL },
	};
	bool ok = ca_key && server_key && san(&names, host, host_len);
	const struct extension of_server[] = {
		{ NID_basic_constraints, "critical,CA:FALSE" },
		{ NID_key_usage, "critical,digitalSignature" },
		{ NID_ext_key_usage, "serverAuth" },
		{ NID_subject_key_identifier, "hash" },
		{ NID_authority_key_identifier, "keyid:always" },
		{ NID_subject_alt_name, buf_str(&names) }, { 0, NULL },
	};
	if (ok)
		ca = make(ca_key, NULL, ca_key, city, "marumado-city CA", OF_CA);
	if (ca)
		server = make(server_key, ca, ca_key, city, "marumado-city", of_server);
	ok = server && pem_cert(&c.ca_pem, ca) && pem_key(&c.ca_key, ca_key)
		&& pem_cert(&c.server_pem, server)
		&& pem_key(&c.server_key, server_key) && fingerprints(&c, ca, server_key);
	if (ok)
		*ret = c;
	else
		certs_release(&c);
	X509_free(ca);
	X509_free(server);
	EVP_PKEY_free(ca_key);
	EVP_PKEY_free(server_key);
	buf_release(&names);
	return ok;
}

void certs_release(struct certs *c)
{
	buf_release(&c->ca_pem);
	buf_release(&c->ca_key);
	buf_release(&c->server_pem);
	buf_release(&c->server_key);
}

/* Asks nobody for a password. */
static int no_password(char *ret, int cap, int writing, void *ctx)
{
	return 0;
}

enum certs_fit certs_fit(const struct buf *cert_pem, const struct buf *key_pem)
{
	BIO *a = BIO_new_mem_buf(buf_str(cert_pem), (int)cert_pem->len);
	BIO *b = BIO_new_mem_buf(buf_str(key_pem), (int)key_pem->len);
	X509 *cert = a ? PEM_read_bio_X509(a, NULL, no_password, NULL) : NULL;
	EVP_PKEY *key = b ? PEM_read_bio_PrivateKey(b, NULL, no_password, NULL) : NULL;
	enum certs_fit fit = !cert ? CERTS_NO_CERT : !key ? CERTS_NO_KEY
		: X509_check_private_key(cert, key) == 1 ? CERTS_FIT : CERTS_STRANGERS;
	EVP_PKEY_free(key);
	X509_free(cert);
	BIO_free(a);
	BIO_free(b);
	return fit;
}
