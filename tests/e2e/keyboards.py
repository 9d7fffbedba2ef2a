#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Everyone writes in their own script: in each language a resident taps their own words on the keyboard of that
language, key by key, and the coordinator reads exactly those words."""
import os
import re
import sys
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from kiosk import Failure, Visit, tap_out  # noqa: E402
from fullsite import Site  # noqa: E402

HERE = os.path.dirname(__file__)
TABLES = {"ja-simple": "kana", "ja": "kana", "en": "latin-en", "zh-Hans": "pinyin", "zh-Hant": "pinyin", "ko": "hangul",
          "vi": "vi", "ne": "deva", "fil": "latin-fil", "id": "latin-id", "th": "thai", "pt-BR": "pt", "es": "es",
          "my": "mymr", "ar": "arab"}


def words(table):
    """[(keys, text)] of a typing table: some from its beginning, and all that need more than plain keys."""
    lines = open(os.path.join(HERE, "..", "typing", f"{table}.tsv"), encoding="utf-8").read().splitlines()
    pairs = [(line.split("\t") * 2)[:2] for line in lines if line and not line.startswith("#")]
    return [p for p in pairs[:6] + [p for p in pairs if p[0] != p[1]][-6:] if p[1]]


def press(kiosk, key):
    """One key, with shift or on the layer of symbols where it is not in sight."""
    name = {" ": "space", "<": "delete"}.get(key, key)
    for layer in (None, "key.shift", "key.layer:sym"):
        if layer:
            kiosk.tap(layer)
        for shown in (name, name.lower()) if layer == "key.shift" else (name,):
            if kiosk.has(f"key.{shown}"):
                kiosk.tap(f"key.{shown}")
                if layer == "key.layer:sym":
                    kiosk.tap("key.layer:base")
                return
        if layer == "key.shift":
            kiosk.tap(layer)
    raise Failure(f"no key for «{key}»: {kiosk.ids()}")


class Typed(Visit):
    """A visit whose own words are tapped, not typed on a real keyboard."""

    def __init__(self, lang):
        pairs = words(TABLES[lang])
        keys = [re.findall(r"\[[^]]+\]|.", k) for k, _ in pairs]
        self.taps = [k.strip("[]") for word in keys for k in [*word, " "]]
        text = " ".join(t for _, t in pairs) + " "
        super().__init__(lang, about="SELF", urgency="U4", topics=["T07"], own_words={"text": text},
                         contact_way="HERE", consent_share="Y")

    def text(self, kiosk, text):
        for key in self.taps:
            press(kiosk, key)


def words_tapped_in_each_language_are_what_the_coordinator_reads():
    with Site() as site:
        with open(site.ini, encoding="utf-8") as f:
            ini = f.read()
        with open(site.ini, "w", encoding="utf-8") as f:
            f.write(ini.replace("[kiosk]", "[kiosk]\nlanguages = ar"))
        expected = {}
        for lang in TABLES:
            visit = Typed(lang)
            with site.kiosk(size="1024x600") as kiosk:
                visit.run(kiosk)
                kiosk.expect("done")
            expected[kiosk.receipts[0].replace("-", "")] = (lang, visit.answers["own_words"]["text"])
        site.sync_once()
        records = site.records()
        if len(records) != len(TABLES):
            raise AssertionError(f"{len(records)} records of {len(TABLES)}")
        for record in records:
            lang, text = expected[record["receipt"]]
            got = record["answers"]["own_words"]["text"]
            if got.rstrip() != text.rstrip() or got != unicodedata.normalize("NFC", got):
                raise AssertionError(f"{lang}: tapped «{text}», read «{got}»")


if __name__ == "__main__":
    sys.exit(tap_out([words_tapped_in_each_language_are_what_the_coordinator_reads]))
