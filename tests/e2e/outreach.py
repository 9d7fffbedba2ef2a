#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Outreach report (domain.md §8.4): what is entered about a person who was noticed reaches the coordinator field by
field; without their consent there is no place for a name, and one typed before is gone; follow-ups and next visits."""
import datetime
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
sys.path.insert(0, os.path.dirname(__file__))
from intake import drawn, same  # noqa: E402
from kiosk import tap_out  # noqa: E402
from staffform import StaffForm  # noqa: E402
from staffsite import StaffSite, unlock  # noqa: E402

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
    with StaffSite() as site:
        with site.staff() as kiosk:
            report(kiosk, **SEEN, **ASKED).send()
        record, = reports(site)
        same(record["answers"], {**SEEN, **ASKED})
        assert record["lane"] == "JUSO" and record["subject_consent"] == "GIV", record
        assert record["staff"] == site.manager, record


def without_consent_no_name_can_be_entered():
    with StaffSite() as site:
        for state in ("NOA", "REF", "IMP"):
            with site.staff() as kiosk:
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
    with StaffSite() as site:
        with site.staff() as kiosk:
            f = report(kiosk, **SEEN, **{**ASKED, "next": "WATCH"})
            f.fill(consent_state="NOA", no_consent_reason="EARLY", site_ref={"text": "B-12"})
            f.fill(consent_state="GIV")  # and it does not come back
            f.fill(consent_state="NOA", no_consent_reason="EARLY", site_ref={"text": "B-12"})
            kiosk.tap("staff.lock")
            unlock(kiosk, site.manager)
            kiosk.tap("home.draft")
            f.send()
        record, = reports(site)
        assert not set(NAMES) & set(record["answers"]), record["answers"]
        assert "ほしだ" not in str(record)


def the_number_of_the_book_is_no_name():
    with StaffSite() as site:
        with site.staff() as kiosk:
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
    with StaffSite() as site:
        with site.staff() as kiosk:
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
    with StaffSite() as site:
        with site.staff() as kiosk:
            report(kiosk, **SEEN, **UNASKED).send()
            f = report(kiosk, **SEEN, **UNASKED)
            f.section("found")
            f.find("refers.choose")
            kiosk.tap("refers.choose")
            kiosk.expect("staff_refers")
            kiosk.tap("refers.0")
            kiosk.expect("staff_form")
            kiosk.tap("staff.lock")
            unlock(kiosk, site.manager)
            kiosk.tap("home.draft")
            f.send()
        first, second = sorted(reports(site), key=lambda r: r["refers"])
        assert first["refers"] == "" and second["refers"] == first["receipt"], (first["refers"], second["refers"])


def home(kiosk):
    """What the home's card says."""
    return [w["label"] for w in kiosk.now["widgets"] if w["id"].startswith("home.fact.")]


def next_visits_are_on_the_home_by_day_and_number():
    today = datetime.date.today()
    with StaffSite() as site:
        with site.staff() as kiosk:
            assert not any("予定" in line for line in home(kiosk))
            for days in (2, 40):
                day = (today + datetime.timedelta(days=days)).isoformat()
                report(kiosk, **SEEN, **{**UNASKED, "next": "VISIT"}, next_date={"text": day}).send()
            assert sum("予定" in line for line in home(kiosk)) == 1, home(kiosk)
            soon = today + datetime.timedelta(days=2)
            rows = [line for line in home(kiosk) if f"{soon.month}/{soon.day}" in line]
            assert len(rows) == 1, "one is due this week, one is not"
            kiosk.tap("staff.lock")
        with site.kiosk() as kiosk:  # it outlasts a restart, and is shown to nobody without a PIN
            kiosk.inspect()
            number = rows[0].split("　")[-1]
            assert not any(number in label for label in drawn(kiosk))
            unlock(kiosk, site.manager)
            assert rows[0] in home(kiosk), home(kiosk)
            f = report(kiosk, **SEEN, **UNASKED)  # a follow-up of it is the visit
            f.section("found")
            f.find("refers.choose")
            kiosk.tap("refers.choose", "refers.1")
            f.send()
            assert rows[0] not in home(kiosk), home(kiosk)
        days = sorted((r["answers"].get("next_date") or {"text": ""})["text"] for r in reports(site))
        assert days[1:] == sorted((today + datetime.timedelta(days=d)).isoformat() for d in (2, 40)), days
        with open(f"{site.data}/keys/staff/visits.jwe", encoding="utf-8") as sealed:
            text = sealed.read()
        assert number.replace("-", "") not in text and days[1] not in text, "the list is sealed"


def a_visit_that_was_made_is_ticked_off():
    with StaffSite() as site:
        with site.staff() as kiosk:
            f = report(kiosk, **SEEN, **{**UNASKED, "next": "VISIT"})
            f.to_send()
            assert not kiosk.has("staff.send"), "which day?"
            f.fill(next_date=["today", "day_after"]).send()
            kiosk.tap("home.week")
            kiosk.expect("staff_week")
            assert not kiosk.has("week.done")
            kiosk.tap("week.0", "week.done")
            assert "week.none" in kiosk.ids(), kiosk.ids()
            kiosk.tap("nav.back")
            assert not any("予定" in line for line in home(kiosk))


def the_work_itself_is_in_the_months_activities():
    with StaffSite() as site:
        with site.staff() as kiosk:
            report(kiosk, **SEEN, **UNASKED).send()
            assert "staff.told" not in kiosk.ids()
            kiosk.tap("home.activity")
            kiosk.expect("staff_activity")
            assert any("訪問" in label for label in drawn(kiosk)), drawn(kiosk)


if __name__ == "__main__":
    tests = [every_field_reaches_the_coordinator_with_consent, without_consent_no_name_can_be_entered,
             a_name_typed_before_the_state_changed_is_gone, the_number_of_the_book_is_no_name,
             danger_and_abuse_ask_for_a_call_whatever_the_consent, a_follow_up_names_the_report_before,
             next_visits_are_on_the_home_by_day_and_number, a_visit_that_was_made_is_ticked_off,
             the_work_itself_is_in_the_months_activities]
    sys.exit(tap_out([t for t in tests if not sys.argv[1:] or any(a in t.__name__ for a in sys.argv[1:])]))
