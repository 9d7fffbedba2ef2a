#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# install.sh LIST… — installs the Debian packages of the named lists that are not there yet, and says
# which. Uses sudo when not root. Touches nothing else; asks nothing. Exit 69 when apt cannot do it.
set -eu
cd "$(dirname "$0")"

missing=
for list in "$@"; do
	for package in $(sed 's/#.*//' "$list"); do
		if [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | cut -c1-2)" != ii ]; then
			missing="$missing $package"
		fi
	done
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
	command -v sudo >/dev/null || {
		echo "install: not root and no sudo; please install:$missing" >&2
		exit 69
	}
	as_root=sudo
fi
echo "installing with apt:$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086  # the lists are words on purpose
if ! { $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive \
	apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
	tail -n 20 "$log" >&2
	echo "install: apt-get could not install:$missing" >&2
	exit 69
fi
