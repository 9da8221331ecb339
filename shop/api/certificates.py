"""Certificates as they stand now."""

from __future__ import annotations

from datetime import date, datetime

from flask import Blueprint, Response

from shop import clock
from shop.api.answers import Facts, absolute, answer
from shop.api.products import province_facts
from shop.catalogue import current_shelf
from shop.certification import (
    Certificate,
    WithdrawnCertificate,
    find_certificate,
    find_withdrawn_certificate,
    last_day_in_force,
    list_certificates_of,
    state_at,
)
from shop.values.dates import vietnam_day
from shop.web.page_cache import public_page

door = Blueprint("certificates", __name__)


@door.get("/certificates/<code>")
@public_page
def show(code: str) -> Response:
    """One certificate, also when it has lapsed or was revoked."""
    certificate = find_certificate(code)
    if certificate is not None:
        return answer(_facts(certificate, clock.now()))
    withdrawn = find_withdrawn_certificate(code)
    if withdrawn is None:
        return answer({"error": "not_found", "reason": "no certificate bears this code"}, 404)
    return answer(_facts(withdrawn.certificate, clock.now(), withdrawn))


def _facts(certificate: Certificate, at: datetime, withdrawn: WithdrawnCertificate | None = None) -> Facts:
    good = certificate.good
    maker, printed = good.producer, (good.former_commune, good.former_district, good.former_province)
    held = list_certificates_of([good.id])[good.id]
    return {
        "code": certificate.code,
        "state": "withdrawn" if withdrawn else state_at(certificate.facts, at),
        "stars": certificate.stars,
        "good": {"slug": good.slug, "name": good.name},
        "producer": {"slug": maker.slug, "name": maker.name} if maker else None,
        "origin": ", ".join(filter(None, printed)),
        "province": province_facts(good.province_code),
        "decision_number": certificate.decision_number,
        "decided_on": _day(certificate.decided_on),
        "decided_year": certificate.decided_year,
        "issuer": certificate.issuer,
        "day_is_known": certificate.day_is_known,
        "first_valid_day": certificate.first_day.isoformat(),
        "last_valid_day": last_day_in_force(certificate.facts).isoformat(),
        "extended_through": _day(certificate.extended_through),
        "revoked_on": _day(vietnam_day(certificate.revocation.revoked_at)) if certificate.revocation else None,
        "withdrawn_on": _day(vietnam_day(withdrawn.act.at)) if withdrawn else None,
        "replaced_by": withdrawn.replaced_by.code if withdrawn and withdrawn.replaced_by else None,
        "product": _slug_on_sale(held, at),
        "other_certificates": [other.code for other in held if other.id != certificate.id],
        "url": absolute(f"/chung-nhan/{certificate.code}"),
    }


def _slug_on_sale(held: list[Certificate], at: datetime) -> str | None:
    """Where the good is on sale: the shelf knows it by its certificate in force."""
    shelf = current_shelf(at)
    positions = (shelf.position_of_code(certificate.code) for certificate in held)
    return next((shelf.card(position).slug for position in positions if position is not None), None)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
