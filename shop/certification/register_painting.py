"""Painting the register: from five statements to the entry of every good, or of some goods only.

All statements see one state. 100,000 goods take some seconds, so what many goods share is made and kept once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from sys import intern
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import Session

from shop.certification.act_models import RegisterAct
from shop.certification.models import Certificate, CertificateRevocation, CertifiedGood, GoodPlace, RegisterRow
from shop.certification.register_picture import RegisterEntry, RegisterPicture
from shop.certification.rules import CertificateFacts, certificate_in_force, recognition_order, standing_at
from shop.database import read_versions
from shop.places import find_commune, find_province
from shop.producers import Producer
from shop.values.dates import last_day_until, start_of_day, vietnam_day
from shop.values.folding import fold, vietnamese_sort_key

# Tells apart the codes of certificates in the texts that are searched.
SEPARATOR = "\n"
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Held:
    """A certificate by the facts that decide, with what is searched for beside them."""

    facts: CertificateFacts
    code: str
    decision_number: str


def paint(session: Session, at: datetime) -> RegisterPicture:
    """The whole register at an instant."""
    version, register = read_versions(session)
    entries = sorted(_entries(session, at, lambda _: true()), key=place_in_list)
    good_from, good_until = edges_around(session, at)
    return RegisterPicture(
        version=version,
        register=register,
        turn=last_turn(session),
        made_for=at,
        good_from=good_from,
        good_until=good_until,
        entries=tuple(entries),
    )


def paint_goods(session: Session, at: datetime, good_ids: Collection[int]) -> Iterator[RegisterEntry]:
    """The entries of some goods; those that count no more have none."""
    ids = sorted(good_ids)
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        yield from _entries(session, at, lambda column, some=some: column.in_(some))


def place_in_list(entry: RegisterEntry) -> tuple[tuple[str, str, str], int]:
    """By what the goods are ordered."""
    return vietnamese_sort_key(entry.name), entry.good_id


def last_turn(session: Session) -> int:
    """The turn of the act that was done last."""
    return session.scalar(select(func.max(RegisterAct.turn))) or 0


def edges_around(session: Session, at: datetime) -> tuple[datetime, datetime | None]:
    """The last instant so far at which a certificate began or ended, or the day began; and the next one."""
    columns = (Certificate.valid_from, Certificate.valid_until)
    before = [session.scalar(select(func.max(one)).where(Certificate.counts, one <= at)) for one in columns]
    after = [session.scalar(select(func.min(one)).where(Certificate.counts, one > at)) for one in columns]
    begins = max([start_of_day(vietnam_day(at)), *filter(None, before)])
    return begins, min(filter(None, after), default=None)


def _entries(session: Session, at: datetime, within: Any) -> Iterator[RegisterEntry]:
    """`within` is the condition on a column of goods' numbers."""
    held = _certificates_by_good(session, within(Certificate.good_id))
    rows = select(RegisterRow.good_id).where(RegisterRow.counts, within(RegisterRow.good_id))
    planned = set(session.scalars(rows.where(RegisterRow.kind == "plan").distinct()))
    others = set(session.scalars(rows.where(RegisterRow.kind != "plan").distinct())) if planned else set()
    places = _Places(session, select(GoodPlace.good_id, GoodPlace.place_id).where(within(GoodPlace.good_id)))
    for good in session.execute(_GOODS.where(within(CertifiedGood.id))):
        is_planned = good.id in planned and good.id not in others
        yield _entry(good, held.pop(good.id, ()), is_planned, places.of(good.id), at)


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


class _Places:
    """In which places goods lie; goods of one commune share one set."""

    def __init__(self, session: Session, pairs: Select[int, str]) -> None:
        found: dict[int, tuple[str, ...]] = {}
        for good_id, place_id in session.execute(pairs):
            found[good_id] = (*found.get(good_id, ()), intern(place_id))
        self._found = found
        self._shared: dict[tuple[str, ...], frozenset[str]] = {}

    def of(self, good_id: int) -> frozenset[str]:
        """The places of a good."""
        ids = self._found.pop(good_id, ())
        return self._shared.setdefault(ids, frozenset(ids))


def _certificates_by_good(session: Session, within: ColumnElement[bool]) -> dict[int, list[_Held]]:
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
        .where(Certificate.counts, within)
    )
    found: dict[int, list[_Held]] = {}
    for good_id, id_, stars, first, last, is_known, until, revoked_at, code, number in session.execute(columns):
        ends_on = last_day_until(until)
        extended = ends_on if ends_on > last else None
        facts = CertificateFacts(id_, stars, first, last, is_known, extended, revoked_at)
        found.setdefault(good_id, []).append(_Held(facts, code, number or ""))
    return found


def _entry(
    good: Any, held: Sequence[_Held], is_planned: bool, place_ids: frozenset[str], at: datetime
) -> RegisterEntry:
    facts = [one.facts for one in held]
    shown = _to_show(held, at)
    printed = (good.former_commune, good.former_district, good.former_province)
    texts = [fold(good.name), _folded_maker(good.producer_name or ""), _folded_place(good[4], good[5], *printed)]
    numbers = [fold(one.decision_number) for one in held]
    return RegisterEntry(
        good_id=good.id,
        slug=good.slug,
        name=good.name,
        group=good.group and intern(good.group),
        producer_slug=good.producer_slug and intern(good.producer_slug),
        producer_name=good.producer_name and intern(good.producer_name),
        province_code=good.province_code and intern(good.province_code),
        commune_code=good.commune_code and intern(good.commune_code),
        printed_place=_printed_place(*printed),
        standing=standing_at(facts, at, is_planned=is_planned),
        code=shown.code if shown else None,
        stars=shown.facts.stars if shown else None,
        day_is_known=shown.facts.day_is_known if shown else True,
        last_day=last_day_until(shown.facts.valid_until) if shown else None,
        covered_through=_covered_through(facts, at),
        place_ids=place_ids,
        searched=SEPARATOR.join([" ".join(filter(None, texts + numbers)), *(one.code.lower() for one in held)]),
    )


@lru_cache(maxsize=4_096)
def _printed_place(*printed: str) -> str:
    return ", ".join(filter(None, printed))


@lru_cache(maxsize=4_096)
def _folded_maker(name: str) -> str:
    return fold(name)


@lru_cache(maxsize=4_096)
def _folded_place(province_code: str | None, commune_code: str | None, *printed: str) -> str:
    """The place as printed and the names of today's places, so that both the old and the new name find a good."""
    commune = find_commune(commune_code) if commune_code else None
    province = find_province(province_code) if province_code else None
    today = [place.short_name for place in (commune, province) if place is not None]
    return fold(" | ".join([*printed, *today]))


def _to_show(held: Sequence[_Held], at: datetime) -> _Held | None:
    """The certificate in force, else the one that ended last by recognition, else the first still to come."""
    if len(held) == 1:
        return held[0]
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
    return last_day_until(covered) if covered > at else None
