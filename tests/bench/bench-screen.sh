# shellcheck shell=sh disable=SC2154,SC2034
# SPDX-License-Identifier: Apache-2.0
#
# bench-screen.sh — the kiosk beside a browser that shows the same page. Sourced.

part_screen() {
	skip "the kiosk's screen" "not written"
}
