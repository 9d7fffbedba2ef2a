#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What comes after sending: a number is looked up and what was said is put right, no longer shown to others, or taken over
under a new number; by residents and by staff; nothing of it tells whether a number exists, and no number stays behind."""
import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
sys.path.insert(0, os.path.dirname(__file__))
from canary import memory  # noqa: E402
from fullsite import Site  # noqa: E402
from kiosk import CONTENT, Visit, tap_out, with_check_digit  # noqa: E402
from status import Second, look_up, visit  # noqa: E402

NOBODY = with_check_digit("27182818284")
PHONE, NEW_PHONE = "0728920000", "09012345678"


def to_change(kiosk, number, what):
    look_up(kiosk, number)
    kiosk.tap("answer.change")
    kiosk.expect("change")
    kiosk.tap(f"change.{what}")


def amend(kiosk, **answers):
    """From the list of what may change, one page after the other; then sends."""
    visit = Visit("en")
    for page, of_page in answers.items():
        kiosk.expect("check")
        kiosk.tap(f"check.edit.{page}")
        left = dict(of_page)
        while kiosk.screen != "check":
            visit.page(kiosk, left)
        assert not left, left
    kiosk.tap("check.send")
    kiosk.expect("changed")


def calls(phone):
    return {"contact_way": "TEL", "phone_shared": "N", "voicemail_ok": "N", "say_city_ok": "N", "contact_time": ["AM"],
            "phone": {"text": phone}}


def asked_to_call(site):
    with site.kiosk() as kiosk:
        Visit("en", about="SELF", urgency="U4", topics=["T07"], **calls(PHONE), consent_share="Y").run(kiosk)
        kiosk.expect("done")
    return kiosk.receipts[0].replace("-", "")


def delivered(site):
    """What the coordinator reads after a pass of the courier, by kind."""
    assert site.sync_once() == 0
    site.collect()
    kinds = {}
    for record in site.records():
        kinds.setdefault(record["kind"], []).append(record)
    return kinds


def what_a_person_puts_right_reaches_their_record_and_the_number_stays():
    with Site() as site:
        number = asked_to_call(site)
        with site.kiosk() as kiosk:
            to_change(kiosk, number, "amend")
            kiosk.expect("check")
            assert not kiosk.has("check.send"), "nothing was changed yet"
            way = calls(NEW_PHONE)
            when = {"contact_time": way.pop("contact_time")}
            amend(kiosk, contact=way, when=when, words={"own_words": {"text": "moved house"}})
            assert not kiosk.has("nav.back")
            kiosk.tap("changed.end")
            kiosk.expect("start")
        assert kiosk.receipts == [], "a person has one number"
        kinds = delivered(site)
        (first,), (amd,) = kinds["RES"], kinds["AMD"]
        assert amd["refers"] == number == first["receipt"] != amd["receipt"], amd
        assert amd["answers"] == {**calls(NEW_PHONE), "own_words": {"text": "moved house"}}, amd["answers"]
        assert "takeover" not in amd and amd["staff"] == "" and amd["lane"] == "SHIEN" and not amd["urgent"], amd
        assert first["receipt_now"] == amd["receipt_now"] == number and first["group"] == amd["group"]
        assert first["lane_now"] == amd["lane_now"] == "JUSO", "who amends has not taken their consent back"
        with site.kiosk() as kiosk:
            assert "has received it" in look_up(kiosk, number)


def a_withdrawal_takes_the_case_out_of_the_meeting_with_consent():
    with Site() as site:
        number = visit(site)
        assert [r["lane_now"] for r in delivered(site)["RES"]] == ["JUSO"]
        with site.kiosk() as kiosk:
            to_change(kiosk, number, "withdraw")
            kiosk.expect("withdraw")
            kiosk.tap("nav.back")
            kiosk.expect("change")
            kiosk.tap("change.withdraw", "withdraw.send")
            kiosk.expect("changed")
        kinds = delivered(site)
        (wdr,), (first,) = kinds["WDR"], kinds["RES"]
        assert wdr["refers"] == number and wdr["answers"] == {"consent_share": "N"}, wdr
        assert wdr["subject_consent"] == "" and wdr["lane"] == "SHIEN"
        assert first["lane_now"] == wdr["lane_now"] == "SHIEN" and first["withdrawn"]
        assert first["receipt_now"] == number


def open_to(kiosk, number):
    """All that the screens say about a number on the way through what may be changed, and how the last one looks."""
    said = []

    def look():
        said.append((kiosk.screen, sorted((w["id"], w["label"]) for w in kiosk.now["widgets"] if w["id"] != "answer.text.1")))

    look_up(kiosk, number)
    look()
    for way in (["change.amend"], ["change.withdraw"], ["change.takeover"]):
        if not said or kiosk.screen == "answer":
            kiosk.tap("answer.change")
            look()
        kiosk.tap(*way)
        look()
        kiosk.tap("nav.back")
        kiosk.expect("change")
    kiosk.tap("change.withdraw", "withdraw.send")
    look()
    kiosk.tap("changed.end")
    return said


def a_number_that_nobody_has_is_treated_like_any_other():
    with Site() as site:
        number = visit(site)
        with site.kiosk() as kiosk:
            known, unknown = open_to(kiosk, number), open_to(kiosk, NOBODY)
        assert known == unknown, (known, unknown)
        assert len({screen for screen, _ in known}) == 6, known
        kinds = delivered(site)
        assert sorted(r["refers"] for r in kinds["WDR"]) == sorted([number, NOBODY])
        assert [r["lane_now"] for r in kinds["WDR"]] == ["SHIEN"] * 2, "what speaks of nothing stays in the narrow lane"


def nothing_can_be_changed_without_a_look_up_and_its_wait():
    with Site(enrol=False) as site, site.kiosk() as kiosk:
        kiosk.inspect()
        kiosk.tap("start.lookup")
        for n in range(5):
            kiosk.do("type " + with_check_digit(f"1000000000{n}"))
            kiosk.tap("lookup.show")
            kiosk.tap("answer.change", "change.amend", "nav.back", "nav.back")
            kiosk.expect("lookup")
            assert "answer.change" not in kiosk.ids()
        kiosk.do("type " + NOBODY)
        kiosk.tap("lookup.show")
        kiosk.expect("lookup")
        kiosk.do("wait 1500")
        kiosk.expect("lookup")
        kiosk.do("wait 700")
        kiosk.expect("answer")
        kiosk.tap("answer.change", "change.withdraw")
        kiosk.do("wait 61000")
        kiosk.expect("idle")
        kiosk.do("wait 31000")
        kiosk.expect("start")


def no_number_stays_on_the_screen_or_in_memory():
    with Site(enrol=False) as site, site.kiosk() as kiosk:
        to_change(kiosk, NOBODY, "amend")
        grouped = "-".join(NOBODY[i:i + 4] for i in (0, 4, 8))
        for screen in ("check", "contact"):
            kiosk.expect(screen)
            said = str(kiosk.now)
            assert NOBODY not in said and grouped not in said, screen
            if screen == "check":
                kiosk.tap("check.edit.contact")
        kiosk.tap("nav.quit")
        kiosk.expect("neutral")
        left = [place for place, data in memory(kiosk.process.pid) if NOBODY.encode() in data or grouped.encode() in data]
        assert not left, left


def desk_takeover(site, *more):
    return site.program("desk", "takeover", "--key", f"{site.dir}/desk/coordinator.jwk", *more, "--dir",
                        f"{site.dir}/desk", f"{site.dir}/export.ndjson", check=False).returncode


def a_number_that_is_taken_over_stops_working_everywhere():
    with Site() as site:
        old = visit(site)
        second = Second(site)
        with site.kiosk() as kiosk:
            to_change(kiosk, old, "takeover")
            kiosk.expect("takeover")
            kiosk.tap("takeover.send")
            kiosk.expect("done")
            assert kiosk.has("done.hide")
            kiosk.tap("done.end")
            unknown = look_up(kiosk, NOBODY)
            assert look_up(kiosk, old) == unknown, "this terminal still knows the old number"
        new, = (r.replace("-", "") for r in kiosk.receipts)
        assert new != old
        with site.kiosk() as kiosk:
            assert "not been sent" in look_up(kiosk, new)
        kinds = delivered(site)
        (amd,), (first,) = kinds["AMD"], kinds["RES"]
        assert amd["takeover"] is True and amd["refers"] == old and amd["receipt"] == new and amd["answers"] == {}, amd
        assert first["receipt_now"] == amd["receipt_now"] == new and first["lane_now"] == "JUSO"
        site.call(f"site_status {old} READ")
        assert desk_takeover(site) == 0 and desk_takeover(site) == 0
        site.program("city", "publish", f"{site.dir}/desk/status.jws", "--dir", site.city)
        assert site.call(f"site_status {old} DESK --desk KAI; echo $?", check=False).strip().endswith("65")
        assert site.sync_once() == 0
        second.pull()
        for terminal in (site, second):
            with terminal.kiosk() as kiosk:
                assert look_up(kiosk, old) == look_up(kiosk, NOBODY) == unknown, "the old number says something"
                assert "has read it" in look_up(kiosk, new), "the answer did not move"
        site.call(f"site_status {new} DESK --desk KAI")
        second.pull()
        with second.kiosk() as kiosk:
            assert "Care for older people" in look_up(kiosk, new)


def who_has_the_old_number_cannot_take_it_back_or_amend():
    with Site() as site:
        old = asked_to_call(site)
        with site.kiosk() as kiosk:
            to_change(kiosk, old, "takeover")
            kiosk.tap("takeover.send", "done.end")
        new = kiosk.receipts[0].replace("-", "")
        with site.kiosk() as kiosk:
            to_change(kiosk, old, "takeover")
            kiosk.tap("takeover.send", "done.end")
            to_change(kiosk, old, "amend")
            amend(kiosk, words={"own_words": {"text": "not me"}})
            kiosk.tap("changed.end")
            to_change(kiosk, new, "amend")
            amend(kiosk, words={"own_words": {"text": "it is me"}})
        kinds = delivered(site)
        assert kinds["RES"][0]["receipt_now"] == new, kinds["RES"]
        late = [r["answers"] for r in kinds["AMD"] if r["old_number"]]
        assert late == [{}, {"own_words": {"text": "not me"}}], late
        form = site.call("site_open --lane juso --format form-csv")
        assert "it is me" in form and "not me" not in form, form


def answers_come_by_stick_too():
    with Site() as site:
        number = visit(site)
        site.call(f"site_status {number} READ")
        stick = f"{site.dir}/stick.jws"
        shutil.copy(f"{site.dir}/desk/status.jws", stick)

        def bring(path, code=0):
            got = site.program("sync", "--config", site.ini, "--import", path, check=False)
            assert got.returncode == code, got
            return got.stderr

        def says():
            with site.kiosk() as kiosk:
                return look_up(kiosk, number)

        assert "not been sent" in says()
        assert b" 1 lists of answers" in bring(stick)
        right = says()
        assert "has read it" in right
        assert b" 0 lists of answers; 1 known" in bring(stick), "twice is as once"
        text = open(stick, "rb").read()
        for name, forged in (("cut", text[:-1]), ("altered", text.replace(b".", b".A", 1)), ("long", text + b"A" * (5 << 20))):
            with open(f"{site.dir}/{name}", "wb") as f:
                f.write(forged)
            bring(f"{site.dir}/{name}", 65 if name == "long" else 0)
            assert says() == right, name
        with open(f"{site.dir}/page", "wb") as f:
            f.write(b"error: not found")
        bring(f"{site.dir}/page", 65)
        assert says() == right
        assert site.sync_once() == 0
        assert says() == right, "the line after the stick"


def an_old_city_gets_a_key_for_its_answers():
    with Site(enrol=False) as site:
        city, desk = f"{site.dir}/old", f"{site.dir}/desk"

        def run(*args, code=0):
            got = site.program("city", *args, check=False)
            assert got.returncode == code, (args, got)
            return got.stdout.decode()

        run("init", city, "--seal", f"{desk}/coordinator.pub.jwk")
        keys = open(f"{city}/keys.jws", "rb").read()
        assert site.program("desk", "status", NOBODY, "READ", "--dir", desk, check=False).returncode == 0
        run("publish", f"{desk}/status.jws", "--dir", city, code=78)
        away = f"{site.dir}/away"
        os.mkdir(away, 0o700)
        for n in (1, 2, 3):
            os.rename(f"{city}/root-{n}.jwk", f"{away}/root-{n}.jwk")
        add = ("add-content", f"{desk}/status.pub.jwk", "--dir", city)
        run(*add, code=77)
        run(*add, "--root", f"{away}/root-1.jwk", code=77)
        run(*add, "--root", f"{city}/ack.jwk", "--root", f"{away}/root-1.jwk", code=77)
        run("add-content", f"{city}/keys.jws", "--dir", city, code=65)
        assert open(f"{city}/keys.jws", "rb").read() == keys, "nothing was changed"
        two = ("--root", f"{away}/root-3.jwk", "--root", f"{away}/root-1.jwk")
        assert "version\t2" in run(*add, *two)
        assert "version\t2" in run(*add), "a key that is there changes nothing, and needs no root"
        shutil.copy(f"{city}/keys.jws", f"{desk}/keys.jws")
        assert site.program("desk", "status", NOBODY, "READ", "--dir", desk, "--codes", f"{CONTENT}/status-codes.json",
                            check=False).returncode == 0
        run("publish", f"{desk}/status.jws", "--dir", city)


if __name__ == "__main__":
    sys.exit(tap_out([
        what_a_person_puts_right_reaches_their_record_and_the_number_stays,
        a_withdrawal_takes_the_case_out_of_the_meeting_with_consent,
        a_number_that_nobody_has_is_treated_like_any_other,
        nothing_can_be_changed_without_a_look_up_and_its_wait,
        no_number_stays_on_the_screen_or_in_memory,
        a_number_that_is_taken_over_stops_working_everywhere,
        who_has_the_old_number_cannot_take_it_back_or_amend,
        answers_come_by_stick_too,
        an_old_city_gets_a_key_for_its_answers,
    ]))
