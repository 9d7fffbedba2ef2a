#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What people and the audit look at is all there is: the gallery comes to every screen of the program's table, a file
that cannot be written fails the walk, and the gallery's page names every picture, whatever it is called."""
import html.parser
import json
import os
import sys
import tempfile
from urllib.parse import unquote

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
sys.path.insert(0, os.path.join(HERE, "..", "screens"))
import audit  # noqa: E402
import gallery  # noqa: E402
from fullsite import Site  # noqa: E402
from kiosk import Failure, tap_out  # noqa: E402

PICTURES = ["en_00-start-0.0-light-640x360.png", "en_01-words-0.0.kana.0-dark-360x640.png",
            "x'\"><script>alert(1)<_02-start-1.0&amp;'-light-640x360.png"]


def a_survey_that_cannot_be_written_fails_the_walk():
    with Site(enrol=False) as site:
        for command in ("survey /dev/full 640x480", "gallery /no/such/folder/x 640x480"):
            try:
                with site.kiosk() as kiosk:
                    kiosk.do(command)
            except Failure as e:
                assert "cannot write" in str(e), e
            else:
                raise AssertionError(f"{command}: nothing was told")


def a_broken_frame_is_told_with_its_place():
    """The judge of a frame names what is wrong: here a cut text, a wrong reading, a small target, an overlap."""
    told = audit.Audit("en")
    widget = {"label": "x", "enabled": True, "selected": False, "targetable": True, "text_overflow": False, "contrast": 21.0,
              "border_contrast": 21.0, "text_px": 0}
    frame = {"screen": "notice", "lang": "en", "theme": "light", "size": [640, 360], "text_percent": 100, "px_per_mm": 4.0,
             "misses": 0, "readings": 1, "broken_ruby": [], "how": "", "view": "at 0 page 0",
             "widgets": [{**widget, "id": "a", "role": "button", "rect": [0, 0, 100, 100]},
                         {**widget, "id": "b", "role": "button", "rect": [0, 140, 100, 100]}]}
    told.judge(frame)
    assert not told.faults, told.faults
    for change, words in (({"broken_ruby": ["the reading よみ: cut"]}, "よみ"), ({"misses": 1}, "catalogue")):
        told.judge({**frame, **change})
        assert any(words in fault for fault in told.faults), (words, told.faults)
    for part, words in (({"text_overflow": True}, "cuts its text"), ({"rect": [0, 0, 40, 100]}, "mm"),
                        ({"rect": [0, 90, 100, 100]}, "overlap"), ({"contrast": 4.0}, "contrast")):
        told.judge({**frame, "widgets": [{**frame["widgets"][0], **part}, frame["widgets"][1]]})
        assert any(words in fault for fault in told.faults), (words, told.faults)
    assert all("640x360" in where for where in told.where.values()), told.where


def what_is_read_aloud_without_a_sound_is_told():
    sounds = audit.Sounds(audit.CONTENT)
    heard = {"Back": "who", "2 / 8": "who", "Please wait 12 seconds.": "lookup", "#": "directory"}
    assert not list(sounds.unsaid("en", heard)), list(sounds.unsaid("en", heard))
    told = list(sounds.unsaid("en", {**heard, "A text that nobody wrote": "who", "24 hours  Free call": "directory"}))
    assert len(told) == 2 and "nobody wrote" in told[1], told
    assert not list(sounds.unsaid("th", {"A text that nobody wrote": "who"})), "there is no voice"


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.pictures, self.tags, self.texts = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag == "img":
            self.pictures.append(unquote(dict(attrs)["src"]))

    def handle_data(self, data):
        self.texts.append(data)


class Blind(gallery.Camera):
    """Goes where the gallery goes, and takes no pictures."""

    def look(self):
        super().look()
        self.seen.add(self.kiosk.screen)

    def picture(self):
        pass


def the_gallery_comes_to_every_screen():
    seen = {"ar": set(), "staff": set()}
    with Site(enrol=False) as site:
        for job in audit.jobs(site, seen):
            def walk(kiosk, lang=job[0]):
                camera = Blind(kiosk, lang, site.dir)
                camera.seen = seen[lang]
                return camera
            assert audit.go(job, walk) is None
    assert seen["ar"] == audit.SCREENS, seen["ar"] ^ audit.SCREENS
    assert seen["staff"] >= audit.STAFF, audit.STAFF - seen["staff"]


def the_gallerys_page_names_every_picture():
    with tempfile.TemporaryDirectory() as folder:
        for name in [*PICTURES, "notes.txt", "other.png"]:
            with open(f"{folder}/{name}", "wb"):
                pass
        assert gallery.index(folder) == len(PICTURES)
        with open(f"{folder}/index.html", encoding="utf-8") as f:
            text = f.read()
    page = Page()
    page.feed(text)
    assert sorted(page.pictures) == sorted(PICTURES), page.pictures
    assert page.tags.count("script") == 1 and page.tags.count("img") == len(PICTURES), page.tags
    assert "alert(1)" not in text.replace("&lt;script&gt;alert(1)&lt;", "").replace("%3Cscript%3Ealert%281%29%3C", ""), text


def the_gallery_takes_what_is_on_the_screen():
    with Site(enrol=False) as site, tempfile.TemporaryDirectory() as folder:
        with site.kiosk(lang="en") as kiosk:
            kiosk.inspect()
            kiosk.tap("lang.en")
            kiosk.do(f"gallery {folder}/en_00 640x360 360x640")
        themes = {theme["id"] for theme in json.load(open(f"{audit.CONTENT}/themes.json", encoding="utf-8"))["themes"]}
        names = [gallery.NAME.fullmatch(name) for name in os.listdir(folder)]
        assert all(names) and {m["screen"] for m in names} == {"notice"}, os.listdir(folder)
        assert {(m["theme"], m["panel"]) for m in names} == {(t, p) for t in themes for p in ("640x360", "360x640")}
        assert gallery.index(folder) == len(names)


if __name__ == "__main__":
    sys.exit(tap_out([a_survey_that_cannot_be_written_fails_the_walk, a_broken_frame_is_told_with_its_place,
                      what_is_read_aloud_without_a_sound_is_told, the_gallery_comes_to_every_screen,
                      the_gallerys_page_names_every_picture, the_gallery_takes_what_is_on_the_screen]))
