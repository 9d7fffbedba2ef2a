/* SPDX-License-Identifier: Apache-2.0 */
/*
 * curlloop — the least a libcurl program can do: post ready-made batches to a city.
 *
 * curlloop URL CA LANES FILE: FILE holds, for each batch, a line "BYTES ITEMS" and then BYTES bytes
 * of JSON (fill writes it). LANES requests are in flight at once, each lane keeps its connection.
 * Prints "ms N items N"; ends with 70 as soon as an answer is not 200. Keeps, checks and retries
 * nothing: it is the peer of marumado-sync and the load for the city.
 */
#include <curl/curl.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LANES_MAX 16

struct batches {
	const char *at, *end;
	long items; /* posted so far */
};

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static size_t swallow(char *data, size_t size, size_t n, void *ctx)
{
	return size * n;
}

static bool open_batches(struct batches *b, const char *path)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	void *map;

	if (fd < 0 || fstat(fd, &st) != 0)
		return false;
	map = mmap(NULL, (size_t)st.st_size + 1, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	b->at = map;
	b->end = b->at + st.st_size;
	return map != MAP_FAILED;
}

static CURL *lane_open(const char *url, const char *ca, struct curl_slist *headers)
{
	CURL *e = curl_easy_init();

	if (!e)
		return NULL;
	curl_easy_setopt(e, CURLOPT_URL, url);
	curl_easy_setopt(e, CURLOPT_CAINFO, ca);
	curl_easy_setopt(e, CURLOPT_PROXY, "");
	curl_easy_setopt(e, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, swallow);
	curl_easy_setopt(e, CURLOPT_TIMEOUT, 120L);
	return e;
}

/* Puts the next batch on a lane; false when none is left or the file is not as expected. */
static bool post_next(CURLM *multi, CURL *lane, struct batches *b)
{
	char *rest;
	long bytes, items;

	if (b->at >= b->end)
		return false;
	bytes = strtol(b->at, &rest, 10);
	items = strtol(rest, &rest, 10);
	if (*rest != '\n' || bytes <= 0 || bytes > b->end - rest - 1) {
		fputs("curlloop: not a file of batches\n", stderr);
		exit(65);
	}
	curl_easy_setopt(lane, CURLOPT_POSTFIELDSIZE, bytes);
	curl_easy_setopt(lane, CURLOPT_POSTFIELDS, rest + 1);
	b->at = rest + 1 + bytes;
	b->items += items;
	return curl_multi_add_handle(multi, lane) == CURLM_OK;
}

static bool answered(CURLMsg *m)
{
	long status = 0;

	curl_easy_getinfo(m->easy_handle, CURLINFO_RESPONSE_CODE, &status);
	if (m->data.result == CURLE_OK && status == 200)
		return true;
	fprintf(stderr, "curlloop: %s, status %ld\n", curl_easy_strerror(m->data.result), status);
	return false;
}

static bool post_all(CURLM *multi, CURL **lanes, int n, struct batches *b)
{
	int running = 0, left;
	bool ok = true;

	for (int i = 0; i < n; i++)
		running += post_next(multi, lanes[i], b);
	while (ok && running > 0) {
		ok = curl_multi_perform(multi, &left) == CURLM_OK;
		for (CURLMsg *m; ok && (m = curl_multi_info_read(multi, &left));) {
			CURL *lane = m->easy_handle;
			ok = answered(m);
			curl_multi_remove_handle(multi, lane);
			running += ok && post_next(multi, lane, b) ? 0 : -1;
		}
		if (ok && running > 0)
			curl_multi_poll(multi, NULL, 0, 1000, NULL);
	}
	return ok;
}

int main(int argc, char **argv)
{
	struct batches b = { 0 };
	CURL *lanes[LANES_MAX];
	char url[512];
	int n = argc == 5 ? atoi(argv[3]) : 0;

	if (n < 1 || n > LANES_MAX || !open_batches(&b, argv[4])) {
		fputs("usage: curlloop URL CA LANES FILE\n", stderr);
		return 64;
	}
	curl_global_init(CURL_GLOBAL_DEFAULT);
	CURLM *multi = curl_multi_init();
	struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
	headers = curl_slist_append(headers, "Expect:");
	snprintf(url, sizeof(url), "%s/v1/items", argv[1]);
	for (int i = 0; i < n; i++)
		if (!(lanes[i] = lane_open(url, argv[2], headers)))
			return 71;
	double start = now_ms();
	bool ok = post_all(multi, lanes, n, &b);
	double ms = now_ms() - start;
	for (int i = 0; i < n; i++)
		curl_easy_cleanup(lanes[i]);
	curl_multi_cleanup(multi);
	curl_slist_free_all(headers);
	curl_global_cleanup();
	if (!ok)
		return 70;
	printf("ms %.1f items %ld\n", ms, b.items);
	return 0;
}
