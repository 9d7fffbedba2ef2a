# SPDX-License-Identifier: Apache-2.0
"""po_keys — which texts of the catalogues are asked for, read from the sources and the content: every text is used by
something, and everything that is asked for exists. A key the sources do not write out next to its context
(catalog_text("bar", is[i].key)) is one of the strings of that file; those of forms, keyboards, directory and answers
come from their JSON; of "detail.1" the others are counted up."""
import glob
import json
import re

STAFF_FORMS = ("assets/forms/intake.json", "assets/forms/outreach.json", "assets/forms/consent.json")
STRING = r'"((?:[^"\\]|\\.)*)"'
ARGUMENT = r"((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)"
TEXTS = r"\b(?:catalog_text|catalog_find|part_label|part_words)\(\s*(?:s,\s*)?" + STRING + r",\s*" + ARGUMENT


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


def staff_faults(keys):
    """What staff read of their forms: every question, choice and section has its Japanese."""
    for path in STAFF_FORMS:
        with open(path, encoding="utf-8") as f:
            form = json.load(f)
        asked = {f"staff.{q['name']}/label" for q in form["questions"] if q["type"] != "calculate"}
        asked |= {f"staff.{of}/choice.{c['name']}" for of, all_of in form["lists"].items() for c in all_of}
        asked |= {f"staff_section/{page['id']}" for page in form["pages"]}
        yield from (f"{path} needs {key}, which does not exist" for key in sorted(asked - set(keys)))


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
