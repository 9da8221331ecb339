"""Goods in a form: pieces, batch and best-before day of each pack, as typed and as they are wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from shop.fairs import MOST_PIECES, HandOverWanted, OtherEnd
from shop.values.folding import tidy
from shop.web.fields import grouped, parse_day, parse_number
from shop.web.words import _

FIELDS = ("quantity", "lot", "best_before")
# Pieces of one pack may be of two batches on one note; of a third on the next.
BATCHES = 2
LONGEST_LOT = 40


@dataclass(frozen=True)
class GoodsLine:
    """Some pieces of a pack as they stand in the form, and what is wrong with them."""

    variant_id: int
    place: int
    typed: Mapping[str, str]
    problem: str = ""
    # The clean values of a line that is wanted and right.
    quantity: int = 0
    best_before_on: date | None = None

    @property
    def name(self) -> str:
        """What its fields' names end with."""
        return f"{self.variant_id}-{self.place}"


@dataclass
class GoodsForm:
    """The lines of a form by pack."""

    lines: dict[int, list[GoodsLine]]
    problem: str = field(default="")

    @property
    def has_problems(self) -> bool:
        """Can it not be as it was typed?"""
        return bool(self.problem) or any(line.problem for lines in self.lines.values() for line in lines)

    @property
    def pieces(self) -> int:
        """How many pieces it is about."""
        return sum(line.quantity for lines in self.lines.values() for line in lines)

    def wanted(self, other_end: OtherEnd) -> list[HandOverWanted]:
        """What is to be moved, in the order of the form."""
        return [
            HandOverWanted(line.variant_id, line.quantity, other_end, line.typed["lot"], line.best_before_on)
            for lines in self.lines.values()
            for line in lines
            if line.quantity
        ]

    def blame(self, variant_id: int, words: str) -> None:
        """Say at a pack what only a look into the books could find."""
        lines = self.lines.get(variant_id)
        if not lines:
            self.problem = words
            return
        at = next((place for place, line in enumerate(lines) if line.quantity), 0)
        lines[at] = replace(lines[at], problem=words)


def empty_form(variant_ids: Iterable[int], start: Mapping[int, Mapping[str, str]]) -> GoodsForm:
    """A form to begin with; `start` holds what stands in the first line of a pack already."""
    return GoodsForm(
        {
            variant_id: [
                GoodsLine(variant_id, place, _blank() | (dict(start.get(variant_id, {})) if place == 0 else {}))
                for place in range(BATCHES)
            ]
            for variant_id in variant_ids
        }
    )


def read_form(sent: Mapping[str, str], variant_ids: Iterable[int]) -> GoodsForm:
    """What was typed, line by line, each with its mistake; nothing at all is one too."""
    form = GoodsForm({number: [_read(sent, number, place) for place in range(BATCHES)] for number in variant_ids})
    if not form.has_problems and not form.pieces:
        form.problem = _("Type how many pieces of at least one good.")
    return form


def _blank() -> dict[str, str]:
    return dict.fromkeys(FIELDS, "")


def _read(sent: Mapping[str, str], variant_id: int, place: int) -> GoodsLine:
    typed = {name: tidy(sent.get(f"{name}-{variant_id}-{place}", "")) for name in FIELDS}
    line = GoodsLine(variant_id, place, typed)
    if typed["quantity"] in ("", "0"):
        return line
    quantity = parse_number(typed["quantity"])
    if quantity is None or not 0 < quantity <= MOST_PIECES:
        return replace(line, problem=_("A whole number of pieces, at most %(most)s.", most=grouped(MOST_PIECES)))
    if len(typed["lot"]) > LONGEST_LOT:
        return replace(line, problem=_("A batch has at most %(number)s letters.", number=LONGEST_LOT))
    ends_on = parse_day(typed["best_before"])
    if typed["best_before"] and ends_on is None:
        return replace(line, problem=_("Please type a day such as 31/12/2026."))
    return replace(line, quantity=quantity, best_before_on=ends_on)
