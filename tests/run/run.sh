#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# run.sh BUILD-DIR CONTENT-DIR — `make run`: a city, a coordinator's desk and a kiosk on this machine, each
# with its own keys under ./run/ (kept for the next run). With a display the kiosk opens; without one a
# resident's visit is played by script through the same programs, and every step is printed.
# When it ends, for whatever reason, nothing is left running.
set -eu
bin=$(cd "$1" && pwd)
content=$(cd "$2" && pwd)
run=${MARUMADO_RUN:-$(pwd)/run}
. "$(dirname "$0")/../lib/site.sh"

umask 077
site_make "$run" "$content"
trap 'site_stop' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
site_city_start
site_enrol
site_sync_start

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ -z "${MARUMADO_SCRIPTED:-}" ]; then
	say "opening the kiosk (Ctrl-C ends everything)"
	"$bin/marumado-kiosk" --config "$site_ini" --content "$content" --size "${MARUMADO_SIZE:-1280x720}" ||
		[ $? -ge 128 ]
	exit 0
fi

say "no display here: a resident's visit is played by script"
shots=$run/screenshots
mkdir -p "$shots"
sed "s|@SHOTS@|$shots|g" "$(dirname "$0")/visit.script" >"$run/visit.script"
receipt=$("$bin/marumado-kiosk" --config "$site_ini" --content "$content" --size 1920x1080 \
	--script "$run/visit.script" | sed -n 's/^RECEIPT //p')
[ -n "$receipt" ] || {
	echo "run: the kiosk showed no receipt" >&2
	exit 70
}
say "the kiosk showed the receipt $receipt"
say "screenshots: $shots"
site_wait_drained
say "the courier delivered everything; the kiosk checks the city's signature and erases its copy"
site_collect
"$bin/marumado-kiosk" status --config "$site_ini"
say "what the coordinator reads:"
site_open --format ndjson | tail -n 1 | jq . 2>/dev/null || site_open --format ndjson | tail -n 1
say "done. A second 'make run' uses the same keys; delete ./run to start anew"
