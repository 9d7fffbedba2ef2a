#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# build-pictograms TABLE LIST DATA.json… — writes {"icons":[{"name","codepoint"},…]} to standard output.
# Names come from LIST (one a line) and from every "icon" of the data; code points from TABLE, the
# _variables.scss of Debian's fonts-material-design-icons-iconfont. A name without a glyph is an error:
# better at build time than an empty circle in front of a person. Draws nothing, knows no screens.
set -eu
for file in "$@"; do
	[ -r "$file" ] || { echo "cannot read $file" >&2; exit 1; }
done
table=$1 list=$2
shift 2
{
	sed 's/#.*//; s/[[:space:]]*$//; /^$/d' "$list"
	sed -n 's/"icon"/\n"icon"/gp' "$@" | sed -n 's/^"icon": *"\([^"][^"]*\)".*/\1/p'
} | sort -u | awk -v table="$table" '
	function hex(s,   n, i) {
		n = 0
		for (i = 1; i <= length(s); i++)
			n = n * 16 + index("0123456789abcdef", tolower(substr(s, i, 1))) - 1
		return n
	}
	BEGIN {
		while ((getline line < table) > 0)
			if (split(line, part, "\"") == 3 && match(part[3], /[0-9a-f]+/))
				code[part[2]] = substr(part[3], RSTART, RLENGTH)
		print "{\"icons\": ["
	}
	!($1 in code) {
		print "no such pictogram: " $1 > "/dev/stderr"
		failed = 1
		next
	}
	{ printf "%s{\"name\": \"%s\", \"codepoint\": %d}", (count++ ? ",\n" : ""), $1, hex(code[$1]) }
	END {
		print "\n]}"
		exit failed
	}'
