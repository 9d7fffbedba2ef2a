#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# boundaries.sh BUILD-DIR — what each program may link and name (design.md §1), read from the binaries:
# the kiosk has no network library and nothing that opens a seal, the courier has neither keys nor forms.
set -eu
bin=$1
fail=0
bad() { echo "boundaries: $*" >&2; fail=1; }
needed() { objdump -p "$bin/$1" | awk '$1 == "NEEDED" { print $2 }'; }
never() { # PROGRAM LIBRARY…
	program=$1; shift
	for lib in "$@"; do
		needed "$program" | grep -q "^lib$lib\." && bad "$program links lib$lib"
	done
	return 0
}
absent() { # PROGRAM SYMBOL…
	program=$1; shift
	for symbol in "$@"; do
		nm "$bin/$program" | grep -qE " [TtUu] $symbol(@|$)" && bad "$program contains $symbol"
	done
	return 0
}

never marumado-kiosk curl microhttpd pq ssl gnutls
never marumado-kiosk anthy pinyin
never marumado-convert SDL2-2.0 SDL2_ttf-2.0 curl jose sqlite3 pinyin
absent marumado-convert socket connect bind getaddrinfo outbox_put answers_type
[ ! -e "$bin/marumado-pinyin" ] || never marumado-pinyin SDL2-2.0 SDL2_ttf-2.0 curl jose sqlite3
never marumado-print SDL2-2.0 SDL2_ttf-2.0 curl jose sqlite3 jansson
absent marumado-print answers_type outbox_put seal_close getaddrinfo
never marumado-kiosk cups cairo
never marumado-sync SDL2-2.0 SDL2_ttf-2.0 jose argon2 icuuc qrencode microhttpd
never marumado-city SDL2-2.0 SDL2_ttf-2.0 curl argon2 icuuc
never marumado-desk SDL2-2.0 SDL2_ttf-2.0 curl microhttpd
absent marumado-kiosk seal_open socket connect bind getaddrinfo
absent marumado-sync seal_close seal_open item_sign ack_sign record_encode outbox_put outbox_erase
absent marumado-city seal_open seal_close record_encode
absent marumado-desk socket connect bind getaddrinfo listen

# SDL is named in four files only.
cd "$(dirname "$0")/.."
named=$(grep -lE '\b(SDL|TTF)_|SDL2?/' $(git ls-files -- 'src/*.c' 'src/*.h' 'sync/*.c' 'sync/*.h') |
	grep -vE '^src/ui/(draw|font|input|sound)\.[ch]$' || true)
for f in $named; do
	# a comment may mention it; code may not
	sed 's://.*::; s:/\*.*\*/::' "$f" | grep -vE '^ ?\*|^/\*' | grep -qE '\b(SDL|TTF)_[A-Za-z]|<SDL' && bad "$f names SDL"
done
[ $fail -eq 0 ] && echo "boundaries hold"
exit $fail
