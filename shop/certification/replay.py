"""The register told anew from its entries: what each act wrote, in order, without what was taken back.

It shares nothing with the tables' own bookkeeping (`counts`, `valid_until`, whose a certificate is now), so that one
can be held against the other: the audit does, and a test with any sequence of acts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from shop.certification.act_models import RegisterAct
from shop.certification.act_rules import ActState
from shop.certification.models import (
    Certificate,
    CertificateCompletion,
    CertificateExtension,
    CertificateRevocation,
    CertifiedGood,
)
from shop.certification.rules import CertificateFacts, validity_from, validity_from_year
from shop.database import db


@dataclass(frozen=True)
class Stated:
    """A recognition as it was first written down: for which good, with which stars, of which day or only year."""

    certificate_id: int
    good_id: int
    stars: int
    decided_on: date | None
    decided_year: int


@dataclass
class Entry:
    """What one act wrote. `undoes_id` names the act that it turned off, or on again; it writes nothing itself then."""

    act_id: int | None
    undoes_id: int | None = None
    at: datetime | None = None
    stated: list[Stated] = field(default_factory=list)
    # Certificate -> what was decided about it.
    completed: dict[int, date] = field(default_factory=dict)
    extended: dict[int, date] = field(default_factory=dict)
    revoked: dict[int, datetime] = field(default_factory=dict)
    withdrew: Sequence[int] = ()
    # Certificates that went to another entry, and which.
    moved: Sequence[int] = ()
    moved_to: int | None = None


@dataclass
class _Told:
    good_id: int
    stated: Stated
    completed: date | None = None
    extended: date | None = None
    revoked: datetime | None = None

    @property
    def facts(self) -> CertificateFacts:
        day = self.stated.decided_on or self.completed
        validity = validity_from(day) if day else validity_from_year(self.stated.decided_year)
        return CertificateFacts(
            id=self.stated.certificate_id,
            stars=self.stated.stars,
            first_day=validity.first_day,
            last_day=validity.last_day,
            day_is_known=validity.day_is_known,
            extended_through=self.extended,
            revoked_at=self.revoked,
        )


def replay(entries: Sequence[Entry]) -> dict[int, list[CertificateFacts]]:
    """The certificates that count, by good; of all entries, in the order in which the acts took effect."""
    told: dict[int, _Told] = {}
    off = _turned_off(entries)
    for entry in entries:
        if entry.undoes_id is None and entry.act_id not in off:
            _tell(told, entry)
    found: dict[int, list[CertificateFacts]] = defaultdict(list)
    for one in sorted(told.values(), key=lambda some: some.stated.certificate_id):
        found[one.good_id].append(one.facts)
    return dict(found)


def _turned_off(entries: Iterable[Entry]) -> set[int | None]:
    """The acts that are taken back in the end."""
    root: dict[int | None, int | None] = {}
    off: set[int | None] = set()
    for entry in entries:
        root[entry.act_id] = root.get(entry.undoes_id, entry.undoes_id) if entry.undoes_id is not None else entry.act_id
        if entry.undoes_id is not None:
            off ^= {root[entry.act_id]}
    return off


def _tell(told: dict[int, _Told], entry: Entry) -> None:
    for stated in entry.stated:
        told[stated.certificate_id] = _Told(stated.good_id, stated)
    for certificate_id in entry.withdrew:
        told.pop(certificate_id, None)
    for certificate_id, day in entry.completed.items():
        told[certificate_id].completed = day
    for certificate_id, last_day in entry.extended.items():
        told[certificate_id].extended = last_day
    for certificate_id, at in entry.revoked.items():
        told[certificate_id].revoked = at
    for certificate_id in entry.moved:
        if certificate_id in told and entry.moved_to is not None:
            told[certificate_id].good_id = entry.moved_to


def load_entries() -> list[Entry]:
    """What every act wrote, in the order in which the acts took effect; what no act wrote comes first."""
    done = RegisterAct.state == ActState.DONE
    acts = db.session.execute(
        select(RegisterAct.id, RegisterAct.undoes_id, RegisterAct.at, RegisterAct.decided_at, RegisterAct.facts)
        .where(done)
        .order_by(RegisterAct.turn)
    ).all()
    # What no act is known of counts as written before all of them, so that a broken register can be told too.
    entries: defaultdict[int | None, Entry] = defaultdict(lambda: Entry(None), {None: Entry(None)})
    home: dict[int, int] = {}
    for id_, undoes_id, at, decided_at, facts in acts:
        entry = entries[id_] = Entry(id_, undoes_id, decided_at or at)
        if undoes_id is None:
            moved = facts.get("moved", {"certificates": (), "from": None, "to": None})
            entry.withdrew, entry.moved, entry.moved_to = facts.get("withdrew", ()), moved["certificates"], moved["to"]
            for certificate_id in entry.moved:
                home.setdefault(certificate_id, moved["from"])
    _load_rows(entries, home)
    return list(entries.values())


def _load_rows(entries: defaultdict[int | None, Entry], home: dict[int, int]) -> None:
    """Put what was written down to the acts that wrote it; `home`: for which entry a certificate was first written."""
    completions = db.session.execute(
        select(CertificateCompletion.act_id, CertificateCompletion.certificate_id, CertificateCompletion.decided_on)
    ).all()
    only_year_stated = {certificate_id for _, certificate_id, _ in completions}
    for act_id, certificate_id, day in completions:
        entries[act_id].completed[certificate_id] = day
    columns = (Certificate.act_id, Certificate.id, Certificate.good_id, Certificate.stars)
    written = select(*columns, Certificate.decided_on, Certificate.decided_year).where(~Certificate.is_being_entered)
    for act_id, id_, good_id, stars, decided_on, year in db.session.execute(written):
        first_said = None if id_ in only_year_stated else decided_on
        entries[act_id].stated.append(Stated(id_, home.get(id_, good_id), stars, first_said, year))
    extensions = select(
        CertificateExtension.act_id, CertificateExtension.certificate_id, CertificateExtension.last_day
    ).order_by(CertificateExtension.id)
    for act_id, certificate_id, last_day in db.session.execute(extensions):
        entries[act_id].extended[certificate_id] = last_day
    revocations = select(
        CertificateRevocation.act_id, CertificateRevocation.certificate_id, CertificateRevocation.revoked_at
    )
    for act_id, certificate_id, at in db.session.execute(revocations):
        entries[act_id].revoked[certificate_id] = at


def register_as_kept() -> dict[int, list[CertificateFacts]]:
    """The same as the tables keep it."""
    acts = (selectinload(Certificate.extensions), joinedload(Certificate.revocation))
    query = select(Certificate).where(Certificate.counts).order_by(Certificate.id).options(*acts)
    found: dict[int, list[CertificateFacts]] = defaultdict(list)
    for certificate in db.session.scalars(query):
        found[certificate.good_id].append(certificate.facts)
    return dict(found)


def strayed_goods() -> list[int]:
    """Goods whose certificates in the tables are not what their entries tell, or that count no more though a
    certificate of theirs does; [] when all is well.
    """
    told, kept = replay(load_entries()), register_as_kept()
    differ = {good_id for good_id in {*told, *kept} if told.get(good_id) != kept.get(good_id)}
    lost = select(Certificate.good_id).join(CertifiedGood).where(Certificate.counts, ~CertifiedGood.counts)
    return sorted({*differ, *db.session.scalars(lost)})
