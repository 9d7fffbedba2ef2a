/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hear — listens to sounds with the library that the kiosk plays them with, and tells in numbers
 * what it heard: hearing.py judges them. Reads names of files from standard input, one a line, and
 * answers each with one line: milliseconds, milliseconds with speech in them, peak and loudness in
 * dB below full scale, and the milliseconds of silence at the beginning; or "bad".
 * Loudness is the RMS of the 20 ms frames that are louder than a fiftieth of the peak.
 */
#include <math.h>
#include <opusfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RATE    48000
#define FRAME   (RATE / 50)
#define GATE    0.02
#define SECONDS 120

struct sound {
	opus_int16 *sample;
	size_t len, cap;
};

static int load(struct sound *s, const char *path)
{
	OggOpusFile *f = op_open_file(path, NULL);
	int n = -1;

	s->len = 0;
	if (!f || op_channel_count(f, -1) != 1 || op_pcm_total(f, -1) > (ogg_int64_t)s->cap)
		goto out;
	while ((n = op_read(f, s->sample + s->len, (int)(s->cap - s->len), NULL)) > 0)
		s->len += (size_t)n;
out:
	op_free(f);
	return n == 0 && s->len >= FRAME;
}

static double decibels(double of)
{
	return of > 0 ? 20 * log10(of / 32768) : -120;
}

static double loudness_of(const opus_int16 *frame)
{
	double sum = 0;

	for (size_t i = 0; i < FRAME; i++)
		sum += (double)frame[i] * frame[i];
	return sqrt(sum / FRAME);
}

static void tell(const struct sound *s)
{
	double peak = 0, sum = 0;
	size_t active = 0, first = 0;

	for (size_t i = 0; i < s->len; i++)
		if (abs(s->sample[i]) > peak)
			peak = abs(s->sample[i]);
	for (size_t at = 0; at + FRAME <= s->len; at += FRAME) {
		double loud = loudness_of(s->sample + at);
		if (loud <= peak * GATE)
			continue;
		first = active == 0 ? at : first;
		active++;
		sum += loud * loud;
	}
	printf("%zu %zu %.1f %.1f %zu\n", s->len * 1000 / RATE, active * 20, decibels(peak),
		decibels(active ? sqrt(sum / (double)active) : 0), first * 1000 / RATE);
}

int main(void)
{
	struct sound s = { NULL, 0, (size_t)RATE * SECONDS };
	char path[4096];

	s.sample = malloc(s.cap * sizeof(*s.sample));
	if (!s.sample)
		return 1;
	while (fgets(path, sizeof(path), stdin)) {
		path[strcspn(path, "\n")] = '\0';
		if (load(&s, path))
			tell(&s);
		else
			puts("bad");
	}
	free(s.sample);
	return fflush(stdout) == 0 ? 0 : 1;
}
