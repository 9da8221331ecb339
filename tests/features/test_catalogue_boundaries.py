"""The rule that the shop exists for: over the whole register, at every boundary and weekly, three answers agree.

The Shelf, the SQL condition and the Python rule; and everything that asks the Shelf shows the same set.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from shop.catalogue import (
    Filters,
    NewPack,
    NewProduct,
    Product,
    Shelf,
    current_shelf,
    forget_shelves,
    goods_of_place,
    goods_of_producer,
    group_counts,
    kind_of,
    list_goods,
    list_producers,
    list_slugs,
    offer_product,
    place_counts,
    province_counts,
    star_counts,
    suggest,
    visible_products,
)
from shop.certification import Certificate, CertifiedGood, list_certificates_of
from shop.certification.rules import CertificateFacts, certificate_in_force
from shop.clock import stopped_at
from shop.database import db, transaction
from shop.values.dates import start_of_day
from tests.conftest import DEMONSTRATION_DAY
from tests.factories.products import LONG_AGO
from tests.factories.register import make_certificate, make_good, make_producer

FIRST_DAY, LAST_DAY = date(2021, 1, 1), date(2027, 12, 31)
MILLISECOND = timedelta(milliseconds=1)
A_PACK = NewPack("1 gói", "1 pack", 50_000, 200, "g", 250)


def offer_whole_register() -> None:
    """Offer every good that ever held a certificate, as the demonstration does."""
    goods = db.session.scalars(select(CertifiedGood).where(CertifiedGood.certificates.any())).all()
    with transaction(seconds=60):
        for good in goods:
            kind = kind_of(good.name, good.group)
            offer = NewProduct(kind=kind, name_vi=good.name, name_en=good.name, packs=(A_PACK,), slug=good.slug)
            offer_product(good.id, offer, published_at=LONG_AGO)


@pytest.fixture
def register(app: Flask) -> Flask:
    """A shop with the whole register imported and offered."""
    source = Path(__file__).resolve().parents[2] / "data" / "ocop_register.csv"
    with stopped_at(DEMONSTRATION_DAY):
        result = app.test_cli_runner().invoke(args=["register", "import", str(source)], catch_exceptions=False)
    assert result.exit_code in (0, 2), result.output
    offer_whole_register()
    return app


def edges() -> set[datetime]:
    """Every instant at which a certificate of the register begins or ends."""
    return {edge for row in db.session.execute(select(Certificate.valid_from, Certificate.valid_until)) for edge in row}


def sampled_instants() -> Iterator[datetime]:
    """Weekly through the years, and around each edge: the last millisecond before and the first after."""
    day = FIRST_DAY
    while day <= LAST_DAY:
        yield start_of_day(day) + timedelta(hours=12)
        day += timedelta(days=7)
    for edge in edges():
        yield from (edge - MILLISECOND, edge)


def by_rule(facts: dict[str, list[CertificateFacts]], at: datetime) -> dict[str, int]:
    """Address -> stars of what the Python rule lets shoppers see."""
    in_force = {slug: certificate_in_force(certificates, at) for slug, certificates in facts.items()}
    return {slug: certificate.stars for slug, certificate in in_force.items() if certificate is not None}


def test_shelf_sql_and_rule_agree_on_every_sampled_instant(register: Flask) -> None:
    slugs = dict(list(db.session.execute(select(Product.good_id, Product.slug))))
    certificates = list_certificates_of(slugs)
    facts = {slugs[good_id]: [one.facts for one in found] for good_id, found in certificates.items()}
    assert len(facts) > 250
    seen, sizes = 0, set()
    for at in sorted(set(sampled_instants())):
        wanted = by_rule(facts, at)
        assert {card.slug: card.stars for card in whole(current_shelf(at))} == wanted, at
        assert set(db.session.scalars(visible_products(at).with_only_columns(Product.slug))) == set(wanted), at
        seen += 1
        sizes.add(len(wanted))
    assert seen > 365 + 50
    assert max(sizes) > 80
    assert min(sizes) < 20


def whole(shelf: Shelf) -> tuple[object, ...]:
    return shelf.cards(range(len(shelf)))


def shown_everywhere(shelf: Shelf) -> dict[str, set[str]]:
    """What each way to goods shows, as sets of addresses."""
    pages = range(1, list_goods(shelf, Filters()).pages + 1)
    listed = {card.slug for page in pages for card in list_goods(shelf, Filters(page=page)).cards}
    provinces = province_counts(shelf)
    return {
        "list": listed,
        "sitemap": {slug for slug, _ in list_slugs(shelf)},
        "producers": {c.slug for entry in list_producers(shelf) for c in goods_of_producer(shelf, entry.slug)},
        "provinces": {c.slug for code in provinces for c in goods_of_place(shelf, f"p:{code}")},
        "search": {
            card.slug
            for name in {card.name_vi for card in shelf.cards(range(len(shelf)))}
            for card in list_goods(shelf, Filters(q=name, sort="relevance"), 100).cards
        },
        "suggestions": {
            c.slug for card in shelf.cards(range(len(shelf))) for c in suggest(shelf, card.name_vi, 12).goods
        },
    }


@pytest.mark.parametrize("day", ["2023-06-15", "2026-11-21", "2026-12-29", "2027-01-02"])
def test_every_way_to_goods_shows_the_same_set(register: Flask, day: str) -> None:
    shelf = current_shelf(start_of_day(date.fromisoformat(day)) + timedelta(hours=12))
    wanted = {card.slug for card in shelf.cards(range(len(shelf)))}
    assert {way for way, slugs in shown_everywhere(shelf).items() if slugs != wanted} == set()


@pytest.mark.parametrize("day", ["2023-06-15", "2026-11-21", "2027-01-02"])
def test_counts_add_up(register: Flask, day: str) -> None:
    shelf = current_shelf(start_of_day(date.fromisoformat(day)))
    cards = shelf.cards(range(len(shelf)))
    listing = list_goods(shelf, Filters())
    assert listing.total == len(cards)
    assert sum(star_counts(shelf).values()) == len(cards)
    assert sum(province_counts(shelf).values()) == sum(bool(card.province_code) for card in cards)
    assert sum(entry.count for entry in group_counts(shelf)) == sum(card.group is not None for card in cards)
    assert sum(entry.count for entry in list_producers(shelf)) == len(cards)
    assert {value.value: value.count for value in listing.facets.stars} == {
        str(stars): count for stars, count in star_counts(shelf).items() if count
    }
    assert place_counts(shelf).get("p:15", 0) == province_counts(shelf).get("15", 0)


def test_a_good_vanishes_at_midnight_and_a_renewal_begins(app: Flask) -> None:
    """Twice around each edge, backwards too: no order of questions gives a good beyond its time."""
    good = make_good("Miến dong", producer=make_producer())
    make_certificate(good, decided_on="2024-02-29", stars=3)
    make_certificate(good, decided_on="2027-06-01", stars=5)
    with transaction():
        offer = NewProduct(kind="noodles", name_vi="Miến dong", name_en="Vermicelli", packs=(A_PACK,))
        offer_product(good.id, offer, published_at=LONG_AGO)
    lapse, renewal = start_of_day(date(2027, 3, 1)), start_of_day(date(2027, 6, 1))
    expected = [
        (lapse - MILLISECOND, [3]),
        (lapse, []),
        (renewal - MILLISECOND, []),
        (renewal, [5]),
        (lapse, []),
        (lapse - MILLISECOND, [3]),
        (start_of_day(date(2024, 2, 29)) - MILLISECOND, []),
    ]
    for at, stars in expected:
        shelf = current_shelf(at)
        assert [card.stars for card in shelf.cards(range(len(shelf)))] == stars, at
        assert shelf.shows(at)
    assert current_shelf(lapse - timedelta(days=1)).until == lapse


def test_a_publication_to_come_ends_the_picture(app: Flask) -> None:
    good = make_good("Chè dây", producer=make_producer())
    make_certificate(good, decided_on="2025-01-01")
    opening = DEMONSTRATION_DAY + timedelta(hours=3)
    with transaction():
        offer = NewProduct(kind="tea", name_vi="Chè dây", name_en="Tea", packs=(A_PACK,))
        offer_product(good.id, offer, published_at=opening)
    before = current_shelf(DEMONSTRATION_DAY)
    assert (len(before), before.until) == (0, opening)
    assert len(current_shelf(opening)) == 1


def test_forgetting_makes_a_new_picture(app: Flask) -> None:
    shelf = current_shelf(DEMONSTRATION_DAY)
    assert current_shelf(DEMONSTRATION_DAY) is shelf
    forget_shelves()
    assert current_shelf(DEMONSTRATION_DAY) is not shelf
