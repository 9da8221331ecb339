"""Reads of certification, and the SQL twin of the rules: what is in force is asked here and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from shop.certification.codes import parse_certificate_code
from shop.certification.models import Certificate, CertifiedGood, RegisterRow
from shop.certification.refusals import NoSuchCertificate
from shop.certification.rules import (
    CertificateFacts,
    FilingWindow,
    Standing,
    TimelineEntry,
    certificate_in_force,
    filing_window,
    standing_at,
    timeline,
)
from shop.database import db
from shop.register_files import AwaitingReason
from shop.values.dates import last_day_until, vietnam_day


@dataclass(frozen=True)
class GoodStanding:
    """How a good stands at an instant, with what its page tells about it.

    `certificate` is the one in force, else the one that ended last, else None; `reasons` say what a good without any
    certificate waits for; `returns_at` is when a certificate begins that is awarded already.
    """

    good: CertifiedGood
    standing: Standing
    certificate: Certificate | None
    reasons: tuple[AwaitingReason, ...]
    returns_at: datetime | None
    timeline: list[TimelineEntry]


@dataclass(frozen=True)
class DueCertificate:
    """A certificate in force that ends soon."""

    certificate: Certificate
    last_day: date
    days_left: int
    filing: FilingWindow


def good_is_certified_at(instant: datetime) -> ColumnElement[bool]:
    """The SQL condition on CertifiedGood: it holds a certificate in force at the instant. Twin of the rules."""
    covering = exists().where(Certificate.good_id == CertifiedGood.id, _covers(Certificate, instant))
    # The asking query may itself speak of certificates; they are not these.
    return covering.correlate_except(Certificate)


def certificate_in_force_at(instant: datetime) -> ColumnElement[bool]:
    """The SQL condition on Certificate: it is the one in force of its good; at most one a good. Twin of the rules."""
    later = aliased(Certificate)
    is_later = or_(
        later.first_day > Certificate.first_day,
        and_(later.first_day == Certificate.first_day, later.id > Certificate.id),
    )
    overtaken = exists().where(later.good_id == Certificate.good_id, _covers(later, instant), is_later)
    return and_(_covers(Certificate, instant), ~overtaken.correlate_except(later))


def changes_around(instant: datetime, session: Session) -> tuple[datetime | None, datetime | None]:
    """The last instant up to this one and the first after it at which a certificate begins or ends; one statement."""
    counts = Certificate.valid_until > Certificate.valid_from
    edges = [
        select(func.max(edge)).where(edge <= instant, counts).scalar_subquery()
        for edge in (Certificate.valid_from, Certificate.valid_until)
    ] + [
        select(func.min(edge)).where(edge > instant, counts).scalar_subquery()
        for edge in (Certificate.valid_from, Certificate.valid_until)
    ]
    began, ended, begins, ends = tuple(session.execute(select(*edges)).one())
    before = max((edge for edge in (began, ended) if edge is not None), default=None)
    after = min((edge for edge in (begins, ends) if edge is not None), default=None)
    return before, after


def next_change_after(instant: datetime) -> datetime | None:
    """The earliest instant later than this at which any certificate of the register begins or ends; one statement."""
    starts = select(func.min(Certificate.valid_from)).where(
        Certificate.valid_from > instant, Certificate.valid_until > Certificate.valid_from
    )
    ends = select(func.min(Certificate.valid_until)).where(
        Certificate.valid_until > instant, Certificate.valid_until > Certificate.valid_from
    )
    first, last = db.session.execute(select(starts.scalar_subquery(), ends.scalar_subquery())).one()
    return min((edge for edge in (first, last) if edge is not None), default=None)


def _covers(certificate: type[Certificate], instant: datetime) -> ColumnElement[bool]:
    return and_(certificate.valid_from <= instant, certificate.valid_until > instant)


def find_certificate(code: str) -> Certificate | None:
    """The certificate under a public code as a person types it, with its good, producer and acts; else None.

    One that was withdrawn is found by `find_withdrawn_certificate` alone.
    """
    clean = parse_certificate_code(code)
    if clean is None:
        return None
    query = (
        select(Certificate)
        .where(Certificate.code == clean, Certificate.counts)
        .options(joinedload(Certificate.good).joinedload(CertifiedGood.producer), *_ACTS)
    )
    return db.session.scalars(query).unique().one_or_none()


def get_certificate(code: str) -> Certificate:
    """The certificate under a public code as a person types it; refuses NoSuchCertificate."""
    found = find_certificate(code)
    if found is None:
        raise NoSuchCertificate(code)
    return found


def find_good_by_slug(slug: str) -> CertifiedGood | None:
    """The certified good under a public address, with its producer, or None; see also `find_kept_good`."""
    return db.session.scalar(
        select(CertifiedGood)
        .where(CertifiedGood.slug == slug, CertifiedGood.counts)
        .options(joinedload(CertifiedGood.producer))
    )


def find_kept_good(slug: str) -> CertifiedGood | None:
    """The good that an entry under this address was merged into, or None where it was merged into none."""
    good = db.session.scalar(select(CertifiedGood).where(CertifiedGood.slug == slug, ~CertifiedGood.counts))
    while good is not None and not good.counts:
        good = db.session.get(CertifiedGood, good.merged_into_id) if good.merged_into_id else None
    return good


def list_certificates_of(good_ids: Collection[int]) -> dict[int, list[Certificate]]:
    """All certificates of these goods by good id, the earliest recognition first; good ids without any have []."""
    found: dict[int, list[Certificate]] = {good_id: [] for good_id in good_ids}
    query = (
        select(Certificate)
        .where(Certificate.good_id.in_(found), Certificate.counts)
        .order_by(Certificate.first_day, Certificate.id)
        .options(*_ACTS)
    )
    for certificate in db.session.scalars(query).unique():
        found[certificate.good_id].append(certificate)
    return found


def standing_of(good: CertifiedGood, at: datetime, certificates: Sequence[Certificate] | None = None) -> GoodStanding:
    """How a good stands at an instant, with its whole timeline; two statements, one with all its certificates given."""
    if certificates is None:
        certificates = list_certificates_of([good.id])[good.id]
    facts = [certificate.facts for certificate in certificates]
    rows = list(
        db.session.execute(
            select(RegisterRow.kind, RegisterRow.reasons).where(RegisterRow.good_id == good.id, RegisterRow.counts)
        )
    )
    standing = standing_at(facts, at, is_planned=_only_planned({kind for kind, _ in rows}))
    stated = {reason for _, reasons in rows for reason in reasons.split()}
    return GoodStanding(
        good=good,
        standing=standing,
        certificate=_to_show(certificates, facts, at),
        reasons=tuple(reason for reason in AwaitingReason if reason in stated and not certificates),
        returns_at=min((fact.valid_from for fact in facts if fact.valid_from > at), default=None),
        timeline=timeline(facts),
    )


@dataclass(frozen=True)
class Stood:
    """How a good stands at an instant, with the certificate that a page would show: in force, else the last ended."""

    standing: Standing
    certificate: Certificate | None

    @property
    def last_day(self) -> date | None:
        """The last Vietnamese day of that certificate."""
        return last_day_until(self.certificate.valid_until) if self.certificate else None

    @property
    def stars(self) -> int | None:
        """The stars in force; None where none are."""
        is_certified = self.standing is Standing.CERTIFIED
        return self.certificate.stars if is_certified and self.certificate else None


def find_good_place(good_id: int) -> tuple[bool, str | None]:
    """Whether a good of this number counts in the register, and in which province."""
    query = select(CertifiedGood.province_code).where(CertifiedGood.id == good_id, CertifiedGood.counts)
    found = db.session.execute(query).one_or_none()
    return found is not None, found.province_code if found else None


def how_goods_stand(good_ids: Collection[int], at: datetime) -> dict[int, Stood]:
    """How goods stand at an instant, by good id; one statement."""
    found = {}
    for good_id, certificates in list_certificates_of(good_ids).items():
        facts = [certificate.facts for certificate in certificates]
        found[good_id] = Stood(standing_at(facts, at), _to_show(certificates, facts, at))
    return found


def standings_of(good_ids: Collection[int], at: datetime) -> dict[int, tuple[Standing, date | None]]:
    """How goods stand at an instant by good id, with the last day of the certificate that a page would show."""
    return {good_id: (stood.standing, stood.last_day) for good_id, stood in how_goods_stand(good_ids, at).items()}


def list_due_certificates(at: datetime, within_days: int) -> list[DueCertificate]:
    """Certificates in force at the instant that end within so many days from it, the earliest end first."""
    until = at + timedelta(days=within_days)
    query = (
        select(Certificate)
        .where(certificate_in_force_at(at), Certificate.valid_until <= until)
        .order_by(Certificate.valid_until, Certificate.id)
        .options(joinedload(Certificate.good).joinedload(CertifiedGood.producer), *_ACTS)
    )
    return [_due(certificate, at) for certificate in db.session.scalars(query).unique()]


# Joined, as there are hardly ever two: a statement of their own would cost more. Results want `unique()`.
_ACTS = (
    joinedload(Certificate.extensions),
    joinedload(Certificate.revocation),
    joinedload(Certificate.completion),
)


def _only_planned(kinds: set[str]) -> bool:
    return kinds == {"plan"}


def _to_show(certificates: Sequence[Certificate], facts: list[CertificateFacts], at: datetime) -> Certificate | None:
    by_id = {certificate.id: certificate for certificate in certificates}
    chosen = certificate_in_force(facts, at)
    if chosen is None:
        ended = [fact for fact in facts if fact.valid_until <= at]
        chosen = max(ended, key=lambda fact: (fact.first_day, fact.id), default=None)
    return by_id[chosen.id] if chosen else None


def _due(certificate: Certificate, at: datetime) -> DueCertificate:
    last_day = last_day_until(certificate.valid_until)
    return DueCertificate(
        certificate=certificate,
        last_day=last_day,
        days_left=(last_day - vietnam_day(at)).days,
        filing=filing_window(certificate.last_day),
    )
