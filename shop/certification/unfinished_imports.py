"""Imports that were entered in part, by a worker that died or for a file that was cancelled: taken away again.

Nothing of them ever counted, so nothing of the register's past is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.exc import IntegrityError

from shop.certification.act_models import RegisterAct
from shop.certification.act_rules import ActState
from shop.certification.models import CertifiedGood, GoodPlace, is_being_entered
from shop.certification.register_store import NEW_PRODUCERS
from shop.database import attempt, db
from shop.producers import Producer

AT_ONCE = 2_000


def list_unfinished_imports(at_work: Select[Any]) -> list[int]:
    """The acts that were never entered to the end; `at_work` asks for the numbers of those that still are. One
    statement, so that none is seen in between.
    """
    query = select(RegisterAct.id).where(RegisterAct.state == ActState.WRITING, RegisterAct.id.not_in(at_work))
    return list(db.session.scalars(query.order_by(RegisterAct.id)))


def forget_import(act_id: int) -> Iterator[None]:
    """Take some rows away at each turn, within the transaction that runs then, and in the end the act itself."""
    goods = select(CertifiedGood.id).where(is_being_entered, CertifiedGood.act_id == act_id)
    while ids := db.session.scalars(goods.order_by(CertifiedGood.id).limit(AT_ONCE)).all():
        db.session.execute(delete(GoodPlace).where(GoodPlace.good_id.in_(ids)))
        db.session.execute(delete(CertifiedGood).where(CertifiedGood.id.in_(ids)))
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
