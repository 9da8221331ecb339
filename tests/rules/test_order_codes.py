"""Order codes: what people and banks do to them is understood, what is not a code is not."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.orders.codes import code_from, find_order_codes, new_order_code, parse_order_code
from shop.values.check_letters import ALPHABET

codes = st.text(ALPHABET, min_size=6, max_size=6).map(code_from)


def test_the_code_of_drawn_letters_is_fixed() -> None:
    assert code_from("346789") == "OCOP346789K"


def test_new_codes_are_sound_and_differ() -> None:
    drawn = {new_order_code() for _ in range(200)}
    assert len(drawn) == 200
    assert all(parse_order_code(code) == code and len(code) == 11 for code in drawn)


@given(codes)
@settings(deadline=None)
def test_every_single_wrong_letter_is_noticed(code: str) -> None:
    for place in range(4, 11):
        for letter in set(ALPHABET) - {code[place]}:
            assert parse_order_code(code[:place] + letter + code[place + 1 :]) is None


@given(codes)
@settings(deadline=None)
def test_any_two_swapped_letters_are_noticed(code: str) -> None:
    for first, second in combinations(range(4, 11), 2):
        if code[first] != code[second]:
            swapped = list(code)
            swapped[first], swapped[second] = code[second], code[first]
            assert parse_order_code("".join(swapped)) is None


@given(codes)
def test_however_a_person_types_it(code: str) -> None:
    for typed in (code.lower(), f" {code[:4]}-{code[4:7]} {code[7:]} ", code[4:], "0C0P" + code[4:]):
        assert parse_order_code(typed) == code


@pytest.mark.parametrize("text", ["", "OCOP", "OCOP34678", "OCOP346789TT", "OCOP34678OT", "ĐƠN HÀNG"])
def test_what_is_no_code(text: str) -> None:
    assert parse_order_code(text) is None


@given(codes, st.text(max_size=30), st.text(max_size=30))
def test_a_bank_glues_and_lowers_but_the_code_is_found(code: str, before: str, after: str) -> None:
    memo = f"{before} {code[:7].lower()} {code[7:]}{after}"
    assert code in find_order_codes(memo)


@given(st.text("ABCXYZ0123456789 .-/", max_size=120))
def test_a_memo_without_the_prefix_names_no_order(memo: str) -> None:
    assert find_order_codes(memo) == ()


def test_a_memo_may_name_two_orders_and_a_wrong_one() -> None:
    first, second = code_from("ACDEFH"), code_from("HJKMNP")
    wrong = first[:-1] + ("3" if first[-1] != "3" else "4")
    assert find_order_codes(f"MBVCB.123.{first}.CT tu 001 {second}{wrong} {first}") == (first, second)


def test_a_cut_memo_names_none() -> None:
    assert find_order_codes(code_from("ACDEFH")[:-1]) == ()
