#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The kiosk has no network: a whole visit works in an empty network namespace, and strace sees no socket of
# the families AF_INET or AF_INET6; nor does one come about when the environment names a sound server far away.
set -u
here=$(cd "$(dirname "$0")/.." && pwd)
bin=$(cd "${MARUMADO_BIN:-build/release}" && pwd)
content=$(cd "${MARUMADO_CONTENT:-build/content}" && pwd)
work=$(mktemp -d)
trap 'site_stop; rm -rf "$work"' EXIT
site_quiet=1
. "$here/lib/site.sh"
say() { :; }
site_make "$work" "$content" >/dev/null
sed "s|@SHOTS@|$work|g; /^shot/d" "$here/run/visit.script" >"$work/visit.script"
export SDL_VIDEODRIVER=dummy
echo 1..4

# In a chroot the kernel grants no user namespace; root needs none.
alone="unshare -rn"
$alone true 2>/dev/null || alone="unshare -n"
if $alone "$bin/marumado-kiosk" --config "$site_ini" --content "$content" --script "$work/visit.script" \
	>"$work/out" 2>&1 && grep -q '^RECEIPT ' "$work/out"; then
	echo "ok 1 - a visit without any network ends with a receipt"
else
	sed 's/^/# /' "$work/out"
	echo "not ok 1 - a visit without any network ends with a receipt"
fi

if strace -f -qq -e trace=%network -o "$work/trace" "$bin/marumado-kiosk" --config "$site_ini" \
	--content "$content" --script "$work/visit.script" >"$work/out" 2>&1 && grep -q '^RECEIPT ' "$work/out"; then
	echo "ok 2 - the visit runs under strace"
else
	sed 's/^/# /' "$work/out"
	echo "not ok 2 - the visit runs under strace"
fi
if grep -E 'AF_INET' "$work/trace" | sed 's/^/# /' | grep .; then
	echo "not ok 3 - no network socket was asked for"
else
	echo "ok 3 - no network socket was asked for"
fi

{ cat "$site_ini"; printf '\n[kiosk]\nclick = true\n'; } >"$work/click.ini"
if PULSE_SERVER=tcp:127.0.0.1:9 strace -f -qq -e trace=%network -o "$work/trace" "$bin/marumado-kiosk" \
	--config "$work/click.ini" --content "$content" --script "$work/visit.script" >"$work/out" 2>&1 &&
	grep -q '^RECEIPT ' "$work/out" && ! grep -E 'AF_INET|AF_UNSPEC' "$work/trace" | grep -v ' = -1 EAFNOSUPPORT' |
	sed 's/^/# /' | grep .; then
	echo "ok 4 - a sound server on the network is not reached, and the visit goes on without sound"
else
	sed 's/^/# /' "$work/out"
	echo "not ok 4 - a sound server on the network is not reached, and the visit goes on without sound"
fi
