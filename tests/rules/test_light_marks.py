"""Plain text with light marks: what becomes of it, and that nothing of a stranger's becomes more than letters."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.values.light_marks import Block, BlockKind, Span, opening, read_marks, tidy_lines, without_marks

P, L, H = BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.HEADING


def plain(*lines: str) -> tuple[tuple[Span, ...], ...]:
    return tuple((Span(line),) for line in lines)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", ()),
        (" \n\n ", ()),
        ("Nhà làm.", (Block(P, plain("Nhà làm.")),)),
        ("Một\nHai", (Block(P, plain("Một", "Hai")),)),
        ("Một\r\n\r\nHai", (Block(P, plain("Một")), Block(P, plain("Hai")))),
        ("## Chuyện nghề\nTừ năm 1998.", (Block(H, plain("Chuyện nghề")), Block(P, plain("Từ năm 1998.")))),
        ("# A\n# B", (Block(H, plain("A")), Block(H, plain("B")))),
        (
            "Chúng tôi:\n- hái\n- sao\nxong",
            (Block(P, plain("Chúng tôi:")), Block(L, plain("hái", "sao")), Block(P, plain("xong"))),
        ),
        ("- một\n\n- hai", (Block(L, plain("một")), Block(L, plain("hai")))),
        (
            "a **b c** *d*!",
            (Block(P, ((Span("a "), Span("b c", "strong"), Span(" "), Span("d", "emphasis"), Span("!")),)),),
        ),
        ("2 * 3 * 4 ** 5", (Block(P, plain("2 * 3 * 4 ** 5")),)),
        ("**mở", (Block(P, plain("**mở")),)),
        ("#không", (Block(P, plain("#không")),)),
        ("-không", (Block(P, plain("-không")),)),
        ("<b>x</b> [a](javascript:1)", (Block(P, plain("<b>x</b> [a](javascript:1)")),)),
    ],
)
def test_marks_are_read(text: str, blocks: tuple[Block, ...]) -> None:
    assert read_marks(text) == blocks


def test_words_alone() -> None:
    assert without_marks("## Nhà\n- **một**\n- hai\n\nba") == "Nhà một hai ba"


def test_what_cannot_be_seen_is_dropped_and_marks_are_composed() -> None:
    assert tidy_lines("a\u202eb\x00\u200b c\n\n\n\n  Me\u0323\u0302\u0301  ") == "ab c\n\nMệ\u0301"


@given(st.text(alphabet="ab *#-\n\r•", max_size=60))
def test_no_letter_is_lost_or_made(text: str) -> None:
    kept = {"a", "b"}
    assert [c for c in without_marks(text) if c in kept] == [c for c in text if c in kept]


@given(st.text(max_size=200))
def test_reading_stored_text_again_changes_nothing(text: str) -> None:
    assert tidy_lines(tidy_lines(text)) == tidy_lines(text)


@pytest.mark.parametrize(
    "text", ["*" * 6000, "**a " * 1500, "* a" * 2000, "**" + " " * 6000, "# " * 3000, "*a **b" * 1000]
)
def test_no_text_takes_long(text: str) -> None:
    began = time.perf_counter()
    read_marks(text)
    assert time.perf_counter() - began < 0.25


@pytest.mark.parametrize(
    ("text", "longest", "start"),
    [
        ("**Nhà** làm.", 20, "Nhà làm."),
        ("Một câu. Câu hai dài lắm đấy.", 15, "Một câu."),
        ("Một câu thôi mà dài quá nhỉ", 12, "Một câu thôi …"),
        ("A. Một câu thôi mà dài quá nhỉ", 24, "A. Một câu thôi mà dài …"),
        ("x" * 30, 10, "x …"),
    ],
)
def test_the_first_words(text: str, longest: int, start: str) -> None:
    assert opening(text, longest) == start
