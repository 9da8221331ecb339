"""What a device may sell while it has no network, signed so that it notices a changed copy."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Hashable
from datetime import datetime
from typing import Any

from flask import Response, current_app, request

from shop import clock
from shop.config import Config
from shop.fairs import BankOfBooth, BoothDevice, booth_snapshot, device_edition, goods_edition, last_number_without_gap
from shop.kiosk.api.answers import answer, iso
from shop.kiosk.api.device import present_device
from shop.values.canonical_json import canonical, sha256_hex
from shop.web.card_desk import bank_account

# A device that asks whether there is anything new gets new goods at least so often: they end three days after.
LONGEST_WITHOUT_NEWS = 6 * 3600
MOST_VERSIONS_KEPT = 200
TIMES = ("made_at", "made_at_ms", "server_time", "expires_at", "expires_at_ms")


def snapshot() -> Response:
    """The goods that lie at the booth, and what else the device needs; 304 where it has just that."""
    device, at = present_device(), clock.now()
    found = _make(device, at)
    part_of_day = int(at.timestamp()) // LONGEST_WITHOUT_NEWS
    lasting = {name: value for name, value in found.items() if name not in TIMES}
    mark = sha256_hex(f"{canonical(lasting)}{part_of_day}")[:32]
    if mark in request.if_none_match:
        response = Response(status=304)
        response.headers["X-Server-Time"] = iso(clock.now())
    else:
        response = answer(found)
        response.set_data(_signed(found | {"server_time": iso(clock.now())}, device.token_hash))
    response.set_etag(mark)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def present_version(device: BoothDevice, at: datetime) -> str:
    """The `version` that a snapshot would have now; made anew only when something has changed that it depends on."""
    moment = current_app.extensions["page_cache"].moments.read()
    key = (device.id, moment.version, moment.until, device_edition(device))
    kept: dict[Hashable, str] = current_app.extensions.setdefault("booth_versions", {})
    if key not in kept:
        if len(kept) >= MOST_VERSIONS_KEPT:
            kept.clear()
        kept[key] = _make(device, at)["version"]
    return kept[key]


def _make(device: BoothDevice, at: datetime) -> dict[str, Any]:
    config: Config = current_app.config["SHOP"]
    account = bank_account()
    bank = BankOfBooth(account.bank_bin, account.number, account.name) if account else None
    found = booth_snapshot(device, at=at, bank=bank, last_seq=last_number_without_gap(device.id))
    for good in (*found["variants"], *found["withheld"]):
        good["page"] = f"{config.public_base_url}/san-pham/{good['slug']}"
    # Goods that were brought are news too, though nothing else about them has changed.
    found["version"] = sha256_hex(f"{found['version']}:{goods_edition(device.booth_id)}")[:16]
    return found


def _signed(found: dict[str, Any], token_hash: str) -> str:
    signature = hmac.new(bytes.fromhex(token_hash), canonical(found).encode(), hashlib.sha256).hexdigest()
    return canonical({**found, "signature": signature})
