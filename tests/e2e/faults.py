#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Power cuts, failing disks, damaged files and two real users: whatever happens to the courier, every receipt is in
the outbox or opens at the city, nothing is there twice, and the courier says what is the matter."""
import os
import random
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from fullsite import Site  # noqa: E402
from kiosk import BIN, CONTENT, tap_out  # noqa: E402

SANITIZED = "address" in BIN  # strace cannot look on while the leak checker does


def once(site, *args, wrap=()):
    env = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0"} if wrap else None
    return subprocess.run([*wrap, f"{BIN}/marumado-sync", "--config", site.ini, "--once", *args], env=env,
                          capture_output=True, timeout=120, check=False)


def all_arrived(site, receipts):
    result = once(site)
    assert result.returncode == 0, f"afterwards: exit {result.returncode}: {result.stderr}"
    site.collect()
    assert site.status()["waiting"] == 0
    there = sorted(r["receipt"] for r in site.records())
    assert there == sorted(receipts), f"{len(receipts)} receipts, {len(there)} records"


def injected(call, what):
    return ("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{what}")


def a_courier_killed_at_any_write_loses_nothing():
    with Site() as site:
        receipts = site.requests(1)
        for call in ("pwrite64", "fdatasync", "ftruncate", "rename"):
            for when in range(1, 40):
                if when % 8 == 1:
                    receipts += site.requests(1)
                if when == 1:
                    shutil.rmtree(f"{site.data}/courier")
                result = once(site, wrap=injected(call, f"signal=KILL:when={when}"))
                if result.returncode not in (-9, 137):
                    break
                status = site.program("sync", "--config", site.ini, "--status", check=False)
                assert status.returncode == 0 or b"courier.db: cannot read: its writer ended" in status.stderr, status
            assert when > 1, f"{call} was never called"
        all_arrived(site, receipts)


def a_disk_that_fails_the_courier_loses_nothing():
    with Site() as site:
        receipts = site.requests(1)
        for error in ("EIO", "ENOSPC"):
            for call, when in (("pwrite64", "1+"), ("pwrite64", "13+"), ("pwrite64", "13"), ("fdatasync", "1"),
                               ("fdatasync", "3+"), ("fsync", "1+")):
                shutil.rmtree(f"{site.data}/courier")
                result = once(site, wrap=injected(call, f"error={error}:when={when}"))
                assert result.returncode == 75, f"{error} {call} {when}: exit {result.returncode}: {result.stderr}"
                assert b"cannot" in result.stderr, result.stderr
                site.collect()
            receipts += site.requests(1)
        all_arrived(site, receipts)


def damage(path, how, dice):
    size = os.path.getsize(path)
    if how == "missing":
        os.unlink(path)
    elif how == "flipped":
        with open(path, "r+b") as f:
            for _ in range(200):
                at = dice.randrange(size)
                f.seek(at)
                byte = f.read(1)[0]
                f.seek(at)
                f.write(bytes([byte ^ 1 << dice.randrange(8)]))
    else:
        with open(path, "r+b") as f:
            f.truncate({"emptied": 0, "cut": size // 2, "torn": size - 777, "text": 0}[how])
            if how == "text":
                f.write(b"not a database\n")


def a_damaged_courier_database_costs_nothing():
    dice = random.Random(2)
    with Site() as site:
        receipts = []
        for how in ("emptied", "cut", "torn", "text", "missing", "flipped", "flipped"):
            receipts += site.requests(1)
            once(site)  # its acknowledgement waits for the kiosk
            damage(f"{site.data}/courier/courier.db", how, dice)
            site.collect()
            assert once(site).returncode == 0, how
        all_arrived(site, receipts)


class Cutter:
    """A line that breaks after so many bytes towards the city (up) or back (down)."""

    def __init__(self, port, **after):
        self.port, self.after, self.passed = port, after, {"up": 0, "down": 0}
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://localhost:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                near = self.listener.accept()[0]
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self.port))
            for way in (("up", near, far), ("down", far, near)):
                threading.Thread(target=self.pump, args=way, daemon=True).start()

    def pump(self, way, a, b):
        try:
            while data := a.recv(65536):
                room = self.after.get(way, 1 << 30) - self.passed[way]
                self.passed[way] += len(data)
                b.sendall(data[:max(room, 0)])
                if len(data) > room:
                    break
        except OSError:
            pass
        for s in (a, b):  # with a reset, as routers do
            try:
                s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            s.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()


def a_line_that_breaks_anywhere_loses_and_doubles_nothing():
    with Site() as site:
        port = int(site.call("echo ${site_url##*:}"))
        receipts = site.requests(2)
        with Cutter(port) as line:
            assert once(site, "--url", line.url).returncode == 0
            whole = dict(line.passed)
        for way in ("up", "down"):
            for part in range(0, 10):
                if part % 5 == 0:
                    receipts += site.requests(1)
                with Cutter(port, **{way: whole[way] * part // 10}) as line:
                    result = once(site, "--url", line.url)
                assert result.returncode in (0, 75) and result.stderr, result
        all_arrived(site, receipts)


def help_and_version_need_no_configuration():
    with tempfile.NamedTemporaryFile("w", suffix=".ini") as f:
        f.write("[site]\nnonsense\n")
        f.flush()
        for program in ("sync", "desk"):
            for word in ("--help", "-h", "--version"):
                args = ["--config", f.name] if program == "sync" else []
                result = subprocess.run([f"{BIN}/marumado-{program}", *args, word], capture_output=True, check=False)
                assert result.returncode == 0 and b"marumado-" in result.stdout, (program, word, result)
                with open("/dev/full", "wb") as full:
                    result = subprocess.run([f"{BIN}/marumado-{program}", *args, word], stdout=full, check=False)
                assert result.returncode == 74, f"{program} {word} on a full disk: exit {result.returncode}"


def a_slip_in_the_pin_is_told_at_start():
    with Site() as site:
        true_pin = subprocess.run(
            f"openssl x509 -in {site.city}/server.pem -noout -pubkey | openssl pkey -pubin -outform DER"
            " | openssl dgst -sha256 -binary | base64", shell=True, capture_output=True, check=True, text=True).stdout
        with open(site.ini, encoding="utf-8") as f:
            plain = f.read()
        for pin, code, word in (("bad", 78, b"pin"), (f"sha256//{true_pin[:-3]}", 78, b"pin"),
                                (f"sha256//{'A' * 43}=", 75, b"pinned"),
                                (f"sha256//{'A' * 43}=;sha256//{true_pin}", 0, b"")):
            with open(site.ini, "w", encoding="utf-8") as f:
                f.write(f"{plain}pin = {pin.strip()}\n")
            result = once(site)
            assert result.returncode == code and word in result.stderr, (pin, result)


def the_courier_cannot_change_the_outbox():
    """The README's folders, with two users that have only a group in common."""
    if os.geteuid() != 0:
        return
    kiosk, courier, group = 64001, 64002, 64003
    as_user = lambda uid, *args: subprocess.run(  # noqa: E731
        args, user=uid, group=group, extra_groups=[], capture_output=True, check=False,
        input=b"wait 1000\n", env={**os.environ, "SDL_VIDEODRIVER": "dummy"})
    with Site() as site, tempfile.TemporaryDirectory() as d:
        os.chmod(d, 0o755)
        for program in ("kiosk", "sync"):
            shutil.copy(f"{BIN}/marumado-{program}", d)
        shutil.copytree(CONTENT, f"{d}/content", copy_function=shutil.copyfile)
        for name in ("keys.jws", "ca.pem"):
            shutil.copyfile(f"{site.city}/{name}", f"{d}/{name}")
        for folder, owner, mode in (("", 0, 0o750), ("/outbox", kiosk, 0o750), ("/keys", kiosk, 0o700),
                                    ("/courier", courier, 0o750)):
            os.mkdir(f"{d}/data{folder}")
            os.chown(f"{d}/data{folder}", owner, group)
            os.chmod(f"{d}/data{folder}", mode)
        with open(f"{d}/marumado.ini", "w", encoding="utf-8") as f:
            f.write(f"[site]\ndata_dir = {d}/data\n[kiosk]\ncontent_dir = {d}/content\n[city]\nkeys = {d}/keys.jws\n"
                    f"[sync]\nurl = {site.call('echo $site_url')}ca = {d}/ca.pem\n")
        ini = ("--config", f"{d}/marumado.ini")
        result = as_user(kiosk, f"{d}/marumado-kiosk", "enrol", *ini)
        assert result.returncode == 0, result
        device = result.stdout.decode().split()[1]
        sync = (f"{d}/marumado-sync", *ini, "--once")
        result = as_user(courier, *sync)
        assert result.returncode == 75 and b"approved" in result.stderr, result
        site.program("city", "approve", device, "--dir", site.city, "--site", "x")
        assert as_user(courier, *sync).returncode == 0
        result = as_user(kiosk, f"{d}/marumado-kiosk", *ini, "--script", "-")
        assert result.returncode == 0, result
        status = as_user(courier, f"{d}/marumado-sync", *ini, "--status")
        assert b'"waiting":0' in status.stdout and b'"acked":1' in status.stdout, status
        for attempt in ("mv outbox x", "rm -f outbox/outbox.db outbox/lock", "touch outbox/x", ": >> outbox/outbox.db",
                        ": < outbox/lock", "cat keys/device.jwk", "touch x", "rmdir courier"):
            result = as_user(courier, "sh", "-c", f"cd {d}/data && {attempt}")
            assert result.returncode != 0 or attempt.startswith("rm -f"), attempt
        assert os.path.exists(f"{d}/data/outbox/outbox.db") and os.path.exists(f"{d}/data/outbox/lock")
        result = as_user(kiosk, "sh", "-c", f"cd {d}/data && : >> courier/courier.db")
        assert result.returncode != 0, "the kiosk can write what the courier owns"


if __name__ == "__main__":
    TESTS = [a_damaged_courier_database_costs_nothing, a_line_that_breaks_anywhere_loses_and_doubles_nothing,
             help_and_version_need_no_configuration, a_slip_in_the_pin_is_told_at_start,
             the_courier_cannot_change_the_outbox]
    if not SANITIZED:
        TESTS += [a_courier_killed_at_any_write_loses_nothing, a_disk_that_fails_the_courier_loses_nothing]
    sys.exit(tap_out(TESTS))
