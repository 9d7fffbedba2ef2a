/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reports — a sealed list (sealed_list.h), added to at its end. It holds only what the site may see
 * after sending: whoever wants the content has to ask the coordinator. The oldest entries go first.
 * Not here: what became of an item (the outbox knows), and what residents send by themselves.
 */
#include "reports.h"

#include "sealed_list.h"

#define NAME "reports"

bool reports_add(const char *dir, const unsigned char site[static BOX_KEY_BYTES],
	const struct report *r, int64_t now_s)
{
	json_t *list = sealed_list_read(dir, NAME, site);
	bool ok = list && json_array_append_new(
				  list, json_pack("{ss ss ss ss}", "receipt", r->receipt, "id",
						r->id, "kind", r->kind, "day", r->day)) == 0;

	while (ok && json_array_size(list) > REPORTS_MAX)
		json_array_remove(list, 0);
	ok = ok && sealed_list_write(dir, NAME, site, list, now_s);
	json_decref(list);
	return ok;
}

size_t reports_newest(const char *dir, const unsigned char site[static BOX_KEY_BYTES], size_t skip,
	struct report *ret, size_t most)
{
	json_t *list = sealed_list_read(dir, NAME, site);
	size_t size = json_array_size(list), n = 0;

	for (size_t i = skip; i < size && n < most; i++) {
		const json_t *o = json_array_get(list, size - 1 - i);
		struct report *r = &ret[n];
		if (sealed_list_text(r->receipt, sizeof(r->receipt), o, "receipt") &&
			sealed_list_text(r->id, sizeof(r->id), o, "id") &&
			sealed_list_text(r->kind, sizeof(r->kind), o, "kind") &&
			sealed_list_text(r->day, sizeof(r->day), o, "day"))
			n++;
	}
	json_decref(list);
	return n;
}
