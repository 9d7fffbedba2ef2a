/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keygen — why: the opening secret is born on the coordinator's offline machine and never leaves
 * it; what travels to the city is the public file.
 *
 * --sign makes the key that signs answers to receipts, which is born here for the same reason.
 * An existing file is never replaced: records sealed to a lost key are lost with it.
 * Not here: pass phrases (the machine's disk is encrypted), several keys at once (run it again).
 */
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>
#include "desk.h"
#include "keys.h"
#include "log.h"

#define NAME_CHARS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"

static bool path_new(
	char ret[static PATH_MAX], const char *dir, const char *name, const char *ending)
{
	int n = snprintf(ret, PATH_MAX, "%s/%s%s", dir, name, ending);
	struct stat st;

	if (n < 0 || n >= PATH_MAX) {
		log_error("path too long");
		return false;
	}
	if (lstat(ret, &st) == 0) {
		log_error("'%s' exists and is not replaced", ret);
		return false;
	}
	return true;
}

int desk_keygen(const struct desk_options *o)
{
	char secret[PATH_MAX], public[PATH_MAX];
	struct jwk k;
	bool ok;

	if (!*o->name || strspn(o->name, NAME_CHARS) != strlen(o->name)) {
		log_error("name '%s' may have letters, digits, - and _ only", o->name);
		return EX_USAGE;
	}
	if (mkdir(o->dir, 0700) != 0 && errno != EEXIST) {
		log_error("cannot make '%s': %s", o->dir, strerror(errno));
		return EX_CANTCREAT;
	}
	if (!path_new(secret, o->dir, o->name, ".jwk") ||
		!path_new(public, o->dir, o->name, ".pub.jwk"))
		return EX_CANTCREAT;
	if (!jwk_generate(&k, !o->sign)) {
		log_error("cannot make a key");
		return EX_SOFTWARE;
	}
	ok = jwk_write(&k, secret, true) && jwk_write(&k, public, false);
	if (ok)
		printf("%s\n%s\nfingerprint %s\n", secret, public, k.kid);
	else
		log_error("cannot write in '%s': %s", o->dir, strerror(errno));
	jwk_release(&k);
	return ok ? EX_OK : EX_CANTCREAT;
}
