#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The data dictionary (dictionary.tsv) against what there is: every field stands in its form with its options, its
limits and its rules, what must not be asked is asked nowhere, nothing is asked that the dictionary does not have, and
the coordinator has a word for each field and code."""
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from kiosk import CONTENT, tap_out  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
API = os.path.join(HERE, "..", "..", "sync", "api", "schema")
TYPES = {"one": "select_one", "many": "select_multiple", "auto": "calculate"}
BESIDE = {"resident": {"own_words", "email", "letter"}, "intake": {"email"}, "outreach": set(), "consent": {"email"}}  # ours, not the dictionary's


def load(path):
    with open(path, encoding="utf-8") as f:
        return json.load(f)


def table():
    with open(f"{HERE}/dictionary.tsv", encoding="utf-8") as f:
        for line in f:
            if line.strip() and not line.startswith("#"):
                cells = line.rstrip("\n").split("\t")
                yield dict(zip(("where", "field", "kind", "options", "required", "when"), cells + [""] * 6))


FORMS = {name: load(f"{CONTENT}/forms/{name}.json") for name in BESIDE}
ROWS = list(table())


def asked(name):
    return {q["name"]: q for q in FORMS[name]["questions"] if q["type"] != "note"}


def first_report(text):
    """A rule as it is for a first report: amendments and withdrawals ask less."""
    return re.sub(r"(not \(kind in \([^)]*\)\)|kind != '\w+')( and )?", "", text)


def rule(q, form, key):
    """Its own rule, and that of the page it stands on."""
    page = next(p for p in form["pages"] if q["name"] in p["questions"])
    rules = [first_report(r) for r in ((page if key == "relevant" else {}).get(key), q.get(key)) if r]
    return " and ".join(r for r in rules if r) or "-"


def compare(row, q, form):
    kind, limit, *_ = (row["kind"] + " ").split(" ")
    options = row["options"].split()
    if not q["type"].startswith(TYPES.get(kind, kind)):
        return f"is a {q['type']}"
    if kind in ("one", "many"):
        codes = [c["name"] for c in form["lists"][q["type"].split()[1]]]
        if codes != options:
            return f"offers {codes}"
        if limit and q["choose_max"] != int(limit):
            return f"{q['choose_max']} may be chosen"
    if kind == "text" and q["length_max"] != int(options[0]):
        return f"holds {q['length_max']}"
    if kind == "integer" and [q["min"], q["max"]] != [int(x) for x in options]:
        return f"from {q['min']} to {q['max']}"
    if kind == "auto" and q["calculation"] != options[0]:
        return f"is {q['calculation']}"
    required = first_report(q.get("required", "-"))
    required = {"true": "yes", "": "yes"}.get(required, required)
    if required != row["required"]:
        return f"is required: {required}"
    return None if rule(q, form, "relevant") == row["when"] else f"is asked when {rule(q, form, 'relevant')}"


def every_field_is_in_its_form_with_its_options_and_rules():
    wrong = []
    for row in (r for r in ROWS if r["where"] in FORMS and r["kind"] != "absent"):
        q = asked(row["where"]).get(row["field"])
        fault = compare(row, q, FORMS[row["where"]]) if q else "is missing"
        if fault:
            wrong.append(f"{row['where']}.{row['field']} {fault}")
    assert not wrong, "; ".join(wrong)


def what_must_not_be_asked_is_not_asked():
    wrong = [f"{r['where']}.{r['field']}" for r in ROWS
             if r["kind"] == "absent" and r["where"] in FORMS and r["field"] in asked(r["where"])]
    assert not wrong, wrong


def nothing_else_is_asked():
    for name, beside in BESIDE.items():
        known = {r["field"] for r in ROWS if r["where"] == name} | beside
        assert not set(asked(name)) - known, f"{name}: {set(asked(name)) - known}"


def free_text_refuses_my_number():
    for name in FORMS:
        for q in asked(name).values():
            if q["type"] == "text" and not q.get("drawing", False) or q["name"] == "own_words":
                assert q.get("constraint") in ("no_mynumber", "phone", "reference"), f"{name}.{q['name']}"


def the_head_and_the_activities_are_in_the_schema():
    schema = load(f"{API}/record.json")
    entry = schema["$defs"]["activity"]["properties"]["entries"]["items"]["properties"]
    labels = load(f"{CONTENT}/desk-labels.json")
    for row in (r for r in ROWS if r["where"] in ("record", "activity")):
        there = schema["properties"] if row["where"] == "record" else entry
        if row["kind"] == "absent":
            assert row["field"] not in there, row
            continue
        assert row["field"] in there, row
        codes = there[row["field"]].get("enum") or there[row["field"]].get("items", {}).get("enum") \
            or list(labels["codes"].get(row["field"], {}))
        assert not set(row["options"].split()) - set(codes), (row, codes)


def the_coordinator_has_a_word_for_every_field_and_code():
    labels = load(f"{CONTENT}/desk-labels.json")
    columns = {c["field"]: c.get("codes", c["field"]) for c in labels["columns"]}
    wrong = []
    for name, form in FORMS.items():
        for q in asked(name).values():
            if q["name"] not in columns:
                wrong.append(q["name"])
            elif q["type"].startswith("select"):
                words = labels["codes"][columns[q["name"]]]
                wrong += [f"{q['name']}.{c['name']}" for c in form["lists"][q["type"].split()[1]] if c["name"] not in words]
    assert not wrong, wrong


if __name__ == "__main__":
    sys.exit(tap_out([every_field_is_in_its_form_with_its_options_and_rules, what_must_not_be_asked_is_not_asked,
                      nothing_else_is_asked, free_text_refuses_my_number,
                      the_head_and_the_activities_are_in_the_schema,
                      the_coordinator_has_a_word_for_every_field_and_code]))
