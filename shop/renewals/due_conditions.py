"""The SQL twin of the rules about certificates that end; one test holds both together."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, literal, or_, select
from sqlalchemy.orm import aliased

from shop.accounts import Person, RoleGrant
from shop.certification import Certificate, CertificateRevocation, CertifiedGood, filing_window
from shop.renewals.dossier import FilingState, Step
from shop.renewals.due_models import NoticeLine
from shop.renewals.due_rules import LAST_DAYS, Filed, NoticeStage
from shop.renewals.models import FilingStep, RenewalFiling
from shop.renewals.rules import Phase
from shop.values.dates import start_of_day, vietnam_day


def is_watched_at(at: datetime) -> ColumnElement[bool]:
    """The condition on Certificate: it is the one with whose end its good goes out of the shop, or went.

    In force and overtaken by none that goes on where it ends; or the last that ended where none is in force or awarded
    already, unless it was revoked. At most one a good.
    """
    return or_(_ends_next(at), _ended_last(at))


def _ends_next(at: datetime) -> ColumnElement[bool]:
    """Twin of `certificate_to_watch` for what is in force."""
    other = aliased(Certificate)
    goes_on = exists().where(
        other.good_id == Certificate.good_id,
        other.counts,
        other.valid_until > other.valid_from,
        other.valid_from <= Certificate.valid_until,
        or_(
            other.valid_until > Certificate.valid_until,
            and_(other.valid_until == Certificate.valid_until, other.id > Certificate.id),
        ),
    )
    return and_(
        Certificate.counts,
        Certificate.valid_from <= at,
        Certificate.valid_until > at,
        ~goes_on.correlate_except(other),
    )


def _ended_last(at: datetime) -> ColumnElement[bool]:
    other, revocation = aliased(Certificate), aliased(CertificateRevocation)
    later = exists().where(
        other.good_id == Certificate.good_id,
        other.counts,
        or_(
            other.valid_until > at,
            other.first_day > Certificate.first_day,
            and_(other.first_day == Certificate.first_day, other.id > Certificate.id),
        ),
    )
    revoked = exists().where(
        revocation.certificate_id == Certificate.id,
        revocation.counts,
        revocation.revoked_at <= Certificate.valid_until,
    )
    return and_(
        Certificate.counts,
        Certificate.valid_until <= at,
        ~later.correlate_except(other),
        ~revoked.correlate_except(revocation),
    )


def phase_at(at: datetime) -> ColumnElement[str]:
    """The phase of a watched certificate: twin of `phase_of`."""
    today = vietnam_day(at)
    window = filing_window(today)
    opens, closes = today - window.opens_on, today - window.closes_on
    return case(
        (Certificate.valid_until <= at, literal(Phase.LAPSED.value)),
        (Certificate.last_day < today, literal(Phase.EXTENDED.value)),
        (Certificate.last_day > today + opens, literal(Phase.FAR.value)),
        (Certificate.last_day >= today + closes, literal(Phase.OPEN.value)),
        else_=literal(Phase.LATE.value),
    )


def stage_at(at: datetime) -> ColumnElement[str]:
    """The notice that a watched certificate wants: twin of `stage_of`; its phase where none is wanted."""
    phase = phase_at(at)
    soon = Certificate.valid_until <= start_of_day(vietnam_day(at) + timedelta(days=LAST_DAYS + 1))
    return case((and_(phase == Phase.LATE.value, soon), literal(NoticeStage.LAST.value)), else_=phase)


def told_at(at: datetime) -> ColumnElement[bool]:
    """A letter that stands tells of the certificate as it is at its present stage."""
    return exists().where(
        NoticeLine.certificate_id == Certificate.id,
        NoticeLine.stands,
        NoticeLine.ends_at == Certificate.valid_until,
        NoticeLine.stage == stage_at(at),
    )


def is_filed(filed: Filed) -> ColumnElement[bool]:
    """How far its dossier is, as the producer noted it."""
    last = (
        select(FilingStep.step)
        .join(RenewalFiling, RenewalFiling.id == FilingStep.filing_id)
        .where(RenewalFiling.certificate_id == Certificate.id)
        .order_by(FilingStep.number.desc())
        .limit(1)
        .correlate(Certificate)
        .scalar_subquery()
    )
    if filed is Filed.NOT_YET:
        return or_(last.is_(None), last == Step.REOPENED.value)
    return last.in_((Step.FILED.value, Step.SENT.value)) if filed is Filed.FILED else last == Step.DECIDED.value


def filed_of(state: FilingState) -> Filed:
    """The same of a dossier that was read: its three answers."""
    if state is FilingState.PREPARING:
        return Filed.NOT_YET
    return Filed.DECIDED if state is FilingState.DECIDED else Filed.FILED


def has_stall() -> ColumnElement[bool]:
    """Somebody with an open account looks after the stall of the good's producer."""
    return exists().where(
        RoleGrant.producer_id == CertifiedGood.producer_id,
        RoleGrant.person_id == Person.id,
        Person.deleted_at.is_(None),
        Person.disabled_at.is_(None),
    )
