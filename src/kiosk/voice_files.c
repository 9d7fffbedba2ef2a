/* SPDX-License-Identifier: Apache-2.0 */
/*
 * voice_files — finding is asking the file system: a name that exists is a text that can be spoken,
 * so no list has to be kept beside the files, and a site may add recordings at any time.
 * A damaged or absent voices.json means that nothing is read aloud, never that the kiosk stops.
 */
#include "voice_files.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A voice becomes part of a path. */
static bool is_plain(const char *voice)
{
	return *voice && strlen(voice) < VOICE_ID_MAX &&
	       voice[strspn(voice,
		       "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

static void read_table(struct voice_files *f, const char *content_dir)
{
	char path[VOICE_PATH_MAX];
	const char *tag;
	json_t *value;

	f->read = true;
	snprintf(path, sizeof(path), "%s/audio/voices.json", content_dir);
	json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
	json_object_foreach(root, tag, value) {
		const char *voice = json_string_value(value);
		if (!voice || !is_plain(voice) || f->len == CATALOG_LANGS_MAX ||
			strlen(tag) >= sizeof(f->of[0].tag))
			continue;
		memcpy(f->of[f->len].tag, tag, strlen(tag) + 1);
		memcpy(f->of[f->len].voice, voice, strlen(voice) + 1);
		f->len++;
	}
	json_decref(root);
}

const char *voice_files_voice(struct voice_files *f, const char *content_dir, const char *tag)
{
	if (!f->read)
		read_table(f, content_dir);
	for (int i = 0; i < f->len; i++)
		if (strcmp(f->of[i].tag, tag) == 0)
			return f->of[i].voice;
	return NULL;
}

static bool lies(const char *content_dir, const char *voice, const char *text,
	char path[static VOICE_PATH_MAX], char key[static SPEECH_KEY_MAX])
{
	static const char *const folder[] = { "recorded/", "" };

	if (!voice)
		return false;
	speech_key(voice, text, key);
	for (size_t i = 0; i < sizeof(folder) / sizeof(folder[0]); i++) {
		snprintf(path, VOICE_PATH_MAX, "%s/audio/%s/%s%s.opus", content_dir, voice,
			folder[i], key);
		if (access(path, R_OK) == 0)
			return true;
	}
	return false;
}

bool voice_files_find(struct voice_files *f, const struct catalog *c, const char *content_dir,
	const char *text, char path[static VOICE_PATH_MAX], char key[static SPEECH_KEY_MAX])
{
	const char *first = voice_files_voice(f, content_dir, catalog_tag(c));

	if (lies(content_dir, first, text, path, key) ||
		lies(content_dir, voice_files_voice(f, content_dir, "ja"), text, path, key))
		return true;
	for (int i = 0; i < f->len; i++)
		if (lies(content_dir, f->of[i].voice, text, path, key))
			return true;
	key[0] = '\0';
	return false;
}
