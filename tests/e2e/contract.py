#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""sync/api says what the programs really send: records, items, acknowledgements, the key document, batches and
problems of a live site are checked against the JSON Schemas, and openapi.yaml against the server and wire.h."""
import base64
import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import warnings

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
warnings.filterwarnings("ignore", category=DeprecationWarning)
import jsonschema  # noqa: E402
import yaml  # noqa: E402

from fullsite import Site  # noqa: E402
from kiosk import Visit, tap_out  # noqa: E402

API = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "sync", "api")
SCHEMAS = {}
for name in os.listdir(f"{API}/schema"):
    with open(f"{API}/schema/{name}", encoding="utf-8") as f:
        SCHEMAS[name] = json.load(f)


def valid(name, value):
    resolver = jsonschema.RefResolver(f"file://{os.path.abspath(API)}/schema/{name}", SCHEMAS[name])
    jsonschema.Draft202012Validator(SCHEMAS[name], resolver=resolver).validate(value)


def must_fail(name, value, why):
    try:
        valid(name, value)
    except jsonschema.ValidationError:
        return
    raise AssertionError(f"{name} accepts {why}")


def payload(jws):
    part = jws.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def curl(site, path, *args, body=None):
    result = subprocess.run(["curl", "-s", "--cacert", f"{site.city}/ca.pem", "-w", "\n%{http_code} %{content_type}",
                             *args, site.call("echo $site_url").strip() + path], input=body, capture_output=True,
                            check=True)
    text, _, last = result.stdout.decode().rpartition("\n")
    return text, *last.split(" ", 1)


def the_schemas_are_schemas():
    for name, schema in SCHEMAS.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema.get("additionalProperties") is False or "$defs" in schema or "oneOf" in schema, \
            f"{name} takes anything"


def everything_that_is_sent_fits_its_schema():
    with Site() as site:
        with site.kiosk() as kiosk:
            Visit("en", about="SELF", urgency="U2", urgent_kind=["FOOD"], topics=["T07", "T06"], topic_main="T06",
                  own_words={"text": "No food since Friday"}, contact_way="HERE", consent_share="S",
                  consent_scope=["KON"]).run(kiosk)
        waiting = sqlite3.connect(f"file:{site.data}/outbox/outbox.db?mode=ro", uri=True)
        items = [row[0].decode() if isinstance(row[0], bytes) else row[0]
                 for row in waiting.execute("select jws from item order by seq")]
        waiting.close()
        assert len(items) >= 1
        for jws in items:
            valid("item.json", payload(jws))
        valid("batch.json", {"items": items})
        must_fail("batch.json", {"items": items * 65}, "more than 64 items")
        text, status, kind = curl(site, "/v1/items", "-H", "Content-Type: application/json", "--data-binary", "@-",
                                  body=json.dumps({"items": items}).encode())
        assert (status, kind) == ("200", "application/jose"), (status, kind, text)
        valid("ack.json", payload(text))
        record = site.records()[0]
        for added in ("city_seq", "received_at", "group", "lane_now", "receipt_now", "withdrawn", "base", "took_over",
                      "old_number"):
            record.pop(added, None)
        valid("record.json", record)
        must_fail("record.json", {**record, "nationality": "x"}, "a field that must not exist")


def the_key_document_and_problems_fit_their_schemas():
    with Site() as site:
        text, status, kind = curl(site, "/v1/keys")
        assert status == "200", status
        document = json.loads(text)
        valid("keys.json", json.loads(base64.urlsafe_b64decode(document["payload"] + "==")))
        for path, args in (("/v1/nothing", ()), ("/v1/items", ("-X", "DELETE")),
                           ("/v1/items", ("-H", "Content-Type: text/plain", "-d", "x"))):
            text, status, kind = curl(site, path, *args)
            assert status in ("404", "405", "415") and kind == "application/problem+json", (path, status, kind)
            problem = json.loads(text)
            valid("problem.json", problem)
            assert problem["status"] == int(status)


def the_list_of_answers_fits_its_schema():
    with Site() as site:
        text, status, kind = curl(site, "/v1/status")
        assert (status, kind) == ("404", "application/problem+json"), (status, kind)
        valid("problem.json", json.loads(text))
        site.call("site_status 123412341234 READ")
        site.call("site_status 123412341234 CLOSED_HELP --desk KAI --entry dv-plus")
        text, status, kind = curl(site, "/v1/status")
        assert (status, kind) == ("200", "application/jose"), (status, kind)
        document = payload(text)
        assert len(document["statuses"]) == 1
        valid("status.json", document)
        must_fail("status.json", {**document, "receipt": "1"}, "a member more")
        must_fail("status.json", {**document, "statuses": [{"tag": "a", "jwe": "b"}]}, "a short entry")
        etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
        text, status, kind = curl(site, "/v1/status", "-H", f"If-None-Match: {etag}")
        assert (status, text) == ("304", ""), (status, text)


def openapi_and_the_server_agree():
    with open(f"{API}/openapi.yaml", encoding="utf-8") as f:
        api = yaml.safe_load(f)
    assert api["openapi"].startswith("3.1")
    with open(f"{API}/../../src/shared/wire.h", encoding="utf-8") as f:
        paths = set(re.findall(r'#define WIRE_PATH_\w+ "([^"]+)"', f.read()))
    assert set(api["paths"]) == paths, (sorted(api["paths"]), sorted(paths))
    for reference in re.findall(r"\$ref: ['\"]?\./?(schema/[\w.]+)", open(f"{API}/openapi.yaml").read()):
        assert os.path.exists(f"{API}/{reference}"), reference
    with Site() as site:
        for path, operations in api["paths"].items():
            for method in ("get", "post", "put", "delete"):
                _, status, _ = curl(site, path, "-X", method.upper())
                known = method in operations
                assert known == (status != "405"), f"{method} {path}: {status}"
                if known:
                    assert status in operations[method]["responses"], f"{method} {path}: {status} is not described"


if __name__ == "__main__":
    sys.exit(tap_out([the_schemas_are_schemas, everything_that_is_sent_fits_its_schema,
                      the_key_document_and_problems_fit_their_schemas, the_list_of_answers_fits_its_schema,
                      openapi_and_the_server_agree]))
