/* SPDX-License-Identifier: Apache-2.0 */
/*
 * suppress — which counts of a table may be published, so that no count below k can be computed
 * back. Pure: numbers in, marks out.
 *
 * Layer: desk, lowest. A table is published as a tree of splits: a total is split into a line, the
 * crossing of two lines into a grid, a cell of a grid again into lines and grids. Every split is
 * marked after its totals. What is then true of all published numbers together: whatever number of
 * 1 to k - 1 is hidden, there is another table of whole numbers ≥ 0, with hidden cells beside shown
 * totals ≥ 1, that shows the same and has k or more in its place. So it is neither determined nor
 * bounded below k.
 *
 * This holds when any two published tables have at most one line in common, and this line is a
 * published table too; never publish a third side of two (area × age beside area × field × age).
 */
#ifndef MARUMADO_SUPPRESS_H
#define MARUMADO_SUPPRESS_H
#include <stdbool.h>
#include <stddef.h>

#define SUPPRESS_SIDE_MAX 128 /* rows or columns of a grid */

struct suppress_cell {
	long n;      /* ≥ 0 */
	bool hidden; /* not to be published */
};

/* Marks a grand total: hidden when it is 1 to k - 1. */
void suppress_total(struct suppress_cell *total, long k);
/* Marks the parts of one total. total_hidden: all of them are hidden, too. */
void suppress_line(struct suppress_cell *part, size_t len, bool total_hidden, long k);
/* Marks a grid (row by row) whose rows and columns add up to marked totals; at most
 * SUPPRESS_SIDE_MAX - 1 of each. total_hidden: the total of the whole grid is hidden. */
void suppress_grid(struct suppress_cell *cell, const struct suppress_cell *row_total, size_t rows,
	const struct suppress_cell *col_total, size_t cols, bool total_hidden, long k);
#endif
