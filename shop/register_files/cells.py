"""What the words in a cell of the register mean: stars, marks, groups, decisions. Pure.

Each function reads one value as offices write it and refuses with CellRefused what it cannot read for certain.
"""

from __future__ import annotations

import re
from functools import lru_cache

from shop.register_files.reasons import CellRefused, ReasonCode
from shop.spreadsheets import CellValue, text_of
from shop.values.folding import fold, tidy

FEWEST_STARS, MOST_STARS = 3, 5
_EMPTY = frozenset({"", "-", "–", "—", "...", "…", "x chua co", "khong co", "chua co", "n/a", "0"})
LONGEST_NOTHING = max(map(len, _EMPTY))
_STAR_GLYPHS = "*★⭐✭✮✯🌟"
_HOLLOW_GLYPHS = "☆✩✰"
_TICKS = frozenset("xXvV✓✔✗✘☑☒√ü•●+") | {"có", "1"}
_STAR_WORDS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6}
# Digits are counted out everywhere: no number of a table has more, and thousands of them are no number to Python.
_NUMBER_OF_STARS = re.compile(r"\b(\d{1,9}|mot|hai|ba|bon|tu|nam|sau) sao\b")
_SEVERAL_STARS = re.compile(r"\b(\d|ba|bon) (?:(?:den|va|hoac|hay) )?(\d|bon|nam) sao\b")
# Headings that promise, ask for or bound stars, and give none.
_UNCERTAIN_STARS = re.compile(r"\b(tiem nang|tro len|tro xuong|toi thieu|it nhat|phan dau|de nghi|dang ky|du kien)\b")
# What a score says of the stars: from the first through below the second (QĐ26 Art. 3).
_BANDS = {1: (0, 30), 2: (30, 50), 3: (50, 70), 4: (70, 90), 5: (90, 100.01)}
_SCORE = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)(?:\s*(?:điểm|đ|/\s*100))?", re.IGNORECASE)
_DECISION = re.compile(r"(\d{1,9}\w{0,9}\s*/\s*QĐ[\w\-–]*(?:\s*-\s*\w+)*)", re.IGNORECASE)
_WRITTEN_DAY = re.compile(r"\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{4}")

_GROUP_WORDS = (
    ("herbal", ("thuc pham chuc nang", "thuc pham bao ve", "duoc lieu", "thao duoc", "my pham", "tinh dau", "herbal")),
    ("tourism", ("du lich", "tourism")),
    ("ornamental", ("sinh vat canh", "cay canh", "hoa canh", "dong vat canh", "ornamental")),
    ("handicraft", ("thu cong", "my nghe", "luu niem", "vai may mac", "vai va may mac", "may mac", "handicraft")),
    ("beverage", ("do uong", "thuc uong", "beverage")),
    ("food", ("thuc pham", "gia vi", "che", "ca phe", "food")),
)


def is_empty(text: str) -> bool:
    """Whether a cell says nothing: blank, a dash, dots."""
    return len(text) <= LONGEST_NOTHING and _says_nothing(text)


@lru_cache(maxsize=1024)
def _says_nothing(text: str) -> bool:
    folded = fold(text)  # empty for marks such as "***", which say something
    return text in _EMPTY or (bool(folded) and folded in _EMPTY)


def read_stars(value: CellValue) -> int | None:
    """The number of stars from a number, words ("bốn sao", "4 sao") or glyphs ("****", "★★★★☆").

    None where nothing stands or the stars are a potential only. Refuses STARS_UNREADABLE, STARS_NOT_REACHED and
    what `check_star_count` refuses.
    """
    return _stars_of_text(text_of(value))


@lru_cache(maxsize=1024)
def _stars_of_text(text: str) -> int | None:
    folded = fold(text)
    if is_empty(text) or "tiem nang" in folded or folded.startswith("potential"):
        return None
    if re.search(r"\b(khong|chua) (dat|xep hang|duoc)\b", folded):
        raise CellRefused(ReasonCode.STARS_NOT_REACHED, text=text)
    stars = _count_glyphs(text) or _stars_in_words(folded)
    if stars is None:
        raise CellRefused(ReasonCode.STARS_UNREADABLE, text=text)
    check_star_count(stars)
    return stars


def check_star_count(stars: int) -> None:
    """Refuse STARS_TOO_FEW (one and two get no certificate) and STARS_OUT_OF_RANGE."""
    if not 1 <= stars <= MOST_STARS:
        raise CellRefused(ReasonCode.STARS_OUT_OF_RANGE, stars=stars)
    if stars < FEWEST_STARS:
        raise CellRefused(ReasonCode.STARS_TOO_FEW, stars=stars)


def _count_glyphs(text: str) -> int | None:
    marks = text.replace(" ", "").replace("\ufe0f", "")
    solid = marks.rstrip(_HOLLOW_GLYPHS)
    return len(solid) if solid and not solid.strip(_STAR_GLYPHS) else None


def _stars_in_words(folded: str) -> int | None:
    """From folded text: "4 sao", "dat 4 sao nam 2025", "bon", "4", "4 0"; None where it says several or none."""
    said = {_number(word) for word in _NUMBER_OF_STARS.findall(folded)}
    if said:
        return said.pop() if len(said) == 1 and not _SEVERAL_STARS.search(folded) else None
    alone = re.fullmatch(r"(?:hang |ocop )*(\d{1,9})(?: 0| stars?)?", folded)
    if alone:
        return int(alone[1])
    return _STAR_WORDS.get(folded.removeprefix("hang ")) if folded != "nam" else None


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _STAR_WORDS[word]


def read_mark(value: CellValue, stars: int) -> bool:
    """Whether a cell of the column "`stars` sao" is marked: a cross, tick, the number itself, glyphs, a fitting score.

    Refuses MARK_UNREADABLE for anything else, above all another number of stars.
    """
    text = text_of(value)
    if is_empty(text):
        return False
    folded = fold(text)
    said = _stars_in_words(folded) if folded else None
    if text in _TICKS or text.lower() in _TICKS or said == stars or _count_glyphs(text) in (1, stars):
        return True
    if _score_fits(text, stars):
        return True
    raise CellRefused(ReasonCode.MARK_UNREADABLE, text=text, stars=stars)


def _score_fits(text: str, stars: int) -> bool:
    """Whether a cell is a score of these stars; a score of other stars in the column contradicts itself."""
    score = _SCORE.fullmatch(text)
    low, high = _BANDS[stars]
    return bool(score) and max(low, MOST_STARS + 1) <= float(score[1].replace(",", ".")) < high  # type: ignore[index]


def is_mark(value: CellValue, stars: int) -> bool:
    """Whether a cell is a readable mark of its column; tells rows from what stands below a table."""
    try:
        return read_mark(value, stars)
    except CellRefused:
        return False


def stars_of_cell(value: CellValue) -> int | None:
    """The stars of a cell that can be read as stars, else None; tells rows from what stands below a table."""
    try:
        return read_stars(value)
    except CellRefused:
        return None


def stars_of_heading(text: str) -> int | None:
    """The only number of stars that a heading, title or sheet name says, or None."""
    folded = fold(text)
    said = {_number(word) for word in _NUMBER_OF_STARS.findall(folded)}
    is_vague = _UNCERTAIN_STARS.search(folded) or _SEVERAL_STARS.search(folded)
    return said.pop() if len(said) == 1 and not is_vague else None


@lru_cache(maxsize=1024)
def read_group(text: str) -> str | None:
    """Which of the six sectors (QĐ26 App. I) a text names, or None."""
    folded = f" {fold(text)} "
    return next((group for group, words in _GROUP_WORDS if any(f" {word} " in folded for word in words)), None)


def read_decision_number(value: CellValue) -> str | None:
    """The number of a decision as printed, out of words around it; a text without the usual form stays whole.

    Refuses DECISION_TWICE where a cell names several.
    """
    return _number_of_text(text_of(value))


@lru_cache(maxsize=1024)
def _number_of_text(text: str) -> str | None:
    if is_empty(text):
        return None
    found = {re.sub(r"\s+", "", number) for number in _DECISION.findall(text)}
    if len({fold(number) for number in found}) > 1:
        raise CellRefused(ReasonCode.DECISION_TWICE, text=text[:200])
    if found:
        return min(found)
    bare = re.sub(r"^(quyết định|qđ)?\s*(số)?\s*[:.]?\s*", "", text, flags=re.IGNORECASE)
    return tidy(_WRITTEN_DAY.sub("", bare)).removesuffix("ngày").strip(" ,;") or None
