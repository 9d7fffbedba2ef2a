# shellcheck shell=sh disable=SC2154,SC2034
# SPDX-License-Identifier: Apache-2.0
#
# bench-net.sh — courier and city: the same records, carried by marumado-sync and by a bare libcurl loop to
# a city that starts each run with the same empty store. Sourced.

rounds=5

# A city with keys and CA in $site_city, once.
bench_city() {
	[ -n "${site_dir:-}" ] || site_name=bench site_make "$tmp/site" "$content" >"$tmp/city.init"
}

# net_start — the city on a free port without a rate limit: sets site_url.
net_start() {
	rm -f "$tmp/city.out"
	"$bin/marumado-city" serve --dir "$site_city" --listen 127.0.0.1:0 --rate 0 >"$tmp/city.out" 2>"$tmp/city.err" &
	net_city=$!
	pids="$pids $net_city"
	n=0
	until grep -q '^listening on ' "$tmp/city.out" 2>/dev/null; do
		n=$((n + 1))
		[ $n -le 200 ] && kill -0 $net_city 2>/dev/null || return 1
		sleep 0.05
	done
	net_port=$(sed -n 's/^listening on .*:\([0-9]*\).*/\1/p' "$tmp/city.out")
	site_url=https://localhost:$net_port
}

sync_once() { # DATA URL
	"$tools/run" "$tmp/cost" -- "$bin/marumado-sync" --data "$1" --url "$2" --ca "$site_city/ca.pem" --once \
		2>"$tmp/sync.err"
}

# Once: an approved device, $items waiting records, and copies of both sides to begin each run with.
net_prepare() {
	[ ! -d "$tmp/clean" ] || return 0
	bench_city && net_start || return 1
	device=$("$tools/fill" enrol "$tmp/data" | sed -n 's/^device //p')
	sync_once "$tmp/data" "$site_url" # pending
	"$bin/marumado-city" approve "$device" --dir "$site_city" --site bench >"$tmp/out" || return 1
	sync_once "$tmp/data" "$site_url" || return 1
	"$tools/fill" records "$tmp/data" "$site_city/keys.jws" "$items" "$tmp/batches" >"$tmp/records" || return 1
	end_background "$net_city"
	mkdir "$tmp/clean"
	cp -a "$site_city" "$tmp/clean/city"
	cp -a "$tmp/data" "$tmp/clean/data"
	item_bytes=$(value item_bytes "$tmp/records")
	batch_count=$(value batches "$tmp/records")
}

# The same start for each run; the copies are on the disk before the clock runs.
net_reset() {
	rm -rf "$site_city" "$tmp/data"
	cp -a "$tmp/clean/city" "$site_city"
	cp -a "$tmp/clean/data" "$tmp/data"
	sync
	net_start
}

run_sync() { # URL OUT
	sync_once "$tmp/data" "$1" || {
		cat "$tmp/sync.err" >&2
		return 1
	}
	value ms "$tmp/cost" >>"$2"
}

run_curl() { # URL LANES OUT
	"$tools/run" "$tmp/cost" -- "$tools/curlloop" "$1" "$site_city/ca.pem" "$2" "$tmp/batches" >"$tmp/out" || return 1
	value ms "$tmp/cost" >>"$3"
}

part_courier() {
	net_prepare || return 1
	for _ in $(seq $rounds); do
		net_reset && run_sync "$site_url" "$tmp/sync.ms" || return 1
		end_background "$net_city"
		net_reset && run_curl "$site_url" 4 "$tmp/curl4.ms" || return 1
		end_background "$net_city"
		net_reset && run_curl "$site_url" 1 "$tmp/curl1.ms" || return 1
		end_background "$net_city"
	done
	ours=$(median "$tmp/sync.ms")
	for lanes in 4 1; do
		theirs=$(median "$tmp/curl$lanes.ms")
		ratio=$(pairs "$tmp/curl$lanes.ms" "$tmp/sync.ms")
		row "drain of $items over loopback TLS / libcurl loop, $lanes lanes" \
			"$(fmt '%.2f (%.0f / %.0f items/s)' "$ratio" "$(calc "$items * 1000 / $ours")" \
				"$(calc "$items * 1000 / $theirs")")" ">= 0.7" "$ratio" ge 0.7
	done
	courier_far && courier_memory
}

# far_wire — a wire of 50 ms there and back to the city: sets far_url and far_pid.
far_wire() {
	rm -f "$tmp/delay.out"
	in_background "$tools/delay" 25 "$net_port" >"$tmp/delay.out"
	far_pid=$background
	until grep -q '^port' "$tmp/delay.out" 2>/dev/null; do sleep 0.02; done
	far_url=https://localhost:$(value port "$tmp/delay.out")
}

# Each drain over the long wire is followed by one without it, and by the bare loop's over the same wire:
# the formula's round trips leave the city no time at all to check and keep anything, and this tells how
# much of what is above it is the courier's.
courier_far() {
	for _ in 1 2 3; do
		net_reset && far_wire && run_sync "$far_url" "$tmp/far.ms" || return 1
		end_background "$far_pid"
		end_background "$net_city"
		net_reset && far_wire && run_curl "$far_url" 4 "$tmp/farcurl.ms" || return 1
		end_background "$far_pid"
		end_background "$net_city"
		net_reset && run_sync "$site_url" "$tmp/near.ms" || return 1
		end_background "$net_city"
	done
	far=$(median "$tmp/far.ms")
	near=$(median "$tmp/near.ms")
	ideal=$(calc "$batch_count * 50 / 4")
	row "drain of $items at 50 ms round trip / round trips alone" \
		"$(fmt '%.2f (%.0f / %.0f ms)' "$(calc "$far / $ideal")" "$far" "$ideal")" "<= 1.3" \
		"$(calc "$far / $ideal")" le 1.3
	note "  / libcurl loop at 50 ms, 4 lanes" \
		"$(fmt '%.2f (%.0f / %.0f ms)' "$(pairs "$tmp/far.ms" "$tmp/farcurl.ms")" "$far" \
			"$(median "$tmp/farcurl.ms")")"
	note "  / the same drain at 0 ms, which the city's work bounds" \
		"$(fmt '%.2f (%.0f / %.0f ms)' "$(pairs "$tmp/far.ms" "$tmp/near.ms")" "$far" "$near")"
}

# Peak memory, once with everything waiting and nobody there, once with a server that never stops talking.
courier_memory() {
	if [ ! -d "$tmp/many" ]; then
		"$tools/fill" enrol "$tmp/many" >"$tmp/out" && "$tools/fill" dummies "$tmp/many" "$many" || return 1
	fi
	sync_once "$tmp/many" https://localhost:9
	mb=$(calc "$(value rss_kb "$tmp/cost") / 1024")
	row "courier's peak memory, $many items waiting" "$(fmt '%.1f MB' "$mb")" "<= 64 MB" "$mb" le 64
	if ! command -v openssl >/dev/null; then
		skip "courier's peak memory, hostile server" "openssl is not installed"
		return 0
	fi
	(
		printf 'HTTP/1.1 200 OK\r\nContent-Type: application/jose\r\n\r\n'
		exec yes aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
	) | openssl s_server -quiet -accept 127.0.0.1:0 -cert "$site_city/server.pem" -key "$site_city/server.key" \
		>"$tmp/hostile.out" 2>&1 &
	hostile=$!
	pids="$pids $hostile"
	sleep 0.5
	hostile_port=$(ss -Hltnp 2>/dev/null | sed -n "s/.*127.0.0.1:\([0-9]*\) .*pid=$hostile,.*/\1/p" | head -n 1)
	sync_once "$tmp/many" "https://localhost:${hostile_port:-9}"
	end_background "$hostile"
	mb=$(calc "$(value rss_kb "$tmp/cost") / 1024")
	grep -q 'larger than allowed' "$tmp/sync.err" || mb= # it never spoke with that server
	row "courier's peak memory, a server that never stops talking" "$(fmt '%.1f MB' "$mb")" "<= 64 MB" "$mb" le 64
}

part_city() {
	net_prepare || return 1
	for _ in $(seq $rounds); do
		"$tools/rates" verify 1 >"$tmp/out" || return 1
		verify=$(value per_s "$tmp/out")
		"$tools/rates" insert 2 "$tmp/raw.db" "$item_bytes" >"$tmp/out" || return 1
		insert=$(value per_s "$tmp/out")
		echo "$verify" >>"$tmp/verify.rate"
		echo "$insert" >>"$tmp/insert.rate"
		rm -f "$tmp/raw.db" "$tmp/raw.db-journal"
		net_reset && "$tools/curlloop" "$site_url" "$site_city/ca.pem" 4 "$tmp/batches" >"$tmp/out" || return 1
		end_background "$net_city"
		rate=$(calc "$items * 1000 / $(value ms "$tmp/out")")
		echo "$rate" >>"$tmp/city.rate"
		least=$(calc "$verify < $insert ? $verify : $insert")
		echo "$least" >>"$tmp/least.rate"
	done
	ratio=$(pairs "$tmp/city.rate" "$tmp/least.rate")
	row "city, items of $item_bytes bytes accepted / what bounds it" \
		"$(fmt '%.2f (%.0f / %.0f items/s)' "$ratio" "$(median "$tmp/city.rate")" "$(median "$tmp/least.rate")")" \
		">= 0.5" "$ratio" ge 0.5
	note "  ES256 verifications/s of one core; raw inserts/s" \
		"$(median "$tmp/verify.rate"); $(median "$tmp/insert.rate")"
}
