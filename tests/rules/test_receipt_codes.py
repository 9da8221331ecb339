"""Receipt codes, canonical JSON and the seals of a device's log: the same letters as the browser's twins write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.fairs.chain import FIRST, entry_hash
from shop.fairs.codes import HIGHEST_COUNTER, find_receipt_codes, is_code_of, parse_receipt_code, receipt_code
from shop.orders.codes import code_from, find_order_codes
from shop.values.canonical_json import NotCanonical, canonical
from shop.values.check_letters import ALPHABET, is_sound, letters_of

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "kiosk_vectors.json").read_text())

devices = st.integers(0, len(ALPHABET) ** 3 - 1)
counters = st.integers(0, HIGHEST_COUNTER)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(ALPHABET, max_size=6), inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize("vector", VECTORS["codes"])
def test_codes_are_the_twins(vector: dict[str, Any]) -> None:
    assert receipt_code(vector["device"], vector["counter"]) == vector["code"]


@pytest.mark.parametrize("vector", VECTORS["canonical"])
def test_canonical_json_is_the_twins(vector: dict[str, Any]) -> None:
    assert canonical(json.loads(vector["json"])) == vector["canonical"]


def test_a_log_is_sealed_as_the_twin_seals_it() -> None:
    seal = FIRST
    for entry in VECTORS["log"]:
        assert entry["previous_hash"] == seal
        seal = entry_hash(seal, entry)
        assert seal == entry["hash"]
    assert len(VECTORS["log"]) > 2


@given(devices, counters)
def test_a_code_names_its_device_and_is_found_however_it_is_written(device: int, counter: int) -> None:
    code = receipt_code(device, counter)
    assert len(code) == 10
    assert is_code_of(code, device)
    assert not is_code_of(code, (device + 1) % len(ALPHABET) ** 3)
    for typed in (code, code.lower(), f" {code[:2]}-{code[2:5]} {code[5:]} ", code[2:]):
        assert parse_receipt_code(typed) == code
    assert find_receipt_codes(f"MBVCB 123 {code[:6].lower()} {code[6:]} ck") == (code,)


@given(devices, counters)
@settings(deadline=None)
def test_every_single_wrong_letter_is_noticed(device: int, counter: int) -> None:
    code = receipt_code(device, counter)
    for place in range(2, 10):
        for letter in set(ALPHABET) - {code[place]}:
            wrong = code[:place] + letter + code[place + 1 :]
            assert parse_receipt_code(wrong) is None
            assert wrong not in find_receipt_codes(wrong)


@given(st.text(max_size=40))
def test_what_is_no_code(text: str) -> None:
    found = parse_receipt_code(text)
    assert found is None or is_sound(found[2:])


def test_a_memo_may_name_an_order_and_a_receipt() -> None:
    order, receipt = code_from("ACDEFH"), receipt_code(7, 12)
    memo = f"{receipt} va {order}"
    assert (find_order_codes(memo), find_receipt_codes(memo)) == ((order,), (receipt,))


@pytest.mark.parametrize(("number", "places"), [(-1, 3), (23**3, 3)])
def test_a_number_without_room_is_refused(number: int, places: int) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        letters_of(number, places)


@given(plain)
def test_canonical_json_says_the_same_and_knows_no_order(value: Any) -> None:
    text = canonical(value)
    assert json.loads(text) == value
    if isinstance(value, dict):
        assert canonical(dict(reversed(list(value.items())))) == text


@pytest.mark.parametrize("value", [1.5, {"a": [1.0]}, {1: 2}, [object()]])
def test_what_is_not_written_alike_everywhere_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=2), st.integers(), max_size=3), st.integers())
def test_a_seal_covers_everything_but_itself(entry: dict[str, int], other: int) -> None:
    seal = entry_hash(FIRST, entry)
    assert entry_hash(FIRST, {**entry, "hash": "anything"}) == seal
    assert entry_hash("x", entry) != seal
    assert entry_hash(FIRST, {**entry, "more": other}) != seal
