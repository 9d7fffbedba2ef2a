# SPDX-License-Identifier: Apache-2.0
"""A receipt printer made of a pseudo terminal, a FIFO or a socket, that understands what a real one would: GS v 0, cut,
and status questions. `Paper` is what came out; reading it back is the test's own decoder, none of the program's."""
import os
import pty
import select
import socket
import subprocess
import tempfile
import threading

STRIP_MAX = 256


class Broken(AssertionError):
    pass


def decode(data):
    """The pages in a stream of ESC/POS bytes, each a list of rows (bytes, 1 = black). Raises Broken at what no printer
    would understand."""
    pages, rows, width, at, began = [], [], None, 0, False
    while at < len(data):
        rest = data[at:]
        if rest.startswith(b"\x1b@"):
            began, at = True, at + 2
        elif rest.startswith(b"\x10\x04"):
            at += 3
        elif rest.startswith(b"\x1dr\x01"):
            at += 3
        elif rest.startswith(b"\x1dv0"):
            if not began:
                raise Broken("a picture before ESC @")
            mode, w, h = rest[3], rest[4] | rest[5] << 8, rest[6] | rest[7] << 8
            if mode != 0 or not 0 < h <= STRIP_MAX or not w or (width is not None and w != width):
                raise Broken(f"a strip of mode {mode}, {w} bytes, {h} rows")
            width = w
            body = rest[8:8 + w * h]
            if len(body) < w * h:
                raise Broken("a strip that ends too soon")
            rows += [body[i * w:(i + 1) * w] for i in range(h)]
            at += 8 + w * h
        elif rest.startswith(b"\x1dV\x42"):
            pages.append(rows)
            rows, at = [], at + 4
        else:
            raise Broken(f"unknown bytes {rest[:8].hex()} at {at}")
    if rows:
        raise Broken("a page that is not cut")
    return pages


def blocks(rows):
    """The page as (first row, rows) of what stands between blank rows."""
    found, begin = [], None
    for y, row in enumerate([*rows, bytes(len(rows[0]))]):
        ink = any(row)
        if ink and begin is None:
            begin = y
        elif not ink and begin is not None:
            found.append((begin, rows[begin:y]))
            begin = None
    return found


def pbm(rows):
    return b"P4\n%d %d\n" % (len(rows[0]) * 8, len(rows)) + b"".join(rows)


def qr(rows):
    """What zbarimg reads in the picture, as a list of texts."""
    with tempfile.NamedTemporaryFile(suffix=".pbm") as f:
        f.write(pbm(rows))
        f.flush()
        r = subprocess.run(["zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", f.name], capture_output=True,
                           check=False)
        return r.stdout.decode().split()


class Printer:
    """kind: "pty" (answers questions), "mute" (a pty that never answers), "fifo" or "socket". `state` may be changed at
    any time: "ready", "paper", "cover", "offline". `slow`: takes so many bytes at a time.
    `ends_after`: goes out of paper behind so many bytes."""

    def __init__(self, kind="pty", state="ready", slow=65536, ends_after=None):
        self.kind, self.state, self.slow, self.ends_after = kind, state, slow, ends_after
        self.data = bytearray()
        self.dir = tempfile.TemporaryDirectory(prefix="marumado-printer-")
        self.stop = os.pipe()
        self.slave = None
        if kind in ("pty", "mute"):
            self.fd, self.slave = pty.openpty()
            self.path = os.ttyname(self.slave)
            subprocess.run(["stty", "raw", "-echo", "-F", self.path], check=True)
        elif kind == "fifo":
            self.path = f"{self.dir.name}/printer"
            os.mkfifo(self.path)
            self.fd = os.open(self.path, os.O_RDWR)
        else:
            self.path = f"{self.dir.name}/printer"
            self.listener = socket.socket(socket.AF_UNIX)
            self.listener.bind(self.path)
            self.listener.listen()
            self.fd = None
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.unplug()
        self.dir.cleanup()

    def freeze(self):
        """It is there, but reads no more."""
        if self.thread.is_alive():
            os.write(self.stop[1], b"x")
            self.thread.join()

    def unplug(self):
        self.freeze()
        for fd in (self.fd, self.slave):
            if fd is not None:
                os.close(fd)
        self.fd = self.slave = None

    def answer(self, n):
        if self.state == "paper" and n == 4:
            return 0x72
        if self.state == "cover" and n == 2:
            return 0x16
        if self.state == "offline" and n == 1:
            return 0x1a
        return 0x12

    def take(self, data):
        for b in data:
            self.data.append(b)
            if self.ends_after is not None and len(self.data) == self.ends_after:
                self.state = "paper"
            tail = bytes(self.data[-3:])
            if self.kind in ("mute", "fifo"):
                continue
            if len(tail) == 3 and tail[:2] == b"\x10\x04" and b in (1, 2, 4):
                os.write(self.fd, bytes([self.answer(b)]))
            elif tail == b"\x1dr\x01" and self.state == "ready":
                os.write(self.fd, b"\0")

    def run(self):
        while True:
            wait = [self.stop[0]]
            if self.fd is None:
                wait.append(self.listener)
            else:
                wait.append(self.fd)
            ready = select.select(wait, [], [])[0]
            if self.stop[0] in ready:
                return
            if self.fd is None:
                connection, _ = self.listener.accept()
                self.fd = connection.detach()
                continue
            try:
                data = os.read(self.fd, self.slow)
            except OSError:
                data = b""
            if data:
                self.take(data)
            elif self.kind == "socket":
                os.close(self.fd)
                self.fd = None

    def pages(self):
        return decode(bytes(self.data))
