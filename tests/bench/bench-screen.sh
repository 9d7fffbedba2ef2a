# shellcheck shell=sh disable=SC2154,SC2034
# SPDX-License-Identifier: Apache-2.0
#
# bench-screen.sh — the kiosk beside a browser that shows the same page (page.html) and beside the least an
# X11 program can do (floor), all watched from outside by probe on one X server without a window manager.
# Sourced. BENCH_ROUNDS (7) launches and BENCH_TOUCHES (5) touch sessions
# of each, in turn: what counts is the median of the ratios of neighbours.

screen_w=1920
screen_h=1080
browser_x=870 # middle of the first button of page.html
browser_y=215

part_screen() {
	if ! command -v Xvfb >/dev/null; then
		skip "everything on a screen" "Xvfb is not installed"
		return 0
	fi
	bench_city && screen_start || return 1
	screen_dummy && screen_launch && screen_touch && screen_memory
	status=$?
	end_background "$xvfb"
	return $status
}

# A free display, and where the kiosk's first button is.
screen_start() {
	Xvfb -displayfd 3 -screen 0 ${screen_w}x${screen_h}x24 -nolisten tcp 3>"$tmp/display" 2>"$tmp/xvfb.err" &
	xvfb=$!
	pids="$pids $xvfb"
	n=0
	until [ -s "$tmp/display" ]; do
		n=$((n + 1))
		[ $n -le 200 ] && kill -0 $xvfb 2>/dev/null || return 1
		sleep 0.05
	done
	DISPLAY=:$(cat "$tmp/display")
	export DISPLAY
	printf 'expect start\n' >"$tmp/start.script"
	kiosk --script "$tmp/start.script" --inspect "$tmp/inspect" || return 1
	rect=$(jq -r '.widgets[] | select(.id == "lang.ja-simple") | .rect | "\(.[0] + .[2] / 2 | floor) \(.[1] + .[3] / 2 | floor)"' \
		"$tmp/inspect")
	kiosk_x=${rect% *}
	kiosk_y=${rect#* }
	[ -n "$rect" ]
}

kiosk() {
	"$bin/marumado-kiosk" --config "$site_ini" --data "$tmp/kiosk" --content "$content" \
		--size ${screen_w}x${screen_h} "$@" 2>>"$tmp/kiosk.err"
}

probe_kiosk() { # SECONDS
	"$tools/probe" "$1" "$kiosk_x" "$kiosk_y" -- "$bin/marumado-kiosk" --config "$site_ini" --data "$tmp/kiosk" \
		--content "$content" --size ${screen_w}x${screen_h} 2>>"$tmp/kiosk.err" >"$tmp/out"
}

probe_browser() { # SECONDS
	"$tools/probe" "$1" $browser_x $browser_y -- chromium --kiosk --no-sandbox --disable-gpu --no-first-run \
		--disable-background-networking --disable-component-update --disable-sync --password-store=basic \
		--window-position=0,0 --window-size=$screen_w,$screen_h --user-data-dir="$tmp/browser" \
		"file://$here/page.html" >"$tmp/out" 2>>"$tmp/browser.err"
}

have_browser() {
	command -v chromium >/dev/null
}

probe_floor() {
	"$tools/probe" 0 9 9 -- "$tools/floor" >"$tmp/out"
}

screen_dummy() {
	for _ in $(seq "${BENCH_ROUNDS:-7}"); do
		"$tools/run" "$tmp/cost" -- "$bin/marumado-kiosk" --config "$site_ini" --data "$tmp/kiosk" --content "$content" \
			--size ${screen_w}x${screen_h} --script "$tmp/start.script" 2>>"$tmp/kiosk.err" || return 1
		value ms "$tmp/cost" >>"$tmp/dummy.ms"
		probe_floor || return 1
		value launch_ms "$tmp/out" >>"$tmp/floor.ms"
		SDL_VIDEODRIVER=dummy "$tools/run" "$tmp/cost" -- "$tools/floorsdl" once || return 1
		value ms "$tmp/cost" >>"$tmp/floorsdl.ms"
	done
	ratio=$(pairs "$tmp/dummy.ms" "$tmp/floor.ms")
	row "start -> first screen -> exit, no display / bare X11 program" \
		"$(fmt '%.2f (%.0f / %.0f ms)' "$ratio" "$(median "$tmp/dummy.ms")" "$(median "$tmp/floor.ms")")" \
		"<= 3.5" "$ratio" le 3.5
	note "  a bare SDL program doing the same" "$(fmt '%.0f ms' "$(median "$tmp/floorsdl.ms")")"
}

screen_launch() {
	have_browser && probe_browser 0 # makes its profile
	for _ in $(seq "${BENCH_ROUNDS:-7}"); do
		probe_kiosk 0 || return 1
		value launch_ms "$tmp/out" >>"$tmp/kiosk-launch"
		"$tools/probe" 0 9 9 -- "$tools/floorsdl" >"$tmp/out" || return 1
		value launch_ms "$tmp/out" >>"$tmp/floorsdl-launch"
		have_browser || continue
		probe_browser 0 || return 1
		value launch_ms "$tmp/out" >>"$tmp/browser-launch"
	done
	if have_browser; then
		ratio=$(pairs "$tmp/kiosk-launch" "$tmp/browser-launch")
		row "start -> complete first screen / Chromium" \
			"$(fmt '%.2f (%.0f / %.0f ms)' "$ratio" "$(median "$tmp/kiosk-launch")" \
				"$(median "$tmp/browser-launch")")" "<= 0.25" "$ratio" le 0.25
	else
		skip "start -> complete first screen / Chromium" "chromium is not installed"
	fi
	skip "start -> complete first screen / LVGL's demo form" "LVGL is not installed: Debian has no package of it"
	note "  a bare SDL program; a bare X11 program" \
		"$(fmt '%.0f ms; %.0f ms' "$(median "$tmp/floorsdl-launch")" "$(median "$tmp/floor.ms")")"
}

touch_row() { # WHAT NAME LIMIT
	ours=$(median "$tmp/kiosk.$2")
	theirs=$(median "$tmp/browser.$2")
	ratio=$(pairs "$tmp/kiosk.$2" "$tmp/browser.$2")
	case $ours$theirs in
	*-*) ratio= ;; # nothing was seen to change
	esac
	row "$1 / Chromium" "$(fmt '%.2f (%.1f / %.1f ms)' "$ratio" "$ours" "$theirs")" "<= $3" "$ratio" le "$3"
	note "  round by round" "$(paste "$tmp/kiosk.$2" "$tmp/browser.$2" | awk '$2 > 0 { printf "%.2f ", $1 / $2 }')"
}

keep_touch() { # WHO
	for name in press_p50_ms press_p95_ms change_ms pss_kb idle_switches idle_changes; do
		value $name "$tmp/out" >>"$tmp/$1.$name"
	done
}

screen_touch() {
	for _ in $(seq "${BENCH_TOUCHES:-5}"); do
		probe_kiosk 10 || return 1
		keep_touch kiosk
		have_browser || continue
		probe_browser 10 || return 1
		keep_touch browser
	done
	if have_browser; then
		touch_row "press -> changed pixels, p50" press_p50_ms 0.4
		touch_row "press -> changed pixels, p95" press_p95_ms 0.4
		touch_row "next screen -> settled" change_ms 1.0
		note "idle wake-ups in 10 s, Chromium" "$(median "$tmp/browser.idle_switches")"
	else
		skip "press -> changed pixels, next screen / Chromium" "chromium is not installed"
	fi
	row "idle wake-ups in 10 s" "$(median "$tmp/kiosk.idle_switches")" "0" \
		"$(median "$tmp/kiosk.idle_switches")" le 0
	row "idle changes of the screen in 10 s" "$(median "$tmp/kiosk.idle_changes")" "0" \
		"$(median "$tmp/kiosk.idle_changes")" le 0
}

# ask — the kiosk on descriptor 4 tells what it shows: $tmp/told.json.
ask() {
	rm -f "$tmp/told.json"
	printf 'inspect %s\n' "$tmp/told.json" >&4
	n=0
	until [ -s "$tmp/told.json" ]; do
		n=$((n + 1))
		[ $n -le 1200 ] && kill -0 "$background" 2>/dev/null || return 1
		sleep 0.02
	done
}

# reach FILTER — goes on to the next view until jq's FILTER is true of what is shown: how many views the
# same questions take depends on how long they are in that language.
reach() {
	for _ in 1 2 3 4 5 6 7 8; do
		ask || return 1
		jq -e "$1" "$tmp/told.json" >/dev/null && return 0
		forward=$(jq -r '[.widgets[] | select(.enabled and (.id | test("[.]more$|^nav[.]next$"))) | .id]
			| sort_by(. == "nav.next") | first // empty' "$tmp/told.json")
		[ -n "$forward" ] || return 1
		printf 'tap %s\n' "$forward" >&4
	done
	return 1
}

# visit LANG — one visit on the kiosk at descriptor 4, which ends on the first screen.
visit() {
	sed -e '/^shot /d;/^#/d' -e "s/^tap lang\..*/tap lang.$1/" "$here/../run/visit.script" >"$tmp/visit"
	while read -r verb what <&5; do
		case $verb in
		tap) reach ".widgets | any(.id == \"$what\" and .enabled)" && printf 'tap %s\n' "$what" >&4 ;;
		expect) reach ".screen == \"$what\"" ;;
		*) printf '%s %s\n' "$verb" "$what" >&4 ;;
		esac || {
			echo "bench: the visit in $1 ends before '$verb $what'" >&2
			cat "$tmp/visits.err" >&2
			return 1
		}
		[ "$what" != check ] || pss_of "$background" >>"$tmp/kiosk.during"
	done 5<"$tmp/visit"
}

pss_of() { # PID
	awk '/^Pss:/ { print $2 }' "/proc/$1/smaps_rollup" 2>/dev/null
}

# A visit in each language of the content on a real window, then its memory; those in the large scripts
# come last and are measured apart.
screen_memory() {
	large='^(zh-Hans|zh-Hant|my)$'
	mkfifo "$tmp/told" || return 1
	jq -r '.languages[] | select(.optional | not) | .tag' "$content/languages.json" >"$tmp/langs"
	grep -Ev "$large" "$tmp/langs" >"$tmp/langs.small"
	grep -E "$large" "$tmp/langs" >"$tmp/langs.large"
	SDL_VIDEODRIVER=x11 "$bin/marumado-kiosk" --config "$site_ini" --data "$tmp/kiosk" --content "$content" \
		--size ${screen_w}x${screen_h} --script "$tmp/told" >"$tmp/visits.out" 2>"$tmp/visits.err" &
	background=$!
	pids="$pids $background"
	exec 4>"$tmp/told"
	for size in small large; do
		[ -s "$tmp/langs.$size" ] || continue
		while read -r lang <&6; do
			visit "$lang" || return 1
		done 6<"$tmp/langs.$size"
		ask || return 1 # the first screen has been drawn
		pss_of "$background" >"$tmp/kiosk.$size.pss"
	done
	exec 4>&-
	end_background "$background"
	memory_rows
}

memory_rows() {
	theirs=$(median "$tmp/browser.pss_kb" 2>/dev/null)
	if [ ! -s "$tmp/kiosk.small.pss" ]; then
		skip "memory of the kiosk" "only root may read it (/proc/PID/smaps_rollup)"
	elif [ "${theirs:-0}" = 0 ]; then
		skip "memory of the kiosk / Chromium" "chromium is not installed"
	else
		memory_row "memory (PSS) after a visit in each smaller language" small 0.12
		if [ -s "$tmp/kiosk.large.pss" ]; then
			memory_row "  and in $(paste -sd' ' "$tmp/langs.large")" large 0.16
		else
			skip "memory with Chinese and Burmese" "the content has neither"
		fi
		note "  the most before a visit's end" "$(calc "$(sort -n "$tmp/kiosk.during" | tail -n 1) / 1024") MB"
	fi
}

memory_row() { # WHAT SIZE LIMIT
	ours=$(cat "$tmp/kiosk.$2.pss")
	ratio=$(calc "$ours / $theirs")
	row "$1 / Chromium" "$(fmt '%.3f (%.1f / %.0f MB)' "$ratio" "$(calc "$ours / 1024")" "$(calc "$theirs / 1024")")" \
		"<= $3" "$ratio" le "$3"
}
