#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Size and form of the source: .c files ≤ 400 lines, functions ≤ 70 lines, lines ≤ 100 columns (tabs are 8),
# an SPDX line in every file, an opening comment in every .c, a comment above every prototype in a header,
# no header named like one of the system. Prints the median and the 95th percentile of function lengths.
set -eu
cd "$(dirname "$0")/.."
fail=0
bad() { echo "size: $*" >&2; fail=1; }

for f in $(git ls-files -- '*.c' '*.h' '*.sh' '*.py' '*.mk' '*.po' '*.yaml' '*.ini' Makefile .ci/run); do
	[ -f "$f" ] || continue
	head -n 5 "$f" | grep -q 'SPDX-License-Identifier: Apache-2.0' || bad "$f: no SPDX line"
done
for f in $(git ls-files -- '*.c' '*.h'); do
	[ -f "$f" ] || continue
	lines=$(wc -l <"$f")
	case $f in *.c) [ "$lines" -le 400 ] || bad "$f: $lines lines (at most 400)" ;; esac
	expand "$f" | awk -v f="$f" '{ s = $0; gsub(/[\200-\277]/, "", s); if (length(s) > 100) { print "size: " f ":" NR ": over 100 columns"; n++ } } END { exit n > 0 }' >&2 || fail=1
	case $f in
	*.c) sed -n 2p "$f" | grep -q '^/\*' || bad "$f: no opening comment" ;;
	*.h) [ ! -e "/usr/include/$(basename "$f")" ] || bad "$f: bears a system header's name" ;;
	esac
done
# A function starts at a line that ends a parameter list in column 0 and is followed by "{" in column 0.
git ls-files -- '*.c' | while read -r f; do [ -f "$f" ] && awk -v f="$f" '
	/^\{/ { start = NR; open = 1 }
	/^\}/ && open { print NR - start + 1, f ":" start; open = 0 }' "$f"; done | sort -n >"${TMPDIR:-/tmp}/sizes.$$"
awk '$1 > 70 { print "size: " $2 ": function of " $1 " lines (at most 70)" > "/dev/stderr"; n++ }
	{ l[NR] = $1 } END { printf "functions: %d, median %d, p95 %d, max %d lines\n", NR, l[int((NR + 1) / 2)], l[int(NR * .95)], l[NR]; exit n > 0 }' \
	"${TMPDIR:-/tmp}/sizes.$$" || fail=1
rm -f "${TMPDIR:-/tmp}/sizes.$$"
# Every public prototype has a comment on it, directly above it, or above the run of prototypes it is in.
for f in $(git ls-files -- 'src/*.h' 'sync/*.h'); do
	[ -f "$f" ] || continue
	awk -v f="$f" '
		/\/\*/ { covered = 1 }
		/^[ \t]*$/ { covered = 0 }
		/^[a-z_][a-zA-Z_0-9 ]*[ *]+[a-z_0-9]+\(/ && !/^(typedef|static|struct [a-z_]+ \{)/ {
			if (!covered) { print "size: " f ":" NR ": prototype without a comment"; n++ } }
		END { exit n > 0 }' "$f" >&2 || fail=1
done
# The README's tour names every source file, and names none that is not there.
for f in $(git ls-files -- 'src/*.c' 'sync/*.c'); do
	grep -q "$(basename "$f")" README.md || bad "$f is not in the README's tour"
done
for f in $(grep -oE '[a-z_0-9]+\.c\b' README.md | sort -u); do
	git ls-files -- "src/*/$f" "sync/$f" "sync/*/$f" | grep -q . || bad "README names $f, which does not exist"
done
exit $fail
