"""Which encoding an Accept-Encoding header asks for, and that bodies survive it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.web.compression import CAREFULLY, HASTILY, choose_encoding, is_worth_packing, pack, unpack


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0,gzip;q=0", "identity"),
        ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("BR", "br"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("br;q=0, *", "gzip"),
        ("identity", "identity"),
        ("gzip;q=0.2, identity", "identity"),
        ("deflate", "identity"),
        ("br;q=much, gzip", "gzip"),
        (",,;q=1,", "identity"),
        ("br ; q=1.0", "br"),
    ],
)
def test_the_best_liked_encoding_is_chosen(header: str, encoding: str) -> None:
    assert choose_encoding(header) == encoding


@given(st.text(max_size=80))
def test_no_header_is_too_odd(header: str) -> None:
    assert choose_encoding(header) in {"identity", "br", "gzip"}


@given(st.binary(max_size=2_000), st.sampled_from(["identity", "br", "gzip"]), st.sampled_from([CAREFULLY, HASTILY]))
def test_what_is_packed_comes_out_the_same(body: bytes, encoding: str, effort: dict[str, int]) -> None:
    assert unpack(pack(body, encoding, effort), encoding) == body


@pytest.mark.parametrize(
    ("content_type", "length", "worth"),
    [
        ("text/html; charset=utf-8", 500, True),
        ("text/html; charset=utf-8", 499, False),
        ("application/json", 5_000, True),
        ("image/svg+xml", 5_000, True),
        ("image/webp", 5_000, False),
        ("", 5_000, False),
    ],
)
def test_only_long_text_is_packed(content_type: str, length: int, worth: bool) -> None:
    assert is_worth_packing(b"x" * length, content_type) is worth
