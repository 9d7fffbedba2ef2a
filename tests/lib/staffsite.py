# SPDX-License-Identifier: Apache-2.0
"""A site with staff: the console that makes them, the door with its PIN, what a screen says, and the audit log."""
import contextlib
import hashlib
import json
import subprocess

from fullsite import Site
from kiosk import BIN

PIN, OTHER = "472918", "805137"


def console(site, *words, typed=()):
    """Exit code and output of `marumado-kiosk staff …` with these lines as its standard input."""
    r = subprocess.run([f"{BIN}/marumado-kiosk", "--config", site.ini, "staff", *words],
                       input="".join(f"{x}\n" for x in typed).encode(), capture_output=True, check=False)
    return r.returncode, r.stdout.decode()


def add_manager(site, pin=PIN):
    code, out = console(site, "add", "山田", typed=(pin, pin))
    assert code == 0, (code, out)
    return out.split()[0]


def door(kiosk, who):
    kiosk.inspect()
    kiosk.tap("start.staff")
    kiosk.expect("staff_who")
    kiosk.tap(f"who.{who}")
    kiosk.expect("staff_pin")


def enter(kiosk, pin):
    kiosk.tap(*(f"pin.{d}" for d in pin), "staff.enter")


def unlock(kiosk, who, pin=PIN):
    door(kiosk, who)
    enter(kiosk, pin)
    kiosk.expect("staff_home")


def label(kiosk, widget):
    return next(w["label"] for w in kiosk.now["widgets"] if w["id"] == widget)


def log_of(site):
    with open(f"{site.data}/keys/staff/audit.jsonl", "rb") as f:
        return f.read().splitlines()


def chain(lines):
    """The log as anybody may verify it; raises where it breaks."""
    prev, found = "0" * 64, []
    for n, line in enumerate(lines, 1):
        entry = json.loads(line)
        assert entry["n"] == n and entry["prev"] == prev, f"line {n}: {entry}"
        assert set(entry) == {"v", "n", "at", "who", "what", "prev"}, entry
        prev = hashlib.sha256(line).hexdigest()
        found.append(entry["what"])
    return found


class StaffSite(Site):
    """A site whose manager is `manager`."""

    def start(self, enrol):
        super().start(enrol)
        self.manager = add_manager(self)

    @contextlib.contextmanager
    def staff(self, **options):
        """A kiosk that the manager has unlocked."""
        with self.kiosk(**options) as kiosk:
            unlock(kiosk, self.manager)
            yield kiosk
