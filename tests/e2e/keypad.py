#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A visit by ear and keypad: from the language to the receipt with arrows, OK and repeat alone, nothing touched,
and everything one needs is said: heading and choices of every screen, each focused widget, the receipt's digits.
Sound goes to SDL's dummy driver; that a file exists for what is said is looked up here."""
import glob
import hashlib
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from kiosk import CONTENT, Failure, Kiosk, Visit, tap_out  # noqa: E402
from fullsite import Site  # noqa: E402

LANGS = ["ja-simple", "en"]
MAKE = os.path.join(os.path.dirname(__file__), "..", "..", "assets", "audio", "make-audio.py")
TOUCH = ("tap", "down", "up")
STEP_MS = 300  # shorter than any utterance with its pause


def voices():
    with open(f"{CONTENT}/audio/voices.json", encoding="utf-8") as f:
        return json.load(f)


def key_of(voice, text):
    return hashlib.sha256(f"{voice}\n{text}".encode()).hexdigest()[:16]


def same(expected, got, what):
    if expected != got:
        raise AssertionError(f"{what}: expected {expected!r}, got {got!r}")


class Ear(Kiosk):
    """A kiosk without a touch panel: tap() walks there with the arrows and listens."""

    def __init__(self, site, **more):
        super().__init__(data=site.data, config=site.ini, env={"SDL_AUDIODRIVER": "dummy", **more})
        self.said = []  # (id, key) since the last screen

    def send(self, line):
        if line.split()[0] in TOUCH:
            raise AssertionError(f"this kiosk has no touch panel: {line}")
        super().send(line)

    def note(self):
        now = self.now
        if now["speaking"]:
            if not glob.glob(f"{CONTENT}/audio/*/{now['utterance']}.opus"):
                raise AssertionError(f"{now['screen']}: nothing to hear for {now['speaking']}")
            if not self.said or self.said[-1] != (now["speaking"], now["utterance"]):
                self.said.append((now["speaking"], now["utterance"]))

    def listen(self):
        """Waits until all has been said."""
        self.note()
        for _ in range(600):
            if not self.now["speaking"]:
                return [i for i, _ in self.said]
            self.do(f"wait {STEP_MS}")
            self.note()
        raise AssertionError(f"{self.screen}: it never stops talking: {self.said[-3:]}")

    def walk(self, widget):
        for _ in range(80):
            if self.now["focus"] == widget:
                return
            self.said = []
            self.do("key Down")
            if self.now["speaking"] != self.now["focus"]:
                raise AssertionError(f"{self.screen}: focus on {self.now['focus']}, said {self.now['speaking']!r}")
            self.note()
        raise Failure(f"arrows do not reach {widget} on {self.screen}: {self.ids()}")

    def heard_all(self):
        """The screen as it was read: its first words first, then each choice."""
        said = self.listen()
        here = {w["id"]: w for w in self.now["widgets"]}
        if not said or here.get(said[0], {"role": ""})["role"] != "text":
            raise AssertionError(f"{self.screen}: first comes a heading, not {said[:1]}")
        for w in here.values():
            if w["role"] == "choice" and w["enabled"] and w["id"] not in said and not w["id"].startswith("lang."):
                raise AssertionError(f"{self.screen}: {w['id']} was not read: {said}")

    def tap(self, *widgets):
        for widget in widgets:
            self.walk(widget)
            before = (self.screen, self.ids())
            self.said = []
            self.do("key Return")
            if (self.screen, self.ids()) != before:
                self.heard_all()
            else:
                self.listen()
        return self.now


def begin(ear):
    ear.inspect()
    same(False, ear.now["reading"], "silent until a key is pressed")
    ear.do("key Down")
    same(True, ear.now["reading"], "an arrow turns reading on")
    said = ear.listen()
    same("start.title", said[0], "how the keys work comes first")


def nothing_is_touched_from_the_language_to_the_receipt(lang):
    with Site(enrol=False) as site:
        visit = Visit(lang, about="SELF", urgency="U3", topics=["T06", "T07"], topic_main="T06", age_band="A2",
                      contact_way="HERE", consent_share="Y")
        with Ear(site) as ear:
            begin(ear)
            visit.run(ear)
            ear.expect("done")
            digits = [k for i, k in ear.said if i == "done.number"][1:]
        number = ear.receipts[0].replace("-", "")
        voice = voices()[lang]
        collapsed = [d for i, d in enumerate(number) if i == 0 or number[i - 1] != d]
        heard = [next(d for d in "0123456789" if key_of(voice, d) == k) for k in digits if k in
                 {key_of(voice, d) for d in "0123456789"}]
        same(collapsed, heard, "the receipt's digits")


def easy_japanese_by_ear_and_keypad_alone():
    nothing_is_touched_from_the_language_to_the_receipt("ja-simple")


def english_by_ear_and_keypad_alone():
    nothing_is_touched_from_the_language_to_the_receipt("en")


def a_touch_is_silence_and_the_start_screen_forgets_reading():
    with Site(enrol=False) as site, Kiosk(data=site.data, config=site.ini, env={"SDL_AUDIODRIVER": "dummy"}) as kiosk:
        kiosk.inspect()
        kiosk.tap("lang.en")
        same("", kiosk.now["speaking"], "nobody asked")
        kiosk.tap("bar.read_aloud")
        same("notice.title", kiosk.now["speaking"], "the screen is read")
        kiosk.do("down notice.begin")
        same("", kiosk.now["speaking"], "a touch ends it")
        kiosk.do("up")
        same(True, kiosk.now["reading"] and kiosk.now["speaking"] != "", "the next screen is read again")
        kiosk.do("key F5", "key F5")
        same(True, kiosk.now["speaking"] != "", "repeat")
        kiosk.tap("nav.quit")
        same((False, ""), (kiosk.now["reading"], kiosk.now["speaking"]), "stop and erase is silent")


def the_idle_warning_is_spoken():
    with Site(enrol=False) as site, Ear(site) as ear:
        begin(ear)
        ear.tap("lang.en")
        for _ in range(400):
            ear.do("wait 1000")
            if ear.screen == "idle":
                break
        ear.expect("idle")
        same("idle.title", ear.now["speaking"], "the warning is spoken")


def typed_text_is_never_said():
    with Site(enrol=False) as site, Kiosk(data=site.data, config=site.ini, env={"SDL_AUDIODRIVER": "dummy"}) as kiosk:
        visit = Visit("en", about="SELF", urgency="U4", topics=["T01"], own_words={"text": "Back"},
                      contact_way="HERE", consent_share="N")
        visit.run(kiosk, send=False)
        kiosk.do("key Tab")
        kiosk.tap("bar.read_aloud")
        voice = voices()["en"]
        heard = set()
        for _ in range(400):
            kiosk.do(f"wait {STEP_MS}")
            if not kiosk.now["speaking"]:
                break
            if kiosk.now["speaking"].startswith("check."):
                heard.add(kiosk.now["utterance"])
        same(True, key_of(voice, "What you write is not read aloud.") in heard, "it says that it does not")
        same(False, key_of(voice, "Back") in heard, "what was typed, although there is a sound for it")


def without_a_device_the_button_goes_and_one_line_says_why():
    with Site(enrol=False) as site, Kiosk(data=site.data, config=site.ini, env={"SDL_AUDIODRIVER": "none-such"}) as kiosk:
        kiosk.inspect()
        kiosk.tap("lang.en", "bar.read_aloud")
        same(False, kiosk.has("bar.read_aloud"), "the button")
        same(False, kiosk.now["reading"], "reading")
        kiosk.tap("notice.begin")
        same(1, kiosk.complaints().count("no sound device"), "lines in the log")


def main():
    subprocess.run(["flock", f"{CONTENT}/../audio.lock", "/usr/bin/python3", MAKE, "--hear", "build/audio/hear", CONTENT,
                    "assets/audio/recordings", *LANGS], check=True, stdout=subprocess.DEVNULL)
    return tap_out([easy_japanese_by_ear_and_keypad_alone, english_by_ear_and_keypad_alone,
                    a_touch_is_silence_and_the_start_screen_forgets_reading, the_idle_warning_is_spoken,
                    typed_text_is_never_said, without_a_device_the_button_goes_and_one_line_says_why])


if __name__ == "__main__":
    sys.exit(main())
