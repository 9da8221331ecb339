"""The addresses of the tablets: pairing, goods, sales, sessions, signs of life; strangers change nothing."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from shop.database import db, transaction
from shop.fairs import BoothDevice, booth_location, offer_pairing, revoke_device
from shop.stock import quantities_on_hand
from shop.values.canonical_json import canonical
from tests.doors.routes import content
from tests.factories.booths import Device, a_sale, make_device, put_at_booth
from tests.factories.buying import NOON, make_offer

SetClock = Callable[[str | datetime], None]
READS = ("/kiosk/api/snapshot", "/kiosk/api/contact")
WRITES = ("/kiosk/api/sales", "/kiosk/api/sessions")


@pytest.fixture
def honey(sqlite_app: Flask, set_clock: SetClock) -> int:
    set_clock(NOON)
    return make_offer(on_hand=10)


@pytest.fixture
def device(honey: int) -> Device:
    device = make_device()
    put_at_booth(device, {honey: 10})
    return device


def post(client: FlaskClient, device: Device | None, items: Any, name: str = "sales") -> TestResponse:
    """Send a list of items, as the tablet does."""
    headers = device.headers if device else {}
    return client.post(f"/kiosk/api/{name}", json={name: items}, headers=headers)


def instant(text: str) -> datetime:
    assert text.endswith("Z")
    return datetime.fromisoformat(text)


def test_a_tablet_is_paired_once_by_a_code(client: FlaskClient, device: Device) -> None:
    with transaction():
        code = offer_pairing(device.booth_id, by="operator:1", at=NOON)
    first = client.post("/kiosk/api/pair", json={"code": code.lower(), "name": "Máy cửa trước"})
    assert first.status_code == 200
    told = first.get_json()
    assert set(told) == {"token", "device", "booth", "fair", "server_time"}
    assert told["device"]["name"] == "Máy cửa trước"
    assert first.headers["Cache-Control"] == "no-store"
    paired = Device(told["device"]["number"], device.booth_id, told["token"])
    assert client.get("/kiosk/api/snapshot", headers=paired.headers).status_code == 200
    for wrong in (code, "ABCD-EFGH", ""):
        again = client.post("/kiosk/api/pair", json={"code": wrong})
        assert (again.status_code, again.get_json()["error"]) == (404, "code_unknown")
    for garbled in (b"", b"[", b"17", b"{}"):
        assert client.post("/kiosk/api/pair", data=garbled).status_code in (400, 404)
    db.session.rollback()
    assert db.session.query(BoothDevice).count() == 2


def test_who_guesses_codes_is_held_back(client: FlaskClient, device: Device) -> None:
    answers = [client.post("/kiosk/api/pair", json={"code": "ABCD-EFGH"}) for _ in range(25)]
    assert {answer.status_code for answer in answers} == {404, 429}
    assert answers[-1].get_json()["error"] == "too_often"
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_the_snapshot_is_signed_and_says_until_when(client: FlaskClient, device: Device, honey: int) -> None:
    answer = client.get("/kiosk/api/snapshot", headers=device.headers)
    told = answer.get_json()
    signature = told.pop("signature")
    key = hashlib.sha256(device.token.encode()).digest()
    assert hmac.new(key, canonical(told).encode(), hashlib.sha256).hexdigest() == signature
    [good] = told["variants"]
    assert (good["variant_id"], good["on_hand"], good["price_vnd"]) == (honey, 10, 125_000)
    assert good["page"].startswith("http://localhost/san-pham/")
    assert good["certified_from_ms"] < NOON.timestamp() * 1000 < good["certified_until_ms"]
    assert instant(told["server_time"]) == instant(told["made_at"]) == NOON
    assert told["last_seq"] == 0


def test_nothing_new_is_told_in_a_word(client: FlaskClient, device: Device, honey: int, set_clock: SetClock) -> None:
    first = client.get("/kiosk/api/snapshot", headers=device.headers)
    asked = {**device.headers, "If-None-Match": first.headers["ETag"]}
    again = client.get("/kiosk/api/snapshot", headers=asked)
    assert (again.status_code, again.data) == (304, b"")
    assert instant(again.headers["X-Server-Time"]) == NOON
    post(client, device, [device.sell({honey: 1})])
    assert client.get("/kiosk/api/snapshot", headers=asked).status_code == 200  # a piece less
    set_clock(NOON + timedelta(hours=7))
    later = client.get("/kiosk/api/snapshot", headers=asked)
    assert later.status_code == 200
    assert instant(later.get_json()["expires_at"]) == NOON + timedelta(hours=7 + 72)


def test_news_are_announced_at_the_next_sign_of_life(client: FlaskClient, device: Device, honey: int) -> None:
    def version() -> str:
        told = client.get("/kiosk/api/contact", headers=device.headers).get_json()
        whole = client.get("/kiosk/api/snapshot", headers=device.headers).get_json()
        assert told["snapshot_version"] == whole["version"]
        return str(whole["version"])

    before = version()
    post(client, device, [device.sell({honey: 1})])
    assert version() == before  # its own sales are no news to it
    put_at_booth(device, {make_offer(on_hand=0): 3})
    assert version() != before


def test_a_sign_of_life_is_kept(client: FlaskClient, device: Device, honey: int) -> None:
    post(client, device, [device.sell({honey: 1}), device.sell({honey: 1})])
    query = "unsent=3&last_seq=2&offset_ms=-4200.7&snapshot=abc&release=r1"
    told = client.get(f"/kiosk/api/contact?{query}", headers=device.headers).get_json()
    assert (told["last_seq"], told["tasks_open"]) == (2, 0)
    db.session.rollback()
    row = db.session.get(BoothDevice, device.number)
    assert row is not None
    assert (row.unsent_count, row.clock_offset_ms, row.last_contact_at) == (3, -4201, NOON)
    odd = client.get("/kiosk/api/contact?unsent=-1&offset_ms=1e999&snapshot=%00", headers=device.headers)
    assert odd.status_code == 200


def test_sales_are_answered_one_by_one(client: FlaskClient, device: Device, honey: int) -> None:
    sale, odd = a_sale({honey: 2}), a_sale({honey: 1}, unit=1_000)
    unknown = a_sale({4_711: 1})
    answer = post(client, device, [sale, odd, unknown])
    assert answer.status_code == 200
    told = answer.get_json()
    assert [set(one) for one in told["sales"]] == [{"sale_id", "status", "receipt", "exceptions"}] * 3
    assert [one["sale_id"] for one in told["sales"]] == [sale["sale_id"], odd["sale_id"], unknown["sale_id"]]
    assert [one["status"] for one in told["sales"]] == ["recorded", "recorded", "quarantined"]
    assert [one["exceptions"] for one in told["sales"]] == [[], ["price_changed"], ["unknown_variant"]]
    again = post(client, device, [sale, odd, unknown]).get_json()["sales"]
    assert [one["status"] for one in again] == ["already_recorded", "already_recorded", "quarantined"]
    assert [(one["receipt"], one["exceptions"]) for one in again] == [
        (one["receipt"], one["exceptions"]) for one in told["sales"]
    ]
    db.session.rollback()
    assert quantities_on_hand([honey], booth_location(device.booth_id)) == {honey: 7}


def test_a_hundred_sales_are_taken_in_at_once_and_more_are_not(client: FlaskClient, device: Device, honey: int) -> None:
    sales = [device.sell({honey: 1}) for _ in range(101)]
    refused = post(client, device, sales)
    assert (refused.status_code, refused.get_json()["error"]) == (400, "too_many")
    told = post(client, device, sales[:100]).get_json()
    assert [one["status"] for one in told["sales"]] == ["recorded"] * 100
    assert told["last_seq"] == 100


@pytest.mark.parametrize(
    ("body", "error", "status"),
    [
        (b"", "not_json", 400),
        (b"{", "not_json", 400),
        (b"\xff\xfe", "not_json", 400),
        (b"[" * 5_000, "not_json", 400),
        (b'{"sales": [' + b"[" * 40 + b"]" * 40 + b"]}", "not_json", 400),
        (b'{"sales": [' + b"9" * 5_000 + b"]}", "not_json", 400),
        (b"[]", "no_list", 400),
        (b'{"sales": {}}', "no_list", 400),
        (b'{"sales": "' + b"x" * (2 * 1024 * 1024) + b'"}', "too_large", 413),
    ],
    ids=str,
)
def test_what_is_no_list_of_sales(client: FlaskClient, device: Device, body: bytes, error: str, status: int) -> None:
    before = contents_of_shop()
    answer = client.post("/kiosk/api/sales", data=body, headers=device.headers)
    assert (answer.status_code, answer.get_json()["error"]) == (status, error)
    assert instant(answer.get_json()["server_time"]) == NOON
    assert contents_of_shop() == before


def test_odd_items_in_odd_letters_are_kept(client: FlaskClient, device: Device, honey: int) -> None:
    sale = a_sale({honey: 1}, cashier="Lan\u0000\ud800", reason="\u0007 vỡ", extra={"a": [1.5, None, "\u0000"]})
    body = json.dumps({"sales": [sale, None, [], "x", 1e400, {"sale_id": 5}]})
    told = client.post("/kiosk/api/sales", data=body, headers=device.headers).get_json()["sales"]
    assert [one["status"] for one in told] == ["recorded", *["quarantined"] * 5]
    assert told[-1]["sale_id"] is None


def strangers(client: FlaskClient, device: Device) -> dict[str, dict[str, str]]:
    """Headers of whoever is no device (any more)."""
    revoked = make_device(device.booth_id)
    with transaction():
        revoke_device(revoked.number, at=NOON)
    return {
        "nobody": {},
        "a wrong token": {"Authorization": "Bearer " + "x" * 43},
        "half a token": {"Authorization": f"Bearer {device.token[:-1]}"},
        "the token's hash": {"Authorization": f"Bearer {hashlib.sha256(device.token.encode()).hexdigest()}"},
        "another scheme": {"Authorization": f"Basic {device.token}"},
        "a cookie": {"Cookie": f"token={device.token}"},
        "odd letters": {"Authorization": "Bearer ớ".encode().decode("latin-1")},
        "a revoked device": revoked.headers,
    }


def contents_of_shop() -> dict[str, Any]:
    """All that the shop holds."""
    db.session.rollback()
    found = content()
    db.session.rollback()
    return found


def test_strangers_change_nothing_and_learn_nothing(client: FlaskClient, device: Device, honey: int) -> None:
    everybody = strangers(client, device)
    before = contents_of_shop()
    for name, headers in everybody.items():
        answers = [client.get(path, headers=headers) for path in READS]
        answers += [
            client.post(path, json={"sales": [a_sale({honey: 1})], "sessions": [{}]}, headers=headers)
            for path in WRITES
        ]
        for answer in answers:
            wanted = "device_revoked" if name == "a revoked device" else "device_unknown"
            assert (answer.status_code, answer.get_json()["error"]) == (401, wanted), name
            assert set(answer.get_json()) == {"error", "server_time"}
            assert answer.headers["WWW-Authenticate"] == "Bearer"
            assert "Set-Cookie" not in answer.headers
    assert contents_of_shop() == before


def test_another_booths_device_sees_and_changes_its_own_booth_alone(
    client: FlaskClient, device: Device, honey: int
) -> None:
    other = make_device()
    assert client.get("/kiosk/api/snapshot", headers=other.headers).get_json()["variants"] == []
    sale = device.sell({honey: 1})
    post(client, device, [sale])
    told = post(client, other, [sale, a_sale({honey: 1}, kind="void", of_sale_id=sale["sale_id"])]).get_json()["sales"]
    assert [one["exceptions"] for one in told] == [["other_device"], ["original_unknown"]]
    assert [one["receipt"] for one in told] == [sale["code"], ""]
    db.session.rollback()
    assert quantities_on_hand([honey], booth_location(device.booth_id)) == {honey: 9}


def test_a_database_that_does_not_answer_is_asked_again(
    client: FlaskClient, device: Device, honey: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*rest: object, **more: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    sale = a_sale({honey: 1})
    with monkeypatch.context() as broken:
        broken.setattr("shop.fairs.recording.insert_rows", busy)
        answer = post(client, device, [sale])
        assert (answer.status_code, answer.get_json()["error"]) == (503, "busy")
        assert int(answer.headers["Retry-After"]) > 0
    [one] = post(client, device, [sale]).get_json()["sales"]
    assert one["status"] == "recorded"  # nothing of the first try is there


def test_a_closed_session_is_held_against_what_came(client: FlaskClient, device: Device, honey: int) -> None:
    session = "6f9d6a51-9c1e-4b61-8a43-9f5d2e8a0c11"
    sales = [device.sell({honey: 1}, session_id=session) for _ in range(3)]
    manifest = {"count": 3, "sum_vnd": 375_000, "first_seq": 1, "last_seq": 3, "hash": sales[-1]["hash"]}
    opened = {
        "session_id": session,
        "opened_at": (NOON - timedelta(hours=1)).isoformat(),
        "clock_offset_ms": 0,
        "cashier": "01",
        "float_vnd": 500_000,
        "drawer": [],
        "closed": None,
    }
    told = post(client, device, [opened], "sessions").get_json()["sessions"]
    assert told == [{"session_id": session, "status": "recorded", "manifest": None}]
    move = {
        "entry_id": "e1",
        "at": NOON.isoformat(),
        "kind": "out",
        "amount_vnd": 100_000,
        "reason": "đá",
        "cashier": "01",
    }
    closed = {
        "closed_at": NOON.isoformat(),
        "clock_offset_ms": 0,
        "cashier": "01",
        "counted_vnd": 775_000,
        "denominations": {"500000": 1, "200000": 1, "50000": 1, "5000": 5},
        "expected_vnd": 775_000,
        "difference_reason": "",
        "unsent_reason": "",
        "manifest": manifest,
    }
    whole = {**opened, "drawer": [move], "closed": closed}
    post(client, device, [sales[0], sales[2]])
    [early] = post(client, device, [whole], "sessions").get_json()["sessions"]
    assert (early["status"], early["manifest"]["agrees"], early["manifest"]["missing"]) == ("recorded", False, [2])
    assert client.get("/kiosk/api/contact", headers=device.headers).get_json()["last_seq"] == 1
    post(client, device, [sales[1]])
    [later] = post(client, device, [whole], "sessions").get_json()["sessions"]
    assert later["status"] == "already_recorded"
    assert later["manifest"] == {
        "agrees": True,
        "missing": [],
        "quarantined": [],
        "count": 3,
        "sum_vnd": 375_000,
        "last_seq": 3,
        "hash": sales[-1]["hash"],
    }
    assert client.get("/kiosk/api/contact", headers=device.headers).get_json()["tasks_open"] == 0
    other = {**whole, "closed": {**closed, "counted_vnd": 1}}
    [refused] = post(client, device, [other], "sessions").get_json()["sessions"]
    assert (refused["status"], refused["manifest"]) == ("quarantined", None)


def test_addresses_that_do_not_exist_speak_json_too(client: FlaskClient) -> None:
    answer = client.get("/kiosk/api/nothing")
    assert (answer.status_code, answer.mimetype) == (404, "application/json")
    answer = client.get("/kiosk/api/sales")
    assert (answer.status_code, answer.mimetype) == (405, "application/json")
