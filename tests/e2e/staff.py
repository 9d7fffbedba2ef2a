#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The staff side: a manager is made at the console, a PIN opens it and nothing else does, misses cost time that no
restart gives back, leaving it alone locks it, the home screen tells what waits, the audit log is a chain that travels
sealed and tells when somebody touched it, and the PIN is in no file and not in memory afterwards."""
import base64
import json
import os
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
sys.path.insert(0, os.path.dirname(__file__))
from canary import memory  # noqa: E402
from fullsite import Site  # noqa: E402
from kiosk import Visit, tap_out  # noqa: E402
from staffsite import OTHER, PIN, add_manager, chain, console, door, enter, label, log_of, unlock  # noqa: E402

LONG = "8051374296"
SIMPLE = dict(about="SELF", urgency="U3", topics=["T07"], own_words={"text": "private"}, contact_way="HERE",
              consent_share="Y")


def misses(kiosk, who, n):
    door(kiosk, who)
    for _ in range(n):
        enter(kiosk, OTHER)
        kiosk.expect("staff_pin")


def the_console_makes_the_first_manager_and_asks_a_pin_for_everybody_after():
    with Site() as site:
        assert console(site, "add", "佐藤", "staff", typed=(PIN, PIN))[0] == 64, "the first person is a manager"
        for trivial in ("123456", "000000", "987654", "121212", "850412", "19850412", "12345", "12345678901"):
            assert console(site, "add", "山田", typed=(trivial, trivial))[0] == 65, trivial
        assert console(site, "add", "山田", typed=(PIN, OTHER))[0] == 65, "two different PINs"
        assert not os.path.exists(f"{site.data}/keys/staff/vault.json")
        boss = add_manager(site)
        assert console(site, "add", "佐藤", "staff", typed=(OTHER, OTHER, OTHER))[0] == 77, "not the manager's PIN"
        assert console(site, "add", "山田", "staff", typed=(PIN, OTHER, OTHER))[0] == 65, "the name is taken"
        assert console(site, "add", "佐藤", "staff", typed=(PIN, OTHER, OTHER))[0] == 0
        people = [x.split(" ", 2) for x in console(site, "list")[1].splitlines()]
        assert [p[1:] for p in people] == [["manager", "山田"], ["staff", "佐藤"]], people
        assert console(site, "remove", boss, typed=(PIN,))[0] == 65, "the last manager stays"
        assert console(site, "remove", people[1][0], typed=(PIN,))[0] == 0
        assert len(console(site, "list")[1].splitlines()) == 1
        with site.kiosk() as kiosk:
            kiosk.inspect()
            assert console(site, "list")[0] == 75, "the kiosk is running"
        assert chain(log_of(site)).count("miss") == 1
        assert oct(os.stat(f"{site.data}/keys/staff/vault.json").st_mode)[-3:] == "600"


def only_the_right_pin_opens_and_misses_cost_time():
    with Site() as site:
        who = add_manager(site)
        with site.kiosk() as kiosk:
            misses(kiosk, who, 4)
            assert "staff.wait" not in kiosk.ids()
            enter(kiosk, OTHER)
            assert "staff.wait" in kiosk.ids() and not kiosk.has("staff.enter"), kiosk.ids()
            kiosk.do("wait 25000")
            kiosk.do(f"type {PIN}")
            assert not kiosk.has("staff.enter"), "the wait is over too soon"
        with site.kiosk() as kiosk:  # a restart gives nothing back: the wait begins anew
            door(kiosk, who)
            assert "staff.wait" in kiosk.ids()
            kiosk.do("wait 25000", f"type {PIN}")
            assert not kiosk.has("staff.enter")
            kiosk.do("wait 6000")
            kiosk.tap("staff.enter")
            kiosk.expect("staff_home")
            kiosk.tap("staff.lock")
            kiosk.expect("start")
            door(kiosk, who)  # and a right PIN ends it
            enter(kiosk, OTHER)
            assert "staff.wait" not in kiosk.ids()
        assert chain(log_of(site)).count("miss") == 6


def the_second_wait_is_twice_as_long():
    with Site() as site:
        who = add_manager(site)
        with site.kiosk() as kiosk:
            misses(kiosk, who, 5)
            kiosk.do("wait 31000")
            enter(kiosk, OTHER)
            kiosk.do("wait 50000")
            assert "staff.wait" in kiosk.ids()
            kiosk.do("key Backspace", "wait 11000")
            assert "staff.wait" not in kiosk.ids()


def left_alone_it_locks():
    with Site() as site:
        who = add_manager(site)
        with site.kiosk() as kiosk:
            unlock(kiosk, who)
            kiosk.do("wait 175000")
            kiosk.expect("staff_home")
            kiosk.do("wait 6000")
            kiosk.expect("start")
            kiosk.tap("start.staff", f"who.{who}")
            kiosk.expect("staff_pin")
        assert chain(log_of(site))[-1] == "idle"


def three_times_shift_locks_too():
    with Site() as site:
        who = add_manager(site)
        with site.kiosk() as kiosk:
            unlock(kiosk, who)
            kiosk.do("key Left Shift", "key Left Shift", "key Left Shift")
            kiosk.expect("neutral")
        assert chain(log_of(site))[-1] == "lock"


def the_home_tells_what_waits_and_after_a_drain_nothing():
    with Site() as site:
        who = add_manager(site)
        with site.kiosk(lang="ja") as kiosk:
            Visit("ja", **SIMPLE).run(kiosk)
            kiosk.tap("done.end")
            unlock(kiosk, who)
            assert "まだ届いていません" in label(kiosk, "home.fact.0"), label(kiosk, "home.fact.0")
            kiosk.tap("home.reports")
            row = label(kiosk, "reports.0")
            assert "送るのを待っています" in row and not any(c.isdigit() for c in row.split("　")[0]), row
            kiosk.tap("nav.back", "home.now")
            assert os.path.exists(f"{site.data}/outbox/try-now")
            assert site.sync_once() == 0
            kiosk.do("wait 500")
            assert label(kiosk, "home.fact.0") == "すべて市に届いています", label(kiosk, "home.fact.0")
            assert not kiosk.has("home.now")
            kiosk.tap("home.reports")
            assert "list.none" in kiosk.ids()


def the_log_goes_to_the_city_sealed():
    with Site() as site:
        add_manager(site)
        with site.kiosk() as kiosk:
            kiosk.inspect()
        with sqlite3.connect(f"file:{site.data}/outbox/outbox.db?mode=ro", uri=True) as db:
            payloads = [row[0] for row in db.execute("select jws from item")]
        items = []
        for jws in payloads:
            part = (jws if isinstance(jws, bytes) else jws.encode()).split(b".")[1]
            items.append(json.loads(base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4))))
        health = [i for i in items if i["kind"] == "health"]
        assert len(health) == 1 and health[0]["seal"]["recipients"], [i["kind"] for i in items]
        assert chain(log_of(site))[-1] == "sealed"
        assert site.sync_once() == 0
        with site.kiosk() as kiosk:  # once a day, not at every start
            kiosk.inspect()
        assert chain(log_of(site)).count("sealed") == 1


def a_touched_log_is_told():
    def touched(how):
        with Site() as site:
            who = add_manager(site)
            path = f"{site.data}/keys/staff/audit.jsonl"
            with site.kiosk() as kiosk:
                unlock(kiosk, who)
                kiosk.tap("home.audit")
                assert "audit.whole" in kiosk.ids(), kiosk.ids()
                how(path)
                kiosk.do("wait 1000")
                assert "audit.broken" in kiosk.ids(), kiosk.ids()
            with site.kiosk() as kiosk:
                unlock(kiosk, who)
                kiosk.tap("home.audit")
                assert "audit.broken" in kiosk.ids(), f"forgotten after a restart: {kiosk.ids()}"

    def rewrite(path, change):
        with open(path, "rb") as f:
            lines = f.read().splitlines(True)
        with open(path, "wb") as f:
            f.writelines(change(lines))

    touched(lambda p: rewrite(p, lambda x: [x[0].replace(b'"add"', b'"view"'), *x[1:]]))
    touched(lambda p: rewrite(p, lambda x: x[:-1]))
    touched(lambda p: rewrite(p, lambda x: [x[0], *x[2:]]))


def staff_are_managed_on_the_screen():
    with Site() as site:
        who = add_manager(site)
        with site.kiosk() as kiosk:
            unlock(kiosk, who)
            kiosk.tap("home.people", "people.add")
            kiosk.do("type 鈴木")
            kiosk.tap("staff.ok")
            kiosk.expect("staff_newpin")
            for pin in ("123456", "123456"):
                kiosk.do(f"type {pin}")
                kiosk.tap("staff.ok")
            assert "staff.told" in kiosk.ids(), "a trivial PIN was taken"
            for pin in (OTHER, OTHER):
                kiosk.do(f"type {pin}")
                kiosk.tap("staff.ok")
            kiosk.expect("staff_people")
            new = next(i for i in kiosk.ids() if i.startswith("person.") and i != f"person.{who}")[7:]
            kiosk.tap("staff.lock")
            unlock(kiosk, new, OTHER)
            assert not kiosk.has("home.people") and not kiosk.has("home.audit"), "that is for managers"
            kiosk.tap("staff.lock")
            unlock(kiosk, who)
            kiosk.tap("home.people", f"person.{new}", "person.reset")
            for pin in (LONG, LONG):
                kiosk.do(f"type {pin}")
                kiosk.tap("staff.ok")
            kiosk.tap("staff.lock")
            door(kiosk, new)
            enter(kiosk, OTHER)
            kiosk.expect("staff_pin")
            enter(kiosk, LONG)
            kiosk.expect("staff_home")
            kiosk.tap("staff.lock")
            unlock(kiosk, who)
            kiosk.tap("home.people", f"person.{who}", "person.remove", "person.remove_yes")
            assert "staff.told" in kiosk.ids(), "the last manager was removed"
            kiosk.tap("nav.back", f"person.{new}", "person.remove", "person.remove_yes")
            assert f"person.{new}" not in kiosk.ids()
        assert {"add", "reset", "remove"} <= set(chain(log_of(site)))


def a_damaged_vault_lets_nobody_in_and_stays_as_it_is():
    with Site() as site:
        add_manager(site)
        path = f"{site.data}/keys/staff/vault.json"
        with open(path, encoding="utf-8") as f:
            good = f.read()
        bad = good.replace('"memory_kib": 65536', '"memory_kib": 8')
        assert bad != good
        with open(path, "w", encoding="utf-8") as f:
            f.write(bad)
        with site.kiosk() as kiosk:
            kiosk.inspect()
            kiosk.tap("start.staff")
            assert "staff.nobody" in kiosk.ids()
        assert console(site, "add", "佐藤", typed=(OTHER, OTHER))[0] == 65
        with open(path, encoding="utf-8") as f:
            assert f.read() == bad


def the_pin_is_in_no_file_and_not_in_memory_after_the_lock():
    needles = [LONG.encode(c) for c in ("utf-8", "utf-16-le", "utf-32-le")]
    needles.append(base64.b64encode(LONG.encode()))

    def in_memory(kiosk):
        return [place for place, data in memory(kiosk.process.pid) if any(n in data for n in needles)]

    with Site() as site:
        who = add_manager(site, LONG)
        with site.kiosk() as kiosk:
            door(kiosk, who)
            kiosk.tap(*(f"pin.{d}" for d in LONG))
            assert in_memory(kiosk), "it was typed and is not found: the scan proves nothing"
            kiosk.tap("staff.enter")
            kiosk.expect("staff_home")
            assert not in_memory(kiosk), in_memory(kiosk)
            kiosk.tap("staff.lock")
            door(kiosk, who)
            kiosk.do(f"type {LONG}")
            kiosk.tap("nav.back", "nav.back")
            kiosk.expect("start")
            assert not in_memory(kiosk), in_memory(kiosk)
        for root, _, names in os.walk(site.dir):
            for name in names:
                with open(os.path.join(root, name), "rb") as f:
                    data = f.read()
                assert not any(n in data for n in needles), f"{root}/{name}"


if __name__ == "__main__":
    tests = [the_console_makes_the_first_manager_and_asks_a_pin_for_everybody_after,
             only_the_right_pin_opens_and_misses_cost_time, the_second_wait_is_twice_as_long, left_alone_it_locks,
             three_times_shift_locks_too, the_home_tells_what_waits_and_after_a_drain_nothing,
             the_log_goes_to_the_city_sealed, a_touched_log_is_told, staff_are_managed_on_the_screen,
             a_damaged_vault_lets_nobody_in_and_stays_as_it_is]
    if os.geteuid() == 0:  # reading the memory of a process that is not dumpable
        tests.append(the_pin_is_in_no_file_and_not_in_memory_after_the_lock)
    sys.exit(tap_out(tests))
