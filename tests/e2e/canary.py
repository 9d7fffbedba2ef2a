#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A canary typed in each field is in no file, in no encoding, and not in the kiosk's memory after a wipe: by the
quick exit, by walking away, and after sending. The scanner is first shown to find what is there."""
import base64
import os
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from fullsite import Site  # noqa: E402
from kiosk import Visit, tap_out  # noqa: E402

WORDS = "かなりやQzxvカナリア"
NAME = "きらきらQjwk"
PHONE = "07255443322"
CANARIES = (WORDS, NAME, PHONE)
SIZE = (1920, 1080)
CANVAS = "own_words.canvas"
PATTERN = [(113, 127), (389, 831), (541, 163), (701, 877), (907, 211)]  # thousandths of the canvas
drawings = {}  # name -> needle, set once the place of the canvas is known


def encodings(text):
    for codec in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
        raw = text.encode(codec)
        yield codec, raw
        for shift in range(3):  # base64 of the text at each alignment, without the unsure ends
            coded = base64.b64encode(b"\0" * shift + raw)
            yield f"base64 {codec}", coded[(shift * 8 + 5) // 6 + 1: -4]


def draw_pattern(kiosk):
    """Draws, and tells what its points look like in memory: units, pixels, floats of the panel, digits."""
    kiosk.tap("tab.draw")
    kiosk.do(f"draw {CANVAS} " + " ".join(f"{x},{y}" for x, y in PATTERN))
    x, y, w, h = next(i["rect"] for i in kiosk.now["widgets"] if i["id"] == CANVAS)
    pixels = [(px * (w - 1) // 1000, py * (h - 1) // 1000) for px, py in PATTERN]
    units = [((2 * px * 2000 + w) // (2 * w), (2 * py * 2000 + w) // (2 * w)) for px, py in pixels]
    ways = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(units, units[1:])]
    panel = [(x + px, y + py) for px, py in pixels]
    drawings["points"] = b"".join(struct.pack("<hh", *p) for p in units[1:3])
    drawings["pixels"] = b"".join(struct.pack("<ii", *p) for p in panel[1:3])
    drawings["finger"] = struct.pack("<ff", *((a + 0.5) / s for a, s in zip(panel[-1], SIZE)))
    drawings["digits"] = ",".join(f"{a},{b}" for a, b in ways[:2]).encode()


def finds(data):
    return [f"drawing as {name}" for name, needle in drawings.items() if needle in data] + [f"{text} as {name}" for text in CANARIES for name, needle in encodings(text) if needle in data]


def memory(pid):
    """All readable private memory of a process (root, or the kernel refuses: the process is not dumpable)."""
    with open(f"/proc/{pid}/maps", encoding="utf-8") as maps, open(f"/proc/{pid}/mem", "rb", 0) as mem:
        for line in maps:
            area, rights = line.split()[:2]
            if "r" not in rights or line.rstrip().endswith(("[vvar]", "[vsyscall]")):
                continue
            begin, end = (int(x, 16) for x in area.split("-"))
            try:
                mem.seek(begin)
                yield line.rstrip(), mem.read(end - begin)
            except (OSError, ValueError):
                continue


def in_memory(pid):
    return [f"{hit} in {place}" for place, data in memory(pid) for hit in finds(data)]


def in_files(folder, skip=()):
    found = []
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            if path in skip:
                continue
            with open(path, "rb") as f:
                found += [f"{hit} in {path}" for hit in finds(f.read())]
    return found


def type_everywhere(kiosk, check=False):
    """Fills every field, by keys and by finger, and stops on the check screen (or while drawing)."""
    visit = Visit("en", about="SELF", urgency="U3", topics=["T07"], own_words={"text": WORDS}, contact_way="TEL",
                  phone_shared="N", voicemail_ok="N", say_city_ok="N", name_kana={"text": NAME},
                  phone={"text": PHONE}, consent_share="Y")
    visit.run(kiosk, send=False)
    kiosk.expect("check")
    kiosk.tap("check.edit.words")
    draw_pattern(kiosk)
    if check:
        return
    kiosk.leave("words")
    kiosk.expect("check")


def roomy(site):
    """A kiosk whose home, temporary folder and working folder are inside the site's folder."""
    home = f"{site.dir}/home"
    os.makedirs(home, exist_ok=True)
    return site.kiosk(env={"HOME": home, "TMPDIR": home, "XDG_RUNTIME_DIR": home, "XDG_CACHE_HOME": home})


def the_scanner_finds_what_is_there():
    with Site() as site, roomy(site) as kiosk:
        type_everywhere(kiosk, check=True)
        hits = in_memory(kiosk.process.pid)
        for kind in ("points", "pixels", "finger"):
            assert any(f"drawing as {kind}" in h for h in hits), f"{kind} of a stroke are not found"
        for text in CANARIES:
            assert any(text in h for h in hits), f"{text} was typed and is not found: the scan proves nothing"
        kiosk.tap("nav.quit")


def clean(site, kiosk, how):
    hits = in_memory(kiosk.process.pid)
    assert not hits, f"after {how}: {hits[:6]}"
    hits = in_files(site.dir)
    assert not hits, f"after {how}: {hits[:6]}"


def quick_exit_leaves_nothing():
    with Site() as site, roomy(site) as kiosk:
        type_everywhere(kiosk)
        kiosk.tap("nav.quit")
        kiosk.expect("neutral")
        clean(site, kiosk, "the quick exit")


def walking_away_leaves_nothing():
    with Site() as site, roomy(site) as kiosk:
        type_everywhere(kiosk)
        kiosk.do("wait 60500")
        kiosk.expect("idle")
        kiosk.do("wait 30500")
        kiosk.expect("start")
        clean(site, kiosk, "walking away")


def sending_leaves_only_the_seal():
    with Site() as site, roomy(site) as kiosk:
        type_everywhere(kiosk)
        kiosk.tap("check.send")
        kiosk.expect("done")
        kiosk.tap("done.end")
        kiosk.expect("start")
        clean(site, kiosk, "sending")
        assert site.sync_once() == 0
        clean(site, kiosk, "delivery")


def keys_of_the_screen_leave_nothing():
    with Site() as site, roomy(site) as kiosk:
        visit = Visit("ja-simple", about="SELF", urgency="U3", topics=["T07"])
        kiosk.inspect()
        kiosk.tap("lang.ja-simple", "notice.begin")
        answers = dict(visit.answers)
        while kiosk.screen != "words":
            visit.page(kiosk, answers)
        for letter in "かなりやかなりや":
            kiosk.tap(f"key.{letter}")
        kiosk.tap("nav.quit")
        needle = "かなりやかなりや"
        for codec in ("utf-8", "utf-16-le", "utf-32-le"):
            for place, data in memory(kiosk.process.pid):
                assert needle.encode(codec) not in data, f"{codec} in {place}"


def no_core_is_dumped():
    with Site() as site, site.kiosk() as kiosk:
        kiosk.inspect()
        pid = kiosk.process.pid
        limits = open(f"/proc/{pid}/limits", encoding="utf-8").read()
        core = [line for line in limits.splitlines() if line.startswith("Max core file size")][0]
        assert core.split()[4:6] == ["0", "0"], core
        assert os.stat(f"/proc/{pid}/mem").st_uid == 0, "the process can be dumped"


if __name__ == "__main__":
    if os.geteuid() != 0:
        print("1..0 # SKIP reading the memory of a process that is not dumpable needs root")
        sys.exit(0)
    sys.exit(tap_out([the_scanner_finds_what_is_there, quick_exit_leaves_nothing, walking_away_leaves_nothing,
                      sending_leaves_only_the_seal, keys_of_the_screen_leave_nothing, no_core_is_dumped]))
