#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# site.sh — a whole site on this machine for `make run` and the end-to-end tests: desk keys, a city with
# its private CA, a kiosk and a courier. Sourced, not run. The caller sets $bin; then
#   site_make DIR CONTENT    keys, CA, configuration (only what is not there yet)
#   site_city_start          `marumado-city serve` on a free port, URL written into the configuration
#   site_enrol               device key, first contact, approval
#   site_sync_start          `marumado-sync --watch`;  site_sync_once runs one pass
#   site_wait_drained        until nothing waits (60 s at most, else 1)
#   site_collect             lets the kiosk verify the acknowledgements and erase
#   site_open ARGS…          export → desk open (the lane with consent; --lane shien: the other)
#   site_status RECEIPT CODE ARGS…   desk status → city publish
#   site_stop                ends what was started
# Paths: $site_dir $site_ini $site_data $site_city $site_desk $site_log

say() {
	printf '\n== %s\n' "$*"
}

site_make() {
	site_dir=$1
	site_content=$2
	site_ini=$site_dir/marumado.ini
	site_data=$site_dir/kiosk
	site_city=$site_dir/city
	site_desk=$site_dir/desk
	site_log=$site_dir/log
	site_pids=
	mkdir -p "$site_dir" "$site_log"
	if [ ! -e "$site_desk/coordinator.jwk" ]; then
		say "the coordinator's desk makes its key (the opening secret never leaves $site_desk)"
		"$bin/marumado-desk" keygen "$site_desk" --name coordinator
		"$bin/marumado-desk" keygen "$site_desk" --name status --sign >/dev/null
	fi
	if [ ! -e "$site_city/keys.jws" ]; then
		say "the city makes its keys and a private CA"
		"$bin/marumado-city" init "$site_city" --name "${site_name:-まるまど試験市}" --host localhost \
			--seal "$site_desk/coordinator.pub.jwk" --content "$site_desk/status.pub.jwk"
		cp "$site_city/keys.jws" "$site_desk/keys.jws"
	fi
	site_url=$(cat "$site_dir/url" 2>/dev/null || echo https://localhost:0)
	site_write_ini
}

site_write_ini() {
	cat >"$site_ini" <<-INI
		[site]
		id = demo-1
		name = デイサービス（試験）
		phone =
		data_dir = $site_data

		[kiosk]
		content_dir = $site_content

		[city]
		keys = $site_city/keys.jws

		[sync]
		url = $site_url
		ca = $site_city/ca.pem
	INI
}

site_city_start() {
	port=${site_url##*:}
	: >"$site_log/city.out" # now, not when the job below gets to it
	"$bin/marumado-city" serve --dir "$site_city" --listen "127.0.0.1:$port" \
		>"$site_log/city.out" 2>>"$site_log/city.err" &
	site_city_pid=$!
	site_pids="$site_pids $site_city_pid"
	n=0
	until grep -q '^listening on ' "$site_log/city.out"; do
		n=$((n + 1))
		if [ $n -gt 200 ] || ! kill -0 $site_city_pid 2>/dev/null; then
			cat "$site_log/city.err" >&2
			echo "site: the city did not start" >&2
			return 1
		fi
		sleep 0.05
	done
	port=$(sed -n 's/^listening on .*:\([0-9]*\).*/\1/p' "$site_log/city.out" | tail -n 1)
	site_url=https://localhost:$port
	echo "$site_url" >"$site_dir/url"
	site_write_ini
	[ -n "${site_quiet:-}" ] || say "the city listens on $site_url"
}

site_enrol() {
	"$bin/marumado-kiosk" enrol --config "$site_ini" >"$site_log/enrol.out"
	device=$(sed -n 's/^device[: ]*//p' "$site_log/enrol.out" | head -n 1)
	if "$bin/marumado-city" devices --dir "$site_city" | grep -- "$device" | grep -q approved; then
		return 0
	fi
	site_sync_once || true # says "pending": the city has now seen the device
	[ -n "${site_quiet:-}" ] || say "the city approves the device $device"
	"$bin/marumado-city" approve "$device" --dir "$site_city" --site demo-1 >/dev/null
}

site_sync_once() {
	"$bin/marumado-sync" --config "$site_ini" --once 2>>"$site_log/sync.err"
}

site_sync_start() {
	"$bin/marumado-sync" --config "$site_ini" --watch 2>>"$site_log/sync.err" &
	site_sync_pid=$!
	site_pids="$site_pids $site_sync_pid"
}

# Items of which no acknowledgement has come yet.
site_unsent() {
	"$bin/marumado-sync" --config "$site_ini" --status | jq -r .unsent
}

site_wait_drained() {
	n=0
	until [ "$(site_unsent)" = 0 ]; do
		n=$((n + 1))
		[ $n -le 300 ] || {
			echo "site: items still wait" >&2
			return 1
		}
		sleep 0.2
	done
}

# The kiosk reads acknowledgements when it starts, when one comes, and when a visit begins.
site_collect() {
	echo "wait 1000" | SDL_VIDEODRIVER=dummy "$bin/marumado-kiosk" --config "$site_ini" \
		--content "$site_content" --script -
}

site_open() {
	"$bin/marumado-city" export --dir "$site_city" >"$site_dir/export.ndjson"
	"$bin/marumado-desk" open --key "$site_desk/coordinator.jwk" --labels "$site_content/desk-labels.json" \
		"$site_dir/export.ndjson" "$@"
}

site_status() {
	"$bin/marumado-desk" status "$@" --dir "$site_desk" --codes "$site_content/status-codes.json" \
		--directory "$site_content/directory.json" &&
		"$bin/marumado-city" publish "$site_desk/status.jws" --dir "$site_city"
}

site_stop() {
	for pid in $site_pids; do
		kill "$pid" 2>/dev/null || true
	done
	for pid in $site_pids; do
		wait "$pid" 2>/dev/null || true
	done
	site_pids=
}
