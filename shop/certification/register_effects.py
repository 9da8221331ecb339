"""What a plan changes about a good: whether it is certified, with how many stars, until when. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from shop.certification.register_known import KnownCertificate, KnownGood
from shop.certification.rules import effective_end, validity_from, validity_from_year
from shop.values.dates import start_of_day, vietnam_day

_INSTANT = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Stand:
    """With how many stars a good is certified, and the last day of the certificate that says so."""

    stars: int
    last_day: date


def stand_before(good: KnownGood, at: datetime) -> Stand | None:
    """How a good stands by the register alone; None where it is not certified."""
    held = [(one, one.valid_from, one.valid_until) for one in good.certificates if one.valid_from and one.valid_until]
    return _in_force([(one, begins, ends) for one, begins, ends in held if begins and ends], at)


def stand_after(good: KnownGood, at: datetime) -> Stand | None:
    """How it stands once the plan is taken."""
    return _in_force([(one, *_span(one)) for one in good.certificates], at)


def _span(certificate: KnownCertificate) -> tuple[datetime, datetime]:
    if certificate.valid_from and certificate.valid_until and certificate.completed_by is None:
        return certificate.valid_from, certificate.valid_until
    begins, ends = _span_by_rule(certificate.decided_on, certificate.year)
    if certificate.valid_until:
        ends = max(ends, certificate.valid_until)  # completing a day keeps an extension
    if certificate.revoked_at:
        ends = min(ends, max(begins, certificate.revoked_at))
    return begins, ends


@lru_cache(maxsize=4_096)
def _span_by_rule(day: date | None, year: int) -> tuple[datetime, datetime]:
    validity = validity_from(day) if day else validity_from_year(year)
    return start_of_day(validity.first_day), effective_end(validity.first_day, validity.last_day)


def _in_force(held: list[tuple[KnownCertificate, datetime, datetime]], at: datetime) -> Stand | None:
    found = [(begins, place, one, ends) for place, (one, begins, ends) in enumerate(held) if begins <= at < ends]
    if not found:
        return None
    _, _, one, ends = max(found, key=lambda entry: entry[:2])
    return _stand(one.stars, ends)


@lru_cache(maxsize=4_096)
def _stand(stars: int, ends: datetime) -> Stand:
    return Stand(stars, vietnam_day(ends - _INSTANT))
