#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""propose-furigana FILE.po… — prints each text that has kanji without a reading, with the reading MeCab proposes.

A developer's tool only: MeCab is wrong often enough (一人, 行った, names of places), so nothing is written; a person
puts the reading into the catalogue as {漢字|かな}, and that person's text is the truth.
"""
import re
import subprocess
import sys

KANJI = r"[\u3400-\u9fff々]"


def proposal(text):
    out = subprocess.run(["mecab", "-d", "/var/lib/mecab/dic/ipadic-utf8"], input=text, capture_output=True, text=True,
                         check=True).stdout
    made = ""
    for line in out.splitlines():
        if "\t" not in line:
            continue
        word, features = line.split("\t")
        reading = (features.split(",") + [""] * 9)[7]
        kana = "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in reading)
        tail = re.search(r"[ぁ-ん]*$", word)[0]
        base = word[: len(word) - len(tail)]
        if re.search(KANJI, word) and kana.endswith(tail):
            made += "{" + base + "|" + kana[: len(kana) - len(tail)] + "}" + tail
        else:
            made += word
    return made


for path in sys.argv[1:]:
    for line in open(path, encoding="utf-8"):
        m = re.match(r'msgstr "(.+)"$', line)
        if m and re.search(KANJI, re.sub(r"\{[^}]*\}", "", m[1])):
            print(f"{path}: {m[1]}\n\t{proposal(m[1])}")
