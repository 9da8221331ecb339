"""Filters: what an address may ask, and the one address for the same wishes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue.filters import SORTS, BadFilter, Chip, Filters, parse_filters
from shop.values.ocop import GROUPS


def parse(**values: str | list[str]) -> Filters:
    return parse_filters({name: [value] if isinstance(value, str) else value for name, value in values.items()})


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({}, Filters()),
        ({"q": "  Mật\u00a0 ong "}, Filters(q="Mật ong", sort="relevance")),
        ({"q": "ma\u0323\u0302t"}, Filters(q="mật", sort="relevance")),
        ({"group": ["herbal", "food"]}, Filters(groups=("food", "herbal"))),
        ({"group": "food,herbal"}, Filters(groups=("food", "herbal"))),
        ({"stars": ["5", "4", "5"]}, Filters(stars=(4, 5))),
        ({"province": "lao-cai"}, Filters(provinces=("15",))),
        ({"province": "15"}, Filters(provinces=("15",))),
        ({"province": "Lào Cai"}, Filters(provinces=("15",))),
        ({"province": "yen-bai"}, Filters(provinces=("15",))),
        ({"place": "lao-cai/bao-yen"}, Filters(places=("lao-cai/bao-yen",))),
        ({"place": "fd:lao-cai/bao-yen"}, Filters(places=("fd:lao-cai/bao-yen",))),
        ({"producer": "htx-muong-hoa"}, Filters(producers=("htx-muong-hoa",))),
        ({"min_price": "50000"}, Filters(min_price=50_000)),
        ({"max_price": "1.250.000"}, Filters(max_price=1_250_000)),
        ({"max_price": "125,000"}, Filters(max_price=125_000)),
        ({"min_price": "9000", "max_price": "1000"}, Filters(min_price=1000, max_price=9000)),
        ({"sort": "price-desc"}, Filters(sort="price-desc")),
        ({"sort": "relevance"}, Filters(sort="new")),
        ({"q": "chè", "sort": "new"}, Filters(q="chè", sort="new")),
        ({"page": "7"}, Filters(page=7)),
        ({"group": "", "stars": "", "min_price": "", "sort": "", "page": "", "q": " "}, Filters()),
        ({"utm_source": "zalo", "color": "red"}, Filters()),
    ],
)
def test_addresses_are_read(values: dict[str, str | list[str]], wanted: Filters) -> None:
    assert parse(**values) == wanted


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("group", "weapons", "unknown"),
        ("stars", "7", "out_of_range"),
        ("stars", "2", "out_of_range"),
        ("stars", "four", "not_a_number"),
        ("stars", "٤", "not_a_number"),
        ("province", "atlantis", "unknown"),
        ("province", "x" * 5000, "unknown"),
        ("place", "../../etc", "unknown"),
        ("place", "fd:<script>", "unknown"),
        ("producer", "HTX Mường", "unknown"),
        ("producer", "a'--", "unknown"),
        ("min_price", "abc", "not_a_number"),
        ("min_price", "-1", "out_of_range"),
        ("max_price", "1" + "0" * 30, "out_of_range"),
        ("max_price", "1e5", "not_a_number"),
        ("max_price", "1.25.000", "not_a_number"),
        ("page", "0", "out_of_range"),
        ("page", "-3", "out_of_range"),
        ("page", "1.5", "not_a_number"),
        ("page", "9" * 5000, "out_of_range"),
        ("sort", "random()", "unknown"),
        ("q", "mật\x00ong", "bad_characters"),
        ("q", "mật\x1bong", "bad_characters"),
        ("q", "\ud800", "bad_characters"),
        ("q", "ong " * 60, "too_long"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_reason(field: str, value: str, reason: str) -> None:
    with pytest.raises(BadFilter) as refusal:
        parse(**{field: value})
    assert (refusal.value.field, refusal.value.reason) == (field, reason)


def test_too_many_values_are_refused() -> None:
    with pytest.raises(BadFilter, match="too_many"):
        parse(producer=[f"p-{n}" for n in range(41)])


FIELDS = ("q", "group", "stars", "province", "place", "producer", "min_price", "max_price", "sort", "page")


@given(st.dictionaries(st.sampled_from([*FIELDS, "else"]), st.lists(st.text(max_size=40), max_size=3)))
def test_any_input_is_read_or_refused(values: dict[str, list[str]]) -> None:
    try:
        filters = parse_filters(values)
    except BadFilter as refusal:
        assert refusal.field in FIELDS
    else:
        assert parse_filters(_as_values(filters)) == filters


WISHES = st.builds(
    dict,
    q=st.sampled_from(["", "mật ong", "chè"]).map(lambda q: [q]),
    group=st.lists(st.sampled_from(GROUPS)),
    stars=st.lists(st.sampled_from(["3", "4", "5"])),
    province=st.lists(st.sampled_from(["01", "15", "lang-son", "Yên Bái"])),
    place=st.lists(st.sampled_from(["lao-cai/bao-yen", "c:02947"])),
    min_price=st.integers(0, 10**6).map(lambda n: [str(n)]),
    sort=st.sampled_from(["", *SORTS]).map(lambda sort: [sort]),
    page=st.integers(1, 30).map(lambda n: [str(n)]),
)


@given(WISHES, st.randoms())
def test_the_same_wishes_have_one_address(values: dict[str, list[str]], chance: object) -> None:
    shuffled = {name: chance.sample(given, len(given)) for name, given in values.items()}  # type: ignore[attr-defined]
    filters = parse_filters(values)
    assert parse_filters(shuffled).to_query_string() == filters.to_query_string()
    assert parse_filters(_as_values(filters)) == filters


def _as_values(filters: Filters) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in filters.to_query():
        values.setdefault(name, []).append(value)
    return values


def test_the_address_leaves_defaults_out() -> None:
    assert Filters().to_query_string() == ""
    assert Filters(q="chè", sort="relevance").to_query_string() == "q=ch%C3%A8"
    filters = parse(group=["herbal", "food"], province="yen-bai", place="lao-cai/bao-yen", sort="price", page="2")
    expected = "group=food&group=herbal&province=lao-cai&place=lao-cai/bao-yen&sort=price&page=2"
    assert filters.to_query_string() == expected


def test_links_change_one_thing_and_go_to_the_first_page() -> None:
    filters = parse(group="food", stars="4", page="3")
    assert filters.with_value("group", "herbal") == Filters(groups=("food", "herbal"), stars=(4,))
    assert filters.with_value("province", "lao-cai").provinces == ("15",)
    assert filters.without_value("stars", 4) == Filters(groups=("food",))
    assert filters.without_value("group") == Filters(stars=(4,))
    assert filters.toggle("stars", "4") == Filters(groups=("food",))
    assert filters.toggle("stars", "5").stars == (4, 5)
    assert filters.with_value("q", "chè").sort == "relevance"
    assert filters.with_prices(1, 2) == Filters(groups=("food",), stars=(4,), min_price=1, max_price=2)
    assert filters.without_value("q") == Filters(groups=("food",), stars=(4,))
    assert filters.sorted_by("name").sort == "name"
    assert filters.on_page(9).page == 9
    with pytest.raises(BadFilter):
        filters.with_value("group", "weapons")


def test_chips_name_each_filter_that_is_set() -> None:
    filters = parse(q="chè", stars="4", province="15", min_price="1000", sort="name", page="2")
    assert filters.chips() == (Chip("stars", "4"), Chip("province", "lao-cai"), Chip("min_price", "1000"))
    assert filters.has_value("province", "lao-cai")
    assert not filters.is_plain
    assert parse(page="2", sort="name").is_plain
