/* SPDX-License-Identifier: Apache-2.0 */
/*
 * main — marumado-convert ENGINE: kana to kanji for one visit. Started and killed by the kiosk
 * (src/ime/convert.c); of no use by hand but for a look:  echo しやくしょ | marumado-convert anthy
 */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "engine.h"

int main(int argc, char **argv)
{
	static const struct engine *const engines[] = { &engine_mozc, &engine_anthy };

	for (size_t i = 0; argc == 2 && i < sizeof(engines) / sizeof(engines[0]); i++)
		if (strcmp(engines[i]->name, argv[1]) == 0)
			return engine_serve(engines[i]);
	fprintf(stderr, "usage: marumado-convert anthy|mozc\n");
	return EX_USAGE;
}
