/* SPDX-License-Identifier: Apache-2.0 */
/*
 * documents — the key and the status document of a round, fetched one after the other on a lane of
 * their own.
 *
 * Layer: sync, above keysfetch and statusfetch. Fill the first four members; documents_go when the
 * city has shown that it answers; documents_take for each reply on TRANSPORT_DOCUMENT_LANE;
 * documents_wait when nothing else travels any more.
 */
#ifndef MARUMADO_DOCUMENTS_H
#define MARUMADO_DOCUMENTS_H
#include "keysfetch.h"

enum document { DOCUMENT_KEYS = 1, DOCUMENT_STATUS = 2 };

struct documents {
	struct courier *courier; /* borrowed, as the next two */
	const char *data_dir;
	const struct transport *transport;
	unsigned wanted;                    /* bits of enum document that nobody asked for yet */
	enum document asked;                /* the one that travels, 0 for none */
	enum keysfetch_result keys, status; /* KEYSFETCH_STOPPED until answered */
	char reason[160];                   /* the first trouble, one line; "" for none */
};

/* Asks for the next one, unless one travels or none is wanted. Without an answer about the keys the
 * statuses are not asked for: they would wait as long again. */
void documents_go(struct documents *d);
/* The reply of the one that travels; its body is released. Asks for the next. */
void documents_take(struct documents *d, struct reply *reply);
/* Asks, and waits for all. False: a signal asked to end, and nothing travels any more. */
bool documents_wait(struct documents *d) __attribute__((warn_unused_result));
/* The question was answered; ask again another day. */
bool documents_settled(enum keysfetch_result r);
#endif
