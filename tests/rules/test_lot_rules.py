"""Which lot is on sale on a day, and which lots and planting areas cannot be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.lots import AreaFacts, BadArea, BadLot, LotFacts, LotState, current_lot, lot_state
from shop.lots.rules import clean_area, clean_lot, same_number

DAY = date(2026, 11, 21)


@dataclass(frozen=True)
class Made:
    """A lot as the rules see it."""

    id: int
    made_on: date
    best_before_on: date | None = None
    is_recalled: bool = False


@pytest.mark.parametrize(
    ("lot", "state"),
    [
        (Made(1, DAY), LotState.GOOD),
        (Made(1, DAY - timedelta(30), DAY), LotState.GOOD),
        (Made(1, DAY - timedelta(30), DAY - timedelta(1)), LotState.EXPIRED),
        (Made(1, DAY, None, True), LotState.RECALLED),
        (Made(1, DAY - timedelta(30), DAY - timedelta(1), True), LotState.RECALLED),
    ],
)
def test_how_a_lot_stands(lot: Made, state: LotState) -> None:
    assert lot_state(lot, DAY) is state


def test_the_lot_made_last_is_on_sale() -> None:
    old, new = Made(1, DAY - timedelta(9), DAY + timedelta(9)), Made(2, DAY - timedelta(3), DAY + timedelta(3))
    assert current_lot([new, old], DAY) is new
    assert current_lot([new, old], DAY + timedelta(4)) is old
    assert current_lot([new, old], DAY + timedelta(10)) is None
    assert current_lot([replace(new, is_recalled=True), old], DAY) is old
    assert current_lot([Made(3, DAY + timedelta(1)), old], DAY) is old
    assert current_lot([Made(4, old.made_on), old], DAY) == Made(4, old.made_on)


days = st.integers(-400, 400).map(lambda number: DAY + timedelta(number))
lots = st.builds(Made, st.integers(1, 50), days, st.none() | days, st.booleans())


@given(st.lists(lots, max_size=8), days)
def test_what_is_shown_is_never_past_its_day_nor_called_back_nor_to_come(made: list[Made], day: date) -> None:
    found = current_lot(made, day)
    good = [one for one in made if lot_state(one, day) is LotState.GOOD and one.made_on <= day]
    assert (found is None) is (not good)
    if found is not None:
        assert found in good
        assert found.made_on == max(one.made_on for one in good)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": " "}, "number"),
        ({"number": "x" * 41}, "number"),
        ({"number": "ß" * 40}, "number"),
        ({"made_on": DAY + timedelta(1)}, "made_on"),
        ({"made_on": date(1999, 12, 31)}, "made_on"),
        ({"made_on": date.min}, "made_on"),
        ({"best_before_on": date(2026, 11, 1)}, "best_before_on"),
        ({"note_vi": "x" * 201}, "note"),
        ({"note_en": "x" * 201}, "note"),
    ],
)
def test_a_lot_that_cannot_be(changes: dict[str, object], field: str) -> None:
    with pytest.raises(BadLot) as refused:
        clean_lot(replace(LotFacts("L1", date(2026, 11, 1)), **changes), DAY)  # type: ignore[arg-type]
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": ""}, "code"),
        ({"issuer": " "}, "issuer"),
        ({"code": "x" * 61}, "code"),
        ({"issuer": "x" * 201}, "issuer"),
        ({"place": "x" * 201}, "place"),
        ({"crop": "x" * 201}, "crop"),
    ],
)
def test_a_planting_area_that_cannot_be(changes: dict[str, str], field: str) -> None:
    with pytest.raises(BadArea) as refused:
        clean_area(replace(AreaFacts("VN-1", "Chi cục"), **changes))
    assert refused.value.field == field


def test_what_is_written_is_tidied_and_numbers_compared_without_spaces() -> None:
    assert clean_lot(LotFacts("  L  1 ", DAY), DAY).number == "L 1"
    assert clean_area(AreaFacts(" VN ", "Chi  cục")).issuer == "Chi cục"
    assert same_number("L 26-11") == same_number("l26-11")
