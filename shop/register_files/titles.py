"""What stands over and between the rows of a register table: the decision, its issuer, groups, places. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from shop.register_files.addresses import is_producer, place_level, province_name, split_producer
from shop.register_files.cells import read_decision_number, read_group, stars_of_heading
from shop.register_files.days import read_day
from shop.register_files.reasons import CellRefused
from shop.values.folding import fold, tidy

_DECISION = re.compile(r"(?:quyết định|QĐ)\s*(?:số)?\s*:?\s*(\d+\w*\s*/\s*QĐ[\w\-–]*)", re.IGNORECASE)
# Of several decisions in a title the one that the list belongs to.
_BELONGING = re.compile(r"(kèm theo|thực hiện|phê duyệt tại|công nhận tại)\W*$", re.IGNORECASE)
_DAY_AFTER = re.compile(
    r"(?:\s*của\s[^\d()]{3,120}?)?[\s,]*(?:ký\s+)?ngày\s*(\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{4}|\d{1,2}\s*tháng\s*\d{1,2}\s*năm\s*\d{4})",
    re.IGNORECASE,
)
_ISSUER = re.compile(
    r"của\s+((?:chủ tịch\s+)?(?:UBND|[uủ][yỷ] ban nhân dân|bộ|bộ trưởng|hội đồng|sở)\b[^,;.()\n]*?)"
    r"(?=\s*(?:[,;.()\n]|về việc|v/v|phê duyệt|$))",
    re.IGNORECASE,
)
_PROVINCE = re.compile(r"(?:tỉnh|thành phố|TP\.?)\s+([^\W\d_]+(?:[\s\-–]+[^\W\d_]+){0,4})", re.IGNORECASE)
_NUMBERING = re.compile(
    r"^(?:[IVXLC]{1,6}|[A-ZĐ]|\d{1,2})(?:\.\d{1,2})*\s*[.)\-:/]\s*|^(?:[IVXLC]{1,6}|\d{1,2})(?:\.\d{1,2})*\s+(?=\S)"
)
_COUNT = re.compile(r"\s*[(:\-–]*\s*(?:gồm|có)?\s*\d+\s*(?:sản phẩm|SP)\b[^()]*\)?", re.IGNORECASE)
_LONGEST_PROVINCE = 4


@dataclass(frozen=True)
class Decision:
    """What titles, options or a row say about the decision; None where they say nothing."""

    number: str | None = None
    decided_on: date | None = None
    issuer: str | None = None
    province: str | None = None


@dataclass(frozen=True)
class Section:
    """What the headings between the rows say about the rows below them."""

    group: str | None = None
    stars: int | None = None
    commune: str = ""
    district: str = ""
    province: str = ""
    producer: str = ""
    address: str = ""
    decision: Decision = Decision()


@dataclass(frozen=True)
class Context:
    """What holds for every row of a sheet: options that were given, its titles, and today's day in Vietnam."""

    given: Decision
    titles: Decision
    today: date


def read_titles(lines: Iterable[str]) -> Decision:
    """The decision that the title lines name, as in "Kèm theo Quyết định số 123/QĐ-UBND ngày 5/3/2026 của UBND tỉnh".

    A number or day left blank in a draft ("số .../QĐ-UBND") is None, and so is everything where the titles name
    several decisions of which none says that the list belongs to it. Decisions of the Prime Minister recognise
    nothing: they are the law that a title rests on.
    """
    text = " \n ".join(tidy(line) for line in lines)
    number = _decision_of(text)
    issuer = _ISSUER.search(text, number.end() if number else 0) or (_ISSUER.search(text) if number is None else None)
    return Decision(
        number=read_decision_number(number[1]) if number else None,
        decided_on=_day_near(text, number.end()) if number else None,
        issuer=tidy(issuer[1]) if issuer else None,
        province=find_province_in(text),
    )


def _decision_of(text: str) -> re.Match[str] | None:
    found = [match for match in _DECISION.finditer(text) if not fold(match[1]).endswith("ttg")]
    belonging = [match for match in found if _BELONGING.search(text, 0, match.start())]
    return next(iter(belonging or found), None) if len({fold(match[1]) for match in belonging or found}) == 1 else None


def _day_near(text: str, after: int) -> date | None:
    """The day that follows the decision's number, its issuer between them or not; a day elsewhere says nothing."""
    match = _DAY_AFTER.match(text, after)
    try:
        return read_day(match[1]).day if match else None
    except CellRefused:
        return None


def find_province_in(text: str) -> str | None:
    """The first province that a text names after "tỉnh" or "thành phố", in its usual spelling; else None."""
    for match in _PROVINCE.finditer(text):
        words = match[1].split()
        for length in range(min(len(words), _LONGEST_PROVINCE), 0, -1):
            name = province_name(" ".join(words[:length]))
            if name:
                return name
    return None


def read_section(text: str, before: Section) -> Section:
    """What holds below a heading: what it names replaces, and a heading of another kind ends the group before."""
    bare = _without_count(_NUMBERING.sub("", tidy(text)))
    decision = read_titles([bare])
    if decision.number:
        return replace(before, decision=decision, group=None, producer="", address="")
    level = place_level(bare)
    if level:
        below = {"province": {"district": "", "commune": ""}, "district": {"commune": ""}, "commune": {}}[level]
        return replace(before, producer="", address="", **{level: _name_of_place(bare)}, **below)  # type: ignore[arg-type]
    if is_producer(bare):
        name, address = split_producer(bare)
        return replace(before, producer=name, address=address)
    stars = stars_of_heading(bare)
    if stars is not None:
        return replace(before, stars=stars, group=read_group(bare) or before.group, producer="", address="")
    return replace(before, group=read_group(bare), producer="", address="")


def says_decision(text: str) -> bool:
    """Whether a line names a decision that recognises."""
    return _decision_of(tidy(text)) is not None


def _without_count(text: str) -> str:
    """A heading without how many goods stand below it: "Xã Bảo Hà (03 sản phẩm)", "Xã Bảo Hà: 3 SP"."""
    return _COUNT.sub("", text).strip(" :;,.-–") or text


def _name_of_place(text: str) -> str:
    """A heading's place without its province or what it is called today: the columns of a place hold one name."""
    return re.split(r"\s*[,(]", text, maxsplit=1)[0].strip()


def stars_of_titles(lines: Iterable[str]) -> int | None:
    """The stars that titles state for a whole table ("Danh sách sản phẩm đạt 4 sao"), where they agree; else None."""
    said = {stars for line in lines if (stars := stars_of_heading(line)) is not None}
    return said.pop() if len(said) == 1 else None
