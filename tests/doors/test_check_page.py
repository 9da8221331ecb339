"""The page that checks labels: what phones take along, and what its page, worker and manifest say."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from shop.attestation import list_keys, withdraw_key
from shop.certification import RevocationGround
from shop.database import transaction
from shop.schedule.keys import keep_signing_key
from tests.factories.acts import revoke_certificate
from tests.factories.register import make_certificate, make_good

STATIC = Path(__file__).resolve().parents[2] / "static"
NOON = "2026-11-21T12:00:00+07:00"
AT = datetime.fromisoformat(NOON)


@pytest.fixture(autouse=True)
def noon(set_clock: Callable[[str], None]) -> None:
    set_clock(NOON)


def test_the_book_holds_public_keys_and_what_was_taken_back(client: FlaskClient) -> None:
    code = make_certificate(make_good(), decided_on="2025-03-12").code
    assert client.get("/kiem-tra/so-mang-theo.json").json == {"as_of": "2026-11-21", "keys": [], "taken_back": {}}
    keep_signing_key()
    (key,) = list_keys()
    with transaction():
        revoke_certificate(code, ground=RevocationGround.MARK_MISUSED, evidence="QĐ 12", by="officer", at=AT)
    jwk = {"kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": key.kid, "x": key.x, "y": key.y}
    book = client.get("/kiem-tra/so-mang-theo.json").json
    assert book == {
        "as_of": "2026-11-21",
        "keys": [jwk],
        "taken_back": {code: {"on": "2026-11-21", "corrected": False}},
    }
    assert client.get("/.well-known/jwks.json").json == {"keys": [jwk]}


def test_a_withdrawn_key_is_told_to_phones_and_to_no_program(client: FlaskClient) -> None:
    keep_signing_key()
    (key,) = list_keys()
    with transaction():
        withdraw_key(key.kid, "lost", AT)
    book = client.get("/kiem-tra/so-mang-theo.json").json
    assert book is not None
    assert (book["keys"][0]["withdrawn_on"], book["keys"][0]["why"]) == ("2026-11-21", "lost")
    assert client.get("/.well-known/jwks.json").json == {"keys": []}


def test_page_and_worker_are_of_one_piece(client: FlaskClient) -> None:
    page, english = client.get("/kiem-tra"), client.get("/en/kiem-tra")
    assert "camera=(self)" in page.headers["Permissions-Policy"]
    assert "worker-src 'self'" in page.headers["Content-Security-Policy"]
    assert "camera=()" in client.get("/chung-nhan").headers["Permissions-Policy"]
    (fingerprint,) = re.findall(r'data-fingerprint="(\w{12})"', page.text)
    assert f'data-fingerprint="{fingerprint}"' in english.text
    worker = client.get("/kiem-tra/service-worker.js")
    assert worker.mimetype == "text/javascript"
    assert worker.headers["Service-Worker-Allowed"] == "/"
    assert fingerprint in worker.text
    files = re.findall(r'"(/static/[^"]+)"', worker.text)
    assert len(files) > 15
    assert [file for file in files if not (STATIC / file.split("/", 3)[3]).is_file()] == []
    named = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page.text))
    assert {file for file in named if not file.endswith("apple-touch-icon.png")} <= set(files)
    manifest = client.get("/kiem-tra/manifest.webmanifest")
    assert (manifest.mimetype, manifest.json["start_url"]) == ("application/manifest+json", "/kiem-tra")  # type: ignore[index]


def test_every_verdict_has_its_words(client: FlaskClient) -> None:
    page = client.get("/kiem-tra").text
    words = set(re.findall(r'data-words="(\w+)"', page))
    script = (STATIC / "check" / "verdict.js").read_text()
    named = set(re.findall(r'name: (?:book \? )?"(\w+)"(?: : "(\w+)")?', script))
    assert {name for pair in named for name in pair if name} <= words
    assert {"plain", "foreign", "nothing", "facts", "ready", "only_now"} <= words
    states = ("in_force", "not_yet", "lapsed", "revoked", "withdrawn", "unknown", "away")
    assert {f"register_{state}" for state in states} <= words
