#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Outreach report (domain.md §8.4): what is entered about a person who was noticed reaches the coordinator field by
field; without their consent there is no place for a name, and one typed before is gone; follow-ups and next visits."""
import datetime
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
sys.path.insert(0, os.path.dirname(__file__))
from fullsite import Site  # noqa: E402
from intake import drawn, same  # noqa: E402
from kiosk import tap_out  # noqa: E402
from staffform import StaffForm, add_manager, unlock  # noqa: E402

NAMES = ("name", "name_kana", "phone", "address")
SEEN = dict(found_at={"text": "2026-11-20"}, found_how="NEIGH", place="HOME", contact_level="L0",
            target_count={"text": "2"}, risk="U3", abuse_suspect="NO", staff_safety="CARE", age_band="A4", area="E06",
            topics=["T03", "T12"], isolation_signs=["POST", "LIGHT"])
UNASKED = dict(consent_state="NOA", no_consent_reason="EARLY", site_ref={"text": "B-12"},
               facts={"text": "ゆうびんが たまって いる。"}, opinion={"text": "ひとりかも しれない。"}, next="WATCH")
ASKED = dict(consent_state="GIV", name={"text": "ほしだ はなこ"}, name_kana={"text": "ほしだ"},
             phone={"text": "0728911234"}, address={"text": "ほしだ 1-2"}, facts={"text": "はなした。"}, next="REFER")


def reports(site):
    assert site.sync_once() == 0
    return [r for r in site.records() if r["kind"] == "OUT"]


def report(kiosk, **entered):
    return StaffForm(kiosk, "outreach").begin().fill(**entered)


def every_field_reaches_the_coordinator_with_consent():
    with Site() as site:
        who = add_manager(site)
        with site.kiosk() as kiosk:
            unlock(kiosk, who)
            report(kiosk, **SEEN, **ASKED).send()
        record, = reports(site)
        same(record["answers"], {**SEEN, **ASKED})
        assert record["lane"] == "JUSO" and record["subject_consent"] == "GIV" and record["staff"] == who, record


def without_consent_no_name_can_be_entered():
    with Site() as site:
        who = add_manager(site)
        for state in ("NOA", "REF", "IMP"):
            with site.kiosk() as kiosk:
                unlock(kiosk, who)
                f = report(kiosk, **SEEN, **{**UNASKED, "consent_state": state})
                f.section("consent")
                for q in NAMES:
                    assert not f.here(f"{q}.field"), f"{state}: there is a place for {q}"
                f.section("consent")
                f.find("site_ref.field")
                f.send()
        records = reports(site)
        assert {r["answers"]["consent_state"] for r in records} == {"NOA", "REF", "IMP"}
        for r in records:
            same(r["answers"], {**SEEN, **UNASKED, "consent_state": r["answers"]["consent_state"]})
            assert r["lane"] == "SHIEN", r
            assert r["subject_consent"] == ("" if r["answers"]["consent_state"] == "REF" else "NOA"), r


def a_name_typed_before_the_state_changed_is_gone():
    with Site() as site:
        who = add_manager(site)
        with site.kiosk() as kiosk:
            unlock(kiosk, who)
            f = report(kiosk, **SEEN, **{**ASKED, "next": "WATCH"})
            f.fill(consent_state="NOA", no_consent_reason="EARLY", site_ref={"text": "B-12"})
            f.fill(consent_state="GIV")  # and it does not come back
            f.fill(consent_state="NOA", no_consent_reason="EARLY", site_ref={"text": "B-12"})
            kiosk.tap("staff.lock")
            unlock(kiosk, who)
            kiosk.tap("home.draft")
            f.send()
        record, = reports(site)
        assert not set(NAMES) & set(record["answers"]), record["answers"]
        assert "ほしだ" not in str(record)


def the_number_of_the_book_is_no_name():
    with Site() as site:
        who = add_manager(site)
        with site.kiosk() as kiosk:
            unlock(kiosk, who)
            f = report(kiosk, **SEEN, **{q: v for q, v in UNASKED.items() if q != "site_ref"})
            f.section("consent")
            f.find("site_ref.field")
            kiosk.tap("site_ref.field")
            kiosk.do("type ほしだ はなこ")
            kiosk.tap("type.done")
            assert kiosk.screen == "staff_type" and "heading.problem" in kiosk.ids(), kiosk.ids()
            kiosk.tap("nav.back")
            f.to_send()
            assert not kiosk.has("staff.send")


def danger_and_abuse_ask_for_a_call_whatever_the_consent():
    with Site() as site:
        who = add_manager(site)
        with site.kiosk() as kiosk:
            unlock(kiosk, who)
            f = report(kiosk, **{**SEEN, "risk": "U1", "abuse_suspect": "ELD"})
            f.section("risk")
            f.find("abuse_suspect.ELD")
            kiosk.tap("abuse_suspect.DIS")
            kiosk.expect("staff_duty")
            f.fill(**UNASKED)
            f.to_send()
            assert not kiosk.has("staff.send")
            more = dict(phone_escalation={"text": "ふくしか"}, escalation_at="now", escalation_by={"text": "やまだ"},
                        reported_to="CITY", reported_at="now")
            f.fill(**more).send()
        record, = reports(site)
        same(record["answers"], {**SEEN, **UNASKED, "risk": "U1", "abuse_suspect": "DIS", **more})
        assert record["urgent"] is True and record["lane"] == "SHIEN"


def a_follow_up_names_the_report_before():
    with Site() as site:
        who = add_manager(site)
        with site.kiosk() as kiosk:
            unlock(kiosk, who)
            report(kiosk, **SEEN, **UNASKED).send()
            f = report(kiosk, **SEEN, **UNASKED)
            f.section("found")
            f.find("refers.choose")
            kiosk.tap("refers.choose")
            kiosk.expect("staff_refers")
            kiosk.tap("refers.0")
            kiosk.expect("staff_form")
            kiosk.tap("staff.lock")
            unlock(kiosk, who)
            kiosk.tap("home.draft")
            f.send()
        first, second = sorted(reports(site), key=lambda r: r["refers"])
        assert first["refers"] == "" and second["refers"] == first["receipt"], (first["refers"], second["refers"])


if __name__ == "__main__":
    tests = [every_field_reaches_the_coordinator_with_consent, without_consent_no_name_can_be_entered,
             a_name_typed_before_the_state_changed_is_gone, the_number_of_the_book_is_no_name,
             danger_and_abuse_ask_for_a_call_whatever_the_consent, a_follow_up_names_the_report_before]
    sys.exit(tap_out([t for t in tests if not sys.argv[1:] or any(a in t.__name__ for a in sys.argv[1:])]))
