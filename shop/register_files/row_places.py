"""Where a good comes from, by its row: its own columns, its address, the headings above, options and titles. Pure."""

from __future__ import annotations

from shop.places import resolve_printed
from shop.register_files.addresses import place_level, province_name, split_address, today_of_address
from shop.register_files.reasons import ReasonCode
from shop.register_files.row_reader import RowReader
from shop.register_files.titles import Context, Section
from shop.register_files.vocabulary import Field

_PLACES = (Field.COMMUNE, Field.DISTRICT, Field.PROVINCE)


def read_place(reader: RowReader, address: str, section: Section, context: Context) -> tuple[str, str, str]:
    """Commune, district and province as printed, in the row, in its address or above it. Refuses as `_place`."""
    place = _place(reader, address, section, context)
    for field, text in zip(_PLACES, place, strict=True):
        reader.check_length(field, text)
    return place


def _place(reader: RowReader, address: str, section: Section, context: Context) -> tuple[str, str, str]:
    """Commune, district and province as printed; the province also from options and titles.

    Refuses PROVINCE_UNKNOWN, PROVINCE_MISSING, PLACES_CONTRADICT where a place is said to be another today than it
    is, and CONTRADICTS_OPTION where row and option name two provinces.
    """
    commune, district, province = _place_of(reader, address, context)
    if section.commune and not (place_level(commune) or place_level(district)):
        commune = district = ""  # below the heading of a commune an address names hamlets
    commune = reader.text(Field.COMMUNE) or commune or section.commune
    district = reader.text(Field.DISTRICT) or district or section.district
    province = reader.text(Field.PROVINCE) or province or section.province
    given = context.given.province
    if province and given and province_name(province) != province_name(given):
        reader.refuse(ReasonCode.CONTRADICTS_OPTION, Field.PROVINCE, text=province, given=given)
    province = province or given or context.titles.province or ""
    if not province:
        reader.refuse(ReasonCode.PROVINCE_MISSING, Field.PROVINCE)
    elif province_name(province) is None:
        reader.refuse(ReasonCode.PROVINCE_UNKNOWN, Field.PROVINCE, text=province)
    return commune, district, province


def _place_of(reader: RowReader, address: str, context: Context) -> tuple[str, str, str]:
    """What an address names: the place of before where that leads to today's, else what it says of today."""
    before, today = split_address(address), split_address(today_of_address(address) if "nay" in address else "")
    if not today[0]:
        return before
    province = before[2] or today[2] or context.given.province or context.titles.province or ""
    known = resolve_printed(before[0], before[1], province).commune if before[0] else None
    said = resolve_printed(today[0], today[1], today[2] or province).commune
    if known and said and known.code != said.code:
        text = ", ".join(filter(None, before[:2]))
        reader.refuse(ReasonCode.PLACES_CONTRADICT, Field.ADDRESS, text=text, today=known.name, given=today[0])
    return before if known else (today[0], today[1], today[2] or before[2])
