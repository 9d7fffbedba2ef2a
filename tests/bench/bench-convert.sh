# shellcheck shell=sh disable=SC2154,SC2034
# SPDX-License-Identifier: Apache-2.0
#
# bench-convert.sh — how long a conversion engine thinks about a sentence. Sourced. A person waits for the
# candidates after each key, so one answer has to fit between two frames of 60 a second.

CONVERT_TIMES=200

# Milliseconds for N questions to the engine "$1 $2" about "$3", its start left out.
convert_ms() {
	for n in 1 $((CONVERT_TIMES + 1)); do
		begin=$(date +%s%N)
		yes "$3" | head -n "$n" | "$bin/$1" "$2" 2>/dev/null | cat >"$tmp/out" # it may write no file itself
		end=$(date +%s%N)
		[ "$(grep -c '^$' "$tmp/out")" -eq "$n" ] || return 1
		echo "$(((end - begin) / 1000))"
	done | paste -sd' ' | awk -v n=$CONVERT_TIMES 'NF == 2 { printf "%.2f", ($2 - $1) / n / 1000 }'
}

convert_engine() {
	if ! printf "%s\n" "$3" | timeout 20 "$bin/$1" "$2" 2>/dev/null | grep -qx ready; then
		skip "a sentence converted, $2" "the engine is not installed"
		return 0
	fi
	ms=$(convert_ms "$1" "$2" "$3")
	row "a sentence converted, $2" "$ms ms" "<= 16 ms" "$ms" le 16
}

part_convert() {
	convert_engine marumado-convert anthy こどもががっこうにいけない
	convert_engine marumado-convert mozc こどもががっこうにいけない
	convert_engine marumado-pinyin hans woxuyaobangzhu
}
