"""Lists from the Shelf: equal to filtering, counting and sorting the plain cards one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.catalogue.filters import Filters
from shop.catalogue.listing import Card, GroupEntry, NoSuchPage, PriceBand
from shop.catalogue.lists import (
    count_goods_of_place,
    find_card,
    find_producer_entry,
    goods_like,
    goods_of_place,
    goods_of_producer,
    group_counts,
    list_goods,
    list_producers,
    list_slugs,
    newest_goods,
    place_counts,
    province_counts,
    related_goods,
    star_counts,
)
from shop.values.folding import vietnamese_sort_key
from tests.factories.shelves import GOODS, make_shelf

SHELF = make_shelf(GOODS)
EMPTY = make_shelf([])
CARDS = SHELF.cards(range(len(SHELF)))
PRODUCERS = sorted({card.producer_slug for card in CARDS})

FILTERS = st.builds(
    Filters,
    groups=st.sets(st.sampled_from(["food", "beverage", "herbal", "tourism"]), max_size=2).map(
        lambda s: tuple(sorted(s))
    ),
    stars=st.sets(st.sampled_from([3, 4, 5]), max_size=2).map(lambda s: tuple(sorted(s))),
    provinces=st.sampled_from([(), ("15",), ("38",), ("01", "15")]),
    places=st.sampled_from([(), ("lao-cai/bao-yen",), ("fd:thanh-hoa/nong-cong",), ("nowhere/here",)]),
    producers=st.sets(st.sampled_from([*PRODUCERS, "nobody"]), max_size=2).map(lambda s: tuple(sorted(s))),
    min_price=st.sampled_from([None, 0, 50_000, 95_000]),
    max_price=st.sampled_from([None, 100_000, 49_999]),
    sort=st.sampled_from(["new", "price", "price-desc", "name"]),
)


def in_place(card: Card, place: str) -> bool:
    return {"lao-cai/bao-yen": "15", "fd:thanh-hoa/nong-cong": "38"}.get(place) == card.province_code


TESTS: dict[str, Callable[[Card, Filters], bool]] = {
    "groups": lambda card, f: not f.groups or card.group in f.groups,
    "stars": lambda card, f: not f.stars or card.stars in f.stars,
    "provinces": lambda card, f: not f.provinces or card.province_code in f.provinces,
    "places": lambda card, f: not f.places or any(in_place(card, place) for place in f.places),
    "producers": lambda card, f: not f.producers or card.producer_slug in f.producers,
    "price": lambda card, f: (
        (f.min_price is None or card.price_from_vnd >= f.min_price)
        and (f.max_price is None or card.price_from_vnd <= f.max_price)
    ),
}


def plainly(filters: Filters, but: str = "") -> list[Card]:
    return [card for card in CARDS if all(test(card, filters) for name, test in TESTS.items() if name != but)]


def counted(values: object) -> dict[str, int]:
    return {value.value: value.count for value in values if value.count}  # type: ignore[attr-defined]


@settings(max_examples=300)
@given(FILTERS)
def test_totals_and_counts_are_those_of_counting_by_hand(filters: Filters) -> None:
    listing = list_goods(SHELF, filters)
    assert listing.total == len(plainly(filters))
    facets = listing.facets
    assert counted(facets.groups) == Counter(card.group for card in plainly(filters, "groups"))
    assert counted(facets.stars) == Counter(str(card.stars) for card in plainly(filters, "stars"))
    slugs = {"15": "lao-cai", "38": "thanh-hoa"}
    assert counted(facets.provinces) == Counter(slugs[card.province_code] for card in plainly(filters, "provinces"))
    assert counted(facets.producers) == Counter(card.producer_slug for card in plainly(filters, "producers"))
    prices = [card.price_from_vnd for card in plainly(filters, "price")]
    assert (facets.min_price, facets.max_price) == ((min(prices), max(prices)) if prices else (None, None))
    assert sum(band.count for band in facets.price_bands) == len(prices)


@given(FILTERS)
def test_what_is_chosen_is_marked_and_stays_visible(filters: Filters) -> None:
    facets = list_goods(SHELF, filters).facets
    assert {value.value for value in facets.stars if value.selected} == {
        str(stars) for stars in filters.stars if stars in {card.stars for card in CARDS}
    }
    assert {value.value for value in facets.producers if value.selected} == set(filters.producers) & set(PRODUCERS)
    assert {value.value for value in facets.groups if value.selected} == set(filters.groups)


KEYS: dict[str, Callable[[Card], object]] = {
    "new": lambda card: (-card.recognised_on.toordinal(), vietnamese_sort_key(card.name_vi)),
    "price": lambda card: card.price_from_vnd,
    "price-desc": lambda card: -card.price_from_vnd,
    "name": lambda card: vietnamese_sort_key(card.name_vi),
}


@given(FILTERS)
def test_cards_stand_in_the_order_asked_for(filters: Filters) -> None:
    listing = list_goods(SHELF, filters, per_page=100)
    assert list(listing.cards) == sorted(plainly(filters), key=KEYS[filters.sort])


@given(FILTERS, st.integers(1, 6))
def test_pages_are_the_list_cut_up(filters: Filters, per_page: int) -> None:
    whole = list_goods(SHELF, filters, per_page=100).cards
    first = list_goods(SHELF, filters, per_page)
    pages = [list_goods(SHELF, filters.on_page(page), per_page) for page in range(1, first.pages + 1)]
    assert [card for page in pages for card in page.cards] == list(whole)
    assert [number for page in pages for number in range(page.first, page.last + 1) if number] == list(
        range(1, len(whole) + 1)
    )
    with pytest.raises(NoSuchPage):
        list_goods(SHELF, filters.on_page(first.pages + 1), per_page)


def test_search_and_filters_work_together() -> None:
    filters = Filters(q="mật ong", stars=(5,), sort="relevance")
    listing = list_goods(SHELF, filters)
    assert [card.name_vi for card in listing.cards] == ["Mật ong hoa nhãn"]
    assert counted(listing.facets.stars) == {"5": 1, "4": 1, "3": 2}
    cheap_first = list_goods(SHELF, replace(filters, stars=(), sort="price"))
    assert [card.price_from_vnd for card in cheap_first.cards] == [10_000, 20_000, 30_000, 150_000]


def test_places_are_offered_within_a_chosen_province() -> None:
    assert list_goods(SHELF, Filters()).facets.places == ()
    places = list_goods(SHELF, Filters(provinces=("15",))).facets.places
    assert ("lao-cai/bao-yen", "huyện Bảo Yên", 7) in [(place.value, place.label, place.count) for place in places]


def test_price_bands_hold_both_ends() -> None:
    bands = list_goods(SHELF, Filters(min_price=50_000, max_price=99_999)).facets.price_bands
    assert bands == (
        PriceBand(None, 49_999, 4, selected=False),
        PriceBand(50_000, 99_999, 5, selected=True),
        PriceBand(100_000, 199_999, 6, selected=False),
    )


def test_a_card_says_all_it_must() -> None:
    card = find_card(SHELF, "mat-ong-rung-muong-hoa-1")
    assert card is not None
    assert (card.product_id, card.kind, card.group, card.stars, card.region) == (
        1,
        "honey",
        "food",
        4,
        "north-west",
    ) or (card.province_name == "Lào Cai")
    assert (card.certified_until, card.recognised_on) == (date(2028, 1, 1), date(2025, 1, 2))
    assert (card.unit_price_vnd, card.unit, card.photo, card.in_stock) == (2000, "100g", None, True)
    assert card.place_vi.endswith("Lào Cai")
    assert find_card(SHELF, "nothing") is None


def test_goods_of_producers_and_places() -> None:
    for slug in PRODUCERS:
        assert set(goods_of_producer(SHELF, slug)) == {card for card in CARDS if card.producer_slug == slug}
    assert goods_of_producer(SHELF, "nobody") == ()
    lao_cai = {card for card in CARDS if card.province_code == "15"}
    for place in ("p:15", "lao-cai/bao-yen", "fd:lao-cai/bao-yen", {"c:02947", "fd:lao-cai/bao-yen"}):
        assert set(goods_of_place(SHELF, place)) == lao_cai
        assert count_goods_of_place(SHELF, place) == len(lao_cai)
    assert len(goods_of_place(SHELF, "p:15", limit=2)) == 2
    assert goods_of_place(SHELF, "c:00000") == ()


def test_counts() -> None:
    assert province_counts(SHELF) == {"15": 7, "38": 8}
    assert star_counts(SHELF) == {5: 2, 4: 3, 3: 10}
    assert group_counts(SHELF)[:2] == (GroupEntry("food", 12), GroupEntry("beverage", 1))
    assert len(group_counts(SHELF)) == 6
    assert place_counts(SHELF)["fd:lao-cai/bao-yen"] == 7
    assert set(place_counts(SHELF, "38")) == {"p:38", "fd:thanh-hoa/nong-cong", "fp:thanh-hoa"}
    assert sum(entry.count for entry in list_producers(SHELF)) == len(CARDS)
    assert find_producer_entry(SHELF, PRODUCERS[0]) == list_producers(SHELF)[0]
    assert find_producer_entry(SHELF, "nobody") is None
    assert [slug for slug, _ in list_slugs(SHELF)] == [card.slug for card in CARDS]


def test_related_goods_are_of_the_kind_first_and_never_the_good_itself() -> None:
    related = related_goods(SHELF, "mat-ong-rung-muong-hoa-1", limit=4)
    assert related[0].kind == "honey"
    assert "mat-ong-rung-muong-hoa-1" not in {card.slug for card in related}
    assert len(related) == len(set(related)) == 4
    assert related_goods(SHELF, "nothing") == ()
    assert [card.kind for card in goods_like(SHELF, group=None, kind="tea", province_code="15", limit=2)] == ["tea"] * 2


def test_an_empty_shelf_answers_everything() -> None:
    listing = list_goods(EMPTY, Filters(q="mật ong", stars=(4,), provinces=("15",), min_price=1, sort="relevance"))
    assert (listing.total, listing.pages, listing.first, listing.last, listing.cards) == (0, 1, 0, 0, ())
    assert newest_goods(EMPTY) == list_producers(EMPTY) == ()
    assert province_counts(EMPTY) == place_counts(EMPTY) == {}
    assert goods_like(EMPTY, group="food", kind="tea", province_code="15") == ()
