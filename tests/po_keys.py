# SPDX-License-Identifier: Apache-2.0
"""po_keys — which texts of the catalogues are asked for, read from the sources and the content: every text is used by
something, and everything that is asked for exists. A key the sources do not write out next to its context
(catalog_text("bar", is[i].key)) is one of the strings of that file; those of forms, keyboards, directory and answers
come from their JSON; of "detail.1" the others are counted up. Of the staff's texts "law.%s" stands for all whose end is a word
of the staff side's sources or a code of its forms."""
import glob
import json
import re

STAFF_FORMS = ("assets/forms/intake.json", "assets/forms/outreach.json", "assets/forms/consent.json")
STRING = r'"((?:[^"\\]|\\.)*)"'
ARGUMENT = r"((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)"
TEXTS = r"\b(?:catalog_text|catalog_find|part_label)\(\s*(?:s,\s*)?" + STRING + r",\s*" + ARGUMENT

STAFF_TEXTS = r"\b(?:staff_text|staff_text_find|staff_tell)\(\s*(?:s,\s*)?" + STRING + r",\s*" + ARGUMENT
# Where the keys of a context are written out when the file that asks has them from elsewhere.
STAFF_KEYS = {"staff_home": "src/kiosk/staff_entries.c", "staff_print": "src/kiosk/printroom.c",
              "staff_act_report": "src/staff/activities_report.c"}

def code_of(path):
    with open(path, encoding="utf-8") as f:
        return re.sub(r"/\*.*?\*/", "", f.read(), flags=re.S)


def in_code(keys):
    """(what is asked for by name, what else may be asked for): pairs of context and key."""
    asked, perhaps = set(), set()
    for path in sorted(glob.glob("src/*/*.c")):
        code = code_of(path)
        for context, argument in re.findall(TEXTS, code):
            literals = re.findall(STRING, re.sub(r"strn?cmp\([^()]*\)", "", argument))
            asked |= {(context, key) for key in literals}
            if not literals:
                perhaps |= {(context, key) for key in re.findall(STRING, code) if (context, key) in keys}
    return asked, perhaps


def in_form(path):
    with open(path, encoding="utf-8") as f:
        form = json.load(f)
    names = [question["name"] for question in form["questions"]]
    choices = {(of, f"choice.{choice['name']}") for of, all_of in form["lists"].items() for choice in all_of}
    most = {(q["name"], f"hint.{q['choose_max']}") for q in form["questions"] if "choose_max" in q}
    return {(name, "label") for name in names} | choices, {(name, key) for name in names for key in ("hint", "short")} | most


def turned(path):
    """Of a form of the staff side a person is asked what there are words for."""
    asked, perhaps = in_form(path)
    return set(), asked | perhaps


def in_staff_form(path, known):
    """A question that has words for residents can be turned to them, and then needs all of them."""
    with open(path, encoding="utf-8") as f:
        form = json.load(f)
    asked, perhaps = set(), set()
    for question in form["questions"]:
        name, of = question["name"], question["type"].split(" ")[-1]
        if (name, "label") not in known:
            continue
        asked |= {(name, "label")} | {(of, f"choice.{c['name']}") for c in form["lists"].get(of, [])}
        perhaps |= {(name, f"hint.{question.get('choose_max')}")}
    return asked, perhaps


def in_staff_forms():
    """(every question, choice and section of the staff's forms, their hints, their codes)."""
    asked, perhaps, codes = set(), set(), set()
    for path in STAFF_FORMS:
        with open(path, encoding="utf-8") as f:
            form = json.load(f)
        names = [q["name"] for q in form["questions"] if q["type"] != "calculate"]
        of_lists = {(of, choice["name"]) for of, all_of in form["lists"].items() for choice in all_of}
        asked |= {(f"staff.{name}", "label") for name in names} | {(f"staff.{of}", f"choice.{c}") for of, c in of_lists}
        asked |= {("staff_section", page["id"]) for page in form["pages"]} | {("staff_form", form["id"])}
        perhaps |= {(f"staff.{name}", "hint") for name in names}
        perhaps |= {(f"staff.{q['name']}", "hint.SHIEN") for q in form["questions"] if q.get("appearance") == "report"}
        codes |= {c for _, c in of_lists}
    return asked, perhaps, codes


def in_staff_code(known, codes):
    """As in_code, of the staff's texts."""
    sources = {path: code_of(path) for folder in ("kiosk", "staff") for path in sorted(glob.glob(f"src/{folder}/*.c"))}
    words = codes | {word for code in sources.values() for word in re.findall(STRING, code)}
    asked, perhaps = set(), set()
    for code in sources.values():
        for context, argument in re.findall(STAFF_TEXTS, code):
            literals = re.findall(STRING, re.sub(r"strn?cmp\([^()]*\)", "", argument))
            asked |= {(context, key) for key in literals}
            if literals:
                continue
            here = set(re.findall(STRING, code + sources.get(STAFF_KEYS.get(context), "")))
            parts = [key[:-2] for key in here if key.endswith(".%s")]
            perhaps |= {(c, k) for c, k in known if c == context and (
                k in here or any(k.startswith(p) and k[len(p):] in words for p in parts))}
    return asked, perhaps


def staff_faults(keys):
    """What is wrong with the staff's texts; keys are pairs."""
    known = set(keys)
    asked, perhaps, codes = in_staff_forms()
    more = in_staff_code(known, codes)
    asked |= more[0]
    perhaps |= more[1]
    yield from (f"{c}/{k}: asked for, but there is no such text" for c, k in sorted(asked - known))
    yield from (f"{c}/{k}: no screen and no form asks for it" for c, k in sorted(known - asked - perhaps))
    with open("assets/desk-labels.json", encoding="utf-8") as f:
        desk = {("staff_audit", f"what.{what}") for what in json.load(f)["codes"]["log_what"]}
    logged = {(c, k) for c, k in known if c == "staff_audit" and k.startswith("what.")}
    yield from (f"{c}/{k}: staff and the desk do not read the same log" for c, k in sorted(desk ^ logged))


def in_keyboards():
    asked = set()
    for path in glob.glob("assets/keyboards/*.json"):
        with open(path, encoding="utf-8") as f:
            text = f.read()
        asked |= set(re.findall(r'"@([^/"]+)/([^"]+)"', text))
        for layer in json.loads(text).get("layers", []):
            asked |= {("keyboard", key["a"]) for row in layer["rows"] for key in row
                      if key.get("a") and not key.get("l")}
    return asked


def in_directory():
    """Every entry needs its name; of the rest what directory_text asks for."""
    with open("assets/directory.json", encoding="utf-8") as f:
        ids = [entry["id"] for entry in json.load(f)["entries"]]
    keys = {key for path in glob.glob("src/kiosk/*.c") for key in re.findall(r'directory_text\(\w+, "(\w+)"\)', code_of(path))}
    return {(f"directory.{i}", "service") for i in ids}, {(f"directory.{i}", key) for i in ids for key in keys}


def in_answers():
    with open("assets/status-codes.json", encoding="utf-8") as f:
        codes = json.load(f)
    named = {("desk", f"choice.{d}") for d in codes["desks"] if d not in codes["unnamed"]}
    return {("status", code["code"]) for code in codes["codes"]} | named


def faults(keys):
    """What is wrong with the residents' texts; keys are pairs."""
    known = set(keys)
    asked, perhaps = in_code(known)
    staff = sorted(set(glob.glob("assets/forms/*.json")) - {"assets/forms/resident.json"})
    for more in (in_form("assets/forms/resident.json"), in_directory(), *map(turned, staff)):
        asked |= more[0]
        perhaps |= more[1]
    for path in STAFF_FORMS:
        more = in_staff_form(path, known)
        asked |= more[0]
        perhaps |= more[1]
    asked |= in_keyboards() | in_answers()
    perhaps |= {(c, k) for c, k in known if (c, re.sub(r"\.[2-9]$", ".1", k)) in perhaps}
    yield from (f"{c}/{k}: asked for, but there is no such text" for c, k in sorted(asked - known))
    yield from (f"{c}/{k}: no screen, form, keyboard or directory asks for it" for c, k in sorted(known - asked - perhaps))
