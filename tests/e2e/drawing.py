#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What a finger writes on the own-words screen is what the coordinator sees: in the record, in the table and as a
picture in a page that no text can break out of. Undo and clear take away what they say and no more."""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from fullsite import Site  # noqa: E402
from kiosk import Visit, tap_out  # noqa: E402

CANVAS = "own_words.canvas"
STROKES = [[(100, 200), (300, 250), (500, 700)], [(800, 100), (800, 500)], [(600, 600)]]
UNITS = 4  # of 2000: what simplifying and whole pixels may move a point
HOSTILE = "</bdi><script>alert(1)</script>\"'&"


def to_words(kiosk, lang="en"):
    Visit(lang, about="SELF", urgency="U4", topics=["T07"]).begin(kiosk, "words")
    kiosk.tap("tab.draw")


def draw(kiosk, points):
    return kiosk.do(f"draw {CANVAS} " + " ".join(f"{x},{y}" for x, y in points))


def send(kiosk):
    kiosk.leave("words")
    visit = Visit("en")
    answers = {"contact_way": "NONE", "consent_share": "Y"}
    while kiosk.screen != "check":
        visit.page(kiosk, answers)
    kiosk.tap("check.send")
    kiosk.expect("done")


def absolute(line):
    x = y = 0
    for dx, dy in zip(line[::2], line[1::2]):
        x, y = x + dx, y + dy
        yield x, y


def same_place(strokes, drawing):
    lines = [list(absolute(line)) for line in drawing["lines"]]
    assert [len(x) for x in lines] == [len(x) for x in strokes], lines
    for points, line in zip(strokes, lines):
        for (px, py), (x, y) in zip(points, line):
            at = px * drawing["w"] / 1000, py * drawing["h"] / 1000
            assert abs(at[0] - x) <= UNITS and abs(at[1] - y) <= UNITS, f"{at} became {x, y}"


def one_record(site):
    assert site.sync_once() == 0
    records = site.records()
    assert len(records) == 1, records
    return records[0]


def what_is_drawn_is_what_the_coordinator_sees(size="1920x1080", lang="en"):
    with Site() as site:
        with site.kiosk(size=size) as kiosk:
            to_words(kiosk, lang)
            for points in STROKES:
                draw(kiosk, points)
            send(kiosk)
        words = one_record(site)["answers"]["own_words"]
        assert words["text"] == ""
        same_place(STROKES, words["strokes"])
        row = site.table()[0]
        assert row["own_words_drawing"] == "3" and row["own_words"] == "", row
        page = site.call("site_open --format html")
        paths = re.findall(r'<path d="([^"]*)"', page)
        assert len(paths) == 1 and paths[0].count("M") == 3, paths


def the_same_on_a_low_and_on_a_tall_panel():
    what_is_drawn_is_what_the_coordinator_sees("1024x600", "ja-simple")
    what_is_drawn_is_what_the_coordinator_sees("1080x1920", "ja")


def typed_and_drawn_words_travel_together_and_no_text_breaks_the_page():
    with Site() as site:
        with site.kiosk() as kiosk:
            to_words(kiosk)
            draw(kiosk, STROKES[0])
            kiosk.do("type " + HOSTILE)
            assert kiosk.has("own_words.field"), kiosk.ids()
            draw(kiosk, STROKES[1])
            send(kiosk)
        words = one_record(site)["answers"]["own_words"]
        assert words["text"] == HOSTILE and len(words["strokes"]["lines"]) == 2, words
        page = site.call("site_open --format html")
        assert "<script" not in page and "&lt;script&gt;" in page
        for needed in ("<!DOCTYPE html>", "default-src 'none'", 'charset="utf-8"', "困りごと", "お金・生活費"):
            assert needed in page, needed
        for outside in ("http:", "https:", "url(", "src=", "href="):
            assert outside not in page, outside
        site.call("site_open --format html --lane shien > $site_dir/other.html")
        with open(f"{site.dir}/other.html", encoding="utf-8") as f:
            assert "<article" not in f.read()


def undo_and_clear_take_away_what_they_say():
    with Site() as site:
        with site.kiosk() as kiosk:
            to_words(kiosk)
            assert not kiosk.has("draw.undo") and not kiosk.has("draw.clear")
            for points in STROKES:
                draw(kiosk, points)
            kiosk.tap("draw.undo")
            kiosk.tap("draw.clear")
            assert not kiosk.has("draw.clear")
            kiosk.tap("draw.undo")
            assert kiosk.has("draw.clear")
            send(kiosk)
        same_place(STROKES[:2], one_record(site)["answers"]["own_words"]["strokes"])


def a_cleared_drawing_is_not_sent():
    with Site() as site:
        with site.kiosk() as kiosk:
            to_words(kiosk)
            draw(kiosk, STROKES[0])
            kiosk.tap("draw.clear")
            send(kiosk)
        assert "own_words" not in one_record(site)["answers"]


def a_stroke_ends_where_the_finger_leaves_the_canvas():
    with Site() as site:
        with site.kiosk() as kiosk:
            to_words(kiosk)
            draw(kiosk, [(500, 500), (500, 900), (500, 1300), (100, 500), (200, 500)])
            send(kiosk)
        line = list(absolute(one_record(site)["answers"]["own_words"]["strokes"]["lines"][0]))
        assert all(abs(x - 1000) <= UNITS for x, y in line), line


def a_full_canvas_says_so_and_everything_kept_arrives():
    with Site() as site:
        with site.kiosk() as kiosk:
            to_words(kiosk)
            kiosk.do("type " + "あ" * 400)
            for i in range(26):
                draw(kiosk, [((j * j * 37 + i * 11) % 1000, (j * j * 53 + j * 7) % 1000) for j in range(110)])
            send(kiosk)
        words = one_record(site)["answers"]["own_words"]
        assert len(words["text"]) == 400
        numbers = sum(len(line) for line in words["strokes"]["lines"])
        assert numbers > 3000, numbers


def drawing_is_touching():
    with Site(enrol=False) as site, site.kiosk() as kiosk:
        to_words(kiosk)
        for _ in range(4):
            kiosk.do("wait 40000")
            draw(kiosk, STROKES[1])
            kiosk.expect("words")


if __name__ == "__main__":
    sys.exit(tap_out([what_is_drawn_is_what_the_coordinator_sees, the_same_on_a_low_and_on_a_tall_panel,
                      typed_and_drawn_words_travel_together_and_no_text_breaks_the_page,
                      undo_and_clear_take_away_what_they_say, a_cleared_drawing_is_not_sent,
                      a_stroke_ends_where_the_finger_leaves_the_canvas,
                      a_full_canvas_says_so_and_everything_kept_arrives, drawing_is_touching]))
