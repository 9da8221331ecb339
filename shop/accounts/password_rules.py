"""Which passwords are refused: too short, too long, or among the first that anybody would try."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from pathlib import Path

from shop.values.folding import fold, without_long_runs

SHORTEST = 12
LONGEST = 128
# So much must be left of a password when the person's own name and address are taken out of it.
LEAST_BESIDE_NAMES = 8

_COMMON = frozenset(Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").split())
# What people here would try first: the shop, the programme, places, and everyday Vietnamese.
_WORDS_HERE = [
    "chophienocop",
    "chophien",
    "ocopvietnam",
    "ocop",
    "vietnam",
    "motxamotsanpham",
    "sanpham",
    "shop",
    "online",
    "matkhau",
    "password",
    "admin",
    "demo",
    "trinhdien",
    "laocai",
    "yenbai",
    "hagiang",
    "backan",
    "bacgiang",
    "thainguyen",
    "tuyenquang",
    "bacninh",
    "hanoi",
    "saigon",
    "hochiminh",
    "danang",
    "quangninh",
    "anhyeuem",
    "emyeuanh",
    "iloveyou",
    "yeuem",
    "yeuanh",
    "xinchao",
    "nongsan",
    "matong",
    "nhanguyen",
    "giadinh",
    "cuahang",
    "khongbiet",
]
_MADE_OF_WORDS_HERE = re.compile(f"(?:{'|'.join(sorted(_WORDS_HERE, key=len, reverse=True))})+")
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz" * 2,
    "01234567890" * 3,
    "qwertyuiopasdfghjklzxcvbnm" * 2,
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
)
_NO_LETTER = re.compile(r"[^a-z]+")
_REPEATED = re.compile(r"(.+?)\1+")


class PasswordFault(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_COMMON = "too_common"
    TOO_PERSONAL = "too_personal"


def normal_password(typed: str) -> str:
    """The form that is hashed: keyboards write the same Vietnamese letters in different ways (NIST SP 800-63B)."""
    return unicodedata.normalize("NFKC", without_long_runs(typed))


def find_password_fault(typed: str, *, email: str = "", name: str = "") -> PasswordFault | None:
    """Why this password is refused for this person, or None."""
    password = normal_password(typed)
    if len(password) < SHORTEST:
        return PasswordFault.TOO_SHORT
    if len(password) > LONGEST:
        return PasswordFault.TOO_LONG
    plain = fold(password).replace(" ", "")
    if _is_common(plain):
        return PasswordFault.TOO_COMMON
    if _is_personal(plain, email, name):
        return PasswordFault.TOO_PERSONAL
    return None


def _is_common(plain: str) -> bool:
    """A common word or several of ours with any digits around, one thing repeated, a row of keys, digits only."""
    unit = _unit_of(plain)
    letters = _unit_of(_NO_LETTER.sub("", plain))
    return (
        len(unit) < 5
        or not letters
        or bool({plain, unit, letters} & _COMMON)
        or _MADE_OF_WORDS_HERE.fullmatch(letters) is not None
        or any(plain in row or plain[::-1] in row for row in _ROWS)
    )


def _is_personal(plain: str, email: str, name: str) -> bool:
    rest = plain
    own = [email.split("@", maxsplit=1)[0], name, *name.split()]
    for word in sorted((fold(text).replace(" ", "") for text in own), key=len, reverse=True):
        if len(word) >= 3:
            rest = rest.replace(word, "")
    return rest != plain and len(rest) < LEAST_BESIDE_NAMES


def _unit_of(text: str) -> str:
    """What a text repeats: "abcabcabc" is "abc" three times."""
    repeated = _REPEATED.fullmatch(text)
    return repeated.group(1) if repeated else text
