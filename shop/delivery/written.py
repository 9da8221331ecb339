"""Addresses as people write them: in one line or in fields, with two levels or the three until 30 June 2025."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shop.delivery.addresses import understand_address
from shop.delivery.rules import Address, AddressUnclear
from shop.places import (
    Commune,
    PlaceResolution,
    Province,
    ResolutionKind,
    communes_like,
    find_province,
    resolve_printed,
)
from shop.values.folding import tidy

LONGEST_WORDS = 200
LEVELS = 3
CODE = 5  # digits of a commune's official code


@dataclass(frozen=True)
class WrittenAddress:
    """What was understood: the address of today, and how it came from the words (None where a code was given)."""

    address: Address
    resolution: PlaceResolution | None = None


@dataclass(frozen=True)
class _Reading:
    commune: str
    district: str
    province: str


def understand_written_address(*, province: str, commune: str, street: str) -> WrittenAddress:
    """The address of today in what somebody wrote.

    `province` is a code, slug or name and may be empty where `commune` names it; `commune` is a code, a name, or
    "xã Vĩnh Yên, huyện Bảo Yên, tỉnh Lào Cai"; a whole address may also stand in `street` alone. Refuses
    AddressUnclear, with candidates where the words may mean several communes.
    """
    place, line = tidy(commune)[:LONGEST_WORDS], tidy(street)
    if len(place) == CODE and place.isdecimal():
        return WrittenAddress(understand_address(province=province, commune=place, street=line))
    parts = _parts(place)
    if not parts and len(_parts(line)) > LEVELS - bool(province):
        line, parts = _cut(line, LEVELS if not province else LEVELS - 1)
    elif len(parts) > LEVELS:
        line = ", ".join([*filter(None, [line]), *parts[:-LEVELS]])
        parts = parts[-LEVELS:]
    home = _home(province, parts)
    resolution = _resolve(home, province, parts)
    if resolution is None or resolution.commune is None:
        raise AddressUnclear("commune", _candidates(home, resolution, parts))
    found = resolution.commune
    return WrittenAddress(understand_address(province=home.code, commune=found.code, street=line), resolution)


def _parts(words: str) -> list[str]:
    return [part.strip() for part in words.replace(";", ",").split(",") if part.strip(" .")]


def _cut(line: str, levels: int) -> tuple[str, list[str]]:
    parts = _parts(line)
    return ", ".join(parts[:-levels]), parts[-levels:]


def _home(province: str, parts: list[str]) -> Province:
    """The province that is meant; the field and the end of the line must not name two."""
    chosen = find_province(province) if province else None
    named = find_province(parts[-1]) if len(parts) > 1 else None
    if len(parts) == LEVELS and chosen and named and named.code != chosen.code:
        raise AddressUnclear("province")
    home = chosen or named
    if home is None:
        raise AddressUnclear("province")
    return home


def _readings(home: Province, province: str, parts: list[str]) -> Iterator[_Reading]:
    """The ways to read the parts, the likelier first."""
    # A code or a slug says today's province; a name may be an old one, which says more.
    known_by = home.name if not province or " " not in province else province
    if len(parts) == LEVELS:
        yield _Reading(*parts)
    elif len(parts) == LEVELS - 1:
        yield _Reading(parts[0], parts[1], known_by)
        if find_province(parts[1]) == home:
            yield _Reading(parts[0], "", parts[1])
    elif parts:
        yield _Reading(parts[0], "", known_by)


def _resolve(home: Province, province: str, parts: list[str]) -> PlaceResolution | None:
    """The first reading that leads to one commune of the province, else the first that leads to any."""
    found = [
        resolve_printed(reading.commune, reading.district, reading.province)
        for reading in _readings(home, province, parts)
    ]
    found = [resolution for resolution in found if resolution.province == home]
    whole = [resolution for resolution in found if resolution.kind is ResolutionKind.ONE_COMMUNE]
    return next(iter([*whole, *(resolution for resolution in found if resolution.candidates), *found]), None)


def _candidates(home: Province, resolution: PlaceResolution | None, parts: list[str]) -> tuple[Commune, ...]:
    if resolution is not None and resolution.candidates:
        near = communes_like(home.code, parts[0])
        likely = tuple(commune for commune in near if commune in resolution.candidates)
        return likely if likely and resolution.kind is ResolutionKind.DISTRICT_ONLY else resolution.candidates
    return communes_like(home.code, parts[0]) if parts else ()
