/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sound — libopusfile decodes, SDL's queue plays.
 * Opus always decodes at 48 kHz, so that is what the device is asked for; SDL converts if the
 * hardware wants something else. Volume is applied while queuing: a change is heard with the next
 * piece. SDL2_mixer would do the same with twenty more libraries, some of them network-capable.
 * Not here: which piece is next, and when (kiosk/voice.c).
 */
#include <SDL.h>
#include <errno.h>
#include <math.h>
#include <opusfile.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sound.h"

#define RATE       48000
#define DEVICE_LEN 1024       /* samples of the device's own buffer: 21 ms until silence */
#define CHUNK      5760       /* samples: the longest Opus frame, 120 ms */
#define CHANNELS   2          /* what op_read may hand out for one of its samples */
#define CLICK      (RATE / 100) /* 10 ms */
#define CLICK_HZ   900.0
#define CLICK_TOP  2600.0     /* of 32767 */

struct sound {
	SDL_AudioDeviceID device;
};

/* ALSA's devices, or a sound server that the environment or the runtime folder names. */
bool sound_likely(void)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	char path[256];

	if (getenv("SDL_AUDIODRIVER") || getenv("PULSE_SERVER"))
		return true;
	for (int card = 0; card < 4; card++) {
		snprintf(path, sizeof path, "/dev/snd/controlC%d", card);
		if (access(path, F_OK) == 0)
			return true;
	}
	if (!runtime)
		return false;
	int n = snprintf(path, sizeof path, "%s/pulse/native", runtime);
	return n > 0 && (size_t)n < sizeof path && access(path, F_OK) == 0;
}

struct sound *sound_open(char *err, size_t err_cap)
{
	const SDL_AudioSpec want = { .freq = RATE,
		.format = AUDIO_S16SYS,
		.channels = 1,
		.samples = DEVICE_LEN };
	struct sound *s = calloc(1, sizeof *s);

	if (!s || SDL_InitSubSystem(SDL_INIT_AUDIO) != 0) {
		snprintf(err, err_cap, "%s", s ? SDL_GetError() : strerror(ENOMEM));
		free(s);
		return NULL;
	}
	s->device = SDL_OpenAudioDevice(NULL, 0, &want, NULL, 0);
	if (s->device == 0) {
		snprintf(err, err_cap, "%s", SDL_GetError());
		SDL_QuitSubSystem(SDL_INIT_AUDIO);
		free(s);
		return NULL;
	}
	return s;
}

void sound_close(struct sound *s)
{
	if (!s)
		return;
	SDL_CloseAudioDevice(s->device);
	SDL_QuitSubSystem(SDL_INIT_AUDIO);
	free(s);
}

void sound_stop(struct sound *s)
{
	SDL_ClearQueuedAudio(s->device);
	SDL_PauseAudioDevice(s->device, 1); /* an idle device costs nothing */
}

static bool queue(struct sound *s, opus_int16 *sample, int n, int volume)
{
	for (int i = 0; i < n; i++)
		sample[i] = (opus_int16)(sample[i] * volume / 100);
	return SDL_QueueAudio(s->device, sample, (Uint32)n * sizeof *sample) == 0;
}

/* A stereo file is heard as the mean of both. */
static void to_mono(opus_int16 *sample, int n)
{
	for (int i = 0; i < n; i++)
		sample[i] = (opus_int16)((sample[2 * i] + sample[2 * i + 1]) / 2);
}

int sound_play(struct sound *s, const char *path, int volume)
{
	opus_int16 pcm[CHUNK * CHANNELS];
	long total = 0;
	int n, error = 0;

	sound_stop(s);
	OggOpusFile *f = op_open_file(path, &error);
	if (!f)
		return -1;
	while ((n = op_read_stereo(f, pcm, CHUNK * CHANNELS)) > 0 &&
		total < (long)SOUND_SECONDS_MAX * RATE) {
		to_mono(pcm, n);
		if (!queue(s, pcm, n, volume))
			break;
		total += n;
	}
	op_free(f);
	if (total == 0 || n < 0) {
		SDL_ClearQueuedAudio(s->device);
		return -1;
	}
	SDL_PauseAudioDevice(s->device, 0);
	return (int)(total * 1000 / RATE);
}

void sound_click(struct sound *s, int volume)
{
	opus_int16 pcm[CLICK];

	if (SDL_GetQueuedAudioSize(s->device) > 0)
		return;
	for (int i = 0; i < CLICK; i++) {
		double fade = 1.0 - (double)i / CLICK;
		pcm[i] = (opus_int16)(CLICK_TOP * fade * fade *
				      sin(2.0 * 3.14159265 * CLICK_HZ * i / RATE));
	}
	(void)queue(s, pcm, CLICK, volume);
	SDL_PauseAudioDevice(s->device, 0);
}
