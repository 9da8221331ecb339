"""What stands over and between the rows of a register table: the decision, its issuer, groups, places. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from shop.certification.register_cells import read_day, read_decision_number, read_group, stars_of_heading
from shop.certification.register_reasons import CellRefused
from shop.places import find_former_province, find_province
from shop.producers import ProducerKind, kind_of
from shop.values.folding import fold, tidy, tone_neutral

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
_PLACE_TYPES = {
    "district": ("huyện", "thị xã", "thành phố", "quận"),
    "commune": ("xã", "phường", "thị trấn", "đặc khu"),
    "province": ("tỉnh",),
}
_ABBREVIATED = {
    "district": re.compile(r"(H|TX|TP|Q)\.\s*\w|(TX|TP)\s+\w", re.IGNORECASE),
    "commune": re.compile(r"(X|P|TT)\.\s*\w|TT\s+\w"),
    "province": re.compile(r"T\.\s*\w"),
}
_NUMBERING = re.compile(
    r"^(?:[IVXLC]{1,6}|[A-ZĐ]|\d{1,2})(?:\.\d{1,2})*\s*[.)\-:/]\s*|^(?:[IVXLC]{1,6}|\d{1,2})(?:\.\d{1,2})*\s+(?=\S)"
)
_COUNT = re.compile(r"\s*[(:\-–]*\s*(?:gồm|có)?\s*\d+\s*(?:sản phẩm|SP)\b[^()]*\)?", re.IGNORECASE)
_TODAY = re.compile(r"(?:\(|,|\s)\s*(?:hiện\s+)?nay (?:là|thuộc)\s*:?\s*([^()]*)\)?", re.IGNORECASE)
# Brackets that say what a place was or is besides, and what it is called today.
_ASIDE = re.compile(
    r"\([^()]*\b(?:cũ|trước đây|trước sáp nhập|trước sắp xếp)\b[^()]*\)|" + _TODAY.pattern, re.IGNORECASE
)
_CONTACT = re.compile(
    r"(?:số\s+)?(?:ĐT|SĐT|DĐ|điện thoại|tel|hotline|liên hệ|email|mail|fax|website|zalo|(?:người\s+)?đại diện|giám đốc"
    r"|chủ hộ|chủ nhiệm|mã số thuế|MST)\b\s*[.:]?|\(?\+?\d[\d.\s]{7,14}\)?$",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^(?:địa chỉ|đ/c|đc|trụ sở|tại)\s*:?\s+", re.IGNORECASE)
_PRODUCER_PARTS = re.compile(
    r"\s*(?:[,;\n]|\b(?:địa chỉ|đ/c|đc|trụ sở)\s*:|\s[-–]\s|\s(?=(?:SĐT|ĐT|điện thoại)\s*:?\s*\(?\+?\d))\s*",
    re.IGNORECASE,
)
# Below the commune. "Bản", "buôn", "phố" are left out: communes bear them in their names (Bản Phố, Buôn Hồ, Phố Ràng).
_HAMLET = re.compile(r"(thôn|tổ|khu|ấp|khối|xóm|số|tiểu khu|tdp)\b|\d", re.IGNORECASE)
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


def province_name(text: str) -> str | None:
    """The usual spelling of a province of today or of before July 2025, or None."""
    former, today = find_former_province(text), find_province(text)
    found = former or today
    return found.short_name if found and not fold(text).isdecimal() else None


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


def is_producer(text: str) -> bool:
    """Whether a heading names a producer: it begins with a legal form ("HTX Ong", "Công ty TNHH Chè", "Hộ bà Lan")."""
    return kind_of(text) is not ProducerKind.UNSTATED and len(text.split()) > 1 and "san pham" not in fold(text)


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


def place_level(text: str) -> str | None:
    """Whether a text is a province, district or commune with its type before the name ("H. Bảo Yên"); else None.

    Marks count where the text has any: "xà phòng" is soap, "xã Phong" is not.
    """
    words = tone_neutral(text)
    for level, types in _PLACE_TYPES.items():
        names = map(fold, types) if words.isascii() else types
        if any(words.startswith(f"{name} ") for name in names) or _ABBREVIATED[level].match(text):
            return level
    return None


def split_address(text: str) -> tuple[str, str, str]:
    """Commune, district and province out of one address, as printed; "" where it does not name one.

    Parts are told by their type. The last part is the province if it names one; of parts without a type the one
    before the district is taken for the commune, and the last two for commune and district. What a bracket says of
    the past or of today, and telephones, are left out.
    """
    text = _ASIDE.sub(" ", text)
    parts = [part for part in (tidy(part) for part in re.split(r"[,;–\n]|\s-\s", text)) if part]
    parts = [bare for part in parts if not _CONTACT.match(part) and (bare := _LEAD.sub("", part))]
    province = _province_of_part(parts[-1]) if parts else None
    if province:
        parts.pop()
    levels = [place_level(part) for part in parts]
    found = {level: part for level, part in zip(reversed(levels), reversed(parts), strict=True) if level}
    if not any(levels):
        commune, district = (["", "", *(part for part in parts if not _is_hamlet(part))])[-2:]
        return commune, district, province or ""
    if "commune" not in found and "district" in levels:
        before = parts[max(levels.index("district") - 1, 0)]
        if place_level(before) is None and not _is_hamlet(before):
            found["commune"] = before
    return found.get("commune", ""), found.get("district", ""), province or ""


def _is_hamlet(part: str) -> bool:
    return bool(_HAMLET.match(part)) or part[-1].isdigit()


def today_of_address(text: str) -> str:
    """What an address says of itself today: "xã Vĩnh Yên (nay là xã Nghĩa Đô, tỉnh Lào Cai)"; "" where nothing."""
    match = _TODAY.search(text)
    return tidy(match[1]).strip(" .,;)") if match else ""


def split_producer(text: str) -> tuple[str, str]:
    """Name and address out of a cell that holds both: "HTX Ong, xã Bảo Hà, huyện Bảo Yên"; the address may be "".

    Telephones and who speaks for the producer are left out: they are no part of a name, and nobody's business.
    """
    today = _TODAY.search(text)
    aside = f" ({today[0].strip('() ')})" if today else ""
    parts = [part for part in _PRODUCER_PARTS.split(_ASIDE.sub(" ", text)) if part and not _CONTACT.match(part)]
    starts = [place for place, part in enumerate(parts) if place and (place_level(part) or _HAMLET.match(part))]
    if not starts:
        return ", ".join(parts) or text, ""
    return ", ".join(parts[: starts[0]]), ", ".join(parts[starts[0] :]) + aside


def begins_part(line: str) -> bool:
    """Whether a line of a cell begins something else than the name above it: an address, a telephone."""
    return bool(_CONTACT.match(line) or _LEAD.match(line) or _HAMLET.match(line) or place_level(line))


def _province_of_part(part: str) -> str | None:
    """The province that the last part of an address is: with its type, "thành phố" or no type before the name."""
    could_be = place_level(part) in (None, "province") or tone_neutral(part).startswith(("thành phố", "tp"))
    return province_name(_untyped(part)) if could_be else None


def _untyped(part: str) -> str:
    return re.sub(r"^(tỉnh|thành phố|tp|t)[.\s]+", "", part, flags=re.IGNORECASE)
