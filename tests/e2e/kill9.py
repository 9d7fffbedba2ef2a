#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""kill -9 of kiosk, courier and city at random, 100 times: every receipt that was shown is in the outbox or opens
at the city, and nothing is there twice. The seed is printed; MARUMADO_SEED repeats a run."""
import os
import random
import re
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from fullsite import Site  # noqa: E402
from kiosk import BIN, CONTENT, tap_out  # noqa: E402

KILLS = int(os.environ.get("MARUMADO_KILLS", "100"))
SEED = int(os.environ.get("MARUMADO_SEED", str(random.SystemRandom().randrange(2**32))))
VISIT = """tap lang.en
tap notice.begin
tap about.SELF
tap urgency.U3
tap topics.T07
tap nav.next
expect person
tap nav.next
expect words
type kill
tap nav.next
tap contact_way.HERE
tap consent_share.Y
tap check.send
expect done
tap done.end
"""


def visit(site, kill_after=None):
    """A visit by script; the receipts it showed. Killed after that many seconds when given."""
    with open(f"{site.dir}/kill.script", "w", encoding="utf-8") as f:
        f.write(VISIT)
    kiosk = subprocess.Popen(
        [f"{BIN}/marumado-kiosk", "--config", site.ini, "--content", CONTENT, "--size", "1920x1080", "--script",
         f"{site.dir}/kill.script"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "SDL_VIDEODRIVER": "dummy"})
    if kill_after is not None:
        try:
            kiosk.wait(kill_after)
        except subprocess.TimeoutExpired:
            kiosk.send_signal(signal.SIGKILL)
    out, err = kiosk.communicate()
    if kill_after is None and kiosk.returncode != 0:
        raise AssertionError(f"kiosk: {kiosk.returncode}: {err.decode()}")
    return re.findall(r"RECEIPT ([0-9-]{14})\n", out.decode())


def kill_shell_job(site, name):
    site.call(f"kill -9 $site_{name}_pid; wait $site_{name}_pid 2>/dev/null; true")


def nothing_shown_is_lost_and_nothing_is_twice():
    rng = random.Random(SEED)
    print(f"# seed {SEED}, {KILLS} kills")
    shown = []
    with Site() as site:
        site.call("site_sync_start")
        begin = time.monotonic()
        shown += visit(site)
        whole = time.monotonic() - begin
        victims = {"kiosk": 0, "sync": 0, "city": 0}
        for _ in range(KILLS):
            victim = rng.choice(list(victims))
            victims[victim] += 1
            if victim == "kiosk":
                shown += visit(site, kill_after=rng.uniform(0, whole * 1.1))
            else:
                shown += visit(site)
                time.sleep(rng.uniform(0, 0.1))
                kill_shell_job(site, victim)
                site.call("site_city_start" if victim == "city" else "site_sync_start")
        print(f"# {victims}, {len(shown)} receipts")
        assert min(victims.values()) > 0 or KILLS < 10, "each program must be killed at least once"
        kill_shell_job(site, "sync")
        for _ in range(50):
            code = site.sync_once()
            if code == 0:
                break
            time.sleep(0.1)
        assert code == 0, f"sync --once: {code}"
        site.collect()
        records = site.records()
        receipts = [r["receipt"] for r in records]
        ids = [r["id"] for r in records]
        assert len(set(receipts)) == len(receipts) and len(set(ids)) == len(ids), "something is at the city twice"
        lost = {r.replace("-", "") for r in shown} - set(receipts)
        assert not lost, f"{len(lost)} of {len(shown)} receipts are nowhere (seed {SEED}): {sorted(lost)[:3]}"


if __name__ == "__main__":
    sys.exit(tap_out([nothing_shown_is_lost_and_nothing_is_twice]))
