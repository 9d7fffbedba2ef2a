/* SPDX-License-Identifier: Apache-2.0 */
/*
 * metrics — counters of the running server and their OpenMetrics text. Numbers only: no device,
 * no id. Layer: city. Counting is safe from any thread.
 */
#ifndef MARUMADO_CITY_METRICS_H
#define MARUMADO_CITY_METRICS_H
#include <stdatomic.h>
#include <stdbool.h>
#include "buf.h"
#include "store.h"

#define METRICS_TYPE "application/openmetrics-text; version=1.0.0; charset=utf-8"

enum metrics_verdict {
	METRICS_STORED, METRICS_DUPLICATE, METRICS_CONFLICT, METRICS_REFUSED, METRICS_PENDING,
		METRICS_VERDICTS
};
struct metrics { /* zeroed at the start */
	atomic_ullong verdict[METRICS_VERDICTS];
	atomic_ullong answers[6]; /* by first digit of the status; [0]: ended without an answer */
	atomic_ullong bytes_in;
};

/* Counts one verdict word of wire.h. */
void metrics_count_verdict(struct metrics *m, const char *verdict);
/* Counts one ended request. */
void metrics_count_answer(struct metrics *m, unsigned status, size_t bytes_in);
/* Appends the text, ending with "# EOF". */
bool metrics_write(struct metrics *m, const struct store_counts *counts, struct buf *ret)
	__attribute__((warn_unused_result));
#endif
