# SPDX-License-Identifier: Apache-2.0
"""Fills in a form of the staff side by touch, section after section, whatever views they are split into."""
import json

from kiosk import CONTENT, Failure


def form(name):
    with open(f"{CONTENT}/forms/{name}.json", encoding="utf-8") as f:
        return json.load(f)


class StaffForm:
    """answers: question -> code, list of codes, {"text": …} (typed), "now" or "today" (pressed). In form order."""

    def __init__(self, kiosk, name):
        self.kiosk = kiosk
        self.form = form(name)
        self.section_of = {q: p["id"] for p in self.form["pages"] for q in p["questions"]}
        self.kind = {q["name"]: q["type"].split()[0] for q in self.form["questions"]}

    def begin(self):
        self.kiosk.tap(f"home.{self.form['id']}")
        self.kiosk.expect("staff_form")
        return self

    def section(self, name):
        k = self.kiosk
        if k.screen == "staff_duty":
            k.tap("duty.next")
        if not k.has(f"section.{name}"):
            if k.screen != "staff_send":
                k.tap("form.sections" if k.has("form.sections") else "form.send")
            while not k.has(f"section.{name}"):
                k.tap("section.more")
        k.tap(f"section.{name}")
        k.expect("staff_form")

    def find(self, widget):
        """Looks for a widget on the views of this section, from the first on."""
        k = self.kiosk
        for _ in range(24):
            if k.has(widget):
                return
            if not k.has("form.more"):
                break
            k.tap("form.more")
        raise Failure(f"no {widget}: {k.ids()}")

    def here(self, widget):
        try:
            self.find(widget)
            return True
        except Failure:
            return False

    def fill(self, **answers):
        for q, value in answers.items():
            self.answer(q, value)
        return self

    def answer(self, q, value):
        k = self.kiosk
        self.section(self.section_of[q])
        if isinstance(value, dict):
            self.find(f"{q}.field")
            k.tap(f"{q}.field")
            k.expect("staff_type")
            k.do("type " + value["text"])
            k.tap("type.done")
            k.expect("staff_form")
            return
        for code in [value] if isinstance(value, str) else value:
            self.section(self.section_of[q])
            self.find(f"{q}.{code}")
            k.tap(f"{q}.{code}")

    def turn(self, q):
        self.section(self.section_of[q])
        self.find(f"{q}.turn")
        self.kiosk.tap(f"{q}.turn")
        self.kiosk.expect("turned")

    def hand_back(self):
        self.kiosk.tap("turn.back")
        self.kiosk.expect("turn_back")
        self.kiosk.tap("turn.form")
        self.kiosk.expect("staff_form")

    def to_send(self):
        if self.kiosk.screen == "staff_duty":
            self.kiosk.tap("duty.next")
        self.kiosk.tap("form.sections" if self.kiosk.has("form.sections") else "form.send")
        self.kiosk.expect("staff_send")

    def send(self):
        self.to_send()
        self.kiosk.tap("staff.send")
        self.kiosk.expect("staff_done")
        self.kiosk.tap("done.home")
        self.kiosk.expect("staff_home")
