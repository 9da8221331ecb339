"""From what a shopper gives to an address of today: official codes, or words of the two or the old three levels."""

from __future__ import annotations

from shop.delivery.rules import Address, AddressUnclear
from shop.places import Commune, ResolutionKind, find_commune, find_province, resolve_printed
from shop.values.folding import tidy

LONGEST_STREET = 200


def understand_address(*, province: str, commune: str, street: str, district: str = "") -> Address:
    """The address in today's two levels.

    `province` and `commune` are official codes, or names as people write them; with a former `district` the names may
    be those until 30 June 2025. Refuses AddressUnclear for a field that names nothing, and with candidates where a
    former commune was divided or only the district is known.
    """
    line = tidy(street)
    found = _commune_by_code(commune) if commune.isdecimal() else _commune_by_words(commune, district, province)
    home = find_province(found.province_code)
    named = find_province(province)
    if home is None or named is None or named.code != home.code:
        raise AddressUnclear("province")
    if not line or len(line) > LONGEST_STREET:
        raise AddressUnclear("street")
    return Address(home.code, home.name, found.code, found.name, line)


def _commune_by_code(code: str) -> Commune:
    found = find_commune(code)
    if found is None:
        raise AddressUnclear("commune")
    return found


def _commune_by_words(commune: str, district: str, province: str) -> Commune:
    known_by = find_province(province) if " " not in province else None  # a code or a slug; words are read as printed
    resolution = resolve_printed(tidy(commune), tidy(district), known_by.name if known_by else tidy(province))
    if resolution.kind is ResolutionKind.UNKNOWN:
        raise AddressUnclear("province")
    if resolution.commune is None:
        raise AddressUnclear("commune", resolution.candidates)
    return resolution.commune
