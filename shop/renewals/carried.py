"""A dossier goes along when the certificate that it is for is corrected: it is for the right one then."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update

from shop.certification import carries_certificates
from shop.database import db
from shop.renewals.models import RenewalFiling


def _carry(source: int, target: int) -> list[int]:
    """The dossier for one certificate is the other's, unless that has one of its own."""
    filing = db.session.scalar(select(RenewalFiling.id).where(RenewalFiling.certificate_id == source))
    taken = db.session.scalar(select(RenewalFiling.id).where(RenewalFiling.certificate_id == target))
    if filing is None or taken is not None:
        return []
    _move([filing], target)
    return [filing]


def _carry_back(source: int, target: int, moved: Sequence[int]) -> None:
    _move(moved, source)


def _move(filing_ids: Sequence[int], certificate_id: int) -> None:
    db.session.execute(
        update(RenewalFiling).where(RenewalFiling.id.in_(filing_ids)).values(certificate_id=certificate_id)
    )


carries_certificates("dossiers", _carry, _carry_back)
