"""What a booth's device may sell is asked by the one predicate; what it may not has no price."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from shop.catalogue import NewPack, Photo, Variant, retire_product
from shop.database import db, transaction
from shop.fairs import BankOfBooth, booth_snapshot, find_device_of_token, retire_cashier
from shop.fairs.queries import get_booth, list_cashiers
from shop.stock import MoveKind, StockChange, take_regardless
from tests.counting import statements
from tests.factories.buying import NOON, make_offer
from tests.factories.fairs import give_out, make_booth, make_cashier, make_device
from tests.factories.products import make_product

BANK = BankOfBooth("970405", "8800205123456", "TO CHUC")
# A certificate decided on 12/03/2025 is good through 12/03/2028.
LAST_MOMENT = datetime.fromisoformat("2028-03-12T23:59:59.999+07:00")


@pytest.fixture
def token(app: Flask) -> str:
    make_booth()
    token: str = make_device().token
    return token


def seen(token: str, at: datetime = NOON, last_seq: int = 0) -> dict[str, Any]:
    db.session.rollback()
    device = find_device_of_token(token)
    assert device is not None
    return booth_snapshot(device, at=at, bank=BANK, last_seq=last_seq)


def booth_of(token: str) -> int:
    device = find_device_of_token(token)
    assert device is not None
    number = device.booth_id
    db.session.rollback()
    return number


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["name"] for row in rows]


def test_a_snapshot_says_what_lies_there_and_what_is_told_of_it(token: str) -> None:
    booth = booth_of(token)
    honey = make_offer("Mật ong", producer="HTX Vĩnh Yên", stars=4)
    make_offer("Chè ở nhà")
    give_out(booth, {honey: 6})
    fair = get_booth(booth).fair_id
    db.session.rollback()
    make_cashier(fair)
    found = seen(token, last_seq=17)
    assert json.loads(json.dumps(found)) == found
    assert (found["booth"], found["booth_name"], found["fair"]["name_en"]) == ("HOI-CHO-1", "Quầy số 1", "OCOP fair")
    assert (found["made_at"], found["server_time"]) == ("2026-11-21T05:00:00.000Z", "2026-11-21T05:00:00.000Z")
    assert found["expires_at_ms"] - found["made_at_ms"] == 72 * 3600 * 1000
    assert found["expires_at"] == "2026-11-24T05:00:00.000Z"
    assert (found["last_seq"], found["device"]["name"], found["withheld"]) == (17, "", [])
    assert found["bank"] == {"bin": "970405", "account": "8800205123456", "account_name": "TO CHUC"}
    assert [sorted(one) for one in found["cashiers"]] == [["code", "iterations", "name", "pin_hash", "salt"]]
    assert names(found["variants"]) == ["Mật ong, Hộp 500 g"]
    honey_seen = found["variants"][0]
    expected = {
        "variant_id": honey,
        "product": "Mật ong",
        "name_en": "Wild honey, 500 g box",
        "pack": "Hộp 500 g",
        "producer": "HTX Vĩnh Yên",
        "province": "Lào Cai",
        "stars": 4,
        "price_vnd": 125_000,
        "base_vnd": 25_000,
        "unit": "100g",
        "on_hand": 6,
        "certified_until": "2028-03-12",
        "certified_until_ms": 1_836_493_200_000,
        "certified_from_ms": 1_741_712_400_000,
        "group": "food",
        "kind": "honey",
        "needs_age": False,
        "gtin": None,
        "photos": [],
        "picture": "honey",
    }
    assert {name: honey_seen[name] for name in expected} == expected
    assert "Nghĩa Đô" in honey_seen["place"]


def test_the_fields_of_the_contract_are_there(token: str) -> None:
    give_out(booth_of(token), {make_offer(): 1})
    found = seen(token)
    assert {"booth", "made_at", "server_time", "variants"} <= found.keys()
    named = {"variant_id", "product", "name", "producer", "stars", "price_vnd", "on_hand", "certified_until_ms"}
    assert named <= found["variants"][0].keys()


@pytest.mark.parametrize(("at", "is_sold"), [(LAST_MOMENT, True), (LAST_MOMENT + timedelta(milliseconds=1), False)])
def test_what_lapses_at_midnight_is_withheld_from_that_midnight_on(token: str, at: datetime, is_sold: bool) -> None:
    give_out(booth_of(token), {make_offer("Mật ong"): 2})
    found = seen(token, at)
    shown, other = (found["variants"], found["withheld"]) if is_sold else (found["withheld"], found["variants"])
    assert (names(shown), other) == (["Mật ong, Hộp 500 g"], [])
    assert ("price_vnd" in shown[0], shown[0].get("why")) == ((True, None) if is_sold else (False, "not_certified"))
    assert shown[0]["on_hand"] == 2


def test_what_is_certified_and_not_offered_is_withheld_too(token: str) -> None:
    booth = booth_of(token)
    kept, rested, gone = (make_product(name, producer="HTX Vĩnh Yên") for name in ("Mật ong", "Phấn hoa", "Sữa ong"))
    packs = {product.variants[0].id: 3 for product in (kept, rested, gone)}
    rested_id, pack = rested.id, gone.variants[0].id
    db.session.rollback()
    give_out(booth, packs)
    with transaction() as session:
        retire_product(rested_id, at=NOON)
        found = session.get(Variant, pack)
        assert found is not None
        found.retired_at = NOON
    snapshot = seen(token)
    assert names(snapshot["variants"]) == ["Mật ong, Hộp 500 g"]
    assert [(one["product"], one["why"]) for one in snapshot["withheld"]] == [
        ("Phấn hoa", "not_offered"),
        ("Sữa ong", "not_offered"),
    ]


def test_what_never_had_a_certificate_is_withheld_and_so_is_what_is_sold_out_only_while_it_lies_there(
    token: str,
) -> None:
    booth = booth_of(token)
    product = make_product("Mận tươi", decided_on=None)
    pack = product.variants[0].id
    db.session.rollback()
    give_out(booth, {pack: 1})
    assert [one["why"] for one in seen(token)["withheld"]] == ["not_certified"]
    with transaction():
        take_regardless(StockChange(pack, f"booth:{booth}", -1, MoveKind.DAMAGE, "d:1"), at=NOON)
    assert seen(token)["withheld"] == []


def test_goods_that_are_sold_out_stay_in_the_snapshot(token: str) -> None:
    booth, pack = booth_of(token), make_offer("Mật ong")
    give_out(booth, {pack: 1})
    with transaction():
        take_regardless(StockChange(pack, f"booth:{booth}", -1, MoveKind.SALE, "s:1"), at=NOON)
    assert [(one["variant_id"], one["on_hand"]) for one in seen(token)["variants"]] == [(pack, 0)]


def test_texts_that_claim_other_stars_are_left_out_and_alcohol_asks_age(token: str) -> None:
    product = make_product(
        "Rượu ngô", kind="spirit", name_en="", packs=(NewPack("Chai", "Bottle", 90_000, 1, "piece", 9),)
    )
    number, pack = product.id, product.variants[0].id
    db.session.rollback()
    with transaction() as session:
        kept = session.get(type(product), number)
        assert kept is not None
        kept.description_vi = "Nấu bằng men lá.\n\nĐạt OCOP 5 sao."
        kept.photos = [
            Photo(position=place, stem=f"{place:040d}", width=1600, height=1200, alt_vi="Ảnh", alt_en="Photo")
            for place in range(1, 6)
        ]
    give_out(booth_of(token), {pack: 1})
    found = seen(token)["variants"][0]
    assert (found["story_vi"], found["needs_age"], found["base_vnd"], found["name_en"]) == (
        "Nấu bằng men lá.",
        True,
        None,
        "Rượu ngô, Bottle",
    )
    assert len(found["photos"]) == 3
    stem = f"{1:040d}"
    assert (found["photos"][0]["src"], found["photos"][0]["small"]) == (
        f"/media/00/{stem}-1280.webp",
        f"/media/00/{stem}-640.webp",
    )


def test_the_version_moves_with_what_is_told_and_not_with_time_or_stock(token: str) -> None:
    booth, pack = booth_of(token), make_offer("Mật ong", on_hand=9)
    give_out(booth, {pack: 5})
    first = seen(token)
    with transaction():
        take_regardless(StockChange(pack, f"booth:{booth}", -2, MoveKind.SALE, "s:1"), at=NOON)
    later = seen(token, NOON + timedelta(hours=5), last_seq=2)
    assert (later["version"], later["variants"][0]["on_hand"]) == (first["version"], 3)
    fair = get_booth(booth).fair_id
    db.session.rollback()
    make_cashier(fair)
    with_cashier = seen(token)
    assert with_cashier["version"] != first["version"]
    cashier = list_cashiers(fair)[0].id
    with transaction():
        retire_cashier(fair, cashier, at=NOON)
    assert seen(token)["version"] == first["version"]


def test_a_thousand_goods_take_no_more_statements_than_one(token: str) -> None:
    booth = booth_of(token)
    give_out(booth, {make_offer(): 1})
    with statements() as one:
        seen(token)
    give_out(booth, {make_offer(): 1 for _ in range(6)})
    with statements() as many:
        seen(token)
    assert len(many) == len(one) <= 8
