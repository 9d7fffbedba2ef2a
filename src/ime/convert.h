/* SPDX-License-Identifier: Apache-2.0 */
/*
 * convert — kana to kanji, pinyin to Han: the kiosk's side. The engines are programs of their own
 * (marumado-convert, marumado-pinyin) that live for one visit: started when a field needs one,
 * killed when the visit ends, so what they remember ends with them. An engine that is absent,
 * dies, hangs or answers nonsense is replaced by the next one; when none is left, convert_run says
 * so and the text stays as it was typed. The text is never in an engine's keeping.
 * Layer: ime.
 */
#ifndef MARUMADO_CONVERT_H
#define MARUMADO_CONVERT_H
#include <stdbool.h>
#include <sys/types.h>
#include "conversion.h"

#define CONVERT_START_MS 5000 /* an engine gets ready (mozc: one second) … */
#define CONVERT_WAIT_MS  250  /* … and so long a person waits for that at a time */
#define CONVERT_RUN_MS   400  /* one conversion; usual: 1 to 10 */
#define CONVERT_STARTS   2    /* of one engine in a visit */
#define CONVERT_DIR_MAX  512

enum convert_kind { CONVERT_NONE, CONVERT_KANA, CONVERT_HANS, CONVERT_HANT };

struct convert { /* zeroed: closed */
	enum convert_kind kind;
	char dir[CONVERT_DIR_MAX]; /* of the engines' programs */
	char engines[64];          /* names allowed, separated by spaces */
	int engine, starts;        /* in the table; how often this one was started */
	pid_t pid;                 /* 0: not running */
	long long started_ms;
	int to, from;
	bool ready;
};

/* Starts the first engine of the kind, without waiting for it. Does nothing when it is open with
 * the same kind already. `dir` is where the programs lie, `engines` the names allowed (among
 * "mozc", "anthy", "pinyin"). */
void convert_open(
	struct convert *c, enum convert_kind kind, const char *dir, const char *engines);
/* Candidates for a reading (not empty, below CONVERSION_READING_MAX, no control characters).
 * CONVERT_LATER: the engine is getting ready, ask again. CONVERT_NEVER: no engine could. In both
 * ret is empty. Returns within the deadlines above. */
enum convert_answer { CONVERT_DONE, CONVERT_LATER, CONVERT_NEVER };
enum convert_answer convert_run(
	struct convert *c, const char *reading, struct conversion *ret);
/* Kills the engine and waits until it and all it started are gone. Accepts a closed one. */
void convert_close(struct convert *c);
#endif
