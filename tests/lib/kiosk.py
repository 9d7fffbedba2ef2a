# SPDX-License-Identifier: Apache-2.0
"""Drives a real marumado-kiosk through --script - and reads --inspect's JSON, step by step.

Used by the layout audit and the end-to-end tests. A Kiosk is a context manager; every command waits until
the program has carried it out, so nothing here depends on time.
"""
import json
import os
import re
import subprocess
import tempfile
import time

BIN = os.environ.get("MARUMADO_BIN", "build/release")
CONTENT = os.environ.get("MARUMADO_CONTENT", "build/content")


class Failure(AssertionError):
    pass


class Kiosk:
    def __init__(self, data=None, config=None, size="1920x1080", lang=None, wrap=(), env=None, extra=()):
        self.dir = tempfile.TemporaryDirectory(prefix="marumado-")
        self.data = data or os.path.join(self.dir.name, "data")
        self.mark = os.path.join(self.dir.name, "inspect.json")
        self.receipts = []
        self.steps = 0
        args = [*wrap, f"{BIN}/marumado-kiosk", "--content", CONTENT, "--size", size, "--script", "-"]
        if config:
            args += ["--config", config]
        if data or not config:
            args += ["--data", self.data]
        if lang:
            args += ["--lang", lang]
        self.err = open(os.path.join(self.dir.name, "stderr"), "w+b")
        self.process = subprocess.Popen(
            [*args, *extra], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.err,
            env={**os.environ, "SDL_VIDEODRIVER": "dummy", **(env or {})})

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.close(quiet=kind is not None)

    def send(self, line):
        try:
            self.process.stdin.write(line.encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise Failure(f"the kiosk ended before «{line}»: {self.complaints()}") from None

    def complaints(self):
        self.err.flush()
        self.err.seek(0)
        return self.err.read().decode(errors="replace")[-2000:]

    def inspect(self):
        """What is on the screen now, as --inspect tells it."""
        path = f"{self.mark}.{self.steps}"
        self.steps += 1
        self.send(f"inspect {path}")
        while not os.path.exists(path):
            if self.process.poll() is not None:
                raise Failure(f"the kiosk ended with {self.process.returncode}: {self.complaints()}")
            time.sleep(0.0005)
        with open(path, encoding="utf-8") as f:
            self.now = json.load(f)
        os.unlink(path)
        return self.now

    def do(self, *lines):
        """Commands, then what is on the screen after the last of them."""
        for line in lines:
            self.send(line)
        return self.inspect()

    def tap(self, *widgets):
        return self.do(*(f"tap {w}" for w in widgets))

    @property
    def screen(self):
        return self.now["screen"]

    def ids(self):
        return [w["id"] for w in self.now["widgets"]]

    def has(self, widget):
        return any(w["id"] == widget and w["enabled"] for w in self.now["widgets"])

    def choose(self, widget):
        """Taps a choice, looking for it on the further pages of its grid or the next views of the page."""
        question = widget.split(".")[0]
        for _ in range(12):
            if self.has(widget):
                return self.tap(widget)
            if self.has(f"{question}.more"):
                self.tap(f"{question}.more")
            else:
                self.tap("nav.next")
        raise Failure(f"no {widget} on {self.screen}: {self.ids()}")

    def leave(self, screen):
        """Goes on until the screen is another one."""
        for _ in range(8):
            if self.screen != screen:
                return self.now
            self.tap("nav.next")
        raise Failure(f"cannot leave {screen}: {self.ids()}")

    def expect(self, screen):
        if self.screen != screen:
            raise Failure(f"expected {screen}, it is {self.screen}: {self.ids()}")

    def close(self, quiet=False):
        """Ends the script; collects RECEIPT lines. Raises when the kiosk did not end with 0."""
        if self.process.returncode is not None and self.err.closed:
            return self.receipts
        out, _ = self.process.communicate()
        self.receipts += re.findall(r"^RECEIPT ([0-9-]+)$", out.decode(), re.M)
        code = self.process.returncode
        complaint = self.complaints()
        self.err.close()
        if code != 0 and not quiet:
            raise Failure(f"the kiosk ended with {code}: {complaint}")
        return self.receipts


class Visit:
    """One resident's way through the form: answers in, what must reach the coordinator out."""

    def __init__(self, lang, **answers):
        self.lang = lang
        self.answers = answers  # question -> code, list of codes, or {"text": …}

    def run(self, kiosk, at_check=None, send=True):
        a = dict(self.answers)
        kiosk.inspect()
        kiosk.tap(f"lang.{self.lang}")
        kiosk.expect("notice")
        kiosk.tap("notice.begin")
        while kiosk.screen != "check":
            self.page(kiosk, a)
        if at_check:
            at_check(kiosk)
        if send:
            kiosk.tap("check.send")
        return kiosk

    def page(self, kiosk, a):
        screen = kiosk.screen
        for _ in range(24):
            todo = [q for q in a if self.open_here(kiosk, q)]
            if not todo:
                break
            question = todo[0]
            value = a.pop(question)
            if isinstance(value, dict):
                self.text(kiosk, value["text"])
            else:
                for code in [value] if isinstance(value, str) else value:
                    kiosk.choose(f"{question}.{code}")
            if kiosk.screen != screen:
                return
        if kiosk.screen == screen:
            before = kiosk.ids()
            kiosk.tap("nav.next")
            if kiosk.screen == screen and kiosk.ids() == before:
                raise Failure(f"stuck on {screen}: {before}; left: {a}")

    def begin(self, kiosk, until):
        """From the first screen to the form's page `until`."""
        kiosk.inspect()
        kiosk.tap(f"lang.{self.lang}", "notice.begin")
        answers = dict(self.answers)
        while kiosk.screen != until:
            self.page(kiosk, answers)

    def text(self, kiosk, text):
        """Types on a real keyboard."""
        kiosk.do("type " + text)

    @staticmethod
    def open_here(kiosk, question):
        return any(i.startswith(question + ".") for i in kiosk.ids())


D5 = ["0123456789", "1234067895", "2340178956", "3401289567", "4012395678", "5987604321", "6598710432", "7659821043",
      "8765932104", "9876543210"]
PERMUTE = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]


def with_check_digit(eleven):
    """A number that nobody was given."""
    for last in "0123456789":
        c = 0
        for i, ch in enumerate(reversed(eleven + last)):
            v = int(ch)
            for _ in range(i % 8):
                v = PERMUTE[v]
            c = int(D5[c][v])
        if c == 0:
            return eleven + last
    raise AssertionError(eleven)


def tap_out(tests):
    """Runs test functions, prints TAP, returns the exit status."""
    failed = 0
    print(f"1..{len(tests)}", flush=True)
    for n, test in enumerate(tests, 1):
        name = test.__name__.replace("_", " ")
        try:
            test()
            print(f"ok {n} - {name}", flush=True)
        except Exception as e:  # noqa: BLE001  a test may fail in any way
            failed += 1
            print(f"not ok {n} - {name}", flush=True)
            for line in f"{type(e).__name__}: {e}".splitlines():
                print(f"# {line}", flush=True)
    return 1 if failed else 0
