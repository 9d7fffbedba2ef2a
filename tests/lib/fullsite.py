# SPDX-License-Identifier: Apache-2.0
"""tests/lib/site.sh for Python tests: one shell holds the site, functions are sent to it and waited for."""
import csv
import io
import json
import os
import shutil
import subprocess
import tempfile

from kiosk import BIN, CONTENT, Failure, Kiosk, Visit

SIMPLE = dict(about="SELF", urgency="U3", topics=["T07"], contact_way="HERE", consent_share="Y")
HERE = os.path.dirname(os.path.abspath(__file__))


class Site:
    """A city, a desk, a kiosk's data and a courier in a folder of their own. Use with `with`."""

    def __init__(self, enrol=True):
        self.dir = tempfile.mkdtemp(prefix="marumado-site-")
        self.shell = subprocess.Popen(["sh"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT, text=True)
        try:
            self.start(enrol)
        except BaseException:
            self.__exit__()
            raise

    def start(self, enrol):
        self.call(f"bin={os.path.abspath(BIN)}; site_quiet=1; . {HERE}/site.sh; say() {{ :; }}")
        self.call(f"site_make {self.dir} {os.path.abspath(CONTENT)}")
        self.ini = f"{self.dir}/marumado.ini"
        self.data = f"{self.dir}/kiosk"
        self.city = f"{self.dir}/city"
        if enrol:
            self.call("site_city_start")
            self.call("site_enrol")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.call("site_stop", check=False)
        self.shell.stdin.close()
        self.shell.wait()
        shutil.rmtree(self.dir, ignore_errors=True)

    def call(self, command, check=True):
        """Runs a shell command in the site's shell; its output. Raises when it fails."""
        self.shell.stdin.write(f"{{ {command}\n}} </dev/null; echo \"==done $?\"\n")
        self.shell.stdin.flush()
        lines = []
        for line in self.shell.stdout:
            if line.startswith("==done "):
                code = int(line.split()[1])
                if code and check:
                    raise Failure(f"{command}: exit {code}: {''.join(lines)[-2000:]}")
                return "".join(lines)
            lines.append(line)
        raise Failure(f"the site's shell ended at {command}: {''.join(lines)}")

    def kiosk(self, **options):
        return Kiosk(config=self.ini, **options)

    def requests(self, n):
        """The receipts of n visits."""
        receipts = []
        for _ in range(n):
            with self.kiosk() as kiosk:
                Visit("en", **SIMPLE).run(kiosk)
                kiosk.expect("done")
            receipts.append(kiosk.receipts[0].replace("-", ""))
        return receipts

    def program(self, name, *args, check=True, **options):
        return subprocess.run([f"{BIN}/marumado-{name}", *args], capture_output=True, check=check, **options)

    def sync_once(self):
        """Exit code of one pass of the courier."""
        return self.program("sync", "--config", self.ini, "--once", check=False).returncode

    def status(self):
        return json.loads(self.program("sync", "--config", self.ini, "--status").stdout)

    def collect(self):
        self.call("site_collect")

    def records(self):
        """What the coordinator reads, of both lanes: decoded records as dicts."""
        return [record for lane in ("juso", "shien") for record in self.records_of(lane)]

    def records_of(self, lane):
        self.call(f"site_open --lane {lane} --format ndjson > $site_dir/opened.ndjson")
        with open(f"{self.dir}/opened.ndjson", encoding="utf-8") as f:
            return [json.loads(line) for line in f]

    def table(self):
        """The coordinator's CSV as dicts, of both lanes."""
        return [row for lane in ("juso", "shien") for row in self.table_of(lane)]

    def table_of(self, lane):
        self.call(f"site_open --lane {lane} --format csv > $site_dir/opened.csv")
        with open(f"{self.dir}/opened.csv", encoding="utf-8-sig", newline="") as f:
            return list(csv.DictReader(io.StringIO(f.read())))
