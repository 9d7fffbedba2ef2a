#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Layout audit: every language × screen × text size × theme × panel, and every way of holding a hand.

One walk a language, by touch, through a real kiosk on the smallest panel with the largest text, where pages
split into the most views. At each state the script command `survey` (src/kiosk/survey.h) runs the same screen
for all panels, sizes, themes and ways, in every view it has there, and tells each frame as --inspect would.

In every frame must hold: nothing overlaps, nothing leaves the panel, no text is cut, no glyph is missing, text is
never below 4.8 mm, targets are at least 20 mm (keys 15 mm) in both directions and 5 mm apart (keys: any gap), text
contrast at least 7:1, borders 3:1, no text is a key of the catalogue, every reading stands whole in the middle above
its own letters and touches no others (src/ui/ruby.c); with reach on, targets lie in the lower 60 %;
a right-to-left frame is the mirrored left-to-right one. Over all frames: every screen, every choice of every
question, every telephone number, every keyboard was seen on every panel in every size, and no screen of the program's
table is left out, the staff's in Japanese, what is turned to a person in all languages; what would be read aloud has a
sound (said.py); no text is English where
another language was asked for. Prints TAP: one test a language, then the sums.
"""
import atexit
import collections
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import unicodedata
from multiprocessing import Pool

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))


def content_with_voices():
    """The content with a voice for each language and no sounds: then the button of reading aloud is in the bar."""
    real = os.path.abspath(os.environ.get("MARUMADO_CONTENT", "build/content"))
    folder = tempfile.mkdtemp(prefix="marumado-audit-")
    atexit.register(shutil.rmtree, folder, True)
    os.mkdir(f"{folder}/audio")
    for name in os.listdir(real):
        if name != "audio":
            os.symlink(f"{real}/{name}", f"{folder}/{name}")
    with open(f"{real}/languages.json", encoding="utf-8") as f, open(f"{folder}/audio/voices.json", "w") as out:
        json.dump({x["tag"]: "silent" for x in json.load(f)["languages"]}, out)
    return folder


PRINT = """#!/bin/sh
# what the kiosk asks of its printers: always ready; what becomes of a page stands in the file "word"
if [ "$1" = check ]; then echo ready; else read -r word <"${0%/*}/word"; echo "$word"; fi
"""


def programs_with_printers():
    """The programs, beside one that prints nothing; the kiosk itself is copied, for it looks beside itself."""
    real = os.path.abspath(os.environ.get("MARUMADO_BIN", "build/release"))
    folder = tempfile.mkdtemp(prefix="marumado-audit-")
    atexit.register(shutil.rmtree, folder, True)
    for name in os.listdir(real):
        if name.startswith("marumado-") and name not in ("marumado-kiosk", "marumado-print"):
            os.symlink(f"{real}/{name}", f"{folder}/{name}")
    shutil.copy(f"{real}/marumado-kiosk", folder)
    with open(f"{folder}/marumado-print", "w", encoding="utf-8") as f:
        f.write(PRINT)
    os.chmod(f"{folder}/marumado-print", 0o755)
    return folder


os.environ.update(SDL_AUDIODRIVER="dummy", MARUMADO_CONTENT=content_with_voices(), MARUMADO_BIN=programs_with_printers())
from said import Sounds  # noqa: E402
from fullsite import Site  # noqa: E402
from kiosk import BIN, CONTENT, Failure, Kiosk, with_check_digit  # noqa: E402
import staffforms  # noqa: E402

PANELS = os.environ.get("AUDIT_SIZES", "1024x600 1920x1080 1080x1920").split()
MOST_SPLIT = "1024x600"
LARGEST = 160
TEXT = (100, 130, 160)
JAPANESE = ("ja", "ja-simple")  # nobody needs an interpreter there
TARGET_MM, KEY_MM, GAP_MM, TEXT_MM = 20.0, 15.0, 5.0, 4.8
KANJI_OF_EM = 0.92  # as in src/ui/ui.c
REACH = 0.4  # of a tall panel's height: above it nothing is to be pressed
# Places and names that are the same in every language or in many, on purpose: names of languages in themselves,
# names of stations, "Marumado", what a key or a keyboard is called, loan words.
SAME_PLACES = ("lang.", "key.", "tab.", "bar.language", "interp_lang.", "area.E", "start.words", "bar.name")
SAME_THERE = {("es", "No")}
SAME_TEXTS = {"SMS", "QR", "OK", "まるまど", "Marumado", "ABC", "123"}
LONGEST_WAIT_S = 60  # LOOKUP_WAIT_MS_MAX
MYNUMBER = "123456789018"
ANSWERED = "123412341234"
Frames = collections.namedtuple("Frames", "lang count faults ids labels says")


def load(name):
    with open(f"{CONTENT}/{name}", encoding="utf-8") as f:
        return json.load(f)


def table_of_screens():
    """Names of all screens there are, in the program's own table; a page of the resident's form is one too."""
    with open("src/kiosk/screens.c", encoding="utf-8") as f:
        names = set(re.findall(r'\[SCREEN_\w+\] = \{ "(\w+)", ', f.read()))
    return names | {page["id"] for page in load("forms/resident.json")["pages"]}


# Every screen is one that residents see, in all languages, or the staff's.
STAFF = {name for name in table_of_screens() if name.startswith("staff_")} - {"staff_call"}
SCREENS = table_of_screens() - STAFF


# --- one frame ---------------------------------------------------------------------------------------------

def gap(a, b):
    """Pixels between two rectangles; negative when they overlap."""
    return max(b[0] - (a[0] + a[2]), a[0] - (b[0] + b[2]), b[1] - (a[1] + a[3]), a[1] - (b[1] + b[3]))


def places(widgets, panel, px, reach):
    """What is wrong with where things are: the same in every theme."""
    w, h = panel
    found = []
    for name, role, (x, y, rw, rh) in widgets:
        if x < 0 or y < 0 or x + rw > w or y + rh > h:
            found.append(f"{name} leaves the panel: {[x, y, rw, rh]}")
        if role not in ("text", "image"):
            least = (KEY_MM if role == "key" else TARGET_MM) * px - 1
            if rw < least or rh < least:
                found.append(f"{name}: {rw / px:.1f} × {rh / px:.1f} mm")
            if reach and y < REACH * h:
                found.append(f"{name} is out of reach: {y / h:.2f} of the height")
    ordered = sorted((w for w in widgets if w[1] != "image"), key=lambda w: w[2][1])
    near = GAP_MM * px
    for i, (name, role, a) in enumerate(ordered):
        lowest = a[1] + a[3] + near
        for other, other_role, b in ordered[i + 1:]:
            if b[1] >= lowest:
                break
            between = gap(a, b)
            if between < 0:
                found.append(f"{name} and {other} overlap by {-between} px")
            elif between < near - 1.5 and "text" not in (role, other_role) and "key" not in (role, other_role):
                found.append(f"{name} and {other} are {between / px:.1f} mm apart")
    return found


def looks(frame):
    """What is wrong with texts and colours."""
    least = int(TEXT_MM / KANJI_OF_EM * frame["px_per_mm"])
    for w in frame["widgets"]:
        if w["text_overflow"]:
            yield f"{w['id']} cuts its text"
        if w["contrast"] < 7.0:
            yield f"{w['id']}: text contrast {w['contrast']:.2f}"
        if w["border_contrast"] < 3.0:
            yield f"{w['id']}: border contrast {w['border_contrast']:.2f}"
        if 0 < w["text_px"] < least:
            yield f"{w['id']}: text of {w['text_px'] * KANJI_OF_EM / frame['px_per_mm']:.1f} mm"
    if frame["misses"]:
        yield "a text is not in the catalogue"
    yield from frame["broken_ruby"]


def mirrored(frame, plain):
    """A right-to-left frame against the same one drawn from the left."""
    panel = frame["size"][0]
    a = {w["id"]: w["rect"] for w in frame["widgets"]}
    b = {w["id"]: w["rect"] for w in plain["widgets"]}
    if a.keys() != b.keys():
        return f"other widgets than from the left: {sorted(a.keys() ^ b.keys())}"
    off = [i for i in a if not i.startswith(("key.", "tab.", "canvas.")) and
           a[i] != [panel - b[i][0] - b[i][2], *b[i][1:]]]
    return f"not mirrored: {off}" if off else None


# --- all frames of a walk ----------------------------------------------------------------------------------

class Audit:
    def __init__(self, lang):
        self.lang = lang
        self.count = 0
        self.readings = 0
        self.faults = collections.Counter()
        self.where = {}
        self.known = {}  # places already judged
        self.ids = collections.defaultdict(set)  # (panel, text) -> (screen, widget)
        self.labels = collections.defaultdict(set)  # (screen, widget) -> texts
        self.says = {}  # line that would be read aloud -> screen

    def fault(self, frame, text):
        key = f"{frame['screen']}: {text}"
        how = " ".join(x for x in (f"{frame['size'][0]}x{frame['size'][1]}", f"{frame['text_percent']} %",
                                   frame["theme"], frame.get("how"), frame.get("view")) if x)
        self.faults[key] += 1
        self.where.setdefault(key, how)

    def judge(self, frame):
        self.count += 1
        self.readings += frame["readings"]
        widgets = tuple((w["id"], w["role"], tuple(w["rect"])) for w in frame["widgets"])
        reach = "reach" in frame.get("how", "")
        key = (widgets, frame["px_per_mm"], tuple(frame["size"]), frame["text_percent"], reach)
        if key not in self.known:
            self.known[key] = places(widgets, frame["size"], frame["px_per_mm"], reach)
            seen = self.ids[tuple(frame["size"]), frame["text_percent"]]
            for w in frame["widgets"]:
                seen.add((frame["screen"], w["id"]))
                self.labels[frame["screen"], w["id"]].add(w["label"])
        for text in self.known[key]:
            self.fault(frame, text)
        for text in looks(frame):
            self.fault(frame, text)

    def read(self, path):
        plain = {}
        with open(path, encoding="utf-8") as f:
            for line in f:
                frame = json.loads(line)
                for said in frame.get("says", ()):
                    self.says.setdefault(said, frame["screen"])
                if frame["how"] == "unmirrored":
                    state = (frame["screen"], frame["view"], tuple(frame["size"]), frame["text_percent"])
                    wrong = mirrored(plain[state], frame) if state in plain else "nothing to compare with"
                    if wrong:
                        self.fault(frame, wrong)
                    continue
                if frame["how"] == "":
                    plain[frame["screen"], frame["view"], tuple(frame["size"]), frame["text_percent"]] = frame
                self.judge(frame)
        os.truncate(path, 0)


class Walk:
    """A person's way, looking at everything at each step."""

    def __init__(self, kiosk, audit):
        self.kiosk, self.audit = kiosk, audit
        self.file = os.path.join(kiosk.dir.name, "survey")

    def look(self):
        self.audit.judge(self.kiosk.inspect())
        self.kiosk.do(f"survey {self.file} {' '.join(PANELS)}")
        self.audit.read(self.file)

    def tap(self, *widgets):
        for w in widgets:
            self.kiosk.tap(w)
            self.look()

    def choose(self, *widgets):
        for w in widgets:
            self.kiosk.choose(w)
            self.look()

    def until(self, there, what):
        """A program that prints lives in real time."""
        for _ in range(2000):
            if there(self.kiosk):
                return
            time.sleep(0.01)
            self.kiosk.do("wait 1")
        raise Failure(f"never {what}: {self.kiosk.ids()}")

    def prints(self, button, told, word):
        """A page while it is printed, and what is told then."""
        with open(f"{BIN}/word", "w", encoding="utf-8") as f:
            f.write(f"{word}\n")
        self.until(lambda k: k.has(button), button)
        self.tap(button)
        self.until(lambda k: k.has(button) and told in k.ids(), told)
        self.look()

    def out(self):
        self.kiosk.tap("nav.close" if self.kiosk.has("nav.close") else "nav.back")

    def side(self, opener, screen):
        self.kiosk.tap(opener)
        self.kiosk.expect(screen)
        self.look()
        self.out()

    def leave(self, screen):
        """On to the next screen, looking at what is told when something is still wrong."""
        for _ in range(8):
            if self.kiosk.screen != screen:
                return
            self.kiosk.tap("nav.next")
            if self.kiosk.screen == screen:
                self.look()
        raise Failure(f"cannot leave {screen}: {self.kiosk.ids()}")

    def page(self, screen, *picks, missing=False):
        """A page before anything is chosen, without what must be chosen, and with it."""
        self.kiosk.expect(screen)
        self.look()
        if missing:
            self.kiosk.tap("nav.next")
            self.kiosk.expect(screen)
            self.look()
        for pick in picks:
            if self.kiosk.screen == screen:
                self.choose(pick)
        self.leave(screen)

    def typed(self, screen, text, wrong=None):
        self.kiosk.expect(screen)
        self.look()
        if wrong:
            self.kiosk.do("type " + wrong)
            self.kiosk.tap("nav.next")
            self.kiosk.expect(screen)
            self.look()
            for _ in wrong:
                self.kiosk.send("key Backspace")
        self.kiosk.do("type " + text)
        self.look()
        self.kiosk.leave(screen)


def set_up(walk, lang):
    k = walk.kiosk
    k.tap(f"lang.{lang}")
    for _ in range(3):
        if k.now["text_percent"] != LARGEST:
            k.tap("bar.text_size")
    if k.now["text_percent"] != LARGEST:
        raise Failure(f"no text size {LARGEST} %")


def side_doors(walk):
    """What the start screen leads to, in this language."""
    k = walk.kiosk
    for door in ("directory", "about"):
        walk.side(f"start.{door}", door)
    k.tap("start.lookup")
    walk.look()
    k.do("type 000000000000")
    walk.tap("lookup.show")
    for _ in range(12):
        k.send("key Backspace")
    answers(walk)
    walk.out()


def until_answered(k):
    """However long whoever missed numbers has to wait, and no longer: an answer disappears too."""
    for _ in range(LONGEST_WAIT_S):
        if k.screen != "lookup":
            break
        k.do("wait 1000")
    k.expect("answer")


def answers(walk):
    """The longest answer; then so many misses that one has to wait; then the shortest."""
    k = walk.kiosk
    k.do("wait 10")  # the kiosk looks at what the courier brought
    for number in (ANSWERED, *(with_check_digit(f"4000000000{n}") for n in range(6))):
        k.do("type " + number)
        k.tap("lookup.show")
        if k.screen == "lookup":  # a miss too many
            walk.look()
        until_answered(k)
        if number == ANSWERED:
            walk.look()
        k.tap("nav.back")
        k.expect("lookup")
    k.do("type " + with_check_digit("41000000000"))
    k.tap("lookup.show")
    until_answered(k)
    walk.look()
    k.tap("nav.back")


def trouble(walk):
    """Sends while somebody else holds the outbox; leaves the failure screen by trying again."""
    k = walk.kiosk
    other = sqlite3.connect(f"{k.data}/outbox/outbox.db", isolation_level=None)
    try:
        other.execute("begin exclusive")
        k.tap("check.send")
        k.expect("trouble")
        walk.look()
    finally:
        other.close()
    k.tap("trouble.retry")


def to_contact(walk, danger):
    walk.page("who", "about.SELF", f"urgency.{'U1' if danger else 'U4'}", missing=danger)
    if danger:
        walk.page("danger", "urgent_kind.VIOL", "urgent_kind.SUIC")
    walk.page("topics", "topics.T06", "topics.T07", "topics.T13", missing=danger)
    walk.page("main", "topic_main.T13", missing=danger)
    walk.page("person", "age_band.A2", "area.E03")


def urgent_visit(walk, lang):
    """By telephone, everything asked, everything first left out."""
    k = walk.kiosk
    set_up(walk, lang)
    walk.look()
    walk.side("notice.more", "notice_more")
    walk.side("bar.language", "language")
    walk.side("bar.comfort", "comfort")
    walk.side("nav.staff", "staff_call")
    k.tap("notice.begin")
    to_contact(walk, True)
    walk.typed("words", "せんげつ しごとが なくなりました。", MYNUMBER)
    walk.page("contact", "contact_way.TEL", missing=True)
    walk.page("safety", "phone_shared.Y", "voicemail_ok.N", "say_city_ok.N", missing=True)
    walk.page("when", "contact_time.AM", "contact_time.EV")
    walk.typed("name", "やまだ", MYNUMBER)
    walk.typed("phone", "09012345678", "123")
    if lang not in JAPANESE:
        walk.page("interp", "interp_need.Y", "interp_lang.en")
    walk.page("consent", "consent_share.S", missing=True)
    walk.page("scope", "consent_scope.KON", "consent_scope.KAI", missing=True)
    k.expect("check")
    walk.look()
    trouble(walk)
    k.expect("done")
    walk.look()
    walk.prints("done.print", "done.printer", "printed")
    walk.tap("done.hide")
    k.tap("done.end")


def other_ways(walk, lang):
    """By letter and by mail, without urgency; then nobody touches, then everything is wiped."""
    k = walk.kiosk
    set_up(walk, lang)
    k.tap("notice.begin")
    walk.page("who", "about.FAM", "urgency.U4")
    k.choose("topics.T01")
    k.leave("topics")
    k.leave("person")
    walk.page("words")
    k.choose("contact_way.EML")
    k.leave("contact")
    for screen in ("safety", "when"):
        k.leave(screen)
    k.leave("name")
    walk.typed("email", "a@example.jp", MYNUMBER)
    while k.screen != "contact":
        k.tap("nav.back")
    k.choose("contact_way.MAIL")
    k.leave("contact")
    walk.page("safety", "say_city_ok.Y")
    k.leave("name")
    walk.page("letter")
    if lang not in JAPANESE:
        k.leave("interp")
    k.choose("consent_share.N")
    k.leave("consent")
    k.expect("check")
    walk.look()
    k.tap("check.send")
    k.expect("done")
    walk.look()
    k.tap("done.end", f"lang.{lang}", "notice.begin")
    k.do("wait 61000")
    k.expect("idle")
    walk.look()
    k.tap("idle.continue", "nav.quit")
    k.expect("neutral")
    walk.look()


def to_change(k, lang):
    k.tap("start.lookup", "bar.language", f"lang.{lang}")
    k.do("type " + ANSWERED)
    k.tap("lookup.show")
    until_answered(k)
    k.tap("answer.change")
    k.expect("change")


def changes(walk, lang):
    """What was said before: put right, no longer shown, taken over."""
    k = walk.kiosk
    to_change(k, lang)
    walk.look()
    walk.tap("change.takeover", "takeover.send")
    k.expect("done")
    k.tap("done.end")
    to_change(k, lang)
    walk.tap("change.amend")
    k.expect("check")
    while not k.has("check.edit.contact"):
        k.tap("check.more")
    k.tap("check.edit.contact")
    walk.page("contact", "contact_way.HERE")
    k.expect("check")
    walk.look()
    k.tap("nav.back")
    walk.tap("change.withdraw", "withdraw.send")
    k.expect("changed")
    k.tap("changed.end")


STAFF_PINS = ("472918", "805137")


def staff_add(ini, data, name, typed):
    subprocess.run([f"{BIN}/marumado-kiosk", "--config", ini, "--data", data, "staff", "add", name], check=True,
                   input="".join(f"{x}\n" for x in typed).encode(), capture_output=True)


def pin(k, digits):
    k.do(f"type {digits}")


def staff_people(walk):
    k = walk.kiosk
    walk.tap("people.add")
    k.do("type 交野 ほしのすけ")
    walk.look()
    walk.tap("name.role", "name.role", "staff.ok")
    for digits in ("123456", STAFF_PINS[1]):  # a refused one, and the first of two
        pin(k, digits)
        walk.tap("staff.ok")
    pin(k, STAFF_PINS[1])
    walk.tap("staff.ok")
    k.expect("staff_people")
    k.tap([i for i in k.ids() if i.startswith("person.")][0])
    walk.look()
    walk.tap("person.remove", "person.remove_yes")  # asked, and refused: the last manager stays
    k.tap("nav.back")


def staff_entry(walk, kind, look=False):
    """Writes an activity of the month on the screen."""
    k = walk.kiosk

    def tap(widget):
        while not k.has(widget):
            k.tap("edit.more")
        k.tap(widget)

    k.tap("activity.new")
    if look:
        walk.look()
        tap("edit.save")
        walk.look()
        tap("receipt.set")
        pin(k, "123456789012")
        walk.look()
        walk.tap("number.ok")  # a slip is told
        k.do(*["key Backspace"] * 2, "type 10")
        k.tap("number.ok")
        for what in ("km", "expense"):
            tap(f"{what}.set")
            pin(k, "345")
            walk.tap("number.ok")
        while not k.has(f"type.{kind}"):
            k.tap("nav.back")  # to the first page
    k.choose(f"type.{kind}")
    tap("edit.declare")
    if look:
        walk.look()
    tap("edit.save")
    k.expect("staff_activity")


def staff_month(walk):
    """Activities: an empty month, one that goes on, one that is handed in and corrected."""
    k = walk.kiosk
    staff_entry(walk, "VISIT", look=True)
    for kind in ("RECV", "WATCH", "ACCO", "LINK", "MEET", "TRAIN", "COMM"):
        staff_entry(walk, kind)
    walk.look()
    walk.tap("activity.view", "activity.view", "activity.close")
    k.tap("nav.back")
    walk.tap("activity.report")
    k.tap("nav.back")
    k.tap("activity.prev")
    for kind in ("MEET", "COMM", "RECV"):
        staff_entry(walk, kind)
    walk.look()
    k.tap("nav.back")
    walk.look()  # the home reminds
    k.tap("home.activity_due")
    walk.tap("activity.list")
    k.tap([i for i in k.ids() if i.startswith("act.")][0])
    walk.look()
    while not k.has("edit.delete"):
        k.tap("edit.more")
    walk.tap("edit.delete")
    k.tap("undo.delete_yes", "nav.back")
    walk.tap("activity.close", "close.yes", "close.declare", "close.yes")
    k.tap("activity.list")
    k.tap([i for i in k.ids() if i.startswith("act.")][0])
    walk.look()
    walk.tap("act.back", "back.less", "undo.back_yes", "activity.list")
    k.tap("nav.back")
    k.tap("activity.report")
    walk.prints("report.print", "print.told", "paper")
    k.tap("nav.back")
    walk.tap("activity.close")
    k.tap("nav.back")


def staff_walk(walk):
    """Through every screen of the staff side; the second person cannot get in and has to wait."""
    k = walk.kiosk
    k.inspect()
    k.tap("start.staff")
    walk.look()
    who = [i for i in k.ids() if i.startswith("who.")]
    k.tap(who[1])
    for _ in range(5):
        pin(k, "918273")
        k.tap("staff.enter")
    walk.look()
    k.do("wait 100")
    k.tap("nav.back", who[0])
    walk.look()
    pin(k, "918273")
    walk.tap("staff.enter")
    pin(k, STAFF_PINS[0])
    k.tap("staff.enter")
    k.expect("staff_home")
    walk.look()
    walk.tap("home.now")
    for door in ("activity", "reports", "status", "usb", "people", "audit"):
        k.choose(f"home.{door}")
        walk.look()
        if door == "activity":
            staff_month(walk)
        if door == "people":
            staff_people(walk)
        k.tap("nav.back")
        k.expect("staff_home")
    staffforms.intake(walk)
    enter_staff(k)
    staffforms.begin_again(walk)
    staffforms.changes(walk)
    staffforms.printing(walk)
    k.tap("staff.lock")
    k.expect("start")


def enter_staff(k):
    k.inspect()
    k.tap("start.staff")
    k.tap(next(i for i in k.ids() if i.startswith("who.")))
    pin(k, STAFF_PINS[0])
    k.tap("staff.enter")
    k.expect("staff_home")


def people_add(lang, ini, data):
    """Who may open the staff's side: for its own walk a manager and a second person, else a manager."""
    staff_add(ini, data, "山田 花子", STAFF_PINS[:1] * 2)
    if lang == "staff":
        staff_add(ini, data, "佐藤 まさる", (STAFF_PINS[0], STAFF_PINS[1], STAFF_PINS[1]))


def everywhere(walk, lang):
    """Every screen in a language, or the staff's side in the only one it has."""
    if lang == "staff":
        staff_walk(walk)
        return
    walk.look()
    side_doors(walk)
    urgent_visit(walk, lang)
    changes(walk, lang)
    other_ways(walk, lang)
    walk.kiosk.do("wait 21000")
    enter_staff(walk.kiosk)
    staffforms.turned(walk, lang)


def go(job, make_walk):
    """Starts a kiosk for a job of jobs() and walks everywhere in it; what went wrong, or None."""
    lang, ini, data = job
    people_add(lang, ini, data)
    with Kiosk(size=MOST_SPLIT, config=ini, lang=None if lang == "staff" else lang, data=data) as k:
        try:
            everywhere(make_walk(k), lang)
        except Failure as e:
            k.process.kill()
            k.close(quiet=True)
            return f"{lang}: {e}"
    return None


def run(job):
    lang = job[0]
    audit = Audit(lang)
    failed = go(job, lambda kiosk: Walk(kiosk, audit))
    if failed:
        audit.faults[f"walk: {failed}"] += 1
    for panel in PANELS if lang == "staff" else ():
        for text in TEXT:
            seen = {s for s, _ in audit.ids.get((tuple(int(x) for x in panel.split("x")), text), set())}
            if STAFF - seen:
                audit.faults[f"never seen at {panel} {text} %: {sorted(STAFF - seen)}"] += 1
    faults = [f"{n} × {text} ({audit.where.get(text, '')})" for text, n in audit.faults.most_common()]
    return Frames(lang, audit.count, faults, dict(audit.ids), dict(audit.labels), audit.says)


# --- over all frames ---------------------------------------------------------------------------------------

def expected(lang, langs):
    """(screen, widget) that must be seen in every size on every panel."""
    form = load("forms/resident.json")
    page_of = {q: p["id"] for p in form["pages"] for q in p["questions"]}
    for q in form["questions"]:
        page, kind = page_of[q["name"]], q["type"].split()
        if page == "interp" and lang in JAPANESE:
            continue
        if kind[0] == "text":
            yield page, f"{q['name']}.field"
        for choice in form["lists"][kind[1]] if len(kind) > 1 else []:
            if not q.get("choices_from") or choice["name"] in ("T06", "T07", "T13"):
                yield page, f"{q['name']}.{choice['name']}"
    for tag in langs:
        yield "start", f"lang.{tag}"
        yield "language", f"lang.{tag}"
    for entry in load("directory.json")["entries"]:
        if entry["show"]:
            yield "directory", f"directory.{entry['id']}.number"


def unseen(frames, langs):
    wanted = set(expected(frames.lang, langs))
    screens = SCREENS - ({"interp"} if frames.lang in JAPANESE else set())
    fresh = {(s, i) for s, i in wanted if s == "start"}  # always in the first size: nothing is set there yet
    for panel in PANELS:
        for text in TEXT:
            if text != TEXT[0]:
                wanted, screens = wanted - fresh, screens - {"start", "neutral"}
            seen = frames.ids.get((tuple(int(x) for x in panel.split("x")), text), set())
            missing = sorted(f"{s} {i}" for s, i in wanted - seen)
            missing += sorted(screens - {s for s, _ in seen})
            if missing:
                yield f"never seen at {panel} {text} %: {', '.join(missing[:12])}"


def letters(text):
    return [c for c in text if unicodedata.category(c).startswith("L")]


def english(frames, source):
    """Texts that are the English ones."""
    if frames.lang == "en" or not source:
        return
    told = set()
    for place, texts in frames.labels.items():
        for text in texts & source.labels.get(place, set()):
            if place[1].startswith(SAME_PLACES) or text in SAME_TEXTS or not letters(text) or \
                    (frames.lang, text.split("\n")[0]) in SAME_THERE or "ことば" in text:
                continue
            if text not in told and re.search("[A-Za-z]", text):
                told.add(text)
                yield f"{place[0]} {place[1]} is English: «{text}»"


def site_ini(site):
    """Arabic is there only when a site asks for it; printers too."""
    with open(site.ini, encoding="utf-8") as f:
        text = f.read()
    with open(site.ini, "w", encoding="utf-8") as f:
        f.write(text.replace("[kiosk]", f"[kiosk]\nlanguages = ar\nprinter = {site.dir}\npage_printer = cups:any", 1))
    return site.ini


def jobs(site, langs):
    """One a language: what the walk everywhere needs is a terminal with the city's answers in it."""
    site.call(f"site_status {ANSWERED} CLOSED_HELP --desk KOD --entry dv-plus")
    ini = site_ini(site)
    for lang in langs:
        data = tempfile.mkdtemp(dir=site.dir)
        os.mkdir(f"{data}/courier")
        shutil.copy(f"{site.dir}/desk/status.jws", f"{data}/courier/")
        yield lang, ini, data


def main():
    langs = [x["tag"] for x in load("languages.json")["languages"]]
    chosen = [x for x in [*langs, "staff"] if not sys.argv[1:] or x in sys.argv[1:]]
    print(f"1..{len(chosen) + 1}")
    total, bad, source, sounds = 0, 0, None, Sounds(CONTENT)
    with Site(enrol=False) as site, Pool(int(os.environ.get("AUDIT_JOBS", 2 * os.cpu_count()))) as pool:
        todo = list(jobs(site, sorted(chosen, key=lambda x: x != "en")))
        for n, frames in enumerate(pool.imap(run, todo), 1):
            source = frames if frames.lang == "en" else source
            faults = frames.faults if frames.lang == "staff" else [
                *frames.faults, *unseen(frames, langs), *english(frames, source), *sounds.unsaid(frames.lang, frames.says)]
            total += frames.count
            bad += bool(faults)
            print(f"{'not ok' if faults else 'ok'} {n} - {frames.lang}: {frames.count} frames", flush=True)
            for fault in faults:
                print(f"# {frames.lang}: {fault}", flush=True)
    least = sum(len(PANELS) * len(TEXT) * 4 * len(STAFF if x == "staff" else SCREENS) for x in chosen)
    print(f"{'ok' if total > least else 'not ok'} {len(chosen) + 1} - {total} frames in {len(chosen)} languages")
    return 1 if bad or total <= least else 0


if __name__ == "__main__":
    sys.exit(main())
