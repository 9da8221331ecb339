"""What a producer (chủ thể) may be, and under which key spellings of one producer's name agree. Pure."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from shop.values.folding import fold, tidy, tone_neutral


class ProducerKind(StrEnum):
    """Legal form, as far as the name or the source tells (QĐ26 Art. 2.3 names who may take part)."""

    COOPERATIVE = "cooperative"
    COOPERATIVE_GROUP = "cooperative_group"
    COMPANY = "company"
    HOUSEHOLD = "household"
    UNSTATED = "unstated"


# Legal forms are abbreviated or written out as the writer likes; the words after them are the name and stay.
_LEGAL_FORMS = (
    ("htx", "hợp tác xã"),
    ("tht", "tổ hợp tác"),
    ("ctcp", "công ty cổ phần"),
    ("cty", "công ty"),
    ("công ty cp", "công ty cổ phần"),
    ("tnhh", "trách nhiệm hữu hạn"),
    ("hữu hạn mtv", "hữu hạn một thành viên"),
    ("dntn", "doanh nghiệp tư nhân"),
    ("hkd", "hộ kinh doanh"),
    ("sxkd", "sản xuất kinh doanh"),
)

_UNMARKED_FORMS = tuple((fold(short), fold(long)) for short, long in _LEGAL_FORMS)

_KIND_BY_START = (
    ("hop tac xa", ProducerKind.COOPERATIVE),
    ("lien hiep hop tac xa", ProducerKind.COOPERATIVE),
    ("to hop tac", ProducerKind.COOPERATIVE_GROUP),
    ("cong ty", ProducerKind.COMPANY),
    ("chi nhanh", ProducerKind.COMPANY),
    ("doanh nghiep", ProducerKind.COMPANY),
    ("ho kinh doanh", ProducerKind.HOUSEHOLD),
    ("ho san xuat", ProducerKind.HOUSEHOLD),
)

# What the columns of keys hold.
LONGEST_KEY = 400

_NOT_A_LETTER = re.compile(r"[^\w]+")


@lru_cache(maxsize=4_096)
def marked_key(name: str) -> str:
    """Equal for spellings that differ in case, punctuation, tone placement or an abbreviated legal form only.

    Marks count: "Thanh Bình" and "Thành Bình" are two names. A name typed without any mark gives an ASCII key.
    """
    words = _NOT_A_LETTER.sub(" ", tone_neutral(tidy(name)).replace("_", " "))
    forms = _UNMARKED_FORMS if words.isascii() else _LEGAL_FORMS
    return _write_out(" ".join(words.split()), forms)


@lru_cache(maxsize=4_096)
def plain_key(name: str) -> str:
    """As `marked_key`, but without any marks: for names typed on a machine that has none."""
    return _write_out(fold(name), _UNMARKED_FORMS)


def is_too_long_to_find(name: str) -> bool:
    """Whether a key would be longer than is kept: some signs stand for many letters, and legal forms are written out.

    >>> is_too_long_to_find("HTX " * 60)
    True
    """
    return max(len(plain_key(name)), len(marked_key(name))) > LONGEST_KEY


@lru_cache(maxsize=4_096)
def kind_of(name: str) -> ProducerKind:
    """The legal form that a name begins with; UNSTATED for workshops, restaurants, artisans and the like."""
    if marked_key(name).startswith("hộ "):  # without marks it could be the family name Hồ
        return ProducerKind.HOUSEHOLD
    start = plain_key(name) + " "
    return next((kind for words, kind in _KIND_BY_START if start.startswith(f"{words} ")), ProducerKind.UNSTATED)


def has_unique_name(kind: ProducerKind) -> bool:
    """Whether two of this kind cannot bear one name: companies register theirs for the whole country (ours)."""
    return kind is ProducerKind.COMPANY


def _write_out(words: str, forms: tuple[tuple[str, str], ...]) -> str:
    padded = f" {words} "
    for short, long in forms:
        padded = padded.replace(f" {short} ", f" {long} ")
    return padded.strip()
