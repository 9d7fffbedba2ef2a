# SPDX-License-Identifier: Apache-2.0
"""A real cupsd in a folder of its own, with a queue «slips» (and «gone», which has no paper, and «slow») whose backend
keeps what comes. Needs root (cupsd does). Its spool lies in memory or, to be refused, on a disk."""
import os
import shutil
import subprocess
import tempfile
import time

MEMORY = "/dev/shm"
CONF = """LogLevel debug2
Listen {dir}/sock
Browsing No
DefaultAuthType None
WebInterface No
PreserveJobHistory No
PreserveJobFiles No
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
JobPrivateAccess all
JobPrivateValues none
SubscriptionPrivateAccess all
SubscriptionPrivateValues none
<Limit All>
Order deny,allow
</Limit>
</Policy>
"""
FILES = """ServerRoot {dir}/root
RequestRoot {spool}
TempDir {spool}/tmp
ServerBin {dir}/bin
CacheDir {dir}/cache
StateDir {dir}/state
DataDir /usr/share/cups
AccessLog {dir}/log/access
ErrorLog {dir}/log/error
PageLog {dir}/log/page
User lp
Group lp
SystemGroup root
"""
QUEUE = """<Printer {name}>
DeviceURI kept:/{name}
State Idle
Type 4
Accepting Yes
Shared No
JobSheets none none
ErrorPolicy abort-job
</Printer>
"""
BACKEND = """#!/bin/sh
[ $# -eq 0 ] && exit 0
case $DEVICE_URI in
*gone) echo "STATE: +media-empty-error" >&2; sleep 30; exit 1 ;;
*slow) sleep 120; exit 1 ;;
esac
cat "$6" >{kept}/$1.pdf
"""


def can_run():
    return os.geteuid() == 0 and shutil.which("cupsd") is not None


class Cups:
    def __init__(self, in_memory=True):
        self.dir = tempfile.mkdtemp(prefix="marumado-cups-")
        self.kept = tempfile.mkdtemp(prefix="marumado-kept-")  # the «paper»
        self.spool = tempfile.mkdtemp(prefix="marumado-spool-", dir=MEMORY if in_memory else self.dir)
        os.chmod(self.dir, 0o755)
        os.chmod(self.kept, 0o777)
        os.chmod(self.spool, 0o755)
        for name in ("root", "bin/backend", "cache", "state", "log"):
            os.makedirs(f"{self.dir}/{name}")
        os.makedirs(f"{self.spool}/tmp")
        os.symlink("/usr/lib/cups/daemon", f"{self.dir}/bin/daemon")
        self.write("root/cupsd.conf", CONF)
        self.write("root/cups-files.conf", FILES)
        self.write("root/printers.conf", "".join(QUEUE.format(name=n) for n in ("slips", "gone", "slow")))
        self.write("bin/backend/kept", BACKEND)
        os.chmod(f"{self.dir}/bin/backend/kept", 0o755)
        self.socket = f"{self.dir}/sock"
        self.process = subprocess.Popen(["cupsd", "-f", "-c", f"{self.dir}/root/cupsd.conf", "-s",
                                         f"{self.dir}/root/cups-files.conf"], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        for _ in range(600):
            if os.path.exists(self.socket):
                return
            time.sleep(0.05)
        raise AssertionError("cupsd does not start")

    def write(self, name, text):
        with open(f"{self.dir}/{name}", "w", encoding="utf-8") as f:
            f.write(text.format(dir=self.dir, spool=self.spool, kept=self.kept))

    def printed(self):
        """The PDFs that came out, oldest first."""
        found = []
        for name in sorted(os.listdir(self.kept), key=lambda n: int(n.split(".")[0])):
            with open(f"{self.kept}/{name}", "rb") as f:
                found.append(f.read())
        return found

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        for folder in (self.dir, self.kept, self.spool):
            shutil.rmtree(folder, ignore_errors=True)
