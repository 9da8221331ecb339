"""The grid: many goods on one page, kept all or none; what others changed meanwhile is told and never undone."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from shop.catalogue import NewPack, Product, Variant
from shop.database import db, transaction
from shop.stock import quantities_on_hand
from tests.doors.stall_visiting import act, content, entries, form_key, make_stall, owner, staff, stall_path
from tests.doors.visiting import someone
from tests.factories.people import make_person
from tests.factories.products import make_product

PACKS = (
    NewPack("Hũ 500 g", "500 g jar", 125_000, 500, "g", 700),
    NewPack("Hũ 1 kg", "1 kg jar", 230_000, 1000, "g", 1300),
)


@pytest.fixture
def lan(app: Flask) -> FlaskClient:
    return staff(app, make_stall())


def path() -> str:
    return stall_path(make_stall(), "/hang-hoa/bang")


def fields(client: FlaskClient, address: str = "") -> dict[str, str]:
    """What a browser would send back of the page: every field as it stands there, ticked boxes only."""
    return fields_of(client.get(address or path()).text)


def fields_of(page: str) -> dict[str, str]:
    form = page.partition('<form class="sheet"')[2].partition("</form>")[0]
    found = {}
    for tag in re.findall(r"<input [^>]*>", form):
        said = dict(re.findall(r'([a-z_-]+)="([^"]*)"', tag))
        if said.get("type") != "checkbox" or " checked" in tag:
            found[said["name"]] = said["value"]
    return found | {"form_key": form_key()}


def save(client: FlaskClient, **typed: str) -> TestResponse:
    return client.post(path(), data=typed, headers={"Sec-Fetch-Site": "same-origin"})


def pack(product: Product, place: int = 0) -> int:
    return product.variants[place].id


def now(variant_id: int) -> Variant:
    db.session.rollback()
    found: Variant = db.session.scalars(select(Variant).where(Variant.id == variant_id)).one()
    return found


def test_prices_weights_stock_and_sale_are_kept_together(app: Flask, lan: FlaskClient) -> None:
    honey, tea = make_product("Mật ong", packs=PACKS, on_hand=5), make_product("Trà shan", on_hand=1)
    first, second, third = pack(honey), pack(honey, 1), pack(tea)
    typed = fields(lan)
    typed |= {f"price_vnd-{first}": "130.000", f"weight_grams-{second}": "1400", f"stock_change-{second}": "-2"}
    typed |= {f"stock_change-{third}": "+9"}
    del typed[f"sale-{tea.id}"]
    answer = save(lan, **typed)
    assert answer.status_code == 303
    assert "Đã lưu 4 chỗ thay đổi" in lan.get(path()).text
    assert (now(first).price_vnd, now(second).price_vnd, now(second).weight_grams) == (130_000, 230_000, 1400)
    assert now(first).product.price_from_vnd == 130_000
    assert quantities_on_hand([first, second, third]) == {first: 5, second: 3, third: 10}
    assert now(third).product.published_at is None
    entry = entries("goods_changed_together")[0]
    assert entry.facts["packs"][0] == [first, 0, ["price_vnd", "125000", "130000"]]
    assert entry.facts["on_sale"] == {str(tea.id): False}


def test_an_untouched_page_changes_nothing(app: Flask, lan: FlaskClient) -> None:
    make_product("Mật ong", packs=PACKS)
    before = content()
    assert save(lan, **fields(lan)).status_code == 303
    assert {k for k, v in content().items() if v != before[k]} == {"used_forms", "audit_entries"}


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("price_vnd", "nhiều", "“nhiều” không phải là giá"),
        ("price_vnd", "", "Ô này không được để trống"),
        ("price_vnd", "-5", "không phải là giá"),
        ("price_vnd", "1e9", "không phải là giá"),
        ("price_vnd", "0", "Giá phải lớn hơn 0"),
        ("weight_grams", "x", "Không đọc chắc được"),
        ("stock_change", "1.5", "không phải là số lượng"),
        ("stock_change", "-6", "Chỉ còn 5"),
    ],
)
def test_a_cell_at_fault_is_named_and_nothing_is_kept(
    app: Flask, lan: FlaskClient, field: str, typed: str, words: str
) -> None:
    honey = make_product("Mật ong", packs=PACKS)
    page = fields(lan) | {f"{field}-{pack(honey)}": typed, f"price_vnd-{pack(honey, 1)}": "240000"}
    before = content()
    answer = save(lan, **page)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'href="#{field}-{pack(honey)}"' in answer.text
    again = fields_of(answer.text)
    assert (again[f"{field}-{pack(honey)}"], again[f"price_vnd-{pack(honey, 1)}"]) == (typed, "240000")
    assert content() == before
    mended = again | {f"{field}-{pack(honey)}": "1", "form_key": form_key()}
    assert save(lan, **mended).status_code == 303
    assert now(pack(honey, 1)).price_vnd == 240_000


def test_what_somebody_changed_meanwhile_is_told_and_not_undone(app: Flask, lan: FlaskClient) -> None:
    honey = make_product("Mật ong", packs=PACKS)
    page = fields(lan) | {f"price_vnd-{pack(honey)}": "130000", f"weight_grams-{pack(honey, 1)}": "1350"}
    with transaction():
        db.session.get(Variant, pack(honey)).price_vnd = 140_000
        db.session.get(Variant, pack(honey, 1)).price_vnd = 250_000
    answer = save(lan, **page)
    assert answer.status_code == 422
    assert "nay là 140.000" in answer.text
    again = fields_of(answer.text)
    assert again[f"price_vnd-{pack(honey)}"] == "130000"
    # What was left alone shows what stands there now, so that sending the page again does not bring back the old price.
    assert again[f"price_vnd-{pack(honey, 1)}"] == "250.000"
    assert save(lan, **again).status_code == 303
    assert (now(pack(honey)).price_vnd, now(pack(honey, 1)).price_vnd) == (130_000, 250_000)
    assert now(pack(honey, 1)).weight_grams == 1350


def test_a_good_without_a_certificate_is_not_put_on_sale_and_the_rest_waits(app: Flask, lan: FlaskClient) -> None:
    honey = make_product("Mật ong", packs=PACKS, decided_on=None, published_at=None)
    page = fields(lan) | {f"sale-{honey.id}": "1", f"price_vnd-{pack(honey)}": "130000"}
    answer = save(lan, **page)
    assert answer.status_code == 422
    assert "Mật ong" in answer.text
    assert fields_of(answer.text)[f"sale-{honey.id}"] == "1"
    assert now(pack(honey)).price_vnd == 125_000


def test_the_same_page_sent_twice_adds_once(app: Flask, lan: FlaskClient) -> None:
    honey = make_product("Mật ong", packs=PACKS)
    page = fields(lan) | {f"stock_change-{pack(honey)}": "10"}
    assert save(lan, **page).status_code == 303
    assert save(lan, **page).status_code == 303
    assert save(lan, **(page | {"form_key": form_key()})).status_code == 303
    assert quantities_on_hand([pack(honey)]) == {pack(honey): 15}


def test_goods_are_found_and_paged(app: Flask, lan: FlaskClient) -> None:
    assert "Chưa có hàng nào" in lan.get(path()).text
    make_product("Mật ong")
    make_product("Trà shan")
    assert "Trà shan" not in lan.get(path() + "?q=mat").text
    assert "Không có hàng nào tên như vậy" in lan.get(path() + "?q=zzz").text
    answer = lan.get(path() + "?page=2")
    assert (answer.status_code, answer.headers["Location"]) == (303, path()), "there is one page only"
    assert lan.get(path() + "?page=x").status_code == 400
    assert lan.get("/en" + path()).status_code == 200


def test_marks_of_another_stall_reach_nothing(app: Flask, lan: FlaskClient) -> None:
    theirs = make_product("Bí mật của Minh", producer="HTX Minh")
    minh = owner(app, make_stall("HTX Minh"), "minh@example.vn")
    page = fields(minh, stall_path(make_stall("HTX Minh"), "/hang-hoa/bang"))
    page |= {f"price_vnd-{pack(theirs)}": "1000", f"was-{theirs.id}": "1"}
    page.pop(f"sale-{theirs.id}")
    before = content()
    answer = save(lan, **page)
    assert answer.status_code == 422
    assert "Bí mật" not in answer.text
    assert content() == before
    only_sale = {"form_key": form_key(), f"was-{theirs.id}": "1"}
    assert save(lan, **only_sale).status_code == 303
    assert {k for k, v in content().items() if v != before[k]} == {"used_forms", "audit_entries"}


def test_strangers(app: Flask) -> None:
    honey = make_product("Mật ong")
    make_person("hoa@example.vn")
    hoa = someone(app, "hoa@example.vn")
    before = content()
    assert hoa.get(path()).status_code == 404
    assert act(hoa, path(), **{f"price_vnd-{pack(honey)}": "1"}).status_code == 404
    assert act(app.test_client(), path()).status_code == 303
    assert content() == before
