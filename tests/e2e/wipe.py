#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Nobody sees the person before them: after the quick exit, after walking away and after sending, the start screen
is the same picture, byte for byte, as on a fresh start. Nobody is wiped while they touch."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from fullsite import Site  # noqa: E402
from kiosk import Visit, tap_out  # noqa: E402

SIMPLE = dict(about="SELF", urgency="U3", topics=["T07"], own_words={"text": "private"}, contact_way="HERE",
              consent_share="Y")


def shot(site, kiosk, name):
    path = f"{site.dir}/{name}.png"
    kiosk.do(f"shot {path}")
    with open(path, "rb") as f:
        return f.read()


def with_fresh_start(test):
    for size in ("1024x600", "1080x1920"):
        with Site() as site:
            with site.kiosk(size=size) as kiosk:
                kiosk.inspect()
                fresh = shot(site, kiosk, "fresh")
            with site.kiosk(size=size) as kiosk:
                test(site, kiosk)
                kiosk.expect("start")
                assert shot(site, kiosk, "after") == fresh, f"{size}: not the fresh start screen"
                assert kiosk.now["text_percent"] == 100 and kiosk.now["focus"] == ""


def changed_settings(kiosk):
    kiosk.tap("bar.text_size", "bar.contrast")


def the_quick_exit_returns_to_a_fresh_start():
    def test(_, kiosk):
        Visit("en", **SIMPLE).run(kiosk, at_check=changed_settings, send=False)
        kiosk.tap("nav.quit")
        kiosk.expect("neutral")
        kiosk.do("wait 25000")
    with_fresh_start(test)


def walking_away_returns_to_a_fresh_start():
    def test(_, kiosk):
        Visit("en", **SIMPLE).run(kiosk, at_check=changed_settings, send=False)
        kiosk.do("wait 60500")
        kiosk.expect("idle")
        kiosk.do("wait 30500")
    with_fresh_start(test)


def the_done_screen_hides_itself():
    def test(_, kiosk):
        Visit("ja-simple", **SIMPLE).run(kiosk, at_check=changed_settings)
        kiosk.expect("done")
        kiosk.do("wait 61000")
    with_fresh_start(test)


def one_touch_keeps_a_slow_person():
    with Site() as site, site.kiosk() as kiosk:
        kiosk.inspect()
        kiosk.tap("lang.ja-simple", "notice.begin", "about.SELF")
        for _ in range(5):
            kiosk.do("wait 59000", "down about.SELF", "up")
            kiosk.expect("who")
        kiosk.do("wait 61000")
        kiosk.expect("idle")
        kiosk.tap("idle.continue")
        kiosk.expect("who")
        chosen = [w["id"] for w in kiosk.now["widgets"] if w.get("selected")]
        assert "about.SELF" in chosen, chosen


def the_language_switch_keeps_the_answers():
    with Site() as site, site.kiosk() as kiosk:
        kiosk.inspect()
        kiosk.tap("lang.ja-simple", "notice.begin", "about.FAM", "bar.language")
        kiosk.expect("language")
        kiosk.tap("lang.en")
        kiosk.expect("who")
        assert kiosk.now["lang"] == "en"
        assert "about.FAM" in [w["id"] for w in kiosk.now["widgets"] if w.get("selected")]


def three_times_shift_is_the_quick_exit():
    with Site() as site, site.kiosk() as kiosk:
        kiosk.inspect()
        kiosk.tap("lang.en", "notice.begin")
        kiosk.do("key Left Shift", "key Left Shift", "key Left Shift")
        kiosk.expect("neutral")


def a_keyboard_alone_is_enough():
    with Site() as site, site.kiosk() as kiosk:
        kiosk.inspect()

        def go(widget):
            for _ in range(60):
                if kiosk.now["focus"] == widget:
                    return kiosk.do("key Return", "wait 400")
                kiosk.do("key Tab")
            raise AssertionError(f"Tab never reaches {widget} on {kiosk.screen}")
        for widget in ("lang.en", "notice.begin", "about.SELF", "urgency.U3", "topics.T07", "nav.next", "nav.next",
                       "nav.next", "contact_way.HERE", "consent_share.Y", "check.send"):
            go(widget)
        kiosk.expect("done")


if __name__ == "__main__":
    sys.exit(tap_out([the_quick_exit_returns_to_a_fresh_start, walking_away_returns_to_a_fresh_start,
                      the_done_screen_hides_itself, one_touch_keeps_a_slow_person,
                      the_language_switch_keeps_the_answers, three_times_shift_is_the_quick_exit,
                      a_keyboard_alone_is_enough]))
