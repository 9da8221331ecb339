"""Mails that remind a producer's members of a certificate's end, each once, through the outbox."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from shop.accounts import Person, list_people_of
from shop.certification import Certificate, list_certificates_of, list_due_certificates
from shop.database import db
from shop.notifications import known_keys, queue_message
from shop.renewals.dossier import Filing, Step
from shop.renewals.models import RenewalFiling
from shop.renewals.rules import STAGES, DaysOf, certificate_to_watch, days_of, phase_of, stage_due, useless_after
from shop.values.dates import end_of_day, format_day, vietnam_day

KIND = "certificate_reminder"


@dataclass(frozen=True)
class Reminder:
    """One mail that is due: to whom, about which certificate, and which of the six it is."""

    person: Person
    certificate: Certificate
    days: DaysOf
    stage: int
    filing: Filing

    @property
    def key(self) -> str:
        """What it is told once by. The last day is part of it, so an extension brings reminders of its own."""
        return f"{self.certificate.code}:{self.days.last_day}:{self.stage}:{self.person.id}"


def list_new_reminders(at: datetime) -> list[Reminder]:
    """The reminders that are due at an instant and were not queued before; some statements, however many there are.

    For each certificate and member only the latest that is due: whoever was late does not send those before it. The
    stages bound the window of QĐ26 Art. 7.6, count from the last valid day with its extension (Art. 12.3), and fall
    silent with a revocation (Art. 8) or a later certificate.
    """
    due = list(_due(at))
    known = known_keys(KIND, [reminder.key for reminder in due])
    return [reminder for reminder in due if reminder.key not in known]


def queue_reminder(reminder: Reminder, at: datetime) -> None:
    """Put a reminder into the outbox within the running transaction; a second time nothing happens."""
    person, certificate = reminder.person, reminder.certificate
    if person.email:
        queue_message(
            KIND,
            reminder.key,
            to=person.email,
            language=person.language,
            at=at,
            facts={"name": person.name, **_facts(reminder, at), "certificate": certificate.code},
            useless_from=end_of_day(useless_after(reminder.days.last_day, reminder.stage)),
        )


def _due(at: datetime) -> Iterator[Reminder]:
    ending = [one.certificate for one in list_due_certificates(at, within_days=max(STAGES) + 1)]
    people = list_people_of({one.good.producer_id for one in ending if one.good.producer_id})
    ending = [one for one in ending if one.good.producer_id in people]
    of_goods = list_certificates_of({one.good_id for one in ending})
    filings = _filings(one.id for one in ending)
    for certificate in ending:
        watched = certificate_to_watch([one.facts for one in of_goods[certificate.good_id]], at)
        days = days_of(certificate.facts, vietnam_day(at))
        stage = stage_due(days.days_left)
        if watched is None or watched.id != certificate.id or stage is None:
            continue
        for person in people[certificate.good.producer_id or 0]:
            yield Reminder(person, certificate, days, stage, filings.get(certificate.id, Filing()))


def _filings(certificate_ids: Iterable[int]) -> dict[int, Filing]:
    query = (
        select(RenewalFiling)
        .where(RenewalFiling.certificate_id.in_(list(certificate_ids)))
        .options(selectinload(RenewalFiling.steps))
    )
    return {filing.certificate_id: filing.facts for filing in db.session.scalars(query)}


def _facts(reminder: Reminder, at: datetime) -> dict[str, object]:
    """Plain values for the words of the mail."""
    certificate, days, filing = reminder.certificate, reminder.days, reminder.filing
    filed = filing.of(Step.FILED)
    return {
        "good": certificate.good.name,
        "producer": certificate.good.producer.name if certificate.good.producer else "",
        "stall": certificate.good.producer.slug if certificate.good.producer else "",
        "days_left": days.days_left,
        "last_day": format_day(days.last_day),
        "opens_on": format_day(days.window.opens_on),
        "closes_on": format_day(days.window.closes_on),
        "phase": phase_of(certificate.facts, at).value,
        "is_extended": days.extended_through is not None,
        "day_is_known": certificate.day_is_known,
        "filing": filing.state.value,
        "filed_on": format_day(filed.happened_on) if filed else "",
        "receipt": filing.receipt_number,
    }
