#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Bad input gets a clear message and a documented exit code (sysexits), and nothing is lost."""
import json
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from fullsite import Site  # noqa: E402
from kiosk import BIN, CONTENT, Kiosk, Visit, tap_out  # noqa: E402

SIMPLE = dict(about="SELF", urgency="U3", topics=["T07"], contact_way="HERE", consent_share="Y")


def run(program, *args, stdin=b"expect start\n", **options):
    return subprocess.run([f"{BIN}/marumado-{program}", *args], input=stdin, capture_output=True, check=False,
                          timeout=60, env={**os.environ, "SDL_VIDEODRIVER": "dummy"}, **options)


def says(result, code, *words):
    text = result.stderr.decode()
    assert result.returncode == code, f"exit {result.returncode}, wanted {code}: {text}"
    for word in words:
        assert word in text, f"«{word}» is not in: {text}"


def a_missing_configuration_is_named():
    for program in ("kiosk", "sync"):
        says(run(program, "--config", "/nonexistent/marumado.ini", *(["--once"] if program == "sync" else [])),
             78, "/nonexistent/marumado.ini")


def a_broken_configuration_names_file_and_line():
    with tempfile.NamedTemporaryFile("w", suffix=".ini") as f:
        f.write("[site]\nid = a\n[kiosk]\npanel_width_mm = wide\n")
        f.flush()
        says(run("kiosk", "--config", f.name), 78, f"{f.name}:4", "panel_width_mm")


def an_unknown_option_is_refused():
    for program in ("kiosk", "sync", "city", "desk"):
        says(run(program, "--nonsense"), 64)


def content_copy(folder):
    shutil.copytree(CONTENT, folder, symlinks=True)
    return folder


def a_damaged_form_names_the_field():
    with tempfile.TemporaryDirectory() as d, Site(enrol=False) as site:
        content = content_copy(f"{d}/content")
        path = f"{content}/forms/resident.json"
        form = json.load(open(path, encoding="utf-8"))
        form["questions"][3]["relevant"] = "urgency in ('U1'"
        os.chmod(path, 0o644)
        json.dump(form, open(path, "w", encoding="utf-8"))
        says(run("kiosk", "--config", site.ini, "--content", content, "--script", "-"), 65, "resident.json",
             "questions[3]", "relevant")


def a_missing_language_falls_back_and_says_so_once():
    with tempfile.TemporaryDirectory() as d, Site(enrol=False) as site:
        content = content_copy(f"{d}/content")
        shutil.rmtree(f"{content}/locale/en")
        result = run("kiosk", "--config", site.ini, "--content", content, "--script", "-")
        says(result, 0, "en")
        assert result.stderr.decode().count("en") >= 1 and result.stderr.decode().count("\n") <= 3


def a_damaged_catalogue_counts_as_missing():
    """glibc's gettext would leave the file it believes, on some screen."""
    with tempfile.TemporaryDirectory() as d, Site(enrol=False) as site:
        content = content_copy(f"{d}/content")
        path = f"{content}/locale/en/LC_MESSAGES/marumado.mo"
        data = bytearray(open(path, "rb").read())
        table = int.from_bytes(data[16:20], "little")
        for at in range(table + 7, table + 8 * 40, 8):  # where texts begin, far beyond the file
            data[at] = 0x7f
        os.chmod(path, 0o644)
        open(path, "wb").write(data)
        result = run("kiosk", "--config", site.ini, "--content", content, "--script", "-",
                     stdin=b"tap lang.vi\ntap notice.begin\ntap nav.next\n")
        says(result, 0, "en")


def a_choice_without_words_shows_its_code():
    with tempfile.TemporaryDirectory() as d, Site(enrol=False) as site:
        content = content_copy(f"{d}/content")
        for tag in os.listdir(f"{content}/locale"):
            path = f"{content}/locale/{tag}/LC_MESSAGES/marumado.mo"
            data = open(path, "rb").read()
            os.chmod(path, 0o644)
            open(path, "wb").write(data.replace(b"about\x04choice.", b"about\x04Choice."))
        with Kiosk(config=site.ini, extra=["--content", content]) as kiosk:
            kiosk.inspect()
            kiosk.tap("lang.en", "notice.begin")
            labels = {w["id"]: w["label"] for w in kiosk.now["widgets"] if w["id"].startswith("about.")}
            assert labels and all(label == "choice." + i.split(".")[1] for i, label in labels.items()
                                  if not i.endswith((".label", ".hint", ".more"))), labels


def missing_fonts_fall_back_and_say_so_once():
    with tempfile.TemporaryDirectory() as d, Site(enrol=False) as site:
        content = content_copy(f"{d}/content")
        path = f"{content}/fonts/stack.json"
        text = open(path, encoding="utf-8").read().replace("BIZUDPGothic-", "Nothing-")
        os.chmod(path, 0o644)
        open(path, "w", encoding="utf-8").write(text)
        result = run("kiosk", "--config", site.ini, "--content", content, "--script", "-")
        says(result, 0, "fonts-morisawa-bizud-gothic")
        assert result.stderr.decode().count("fonts-morisawa-bizud-gothic") == 1


def a_second_kiosk_and_a_second_courier_are_refused():
    with Site() as site:
        with site.kiosk() as kiosk:
            kiosk.inspect()
            says(run("kiosk", "--config", site.ini, "--content", CONTENT, "--script", "-"), 75)
        site.call("site_sync_start; sleep 0.5")
        says(run("sync", "--config", site.ini, "--once"), 75)


def a_full_disk_shows_no_receipt_and_keeps_the_answers():
    with Site() as site:
        small = f"{site.dir}/small"
        os.makedirs(small)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small], capture_output=True,
                          check=False).returncode != 0:
            print("# SKIP part: no right to mount a small file system")
            return
        try:
            shutil.copytree(site.data, f"{small}/data")
            with site.kiosk(data=f"{small}/data") as kiosk:
                Visit("en", **SIMPLE).run(kiosk, send=False)
                with open(f"{small}/fill", "wb", buffering=0) as f:
                    try:
                        while f.write(b"\0" * 4096):
                            pass
                    except OSError:
                        pass
                kiosk.tap("check.send")
                kiosk.expect("trouble")
                os.unlink(f"{small}/fill")
                kiosk.tap("trouble.retry")
                kiosk.expect("done")
            assert len(kiosk.receipts) == 1, kiosk.receipts
        finally:
            subprocess.run(["umount", small], check=False)


def a_locked_database_shows_no_receipt():
    import sqlite3
    with Site() as site, site.kiosk() as kiosk:
        Visit("en", **SIMPLE).run(kiosk, send=False)
        other = sqlite3.connect(f"{site.data}/outbox/outbox.db", isolation_level=None)
        other.execute("begin exclusive")
        kiosk.tap("check.send")
        kiosk.expect("trouble")
        other.execute("rollback")
        other.close()
        kiosk.tap("trouble.retry")
        kiosk.expect("done")


def a_damaged_key_or_salt_is_named():
    for name, bad in (("device.jwk", b'{"kty":"EC"'), ("device.jwk", b""), ("receipt.salt", b"short")):
        with Site(enrol=False) as site:
            says(run("kiosk", "--config", site.ini, "enrol"), 0)
            path = f"{site.data}/keys/{name}"
            with open(path, "wb") as f:
                f.write(bad)
            for args in (["enrol"], ["--content", CONTENT, "--script", "-"]):
                says(run("kiosk", "--config", site.ini, *args), 78, path)
            with open(path, "rb") as f:
                assert f.read() == bad, "a damaged file must stay for whoever repairs it"


def a_second_first_start_makes_no_second_key():
    import fcntl
    with Site(enrol=False) as site:
        os.makedirs(f"{site.data}/outbox", 0o750)
        with open(f"{site.data}/outbox/lock", "w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            says(run("kiosk", "--config", site.ini, "enrol"), 75, "another kiosk")
            assert os.listdir(f"{site.data}/keys") == []
        says(run("kiosk", "--config", site.ini, "enrol"), 0)


def a_replaced_device_key_leaves_nothing_behind():
    with Site() as site:
        with site.kiosk() as kiosk:
            Visit("en", **SIMPLE).run(kiosk)
        os.unlink(f"{site.data}/keys/device.jwk")
        site.call("site_enrol")
        assert site.sync_once() == 0
        site.collect()
        status = json.loads(run("kiosk", "--config", site.ini, "status").stdout)
        assert status["waiting"] == 0, status
        assert [r["receipt"] for r in site.records()] == [kiosk.receipts[0].replace("-", "")]


def a_full_disk_under_the_output_is_told():
    with Site(enrol=False) as site:
        for args in (["--help"], ["-h"], ["--version"], ["--config", site.ini, "status"],
                     ["--config", site.ini, "enrol"]):
            result = run("kiosk", *args)
            says(result, 0)
            assert result.stdout, args
            with open("/dev/full", "wb") as full:
                result = subprocess.run([f"{BIN}/marumado-kiosk", *args], stdout=full, stderr=subprocess.PIPE,
                                        check=False, timeout=60)
            says(result, 74, "No space left")


def a_malformed_batch_is_a_400_and_stores_nothing():
    with Site() as site:
        url = site.call("echo $site_url").strip() + "/v1/items"
        cases = [(b"", 400), (b"{", 400), (b'{"items":[]}', 400), (b'{"items":["x"],"items":["y"]}', 400),
                 (b'{"items":[1]}', 400), (b'{"items":["a.b.c"]}', 400),
                 (json.dumps({"items": ["a.b.c"] * 65}).encode(), 400),
                 (b'{"items":["' + b"A" * (1024 * 1024) + b'"]}', 413)]
        for body, status in cases:
            result = subprocess.run(["curl", "-s", "--cacert", f"{site.city}/ca.pem", "-H",
                                     "Content-Type: application/json", "--data-binary", "@-", "-o", f"{site.dir}/body",
                                     "-w", "%{http_code} %{content_type}", url], input=body, capture_output=True,
                                    check=False)
            got = result.stdout.decode().split()
            assert got[:1] == [str(status)] and got[1].startswith("application/problem+json"), (body[:40], got)
        assert site.records() == []


if __name__ == "__main__":
    sys.exit(tap_out([a_missing_configuration_is_named, a_broken_configuration_names_file_and_line,
                      an_unknown_option_is_refused, a_damaged_form_names_the_field,
                      a_missing_language_falls_back_and_says_so_once, a_damaged_catalogue_counts_as_missing,
                      a_choice_without_words_shows_its_code, missing_fonts_fall_back_and_say_so_once,
                      a_second_kiosk_and_a_second_courier_are_refused,
                      a_full_disk_shows_no_receipt_and_keeps_the_answers, a_locked_database_shows_no_receipt,
                      a_damaged_key_or_salt_is_named, a_second_first_start_makes_no_second_key,
                      a_replaced_device_key_leaves_nothing_behind, a_full_disk_under_the_output_is_told,
                      a_malformed_batch_is_a_400_and_stores_nothing]))
