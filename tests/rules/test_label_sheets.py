"""Which places of a sheet of A4 carry a label, and which QR codes have room on it."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest

from shop.web.label_sheets import LAYOUTS, SMALLEST_MODULE, SheetWanted

DESK = Path(__file__).resolve().parents[2] / "static" / "css" / "doors" / "desk"
PAPER = (210.0, 297.0)


@pytest.mark.parametrize(
    ("size", "count", "first", "pages"),
    [
        ("21", 0, 1, ["#" * 21]),
        ("21", 0, 5, ["." * 4 + "#" * 17]),
        ("21", 3, 5, ["." * 4 + "#" * 3 + "." * 14]),
        ("21", 21, 21, ["." * 20 + "#", "#" * 20 + "."]),
        ("a5", 5, 1, ["##", "##", "#."]),
        ("65", 65, 1, ["#" * 65]),
    ],
)
def test_where_labels_are(size: str, count: int, first: int, pages: list[str]) -> None:
    wanted = SheetWanted(LAYOUTS[size], count=count, first=first)
    assert ["".join("#" if place else "." for place in page) for page in wanted.pages] == pages
    assert count in (0, sum(chain.from_iterable(wanted.pages)))


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_sheet_lies_on_its_paper(name: str) -> None:
    """The looks divide the paper as the layout says, and what is wider or higher than A4 is no layout."""
    layout = LAYOUTS[name]
    looks = "".join((DESK / f"label_{part}.css").read_text() for part in ("layouts", "cards"))
    rules = re.search(rf"\.sheet-{name} \.label-page {{(.*?)}}", looks, re.DOTALL)
    assert rules
    sizes = {key: float(value) for key, value in re.findall(r"([\w-]+): [^;]*?calc\(([\d.]+) \* var", rules[1])}
    columns = re.search(r"repeat\((\d)", rules[1])
    assert int(columns[1] if columns else 1) == layout.columns
    gap = re.search(r"gap: 0 calc\(([\d.]+)", rules[1])
    width = layout.columns * sizes["grid-template-columns"] + (layout.columns - 1) * float(gap[1] if gap else 0)
    above = sizes.get("padding-block-start", 0.0)
    assert width <= PAPER[0]
    height = layout.rows * sizes["grid-auto-rows"]
    assert 0 <= PAPER[1] - above * 2 - height < 1
    side = re.search(rf"\.sheet-{name} \.tag {{\s*--qr-side: ([\d.]+);", looks)
    assert side
    assert float(side[1]) == layout.qr_mm


def test_a_code_whose_squares_are_too_small_has_no_room() -> None:
    layout = LAYOUTS["21"]
    most = int(layout.qr_mm / SMALLEST_MODULE)
    assert layout.holds(most)
    assert not layout.holds(most + 1)
