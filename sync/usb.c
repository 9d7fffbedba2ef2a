/* SPDX-License-Identifier: Apache-2.0 */
/*
 * usb — why: staff at a site without a line can press a button but have no console, and the kiosk
 * has no right to a stick. So the courier, which reads the outbox anyway, carries.
 *
 * A stick is there when the place lies on another filesystem than the system and the data: a
 * mount point without its stick would take the items and keep them on this machine.
 * Not here: the files themselves (carry.c), mounting (the system's automounter).
 */
#include "usb.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "carry.h"
#include "log.h"
#include "wire.h"

/* "DIR/NAME-SITE.ndjson"; letters that a stick's filesystem may refuse become "_". */
static bool path_of(char ret[static PATH_MAX], const struct usb_place *place, const char *name,
	const char *ending)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				    "0123456789-_";
	int n = snprintf(ret, PATH_MAX, "%s/", place->dir);
	int end = n < 0 || n >= PATH_MAX ? PATH_MAX
					 : n + snprintf(ret + n, (size_t)(PATH_MAX - n), "%s%s%s%s",
						       name, *place->site && *ending ? "-" : "",
						       *ending ? place->site : "", ending);
	size_t stop;

	if (end >= PATH_MAX)
		return false;
	stop = (size_t)end - strlen(ending);
	for (size_t i = (size_t)n; *ending && i < stop; i++)
		if (!strchr(plain, ret[i]))
			ret[i] = '_';
	return true;
}

static bool stick_is_there(const struct usb_place *place, const char *data_dir)
{
	struct stat there, root, data;

	return stat(place->dir, &there) == 0 && S_ISDIR(there.st_mode) && stat("/", &root) == 0 &&
	       stat(data_dir, &data) == 0 && there.st_dev != root.st_dev &&
	       there.st_dev != data.st_dev;
}

/* Takes one file in when it is there. False: it is damaged, or cannot be taken. */
static bool take(struct feed *f, const char *path, struct carry_counts *sum)
{
	struct carry_counts n;
	char err[CARRY_ERR_MAX] = "";

	if (access(path, F_OK) != 0)
		return true;
	if (carry_import_into(f, path, &n, err) != CARRY_OK) {
		log_warning("USB: %s", err);
		return false;
	}
	sum->acks += n.acks;
	sum->lists += n.lists;
	if (n.bad > 0)
		log_warning("USB: '%s' has %" PRIu64 " bad lines", path, n.bad);
	return n.bad == 0;
}

static const char *carry(struct feed *f, const struct usb_place *place, struct carry_counts *sum)
{
	char out[PATH_MAX], acks[PATH_MAX], list[PATH_MAX], err[CARRY_ERR_MAX] = "";
	bool good;

	if (!place->dir[0])
		return "off";
	if (!stick_is_there(place, f->data_dir))
		return "nostick";
	if (!path_of(out, place, "items", ".ndjson") || !path_of(acks, place, "acks", ".ndjson") ||
		!path_of(list, place, WIRE_STATUS_FILE, ""))
		return "failed";
	good = take(f, acks, sum); /* first: what has arrived need not be written again */
	good = take(f, list, sum) && good;
	struct carry_counts n;
	if (carry_export_from(f, out, &n, err) != CARRY_OK) {
		log_warning("USB: %s", err);
		return "failed";
	}
	sum->items = n.items;
	return good ? "ok" : "bad";
}

void usb_run(struct feed *f, const struct usb_place *place)
{
	struct carry_counts sum = { .items = 0 };
	const char *result = carry(f, place, &sum);
	char note[128];

	snprintf(note, sizeof note, "%s %" PRIu64 " %" PRIu64 " %" PRIu64 " %lld", result,
		sum.items, sum.acks, sum.lists, (long long)time(NULL));
	log_info("USB: %s", note);
	if (courier_put_document(f->courier, WIRE_USB_NOTE, "", note, strlen(note)) != OUTBOX_OK)
		log_warning("USB: cannot note the outcome");
}
