#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# lint.sh BUILD-DIR — clang-tidy (.clang-tidy) and cppcheck over all C of the project; a finding fails.
# The compile flags of each file are asked of make itself, so that lint sees what the compiler sees.
set -eu
cd "$(dirname "$0")/.."
list=$(mktemp)
trap 'rm -f "$list"' EXIT
make -s compile-flags >"$list"

echo "clang-tidy"
xargs -P "$(nproc)" -L 1 sh -c 'file=$1; shift; clang-tidy --quiet "$file" -- "$@" 2>/dev/null || { echo "clang-tidy: findings in $file" >&2; exit 1; }' sh <"$list"

echo "cppcheck"
cppcheck --quiet --error-exitcode=1 --std=c11 --enable=warning,portability --inline-suppr -j "$(nproc)" \
	--suppress=missingIncludeSystem --suppress=normalCheckLevelMaxBranches --suppress=unknownMacro \
	-D_GNU_SOURCE -D__linux__ $(find src sync -type d | sed 's/^/-I/') $(git ls-files -- 'src/*.c' 'sync/*.c')
echo "lint holds"
