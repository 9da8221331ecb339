"""A producer is found as people type its name."""

from __future__ import annotations

import pytest

from shop.producers.finding import is_one_slip_away, rank
from shop.producers.queries import Spelling
from shop.values.folding import fold
from shop.values.producer_names import marked_key, plain_key

NAMES = [
    ("Hợp tác xã nông nghiệp Vĩnh Yên", "xã Vĩnh Yên, huyện Bảo Yên, Lào Cai"),
    ("HTX Mường Lò", "phường Tân An, Yên Bái"),
    ("Công ty TNHH Trà Việt", "xã Tân Cương, Thái Nguyên"),
    ("Công ty Trà Việt Bắc", "Bắc Kạn"),
]
SPELLINGS = [
    Spelling(number, "cooperative", None, marked_key(name), plain_key(name), fold(place), frozenset())
    for number, (name, place) in enumerate(NAMES, 1)
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Vĩnh Yên", [1]),
        ("htx vinh yen", [1]),
        ("hợp tác xã", [1, 2]),
        ("muong lo", [2]),
        ("muogn lo", [2]),
        ("mường lo", [2]),
        ("cty tra viet", [3, 4]),
        ("trà việt thái nguyên", [3]),
        ("trà việt bac", [4]),
        ("yen bai", [2]),
        ("trà việt", [3, 4]),
        ("tra việt bắc", [4]),
        ("vĩnh", [1]),
        ("", []),
        ("khong co ai", []),
        ("vinh yen sai het", []),
    ],
)
def test_what_is_typed_finds(typed: str, found: list[int]) -> None:
    assert [hit.producer_id for hit in rank(typed, SPELLINGS)] == found


@pytest.mark.parametrize(
    ("typed", "meant", "is_slip"),
    [
        ("muogn", "muong", True),
        ("muon", "muong", True),
        ("muonng", "muong", True),
        ("mupng", "muong", True),
        ("muong", "muong", True),
        ("mong", "mang", True),
        ("mogn", "muong", False),
        ("gnoum", "muong", False),
    ],
)
def test_one_slip_is_forgiven_and_two_are_not(typed: str, meant: str, is_slip: bool) -> None:
    assert is_one_slip_away(typed, meant) is is_slip
