"""Sheets of labels for packs and of cards for a counter: what may be chosen, and the page that will be printed.

The stalls and the programme office print the same sheets. How large everything is stands in
`static/css/doors/desk/labels.css`; the sizes here are what a QR code has room for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask import current_app, url_for
from werkzeug.datastructures import MultiDict

from shop.attestation import signed_statement
from shop.certification import Certificate
from shop.config import Config
from shop.places import find_province
from shop.web.parameters import Parameters
from shop.web.qr import qr_modules
from shop.web.words import _

MOST_LABELS = 600
FURTHEST_MOVE = 3
# The smallest square of a QR code, in millimetres, that office printers and old phones still manage (measured on PDF
# pages at 300 dots to the inch: five dots a square).
SMALLEST_MODULE = 0.4


class Ink(StrEnum):
    """In which colours a sheet is drawn."""

    COLOUR = "colour"
    BLACK = "black"


class Code(StrEnum):
    """What the QR code of a label holds."""

    PLAIN = "plain"
    SIGNED = "signed"


@dataclass(frozen=True)
class Layout:
    """How a sheet of A4 is divided. `qr_mm` is the side of the QR code with its quiet edge."""

    name: str
    columns: int
    rows: int
    qr_mm: float
    words: Callable[[], str]
    is_card: bool = False
    # Too small for words on the seal.
    is_small: bool = False

    @property
    def per_sheet(self) -> int:
        return self.columns * self.rows

    def holds(self, modules: int) -> bool:
        """Are the squares of such a QR code large enough to be printed and read?"""
        return self.qr_mm / modules >= SMALLEST_MODULE


LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout("65", 5, 13, 18.0, lambda: _("65 small labels, 38 × 21 mm"), is_small=True),
        Layout("21", 3, 7, 31.0, lambda: _("21 labels, 63.5 × 38 mm")),
        Layout("8", 2, 4, 48.0, lambda: _("8 large labels, 99 × 68 mm")),
        Layout("a6", 2, 2, 62.0, lambda: _("4 cards for the counter, A6"), is_card=True),
        Layout("a5", 1, 2, 92.0, lambda: _("2 cards for a booth, A5"), is_card=True),
    )
}


@dataclass(frozen=True)
class SheetWanted:
    """What somebody chose. `first` is the first free label of a sheet that was begun; moves are in millimetres."""

    layout: Layout
    ink: Ink = Ink.COLOUR
    code: Code = Code.SIGNED
    count: int = 0
    first: int = 1
    right: int = 0
    down: int = 0
    has_lines: bool = False

    @property
    def pages(self) -> list[list[bool]]:
        """For each sheet, for each place on it: is there a label?"""
        size = self.layout.per_sheet
        before, count = self.first - 1, self.count or size - self.first + 1
        places = [False] * before + [True] * count
        places += [False] * (-len(places) % size)
        return [places[start : start + size] for start in range(0, len(places), size)]


@dataclass(frozen=True)
class Label:
    """What stands on each label of a sheet."""

    certificate: Certificate
    qr_url: str
    is_signed: bool
    maker: str
    province: str
    address_words: str
    check_words: str


def sheet_sizes() -> list[tuple[str, str]]:
    """The layouts by name, in words."""
    return [(layout.name, layout.words()) for layout in LAYOUTS.values()]


def read_sheet(values: MultiDict[str, str]) -> SheetWanted:
    """What the address of a sheet asks for; refuses with BadParameters."""
    asked = Parameters(values)
    layout = LAYOUTS[asked.choice("size", list(LAYOUTS)) or "21"]
    wanted = SheetWanted(
        layout=layout,
        ink=Ink(asked.choice("ink", list(Ink)) or Ink.COLOUR),
        code=Code(asked.choice("code", list(Code)) or Code.SIGNED),
        count=asked.number("count", 1, MOST_LABELS) or 0,
        first=min(asked.number("first", 1, 65) or 1, layout.per_sheet),
        right=asked.number("right", -FURTHEST_MOVE, FURTHEST_MOVE) or 0,
        down=asked.number("down", -FURTHEST_MOVE, FURTHEST_MOVE) or 0,
        has_lines=asked.choice("lines", ["1"]) == "1",
    )
    asked.check()
    return wanted


def label_of(certificate: Certificate, wanted: SheetWanted, at: datetime) -> Label | None:
    """The label of a certificate; None when it is not in force: what has ended is not put on packs any more."""
    if not certificate.facts.is_in_force(at):
        return None
    config: Config = current_app.config["SHOP"]
    good = certificate.good
    is_signed = _has_room_for_statement(certificate, wanted, at)
    province = find_province(good.province_code) if good.province_code else None
    host = config.public_base_url.partition("://")[2]
    endpoint = "storefront.certificate_codes.signed_drawing" if is_signed else "storefront.certificates.qr"
    return Label(
        certificate=certificate,
        qr_url=url_for(endpoint, code=certificate.code),
        is_signed=is_signed,
        maker=good.producer.name if good.producer else "",
        province=province.short_name if province else good.former_province,
        address_words=f"{host}/chung-nhan/{certificate.code}",
        check_words=f"{host}/kiem-tra",
    )


def _has_room_for_statement(certificate: Certificate, wanted: SheetWanted, at: datetime) -> bool:
    if wanted.code is Code.PLAIN:
        return False
    config: Config = current_app.config["SHOP"]
    statement = signed_statement(certificate, config.keys_dir, at)
    return statement is not None and wanted.layout.holds(qr_modules(f"/chung-nhan/{certificate.code}", statement))
