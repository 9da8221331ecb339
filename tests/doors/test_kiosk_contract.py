"""The booth of the demonstration, met by somebody who knows nothing but the contract."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from shop import clock
from tests.conftest import DEMONSTRATION_DAY, faults, running, settings

GOOD = {"variant_id", "product", "name", "producer", "stars", "price_vnd", "on_hand", "certified_until_ms"}


@pytest.fixture
def shop(demonstration_database: Path, tmp_path: Path) -> Iterator[Flask]:
    """The demonstration on its day, to be changed."""
    path = tmp_path / "shop.db"
    shutil.copy(demonstration_database, path)
    with clock.stopped_at(DEMONSTRATION_DAY):
        for app in running(settings(f"sqlite:///{path}", tmp_path, environment="demonstration")):
            yield app
            assert faults() == []


def on_shelf(shop: Flask, variant_id: int) -> dict[str, int]:
    run = shop.test_cli_runner().invoke(args=["stock", "show", str(variant_id), "--json"])
    found: dict[str, int] = json.loads(run.output)["locations"]
    return found


def test_the_contract_to_the_letter(shop: Flask) -> None:
    token = shop.test_cli_runner().invoke(args=["fairs", "pair", "HOI-CHO-1"], catch_exceptions=False).output.strip()
    headers = {"Authorization": f"Bearer {token}"}
    client = shop.test_client()
    snapshot = client.get("/kiosk/api/snapshot", headers=headers).get_json()
    assert {"booth", "made_at", "server_time", "variants", "signature"} <= set(snapshot)
    assert snapshot["booth"] == "HOI-CHO-1"
    goods = [good for good in snapshot["variants"] if good["on_hand"] > 2]
    assert all(set(good) >= GOOD for good in snapshot["variants"])
    good = next(good for good in goods if not good["needs_age"])
    before = on_shelf(shop, good["variant_id"])

    def sale(quantity: int, **changes: Any) -> dict[str, Any]:
        line = {
            "variant_id": good["variant_id"],
            "quantity": quantity,
            "unit_vnd": good["price_vnd"],
            "kind": "sale",
        }
        return {
            "sale_id": str(uuid.uuid4()),
            "sold_at": DEMONSTRATION_DAY.isoformat(),
            "clock_offset_ms": 0,
            "cashier": "Mai",
            "tender": "cash",
            "received_vnd": quantity * good["price_vnd"],
            "lines": [line],
            **changes,
        }

    def send(*sales: dict[str, Any]) -> list[dict[str, Any]]:
        answer = client.post("/kiosk/api/sales", json={"sales": list(sales)}, headers=headers)
        assert answer.status_code == 200
        told: list[dict[str, Any]] = answer.get_json()["sales"]
        assert [set(one) for one in told] == [{"sale_id", "status", "receipt", "exceptions"}] * len(sales)
        return told

    first, much = sale(2), sale(good["on_hand"])
    tasted = sale(1, tender="vietqr", received_vnd=0)
    tasted["lines"][0] |= {"kind": "tasting", "unit_vnd": 0}
    told = send(first, much, tasted)
    assert [one["status"] for one in told] == ["recorded"] * 3
    assert [one["exceptions"] for one in told] == [[], ["oversold"], ["oversold"]]
    again = send(first, {**first, "received_vnd": 1}, much)
    assert [one["status"] for one in again] == ["already_recorded", "quarantined", "already_recorded"]
    assert [again[0]["receipt"], again[2]["receipt"]] == [told[0]["receipt"], told[1]["receipt"]]
    after = on_shelf(shop, good["variant_id"])
    assert after["web"] == before["web"]
    booth = next(place for place in after if place != "web" and after[place] != before[place])
    assert after[booth] == 0
