"""Reading a place name as decisions, labels and people write it: "TP. Bắc Kạn", "TT Phố Ràng"."""

import re
from dataclasses import dataclass

from shop.values.folding import fold, tidy, tone_neutral

# Folded word or abbreviation before a name -> unit type. Longer ones first.
_PREFIXES = {
    "thanh pho": "thành phố",
    "thi tran": "thị trấn",
    "dac khu": "đặc khu",
    "thi xa": "thị xã",
    "phuong": "phường",
    "huyen": "huyện",
    "quan": "quận",
    "tinh": "tỉnh",
    "xa": "xã",
    "tp": "thành phố",
    "tt": "thị trấn",
    "tx": "thị xã",
    "dk": "đặc khu",
    "x": "xã",
    "p": "phường",
    "h": "huyện",
    "q": "quận",
    "t": "tỉnh",
}
_PREFIX = re.compile(f"({'|'.join(_PREFIXES)}) ?(?=[0-9]|(?<= ))(.+)")
_ABBREVIATION = re.compile(r"^\W*(tp|tt|tx|đk|dk|[xphqt])\s*[.\s]\s*", re.IGNORECASE)
_SPACED_ABBREVIATION = re.compile(r"^t ([tpx]) ")  # "T.T Chũ"


@dataclass(frozen=True, slots=True)
class PrintedName:
    """One printed name: the words as they stand, and the ways they may be read.

    Each reading is a unit type ("" where none is written) and the folded bare name, the likelier
    first: "xã Hội" is the commune Hội before it is a place called Xã Hội.
    """

    words: str
    readings: tuple[tuple[str, str], ...]

    @property
    def unit_type(self) -> str:
        """The unit type that is written, or ""."""
        return self.readings[0][0] if self.readings else ""

    @property
    def exact(self) -> str:
        """The words with their marks, for choosing between names that only marks tell apart."""
        return tone_neutral(self.words).replace("’", "'")


def read_printed(text: str) -> PrintedName:
    """The name in `text`, tolerant of case, marks, spacing and of abbreviated unit types."""
    words = tidy(text).strip(" ,;.")
    key = _SPACED_ABBREVIATION.sub(r"t\1 ", fold(words))
    plain = ("", without_leading_zeros(key))
    match = _PREFIX.fullmatch(key)
    if match is None:
        return PrintedName(words, (plain,) if key else ())
    typed = (_PREFIXES[match[1]], without_leading_zeros(match[2]))
    written = tone_neutral(words)
    certain = written.startswith(typed[0]) or _ABBREVIATION.match(written) is not None
    return PrintedName(words, (typed, plain) if certain else (plain, typed))


def without_leading_zeros(key: str) -> str:
    """Folded name with wards by number written alike: "phường 01" is "phường 1"."""
    return key.lstrip("0") or "0" if key.isdecimal() and key.isascii() else key
