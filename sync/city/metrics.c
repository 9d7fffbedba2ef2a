/* SPDX-License-Identifier: Apache-2.0 */
/*
 * metrics — what an operator's monitoring may know: how many, how fast, whether something is wrong.
 *
 * Atomic counters of this process (they start at 0 with it) and gauges read from the store when
 * asked. The number of items is the last city_seq: numbers are dense and rows are never deleted
 * (store.h).
 */
#include <string.h>
#include "metrics.h"

static const char *const VERDICTS[METRICS_VERDICTS] = {
	[METRICS_STORED] = WIRE_VERDICT_STORED, [METRICS_DUPLICATE] = WIRE_VERDICT_DUPLICATE,
	[METRICS_CONFLICT] = WIRE_VERDICT_CONFLICT, [METRICS_REFUSED] = WIRE_VERDICT_REFUSED,
	[METRICS_PENDING] = WIRE_VERDICT_PENDING,
};

void metrics_count_verdict(struct metrics *m, const char *verdict)
{
	for (int i = 0; i < METRICS_VERDICTS; i++)
		if (strcmp(verdict, VERDICTS[i]) == 0)
			atomic_fetch_add_explicit(&m->verdict[i], 1, memory_order_relaxed);
}

void metrics_count_answer(struct metrics *m, unsigned status, size_t bytes_in)
{
	unsigned class = status / 100;
	atomic_fetch_add_explicit(&m->answers[class < 6 ? class : 0], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&m->bytes_in, bytes_in, memory_order_relaxed);
}

static void head(struct buf *b, const char *name, const char *type, const char *help)
{
	buf_printf(b, "# TYPE %s %s\n# HELP %s %s\n", name, type, name, help);
}

bool metrics_write(struct metrics *m, const struct store_counts *counts, struct buf *ret)
{
	head(ret, "marumado_city_verdicts", "counter", "Items answered, by verdict.");
	for (int i = 0; i < METRICS_VERDICTS; i++)
		buf_printf(ret, "marumado_city_verdicts_total{verdict=\"%s\"} %llu\n", VERDICTS[i],
			atomic_load(&m->verdict[i]));
	head(ret, "marumado_city_requests", "counter", "Requests ended, by status.");
	for (int i = 0; i < 6; i++)
		buf_printf(ret, "marumado_city_requests_total{class=\"%dxx\"} %llu\n", i,
			atomic_load(&m->answers[i]));
	head(ret, "marumado_city_received_bytes", "counter",
		"Bytes of request bodies since the start.");
	buf_printf(ret, "marumado_city_received_bytes_total %llu\n", atomic_load(&m->bytes_in));
	head(ret, "marumado_city_items", "gauge", "Items kept.");
	buf_printf(ret, "marumado_city_items %lld\n", (long long)counts->last_city_seq);
	head(ret, "marumado_city_last_seq", "gauge", "Number of the last item.");
	buf_printf(ret, "marumado_city_last_seq %lld\n", (long long)counts->last_city_seq);
	head(ret, "marumado_city_devices", "gauge", "Devices by state.");
	for (int i = 0; i < DEVICE_STATES; i++)
		buf_printf(ret, "marumado_city_devices{state=\"%s\"} %lld\n",
			store_state_name((enum store_device_state)i),
			(long long)counts->devices[i]);
	head(ret, "marumado_city_flagged_items", "gauge", "Items whose chain has a gap or a fork.");
	buf_printf(ret, "marumado_city_flagged_items{flag=\"gap\"} %lld\n",
		(long long)counts->gaps);
	buf_printf(ret, "marumado_city_flagged_items{flag=\"fork\"} %lld\n",
		(long long)counts->forks);
	buf_puts(ret, "# EOF\n");
	return buf_ok(ret);
}
