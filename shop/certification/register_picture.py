"""The whole register as the public may browse it: every good with its standing, in memory, for one stretch of time.

The picture is immutable and good until the next certificate begins or ends, or until anything public changes; asking
for another instant or another version makes a new one. 18,000 goods take four statements and well under a second.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Select, and_, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from shop.certification.models import Certificate, CertificateRevocation, CertifiedGood, GoodPlace, RegisterRow
from shop.certification.rules import CertificateFacts, Standing, certificate_in_force, recognition_order, standing_at
from shop.database import db, known_public_version, read_public_version, snapshot
from shop.places import find_commune, find_province
from shop.producers import Producer
from shop.values.dates import add_months, vietnam_day
from shop.values.folding import fold, vietnamese_sort_key

INSTANT_BEFORE = timedelta(milliseconds=1)
# Tells apart the codes of certificates in the texts that are searched.
SEPARATOR = "\n"


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One good of the register. Stars, code and last day are of the certificate in force, else of the one ended last.

    `covered_through` is the last day on which it is certified without a break from now on; None when it is not.
    """

    good_id: int
    slug: str
    name: str
    group: str | None
    producer_slug: str | None
    producer_name: str | None
    province_code: str | None
    commune_code: str | None
    printed_place: str
    standing: Standing
    code: str | None
    stars: int | None
    day_is_known: bool
    last_day: date | None
    covered_through: date | None
    place_ids: frozenset[str]
    searched: str


@dataclass(frozen=True, slots=True)
class EndingSoon:
    """So many goods lose their certificate; the first and the last of their last valid days."""

    count: int
    first_day: date
    last_day: date


@dataclass(frozen=True)
class RegisterPicture:
    """All goods in the order of their names, as they stand from `made_for` until `good_until` (exclusive)."""

    version: int
    made_for: datetime
    good_until: datetime | None
    entries: tuple[RegisterEntry, ...]

    def covers(self, version: int, at: datetime) -> bool:
        """Whether this picture is right for an instant and a state of the database."""
        is_before_end = self.good_until is None or at < self.good_until
        return self.version >= version and self.made_for <= at and is_before_end

    def find(self, words: str = "", standing: Standing | None = None) -> list[RegisterEntry]:
        """The goods in whose name, maker, place, decision or code every word occurs, marks or not."""
        parts = fold(words).split()
        return [
            entry
            for entry in self.entries
            if (standing is None or entry.standing is standing) and all(part in entry.searched for part in parts)
        ]

    def of_producer(self, slug: str) -> list[RegisterEntry]:
        """All goods of one producer."""
        return [entry for entry in self.entries if entry.producer_slug == slug]

    def in_places(self, place_ids: frozenset[str]) -> list[RegisterEntry]:
        """All goods that lie in any of these places of today or of before."""
        return [entry for entry in self.entries if place_ids & entry.place_ids]

    def ending_within(self, span: timedelta) -> EndingSoon | None:
        """How many of the goods certified now lose their cover within a span from now, and between which days."""
        last = vietnam_day(self.made_for) + span
        days = sorted(day for entry in self.entries if (day := entry.covered_through) and day <= last)
        return EndingSoon(len(days), days[0], days[-1]) if days else None

    def lapses_by_month(self, months: int) -> list[tuple[date, int]]:
        """For this month and those after it: how many of the goods certified now lose their cover in it."""
        today = vietnam_day(self.made_for)
        counted = Counter(entry.covered_through.replace(day=1) for entry in self.entries if entry.covered_through)
        firsts = [add_months(today.replace(day=1), offset) for offset in range(months)]
        return [(first, counted[first]) for first in firsts]


def count_by_standing(entries: list[RegisterEntry]) -> dict[Standing, int]:
    """How many of these goods stand how; standings that none has are counted as 0."""
    counted = Counter(entry.standing for entry in entries)
    return {standing: counted[standing] for standing in Standing}


_pictures: WeakKeyDictionary[Engine, RegisterPicture] = WeakKeyDictionary()
_painting = Lock()


def register_picture(at: datetime) -> RegisterPicture:
    """The register as it stands at an instant; no statement while the picture kept by this process is still right."""
    version = known_public_version()
    kept = _pictures.get(db.engine)
    if kept is None or not kept.covers(version, at):
        # One painter at a time: the others wait for the picture, instead of each painting the same.
        with _painting:
            kept = _pictures.get(db.engine)
            if kept is None or not kept.covers(version, at):
                with snapshot() as session:
                    kept = _pictures[db.engine] = _paint(session, at)
    return kept


@dataclass(frozen=True, slots=True)
class _Held:
    """A certificate by the facts that decide, with what is searched for beside them."""

    facts: CertificateFacts
    code: str
    decision_number: str


def _paint(session: Session, at: datetime) -> RegisterPicture:
    version = read_public_version(session)
    held = _certificates_by_good(session)
    kinds = _gather(session, select(RegisterRow.good_id, RegisterRow.kind).where(RegisterRow.counts).distinct())
    places = _gather(session, select(GoodPlace.good_id, GoodPlace.place_id))
    entries = [
        _entry(good, held.get(good.id, []), kinds.get(good.id, set()) == {"plan"}, places.get(good.id, set()), at)
        for good in session.execute(_GOODS)
    ]
    edges = [edge for some in held.values() for one in some for edge in (one.facts.valid_from, one.facts.valid_until)]
    return RegisterPicture(
        version=version,
        made_for=at,
        good_until=min((edge for edge in edges if edge > at), default=None),
        entries=tuple(sorted(entries, key=lambda entry: (vietnamese_sort_key(entry.name), entry.good_id))),
    )


_GOODS = (
    select(
        CertifiedGood.id,
        CertifiedGood.slug,
        CertifiedGood.name,
        CertifiedGood.group,
        CertifiedGood.province_code,
        CertifiedGood.commune_code,
        CertifiedGood.former_commune,
        CertifiedGood.former_district,
        CertifiedGood.former_province,
        Producer.slug.label("producer_slug"),
        Producer.name.label("producer_name"),
    )
    .outerjoin(Producer)
    .where(CertifiedGood.counts)
)


def _gather(session: Session, pairs: Select[int, str]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for good_id, word in session.execute(pairs):
        found.setdefault(good_id, set()).add(word)
    return found


def _certificates_by_good(session: Session) -> dict[int, list[_Held]]:
    ended = and_(CertificateRevocation.certificate_id == Certificate.id, CertificateRevocation.counts)
    columns = (
        select(
            Certificate.good_id,
            Certificate.id,
            Certificate.stars,
            Certificate.first_day,
            Certificate.last_day,
            Certificate.day_is_known,
            Certificate.valid_until,
            CertificateRevocation.revoked_at,
            Certificate.code,
            Certificate.decision_number,
        )
        .outerjoin(CertificateRevocation, ended)
        .where(Certificate.counts)
    )
    found: dict[int, list[_Held]] = {}
    for good_id, id_, stars, first, last, is_known, until, revoked_at, code, number in session.execute(columns):
        ends_on = vietnam_day(until - INSTANT_BEFORE)
        extended = ends_on if ends_on > last else None
        facts = CertificateFacts(id_, stars, first, last, is_known, extended, revoked_at)
        found.setdefault(good_id, []).append(_Held(facts, code, number or ""))
    return found


def _entry(good: Any, held: list[_Held], is_planned: bool, place_ids: set[str], at: datetime) -> RegisterEntry:
    facts = [one.facts for one in held]
    shown = _to_show(held, at)
    printed = (good.former_commune, good.former_district, good.former_province)
    texts = [good.name, good.producer_name or "", *printed, *_today(good), *(one.decision_number for one in held)]
    return RegisterEntry(
        good_id=good.id,
        slug=good.slug,
        name=good.name,
        group=good.group,
        producer_slug=good.producer_slug,
        producer_name=good.producer_name,
        province_code=good.province_code,
        commune_code=good.commune_code,
        printed_place=", ".join(filter(None, printed)),
        standing=standing_at(facts, at, is_planned=is_planned),
        code=shown.code if shown else None,
        stars=shown.facts.stars if shown else None,
        day_is_known=shown.facts.day_is_known if shown else True,
        last_day=vietnam_day(shown.facts.valid_until - INSTANT_BEFORE) if shown else None,
        covered_through=_covered_through(facts, at),
        place_ids=frozenset(place_ids),
        searched=SEPARATOR.join([fold(" | ".join(texts)), *(one.code.lower() for one in held)]),
    )


def _today(good: Any) -> list[str]:
    """The names of today's places, so that both the old and the new name find a good."""
    commune = find_commune(good.commune_code) if good.commune_code else None
    province = find_province(good.province_code) if good.province_code else None
    return [place.short_name for place in (commune, province) if place is not None]


def _to_show(held: list[_Held], at: datetime) -> _Held | None:
    """The certificate in force, else the one that ended last by recognition, else the first still to come."""
    in_force = certificate_in_force([one.facts for one in held], at)
    begun = [one for one in held if one.facts.valid_from <= at]
    if in_force is not None:
        return next(one for one in held if one.facts is in_force)
    return max(begun or held, key=lambda one: recognition_order(one.facts), default=None)


def _covered_through(facts: list[CertificateFacts], at: datetime) -> date | None:
    covered = at
    for one in sorted(facts, key=lambda some: some.valid_from):
        if one.valid_from <= covered < one.valid_until:
            covered = one.valid_until
    return vietnam_day(covered - INSTANT_BEFORE) if covered > at else None
