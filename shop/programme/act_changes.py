"""What a correction changed, field by field: what the register said before, and what it says since."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shop.certification import Certificate, RegisterAct, find_certificates_by_number
from shop.places import find_commune, find_province
from shop.producers import list_producers
from shop.values.dates import format_day
from shop.web.certificate_words import group_words
from shop.web.words import _

Change = tuple[str, str, str]


def changes_of(act: RegisterAct) -> list[Change]:
    """Words, before and after of everything that a correction changed; nothing for other acts."""
    if act.facts.get("asked", {}).get("request") == "CorrectGood":
        return [change for one in act.facts.get("goods", {}).values() for change in _of_good(one)]
    pairs = act.facts.get("replaced", ()) if act.facts.get("asked", {}).get("request") == "CorrectCertificate" else ()
    found = find_certificates_by_number({number for pair in pairs for number in pair})
    return [change for old, new in pairs for change in _of_certificate(found[old], found[new])]


def _of_good(said: Mapping[str, Mapping[str, Any]]) -> list[Change]:
    before, after = said["before"], said["after"]
    numbers = [one["producer_id"] for one in (before, after) if one.get("producer_id")]
    names = {one.id: one.name for one in list_producers(numbers)}
    labels = {
        "name": _("Name of the good"),
        "group": _("Group"),
        "producer_id": _("Producer"),
        "province_code": _("Province or city"),
        "commune_code": _("Commune or ward"),
    }
    tell: dict[str, Callable[[Any], str]] = {
        "group": group_words,
        "producer_id": lambda number: names.get(number, ""),
        "province_code": lambda code: _named(find_province(code)),
        "commune_code": lambda code: _named(find_commune(code)),
    }

    def told(name: str, one: Mapping[str, Any]) -> str:
        return tell.get(name, str)(one[name]) if one.get(name) else ""

    changed = [name for name in labels if before.get(name) != after.get(name)]
    return [(labels[name], told(name, before), told(name, after)) for name in changed]


def _named(place: Any) -> str:
    return str(place.name) if place else ""


def _of_certificate(old: Certificate, new: Certificate) -> list[Change]:
    pairs = zip(_said(old), _said(new), strict=True)
    return [(words, before, after) for (words, before), (_words, after) in pairs if before != after]


def _said(certificate: Certificate) -> list[tuple[str, str]]:
    day = format_day(certificate.decided_on) if certificate.decided_on else str(certificate.decided_year)
    return [
        (_("Stars"), _("%(stars)s stars", stars=certificate.stars)),
        (_("Day of the decision"), day),
        (_("Number of the decision"), certificate.decision_number or ""),
        (_("Issued by"), certificate.issuer or ""),
        (_("Code"), certificate.code),
    ]
