"""Offering certified goods: prices, publication, the product's page, and why a good is not for sale."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from shop.catalogue import (
    AlreadyOffered,
    BadPrice,
    NewPack,
    NewProduct,
    NoPacks,
    NoSuchPack,
    NoSuchProduct,
    Product,
    Variant,
    add_pack,
    change_price,
    current_shelf,
    find_product_not_for_sale,
    find_product_page,
    list_offers,
    offer_product,
    publish_product,
    retire_product,
    why_not_offered,
)
from shop.certification import CertifiedGood, NoSuchGood, RevocationGround
from shop.database import db, transaction
from tests.counting import statements
from tests.factories.acts import revoke_certificate
from tests.factories.products import A_PACK, LONG_AGO, make_product
from tests.factories.register import make_certificate, make_good, make_producer

DAY = datetime.fromisoformat("2026-11-21T12:00:00+07:00")
LITRE = NewPack("Chai 1 lít", "1 litre bottle", 90_000, 1000, "ml", 1100)
PIECE = NewPack("1 chiếc", "1 piece", 300_000, 1, "piece", 200)


def test_a_page_shows_everything_in_four_statements(app: Flask) -> None:
    product = make_product(packs=(A_PACK, LITRE, PIECE), stars=4)
    db.session.expire_all()
    with statements() as sent:
        page = find_product_page("mat-ong-rung", DAY)
    assert page is not None
    assert len(sent) == 4
    assert page.product.id == product.id
    assert (page.good.former_district, page.certificate.stars, page.certified_until) == (
        "huyện Bảo Yên",
        4,
        date(2028, 3, 12),
    )
    assert page.producer is not None
    assert page.producer.name == "HTX Vĩnh Yên"
    assert [(p.label_vi, p.price_vnd, p.unit_price_vnd, p.unit, p.on_hand) for p in page.packs] == [
        ("Hộp 500 g", 125_000, 25_000, "100g", 5),
        ("Chai 1 lít", 90_000, 90_000, "litre", 5),
        ("1 chiếc", 300_000, None, None, 5),
    ]
    assert page.in_stock
    assert page.photos == ()


def test_the_lowest_price_follows_its_packs(app: Flask) -> None:
    product = make_product(packs=(A_PACK, LITRE))
    first, second = product.variants
    assert product.price_from_vnd == 90_000
    with transaction():
        change_price(second.id, 200_000)
    assert db.session.get_one(Product, product.id).price_from_vnd == 125_000
    with transaction():
        change_price(first.id, 1)
    assert db.session.get_one(Product, product.id).price_from_vnd == 1
    with transaction():
        add_pack(product.id, NewPack("x", "x", 1000, 1, "piece", 1))
        change_price(first.id, 5000)
    assert db.session.get_one(Product, product.id).price_from_vnd == 1000


@pytest.mark.parametrize("price", [0, -1, 1_000_000_000])
def test_a_price_must_be_a_price(sqlite_app: Flask, price: int) -> None:
    product = make_product()
    with pytest.raises(BadPrice), transaction():
        change_price(product.variants[0].id, price)
    with pytest.raises(BadPrice), transaction():
        add_pack(product.id, NewPack("x", "x", price, 1, "g", 1))


def test_what_cannot_be_offered_is_refused(sqlite_app: Flask) -> None:
    product = make_product()
    offer = NewProduct(kind="honey", name_vi="Mật", name_en="Honey", packs=(A_PACK,))
    with pytest.raises(AlreadyOffered), transaction():
        offer_product(product.good_id, offer)
    with pytest.raises(NoSuchGood), transaction():
        offer_product(999, offer)
    good = make_good("Chè")
    with pytest.raises(NoPacks), transaction():
        offer_product(good.id, NewProduct(kind="tea", name_vi="Chè", name_en="Tea", packs=()))
    with pytest.raises(ValueError, match="unknown kind"), transaction():
        offer_product(good.id, NewProduct(kind="weapons", name_vi="Chè", name_en="Tea", packs=(A_PACK,)))
    for operation in (lambda number: retire_product(number, DAY), lambda number: publish_product(number, DAY)):
        with pytest.raises(NoSuchProduct), transaction():
            operation(999)
    with pytest.raises(NoSuchPack), transaction():
        change_price(999, 1)


def test_two_products_of_one_name_get_two_addresses(app: Flask) -> None:
    goods = [make_good("Chè", slug=f"che-{n}") for n in range(3)]
    offer = NewProduct(kind="tea", name_vi="Chè xanh", name_en="Tea", packs=(A_PACK,))
    with transaction():
        slugs = [offer_product(good.id, offer).slug for good in goods]
    assert slugs == ["che-xanh", "che-xanh-2", "che-xanh-3"]


def test_publishing_and_retiring(app: Flask) -> None:
    product = make_product(published_at=None)
    assert find_product_page(product.slug, DAY) is None
    with transaction():
        publish_product(product.id, DAY)
    assert find_product_page(product.slug, DAY - timedelta(milliseconds=1)) is None
    assert find_product_page(product.slug, DAY) is not None
    with transaction():
        publish_product(product.id, DAY + timedelta(days=1))
    assert db.session.get_one(Product, product.id).published_at == DAY
    with transaction():
        retire_product(product.id, DAY)
    assert find_product_page(product.slug, DAY) is None


def why(slug: str, at: datetime = DAY) -> str | None:
    found = find_product_not_for_sale(slug, at)
    return found.why if found else None


def test_why_a_good_is_not_for_sale(app: Flask) -> None:
    make_product("Đang bán")
    make_product("Đã hết", decided_on="2023-11-20")
    make_product("Chưa tới", decided_on="2026-11-22")
    make_product("Chưa đăng", published_at=None)
    make_good("Kế hoạch", plan=True)
    make_good("Chờ cán bộ")
    revoked = make_product("Thu hồi")
    with transaction():
        code = revoked.good.certificates[0].code
        revoke_certificate(code, ground=RevocationGround.LAW_BROKEN, evidence="QĐ 1", at=DAY, by="tests")
    assert why("dang-ban") is None
    assert why("khong-co") is None
    reasons = {slug: why(slug) for slug in ("da-het", "chua-toi", "chua-dang", "ke-hoach", "cho-can-bo", "thu-hoi")}
    assert reasons == {
        "da-het": "lapsed",
        "chua-toi": "not_yet",
        "chua-dang": "not_published",
        "ke-hoach": "planned",
        "cho-can-bo": "awaiting_officer",
        "thu-hoi": "revoked",
    }


def test_the_address_of_the_good_leads_to_its_product(app: Flask) -> None:
    good = make_good("Chè dây", slug="che-day-ta-phin")
    make_certificate(good, decided_on="2025-01-01")
    with transaction():
        offer_product(
            good.id, NewProduct(kind="tea", name_vi="Chè dây", name_en="Tea", packs=(A_PACK,)), published_at=LONG_AGO
        )
    found = find_product_not_for_sale("che-day-ta-phin", DAY)
    assert found is not None
    assert (found.why, found.product_slug, found.kind) == ("moved", "che-day", "tea")
    assert why("che-day") is None


def test_a_good_that_went_to_another_producer_is_nowhere_on_sale(app: Flask) -> None:
    product = make_product()
    variant_id = product.variants[0].id
    other = make_producer("HTX khác")
    assert list_offers([variant_id], DAY)
    with transaction() as session:
        session.get_one(CertifiedGood, product.good_id).producer_id = other.id
    assert find_product_page(product.slug, DAY) is None
    assert list_offers([variant_id], DAY) == {}
    assert why_not_offered([variant_id], DAY)[variant_id].why == "not_offered"
    assert why(product.slug) == "not_published"
    assert len(current_shelf(DAY)) == 0


def test_a_product_that_waits_for_its_good_is_nowhere(app: Flask) -> None:
    producer = make_producer()
    with transaction() as session:
        product = Product(producer_id=producer.id, slug="cho", kind="tea", name_vi="Chờ", name_en="")
        product.variants = [
            Variant(position=1, label_vi="1", label_en="1", price_vnd=1, net_amount=1, net_unit="g", weight_grams=1)
        ]
        session.add(product)
    assert find_product_not_for_sale("cho", DAY) is None
    assert why_not_offered([product.variants[0].id], DAY)[product.variants[0].id].why == "not_offered"
    with pytest.raises(IntegrityError), transaction() as session:
        session.get_one(Product, product.id).published_at = DAY


def test_a_retired_pack_is_not_offered_and_the_others_are(app: Flask) -> None:
    product = make_product(packs=(NewPack("Nhỏ", "Small", 50_000, 100, "g", 120), A_PACK))
    small, large = product.variants
    with transaction() as session:
        session.get_one(Variant, small.id).retired_at = DAY
        change_price(large.id, 130_000)
    page = find_product_page(product.slug, DAY)
    assert page is not None and [pack.variant_id for pack in page.packs] == [large.id]
    card = current_shelf(DAY).card(0)
    assert (card.price_from_vnd, card.has_more_prices, card.sole_variant_id) == (130_000, False, large.id)
    assert list(list_offers([small.id, large.id], DAY)) == [large.id]
    assert why_not_offered([small.id], DAY)[small.id].why == "not_offered"
