#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The city's own files go missing or bad: nothing is made anew in their place, nothing is acknowledged that cannot be
kept, one bad row keeps nobody else waiting, and every message names the file."""
import json
import os
import random
import re
import shutil
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from fullsite import Site  # noqa: E402
from kiosk import BIN, Visit, tap_out  # noqa: E402


def city(*args, **options):
    return subprocess.run([f"{BIN}/marumado-city", *args], timeout=60, check=False,
                          **{"capture_output": True, **options})


def says(result, code, *words):
    text = result.stderr.decode()
    assert result.returncode == code, f"exit {result.returncode}, wanted {code}: {text}"
    for word in words:
        assert word in text, f"«{word}» is not in: {text}"


def serve(place, *args):
    return city("serve", "--dir", place, "--listen", "127.0.0.1:0", *args)


def fill(path, n):
    """n records of one device, with their hashes; what is in them does not matter to the city."""
    import hashlib
    db = sqlite3.connect(path)
    dice = random.Random(7)
    db.execute("insert into device values('dev', '{\"kty\":\"EC\"}', 'here', 'approved', 1, 1)")
    for i in range(1, n + 1):
        jws = "".join(dice.choices("abcdefghijklmnop", k=3000))
        db.execute("insert into item values('dev', ?, ?, ?, ?, '', 'record', 0, 1, '', ?)",
                   (f"{i:032x}", i, hashlib.sha256(jws.encode()).hexdigest(), i, jws))
    db.commit()
    db.close()


def exported(result):
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    return [line["city_seq"] for line in lines if line["type"] == "item"]


def a_lost_database_is_not_made_anew():
    with Site(enrol=False) as site:
        path = f"{site.city}/city.db"
        for how, code in (("missing", 66), ("empty", 65), ("text", 65), ("foreign", 65)):
            os.unlink(path)
            if how != "missing":
                with open(path, "wb") as f:
                    f.write(b"no database\n" * 200 if how == "text" else b"")
            if how == "foreign":
                db = sqlite3.connect(path)
                db.execute("create table x(y)")
                db.close()
            before = open(path, "rb").read() if how != "missing" else None
            for command in ("serve", "list", "export", "devices"):
                says(city(command, "--dir", site.city), code, path)
            assert (open(path, "rb").read() if os.path.exists(path) else None) == before, f"{how}: it was touched"
            if how == "missing":
                open(path, "w").close()


def init_alone_decides_where_the_database_is():
    with Site(enrol=False) as site, tempfile.TemporaryDirectory() as d:
        seal = f"{site.dir}/desk/coordinator.pub.jwk"
        says(serve(site.city, "--db", f"{d}/other.db"), 66, f"{d}/other.db", "init")
        says(city("init", f"{d}/city", "--seal", seal, "--db", f"{d}/other.db"), 0)
        assert os.path.exists(f"{d}/other.db") and not os.path.exists(f"{d}/city/city.db")
        says(city("list", "--dir", f"{d}/city", "--db", f"{d}/other.db"), 0)
        says(city("list", "--dir", f"{d}/city"), 66, f"{d}/city/city.db")
        before = open(f"{d}/other.db", "rb").read()
        says(city("init", f"{d}/second", "--seal", seal, "--db", f"{d}/other.db"), 73, "other.db")
        assert open(f"{d}/other.db", "rb").read() == before and not os.path.exists(f"{d}/second")


def one_bad_row_keeps_nobody_waiting():
    with Site(enrol=False) as site:
        path = f"{site.city}/city.db"
        fill(path, 100)
        db = sqlite3.connect(path)
        db.execute("update item set jws = cast(x'61ff62' as text) where city_seq = 3")
        db.execute("update item set jws = jws || 'x' where city_seq = 5")
        db.execute("delete from item where city_seq in (70, 71)")
        db.execute("insert into device values('bad', 'no json', 'x', 'approved', 1, 1)")
        db.execute("insert into item values('bad', 'x', 101, 'x', 1, '', 'enrol', 0, 1, '', 'x')")
        db.commit()
        db.close()
        result = city("export", "--dir", site.city)
        says(result, 65, "item 3 ", "item 5 ", "items 70 to 71", "device bad")
        assert exported(result) == [n for n in range(1, 101) if n not in (3, 70, 71)], exported(result)
        says(city("export", "--dir", site.city, "--after", "71"), 65, "device bad")
        says(city("list", "--dir", site.city), 65, "items 70 to 71")


def pages_that_cannot_be_read_cost_only_their_own_items():
    dice = random.Random(3)
    with Site(enrol=False) as site:
        path = f"{site.city}/city.db"
        fill(path, 400)
        shutil.copy(path, f"{site.dir}/whole.db")
        pages = os.path.getsize(path) // 4096
        kept = 0
        for _ in range(25):
            shutil.copy(f"{site.dir}/whole.db", path)
            with open(path, "r+b") as f:
                f.seek(4096 * dice.randrange(1, pages))
                f.write(dice.randbytes(4096) if dice.random() < .5 else bytes(4096))
            result = city("export", "--dir", site.city)
            got = exported(result)
            assert got == sorted(set(got)), "items are told twice"
            if result.returncode == 0:
                assert got == list(range(1, 401)), "items are missing and nobody says so"
            else:
                says(result, 65, "damaged")
            lost = set(range(1, 401)) - set(got)
            named = set()
            for a, b in re.findall(r"items (\d+) to (\d+) cannot", result.stderr.decode()):
                named |= set(range(int(a), int(b) + 1))
            named |= {int(n) for n in re.findall(r"item (\d+) is damaged", result.stderr.decode())}
            assert lost <= named or b"how many items" in result.stderr, (lost - named, result.stderr)
            kept += len(got)
        assert kept > 25 * 400 * .8, f"only {kept} of {25 * 400} items came out"


def once(site):
    return subprocess.run([f"{BIN}/marumado-sync", "--config", site.ini, "--once"], capture_output=True, timeout=60,
                          check=False)


def healthz(site):
    return subprocess.run(["curl", "-s", "--cacert", f"{site.city}/ca.pem", "-w", " %{http_code}",
                           site.call("echo $site_url").strip() + "/healthz"], capture_output=True, check=True).stdout


def log_of(site):
    with open(f"{site.dir}/log/city.err", encoding="utf-8") as f:
        return f.read()


def one_request(site):
    with site.kiosk() as kiosk:
        Visit("en", about="SELF", urgency="U3", topics=["T07"], contact_way="HERE", consent_share="Y").run(kiosk)
        kiosk.expect("done")
    return kiosk.receipts[0].replace("-", "")


def stop_city(site):
    site.call("kill $site_city_pid; wait $site_city_pid 2>/dev/null; true")


def arrives_after_all(site, receipts):
    stop_city(site)
    site.call("site_city_start")
    assert once(site).returncode == 0
    site.collect()
    assert sorted(r["receipt"] for r in site.records()) == sorted(receipts)


def damage_while_it_serves_ends_the_acknowledging():
    with Site() as site:
        path = f"{site.city}/city.db"
        receipts = [one_request(site)]
        assert once(site).returncode == 0
        receipts.append(one_request(site))
        shutil.copy(path, f"{site.dir}/whole.db")
        db = sqlite3.connect(path)
        root = db.execute("select rootpage from sqlite_master where name = 'item'").fetchone()[0]
        db.close()
        with open(path, "r+b") as f:
            f.seek(4096 * (root - 1))
            f.write(bytes(4096))
            f.seek(24)  # the change counter: what was read before is not valid any more
            f.write(bytes([9, 9, 9, 9]))
        assert once(site).returncode == 75
        assert b"503" in healthz(site) and b"storage-damaged" in healthz(site)
        assert path in log_of(site), log_of(site)
        assert once(site).returncode == 75
        site.collect()
        assert site.status()["waiting"] == 1, "an item was erased that the city does not have"
        stop_city(site)
        says(serve(site.city), 65, path)  # nor does it start with it
        shutil.copy(f"{site.dir}/whole.db", path)
        arrives_after_all(site, receipts)


def a_database_moved_away_while_it_serves_ends_the_acknowledging():
    with Site() as site:
        path = f"{site.city}/city.db"
        receipts = [one_request(site)]
        os.rename(path, f"{path}.old")
        assert once(site).returncode == 75
        assert b"503" in healthz(site)
        assert path in log_of(site) and not os.path.exists(path)
        os.rename(f"{path}.old", path)
        arrives_after_all(site, receipts)


def a_wrong_certificate_or_key_is_named():
    with Site(enrol=False) as site, tempfile.TemporaryDirectory() as d:
        subprocess.run(["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out",
                        f"{d}/other.key"], capture_output=True, check=True)
        with open(f"{d}/bad.pem", "w", encoding="utf-8") as f:
            f.write("no certificate\n")
        good = (f"{site.city}/server.pem", f"{site.city}/server.key")
        for cert, key, code, word in ((f"{d}/bad.pem", good[1], 78, "bad.pem"), (good[0], f"{d}/bad.pem", 78, "bad.pem"),
                                      (good[0], f"{d}/other.key", 78, "other.key"), ("/nonexistent/x", good[1], 66, "/x"),
                                      (good[0], "/nonexistent/y", 66, "/y")):
            says(serve(site.city, "--cert", cert, "--key", key), code, word)
        os.truncate(good[1], 0)
        says(serve(site.city), 78, "server.key")


def help_is_help_and_a_full_disk_is_told():
    with Site(enrol=False) as site:
        fill(f"{site.city}/city.db", 3)
        for args in (["-h"], ["--help"], ["--version"], ["serve", "--help"], ["import", "-h"], ["serve", "--db", "x", "-h"]):
            result = city(*args)
            says(result, 0)
            assert b"marumado-city" in result.stdout, args
            with open("/dev/full", "wb") as full:
                says(city(*args, capture_output=False, stdout=full, stderr=subprocess.PIPE), 74)
        for command in ("list", "devices", "export"):
            with open("/dev/full", "wb") as full:
                says(city(command, "--dir", site.city, capture_output=False, stdout=full, stderr=subprocess.PIPE), 74)


def greeting(site):
    """The first message of a TLS client, as bytes."""
    answers, said = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = ssl.create_default_context(cafile=f"{site.city}/ca.pem").wrap_bio(answers, said, server_hostname="localhost")
    try:
        client.do_handshake()
    except ssl.SSLWantReadError:
        pass
    return said.read()


def who_stops_within_a_greeting_costs_no_processor():
    with Site() as site:
        port = int(site.call("echo $site_url").strip().rsplit(":", 1)[1])
        pid = site.call("echo $site_city_pid").strip()

        def cpu_s():
            with open(f"/proc/{pid}/stat", encoding="utf-8") as f:
                user, system = f.read().rsplit(")", 1)[1].split()[11:13]
            return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

        hello = greeting(site)
        silent = []
        for sent in (hello[:1], hello[:50], hello[:-1], hello):  # the last one is answered, and says no more
            silent.append(socket.create_connection(("127.0.0.1", port)))
            silent[-1].sendall(sent)
        assert silent[-1].recv(65536), "the city does not answer a greeting"
        before = cpu_s()
        time.sleep(2)
        used = cpu_s() - before
        for s in silent:
            s.close()
        assert used < .3, f"{used} s of processor time in 2 s for four connections that say nothing"


if __name__ == "__main__":
    sys.exit(tap_out([a_lost_database_is_not_made_anew, init_alone_decides_where_the_database_is,
                      one_bad_row_keeps_nobody_waiting, pages_that_cannot_be_read_cost_only_their_own_items,
                      damage_while_it_serves_ends_the_acknowledging,
                      a_database_moved_away_while_it_serves_ends_the_acknowledging,
                      a_wrong_certificate_or_key_is_named, help_is_help_and_a_full_disk_is_told,
                      who_stops_within_a_greeting_costs_no_processor]))
