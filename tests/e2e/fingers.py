#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A second finger, the ball of a hand on the panel, does nothing: no stroke jumps to it, no key is typed twice or
instead, no button below it fires, a list turns one page. What the first finger does goes on as if it were alone."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
sys.path.insert(0, os.path.dirname(__file__))
from fullsite import Site  # noqa: E402
from kiosk import Visit, tap_out  # noqa: E402
from drawing import CANVAS, STROKES, one_record, same_place, send, to_words  # noqa: E402


def to_keys(kiosk, lang="ja-simple"):
    visit = Visit(lang, about="SELF", urgency="U4", topics=["T07"])
    kiosk.inspect()
    kiosk.tap(f"lang.{lang}", "notice.begin")
    answers = dict(visit.answers)
    while kiosk.screen != "words":
        visit.page(kiosk, answers)


def no_stroke_jumps_to_a_second_finger():
    with Site() as site:
        with site.kiosk() as kiosk:
            to_words(kiosk)
            for points in STROKES:
                first, *rest = [f"{x},{y}" for x, y in points]
                kiosk.do(f"draw {CANVAS} {first} +950,950 " + " ".join(f"{x} +50,900" for x in rest))
            kiosk.do("draw own_words.canvas 100,900")
            kiosk.tap("draw.undo")  # all else is still there, nothing was added by the other finger
            send(kiosk)
        same_place(STROKES, one_record(site)["answers"]["own_words"]["strokes"])


def while_a_stroke_is_drawn_no_button_fires():
    with Site() as site:
        with site.kiosk() as kiosk:
            to_words(kiosk)
            kiosk.do(f"draw {CANVAS} " + " ".join(f"{x},{y}" for x, y in STROKES[0]))
            kiosk.do(f"down {CANVAS}", "second draw.clear", "second draw.undo", "second nav.next", "second nav.quit",
                     "up")
            kiosk.expect("words")
            kiosk.tap("draw.undo")  # the dot of "down"
            send(kiosk)
        same_place(STROKES[:1], one_record(site)["answers"]["own_words"]["strokes"])


def a_key_is_typed_once_and_no_other():
    with Site() as site:
        with site.kiosk() as kiosk:
            to_keys(kiosk)
            for key in "からだ":
                last = "た" if key == "だ" else key
                kiosk.do(f"down key.{last}", "second key.ん", f"second key.{last}", "second key.delete", "up")
                if key != last:
                    kiosk.do("down key.dakuten", "second key.small", "second key.dakuten", "up")
            kiosk.do("down key.delete", "second key.delete", "up")
            kiosk.tap("key.た")
            send(kiosk)
        assert one_record(site)["answers"]["own_words"]["text"] == "からた"


def nothing_below_it_fires_and_the_first_still_does():
    with Site(enrol=False) as site:
        with site.kiosk() as kiosk:
            kiosk.inspect()
            kiosk.do("down lang.en", "second lang.ko", "second start.directory", "up")
            kiosk.expect("notice")
            assert kiosk.now["lang"] == "en", kiosk.now["lang"]
            kiosk.tap("notice.begin")
            kiosk.do("down about.SELF", "second about.FAM", "second nav.quit", "second nav.back", "up")
            kiosk.expect("who")
            chosen = {w["id"] for w in kiosk.now["widgets"] if w["role"] == "choice" and w["selected"]}
            assert chosen == {"about.SELF"}, chosen


def a_list_turns_one_page():
    with Site(enrol=False) as site:
        with site.kiosk(size="1024x600") as kiosk:
            kiosk.inspect()
            kiosk.tap("start.directory")
            first = kiosk.ids()
            kiosk.tap("directory.more")
            second = kiosk.ids()
            kiosk.tap("nav.close")
            kiosk.tap("start.directory")
            assert kiosk.ids() == first != second
            kiosk.do("down directory.more", "second directory.more", "second directory.more", "up")
            assert kiosk.ids() == second, "it turned further than one page"


if __name__ == "__main__":
    sys.exit(tap_out([no_stroke_jumps_to_a_second_finger, while_a_stroke_is_drawn_no_button_fires,
                      a_key_is_typed_once_and_no_other, nothing_below_it_fires_and_the_first_still_does,
                      a_list_turns_one_page]))
