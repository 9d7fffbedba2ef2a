#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What a wrong or hostile city, line or clock can do to the courier: delay, never lose. After every one of these
the sealed item is still in the outbox, and delivers once the true city is back."""
import http.server
import os
import sqlite3
import ssl
import subprocess
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from fullsite import Site  # noqa: E402
from kiosk import BIN, Visit, tap_out  # noqa: E402

SIMPLE = dict(about="SELF", urgency="U3", topics=["T07"], contact_way="HERE", consent_share="Y")


class FalseCity:
    """An HTTPS server with the city's own certificate whose answers are a function's."""

    def __init__(self, site, answer):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                answer(self, body)

            def do_GET(self):
                self.send_error(404)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(f"{site.city}/server.pem", f"{site.city}/server.key")
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"https://localhost:{self.server.server_port}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def reply(status, kind, body, **headers):
    def answer(handler, _):
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        try:
            handler.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            pass
    return answer


def endless(handler, _):
    handler.send_response(200)
    handler.send_header("Content-Type", "application/jose")
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b"A" * 65536)
    except OSError:
        pass


def one_request(site):
    with site.kiosk() as kiosk:
        Visit("en", **SIMPLE).run(kiosk)
        kiosk.expect("done")
    return kiosk.receipts[0].replace("-", "")


def waiting(site):
    db = sqlite3.connect(f"file:{site.data}/outbox/outbox.db?mode=ro", uri=True)
    return db.execute("select count(*) from item where seq > 1").fetchone()[0]


def once(site, *args, env=None):
    return subprocess.run([f"{BIN}/marumado-sync", "--config", site.ini, "--once", *args], capture_output=True,
                          env={**os.environ, **(env or {})}, timeout=200, check=False)


def against(answer, codes):
    """One request, one pass against a false city, then the true one."""
    with Site() as site:
        receipt = one_request(site)
        with FalseCity(site, answer) as city:
            result = once(site, "--url", city.url)
        assert result.returncode in codes, f"exit {result.returncode}, wanted {codes}: {result.stderr}"
        site.collect()
        assert waiting(site) == 1, "the sealed item is gone"
        for _ in range(3):
            code = once(site).returncode
        assert code == 0, f"the true city afterwards: {code}"
        site.collect()
        assert waiting(site) == 0
        assert [r["receipt"] for r in site.records()] == [receipt]


def a_200_without_an_acknowledgement_erases_nothing():
    against(reply(200, "text/html", b"<html>Welcome to the hotel Wi-Fi</html>"), (65, 75))


def a_forged_acknowledgement_erases_nothing():
    import base64
    import json
    part = lambda o: base64.urlsafe_b64encode(json.dumps(o).encode()).rstrip(b"=")  # noqa: E731

    def forged(handler, body):
        import hashlib
        jws = json.loads(body)["items"]
        acks = []
        for j in jws:
            payload = json.loads(base64.urlsafe_b64decode(j.split(".")[1] + "=="))
            acks.append({"id": payload["id"], "sha256": hashlib.sha256(j.encode()).hexdigest(),
                         "verdict": "stored", "city_seq": 1})
            device = json.loads(base64.urlsafe_b64decode(j.split(".")[0] + "=="))["kid"]
        ack = b".".join([part({"alg": "ES256", "kid": "x", "typ": "marumado-ack"}),
                         part({"v": 1, "device": device, "at": "2026-11-23T10:00:00Z", "acks": acks}),
                         base64.urlsafe_b64encode(bytes(64)).rstrip(b"=")])
        reply(200, "application/jose", ack)(handler, body)

    with Site() as site:
        one_request(site)
        with FalseCity(site, forged) as city:
            once(site, "--url", city.url)
        site.collect()
        assert waiting(site) == 1, "a forged acknowledgement made the kiosk erase"


def a_redirect_is_not_followed():
    against(reply(302, "text/plain", b"", Location="http://127.0.0.1:9/"), (65, 75))


def an_endless_answer_ends():
    against(endless, (65, 75))


def a_city_that_is_busy_is_left_alone():
    against(reply(503, "application/problem+json", b"{}", Retry_After="1"), (75,))


def a_retry_after_with_a_date_is_no_trap():
    against(reply(429, "application/problem+json", b"{}", Retry_After="Wed, 21 Oct 2099 07:28:00 GMT"), (75,))


def another_ca_is_not_believed():
    with Site() as site, Site(enrol=False) as other:
        receipt = one_request(site)
        result = once(site, "--ca", f"{other.city}/ca.pem")
        assert result.returncode == 75, f"exit {result.returncode}: {result.stderr}"
        assert waiting(site) == 1
        assert once(site).returncode == 0
        assert [r["receipt"] for r in site.records()] == [receipt]


def proxy_variables_are_ignored():
    with Site() as site:
        one_request(site)
        trap = {n: "http://127.0.0.1:9" for n in ("https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy")}
        assert once(site, env=trap).returncode == 0


def a_plain_http_url_is_refused():
    with Site() as site:
        assert once(site, "--url", site.call("echo $site_url").strip().replace("https", "http")).returncode == 78


if __name__ == "__main__":
    sys.exit(tap_out([a_200_without_an_acknowledgement_erases_nothing, a_forged_acknowledgement_erases_nothing,
                      a_redirect_is_not_followed, an_endless_answer_ends, a_city_that_is_busy_is_left_alone,
                      a_retry_after_with_a_date_is_no_trap, another_ca_is_not_believed, proxy_variables_are_ignored,
                      a_plain_http_url_is_refused]))
