"""Rows of imports that do not count yet: all counted at once when the last one is written, or taken away again.

Taken away are those of a worker that died, and of a file that was cancelled. Nothing of them ever counted, so nothing
of the register's past is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from math import isqrt
from typing import Any

from sqlalchemy import ColumnElement, Select, case, delete, literal, select, update
from sqlalchemy.exc import IntegrityError

from shop.certification.act_models import RegisterAct
from shop.certification.act_rules import ActState
from shop.certification.models import Certificate, CertifiedGood, GoodPlace, RegisterImport, RegisterRow
from shop.database import attempt, count_changed, db
from shop.producers import Producer

AT_ONCE = 2_000
# Among the facts of an import while it is being entered: the producers that it brings.
NEW_PRODUCERS = "new_producers"


def let_rows_count(act_id: int, ends: Mapping[date, datetime]) -> None:
    """All rows that an import wrote count from now on; its certificates, which were empty until then, end as `ends`
    says for each of their last days.

    The one thing that nobody can write beside: no row is added, and each is changed once.
    """
    for table in (CertifiedGood, RegisterImport, RegisterRow):
        count_changed(update(table).where(table.withdrawn_by_id == act_id).values(withdrawn_by_id=None))
    if ends:
        counted = update(Certificate).where(Certificate.withdrawn_by_id == act_id)
        count_changed(counted.values(withdrawn_by_id=None, valid_until=_end(ends)))


def _end(ends: Mapping[date, datetime]) -> ColumnElement[Any]:
    """The end that belongs to a certificate's last day: first which part of the days, then which of these, as a
    database looks through the cases one by one, for every row.
    """
    days, instant = sorted(ends), Certificate.valid_until.type
    size = isqrt(len(days)) + 1
    parts = [days[start : start + size] for start in range(0, len(days), size)]
    return case(
        *(
            (
                Certificate.last_day <= part[-1],
                case({day: literal(ends[day], instant) for day in part}, value=Certificate.last_day),
            )
            for part in parts
        )
    )


def list_unfinished_imports(at_work: Select[Any]) -> list[int]:
    """The acts that were never entered to the end; `at_work` asks for the numbers of those that still are. One
    statement, so that none is seen in between.
    """
    query = select(RegisterAct.id).where(RegisterAct.state == ActState.WRITING, RegisterAct.id.not_in(at_work))
    return list(db.session.scalars(query.order_by(RegisterAct.id)))


def forget_import(act_id: int) -> Iterator[None]:
    """Take some rows away at each turn, within the transaction that runs then, and in the end the act itself."""
    for table in (RegisterRow, RegisterImport, Certificate, CertifiedGood):  # what refers to another goes first
        written = select(table.id).where(table.is_being_entered, table.act_id == act_id)
        while ids := db.session.scalars(written.order_by(table.id).limit(AT_ONCE)).all():
            if table is CertifiedGood:
                db.session.execute(delete(GoodPlace).where(GoodPlace.good_id.in_(ids)))
            db.session.execute(delete(table).where(table.id.in_(ids)))
            yield
    act = db.session.get(RegisterAct, act_id, populate_existing=True)
    producer_ids = act.facts.get(NEW_PRODUCERS, []) if act else []
    for start in range(0, len(producer_ids), AT_ONCE):
        _forget_producers(producer_ids[start : start + AT_ONCE])
        yield
    db.session.execute(delete(RegisterAct).where(RegisterAct.id == act_id, RegisterAct.state == ActState.WRITING))
    yield


def _forget_producers(ids: list[int]) -> None:
    """Unless somebody refers to one of them meanwhile: nobody finds them, and they may stay."""
    try:
        with attempt():
            db.session.execute(delete(Producer).where(Producer.id.in_(ids)))
    except IntegrityError:
        return
