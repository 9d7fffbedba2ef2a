#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Slips on paper: only where a printer answers and somebody asks; the number, its QR code, the site's telephone and
nothing that depends on an answer; every way a printer can fail is told plainly while the terminal goes on; and nothing
of what was printed is in a file, or in the kiosk's memory after the visit. The printers are pseudo terminals, a FIFO,
a socket, and a real cupsd."""
import json
import os
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
sys.path.insert(0, os.path.dirname(__file__))
import activity  # noqa: E402
import cupsserver  # noqa: E402
from canary import memory  # noqa: E402
from fullsite import Site  # noqa: E402
from kiosk import BIN, CONTENT, Failure, Visit, tap_out  # noqa: E402
from slipprinter import Printer, blocks, pbm, qr  # noqa: E402
from staffsite import add_manager, label, log_of, unlock  # noqa: E402

PHONE = "072-800-4242"
PLAIN = dict(about="SELF", urgency="U3", topics=["T07"], contact_way="HERE", consent_share="Y")
OTHER = dict(about="FAM", urgency="U2", urgent_kind=["VIOL"], topics=["T13", "T06"], topic_main="T13",
             own_words={"text": "Qzxv"}, contact_way="HERE", consent_share="N")


def site_with(*settings):
    site = Site(enrol=False)
    with open(site.ini, encoding="utf-8") as f:
        text = f.read()
    text = text.replace("[kiosk]", "\n".join(["[kiosk]", "languages = ar", *settings]))
    with open(site.ini, "w", encoding="utf-8") as f:
        f.write(text.replace("phone =", f"phone = {PHONE}"))
    return site


def wait_until(kiosk, true, what):
    """Programs live in real time, the script's clock does not."""
    for _ in range(1500):
        if true():
            return
        time.sleep(0.02)
        kiosk.do("wait 1")
    raise AssertionError(f"never: {what}; {kiosk.ids()}; {kiosk.complaints()}")


def to_done(kiosk, lang="en", answers=None):
    Visit(lang, **(answers or PLAIN)).run(kiosk)
    kiosk.expect("done")


def offered(kiosk):
    wait_until(kiosk, lambda: kiosk.has("done.print"), "the print button")


def told(kiosk):
    return next((w["label"] for w in kiosk.now["widgets"] if w["id"] == "done.printer"), None)


def wait_told(kiosk, begin):
    wait_until(kiosk, lambda: (told(kiosk) or "").startswith(begin), begin)


def settled(kiosk):
    """Long enough for every question to a printer to be answered, or ended."""
    for _ in range(60):
        time.sleep(0.02)
        kiosk.do("wait 1")


def receipt(kiosk):
    """The number of the visit, without hyphens; the kiosk ends."""
    return kiosk.close()[-1].replace("-", "")


def one_slip(printer, lang="en", answers=None):
    """Receipt and rows of the slip of a whole visit."""
    before = len(printer.data)
    with site_with(f"printer = {printer.path}") as site, site.kiosk() as kiosk:
        to_done(kiosk, lang, answers)
        offered(kiosk)
        kiosk.tap("done.print")
        wait_until(kiosk, lambda: kiosk.has("done.print") and told(kiosk), "the end of printing")
        number = receipt(kiosk)
    del printer.data[:before]
    pages = printer.pages()
    assert len(pages) == 1, len(pages)
    return number, pages[0]


def without_a_printer_nothing_is_offered():
    with site_with() as site, site.kiosk() as kiosk:
        to_done(kiosk)
        settled(kiosk)
        assert "done.print" not in kiosk.ids()
        assert "done.qr" in kiosk.ids(), "the same stands on the screen"


def a_slip_holds_the_number_as_digits_and_as_qr():
    with Printer() as printer:
        for lang in ("ja", "my", "ar"):
            number, rows = one_slip(printer, lang)
            assert len(rows[0]) * 8 == 576
            assert 500 < len(rows) < 1200, len(rows)
            assert qr(rows) == [number], (lang, qr(rows), number)


def printers_without_a_way_back_print_too():
    for kind in ("mute", "fifo", "socket"):
        with Printer(kind) as printer:
            number, rows = one_slip(printer)
            assert qr(rows) == [number], kind


def a_slow_printer_gets_every_byte():
    with Printer(slow=97) as printer:
        number, rows = one_slip(printer)
        assert qr(rows) == [number]


def nothing_on_it_depends_on_an_answer():
    with Printer() as printer:
        one, other = (one_slip(printer, "en", a)[1] for a in (PLAIN, OTHER))
    assert len(one) == len(other), "other lines"
    lines = blocks(one)  # your number, the number, its code, three lines about keeping it and the telephone
    begin, end = lines[0][0] + len(lines[0][1]), lines[-3][0]
    differ = [y for y, (a, b) in enumerate(zip(one, other)) if a != b]
    assert differ and all(begin <= y < end for y in differ), (begin, end, differ)
    number, code = lines[1], max(lines, key=lambda x: len(x[1]))
    assert begin < number[0] < code[0] < end and end - begin < 500, "more than these two"


def nothing_is_printed_unless_somebody_asks():
    with Printer() as printer, site_with(f"printer = {printer.path}") as site, site.kiosk() as kiosk:
        to_done(kiosk)
        offered(kiosk)
        settled(kiosk)
        kiosk.tap("done.end")
        asked = bytes(printer.data)
        assert asked.replace(b"\x10\x04\x01", b"").replace(b"\x10\x04\x02", b"").replace(b"\x10\x04\x04", b"") == b""


def a_printer_that_does_not_answer_is_not_offered():
    with tempfile.TemporaryDirectory() as folder:
        plain = f"{folder}/file"
        open(plain, "w", encoding="utf-8").close()
        os.mkfifo(f"{folder}/nobody")
        for path in (f"{folder}/missing", plain, folder, f"{folder}/nobody"):
            with site_with(f"printer = {path}") as site, site.kiosk() as kiosk:
                to_done(kiosk)
                settled(kiosk)
                assert "done.print" not in kiosk.ids(), path
        assert os.path.getsize(plain) == 0, "a file was written"
    for state in ("paper", "cover", "offline"):
        with Printer(state=state) as printer, site_with(f"printer = {printer.path}") as site, site.kiosk() as kiosk:
            to_done(kiosk)
            settled(kiosk)
            assert "done.print" not in kiosk.ids(), state
            assert state in kiosk.complaints()


def trouble_is_told_and_the_number_stays():
    for state, begin in (("paper", "There is no paper"), ("cover", "It could not"), ("offline", "It could not")):
        with Printer() as printer, site_with(f"printer = {printer.path}") as site, site.kiosk() as kiosk:
            to_done(kiosk)
            offered(kiosk)
            printer.state = state
            kiosk.tap("done.print")
            wait_told(kiosk, begin)
            assert "done.qr" in kiosk.ids()
            printer.state = "ready"  # somebody put paper in
            kiosk.tap("done.print")
            wait_told(kiosk, "It is printed")


def paper_that_ends_in_the_middle_is_told():
    with Printer(ends_after=20000) as printer, site_with(f"printer = {printer.path}") as site, site.kiosk() as kiosk:
        to_done(kiosk)
        offered(kiosk)
        kiosk.tap("done.print")
        wait_told(kiosk, "There is no paper")


def a_printer_that_goes_away_is_told():
    with Printer() as printer, site_with(f"printer = {printer.path}") as site, site.kiosk() as kiosk:
        to_done(kiosk)
        offered(kiosk)
        printer.unplug()
        kiosk.tap("done.print")
        wait_told(kiosk, "It could not")
        assert "done.qr" in kiosk.ids()


def children(pid):
    r = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, check=False)
    return r.stdout.split()


def facts(pid):
    with open(f"/proc/{pid.decode()}/status", encoding="utf-8") as f:
        return dict(line.split(":\t", 1) for line in f.read().splitlines() if ":\t" in line)


def zero_limits(pid):
    """Names of the limits that are 0 for a process, hard and soft."""
    with open(f"/proc/{pid.decode()}/limits", encoding="utf-8") as f:
        return {line[:26].strip() for line in f if line[26:].split()[:2] == ["0", "0"]}


def a_printer_that_hangs_costs_the_terminal_nothing():
    with Printer("mute") as printer, site_with(f"printer = {printer.path}") as site, site.kiosk() as kiosk:
        to_done(kiosk)
        offered(kiosk)
        printer.freeze()
        kiosk.tap("done.print")
        assert not kiosk.has("done.print") and told(kiosk) == "It is being printed."
        used = time.process_time()
        kiosk.tap("done.hide")  # the terminal answers while it hangs
        assert "done.qr" not in kiosk.ids()
        kiosk.tap("done.hide")
        assert "done.qr" in kiosk.ids() and time.process_time() - used < 5
        wait_told(kiosk, "It could not")
        kiosk.tap("done.print")
        (child,) = children(kiosk.process.pid)
        wait_until(kiosk, lambda: {"NoNewPrivs": "1", "Seccomp": "2"}.items() <= facts(child).items(), "fewer rights")
        # the filter is the kiosk's own already: the limits come last, when the program has begun
        wait_until(kiosk, lambda: {"Max file size", "Max core file size"} <= zero_limits(child), "limits of its own")
        kiosk.tap("done.end")  # and the end of a visit ends it
        kiosk.expect("start")
        assert not children(kiosk.process.pid), "the program outlives the visit"


def rows_of_code(rows):
    """Rows with much ink that stand for this number alone."""
    return sorted({bytes(r) for r in rows if sum(map(int.bit_count, r)) > 60}, key=lambda r: -sum(map(int.bit_count, r)))[:8]


def nothing_of_a_slip_stays():
    with Printer() as printer, site_with(f"printer = {printer.path}") as site:
        home = f"{site.dir}/home"
        os.makedirs(home)
        with site.kiosk(env={"HOME": home, "TMPDIR": home, "XDG_RUNTIME_DIR": home}) as kiosk:
            to_done(kiosk, "en", OTHER)
            offered(kiosk)
            kiosk.tap("done.print")
            wait_told(kiosk, "It is printed")
            needles = rows_of_code(printer.pages()[0])
            printer.freeze()
            kiosk.tap("done.print")
            seen = [place for place, data in memory(kiosk.process.pid) if any(n in data for n in needles)]
            assert seen, "the scan proves nothing"
            kiosk.tap("done.end")
            kiosk.expect("start")
            for place, data in memory(kiosk.process.pid):
                assert not [n for n in needles if n in data], f"a row of the slip in {place}"
        for folder, _, names in os.walk(site.dir):
            for name in names:
                with open(f"{folder}/{name}", "rb") as f:
                    data = f.read()
                assert not [n for n in needles if n in data], f"a row of the slip in {folder}/{name}"


def status(site):
    r = subprocess.run([f"{BIN}/marumado-kiosk", "--config", site.ini, "status"], capture_output=True, check=True)
    return json.loads(r.stdout)["printers"]


def status_tells_what_each_printer_answers():
    with Printer() as printer, site_with(f"printer = {printer.path}", "page_printer = /dev/null") as site:
        assert status(site) == {"slips": "ready", "pages": "none"}
        printer.state = "cover"
        assert status(site)["slips"] == "cover"


def cups_settings(cups, *keys):
    return [*keys, f"cups_socket = {cups.socket}", f"cups_spool = {cups.spool}"]


def read_pdf(data):
    """What is in a PDF: its pages in points, the QR codes of each as a camera would read them, and its text."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/a.pdf"
        with open(path, "wb") as f:
            f.write(data)
        info = subprocess.run(["pdfinfo", path], capture_output=True, check=True).stdout.decode()
        subprocess.run(["pdftoppm", "-r", "200", "-png", path, f"{folder}/p"], check=True)
        codes = [subprocess.run(["zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", f"{folder}/{name}"],
                                capture_output=True, check=False).stdout.decode().split()
                 for name in sorted(os.listdir(folder)) if name.endswith(".png")]
        text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout.decode()
    return next(line for line in info.splitlines() if line.startswith("Page size")), codes, text


def cups_prints_a_pdf_of_the_slip():
    with cupsserver.Cups() as cups, site_with(*cups_settings(cups, "printer = cups:slips")) as site, \
            site.kiosk() as kiosk:
        assert status(site) == {"slips": "ready", "pages": "none"}
        to_done(kiosk)
        offered(kiosk)
        kiosk.tap("done.print")
        wait_told(kiosk, "It is printed")
        number = receipt(kiosk)
        pdf = cups.printed()
        assert len(pdf) == 1
        _, codes, text = read_pdf(pdf[0])
        assert codes == [[number]], codes
        assert text.strip() == "", "a slip has no text in it, only dots"
        for folder, _, names in os.walk(cups.spool):
            assert not names, f"left in the spool: {folder}: {names}"
        for folder, _, names in os.walk(cups.dir):
            for name in filter(lambda n: n != "sock", names):
                with open(f"{folder}/{name}", "rb") as f:
                    assert number.encode() not in f.read(), name


def a_spool_on_a_disk_is_refused():
    with cupsserver.Cups(in_memory=False) as cups:
        with site_with(*cups_settings(cups, "printer = cups:slips")) as site, site.kiosk() as kiosk:
            if status(site)["slips"] == "ready":
                return  # this machine's temporary folder is in memory
            assert status(site)["slips"] == "spool"
            to_done(kiosk)
            settled(kiosk)
            assert "done.print" not in kiosk.ids()
            assert f"its spool '{cups.spool}' is not in memory" in kiosk.complaints()
        assert not cups.printed()


def a_queue_without_paper_is_told_and_the_job_taken_back():
    with cupsserver.Cups() as cups, site_with(*cups_settings(cups, "printer = cups:gone")) as site, \
            site.kiosk() as kiosk:
        to_done(kiosk)
        offered(kiosk)
        kiosk.tap("done.print")
        wait_told(kiosk, "There is no paper")
        for _, _, names in os.walk(cups.spool):
            assert not [n for n in names if n.startswith("d")], "the slip still waits to be printed"


def what_waits_in_a_queue_goes_with_its_person():
    with cupsserver.Cups() as cups, site_with(*cups_settings(cups, "printer = cups:slow")) as site, \
            site.kiosk() as kiosk:

        def spooled():
            return [n for _, _, names in os.walk(cups.spool) for n in names if n.startswith("d")]

        to_done(kiosk)
        offered(kiosk)
        kiosk.tap("done.print")
        wait_until(kiosk, spooled, "the slip in the spool")
        kiosk.tap("done.end")
        kiosk.expect("start")
        wait_until(kiosk, lambda: not spooled(), "the slip taken back")
        assert not cups.printed() and not children(kiosk.process.pid)


# --- what staff print ---

SECTIONS = ("hello", "what", "safety", "words", "person", "consent", "contact")
PRESSED = ("explained.Y", "visitor_rel.SELF", "route.R1", "topics.T07", "topics.T08a", "topic_main.T07", "urgency.U3",
           "abuse_suspect.NO", "gender.F", "household.ONE", "services_used.NONE", "age_band.A2", "area.E03",
           "consent_share.Y", "consent_how.ORAL", "contact_way.HERE")
TYPED = {"summary": "家賃が払えない。Qzxvかなりや。", "wish": "仕事をさがしたい。", "name": "交野花子",
         "name_kana": "かたのはなこ", "address": "私部の団地"}


def reach(kiosk, widget):
    """Looks for a widget in all sections of the form in hand, and on all views of them."""
    for section in SECTIONS:
        kiosk.tap(f"section.{section}")
        while not kiosk.has(widget) and kiosk.has("form.more"):
            kiosk.tap("form.more")
        if kiosk.has(widget):
            return
    raise Failure(f"no {widget}: {kiosk.ids()}")


def intake(site, kiosk, lang="ja"):
    """A walk-up intake beside a person of this language, sent."""
    unlock(kiosk, site.manager)
    kiosk.tap("home.intake")
    reach(kiosk, "resident_lang.choose")
    kiosk.tap("resident_lang.choose")
    kiosk.choose(f"lang.{lang}")
    kiosk.expect("staff_form")
    for widget in PRESSED:
        reach(kiosk, widget)
        kiosk.tap(widget)
    for question, text in TYPED.items():
        reach(kiosk, f"{question}.field")
        kiosk.tap(f"{question}.field")
        kiosk.do(f"type {text}")
        kiosk.tap("type.done")
    kiosk.tap("form.send", "staff.send")
    kiosk.expect("staff_done")


def staff_site(*settings):
    site = site_with(*settings)
    site.manager = add_manager(site)
    return site


def an_intake_comes_on_a4_with_a_copy_when_asked():
    with cupsserver.Cups() as cups, staff_site(*cups_settings(cups, "page_printer = cups:slips")) as site, \
            site.kiosk() as kiosk:
        intake(site, kiosk)
        offered(kiosk)
        kiosk.tap("done.print")
        kiosk.expect("staff_print")
        assert not cups.printed(), "nobody asked yet"
        assert "print.slip" not in kiosk.ids(), "there is no printer for slips"
        for widget, pages in (("print.both", 2), ("print.sheet", 1)):
            before = len(cups.printed())
            kiosk.tap(widget)
            wait_until(kiosk, lambda: len(cups.printed()) > before and kiosk.has(widget), widget)
            size, codes, text = read_pdf(cups.printed()[-1])
            assert "(A4)" in size and len(codes) == pages and text.strip() == "", (size, codes, text)
            assert len({c[0] for c in codes}) == 1 and all(len(c) == 1 for c in codes), codes
        assert sum(json.loads(line)["what"] == "print" for line in log_of(site)) == 2
        kiosk.tap("nav.back", "done.home")
        kiosk.expect("staff_home")
        number = receipt(kiosk)
        assert codes == [[number]]
        for folder in (cups.spool, cups.dir, site.dir):
            for at, _, names in os.walk(folder):
                for name in filter(lambda n: n != "sock", names):
                    with open(f"{at}/{name}", "rb") as f:
                        data = f.read()
                    assert b"%PDF" not in data and "かなりや".encode() not in data, f"{at}/{name}"


def staff_slip(printer, lang):
    """Rows of the slip that staff print for a person of this language."""
    with staff_site(f"printer = {printer.path}") as site, site.kiosk() as kiosk:
        intake(site, kiosk, lang)
        offered(kiosk)
        kiosk.tap("done.print")
        assert "print.sheet" not in kiosk.ids() and "print.warn" not in kiosk.ids()
        before = len(printer.data)
        kiosk.tap("print.slip")
        wait_until(kiosk, lambda: "print.told" in kiosk.ids() and kiosk.has("print.slip"), "the slip")
        del printer.data[:before]
        number = receipt(kiosk)
    pages = printer.pages()
    printer.data.clear()
    assert [qr(page) for page in pages] == [[number]], lang
    return pages[0]


def staff_print_a_slip_in_the_language_of_the_person():
    heads = set()
    for lang in ("ja", "en", "ne", "my", "ar"):
        with Printer() as printer:
            staff = staff_slip(printer, lang)
            _, own = one_slip(printer, lang)
        if "PAPER_SHOTS" in os.environ:  # to look at
            with open(f"{os.environ['PAPER_SHOTS']}/slip-{lang}.pbm", "wb") as f:
                f.write(pbm(staff))
        assert len(staff) == len(own), f"{lang}: not what the person's own screen prints"
        differ = [y for y, (a, b) in enumerate(zip(staff, own)) if a != b]
        assert differ and differ[-1] - differ[0] < 500, f"{lang}: more than the number and its code differ: {differ}"
        assert any(map(any, staff[:differ[0]])) and any(map(any, staff[differ[-1] + 1:])), f"{lang}: no words"
        heads.add(bytes().join(staff[:differ[0]]))
    assert len(heads) == 5, "two languages have the same words"


def the_month_of_activities_comes_on_a4():
    with cupsserver.Cups() as cups, staff_site(*cups_settings(cups, "page_printer = cups:slips")) as site, \
            site.kiosk() as kiosk:
        unlock(kiosk, site.manager)
        activity.open_month(kiosk)
        for _ in range(2):
            activity.enter(kiosk, "VISIT", steps=2)
        wait_until(kiosk, lambda: not children(kiosk.process.pid), "the printer's answer")
        kiosk.choose("activity.report")
        kiosk.expect("staff_act_report")
        kiosk.tap("report.print")
        wait_until(kiosk, lambda: cups.printed() and "印刷しました" in label(kiosk, "print.told"), "the report")
        size, codes, text = read_pdf(cups.printed()[0])
        assert "(A4)" in size and codes == [[]] and text.strip() == ""


def the_desk_saves_the_form_as_pdf():
    site = staff_site()
    with site:
        site.call("site_city_start")
        site.call("site_enrol")
        with site.kiosk() as kiosk:
            intake(site, kiosk)
        number = kiosk.receipts[-1]
        with site.kiosk() as kiosk:
            to_done(kiosk, "my", OTHER)  # of the other lane
        assert site.sync_once() == 0
        out = f"{site.dir}/form.pdf"
        site.call(f"site_open --lane juso --format pdf --form {CONTENT}/desk-form.json"
                  f" --sheet {CONTENT}/sheets/application.json --out {out}")
        with open(out, "rb") as f:
            size, codes, text = read_pdf(f.read())
        assert "(A4)" in size and codes == [[number.replace("-", "")]], (size, codes)
        for word in (*TYPED.values(), number, "女性", "岩船", "本人（来所）", "口頭"):
            assert word in text, (word, text)
        lines = text.splitlines()
        assert any("◎ 収入・生活費のこと" in x for x in lines) and any("○ 家賃" in x for x in lines), text
        assert text.count("◎") == 2 and "Qzxv" in text, "one mark, and the explanation of marks"
        assert oct(os.stat(out).st_mode)[-3:] == "600"
        r = site.program("desk", "open", "--key", f"{site.dir}/desk/coordinator.jwk", "--format", "pdf", check=False)
        assert r.returncode == 64, "a PDF is not written to a terminal"


if __name__ == "__main__":
    if os.geteuid() != 0:
        print("1..0 # SKIP cupsd, and reading the memory of a process that is not dumpable, need root")
        sys.exit(0)
    sys.exit(tap_out([
        without_a_printer_nothing_is_offered, a_slip_holds_the_number_as_digits_and_as_qr,
        printers_without_a_way_back_print_too, a_slow_printer_gets_every_byte, nothing_on_it_depends_on_an_answer,
        nothing_is_printed_unless_somebody_asks, a_printer_that_does_not_answer_is_not_offered,
        trouble_is_told_and_the_number_stays, paper_that_ends_in_the_middle_is_told, a_printer_that_goes_away_is_told,
        a_printer_that_hangs_costs_the_terminal_nothing, nothing_of_a_slip_stays,
        status_tells_what_each_printer_answers, cups_prints_a_pdf_of_the_slip, a_spool_on_a_disk_is_refused,
        a_queue_without_paper_is_told_and_the_job_taken_back, what_waits_in_a_queue_goes_with_its_person,
        an_intake_comes_on_a4_with_a_copy_when_asked,
        staff_print_a_slip_in_the_language_of_the_person, the_month_of_activities_comes_on_a4,
        the_desk_saves_the_form_as_pdf]))
