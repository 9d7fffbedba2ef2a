#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Colour vision: what is chosen can be told from what is not, whatever somebody's eyes do with colours.

Real screenshots in the four themes, seen with the three kinds of dichromacy (Machado, Oliveira, Fernandes 2009,
"A Physiologically-based Model for Simulation of Color Vision Deficiency", table 1, severity 1.0, on linear RGB).
Each pair is one widget before and after it was chosen. It must differ by 3:1 in its ground or in shape; a card with
a pictogram must carry its badge besides. Shape is judged without colour: where a picture stands out 3:1 from its own
ground. Texts of buttons must keep 4.5:1, and the circles of progress must differ in form. Prints TAP.
"""
import collections
import json
import os
import struct
import sys
import tempfile
import zlib
from multiprocessing import Pool

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from fullsite import Site  # noqa: E402
from kiosk import CONTENT, Failure, Kiosk  # noqa: E402

VISIONS = {
    "typical": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
APART = 3.0  # contrast of grounds and borders
READABLE = 4.5
SHAPE_MM2 = 12.0  # so much ink must be elsewhere for another shape


# --- pictures ----------------------------------------------------------------------------------------------

def unfilter(kind, row, above):
    """One PNG scanline (RFC 2083 §6), three bytes a pixel."""
    if kind == 2:
        return bytearray((a + b) & 255 for a, b in zip(row, above))
    out = bytearray(row)
    for i in range(len(out)):
        left, up, corner = (out[i - 3], above[i], above[i - 3]) if i >= 3 else (0, above[i], 0)
        if kind == 1:
            add = left
        elif kind == 3:
            add = (left + up) // 2
        else:
            p = left + up - corner
            pa, pb, pc = abs(p - left), abs(p - up), abs(p - corner)
            add = left if pa <= pb and pa <= pc else up if pb <= pc else corner
        out[i] = (out[i] + add) & 255
    return out


class Picture:
    def __init__(self, path):
        with open(path, "rb") as f:
            data = f.read()
        at, packed = 8, b""
        while at < len(data):
            length, kind = struct.unpack(">I4s", data[at:at + 8])
            if kind == b"IHDR":
                self.w, self.h, depth, colour = struct.unpack(">IIBB", data[at + 8:at + 18])
                assert (depth, colour) == (8, 2), "an 8-bit RGB picture"
            elif kind == b"IDAT":
                packed += data[at + 8:at + 8 + length]
            at += 12 + length
        raw, step, self.rows = zlib.decompress(packed), self.w * 3 + 1, []
        above = bytearray(self.w * 3)
        for y in range(self.h):
            line = raw[y * step:(y + 1) * step]
            above = unfilter(line[0], line[1:], above) if line[0] else bytearray(line[1:])
            self.rows.append(above)

    def crop(self, rect):
        """The colours in a rectangle, row by row."""
        x, y, w, h = rect
        return [[tuple(row[i:i + 3]) for i in range(3 * x, 3 * (x + w), 3)] for row in self.rows[y:y + h]]


def linear(c):
    c /= 255
    return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4


class Vision:
    """Luminance of colours as some eyes see them, remembered."""

    def __init__(self, matrix):
        self.matrix, self.known = matrix, {}

    def luminance(self, colour):
        if colour not in self.known:
            rgb = [linear(c) for c in colour]
            seen = [min(1.0, max(0.0, sum(m * c for m, c in zip(row, rgb)))) for row in self.matrix]
            self.known[colour] = 0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2]
        return self.known[colour]

    def contrast(self, a, b):
        a, b = self.luminance(a), self.luminance(b)
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)


def ground(crop):
    return collections.Counter(c for row in crop for c in row).most_common(1)[0][0]


def inked(crop, vision):
    """Where a picture stands out from its own ground: its shape, whatever its colours."""
    base = ground(crop)
    return [[vision.contrast(c, base) >= APART for c in row] for row in crop]


def difference(a, b):
    return sum(x != y for ra, rb in zip(a, b) for x, y in zip(ra, rb))


# --- what is looked at ---------------------------------------------------------------------------------------

class Looker:
    def __init__(self, kiosk, theme, folder):
        self.kiosk, self.theme, self.folder, self.faults, self.pairs = kiosk, theme, folder, [], 0
        self.visions = {name: Vision(m) for name, m in VISIONS.items()}

    def shot(self):
        path = os.path.join(self.folder, "shot.png")
        self.kiosk.do(f"shot {path}")
        return Picture(path)

    def widget(self, name):
        for _ in range(3):  # or in the next view of the page
            for w in self.kiosk.now["widgets"]:
                if w["id"] == name:
                    return w
            self.kiosk.tap("nav.next")
        raise Failure(f"no {name} on {self.kiosk.screen}: {self.kiosk.ids()}")

    def fault(self, text):
        self.faults.append(f"{self.theme}: {self.kiosk.screen}: {text}")

    def pair(self, name, off, on, badge=None):
        """The same place before and after it was chosen."""
        self.pairs += 1
        px = self.kiosk.now["px_per_mm"] ** 2
        for vision_name, v in self.visions.items():
            apart = v.contrast(ground(off), ground(on))
            shape = difference(inked(off, v), inked(on, v)) / px
            if apart < APART and shape < SHAPE_MM2:
                self.fault(f"{name}, {vision_name}: grounds {apart:.1f}:1, shapes {shape:.0f} mm² apart")
            if badge:
                a, b = ([r[badge[0]:badge[1]] for r in c[badge[2]:badge[3]]] for c in (off, on))
                tick = difference(inked(a, v), inked(b, v)) / px
                if tick < SHAPE_MM2 / 2:
                    self.fault(f"{name}, {vision_name}: no badge ({tick:.1f} mm²)")

    def choose(self, name, badge=False):
        rect = self.widget(name)["rect"]
        off = self.shot().crop(rect)
        self.kiosk.tap(name)
        if name not in self.kiosk.ids():  # it led on by itself
            self.kiosk.tap("nav.back")
        if not any(w["id"] == name and w["rect"] == rect for w in self.kiosk.now["widgets"]):
            return self.fault(f"{name} has gone elsewhere")
        w, h = rect[2], rect[3]
        return self.pair(name, off, self.shot().crop(rect), (0, min(h, w // 3), h // 2, h) if badge else None)

    def control(self, name):
        """The comparison itself: a widget does not differ from itself."""
        rect = self.widget(name)["rect"]
        crop, faults = self.shot().crop(rect), self.faults
        self.faults = []
        self.pair(name, crop, crop, (0, rect[2] // 3, 0, rect[3]))
        blind = len(self.faults) != 2 * len(VISIONS)
        self.faults, self.pairs = faults, self.pairs - 1
        if blind:
            self.fault("the comparison sees a difference where none is")

    def among(self, chosen, other):
        """Two widgets beside each other, one chosen: grounds only, their words differ anyway."""
        picture = self.shot()
        on, off = (ground(picture.crop(self.widget(i)["rect"])) for i in (chosen, other))
        self.pairs += 1
        for name, v in self.visions.items():
            if v.contrast(on, off) < APART:
                self.fault(f"{chosen} and {other}, {name}: grounds {v.contrast(on, off):.1f}:1")

    def texts(self):
        """Buttons can be read and told from what is around them."""
        picture = self.shot()
        for w in self.kiosk.now["widgets"]:
            if w["role"] not in ("button", "choice"):
                continue
            crop = picture.crop(w["rect"])
            base, colours = ground(crop), collections.Counter(c for row in crop for c in row)
            for name, v in self.visions.items():
                best = max((v.contrast(c, base) for c, n in colours.items() if n >= 12), default=0)
                if best < READABLE:
                    self.fault(f"{w['id']}, {name}: text {best:.1f}:1")

    def progress(self, step):
        """Done and present circles are full, the present one is larger, those to come are rings."""
        x, y, w, h = self.widget("progress")["rect"]
        crop = self.shot().crop([x, y, w, h])
        for name, v in self.visions.items():
            mask = inked(crop, v)[h // 2]
            runs, start = [], None
            for i, on in enumerate([*mask, False]):
                if on and start is None:
                    start = i
                elif not on and start is not None:
                    runs.append(i - start)
                    start = None
            full = [r for r in runs if r >= 2 * self.kiosk.now["px_per_mm"]]
            if len(full) < step or full[step - 1] <= full[0]:
                self.fault(f"progress, {name}: {full} at step {step}")


def look(job):
    theme, ini, data = job
    with Kiosk(size="1280x800", config=ini, data=data) as k, tempfile.TemporaryDirectory() as folder:
        k.inspect()
        k.tap("lang.en")
        while k.now["theme"] != theme:
            k.tap("bar.contrast")
        see = Looker(k, theme, folder)
        see.texts()
        k.tap("bar.language")
        see.among("lang.en", "lang.ja")
        k.tap("nav.close", "bar.comfort")
        see.choose("comfort.left", badge=False)
        k.tap("comfort.left", "nav.close", "notice.begin")
        see.control("about.SELF")
        see.choose("about.SELF", badge=True)
        see.progress(3)
        k.choose("urgency.U1")
        k.expect("danger")
        see.choose("urgent_kind.VIOL", badge=True)
        see.texts()
        k.leave("danger")
        see.choose("topics.T07", badge=True)
        k.leave("topics")
        see.choose("age_band.A2")
        k.leave("person")
        see.texts()
    return theme, see.pairs, see.faults


def main():
    with open(f"{CONTENT}/themes.json", encoding="utf-8") as f:
        themes = [t["id"] for t in json.load(f)["themes"]]
    print(f"1..{len(themes)}")
    bad = 0
    with Site(enrol=False) as site, Pool(os.cpu_count()) as pool:
        jobs = [(t, site.ini, tempfile.mkdtemp(dir=site.dir)) for t in themes]
        for n, (theme, pairs, faults) in enumerate(pool.imap(look, jobs), 1):
            bad += bool(faults)
            print(f"{'not ok' if faults else 'ok'} {n} - {theme}: {pairs} pairs in {len(VISIONS)} kinds of eyes", flush=True)
            for fault in faults:
                print(f"# {fault}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
