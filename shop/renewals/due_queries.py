"""Reads of the due list: which certificates end, or ended, and what was done about it. Officers of a scope ask."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from shop.accounts import list_people_of
from shop.certification import Certificate, CertifiedGood, parse_certificate_code
from shop.database import db
from shop.producers import find_producers
from shop.renewals.dossier import Filing
from shop.renewals.due_conditions import filed_of, has_stall, is_filed, is_watched_at, phase_at, told_at
from shop.renewals.due_models import NoticeLetter, NoticeLine
from shop.renewals.due_rules import DUE_PHASES, PRESSING, Filed, LeftOut, NoticeStage, stage_of
from shop.renewals.models import RenewalFiling
from shop.renewals.rules import DaysOf, Phase, days_of
from shop.stalls import Stall
from shop.values.dates import vietnam_day
from shop.values.folding import fold

# As many values as a statement takes on any database.
AT_ONCE = 500
MOST_FOUND_BY_NAME = 200


class GroupBy(StrEnum):
    """By what a due list is counted."""

    COMMUNE = "commune"
    PRODUCER = "producer"
    ISSUER = "issuer"


@dataclass(frozen=True)
class DueAsk:
    """Which certificates are asked for. `province_code` is the scope, or narrows it; None everywhere is no filter.

    `commune_code` and `issuer` are "" for goods that state none.
    """

    province_code: str | None = None
    phases: Collection[Phase] = DUE_PHASES
    commune_code: str | None = None
    producer_id: int | None = None
    issuer: str | None = None
    filed: Filed | None = None
    has_stall: bool | None = None
    is_told: bool | None = None
    words: str = ""
    codes: Collection[str] | None = None


@dataclass(frozen=True)
class DueRow:
    """One certificate of the due list with its good and all that was done about its end."""

    certificate: Certificate
    phase: Phase
    days: DaysOf
    filing: Filing
    # People with open accounts who look after its producer's stall, and whether shoppers see that stall.
    people: int
    stall_is_open: bool
    # The letters that stand, the latest first, with the stage that each told of.
    letters: Sequence[tuple[NoticeLetter, NoticeStage]]
    is_told: bool

    @property
    def good(self) -> CertifiedGood:
        return self.certificate.good

    @property
    def filed(self) -> Filed:
        return filed_of(self.filing.state)

    @property
    def stage(self) -> NoticeStage | None:
        """The notice that it wants now."""
        return stage_of(self.phase, self.days.days_left)

    @property
    def left_out(self) -> LeftOut | None:
        """Why no letter speaks of it now; None where one is wanted."""
        if self.stage is None:
            return LeftOut.FAR
        if self.good.producer_id is None:
            return LeftOut.NO_PRODUCER
        if self.is_told:
            return LeftOut.TOLD
        # An extension counts while the authority decides: its letter speaks of just that.
        is_filed = self.filed is not Filed.NOT_YET and self.stage is not NoticeStage.EXTENDED
        return LeftOut.FILED if is_filed else None


@dataclass(frozen=True)
class DueGroup:
    """How many certificates of one commune, producer or issuer stand in which phase; no `key` where none is stated."""

    key: str
    counts: Mapping[Phase, int]

    @property
    def pressing(self) -> int:
        return sum(self.counts.get(phase, 0) for phase in PRESSING)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def list_due(ask: DueAsk, at: datetime, *, page: int = 1, per_page: int = 50) -> tuple[list[DueRow], int]:
    """One page of the due list, the earliest end first (of what lapsed the latest), and how many there are.

    Eight statements, however many there are.
    """
    query = _asked(select(Certificate.id), ask, at)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    ids = db.session.scalars(_in_order(query, ask).limit(per_page).offset((page - 1) * per_page)).all()
    return _rows(ids, at), total


def list_all_due(ask: DueAsk, at: datetime) -> Iterator[DueRow]:
    """The whole due list in the same order; seven statements for each five hundred."""
    ids = db.session.scalars(_in_order(_asked(select(Certificate.id), ask, at), ask)).all()
    for start in range(0, len(ids), AT_ONCE):
        yield from _rows(ids[start : start + AT_ONCE], at)


def count_due(ask: DueAsk, at: datetime) -> dict[Phase, int]:
    """How many certificates stand in each phase, whatever phases are asked for; one statement."""
    counted = select(phase_at(at).label("phase"), func.count())
    counted = _asked(counted, replace(ask, phases=DUE_PHASES), at).group_by("phase")
    found = {Phase(phase): number for phase, number in db.session.execute(counted).all()}
    return {phase: found.get(phase, 0) for phase in DUE_PHASES}


def count_pressing(province_code: str | None, at: datetime) -> int:
    """How many certificates of a scope want a word from the office now: nothing filed, no letter of their stage."""
    ask = DueAsk(province_code, filed=Filed.NOT_YET, is_told=False)
    return sum(number for phase, number in count_due(ask, at).items() if phase in PRESSING)


def group_due(ask: DueAsk, at: datetime, by: GroupBy) -> list[DueGroup]:
    """The same counts by commune, producer or issuer, the one with most that presses first; one statement."""
    counted = select(_KEYS[by]().label("of_whom"), phase_at(at).label("phase"), func.count())
    asked = _asked(counted, ask, at).group_by("of_whom", "phase")
    found: dict[str, dict[Phase, int]] = {}
    for value, phase, number in db.session.execute(asked).all():
        found.setdefault(str(value), {})[Phase(phase)] = number
    groups = [DueGroup(value, counts) for value, counts in found.items()]
    return sorted(groups, key=lambda group: (-group.pressing, -group.total, group.key))


_KEYS: dict[GroupBy, Callable[[], Any]] = {
    GroupBy.COMMUNE: lambda: func.coalesce(CertifiedGood.commune_code, ""),
    GroupBy.PRODUCER: lambda: func.coalesce(CertifiedGood.producer_id, 0),
    GroupBy.ISSUER: lambda: func.coalesce(Certificate.issuer, ""),
}


def _asked(query: Any, ask: DueAsk, at: datetime) -> Any:
    query = query.join(CertifiedGood, CertifiedGood.id == Certificate.good_id).where(is_watched_at(at))
    if ask.province_code is not None:
        query = query.where(CertifiedGood.province_code == ask.province_code)
    if set(ask.phases) != set(DUE_PHASES):
        query = query.where(phase_at(at).in_([phase.value for phase in ask.phases]))
    if ask.commune_code is not None:
        query = query.where(func.coalesce(CertifiedGood.commune_code, "") == ask.commune_code)
    if ask.producer_id is not None:
        query = query.where(CertifiedGood.producer_id == ask.producer_id)
    if ask.issuer is not None:
        query = query.where(func.coalesce(Certificate.issuer, "") == ask.issuer)
    if ask.codes is not None:
        query = query.where(Certificate.code.in_(ask.codes))
    return _done_about(_named(query, ask.words), ask, at)


def _done_about(query: Select[Any], ask: DueAsk, at: datetime) -> Select[Any]:
    if ask.filed is not None:
        query = query.where(is_filed(ask.filed))
    if ask.has_stall is not None:
        query = query.where(has_stall() if ask.has_stall else ~has_stall())
    if ask.is_told is not None:
        query = query.where(told_at(at) if ask.is_told else ~told_at(at))
    return query


def _named(query: Select[Any], words: str) -> Select[Any]:
    """Goods whose name holds every word, or whose producer is found by them, or a certificate by its code."""
    if not words:
        return query
    named = and_(true(), *(CertifiedGood.name_key.contains(word, autoescape=True) for word in fold(words).split()))
    by_producer = CertifiedGood.producer_id.in_(find_producers(words, limit=MOST_FOUND_BY_NAME))
    return query.where(or_(named, by_producer, Certificate.code == parse_certificate_code(words)))


def _in_order(query: Select[Any], ask: DueAsk) -> Select[Any]:
    end = Certificate.valid_until.desc() if set(ask.phases) == {Phase.LAPSED} else Certificate.valid_until
    return query.order_by(end, Certificate.id)


def _rows(ids: Sequence[int], at: datetime) -> list[DueRow]:
    certificates = _certificates(ids)
    producer_ids = {one.good.producer_id for one in certificates if one.good.producer_id}
    filings, letters, told = _filings(ids), _letters(ids), _told(ids, at)
    people, stalls = _people(producer_ids), _open_stalls(producer_ids)
    today = vietnam_day(at)
    return [
        DueRow(
            certificate=one,
            phase=phase,
            days=days_of(one.facts, today),
            filing=filings.get(one.id, Filing()),
            people=people.get(one.good.producer_id or 0, 0),
            stall_is_open=one.good.producer_id in stalls,
            letters=letters.get(one.id, ()),
            is_told=is_told,
        )
        for one in certificates
        for phase, is_told in [told[one.id]]
    ]


def _certificates(ids: Sequence[int]) -> list[Certificate]:
    query = (
        select(Certificate)
        .where(Certificate.id.in_(ids))
        .options(
            joinedload(Certificate.good).joinedload(CertifiedGood.producer),
            joinedload(Certificate.extensions),
            joinedload(Certificate.revocation),
            joinedload(Certificate.completion),
        )
    )
    found = {one.id: one for one in db.session.scalars(query).unique()}
    return [found[number] for number in ids]


def _told(ids: Sequence[int], at: datetime) -> dict[int, tuple[Phase, bool]]:
    query = select(Certificate.id, phase_at(at), told_at(at)).where(Certificate.id.in_(ids))
    return {number: (Phase(phase), bool(is_told)) for number, phase, is_told in db.session.execute(query).all()}


def _filings(ids: Sequence[int]) -> dict[int, Filing]:
    query = (
        select(RenewalFiling)
        .where(RenewalFiling.certificate_id.in_(ids))
        .options(selectinload(RenewalFiling.steps))
        .execution_options(populate_existing=True)
    )
    return {filing.certificate_id: filing.facts for filing in db.session.scalars(query)}


def _letters(ids: Sequence[int]) -> dict[int, list[tuple[NoticeLetter, NoticeStage]]]:
    found: dict[int, list[tuple[NoticeLetter, NoticeStage]]] = {}
    query = (
        select(NoticeLine.certificate_id, NoticeLine.stage, NoticeLetter)
        .join(NoticeLetter, NoticeLetter.id == NoticeLine.letter_id)
        .where(NoticeLine.certificate_id.in_(ids), NoticeLine.stands)
        .order_by(NoticeLetter.id.desc())
        .options(joinedload(NoticeLetter.round))
    )
    for certificate_id, stage, letter in db.session.execute(query):
        found.setdefault(certificate_id, []).append((letter, NoticeStage(stage)))
    return found


def _people(producer_ids: Collection[int]) -> dict[int, int]:
    return {producer_id: len(people) for producer_id, people in list_people_of(producer_ids).items()}


def _open_stalls(producer_ids: Collection[int]) -> set[int]:
    query = select(Stall.producer_id).where(Stall.producer_id.in_(producer_ids), Stall.published_at.is_not(None))
    return set(db.session.scalars(query))
