"""Sums of money give no producer away, whatever is subtracted from whatever."""

from __future__ import annotations

from collections import Counter
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.reports.safe_sums import Part, is_safe, rounded, safe_sums


@pytest.mark.parametrize(
    ("earned", "safe"),
    [
        ({}, False),
        ({"a": 5}, False),
        ({"a": 5, "b": 5}, False),
        ({"a": 5, "b": 5, "c": 0}, False),
        ({"a": 5, "b": 5, "c": 5}, True),
        ({"a": 80, "b": 10, "c": 10}, True),
        ({"a": 81, "b": 10, "c": 9}, False),
    ],
)
def test_three_that_earned_and_none_of_them_most(earned: dict[str, int], safe: bool) -> None:
    assert is_safe(earned) is safe


@pytest.mark.parametrize(("amount", "said"), [(0, 0), (7, 7), (99, 99), (104, 100), (105, 110), (1_234_567, 1_200_000)])
def test_two_digits_count(amount: int, said: int) -> None:
    assert rounded(amount) == said


def test_what_is_left_of_the_whole_is_as_safe_as_what_is_said() -> None:
    three = {"a": 10, "b": 10, "c": 10}
    cells = {"all": {**three, "d": 10, "e": 11, "f": 12, "g": 9}, "north": three, "south": {"d": 10, "e": 11, "f": 12}}
    cells["east"] = {"g": 9}
    said = safe_sums(cells, [Part("all", ["north", "south", "east"])])
    # East alone would be all less north less south: the smaller of the two is held back with it.
    assert set(said) == {"all", "south"}


def test_a_sum_that_is_held_back_cannot_be_put_together_from_its_parts() -> None:
    north = {"a": 10, "b": 10, "c": 10}
    cells = {"all": {**north, "d": 9, "e": 20, "f": 20, "g": 20}, "north": north, "town": north, "east": {"d": 9}}
    cells["south"] = {"e": 20, "f": 20, "g": 20}
    said = safe_sums(cells, [Part("all", ["north", "south", "east"]), Part("north", ["town"])])
    assert set(said) == {"all", "south"}


AMOUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 100), max_size=5)


@given(st.lists(st.lists(AMOUNTS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_no_difference_of_sums_that_are_said_speaks_of_fewer_than_three(places: list[list[dict[str, int]]]) -> None:
    cells: dict[str, Counter[str]] = {"all": Counter()}
    tables = [Part("all", [f"{number}" for number in range(len(places))])]
    for number, parts in enumerate(places):
        names = [f"{number}.{n}" for n in range(len(parts))]
        cells |= {name: Counter(earned) for name, earned in zip(names, parts, strict=True)}
        cells[f"{number}"] = sum((Counter(earned) for earned in parts), Counter())
        cells["all"] += cells[f"{number}"]
        tables.append(Part(f"{number}", names))
    said = safe_sums(cells, tables)
    assert all(is_safe(cells[key]) for key in said)
    for table in tables:
        shown = [key for key in table.parts if key in said]
        assert not shown or table.whole in said
        for taken in chain.from_iterable(combinations(shown, size + 1) for size in range(len(shown))):
            left = cells[table.whole] - sum((cells[key] for key in taken), Counter())
            assert not left or is_safe(left)
