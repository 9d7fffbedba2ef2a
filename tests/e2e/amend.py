#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What staff do with a report after it was sent, from the list of those: it is put right, consent that the person gives
later opens the other lane, consent is taken back; what the coordinator opens is compared with what was entered, and the
old and the new record stand together."""
import csv
import io
import os
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
sys.path.insert(0, os.path.dirname(__file__))
from intake import FULL, LEAST  # noqa: E402
from kiosk import tap_out  # noqa: E402
from outreach import SEEN, UNASKED  # noqa: E402
from staffform import StaffForm  # noqa: E402
from staffsite import StaffSite, unlock  # noqa: E402

NOTICED = {**SEEN, **UNASKED}
GIVEN = dict(visitor_rel="SELF", explained="Y", consent_share="S", consent_scope=["KON"], consent_how="ORAL")
WITHOUT = {q: v for q, v in FULL.items() if not q.startswith("consent_")}
WITHOUT.update(visitor_rel="CHD", visitor_name={"text": "むすこ"}, consent_share="L", consent_reason="LATER")


def form_of(site):
    """The national form's columns, as they stand after all amendments."""
    text = site.call("site_open --lane juso --format form-csv 2>/dev/null")
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


def begin(kiosk, form, **entered):
    return StaffForm(kiosk, form).begin().fill(**entered)


def change(kiosk, what, of=0, form=None):
    """From the list of what was sent to the form in which one of it is changed."""
    kiosk.choose("home.reports")
    kiosk.expect("staff_reports")
    kiosk.tap(f"reports.{of}")
    kiosk.expect("staff_change")
    kiosk.tap(f"change.{what}")
    return StaffForm(kiosk, form) if form else None


def sections(kiosk):
    return {i.split(".")[1] for i in kiosk.ids() if i.startswith("section.")}


def amended(form):
    """Sends; no number is shown, for the person keeps theirs."""
    k = form.kiosk
    form.to_send()
    k.tap("staff.send")
    k.expect("staff_done")
    assert k.has("done.same") and not k.has("done.hide") and not k.has("done.print"), k.ids()
    k.tap("done.home")
    k.expect("staff_home")


def opened(site):
    """What the coordinator opens after a pass of the courier, by kind."""
    assert site.sync_once() == 0
    kinds = {}
    for record in site.records():
        kinds.setdefault(record["kind"], []).append(record)
    return kinds


def together(first, *later):
    for record in later:
        assert record["refers"] == first["receipt"] != record["receipt"], record
        assert record["group"] == first["group"] and record["receipt_now"] == first["receipt"], record


def an_intake_is_put_right_in_its_own_form():
    now = dict(summary={"text": "しごとも なくした。"}, household="FAM", address={"text": "ほしだ 9-9"}, topics=["T10a", "T07"],
               topic_main="T07")
    with StaffSite() as site:
        with site.staff() as kiosk:
            begin(kiosk, "intake", **FULL).send()
            f = change(kiosk, "amend", form="intake")
            kiosk.expect("staff_form")
            assert "consent" not in sections(kiosk), "consent has its own way"
            f.to_send()
            assert not kiosk.has("staff.send"), "nothing was written yet"
            f.fill(**now)
            assert not f.here("consent_share.Y")
            amended(f)
        assert len(set(kiosk.receipts)) == 1, kiosk.receipts
        kinds = opened(site)
        (first,), (amd,) = kinds["WLK"], kinds["AMD"]
        together(first, amd)
        assert amd["answers"] == now and amd["staff"] == site.manager and amd["form"] == "intake", amd
        assert first["lane_now"] == amd["lane_now"] == "JUSO", "an amendment does not take consent back"
        row, = form_of(site)
        assert row["氏名"] == "ほしだ はなこ" and row["住所"] == "ほしだ 9-9" and row["ご相談されたいこと"] == "しごとも なくした。", row
        assert row["収入・生活費のこと"] == "◎" and row["仕事探し、就職について"] == "○" and not row["債務について"], row
        with site.staff() as kiosk:
            kiosk.choose("home.reports")
            rows = [w["label"] for w in kiosk.now["widgets"] if w["id"].startswith("reports.") and w["id"][-1].isdigit()]
            assert len(rows) == 2 and rows[0].split("　")[0] == rows[1].split("　")[0], rows
            kiosk.tap("staff.lock")


def a_report_of_somebody_noticed_never_gets_a_name_by_an_amendment():
    with StaffSite() as site:
        with site.staff() as kiosk:
            begin(kiosk, "outreach", **NOTICED).send()
            f = change(kiosk, "amend", form="outreach")
            kiosk.expect("staff_form")
            assert "consent" not in sections(kiosk)
            ids = set()
            for page in sections(kiosk):
                f.section(page)
                while True:
                    ids |= set(kiosk.ids())
                    if not kiosk.has("form.more"):
                        break
                    kiosk.tap("form.more")
            assert not {i for i in ids if i.split(".")[0] in ("name", "name_kana", "phone", "address", "refers")}, ids
            f.fill(facts={"text": "まどが あいた。"}, next="END")
            amended(f)
        kinds = opened(site)
        (first,), (amd,) = kinds["OUT"], kinds["AMD"]
        together(first, amd)
        assert amd["answers"] == {"facts": {"text": "まどが あいた。"}, "next": "END"}, amd["answers"]
        assert first["lane_now"] == amd["lane_now"] == "SHIEN"


def lanes(site):
    """Receipts that each lane's reader gets."""
    return {lane: {r["receipt"] for r in site.records_of(lane)} for lane in ("juso", "shien")}


def agrees_later(form, **entered):
    with StaffSite() as site:
        with site.staff() as kiosk:
            begin(kiosk, form, **entered).send()
            (first,) = [r for r in opened(site)["WLK" if form == "intake" else "OUT"]]
            assert first["lane_now"] == "SHIEN" and lanes(site) == {"juso": set(), "shien": {first["receipt"]}}
            f = change(kiosk, "consent", form="consent")
            kiosk.expect("staff_form")
            f.section("hello")
            assert not f.here("visitor_rel.CHD"), "the person themself agrees, nobody for them"
            f.to_send()
            assert not kiosk.has("staff.send")
            f.section("hello")
            f.find("resident_lang.choose")
            kiosk.tap("resident_lang.choose")
            kiosk.choose("lang.vi")
            f.fill(visitor_rel="SELF")
            f.turn("explained")
            kiosk.choose("explained.Y")
            f.hand_back()
            f.turn("consent_share")
            assert not kiosk.has("consent_share.N"), "a refusal is a withdrawal"
            kiosk.choose("consent_share.S")
            f.hand_back()
            f.fill(consent_scope=["KON"], consent_how="SIGN")
            f.to_send()
            assert not kiosk.has("staff.send"), "nobody has signed"
            f.turn("consent_sign")
            kiosk.do("draw consent_sign.canvas 100,200 300,700 500,200")
            f.hand_back()
            kiosk.process.send_signal(signal.SIGKILL)
            kiosk.process.wait()
            kiosk.close(quiet=True)
        with site.staff() as kiosk:
            kiosk.tap("home.draft")
            kiosk.expect("staff_form")
            f = StaffForm(kiosk, "consent").fill(name={"text": "ほしだ はなこ"})
            amended(f)
        kinds = opened(site)
        amd, = kinds["AMD"]
        together(first, amd)
        a = amd["answers"]
        assert a["visitor_rel"] == "SELF" and a["consent_share"] == "S" and a["consent_scope"] == ["KON"], a
        assert a["consent_how"] == "SIGN" and len(a["consent_sign"]["strokes"]["lines"]) == 1, a
        assert a["name"] == {"text": "ほしだ はなこ"} and amd["ui_lang"] == "vi", a
        for q in ("notice", "consent"):
            assert a[f"{q}_lang"] == {"text": "vi"} and a[f"{q}_ver"]["text"], a
        assert amd["lane"] == "JUSO" and amd["subject_consent"] == "GIV" and amd["staff"] == site.manager, amd
        assert {r["lane_now"] for r in [amd, *kinds["WLK" if form == "intake" else "OUT"]]} == {"JUSO"}
        both = {first["receipt"], amd["receipt"]}
        assert lanes(site) == {"juso": both, "shien": set()}
        return form_of(site)


def a_person_who_was_not_asked_may_agree_later():
    row, = agrees_later("intake", **WITHOUT)
    assert row["氏名"] == "ほしだ はなこ" and row["情報共有の同意"] == "選んだ係だけ", row
    assert row["来談者 氏名"] == "むすこ" and row["来談者とご本人との関係"] == "子", "who came first stays"


def somebody_noticed_may_agree_later():
    agrees_later("outreach", **NOTICED)


def consent_is_taken_back_and_only_a_new_report_gives_it_again():
    with StaffSite() as site:
        with site.staff() as kiosk:
            begin(kiosk, "intake", **LEAST).send()
            first, = opened(site)["WLK"]
            assert first["lane_now"] == "JUSO"
            change(kiosk, "withdraw")
            assert kiosk.screen == "staff_change" and kiosk.has("change.withdraw_yes"), "asked once"
            kiosk.tap("nav.back")
            kiosk.tap("reports.0")
            assert not kiosk.has("change.withdraw_yes"), "asked anew"
            kiosk.tap("change.withdraw", "change.withdraw_yes")
            kiosk.expect("staff_reports")
            assert kiosk.has("staff.told")
            kiosk.tap("nav.back")
            wdr, = opened(site)["WDR"]
            f = change(kiosk, "consent", form="consent").fill(**GIVEN)
            amended(f)
        kinds = opened(site)
        (first,), (amd,) = kinds["WLK"], kinds["AMD"]
        together(first, wdr, amd)
        assert wdr["answers"] == {"consent_share": "N"} and wdr["staff"] == site.manager and wdr["lane"] == "SHIEN", wdr
        assert first["withdrawn"] and first["lane_now"] == amd["lane_now"] == "SHIEN"
        assert lanes(site)["juso"] == set()


def a_draft_of_another_form_is_asked_about_first():
    with StaffSite(enrol=False) as site:
        with site.staff() as kiosk:
            begin(kiosk, "intake", **LEAST).send()
            begin(kiosk, "outreach").fill(place="HOME")
            kiosk.tap("staff.lock")
            unlock(kiosk, site.manager)
            change(kiosk, "amend")
            kiosk.expect("staff_begin")
            kiosk.tap("nav.back")
            kiosk.expect("staff_home")
            kiosk.tap("home.draft")
            f = StaffForm(kiosk, "outreach")
            f.to_send()
            kiosk.tap("send.discard", "send.discard_yes")
            kiosk.expect("staff_home")
            begin(kiosk, "intake")
            kiosk.expect("staff_form")
            assert "consent" in sections(kiosk), "a new intake is no amendment"


if __name__ == "__main__":
    sys.exit(tap_out([an_intake_is_put_right_in_its_own_form,
                      a_report_of_somebody_noticed_never_gets_a_name_by_an_amendment,
                      a_person_who_was_not_asked_may_agree_later, somebody_noticed_may_agree_later,
                      consent_is_taken_back_and_only_a_new_report_gives_it_again,
                      a_draft_of_another_form_is_asked_about_first]))
