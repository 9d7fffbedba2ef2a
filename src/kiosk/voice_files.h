/* SPDX-License-Identifier: Apache-2.0 */
/*
 * voice_files — where the sound of a text lies: CONTENT/audio/voices.json names the voice of each
 * language, CONTENT/audio/<voice>/<key>.opus is the sound, and a human's recording of the same key
 * in CONTENT/audio/<voice>/recorded/ comes before it.
 */
#ifndef MARUMADO_VOICE_FILES_H
#define MARUMADO_VOICE_FILES_H
#include <stdbool.h>
#include "catalog.h"
#include "post.h"
#include "speech.h"

#define VOICE_ID_MAX   40
#define VOICE_PATH_MAX (POST_PATH_MAX + 128)

struct voice_files { /* read at the first question */
	bool read;
	struct { char tag[16], voice[VOICE_ID_MAX]; } of[CATALOG_LANGS_MAX];
	int len;
};

/* The voice of a language; NULL when it has none. Borrowed. */
const char *voice_files_voice(struct voice_files *f, const char *content_dir, const char *tag);
/* The file for a text: in the voice of the present language, else in Japanese (the second line of a
 * text in both), else in any (the name of a language is spoken by its own voice). False: none. */
bool voice_files_find(struct voice_files *f, const struct catalog *c, const char *content_dir,
	const char *text, char path[static VOICE_PATH_MAX], char key[static SPEECH_KEY_MAX]);
#endif
