# SPDX-License-Identifier: Apache-2.0
"""reading — what an engine is given for a line of a catalogue, by the tables of voices.json: times and ranges in
words, digits of the language, names in its letters, names in another script than the words beside them left out.
And whether the engine reads all of it in its language: espeak-ng turns to English for what it does not know, or says
"Japanese letter" for each kana."""
import re
import subprocess

RUBY = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
EAST = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]")
SWITCH = re.compile(r"\(([a-z]{2,3}(?:-[a-z-]+)?)\)")


def normal(line):
    return line.replace("\u200b", "").strip(" ")


def table(spec, what, tag):
    tables = spec.get(what, {})
    return tables.get(tag, tables.get(tag.split("-", maxsplit=1)[0], {}))


def rewritten(spec, tag, line):
    """A line as people would read it aloud, still in the language's own letters."""
    for pattern, to in table(spec, "rewrite", tag):
        line = re.sub(pattern, to, line)
    for word, sound in table(spec, "exceptions", tag).items():
        line = line.replace(word, sound)
    numerals = table(spec, "numerals", tag)
    return line.translate(str.maketrans("0123456789", numerals)) if numerals else line


def japanese(line, readings):
    """Kana for espeak-ng, which cannot read kanji; は and へ as particles as they sound."""
    if readings:
        line = RUBY.sub(r"\2", line)
        line = re.sub(r"(?<=[\u3041-\u30ff])は(?=[ 、。]|$)", "わ", line)
        line = re.sub(r"(?<=[\u3041-\u30ff])へ(?=[ 、。]|$)", "え", line)
        if re.search(r"[\u3400-\u9fff]", line):
            return None
    else:
        line = RUBY.sub(r"\1", line)
    return line.replace("・", "、").replace("「", "").replace("」", "")


def pinyin(lines):
    """Numeric pinyin of many lines at once (starting uconv costs more than a sentence)."""
    given = [re.sub(r"[。！？]", ". ", re.sub(r"[，、：；]", ", ", line)) for line in lines]
    out = subprocess.run(["uconv", "-f", "utf-8", "-t", "utf-8", "-x", "Han-Latin; Latin-NumericPinyin; Latin-ASCII"],
                         input="\n".join(given).encode(), capture_output=True, check=True)
    return out.stdout.decode().split("\n")


def spoken(spec, voice, tag, line):
    """What the engine reads for a line; None when it cannot."""
    line = normal(line)
    digits, letters = table(spec, "digits", tag), table(spec, "letters", tag)
    if re.fullmatch("[0-9]", line) and digits:
        return digits[int(line)]
    if re.fullmatch("[A-Za-z]", line) and letters:
        return letters.split()[ord(line.upper()) - ord("A")]
    line = table(spec, "signs", tag).get(line) or rewritten(spec, tag, line)
    if tag.startswith("ja"):
        return japanese(line, voice["engine"] == "espeak-ng")
    return RUBY.sub(r"\1", line)


def sayings(spec, voice, items):
    """What is read for each (tag, line) of a voice."""
    says = [spoken(spec, voice, tag, line) for tag, line in items]
    return pinyin(says) if voice.get("pinyin") and items else says


def foreign(voice, tag, say):
    """What is wrong with how an engine would read this, or None."""
    if voice["engine"] != "espeak-ng" or not say:
        return None
    if not tag.startswith("ja") and EAST.search(say):
        return "letters that this voice cannot read"
    read = subprocess.run(["espeak-ng", "-q", "--ipa", "-v", voice["voice"], "--stdin"], input=say.encode(),
                          capture_output=True, check=True).stdout.decode()
    if not read.strip():
        return "nothing is read"
    return f"read in another language: {read.strip()}" if SWITCH.search(read) else None
