"""What stands in the cells of a sheet of goods, in the one form in which it is compared and kept. Pure.

Each reader takes the text of a cell and refuses with CellFault what it cannot read for certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from shop.catalogue import BadGtin, parse_gtin
from shop.goods_sheets.rules import LONGEST, NAMES, TEXTS, CellFault, Fault, Field
from shop.spreadsheets import without_guard
from shop.values.folding import fold, nfc, tidy

HIGHEST_PRICE = 1_000_000_000
HEAVIEST = 100_000  # grams of a pack
MOST_PIECES = MOST_MEASURED = 1_000_000
EMPTIED = frozenset("-–—")

_GROUPED = re.compile(r"\d{1,3}(?:([.,  ' ])\d{3})(?:\1\d{3})*|\d{1,15}")
_MONEY_SIGNS = re.compile(r"(?:₫|đ|vnđ|vnd|dong|đồng)\.?$")
_CHANGE = re.compile(r"([+\-−–]?)\s*(.+)")
_MEASURE = re.compile(r"(\d[\d.,   ]*)\s*([^\d.,\s].*)")
_DECIMAL = re.compile(r"[0-9]{1,7}[.,][0-9]{1,6}")
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
_UNITS: dict[str, tuple[str, int]] = {
    **dict.fromkeys(("g", "gam", "gram", "grams", "gr"), ("g", 1)),
    **dict.fromkeys(("kg", "kilogam", "kilogram", "ky", "ki", "can"), ("g", 1000)),
    **dict.fromkeys(("ml", "mililit"), ("ml", 1)),
    **dict.fromkeys(("l", "lit", "litre", "liter"), ("ml", 1000)),
    **dict.fromkeys(
        ("piece", "pieces", "pc", "pcs", "cai", "chiec", "qua", "trai", "con", "bo", "cay", "goi", "hop", "tui", "chai")
        + ("lo", "banh", "bup", "nai", "tam", "suat", "ve", "vien", "thanh", "hu", "bich", "cuon", "doi"),
        ("piece", 1),
    ),
}
# Old encodings (TCVN3, VNI) shown as if they were Western: signs inside words that no Vietnamese text has there.
_STRANGE = re.compile("(?<=[A-Za-z])[¡-ÿ]|[¡-ÿ](?=[A-Za-z])")
_DECISIVE = re.compile("[A-Za-z](?:[¶µ¸¨ª¬¹¦¤¥¢£]|[À-ÖØ-Þ][a-z])")
_USUAL = frozenset("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý°®«»²³·½¼¾×µ")
_DOUBLY_ENCODED = re.compile(r"áº|á»|Ä‘|Ä\u0090|Æ°|Æ¡|Ã[\u00a0-\u00bf€-™]|\ufffd")


def is_garbled(text: str) -> bool:
    """Whether letters were broken by an old or a wrong encoding, so that nobody could read the text in the shop."""
    if _DOUBLY_ENCODED.search(text) or _DECISIVE.search(text):
        return True
    return sum(sign not in _USUAL for sign in _STRANGE.findall(text)) > 1


def plain(text: str) -> str:
    """The text of a cell without what only guards it from being run."""
    return without_guard(text)


def canonical(field: Field, text: str) -> str:
    """The value of a cell in the form in which it is compared: "125000", "500 g", a tidy text. Refuses CellFault."""
    reader = _READERS.get(field)
    if reader is not None:
        return reader(tidy(text))
    return _read_text(field, text)


def read_change(text: str) -> int:
    """Pieces to add, or with a minus to take away; 0 where nothing stands. Refuses NOT_A_CHANGE."""
    tidied = tidy(text)
    if not tidied:
        return 0
    found = _CHANGE.fullmatch(tidied)
    pieces = _whole(found[2]) if found else None
    if found is None or pieces is None or pieces > MOST_PIECES:
        raise CellFault(Fault.NOT_A_CHANGE, text=tidied)
    return -pieces if found[1] in "-−–" and found[1] else pieces


def read_count(text: str) -> int | None:
    """How many pieces somebody counted; None where nothing stands. Refuses NOT_A_COUNT."""
    tidied = tidy(text)
    if not tidied:
        return None
    pieces = _whole(tidied)
    if pieces is None or pieces > MOST_PIECES:
        raise CellFault(Fault.NOT_A_COUNT, text=tidied)
    return pieces


def _read_price(text: str) -> str:
    price = _whole(_MONEY_SIGNS.sub("", text.lower()).strip())
    if price is None:
        raise CellFault(Fault.NOT_A_PRICE, text=text)
    if not 0 < price < HIGHEST_PRICE:
        raise CellFault(Fault.PRICE_RANGE, text=text)
    return str(price)


def _read_weight(text: str) -> str:
    grams = _whole(text)
    if grams is None:
        amount, unit = _measured(text)
        if unit != "g":
            raise CellFault(Fault.NOT_A_MEASURE, text=text)
        grams = amount
    if not 0 < grams <= HEAVIEST:
        raise CellFault(Fault.WEIGHT_RANGE, text=text)
    return str(grams)


def _read_net(text: str) -> str:
    amount, unit = _measured(text)
    return f"{amount} {unit}"


def _measured(text: str) -> tuple[int, str]:
    """Grams, millilitres or pieces: "500 g", "1,5 kg", "0,75 lít", "1 hộp"."""
    found = _MEASURE.fullmatch(text)
    unit = _UNITS.get(fold(found[2])) if found else None
    if found is None or unit is None:
        raise CellFault(Fault.NOT_A_MEASURE, text=text)
    amount = _amount(found[1].strip(), Decimal(unit[1]))
    if amount is None or not 0 < amount <= MOST_MEASURED:
        raise CellFault(Fault.NOT_A_MEASURE, text=text)
    return amount, unit[0]


def _amount(text: str, factor: Decimal) -> int | None:
    """A whole number of the smaller unit; None where it is none, or where "1.500 kg" might be two things."""
    whole = _whole(text)
    if whole is not None and (factor == 1 or text.isdigit()):
        amount = whole * factor
    elif whole is None and _DECIMAL.fullmatch(text):
        amount = Decimal(text.replace(",", ".")) * factor
    else:
        return None
    return int(amount) if amount == int(amount) else None


def _read_gtin(text: str) -> str:
    if _ROUNDED.fullmatch(text):
        raise CellFault(Fault.GTIN_ROUNDED, text=text)
    try:
        return parse_gtin(text) or ""
    except BadGtin as refused:
        raise CellFault(Fault.BAD_GTIN, text=text) from refused


def normal(field: Field, text: str) -> str:
    """A text in the form in which it is compared: what can be seen of it, lines apart where it has lines."""
    return "\n".join(map(tidy, text.strip().splitlines())) if field in TEXTS else tidy(text)


def _read_text(field: Field, text: str) -> str:
    if is_garbled(nfc(text)):
        raise CellFault(Fault.GARBLED, text=tidy(text)[:40])
    read = normal(field, text)
    if len(read) > LONGEST[field]:
        raise CellFault(Fault.TOO_LONG, most=LONGEST[field])
    if field in NAMES and not fold(read):
        raise CellFault(Fault.MUST_STAND)
    return read


def _whole(text: str) -> int | None:
    """A whole number as people write it, in groups of three or without: 25000, 25.000, 25,000, 25 000."""
    if not text.isprintable() or not _GROUPED.fullmatch(text):
        return None
    digits = re.sub(r"\D", "", text)
    return int(digits) if digits.isascii() else None


_READERS: dict[Field, Callable[[str], str]] = {
    Field.PRICE: _read_price,
    Field.NET: _read_net,
    Field.WEIGHT: _read_weight,
    Field.GTIN: _read_gtin,
}
