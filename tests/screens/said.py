# SPDX-License-Identifier: Apache-2.0
"""said — is there a sound for what reading aloud would say? By the list of make-audio.py, whether the sounds are made
or not: every line that a survey tells (src/kiosk/inspect.c, "says") is one that some voice speaks. Not spoken are lines
that a text with %1 makes, and what stands for numbers or names in all languages."""
import importlib.util
import json
import os
import re
import sys

AUDIO = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "assets", "audio")
NUMBER = r"[\d.:-]{1,12}"  # what stands for %1: numbers, dates, the version
COUNTS = re.compile(r"\d+ / \d+|\d\d?")  # progress (said as voice/step), choices so far, seconds


def maker():
    sys.path.insert(0, AUDIO)
    spec = importlib.util.spec_from_file_location("make_audio", f"{AUDIO}/make-audio.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Sounds:
    """What all voices together can say."""

    def __init__(self, content):
        self.make = maker()
        with open(f"{content}/languages.json", encoding="utf-8") as f:
            languages = json.load(f)["languages"]
        self.voices = {tag for voice in self.make.SPEC["voices"] for tag in voice["tags"]}
        texts = [self.make.texts(content, tag, languages) for tag in self.voices]
        self.lines = {self.make.normal(line) for of in texts for *_, line in of}
        self.silent = {self.make.normal(entry["endonym"]) for entry in languages if entry["tag"] not in self.voices}
        self.templates = {tag: self.templates_of(content, tag) for tag in self.voices}

    def templates_of(self, content, tag):
        entries = self.make.catalogue(content, tag)
        parts = [re.split(r"%[1-9]", text) for text in entries.values() if re.search(r"%[1-9]", text)]
        made = [NUMBER.join(re.escape(x.replace("\u200b", "")) for x in p).strip() if len(p) > 1 else "" for p in parts]
        skipped = [re.escape(self.make.normal(entries[key])) for key in self.make.SKIP if key in entries]
        return re.compile("|".join([*made, *skipped]))

    def unsaid(self, lang, says):
        """Lines of {line: screen} that no sound is made for; a language without a voice has nothing to say."""
        for line, screen in sorted(says.items()) if lang in self.voices else ():
            plain = self.make.normal(line)
            if not (plain in self.lines or plain in self.silent or COUNTS.fullmatch(plain) or
                    self.templates[lang].fullmatch(plain)):
                yield f"{screen}: no sound is made for «{line}»"
