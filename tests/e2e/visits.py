#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What a resident taps is what the coordinator reads: three languages, self and family, danger, every way to be
reached, every consent; network down, then up; the outbox empties and keeps tombstones."""
import os
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from kiosk import Visit, tap_out  # noqa: E402
from fullsite import Site  # noqa: E402

PHONE = {"phone": {"text": "09012345678"}}
SAFE = {"phone_shared": "Y", "voicemail_ok": "N", "say_city_ok": "N"}
VISITS = [
    Visit("ja-simple", about="SELF", urgency="U3", topics=["T06", "T07"], topic_main="T06", age_band="A2",
          own_words={"text": "せんげつ しごとが なくなりました。"}, contact_way="HERE", consent_share="Y"),
    Visit("ja", about="FAM", urgency="U4", topics=["T03"], age_band="A4", contact_way="TEL", **SAFE,
          contact_time=["AM", "PM"], name_kana={"text": "やまだ"}, **PHONE, consent_share="Y"),
    Visit("en", about="KNOW", urgency="U3", topics=["T10", "T14", "T09"], topic_main="T14",
          own_words={"text": "The rent, \"again\"; =1+1"}, contact_way="SMS", phone_shared="N", **PHONE,
          interp_need="Y", interp_lang="ne", consent_share="N"),
    Visit("ja-simple", about="ZZ", urgency="U4", topics=["T99"], contact_way="MAIL", say_city_ok="Y",
          consent_share="L"),
    Visit("en", about="SELF", urgency="U4", topics=["T01"], contact_way="EML", email={"text": "a.b@example.jp"},
          consent_share="S",
          consent_scope=["KAI", "KON"]),
    Visit("ja", about="SELF", urgency="U1", urgent_kind=["HURT", "VIOL"], topics=["T13"], age_band="A1",
          contact_way="CALL", consent_share="Y"),
    Visit("ja-simple", about="SELF", urgency="U2", urgent_kind=["FOOD"], topics=["T06"], contact_way="NONE",
          consent_share="N"),
    Visit("en", about="SELF", urgency="U3", topics=["T05"], age_band="A0", contact_way="HERE", consent_share="Y"),
]


def same(expected, got, what):
    if expected != got:
        raise AssertionError(f"{what}: expected {expected!r}, got {got!r}")


def check_record(visit, record):
    same(visit.lang, record["ui_lang"], "ui_lang")
    answers = record["answers"]
    same(sorted(visit.answers), sorted(answers), f"answered questions ({visit.answers})")
    for question, value in visit.answers.items():
        same(value, answers[question], question)
    self_yes = visit.answers["about"] == "SELF" and visit.answers["consent_share"] in ("Y", "S")
    same("JUSO" if self_yes else "SHIEN", record["lane"], "lane")
    if visit.answers["about"] != "SELF":
        same("NOA", record["subject_consent"], "subject_consent")
    same(visit.answers["urgency"] in ("U1", "U2"), record["urgent"], "urgent")


def check_row(visit, row):
    for question, value in visit.answers.items():
        if isinstance(value, dict):
            cell = row[question].lstrip("'")
            same(value["text"], cell, question)
        else:
            same(value if isinstance(value, str) else ";".join(value), row[question], question)


def visit_all(site):
    receipts = []
    for visit in VISITS:
        with site.kiosk() as kiosk:
            visit.run(kiosk)
            kiosk.expect("done")
        same(1, len(kiosk.receipts), "receipts")
        receipts += kiosk.receipts
    return receipts


def what_was_tapped_is_what_the_coordinator_reads():
    with Site() as site:
        receipts = visit_all(site)
        same(0, site.sync_once(), "sync --once")
        records = {r["receipt"]: r for r in site.records()}
        rows = {r["receipt"]: r for r in site.table()}
        same(len(VISITS), len(records), "records at the desk")
        for visit, receipt in zip(VISITS, receipts):
            digits = receipt.replace("-", "")
            check_record(visit, records[digits])
            check_row(visit, rows[digits])


def urgent_requests_travel_first():
    with Site() as site:
        visit_all(site)
        same(0, site.sync_once(), "sync --once")
        order = [r["urgent"] for r in sorted(site.records(), key=lambda r: r["city_seq"])]
        same(sorted(order, reverse=True), order, "urgent first")


def without_a_line_receipts_are_shown_and_later_everything_arrives():
    with Site() as site:
        same(0, site.sync_once(), "sync --once: the device's own introduction")
        site.call("kill $site_city_pid; wait $site_city_pid 2>/dev/null; true")
        receipts = visit_all(site)
        same(75, site.sync_once(), "sync --once without a line")
        same(len(VISITS), site.status()["unsent"], "unsent items")
        site.call("site_city_start")
        same(0, site.sync_once(), "sync --once with a line")
        site.collect()
        db = sqlite3.connect(f"file:{site.data}/outbox/outbox.db?mode=ro", uri=True)
        proven = "select count(*) from tombstone join ack on ack.sha256 = tombstone.ack where length(ack.jws) > 0"
        same(0, db.execute("select count(*) from item").fetchone()[0], "items left in the outbox")
        tombstones = db.execute(proven).fetchone()[0]
        assert tombstones >= len(VISITS), f"{tombstones} tombstones"
        same(sorted(r.replace("-", "") for r in receipts), sorted(r["receipt"] for r in site.records()), "receipts")


def a_request_that_was_not_confirmed_leaves_nothing():
    with Site() as site:
        with site.kiosk() as kiosk:
            VISITS[0].run(kiosk, send=False)
            kiosk.tap("nav.quit")
            kiosk.expect("neutral")
        same([], kiosk.receipts, "receipts")
        same(0, site.sync_once(), "sync --once")
        same([], site.records(), "records")


if __name__ == "__main__":
    sys.exit(tap_out([what_was_tapped_is_what_the_coordinator_reads, urgent_requests_travel_first,
                      without_a_line_receipts_are_shown_and_later_everything_arrives,
                      a_request_that_was_not_confirmed_leaves_nothing]))
