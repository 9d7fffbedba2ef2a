# shellcheck shell=sh disable=SC2154,SC2034
# SPDX-License-Identifier: Apache-2.0
#
# bench-lib.sh — what the parts of bench.sh share: rows, medians, arithmetic. Sourced.

heading() {
	printf '%-58s | %-34s | %-28s | %s\n' what measured target verdict
	printf '%s\n' "$(printf '%0140d' 0 | tr 0 -)"
}

# row WHAT MEASURED TARGET VALUE OP LIMIT — the verdict is VALUE OP LIMIT (OP: le or ge).
row() {
	verdict=$(awk -v v="$4" -v op="$5" -v l="$6" 'BEGIN {
		if (v == "" || v != v + 0) print "NOT MEASURED"
		else print (op == "le" ? v <= l : v >= l) ? "holds" : "MISSES" }')
	printf '%-58s | %-34s | %-28s | %s\n' "$1" "$2" "$3" "$verdict"
	[ "$verdict" != "NOT MEASURED" ] || failed=1
}

# note WHAT MEASURED — a figure without a target.
note() {
	printf '%-58s | %-34s | %-28s |\n' "$1" "$2" ""
}

skip() {
	printf '%-58s | SKIPPED: %s\n' "$1" "$2"
}

# calc EXPRESSION — awk arithmetic, three digits after the point; empty when something is missing.
calc() {
	awk "BEGIN { x = $1; printf \"%.3f\", x }" 2>/dev/null
}

# fmt FORMAT VALUE…
fmt() {
	f=$1
	shift
	# shellcheck disable=SC2059  # the format is ours
	printf "$f" "$@" 2>/dev/null
}

# The number after a name: value NAME FILE
value() {
	awk -v n="$1" '{ for (i = 1; i < NF; i++) if ($i == n) { print $(i + 1); exit } }' "$2" 2>/dev/null
}

# median FILE — of one number a line.
median() {
	sort -n "$1" 2>/dev/null | awk '{ v[NR] = $1 } END { if (NR) print v[int((NR + 1) / 2)] }'
}

# pairs A B — the median of A/B, line by line: each pair was measured within seconds, so that a busy
# machine weighs on both sides.
pairs() {
	paste "$1" "$2" | awk '$2 > 0 { print $1 / $2 }' | sort -n | awk '{ v[NR] = $1 } END { if (NR) printf "%.3f", v[int((NR + 1) / 2)] }'
}

# in_background COMMAND… — ended by bench.sh at the latest; $background is its id.
in_background() {
	"$@" &
	background=$!
	pids="$pids $background"
}

end_background() {
	kill "$1" 2>/dev/null
	wait "$1" 2>/dev/null
}
