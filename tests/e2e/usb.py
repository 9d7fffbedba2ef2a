#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The USB road from end to end: a visit without a line, a stick to the city and back, the kiosk erases, the coordinator
reads each request once, also when the network brings the same items at the same time."""
import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
sys.path.insert(0, os.path.dirname(__file__))
from fullsite import Site  # noqa: E402
from staffsite import add_manager, chain, log_of, unlock  # noqa: E402
from status import look_up  # noqa: E402
from kiosk import BIN, tap_out  # noqa: E402



def stop_city(site):
    site.call("kill $site_city_pid; wait $site_city_pid 2>/dev/null; true")


def carry(site, way, name):
    site.program("sync", "--config", site.ini, f"--{way}", f"{site.dir}/{name}")
    return f"{site.dir}/{name}"


def city_import(site, path, *args, code=0, **options):
    result = subprocess.run([f"{BIN}/marumado-city", "import", path, "--dir", site.city, *args], check=False,
                            timeout=100, **{"capture_output": True, **options})
    assert result.returncode == code, f"exit {result.returncode}, wanted {code}: {result.stderr}"
    return result


def waiting(site):
    db = sqlite3.connect(f"file:{site.data}/outbox/outbox.db?mode=ro", uri=True)
    return db.execute("select count(*) from item").fetchone()[0]


def arrived_once(site, receipts):
    site.collect()
    assert waiting(site) == 0, "the kiosk still holds items"
    there = sorted(r["receipt"] for r in site.records())
    assert there == sorted(receipts), f"{len(receipts)} receipts, {len(there)} records"


def a_stick_carries_a_visit_and_its_acknowledgement():
    with Site() as site:
        stop_city(site)
        receipts = site.requests(2)
        items = carry(site, "export", "items.ndjson")
        city_import(site, items, "--out", f"{site.dir}/acks.ndjson")
        assert waiting(site) > 0, "nothing may be erased yet"
        carry(site, "import", "acks.ndjson")
        arrived_once(site, receipts)
        city_import(site, items, "--out", f"{site.dir}/again.ndjson")  # the same stick again
        carry(site, "import", "again.ndjson")
        arrived_once(site, receipts)


def a_site_that_never_had_a_line_enrols_by_stick():
    with Site(enrol=False) as site:
        site.program("kiosk", "enrol", "--config", site.ini)
        receipts = site.requests(1)
        result = city_import(site, carry(site, "export", "items.ndjson"), "--out", f"{site.dir}/acks.ndjson", code=75)
        assert b"approve" in result.stderr, result.stderr
        carry(site, "import", "acks.ndjson")
        site.collect()
        assert waiting(site) == 2, "pending is no reason to erase"
        device = site.program("city", "devices", "--dir", site.city).stdout.decode().split()[0]
        site.program("city", "approve", device, "--dir", site.city, "--site", "x")
        with open(f"{site.dir}/acks.ndjson", "wb") as out:  # to standard output this time
            city_import(site, carry(site, "export", "items.ndjson"), capture_output=False, stdout=out)
        carry(site, "import", "acks.ndjson")
        arrived_once(site, receipts)


def both_roads_at_once_store_each_item_once():
    with Site() as site:
        receipts = []
        for n in range(4):
            receipts += site.requests(2)
            items = carry(site, "export", "items.ndjson")
            network = threading.Thread(target=site.sync_once)
            network.start()
            city_import(site, items, "--out", f"{site.dir}/acks.ndjson")
            network.join()
            if n % 2:
                assert site.sync_once() == 0
            carry(site, "import", "acks.ndjson")
            site.collect()
        arrived_once(site, receipts)
        db = sqlite3.connect(f"file:{site.city}/city.db?mode=ro", uri=True)
        assert db.execute("select count(*), count(distinct id) from item").fetchone() == (9, 9)


def bad_lines_are_named_and_the_others_taken():
    with Site() as site:
        stop_city(site)
        receipts = site.requests(3)
        with open(carry(site, "export", "items.ndjson"), encoding="utf-8") as f:
            good = f.read().splitlines()
        jws = json.loads(good[0])["jws"]
        bad = ["{", "null", "[]", '{"type":"item"}', '{"type":"item","jws":7}', '{"type":"item","jws":"a.b.c"}',
               '{"type":"item","jws":"' + "A" * 200000 + '"}', "x" * 400000, '{"type":"item","type":"item","jws":"a"}',
               json.dumps({"type": "item", "jws": jws[:-90]}), "\udcff\udcfe", "\x00"]
        lines = [line for pair in zip(bad, good + [""] * len(bad)) for line in pair] + ['{"type":"ack","jws":"x"}', "\r"]
        with open(f"{site.dir}/mixed.ndjson", "w", encoding="utf-8", errors="surrogateescape", newline="\n") as f:
            f.write("\n".join(lines))
        result = city_import(site, f"{site.dir}/mixed.ndjson", "--out", f"{site.dir}/acks.ndjson", code=65)
        for n in range(len(bad)):
            assert f"line {2 * n + 1}:" in result.stderr.decode(), (n, bad[n][:60], result.stderr)
        carry(site, "import", "acks.ndjson")
        arrived_once(site, receipts)


def a_forged_item_is_refused_and_what_cannot_be_written_is_told():
    with Site() as site:
        stop_city(site)
        receipts = site.requests(1)
        items = carry(site, "export", "items.ndjson")
        with open(items, encoding="utf-8") as f:
            jws = json.loads(f.readline())["jws"]
        with open(f"{site.dir}/forged.ndjson", "w", encoding="utf-8") as f:
            f.write(json.dumps({"type": "item", "jws": jws.rsplit(".", 1)[0] + "." + "A" * 86}) + "\n")
        city_import(site, f"{site.dir}/forged.ndjson", code=77)
        assert site.records() == []
        city_import(site, "/nonexistent/items", code=66)
        city_import(site, site.dir, code=74)
        before = open(items, "rb").read()
        city_import(site, items, "--out", items, code=73)
        assert open(items, "rb").read() == before
        city_import(site, items, "--out", "/dev/full", code=73)
        with open("/dev/full", "wb") as full:
            city_import(site, items, code=74, capture_output=False, stdout=full)
        os.rename(f"{site.city}/city.db", f"{site.dir}/away.db")
        city_import(site, items, code=66)
        os.rename(f"{site.dir}/away.db", f"{site.city}/city.db")
        city_import(site, items, "--out", f"{site.dir}/acks.ndjson")
        carry(site, "import", "acks.ndjson")
        arrived_once(site, receipts)


def usb_dir(site, path):
    with open(site.ini, encoding="utf-8") as f:
        lines = [x for x in f.read().splitlines() if not x.strip().startswith("usb_dir")]
    with open(site.ini, "w", encoding="utf-8") as f:
        f.write("\n".join([*lines, f"usb_dir = {path}" if path else "", ""]))  # [sync] is the last section


def told(kiosk):
    return " ".join(w["label"] for w in kiosk.now["widgets"] if w["id"].startswith(("usb.", "staff.told")))


def press(kiosk, until):
    """Presses the button and waits for the courier's word."""
    kiosk.tap("usb.copy")
    for _ in range(200):
        if until in told(kiosk) and "頼みました" not in told(kiosk):
            return
        time.sleep(0.05)
        kiosk.do("wait 100")
    raise AssertionError(f"no «{until}»: {told(kiosk)}")


@contextlib.contextmanager
def at_the_button(site, who):
    """A courier at work, and somebody of the staff before the button."""
    watch = subprocess.Popen([f"{BIN}/marumado-sync", "--config", site.ini, "--watch"], stderr=subprocess.DEVNULL)
    try:
        with site.kiosk() as kiosk:
            unlock(kiosk, who)
            kiosk.choose("home.usb")
            kiosk.expect("staff_usb")
            yield kiosk
    finally:
        watch.terminate()
        watch.wait()


def a_button_of_the_staff_carries_both_ways():
    with Site() as site, tempfile.TemporaryDirectory(dir="/dev/shm") as stick:
        who = add_manager(site)
        receipts = site.requests(2)
        stop_city(site)
        with at_the_button(site, who) as kiosk:
            press(kiosk, "設定がありません")
        for nowhere in (f"{site.dir}/mount", f"{site.dir}/none"):
            os.makedirs(f"{site.dir}/mount", exist_ok=True)
            usb_dir(site, nowhere)
            with at_the_button(site, who) as kiosk:
                press(kiosk, "見つかりません")
        assert os.listdir(f"{site.dir}/mount") == [], "sealed items on the machine's own disk"
        usb_dir(site, stick)
        with at_the_button(site, who) as kiosk:
            press(kiosk, "相談などを")
        assert os.listdir(stick) == ["items-demo-1.ndjson"]
        site.call("site_city_start")  # on another port: the configuration is written anew
        usb_dir(site, stick)
        city_import(site, f"{stick}/items-demo-1.ndjson", "--out", f"{stick}/acks-demo-1.ndjson")
        site.call(f"site_status {receipts[0]} READ")
        stop_city(site)
        shutil.copy(f"{site.dir}/desk/status.jws", stick)
        with at_the_button(site, who) as kiosk:
            press(kiosk, "読みこみました")
            assert "新しくしました" in told(kiosk) and "を0件写しました" in told(kiosk), told(kiosk)
            kiosk.tap("staff.lock")
            assert "has read it" in look_up(kiosk, receipts[0])
        arrived_once(site, receipts)
        for damage in ("status.jws", "acks-demo-1.ndjson"):
            with open(f"{stick}/{damage}", "w", encoding="ascii") as f:
                f.write("neither\n")
        with at_the_button(site, who) as kiosk:
            press(kiosk, "こわれています")
        os.remove(f"{stick}/items-demo-1.ndjson")
        os.mkdir(f"{stick}/items-demo-1.ndjson")
        with at_the_button(site, who) as kiosk:
            press(kiosk, "写せませんでした")
        assert [x for x in chain(log_of(site)) if x == "usb"] == ["usb"] * 7


if __name__ == "__main__":
    sys.exit(tap_out([a_stick_carries_a_visit_and_its_acknowledgement, a_site_that_never_had_a_line_enrols_by_stick,
                      both_roads_at_once_store_each_item_once, bad_lines_are_named_and_the_others_taken,
                      a_forged_item_is_refused_and_what_cannot_be_written_is_told,
                      a_button_of_the_staff_carries_both_ways]))
