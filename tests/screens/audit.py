#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Layout audit: every screen × language × text size × theme × resolution, read from --inspect.

For each it must hold: nothing overlaps, nothing leaves the panel, no text is cut, targets are at least
20 mm (keys 15 mm) in both directions and 5 mm apart (keys: any gap), text contrast at least 7:1, borders 3:1.
The walk visits every screen there is: the form with the answers that open all its pages, the overlays, and
the failure screen. Prints TAP, one test per combination, and says which screens were seen.
"""
import json
import os
import sqlite3
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from fullsite import Site  # noqa: E402
from kiosk import CONTENT, Failure, Kiosk  # noqa: E402

SIZES = os.environ.get("AUDIT_SIZES", "1024x600 1920x1080 1080x1920").split()
TEXT = (100, 120, 140)
SITE = None  # the keys of a city that need not run
JAPANESE = ("ja", "ja-simple")  # nobody needs an interpreter there
TARGET_MM, KEY_MM, GAP_MM = 20.0, 15.0, 5.0
EXPECTED = {"start", "notice", "notice_more", "who", "danger", "topics", "main", "person", "words", "contact",
            "safety", "when", "name", "phone", "consent", "scope", "check", "done", "lookup", "directory",
            "about", "language", "idle", "neutral", "staff_call", "interp", "trouble"}
DIRECTORY_LEAST = 4  # entries of its first page
TROUBLE_TEXT = 140  # its wait for the locked outbox is long: once a size and language, where room is least


def inside(a, b):
    return a[0] >= b[0] and a[1] >= b[1] and a[0] + a[2] <= b[0] + b[2] and a[1] + a[3] <= b[1] + b[3]


def gap(a, b):
    """Pixels between two rectangles; negative when they overlap."""
    dx = max(b[0] - (a[0] + a[2]), a[0] - (b[0] + b[2]))
    dy = max(b[1] - (a[1] + a[3]), a[1] - (b[1] + b[3]))
    return max(dx, dy)


def faults(frame):
    px = frame["px_per_mm"]
    widgets = frame["widgets"]
    panel = [0, 0, *frame["size"]]
    for w in widgets:
        name, rect = w["id"], w["rect"]
        if not inside(rect, panel):
            yield f"{name} leaves the panel: {rect}"
        if w["text_overflow"]:
            yield f"{name} cuts its text"
        if w["contrast"] < 7.0:
            yield f"{name}: text contrast {w['contrast']:.2f}"
        if w["border_contrast"] < 3.0:
            yield f"{name}: border contrast {w['border_contrast']:.2f}"
        if w["role"] in ("button", "choice", "key", "field"):
            least = (KEY_MM if w["role"] == "key" else TARGET_MM) * px - 1
            if rect[2] < least or rect[3] < least:
                yield f"{name}: {rect[2] / px:.1f} × {rect[3] / px:.1f} mm"
    for i, a in enumerate(widgets):
        for b in widgets[i + 1:]:
            between = gap(a["rect"], b["rect"])
            targets = a["role"] != "text" and b["role"] != "text" and "image" not in (a["role"], b["role"])
            keys = "key" in (a["role"], b["role"])
            if between < 0 and not (a["role"] == "image" or b["role"] == "image"):
                yield f"{a['id']} and {b['id']} overlap by {-between} px"
            elif targets and not keys and between < GAP_MM * px - 1.5:
                yield f"{a['id']} and {b['id']} are {between / px:.1f} mm apart"


class Audit:
    def __init__(self, kiosk, name):
        self.kiosk, self.name = kiosk, name
        self.seen, self.found = set(), []

    def look(self):
        frame = self.kiosk.inspect()
        self.seen.add(frame["screen"])
        for fault in faults(frame):
            self.found.append(f"{frame['screen']}: {fault}")
        return frame

    def tap(self, widget):
        self.kiosk.tap(widget)
        return self.look()

    def all_views(self, screen):
        """Every view of a page and every further page of its grids, without leaving it."""
        for i in [i for i in self.kiosk.ids() if i.endswith(".more") and not i.startswith(("nav", "notice"))]:
            for _ in range(6):
                before = self.kiosk.ids()
                self.tap(i)
                if self.kiosk.ids() == before:
                    break

    def answer(self, screen, picks):
        """Chooses what is asked for on this page, looking at every view on the way."""
        for widget in picks:
            if self.kiosk.screen != screen:
                break
            self.all_views(screen)
            self.kiosk.choose(widget)
            self.look()
        self.kiosk.leave(screen)
        self.look()

    def out(self):
        self.tap("nav.close" if self.kiosk.has("nav.close") else "nav.back")

    def overlays(self):
        for opener, screen in (("bar.language", "language"), ("nav.staff", "staff_call")):
            self.tap(opener)
            self.kiosk.expect(screen)
            self.out()


def trouble(audit):
    """Sends while somebody else holds the outbox; leaves the failure screen by trying again."""
    k = audit.kiosk
    other = sqlite3.connect(f"{k.data}/outbox/outbox.db", isolation_level=None)
    try:
        other.execute("begin exclusive")
        audit.tap("check.send")
        k.expect("trouble")
        audit.overlays()
    finally:
        other.close()
    audit.tap("trouble.retry")


def walk(audit, lang, text, theme, with_trouble):
    k = audit.kiosk
    audit.look()
    for door in ("lookup", "directory", "about"):
        audit.tap(f"start.{door}")
        names = [i for i in k.ids() if i.endswith(".number")]
        if door == "directory" and len(names) < DIRECTORY_LEAST:
            audit.found.append(f"directory: only {names}")
        audit.all_views(door)
        audit.out()
    k.tap(f"lang.{lang}")
    for _ in range(3):
        if k.now["text_percent"] == text:
            break
        k.tap("bar.text_size")
    for _ in range(6):
        if k.now["theme"] == theme:
            break
        k.tap("bar.contrast")
    if (k.now["text_percent"], k.now["theme"]) != (text, theme):
        raise Failure(f"could not set {text} {theme}: {k.now['text_percent']} {k.now['theme']}")
    audit.look()
    audit.tap("notice.more")
    audit.out()
    audit.overlays()
    audit.tap("notice.begin")
    audit.answer("who", ["about.SELF", "urgency.U2"])
    k.expect("danger")
    audit.overlays()
    audit.answer("danger", ["urgent_kind.VIOL", "urgent_kind.FOOD"])
    audit.answer("topics", ["topics.T06", "topics.T07", "topics.T13"])
    audit.answer("main", ["topic_main.T13"])
    audit.answer("person", ["age_band.A2"])
    k.do("type せんげつ しごとが なくなりました。")
    audit.look()
    for tab in [i for i in k.ids() if i.startswith("tab.")]:
        audit.tap(tab)
    audit.answer("words", [])
    audit.answer("contact", ["contact_way.TEL"])
    audit.answer("safety", ["phone_shared.Y", "voicemail_ok.N", "say_city_ok.N"])
    audit.answer("when", ["contact_time.AM"])
    k.do("type やまだ")
    audit.answer("name", [])
    k.do("type 09012345678")
    audit.answer("phone", [])
    if k.screen == "interp":
        audit.answer("interp", ["interp_need.Y", "interp_lang.en"])
    audit.answer("consent", ["consent_share.S"])
    audit.answer("scope", ["consent_scope.KON"])
    k.expect("check")
    if with_trouble:
        trouble(audit)
    else:
        audit.tap("check.send")
    k.expect("done")
    audit.tap("done.hide")
    k.tap("done.end")
    # once more, up to the idle warning and the quick exit
    k.tap(f"lang.{lang}", "notice.begin")
    k.do("wait 61000")
    audit.look()
    k.expect("idle")
    k.tap("idle.continue")
    audit.tap("nav.quit")
    k.expect("neutral")


def run(combo):
    size, lang, text, theme, with_trouble = combo
    name = f"{lang} {size} {text} % {theme}"
    with Kiosk(size=size, config=SITE.ini, data=tempfile.mkdtemp(dir=SITE.dir)) as k:
        audit = Audit(k, name)
        try:
            walk(audit, lang, text, theme, with_trouble)
        except Failure as e:
            audit.found.append(f"walk: {e}")
            k.process.kill()
            k.close(quiet=True)
        return name, audit


def main():
    langs = [x["tag"] for x in json.load(open(f"{CONTENT}/languages.json", encoding="utf-8"))["languages"]]
    themes = [t["id"] for t in json.load(open(f"{CONTENT}/themes.json", encoding="utf-8"))["themes"]]
    only = sys.argv[1:]
    combos = [(s, l, t, th, t == TROUBLE_TEXT and th == themes[0]) for s in SIZES for l in langs for t in TEXT for th in themes
              if not only or all(o in (s, l, str(t), th) for o in only)]
    print(f"1..{len(combos) + 1}")
    seen, bad = set(), 0
    with Site(enrol=False) as site, ThreadPoolExecutor(os.cpu_count()) as pool:
        globals()["SITE"] = site
        for n, (name, audit) in enumerate(pool.map(run, combos), 1):
            seen |= audit.seen
            bad += bool(audit.found)
            print(f"{'not ok' if audit.found else 'ok'} {n} - {name}", flush=True)
            for fault in sorted(set(audit.found)):
                print(f"# {fault}")
    unasked = set() if any(c[4] for c in combos) else {"trouble"}
    unasked |= {"interp"} if all(c[1] in JAPANESE for c in combos) else set()
    missing = EXPECTED - unasked - seen
    print(f"{'not ok' if missing else 'ok'} {len(combos) + 1} - every screen was seen{': not ' if missing else ''}"
          f"{' '.join(sorted(missing))}")
    return 1 if bad or missing else 0


sys.exit(main())
