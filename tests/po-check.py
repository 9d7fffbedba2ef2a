#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""po-check FILE… — what must hold of every catalogue, beside en.po: msgfmt accepts it, it has en.po's keys in
en.po's order, each of them is asked for by something, no text is empty or English showing through, placeholders and line breaks agree, NFC and no stray control
characters, lengths within the budget of the widget, a header that says who reviewed it, nothing i18nspector minds.
The staff texts (lang-staff) exist in Japanese only: they have their own rules in check_staff.
Prints what is wrong and exits with 1.
"""
import re
import subprocess
import sys
import unicodedata

import po_keys

# A text may be English's own: names, key caps, numbers, and words that are the same in both languages.
SAME = re.compile(r"topics/counter|bar/progress|idle/countdown|start/(language_words|title)|keyboard/(kana|latin|phone|small"
                  r"|dakuten)|interp_lang/choice\.(?!OTH).*|area/choice\.E0\d|about/licences|directory\..*")
SAME_WORD = {("es", "No"), ("fil", "Staff"), ("fil", "Font"), ("id", "Font")}
# Widths in half characters (a kana is two): what the narrowest place of the widget holds in two lines at normal size.
BUDGET = [
    (r"(nav|draw)/(?!hint|full|done).*|notice/(begin|more)|check/(send|edit)|done/(hide|show|end)|idle/continue", 20),
    (r"bar/.*|comfort/(?!title).*|keyboard/draw|start/(lookup|directory|about|staff)", 34),
    (r".*/choice\..*", 36),
    (r".*/short", 26),
    (r"(notice|about|check|done|lookup|directory|language|comfort|trouble)/.*title.*|danger/title.*", 46),
    (r".*/label", 64),
    (r".*/hint", 76),
]
INVISIBLE = "\u200b\u2060\u00a0\u202f\u200c\u200d"  # break point, joiner, narrow spaces, ZWNJ and ZWJ of Nepali
# i18nspector tags that do not apply, with the reason.
NOT_MINDED = {
    "invalid-last-translator": "no person is named who does not exist",
    "invalid-language": "ja-simple is a variant gettext does not know",
    "unable-to-determine-language": "the same",
    "no-report-msgid-bugs-to-header-field": "no address exists yet",
    "no-date-header-field": "the template's date is in marumado.pot",
    "no-version-in-project-id-version": "the program's version is the repository's",
    "unusual-character-in-translation": "the break point U+200B and the joiner U+2060 are meant",
}


def parse(path):
    text = open(path, encoding="utf-8").read()
    entries = re.findall(r'^msgctxt "(.*)"\nmsgid "(.*)"\nmsgstr "(.*)"$', text, re.M)
    return text, [(f"{c}/{k}", s) for c, k, s in entries]


def width(text):
    """Half characters a text takes; marks take none, readings and markup neither."""
    text = re.sub(r"\{([^|}]*)\|[^}]*\}", r"\1", text)
    return sum(0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else 2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in text)


def check_text(tag, where, text, english):
    if not text:
        yield "empty"
    if text == english and tag != "en" and not SAME.fullmatch(where) and (tag, text) not in SAME_WORD:
        yield "English shows through"
    if sorted(re.findall(r"%\d", text)) != sorted(re.findall(r"%\d", english)):
        yield "other placeholders than English"
    if unicodedata.normalize("NFC", text) != text:
        yield "not NFC"
    if [c for c in text if unicodedata.category(c) in ("Cc", "Cf") and c not in INVISIBLE]:
        yield "an invisible character that is not meant"
    for pattern, budget in BUDGET:
        if re.fullmatch(pattern, where):
            if width(text.replace("\\n", "")) > budget:
                yield f"{width(text)} wide, {budget} at most"
            break


def check_header(text):
    for field in ("X-Marumado-Review: ", "Language: ", "Content-Type: text/plain; charset=UTF-8"):
        if f'"{field}' not in text:
            yield f"header without {field}"
    if "SPDX-License-Identifier: Apache-2.0" not in text[:80]:
        yield "no SPDX line"


def complaints_of(command, path):
    r = subprocess.run([*command, path], capture_output=True, text=True)
    return [line for line in (r.stdout + r.stderr).splitlines()
            if not any(tag in line for tag in NOT_MINDED)]


def check_file(path, english):
    text, entries = parse(path)
    tag = path.rsplit("/", 1)[-1].removesuffix(".po")
    yield from check_header(text)
    if [w for w, _ in entries] != [w for w, _ in english]:
        missing = [w for w, _ in english if w not in dict(entries)]
        extra = [w for w, _ in entries if w not in dict(english)]
        yield f"keys or their order differ from en.po: missing {missing}, further {extra}"
    for where, s in entries:
        for fault in check_text(tag, where, s, dict(english).get(where, "")):
            yield f"{where}: {fault} — {s}"
    yield from complaints_of(["msgfmt", "--check", "-o", "/dev/null"], path)
    yield from complaints_of(["i18nspector"], path)


def check_staff(path):
    """The staff side's texts (Japanese only): each key once, each asked for, each that is asked for there."""
    text, entries = parse(path)
    yield from check_header(text)
    keys = [w for w, _ in entries]
    yield from (f"{w}: twice" for w in sorted({w for w in keys if keys.count(w) > 1}))
    for where, s in entries:
        if not where.startswith("staff"):
            yield f"{where}: the context does not begin with staff"
        for fault in check_text("ja", where, s, s if "%" in s else ""):
            if "English" not in fault and "placeholders" not in fault:
                yield f"{where}: {fault} — {s}"
    yield from po_keys.staff_faults(tuple(w.split("/", 1)) for w in keys)
    yield from complaints_of(["msgfmt", "--check", "-o", "/dev/null"], path)
    yield from complaints_of(["i18nspector"], path)


def main(paths):
    english = parse("assets/lang/en.po")[1]
    faults = 0
    for fault in po_keys.faults(tuple(where.split("/", 1)) for where, _ in english):
        print(f"assets/lang/en.po: {fault}")
        faults += 1
    for path in paths:
        for fault in check_staff(path) if "/lang-staff/" in path else check_file(path, english):
            print(f"{path}: {fault}")
            faults += 1
    print(f"po-check: {len(paths)} catalogues of {len(english)} texts, {faults} faults")
    return 1 if faults or not paths or not english else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
