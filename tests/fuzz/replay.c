/* SPDX-License-Identifier: Apache-2.0 */
/*
 * replay — runs one target on the files named on the command line, in place of libFuzzer: any
 * compiler can check that what was found once is not found again.
 */
#include "fuzz.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INPUT_MAX 65536

int main(int argc, char **argv)
{
	uint8_t *data = malloc(INPUT_MAX);

	for (int i = 1; i < argc; i++) {
		FILE *in = fopen(argv[i], "rb");
		size_t size;

		if (!in || !data) {
			fprintf(stderr, "%s: %s\n", argv[i], strerror(errno));
			return 1;
		}
		size = fread(data, 1, INPUT_MAX, in);
		fclose(in);
		uint8_t *exact = malloc(size + !size); /* so that ASan knows where it ends */
		HOLDS(exact);
		memcpy(exact, data, size);
		fprintf(stderr, "%s\n", argv[i]); /* the last one named is the one that failed */
		LLVMFuzzerTestOneInput(exact, size);
		free(exact);
	}
	free(data);
	printf("%d inputs\n", argc - 1);
	return 0;
}
