"""Reads of renewals: each names the producer, whose goods and dossiers alone it finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from shop.certification import (
    Certificate,
    CertificateFacts,
    CertifiedGood,
    GoodStanding,
    list_certificates_of,
    standing_of,
)
from shop.database import db
from shop.renewals.dossier import DossierItem, Filing, FilingState, Mark, dossier_of
from shop.renewals.models import DossierFile, RenewalFiling
from shop.renewals.refusals import NoSuchRenewal
from shop.renewals.rules import DaysOf, Phase, certificate_to_watch, days_of, phase_of
from shop.values.dates import vietnam_day

_TO_FILE = (Phase.OPEN, Phase.LATE, Phase.EXTENDED)


@dataclass(frozen=True)
class Renewal:
    """How one good of a producer stands, the certificate that counts, and where its dossier is.

    `certificate` is the one with whose end the good goes out of the shop, else the one that ended last, else None.
    """

    good: CertifiedGood
    phase: Phase
    certificate: Certificate | None
    days: DaysOf | None
    filing: Filing
    # How many items of its dossier are ready or not needed, and how many there are.
    settled: int
    items: int

    @property
    def is_pressing(self) -> bool:
        """Does it want its dossier filed, while the good is still sold?"""
        return self.phase in _TO_FILE and self.filing.state is FilingState.PREPARING

    @property
    def code(self) -> str:
        """The public code of the certificate that counts, empty without one."""
        return self.certificate.code if self.certificate else ""


@dataclass(frozen=True)
class OneRenewal:
    """One certificate of a producer with its good's whole history and its dossier.

    `is_current` is False for one whose place a later certificate has taken: its dossier is history.
    """

    renewal: Renewal
    is_current: bool
    standing: GoodStanding
    certificates: Mapping[int, Certificate]
    marks: Mapping[DossierItem, Mark]
    files: Mapping[DossierItem, Sequence[DossierFile]]


def list_renewals(producer_id: int, at: datetime) -> list[Renewal]:
    """One for each good of the producer, the most pressing first; five statements, however many there are."""
    goods = db.session.scalars(
        select(CertifiedGood).where(CertifiedGood.producer_id == producer_id, CertifiedGood.counts)
    ).all()
    certificates = list_certificates_of([good.id for good in goods])
    filings = _filings_of(producer_id)
    found = [_renewal(good, _to_show(certificates[good.id], at), filings, at) for good in goods]
    return sorted(found, key=_by_pressure)


def find_renewal(producer_id: int, code: str, at: datetime) -> OneRenewal:
    """The certificate of the producer under a public code; refuses NoSuchRenewal."""
    certificate = find_certificate_of(producer_id, code)
    of_good = list_certificates_of([certificate.good_id])[certificate.good_id]
    filings = _filings_of(producer_id, certificate.id)
    filing = filings.get(certificate.id)
    files: dict[DossierItem, list[DossierFile]] = {}
    for file in filing.files if filing else ():
        files.setdefault(DossierItem(file.item), []).append(file)
    return OneRenewal(
        renewal=_renewal(certificate.good, certificate, filings, at),
        is_current=is_current(certificate, of_good, at),
        standing=standing_of(certificate.good, at, of_good),
        certificates={one.id: one for one in of_good},
        marks=_marks(filing),
        files=files,
    )


def find_certificate_of(producer_id: int, code: str) -> Certificate:
    """The certificate under a code, of a good of this producer; refuses NoSuchRenewal."""
    query = (
        select(Certificate)
        .join(CertifiedGood, CertifiedGood.id == Certificate.good_id)
        .where(Certificate.code == code, Certificate.counts, CertifiedGood.producer_id == producer_id)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NoSuchRenewal(code)
    return found


def is_current(certificate: Certificate, of_good: Sequence[Certificate], at: datetime) -> bool:
    """Is it the one that counts for its good?"""
    shown = _to_show(of_good, at)
    return shown is not None and shown.id == certificate.id


def find_filing(producer_id: int, certificate_id: int) -> RenewalFiling | None:
    """The producer's dossier for a certificate with all that is in it, or None."""
    return _filings_of(producer_id, certificate_id).get(certificate_id)


def find_file(producer_id: int, code: str, file_id: int) -> DossierFile | None:
    """A file of the dossier for the certificate under this code, of this producer; else None."""
    query = (
        select(DossierFile)
        .join(RenewalFiling, RenewalFiling.id == DossierFile.filing_id)
        .join(Certificate, Certificate.id == RenewalFiling.certificate_id)
        .where(
            DossierFile.id == file_id,
            DossierFile.producer_id == producer_id,
            RenewalFiling.producer_id == producer_id,
            Certificate.code == code,
        )
    )
    return db.session.scalar(query)


def count_files(filing: RenewalFiling) -> dict[str, int]:
    """How many files each item of a dossier has; items without any are left out."""
    counted = (
        select(DossierFile.item, func.count())
        .where(DossierFile.filing_id == filing.id, DossierFile.producer_id == filing.producer_id)
        .group_by(DossierFile.item)
    )
    return {item: number for item, number in db.session.execute(counted).all()}  # noqa: C416 - rows are no pairs


def _filings_of(producer_id: int, certificate_id: int | None = None) -> dict[int, RenewalFiling]:
    query = (
        select(RenewalFiling)
        .where(RenewalFiling.producer_id == producer_id)
        .options(selectinload(RenewalFiling.steps), selectinload(RenewalFiling.marks))
        .execution_options(populate_existing=True)
    )
    if certificate_id is not None:
        query = query.where(RenewalFiling.certificate_id == certificate_id)
        query = query.options(selectinload(RenewalFiling.files))
    return {filing.certificate_id: filing for filing in db.session.scalars(query)}


def _renewal(
    good: CertifiedGood, certificate: Certificate | None, filings: Mapping[int, RenewalFiling], at: datetime
) -> Renewal:
    filing = filings.get(certificate.id) if certificate else None
    items = dossier_of(good.group)
    marks = _marks(filing)
    return Renewal(
        good=good,
        phase=phase_of(certificate.facts if certificate else None, at),
        certificate=certificate,
        days=days_of(certificate.facts, vietnam_day(at)) if certificate else None,
        filing=filing.facts if filing else Filing(),
        settled=sum(item in marks for item in items),
        items=len(items),
    )


def _marks(filing: RenewalFiling | None) -> dict[DossierItem, Mark]:
    return {DossierItem(one.item): Mark(one.mark) for one in filing.marks} if filing else {}


def _to_show(certificates: Sequence[Certificate], at: datetime) -> Certificate | None:
    """The certificate that counts: the one to watch, else the one that ended last, else one that begins later."""
    facts = [certificate.facts for certificate in certificates]
    chosen = certificate_to_watch(facts, at) or _latest(one for one in facts if one.valid_until <= at) or _latest(facts)
    return next((one for one in certificates if chosen and one.id == chosen.id), None)


def _latest(facts: Iterable[CertificateFacts]) -> CertificateFacts | None:
    return max(facts, key=lambda one: (one.first_day, one.id), default=None)


# What wants something done comes first; among those the earliest end.
_PRESSURE = (
    Phase.EXTENDED,
    Phase.LATE,
    Phase.OPEN,
    Phase.LAPSED,
    Phase.REVOKED,
    Phase.FAR,
    Phase.NOT_YET,
    Phase.NONE,
)


def _by_pressure(renewal: Renewal) -> tuple[int, int, int]:
    days_left = renewal.days.days_left if renewal.days else 0
    # Of those that ended, the one that ended last first.
    return _PRESSURE.index(renewal.phase), abs(days_left), renewal.good.id
