"""The goods that a request is about, and what shoppers are told of them before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from shop.certification.act_models import RegisterAct
from shop.certification.act_requests import (
    Award,
    Complete,
    CorrectCertificate,
    CorrectGood,
    Extend,
    Merge,
    Request,
    Revoke,
    Split,
    Undo,
)
from shop.certification.act_rules import ActKind, GoodChange, Preview, Scope, Shown, compare
from shop.certification.act_writing import Effects, get_good
from shop.certification.models import Certificate, CertifiedGood, RegisterRow
from shop.certification.queries import certificate_in_force_at, get_certificate
from shop.certification.refusals import OutOfScope, ProducerElsewhere
from shop.certification.standing_on import get_undoable, root_of
from shop.database import allow_seconds, db
from shop.producers import Producer
from shop.values.dates import last_day_until
from shop.values.folding import vietnamese_sort_key

MANY = 2000
SECONDS_FOR_AN_IMPORT = 120


class Touched:
    """The goods that a request is about: a few by number, or all that the rows of an import speak of."""

    def __init__(self, good_ids: Iterable[int] = (), import_id: int | None = None) -> None:
        self.good_ids = set(good_ids)
        self.import_id = import_id
        if import_id is not None:
            allow_seconds(SECONDS_FOR_AN_IMPORT)

    def add(self, effects: Effects) -> None:
        """Goods that came to be meanwhile."""
        if "made_good" in effects.facts:
            self.good_ids.add(effects.facts["made_good"])

    def _within(self, column: Any) -> Any:
        if self.import_id is None:
            return column.in_(self.good_ids)
        rows = select(RegisterRow.good_id).where(RegisterRow.act_id == self.import_id)
        return column.in_(rows)

    def shown(self, at: datetime) -> dict[int, Shown]:
        """What shoppers are told of those that are certified at an instant."""
        query = (
            select(Certificate.good_id, Certificate.stars, Certificate.valid_until)
            .join(CertifiedGood, CertifiedGood.id == Certificate.good_id)
            .where(certificate_in_force_at(at), CertifiedGood.counts, self._within(Certificate.good_id))
        )
        return {good_id: Shown(stars, last_day_until(until)) for good_id, stars, until in db.session.execute(query)}

    def provinces(self) -> set[str | None]:
        """Where they lie."""
        query = select(CertifiedGood.province_code).where(self._within(CertifiedGood.id)).distinct()
        return set(db.session.scalars(query))

    def province_code(self) -> str | None:
        """The one province of all, if it is one."""
        found = self.provinces()
        return next(iter(found)) if len(found) == 1 else None


class Outcome:
    """What shoppers were told of the goods before an act, and what after it."""

    def __init__(self, before: Mapping[int, Shown], after: Mapping[int, Shown]) -> None:
        self._before, self._after = before, after
        # Counted without the names, which takes long for the goods of a large import.
        self.hides = len(before.keys() - after.keys())
        self.shows = len(after.keys() - before.keys())
        both = before.keys() & after.keys()
        self.shortens = sum(after[good_id].last_day < before[good_id].last_day for good_id in both)

    def write_down(self, act: RegisterAct) -> None:
        """How many of each kind, for the log and the audit."""
        act.hides, act.shortens, act.shows = self.hides, self.shortens, self.shows

    def preview(self) -> Preview:
        """What is different now, by name; of very many goods in the plain order of letters, which is fast."""
        pairs = compare(self._before, self._after)
        order: Callable[[str], Any] = vietnamese_sort_key if len(pairs) <= MANY else str
        changes = sorted((_change(row, *pairs[row.id]) for row in _goods(list(pairs))), key=lambda one: order(one.name))
        both = [one for one in changes if one.before and one.after]
        return Preview(
            appears=tuple(one for one in changes if one.before is None),
            disappears=tuple(one for one in changes if one.after is None),
            stars_change=tuple(one for one in both if one.stars_before != one.stars_after),
            days_change=tuple(one for one in both if one.last_day_before != one.last_day_after),
        )


CHUNK = 500


def _goods(good_ids: list[int]) -> Iterable[Any]:
    columns = select(
        CertifiedGood.id,
        CertifiedGood.slug,
        CertifiedGood.name,
        CertifiedGood.province_code,
        Producer.name.label("producer_name"),
    ).outerjoin(Producer)
    for start in range(0, len(good_ids), CHUNK):
        yield from db.session.execute(columns.where(CertifiedGood.id.in_(good_ids[start : start + CHUNK])))


def _change(row: Any, before: Shown | None, after: Shown | None) -> GoodChange:
    return GoodChange(row.id, row.slug, row.name, row.producer_name, row.province_code, before, after)


def touched_by(request: Request) -> Touched:
    """What it speaks of; refuses what is not there."""
    if isinstance(request, Undo):
        root, _ = root_of(get_undoable(request.act_id))
        return Touched(import_id=root.id) if root.kind == ActKind.IMPORT else Touched(root.good_ids)
    if isinstance(request, Extend | Revoke):
        return Touched(get_certificate(code).good_id for code in request.codes)
    if isinstance(request, Complete | CorrectCertificate):
        return Touched([get_certificate(request.code).good_id])
    if isinstance(request, Merge):
        return Touched([get_good(request.kept_id).id, get_good(request.gone_id).id])
    if isinstance(request, Award | CorrectGood | Split):
        return Touched([get_good(request.good_id).id])
    raise TypeError(request)


def check_scope(touched: Touched, scope: Scope) -> None:
    """Refuses OutOfScope where any of it is another province's; asked before an act and after it."""
    if scope.is_country:
        return
    for code in touched.provinces():
        if not scope.covers(code):
            raise OutOfScope(code)


def check_producer(request: Request, scope: Scope) -> None:
    """Refuses ProducerElsewhere: an officer of a province names its producers, those of no known place, the good's."""
    if scope.is_country or not isinstance(request, CorrectGood | Split) or request.producer_id is None:
        return
    producer = db.session.get(Producer, request.producer_id)
    is_own = get_good(request.good_id).producer_id == request.producer_id
    if producer and not is_own and producer.province_code not in (None, scope.province_code):
        raise ProducerElsewhere(producer.id)
