/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fontstack — fonts/stack.json: which faces exist, where Debian keeps them, and which are tried in
 * which order for each language. Fonts are data; adding a script needs no C.
 * Layer: text (pure). A face whose file is missing is marked so and skipped; fontstack_missing
 * tells once.
 */
#ifndef MARUMADO_FONTSTACK_H
#define MARUMADO_FONTSTACK_H
#include <stdbool.h>
#include <stddef.h>

#define FONTSTACK_FACES_MAX 24
#define FONTSTACK_LANGS_MAX 24
#define FONTSTACK_ORDER_MAX 12
#define FONTSTACK_SCRIPTS_MAX 12
#define FONTSTACK_ERR_MAX 256

struct font_face {
	char id[24];            /* "bizudp", "noto-cjk-sc", "icons" */
	char regular[160], bold[160]; /* files; bold may equal regular */
	long regular_index, bold_index; /* face in a .ttc */
	char package[64];       /* Debian package that brings it */
	bool present;           /* the regular file can be read */
	/* Scripts it is worth opening for, ISO 15924 ("Hani"); none = for every one. A hint only:
	 * what no other face has is looked for here too. Characters of no script (digits,
	 * punctuation) are always looked for. */
	char script[FONTSTACK_SCRIPTS_MAX][5];
	int script_len;
};
struct font_lang {
	char tag[16];           /* BCP 47; the last entry "*" serves unknown tags */
	int order[FONTSTACK_ORDER_MAX], order_len; /* indices into faces */
	int line_percent;       /* line height without furigana, percent of the text size */
	int ruby_line_percent;  /* line height when the text has furigana */
};
struct fontstack {
	struct font_face face[FONTSTACK_FACES_MAX];
	int face_len;
	struct font_lang lang[FONTSTACK_LANGS_MAX];
	int lang_len;
	int icons; /* index of the face "icons", -1 when absent */
};

/* Reads the file. False: err says what and where. A face whose file is missing is no error. */
bool fontstack_load(struct fontstack *fs, const char *path, char err[static FONTSTACK_ERR_MAX])
	__attribute__((warn_unused_result));
/* The entry for a language tag, the "*" entry when there is none. Never NULL after a good load. */
const struct font_lang *fontstack_lang(const struct fontstack *fs, const char *tag);
/* Debian packages of the missing faces, space-separated, "" when none; for one log line. */
void fontstack_missing(const struct fontstack *fs, char *out, size_t cap);
#endif
