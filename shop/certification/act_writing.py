"""How certificates are written, moved and withdrawn by acts; the hand of an act, and what taking it back needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import singledispatch
from typing import Any

from sqlalchemy import select, update

from shop.certification.act_models import RegisterAct
from shop.certification.act_requests import Award, CorrectCertificate
from shop.certification.act_rules import ActKind
from shop.certification.codes import certificate_code
from shop.certification.counting import recount
from shop.certification.models import Certificate, CertificateCompletion, CertifiedGood, RegisterRow
from shop.certification.queries import get_certificate
from shop.certification.refusals import AlreadyAwarded, NoSuchGood, NothingChanges
from shop.certification.rules import (
    Validity,
    check_completion,
    check_decided_on,
    check_stars,
    effective_end,
    validity_from,
    validity_from_year,
)
from shop.database import db, touch_public_version
from shop.register_files import issuer_key, number_key
from shop.values.dates import start_of_day, vietnam_day
from shop.values.folding import tidy
from shop.values.producer_names import plain_key


@dataclass
class Effects:
    """What taking an act back needs to know beside what bears its number."""

    kind: ActKind
    certificates: set[int] = field(default_factory=set)
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Hand:
    """Under which act something is written, by which paper, by whom, when."""

    act_id: int
    evidence: str
    by: str
    at: datetime

    @classmethod
    def of(cls, act: RegisterAct, at: datetime) -> Hand:
        """The hand of an act that is done at an instant."""
        return cls(act.id, act.evidence, act.by, at.replace(microsecond=at.microsecond // 1000 * 1000))

    @property
    def signed(self) -> dict[str, Any]:
        """What every row of an act bears."""
        return {"act_id": self.act_id, "evidence": self.evidence, "recorded_by": self.by, "recorded_at": self.at}


@singledispatch
def carry_out(request: Any, hand: Hand) -> Effects:
    """Do what is asked for; returns what it was and what taking it back needs."""
    raise TypeError(request)


def complete_day(certificate: Certificate, decided_on: date, hand: Hand) -> None:
    """What the officer's act and the import of a fuller source share; refuses DayIsKnown and DayContradictsYear."""
    check_completion(certificate.facts, decided_on)
    db.session.add(CertificateCompletion(certificate_id=certificate.id, decided_on=decided_on, **hand.signed))
    recount([certificate.id])


@dataclass(frozen=True)
class Said:
    """What a decision says of a good."""

    stars: int
    decided_on: date | None
    year: int
    number: str | None
    issuer: str | None

    @classmethod
    def of(cls, request: Award | CorrectCertificate, year: int | None = None) -> Said:
        """What an officer read in it; `year` where neither day nor year are stated."""
        day = request.decided_on
        stated = getattr(request, "decided_year", None) or year
        return cls(
            request.stars,
            day,
            day.year if day else stated or 0,
            tidy(request.decision_number or "") or None,
            tidy(request.issuer or "") or None,
        )

    @classmethod
    def by(cls, certificate: Certificate) -> Said:
        """What a certificate says."""
        return cls(
            certificate.stars,
            certificate.decided_on,
            certificate.decided_year,
            certificate.decision_number,
            certificate.issuer,
        )

    @property
    def validity(self) -> Validity:
        """The days on which it counts."""
        return validity_from(self.decided_on) if self.decided_on else validity_from_year(self.year)

    @property
    def identity(self) -> tuple[str, str, str]:
        """What its code is made from."""
        return number_key(self.number), str(self.decided_on or self.year), issuer_key(self.issuer)

    @property
    def decision(self) -> tuple[str, str]:
        """What tells one decision from another, whoever wrote its issuer."""
        return self.identity[:2]


def new_certificate(good: CertifiedGood, said: Said, hand: Hand, *, code: str | None = None) -> Certificate:
    """Write what a decision says down; under a code of its own unless one is given. Refuses what the rules refuse."""
    check_stars(said.stars)
    first_day = said.decided_on or date(said.year, 1, 1)
    check_decided_on(first_day, vietnam_day(hand.at))
    validity = said.validity
    certificate = Certificate(
        good_id=good.id,
        code=code or _free_code(good, said),
        stars=said.stars,
        decision_number=said.number,
        decided_on=said.decided_on,
        decided_year=said.year,
        issuer=said.issuer,
        first_day=validity.first_day,
        last_day=validity.last_day,
        day_is_known=validity.day_is_known,
        valid_from=start_of_day(validity.first_day),
        valid_until=effective_end(validity.first_day, validity.last_day),
        **hand.signed,
    )
    db.session.add(certificate)
    db.session.flush()
    db.session.expire(good, ["certificates"])
    return certificate


def _free_code(good: CertifiedGood, said: Said) -> str:
    """The code of this decision for this good; refuses AlreadyAwarded where the good holds it by this decision."""
    producer = good.producer.name if good.producer else ""
    decision = (said.number or "", str(said.decided_on or said.year), said.issuer or "")
    identity = code_identity(good.name_key, producer, good.province_code, decision)
    attempt = 0
    while holder := db.session.scalar(
        select(Certificate).where(
            Certificate.code == (code := certificate_code(*identity, attempt=attempt)), Certificate.counts
        )
    ):
        if holder.good_id == good.id:
            raise AlreadyAwarded(good.id, code)
        attempt += 1
    return certificate_code(*identity, attempt=attempt)


def code_identity(
    name_key: str, producer: str, province_code: str | None, decision: tuple[str, str, str]
) -> tuple[str, ...]:
    """What a certificate is known by wherever the register is read: the good, and number, day (or year) and issuer."""
    number, day_or_year, issuer = decision
    return name_key, plain_key(producer), province_code or "", number_key(number), day_or_year, issuer_key(issuer)


def get_good(good_id: int) -> CertifiedGood:
    """The good under a number; refuses NoSuchGood, also for one that was merged into another."""
    good = db.session.get(CertifiedGood, good_id)
    if good is None or not good.counts:
        raise NoSuchGood(good_id)
    return good


def certificates_under(codes: Iterable[str]) -> list[Certificate]:
    """The certificates under these codes, each once; refuses NoSuchCertificate, and NothingChanges for none."""
    found = {one.id: one for one in map(get_certificate, codes)}
    if not found:
        raise NothingChanges
    return list(found.values())


def withdraw_certificate(certificate_id: int, act_id: int) -> None:
    """Let a certificate count no more, from its first day on."""
    touch_public_version()
    statement = update(Certificate).where(Certificate.id == certificate_id)
    db.session.execute(statement.values(withdrawn_by_id=act_id, valid_until=Certificate.valid_from))
    db.session.expire_all()


def move_certificates(source: int, target: int) -> list[int]:
    """Let all certificates of an entry be another's, also those that count no more; which ones."""
    # What is being entered is taken away again after any act, and its numbers are given anew.
    query = select(Certificate.id).where(Certificate.good_id == source, ~Certificate.is_being_entered)
    ids = list(db.session.scalars(query.order_by(Certificate.id)))
    change(Certificate, ids, good_id=target)
    return ids


def move_rows(source: int, target: int) -> list[int]:
    """The same with the rows of files that speak of it."""
    query = select(RegisterRow.id).where(RegisterRow.good_id == source, RegisterRow.counts).order_by(RegisterRow.id)
    ids = list(db.session.scalars(query))
    change(RegisterRow, ids, good_id=target)
    return ids


def repoint_rows(source: int, target: int) -> list[list[Any]]:
    """Let the rows that state a certificate state another; what it was, for taking it back."""
    query = select(RegisterRow.id).where(RegisterRow.certificate_id == source, RegisterRow.counts)
    ids = list(db.session.scalars(query))
    change(RegisterRow, ids, certificate_id=target)
    return [[ids, source, target]] if ids else []


CHUNK = 500


def change(table: type[Any], ids: list[int], **values: Any) -> None:
    """Set columns of rows by number, in bulk."""
    touch_public_version()
    for start in range(0, len(ids), CHUNK):
        statement = update(table).where(table.id.in_(ids[start : start + CHUNK])).values(**values)
        db.session.execute(statement.execution_options(synchronize_session=False))
