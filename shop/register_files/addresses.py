"""Places, producers and telephones that stand together in one text: which is which. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from shop.places import find_former_province, find_province
from shop.register_files.contacts import before_contacts, closed
from shop.values.folding import fold, tidy, tone_neutral
from shop.values.producer_names import ProducerKind, kind_of

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
_TODAY = re.compile(r"(?:\(|,|\s)\s*(?:hiện\s+)?nay (?:là|thuộc)\s*:?\s*([^()]*)\)?", re.IGNORECASE)
# Brackets that say what a place was or is besides, and what it is called today.
_ASIDE = re.compile(
    r"\([^()]*\b(?:cũ|trước đây|trước sáp nhập|trước sắp xếp)\b[^()]*\)|" + _TODAY.pattern, re.IGNORECASE
)
_CONTACT = re.compile(
    r"(?:số\s+)?(?:ĐT|SĐT|DĐ|điện thoại|tel|hotline|liên hệ|email|mail|fax|website|zalo|(?:người\s+)?đại diện"
    r"|giám đốc|GĐ|chủ hộ|chủ nhiệm|mã số thuế|MST)\b\s*[.:]?|\(?\+?\d[\d.\s]{7,14}\)?$",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^(?:địa chỉ|đ/c|đc|trụ sở|tại)\s*:?\s+", re.IGNORECASE)
_PRODUCER_PARTS = re.compile(
    r"\s*(?:[,;\n]\s*(?:địa chỉ|đ/c|đc|trụ sở)?\s*:?|(\b(?:địa chỉ|đ/c|đc|trụ sở)\s*:)|\s[-–]\s"
    r"|\s\((?=(?:SĐT|ĐT|điện thoại|đại diện|người đại diện|giám đốc|GĐ)\b)"
    r"|\s(?=(?:SĐT|ĐT|điện thoại)\s*:?\s*\(?\+?\d))\s*",
    re.IGNORECASE,
)
# Below the commune. "Bản", "buôn", "phố" are left out: communes bear them in their names (Bản Phố, Buôn Hồ, Phố Ràng).
_HAMLET = re.compile(r"(thôn|tổ|khu|ấp|khối|xóm|số|tiểu khu|tdp)\b|\d", re.IGNORECASE)


@lru_cache(maxsize=4_096)
def province_name(text: str) -> str | None:
    """The usual spelling of a province of today or of before July 2025, or None."""
    former, today = find_former_province(text), find_province(text)
    found = former or today
    return found.short_name if found and not fold(text).isdecimal() else None


def is_producer(text: str) -> bool:
    """Whether a heading names a producer: it begins with a legal form ("HTX Ong", "Công ty TNHH Chè", "Hộ bà Lan")."""
    return kind_of(text) is not ProducerKind.UNSTATED and len(text.split()) > 1 and "san pham" not in fold(text)


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


@lru_cache(maxsize=4096)
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


@lru_cache(maxsize=4_096)
def split_producer(text: str) -> tuple[str, str]:
    """Name and address out of a cell that holds both: "HTX Ong, xã Bảo Hà, huyện Bảo Yên"; the address may be "".

    Telephones and who speaks for the producer are left out: they are no part of a name, and nobody's business.
    """
    for separator in _PRODUCER_PARTS.finditer(text):
        rest = text[separator.end() :]
        part = _LEAD.sub("", rest)
        if separator.start() and (place_level(part) or _HAMLET.match(part) or _CONTACT.match(part) or separator[1]):
            address = "" if _CONTACT.match(part) and not _names_place(part) else rest
            return before_contacts(closed(text[: separator.start()])), address
    return before_contacts(text), ""


@lru_cache(maxsize=4_096)
def without_contact(text: str) -> str:
    """A producer's name without telephones, papers' numbers and who speaks for it."""
    for separator in _PRODUCER_PARTS.finditer(text):
        if separator.start() and _CONTACT.match(text[separator.end() :]):
            return before_contacts(closed(text[: separator.start()]))
    return before_contacts(text)


def _names_place(text: str) -> bool:
    return any(place_level(part.strip()) for part in re.split(r"[,;]", text))


def begins_part(line: str) -> bool:
    """Whether a line of a cell begins something else than the name above it: an address, a telephone."""
    return bool(_CONTACT.match(line) or _LEAD.match(line) or _HAMLET.match(line) or place_level(line))


def _province_of_part(part: str) -> str | None:
    """The province that the last part of an address is: with its type, "thành phố" or no type before the name."""
    could_be = place_level(part) in (None, "province") or tone_neutral(part).startswith(("thành phố", "tp"))
    return province_name(_untyped(part)) if could_be else None


def _untyped(part: str) -> str:
    return re.sub(r"^(tỉnh|thành phố|tp|t)[.\s]+", "", part, flags=re.IGNORECASE)
