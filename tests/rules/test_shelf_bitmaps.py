"""Sets as bitmaps, packed lists: equal to plain sets and lists, whatever the numbers."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue.bitmaps import RankedColumn, Tally, bitmap_of, first_members, full_bitmap, members, membership
from shop.catalogue.ordering import Orders
from shop.catalogue.packed import Keys, Lists, Packed, pack
from shop.catalogue.recent import Recent

SIZE = 200
POSITIONS = st.sets(st.integers(0, SIZE - 1))


@given(POSITIONS)
def test_a_set_comes_back_from_its_bitmap(positions: set[int]) -> None:
    bitmap = bitmap_of(positions, SIZE)
    assert bitmap.bit_count() == len(positions)
    assert list(members(bitmap, SIZE)) == sorted(positions)
    assert first_members(bitmap, 3) == sorted(positions)[:3]
    assert [at for at, chosen in enumerate(membership(bitmap, SIZE)) if chosen] == sorted(positions)


def test_the_smallest_sets() -> None:
    assert full_bitmap(0) == bitmap_of([], 0) == 0
    assert list(members(0, 0)) == []
    assert membership(0, 0) == b""
    assert list(members(full_bitmap(1), 1)) == [0]


@given(st.lists(st.tuples(POSITIONS, st.integers(0, 300)), max_size=6))
def test_a_tally_adds_and_puts_the_highest_first(additions: list[tuple[set[int], int]]) -> None:
    tally, plain = Tally(), dict.fromkeys(range(SIZE), 0)
    for positions, amount in additions:
        tally.add(bitmap_of(positions, SIZE), amount)
        for position in positions:
            plain[position] += amount
    tiers = [set(members(tier, SIZE)) for tier in tally.descending(full_bitmap(SIZE))]
    expected = [{p for p, n in plain.items() if n == number} for number in sorted(set(plain.values()), reverse=True)]
    assert tiers == expected


@given(st.lists(st.integers(0, 40), max_size=60), st.integers(0, 50), st.integers(0, 50), st.sets(st.integers(0, 59)))
def test_a_ranked_column_finds_ranges_and_extremes(values: list[int], low: int, end: int, chosen: set[int]) -> None:
    column, size = RankedColumn(values), len(values)
    distinct = sorted(set(values))
    inside = {at for at, value in enumerate(values) if low <= distinct.index(value) < end}
    assert set(members(column.between(low, end), size)) == inside
    within = {at for at in chosen if at < size}
    wanted = (min(values[at] for at in within), max(values[at] for at in within)) if within else None
    assert column.extremes(bitmap_of(within, size)) == wanted


@given(st.lists(st.lists(st.integers(0, 9), max_size=5), max_size=20))
def test_inverted_lists_lead_back(owners: list[list[int]]) -> None:
    inverted = Lists.inverted(owners, 10)
    assert [list(found) for found in inverted] == [
        [owner for owner, values in enumerate(owners) for other in values if other == value] for value in range(10)
    ]
    assert list(inverted.between(2, 5)) == [owner for value in (2, 3, 4) for owner in inverted[value]]


@given(st.lists(st.integers(0, 9), max_size=40))
def test_grouping_a_column_is_inverting_it(column: list[int]) -> None:
    grouped, inverted = Lists.grouped(column, 10), Lists.inverted([(value,) for value in column], 10)
    assert (list(grouped.starts), list(grouped.numbers)) == (list(inverted.starts), list(inverted.numbers))
    assert [grouped.length(value) for value in range(10)] == [column.count(value) for value in range(10)]


@given(st.sets(st.from_regex(r"[a-z0-9-]{0,8}", fullmatch=True)), st.text(max_size=8))
def test_keys_are_found_and_others_are_not(keys: set[str], other: str) -> None:
    in_order = list(keys)
    found = Keys(in_order)
    assert [found.find(key) for key in in_order] == list(range(len(in_order)))
    assert (found.find(other) is None) == (other not in keys)


def test_packed_values_come_back() -> None:
    rows = [("mật ong", 1, None), (), (True, "b", -5)]
    assert list(map(Packed(map(pack, rows)).__getitem__, range(3))) == rows


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from([3, 4, 5])), max_size=40), st.sets(st.integers(0, 39)))
def test_orders_sort_and_keep_ties_in_place(goods: list[tuple[int, int]], chosen: set[int]) -> None:
    size, prices = len(goods), [price for price, _ in goods]
    stars = {n: bitmap_of([at for at, (_, count) in enumerate(goods) if count == n], size) for n in (3, 4, 5)}
    orders = Orders(list(range(size))[::-1], prices, stars)
    within = sorted(at for at in chosen if at < size)
    bitmap = bitmap_of(within, size)
    assert list(orders.in_order(bitmap, "new")) == within
    assert list(orders.in_order(bitmap, "name")) == within[::-1]
    assert list(orders.in_order(bitmap, "price")) == sorted(within, key=prices.__getitem__)
    assert list(orders.in_order(bitmap, "price-desc")) == sorted(within, key=lambda at: -prices[at])
    ranked = orders.by_tiers([bitmap], "question")
    assert list(ranked) == sorted(within, key=lambda at: (-goods[at][1], at))


def test_recent_values_are_made_once_and_the_oldest_goes() -> None:
    recent: Recent[int] = Recent(2)
    made = []
    for key in ("a", "b", "a", "c", "b"):
        recent.get(key, lambda key=key: made.append(key) or len(made))  # type: ignore[misc,func-returns-value]
    assert made == ["a", "b", "c", "b"]


def test_arrays_are_four_bytes_wide_here() -> None:
    """Starts and positions are kept in arrays of type I, which the language only promises to be two bytes."""
    assert array("I").itemsize == 4
