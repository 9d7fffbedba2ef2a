#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What became of a number: from the offline desk over city and courier to any terminal of the city, in the person's
language; forged and old lists change nothing; nobody can try numbers; the number is in no file."""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from fullsite import Site  # noqa: E402
from kiosk import CONTENT, Kiosk, Visit, tap_out, with_check_digit  # noqa: E402

ANSWERS = {  # by language: a word of the answer, and one of the desk
    "en": {"READ": "has read it", "CLOSED_HELP": "finished", "desk": "Care for older people"},
    "ja": {"READ": "読", "CLOSED_HELP": "終", "desk": "係"},
    "vi": {"READ": "đã đọc", "CLOSED_HELP": "kết thúc", "desk": "Bộ phận"},
}
def visit(site):
    """Somebody tells something; the receipt."""
    with site.kiosk() as kiosk:
        Visit("en", about="SELF", urgency="U4", topics=["T07"], contact_way="HERE", consent_share="Y").run(kiosk)
        kiosk.expect("done")
    return kiosk.receipts[0].replace("-", "")


def texts(kiosk):
    return " ".join(w["label"] for w in kiosk.now["widgets"] if w["id"].startswith("answer."))


def look_up(kiosk, number, lang="en"):
    """Types a number on the start screen; what the answer says. Leaves it open."""
    kiosk.inspect()
    if kiosk.screen == "answer":
        kiosk.tap("answer.end")
    kiosk.expect("start")
    kiosk.tap("start.lookup")
    if lang:
        kiosk.tap("bar.language", f"lang.{lang}")
    kiosk.do("type " + number)
    kiosk.tap("lookup.show")
    if kiosk.screen == "lookup":
        kiosk.do("wait 200")
    kiosk.expect("answer")
    return texts(kiosk)


class Second:
    """Another terminal of the same city, with data of its own."""

    def __init__(self, site):
        self.data = f"{site.dir}/second"
        self.ini = f"{site.dir}/second.ini"
        with open(site.ini, encoding="utf-8") as f:
            text = f.read().replace(site.data, self.data).replace("demo-1", "demo-2")
        with open(self.ini, "w", encoding="utf-8") as f:
            f.write(text)
        site.program("kiosk", "enrol", "--config", self.ini)
        self.site = site

    def kiosk(self, **options):
        return Kiosk(config=self.ini, **options)

    def pull(self):
        return self.site.program("sync", "--config", self.ini, "--once", check=False)


def status(site, *args):
    site.call("site_status " + " ".join(args))


def a_number_is_answered_at_another_terminal_in_three_languages():
    with Site() as site:
        number = visit(site)
        other = with_check_digit("31415926535")
        with site.kiosk() as kiosk:
            assert "not been sent" in look_up(kiosk, number)
        assert site.sync_once() == 0
        site.collect()
        with site.kiosk() as kiosk:
            assert "has received it" in look_up(kiosk, number)
        second = Second(site)
        second.pull()
        with second.kiosk() as kiosk:
            unknown = look_up(kiosk, number)
            assert unknown == look_up(kiosk, other), "not yet answered and never given out look different"
        for code, args in (("READ", []), ("CLOSED_HELP", ["--desk", "KAI", "--entry", "dv-plus"])):
            status(site, number, code, *args)
            second.pull()
            for lang, words in ANSWERS.items():
                with second.kiosk() as kiosk:
                    says = look_up(kiosk, number, lang)
                    assert words[code] in says, (lang, code, says)
                    if code == "CLOSED_HELP":
                        while kiosk.has("nav.more") and "0120-279-889" not in says:
                            kiosk.tap("nav.more")
                            says += texts(kiosk)
                        assert words["desk"] in says and "0120-279-889" in says, (lang, says)
        with second.kiosk() as kiosk:
            assert look_up(kiosk, other) == unknown, "another number learned something"
        assert site.sync_once() == 0
        with site.kiosk() as kiosk:
            assert "finished" in look_up(kiosk, number), "the answer beats what the first terminal knows itself"


def every_code_has_its_words():
    codes = json.load(open(f"{CONTENT}/status-codes.json", encoding="utf-8"))
    with Site() as site:
        number = visit(site)
        seen = set()
        for c in codes["codes"]:
            needs = ["--desk", "KON"] if c["desk"] == "must" or c.get("where") else []
            status(site, number, c["code"], *needs)
            site.sync_once()
            with site.kiosk() as kiosk:
                seen.add(look_up(kiosk, number))
                assert not kiosk.now.get("misses"), c
        assert len(seen) == len(codes["codes"]), seen


def an_end_always_leads_somewhere():
    with Site(enrol=False) as site:
        number = with_check_digit("27182818284")

        def desk(*args):
            return site.program("desk", "status", *args, "--dir", f"{site.dir}/desk", "--codes",
                                f"{CONTENT}/status-codes.json", "--directory", f"{CONTENT}/directory.json",
                                check=False).returncode
        assert desk(number, "CLOSED_HELP") == 64
        assert desk(number, "CLOSED_HELP", "--desk", "OTH") == 64
        assert desk(number, "CLOSED_HELP", "--entry", "no-such-place") == 64
        assert desk(number, "CLOSED_HELP", "--entry", "fukushi-somu") == 64, "an entry that is not shown"
        assert desk(number, "NOTOURS", "--desk", "KAI") == 64
        assert desk(number[:-1] + str((int(number[-1]) + 1) % 10), "READ") == 64
        assert not os.path.exists(f"{site.dir}/desk/status.jws")
        assert desk(number, "CLOSED_HELP", "--desk", "KAI") == 0
        assert os.stat(f"{site.dir}/desk/cases.json").st_mode & 0o777 == 0o600
        assert desk(number, "--forget") == 0
        assert desk(number, "--forget") == 65
        bad = json.load(open(f"{CONTENT}/status-codes.json", encoding="utf-8"))
        bad["codes"].append({"code": "NOTOURS", "icon": "x", "desk": "no", "help": "no", "end": True})
        with open(f"{site.dir}/bad.json", "w", encoding="utf-8") as f:
            json.dump(bad, f)
        got = site.program("desk", "status", number, "NOTOURS", "--dir", f"{site.dir}/desk", "--codes",
                           f"{site.dir}/bad.json", check=False)
        assert got.returncode == 78, "data may not invent an end without a way on"


def forged_and_old_lists_change_nothing():
    with Site() as site, Site(enrol=False) as town:
        number = visit(site)
        status(site, number, "READ")
        old = open(f"{site.dir}/desk/status.jws", "rb").read()
        status(site, number, "DESK", "--desk", "KAI")
        town.call("site_city_start")
        town.call(f"site_status {number} READ")
        assert site.sync_once() == 0
        brought = f"{site.data}/courier/status.jws"
        good = open(brought, "rb").read()

        def says():
            with site.kiosk() as kiosk:
                return look_up(kiosk, number)
        right = says()
        assert "Care for older people" in right, right
        head, payload, sig = good.split(b".")
        forgeries = {
            "old": old, "cut": good[:-1], "empty": b"", "other city": open(f"{town.dir}/desk/status.jws", "rb").read(),
            "altered": head + b"." + payload[:-2] + (b"A" if payload[-2:-1] != b"A" else b"B") + payload[-1:] + b"." +
            sig, "unsigned": head + b"." + payload + b".", "large": good + b"A" * (5 << 20)}
        for name, text in forgeries.items():
            with open(brought + ".new", "wb") as f:
                f.write(text)
            os.rename(brought + ".new", brought)
            assert says() == right, name
        os.unlink(brought)
        os.mkfifo(brought)
        assert says() == right, "a pipe in its place"
        os.unlink(brought)
        os.symlink("/etc/passwd", brought)
        assert says() == right, "a link in its place"
        os.unlink(brought)
        assert says() == right
        for name, text in (("old", old), ("other city", forgeries["other city"]), ("altered", forgeries["altered"])):
            path = f"{site.dir}/{name.replace(' ', '-')}.jws"
            with open(path, "wb") as f:
                f.write(text)
            got = site.program("city", "publish", path, "--dir", site.city, check=False)
            assert got.returncode == 65, (name, got)
        assert site.program("city", "publish", f"{site.dir}/desk/status.jws", "--dir", site.city).returncode == 0


def a_key_that_is_not_named_signs_nothing_that_counts():
    with Site() as site:
        number = visit(site)
        for name in ("status.jwk", "status.pub.jwk"):
            os.unlink(f"{site.dir}/desk/{name}")
        site.call("$bin/marumado-desk keygen $site_desk --name status --sign")
        got = site.program("desk", "status", number, "READ", "--dir", f"{site.dir}/desk", "--codes",
                           f"{CONTENT}/status-codes.json", check=False)
        assert got.returncode == 78 and b"content keys" in got.stderr, got


def trying_numbers_becomes_tedious_and_a_wipe_does_not_help():
    with Site(enrol=False) as site, site.kiosk() as kiosk:
        for n in range(5):
            look_up(kiosk, with_check_digit(f"1000000000{n}"))
            kiosk.tap("nav.quit")
            kiosk.expect("neutral")
            kiosk.do("wait 20000")
        for n, seconds in enumerate((2, 4, 8, 16, 32, 60, 60)):
            kiosk.inspect()
            kiosk.tap("start.lookup")
            kiosk.do("type " + with_check_digit(f"2000000000{n}"))
            kiosk.tap("lookup.show")
            kiosk.expect("lookup")
            kiosk.do(f"wait {seconds * 1000 - 900}")
            kiosk.expect("lookup")
            kiosk.do("wait 1200")
            kiosk.expect("answer")
            kiosk.tap("answer.end")


def a_slip_costs_nothing_and_is_told_at_once():
    with Site(enrol=False) as site, site.kiosk() as kiosk:
        kiosk.inspect()
        kiosk.tap("start.lookup", "bar.language", "lang.en")
        number = with_check_digit("55555555555")
        for _ in range(12):
            kiosk.do("type " + number[:-1] + str((int(number[-1]) + 1) % 10))
            kiosk.tap("lookup.show")
            kiosk.expect("lookup")
            assert any(w["id"] == "lookup.answer" and "not right" in w["label"] for w in kiosk.now["widgets"])
            for _ in number:
                kiosk.send("key Backspace")
            kiosk.inspect()
        kiosk.do("type " + number)
        kiosk.tap("lookup.show")
        if kiosk.screen == "lookup":
            kiosk.do("wait 100")
        kiosk.expect("answer")


def the_answer_disappears_by_itself():
    with Site(enrol=False) as site, site.kiosk() as kiosk:
        look_up(kiosk, with_check_digit("12121212121"))
        kiosk.do("wait 59000")
        kiosk.expect("answer")
        kiosk.do("wait 2000")
        kiosk.expect("start")
        look_up(kiosk, with_check_digit("12121212121"))
        kiosk.tap("nav.back")
        kiosk.expect("lookup")
        assert not kiosk.has("lookup.answer")


def files_with(folder, needles):
    found = []
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            with open(path, "rb") as f:
                data = f.read()
            found += [f"{path}: {n!r}" for n in needles if n in data]
    return found


def the_number_is_in_no_file():
    with Site() as site:
        number = visit(site)
        shown = f"{number[:4]}-{number[4:8]}-{number[8:]}"
        status(site, number, "DESK", "--desk", "KAI")
        assert site.sync_once() == 0
        site.collect()
        second = Second(site)
        second.pull()
        with second.kiosk() as kiosk:
            assert "Care for older people" in look_up(kiosk, number)
            needles = [x.encode(c) for x in (number, shown) for c in ("utf-8", "utf-16-le", "utf-32-le")]
            assert not files_with(site.dir, needles), files_with(site.dir, needles)
        with open(f"{site.dir}/proof", "w", encoding="utf-8") as f:
            f.write(shown)
        assert files_with(site.dir, needles), "the search finds nothing at all"


def a_city_that_lies_fills_no_disk():
    """The courier keeps one file, whatever comes."""
    with Site() as site:
        number = visit(site)
        for code in ("READ", "CALL", "READ", "CALL"):
            status(site, number, code)
            site.sync_once()
        names = [n for n in os.listdir(f"{site.data}/courier") if n.startswith("status")]
        assert names == ["status.jws"], names
        with open(f"{site.city}/status.jws", "wb") as f:
            f.write(b"a.b." + b"c" * (4 << 20))
        before = open(f"{site.data}/courier/status.jws", "rb").read()
        site.sync_once()
        assert open(f"{site.data}/courier/status.jws", "rb").read() == before
        with open(f"{site.city}/status.jws", "wb") as f:
            f.write(b"<html>log in</html>")
        site.sync_once()
        assert open(f"{site.data}/courier/status.jws", "rb").read() == before


if __name__ == "__main__":
    sys.exit(tap_out([
        a_number_is_answered_at_another_terminal_in_three_languages, every_code_has_its_words,
        an_end_always_leads_somewhere, forged_and_old_lists_change_nothing,
        a_key_that_is_not_named_signs_nothing_that_counts, trying_numbers_becomes_tedious_and_a_wipe_does_not_help,
        a_slip_costs_nothing_and_is_told_at_once, the_answer_disappears_by_itself, the_number_is_in_no_file,
        a_city_that_lies_fills_no_disk]))
