/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a pass means to others: the exit status that scripts rely on, and the word that people read.
 * Apart from the pass itself so that both tables stand next to each other. Decides nothing about
 * sending.
 */
#include <sysexits.h>

#include "pass.h"

int pass_exit_status(const struct pass_result *r)
{
	static const int STATUS[] = {
		[PASS_DRAINED] = EX_OK,
		[PASS_LATER] = EX_TEMPFAIL,
		[PASS_OFFLINE] = EX_TEMPFAIL,
		[PASS_TLS] = EX_TEMPFAIL,
		[PASS_REFUSED] = EX_NOPERM,
		[PASS_PROTOCOL] = EX_DATAERR,
		[PASS_LOCAL] = EX_TEMPFAIL,
		[PASS_STOPPED] = EX_TEMPFAIL,
	};

	if (r->end != PASS_DRAINED)
		return STATUS[r->end];
	if (r->left.sendable + r->left.aside > 0)
		return EX_TEMPFAIL;
	return r->left.refused > 0 ? EX_NOPERM : EX_OK;
}

const char *pass_state_name(const struct pass_result *r)
{
	static const char *const NAME[] = {
		[PASS_DRAINED] = "ok",
		[PASS_LATER] = "ok",
		[PASS_OFFLINE] = "offline",
		[PASS_TLS] = "tls",
		[PASS_REFUSED] = "refused",
		[PASS_PROTOCOL] = "error",
		[PASS_LOCAL] = "error",
		[PASS_STOPPED] = "ok",
	};

	if (r->end == PASS_LATER && r->accepted == 0)
		return "error";
	if (pass_exit_status(r) == EX_NOPERM)
		return "refused";
	return NAME[r->end];
}

enum pass_end pass_end_of_status(long status)
{
	static const struct {
		long from, to;
		enum pass_end end;
	} ENDS[] = {
		{ 401, 401, PASS_REFUSED },
		{ 403, 403, PASS_REFUSED },
		{ 408, 408, PASS_LATER },
		{ 429, 429, PASS_LATER },
		{ 500, 599, PASS_LATER },
	};

	for (size_t i = 0; i < sizeof ENDS / sizeof ENDS[0]; i++) {
		if (status >= ENDS[i].from && status <= ENDS[i].to)
			return ENDS[i].end;
	}
	return PASS_PROTOCOL;
}
