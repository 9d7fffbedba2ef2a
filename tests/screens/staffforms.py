# SPDX-License-Identifier: Apache-2.0
"""The forms of the staff side for the layout audit: every section with everything asked, and in each language the
questions that are turned to the person."""
from staffform import StaffForm

INTAKE = dict(explained="Y", visitor_rel="SELF", route="R7", topics=["T07", "T08b", "T13"], topic_main="T13", urgency="U1",
              urgent_kind=["SUIC"], escalation_at="now", abuse_suspect="ELD", reported_to="HOKATSU", reported_at="now",
              interp_need="Y", interp_lang="vi", services_used=["KAIGO"], consent_share="S", consent_scope=["KAI"],
              consent_how="SIGN", contact_way="TEL", phone={"text": "09012345678"}, phone_shared="ZZ", voicemail_ok="N",
              say_city_ok="N", phone_escalation={"text": "たなか"}, escalation_by={"text": "やまだ"})
OUTREACH = dict(found_at="today", found_how="ORG", place="HOME", contact_level="L4", target_count={"text": "2"}, risk="U4",
                abuse_suspect="NO", age_band="A4", topics=["T03"], consent_state="NOA", no_consent_reason="LAW",
                site_ref={"text": "B-12"}, next="VISIT", next_date=["today", "day_after"])
LEAST = dict(explained="Y", visitor_rel="SELF", route="R1", topics=["T07"], urgency="U4", abuse_suspect="NO",
             consent_share="Y", consent_how="ORAL", contact_way="HERE")
MYNUMBER = "123456789018"


def sections(walk, form):
    for page in form.form["pages"]:
        form.section(page["id"])
        walk.look()


def typing(walk, form, q, wrong=None):
    k = walk.kiosk
    form.section(form.section_of[q])
    form.find(f"{q}.field")
    k.tap(f"{q}.field")
    walk.look()
    if q == "address":  # with what it may be turned into
        k.do("type ほしだ")
        walk.look()
    if wrong:
        k.do("type " + wrong)
        k.tap("type.done")
        walk.look()
        k.send("\n".join(["key Backspace"] * len(wrong)))
        k.inspect()
    k.tap("type.done")


def intake(walk):
    k = walk.kiosk
    form = StaffForm(k, "intake")
    k.choose("home.intake")
    sections(walk, form)
    form.to_send()
    walk.look()
    form.section("hello")
    for q, value in INTAKE.items():
        form.answer(q, value)
        if k.screen == "staff_duty":
            walk.look()
    sections(walk, form)
    for q, wrong in (("summary", MYNUMBER), ("birth_year", "1850"), ("consent_paper", None), ("address", None)):
        if q == "consent_paper":
            form.fill(consent_how="PAPER")
        typing(walk, form, q, wrong)
    form.fill(consent_how="SIGN")
    form.section("consent")
    form.find("consent_sign.field")
    k.tap("consent_sign.field")
    walk.look()
    k.do("draw consent_sign.canvas 100,200 300,700")
    k.tap("type.done")
    form.to_send()
    walk.look()
    k.tap("send.discard")
    walk.look()
    k.tap("section.hello" if k.has("section.hello") else "nav.back")
    k.tap("staff.lock")


def begin_again(walk):
    """The draft of the intake is asked about when another form is begun; then that is sent."""
    k = walk.kiosk
    k.choose("home.outreach")
    k.expect("staff_begin")
    walk.look()
    k.tap("begin.new")
    form = StaffForm(k, "outreach")
    k.tap("form.more") if not k.has("refers.choose") else None
    form.find("refers.choose")
    k.tap("refers.choose")
    walk.look()
    k.tap("nav.back")
    form.fill(**OUTREACH)
    sections(walk, form)
    form.to_send()
    k.tap("staff.send")
    walk.look()
    k.tap("done.home")
    walk.look()
    k.choose("home.week")
    walk.tap("week.0", "week.done")
    k.tap("nav.back")


def changes(walk):
    """One of what was sent: put right, agreed to later, consent taken back (asked only)."""
    k = walk.kiosk
    k.choose("home.reports")
    walk.tap("reports.0", "change.withdraw")
    k.tap("nav.back", "reports.0")
    walk.tap("change.amend")
    form = StaffForm(k, "outreach")
    form.to_send()
    walk.look()
    form.fill(next="END")
    form.to_send()
    walk.look()
    walk.tap("staff.send")
    k.tap("done.home")
    k.choose("home.reports")
    k.tap("reports.0", "change.consent")
    form = StaffForm(k, "consent")
    sections(walk, form)
    form.fill(visitor_rel="SELF", explained="Y", consent_share="S", consent_scope=["KAI"], consent_how="PAPER")
    sections(walk, form)
    form.section("hello")
    form.find("resident_lang.choose")
    walk.tap("resident_lang.choose")
    k.tap("nav.close")
    form.to_send()
    k.tap("send.discard", "send.discard_yes")
    k.expect("staff_home")


def printing(walk):
    k = walk.kiosk
    k.choose("home.intake")
    StaffForm(k, "intake").fill(**LEAST).to_send()
    k.tap("staff.send")
    walk.until(lambda k: k.has("done.print"), "a printer")
    walk.tap("done.hide", "done.hide", "done.print")
    for button, word in (("print.slip", "printed"), ("print.both", "paper"), ("print.sheet", "failed")):
        walk.prints(button, "print.told", word)
    k.tap("nav.back", "done.home")


def turned(walk, lang):
    """Questions turned to the person, in their language, and the way back."""
    k = walk.kiosk
    form = StaffForm(k, "intake")
    k.choose("home.intake")
    form.section("hello")
    form.find("resident_lang.choose")
    k.tap("resident_lang.choose")
    k.choose(f"lang.{lang}")
    form.fill(visitor_rel="SELF", consent_share="Y", consent_how="SIGN")
    for q, pick in (("explained", "explained.Y"), ("topics", "topics.T08c"), ("consent_share", None),
                    ("consent_sign", None), ("phone", None)):
        form.turn(q)
        walk.look()
        if pick:
            k.choose(pick)
            walk.look()
        if q == "phone":
            k.do("type 123")
            k.tap("turn.back")
            walk.look()
            k.send("\n".join(["key Backspace"] * 3))
            k.inspect()
        k.tap("turn.back")
        if q == "explained":
            walk.look()
        k.tap("turn.form")
    k.tap("staff.lock")
