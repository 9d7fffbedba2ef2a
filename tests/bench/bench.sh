#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# bench.sh BUILD-DIR CONTENT-DIR [PART…] — prints "what | measured | target | holds or MISSES" for each ratio
# of the README; parts: store courier city screen convert (all). Both sides of a ratio run in turn on this machine,
# and medians are compared. Timing never fails anything: the exit status is 1 only when a part could not
# run at all. What is not installed is skipped, loudly. BENCH_ITEMS (10000) and BENCH_MANY (100000) make it
# shorter. Everything lives in one temporary folder; every child is ended.
# shellcheck disable=SC2034,SC1091,SC2317  # variables and functions are for the parts sourced below
set -u
here=$(cd "$(dirname "$0")" && pwd)
bin=$(cd "$1" && pwd)
content=$(cd "$2" && pwd)
shift 2
tools=$bin/tests/bench
items=${BENCH_ITEMS:-10000}
many=${BENCH_MANY:-100000}
tmp=$(mktemp -d "${TMPDIR:-/tmp}/marumado-bench.XXXXXX")
failed=0
pids=

# shellcheck source=/dev/null
. "$here/../lib/site.sh"
site_quiet=1
# shellcheck source=/dev/null
. "$here/bench-lib.sh"
. "$here/bench-store.sh"
. "$here/bench-net.sh"
. "$here/bench-screen.sh"
. "$here/bench-convert.sh"

cleanup() {
	site_stop 2>/dev/null
	for pid in $pids; do
		kill "$pid" 2>/dev/null
	done
	wait 2>/dev/null
	rm -rf "$tmp"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

echo "cores: $(nproc), load: $(cut -d' ' -f1-3 /proc/loadavg), disk: $(df --output=fstype "$tmp" | tail -n 1)"
heading
[ $# -gt 0 ] || set -- store courier city screen convert
for part; do
	"part_$part" || {
		echo "bench: the part '$part' could not run" >&2
		failed=1
	}
	site_stop 2>/dev/null
done
exit $failed
