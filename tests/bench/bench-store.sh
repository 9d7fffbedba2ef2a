# shellcheck shell=sh disable=SC2154,SC2034
# SPDX-License-Identifier: Apache-2.0
#
# bench-store.sh — the outbox on its own: storing, finding the next item, and the tap on 送る. Sourced.

part_store() {
	store_put && store_next && store_submit
}

store_put() {
	for name in few lots; do
		"$tools/fill" enrol "$tmp/$name" >"$tmp/out" || return 1
	done
	"$tools/fill" tombstones "$tmp/few" 10 && "$tools/fill" tombstones "$tmp/lots" "$many" || return 1
	"$tools/micro" put "$tmp/few" "$tmp/lots" 200 >"$tmp/out" || return 1
	few=$(value a_us "$tmp/out")
	lots=$(value b_us "$tmp/out")
	ratio=$(calc "$lots / $few")
	row "outbox put, $many tombstones / 10" \
		"$(fmt '%.2f (%.2f ms / %.2f ms)' "$ratio" "$(calc "$lots / 1000")" "$(calc "$few / 1000")")" \
		"<= 1.2" "$ratio" le 1.2
	"$tools/micro" open "$tmp/lots" >"$tmp/out" || return 1
	note "outbox opened and checked, $many tombstones" "$(value open_ms "$tmp/out") ms"
	rm -rf "$tmp/few" "$tmp/lots"
}

store_next() {
	"$tools/fill" enrol "$tmp/many" >"$tmp/out" && "$tools/fill" dummies "$tmp/many" "$many" || return 1
	"$tools/micro" next "$tmp/many" >"$tmp/next" || return 1
	query=$(calc "$(value query_us "$tmp/next") / 1000")
	row "next item due among $many, outbox query" "$(fmt '%.3f ms' "$query")" "<= 1 ms" "$query" le 1
	list=$(calc "$(value list_us "$tmp/next") / 1000")
	row "next item due among $many, courier's list" "$(fmt '%.3f ms' "$list")" "<= 1 ms" "$list" le 1
	row "the same, full scans in the query plans" "$(sed -n 's/^plan //p' "$tmp/next" | head -n 1 | cut -c1-34)" \
		"0" "$(grep -c '^plan .*\(SCAN\|TEMP B-TREE\)' "$tmp/next")" le 0
	note "courier's list read anew, $many items" "$(value load_ms "$tmp/next") ms"
}

store_submit() {
	bench_city || return 1
	"$tools/submit" "$tmp/submit" "$site_city/keys.jws" "$content" 100 >"$tmp/out" || return 1
	whole=$(value submit_us "$tmp/out")
	floor=$(value floor_us "$tmp/out")
	seal=$(value seal_us "$tmp/out")
	row "送る -> receipt" "$(fmt '%.2f ms' "$(calc "$whole / 1000")")" \
		"$(fmt '<= 1.5 x %.2f + %.2f ms' "$(calc "$floor / 1000")" "$(calc "$seal / 1000")")" \
		"$(calc "$whole / (1.5 * $floor + $seal)")" le 1
	note "  its part on the disk / two write + fdatasync" "$(calc "($whole - $seal) / $floor")"
}
