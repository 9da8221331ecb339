"""Statements of a fair: what each producer's goods and money did there, frozen when it is closed, to be signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import selectinload

from shop.database import db
from shop.fairs import (
    Booth,
    BoothDevice,
    BoothSession,
    Fair,
    QuarantinedSale,
    close_fair,
    get_fair,
)
from shop.settlement.booking import book_everything
from shop.settlement.fair_goods import PackAtFair, ProducerAtFair, list_producers_at_fair
from shop.settlement.fair_models import Compensation, FairStatement, FairStatementLine
from shop.settlement.fair_rules import FairGoods
from shop.settlement.models import LedgerTransaction
from shop.settlement.refusals import FairNotReady
from shop.values.folding import tidy


@dataclass(frozen=True)
class Unready:
    """Why figures of a fair may still change: how many of each wait.

    Things in quarantine, devices that told of unsent sales, sessions that are open or do not agree with what came,
    packs that were made good to their producer and are not missing any more.
    """

    quarantined: int
    unsent_devices: int
    open_sessions: int
    disagreeing_sessions: int
    made_good_and_found: int

    def __bool__(self) -> bool:
        """Is there anything?"""
        return any(asdict(self).values())


def what_is_unready(fair_id: int) -> Unready:
    """What a person should look at before a fair is closed."""
    quarantined = select(func.count(QuarantinedSale.id)).where(
        QuarantinedSale.fair_id == fair_id, QuarantinedSale.settled_at.is_(None)
    )
    unsent = (
        select(func.count(BoothDevice.id))
        .join(Booth, Booth.id == BoothDevice.booth_id)
        .where(Booth.fair_id == fair_id, BoothDevice.unsent_count > 0)
    )
    sessions = select(func.count(BoothSession.id)).where(BoothSession.fair_id == fair_id)
    still_open = sessions.where(BoothSession.closed_at.is_(None))
    disagree = sessions.where(BoothSession.closed_at.is_not(None), BoothSession.manifest_agrees.is_(False))
    counts = [db.session.scalar(query) or 0 for query in (quarantined, unsent, still_open, disagree)]
    return Unready(*counts, *[_made_good_and_found(fair_id)])


def settle_fair(fair_id: int, *, despite: str, by: str, at: datetime) -> list[FairStatement]:
    """Close a fair and freeze the statement of every producer who had goods there; those that were made just now.

    A fair that was closed before and opened again gives another edition to those with whom something changed. Refuses
    NoSuchFair, FairClosed, GoodsStillOut, and FairNotReady unless there is a reason to close it `despite` that.
    """
    unready = what_is_unready(fair_id)
    if unready and not tidy(despite):
        raise FairNotReady(fair_id)
    # It lets no sale come in between what is booked and what is counted.
    close_fair(fair_id, at=at)
    book_everything(at)
    fair, end = get_fair(fair_id), db.session.scalar(select(func.max(LedgerTransaction.id))) or 0
    latest = {one.producer_id: one for one in list_fair_statements(fair_id)}
    made = []
    for producer in list_producers_at_fair(fair_id):
        before = latest.get(producer.producer_id)
        if before is None or _says_otherwise(before, producer):
            statement = _head_of(fair, producer, before.edition + 1 if before else 1)
            statement.last_transaction_id, statement.made_by, statement.made_at = end, by, at
            made.append(_freeze(statement, producer))
    return made


def list_fair_statements(fair_id: int, *, producer_id: int | None = None) -> Sequence[FairStatement]:
    """The latest edition of every statement of a fair with its lines (or of the one producer), by name."""
    query = select(FairStatement).where(FairStatement.fair_id == fair_id)
    if producer_id is not None:
        query = query.where(FairStatement.producer_id == producer_id)
    query = query.order_by(FairStatement.producer_name, FairStatement.producer_id, FairStatement.edition)
    latest = {one.producer_id: one for one in db.session.scalars(query.options(selectinload(FairStatement.lines)))}
    return list(latest.values())


def list_statements_at_fairs(producer_id: int) -> Sequence[FairStatement]:
    """Every edition of a producer's statements of fairs without lines, the latest first."""
    query = select(FairStatement).where(FairStatement.producer_id == producer_id)
    return db.session.scalars(query.order_by(FairStatement.id.desc())).all()


def find_fair_statement(fair_id: int, producer_id: int, edition: int | None = None) -> FairStatement | None:
    """One statement with its lines, the latest edition unless another is asked for."""
    query = select(FairStatement).where(FairStatement.fair_id == fair_id, FairStatement.producer_id == producer_id)
    if edition is not None:
        query = query.where(FairStatement.edition == edition)
    query = query.order_by(FairStatement.edition.desc()).limit(1)
    return db.session.scalar(query.options(selectinload(FairStatement.lines)))


def came_after(statement: FairStatement) -> FairGoods | None:
    """What changed since a statement was frozen, as a sale that was sent late; None where nothing did."""
    frozen = sum((line.goods for line in statement.lines), FairGoods())
    found = list_producers_at_fair(statement.fair_id, producer_id=statement.producer_id)
    now = sum((one.goods for one in found), FairGoods())
    return None if now == frozen else now - frozen


def _made_good_and_found(fair_id: int) -> int:
    """Packs of which more was made good than is missing now, as where a sale came late: its producer has both."""
    query = select(Compensation.producer_id, Compensation.variant_id, func.sum(Compensation.quantity))
    query = query.where(Compensation.fair_id == fair_id).group_by(Compensation.producer_id, Compensation.variant_id)
    made_good = {(producer_id, variant_id): int(many) for producer_id, variant_id, many in db.session.execute(query)}
    if not made_good:
        return 0
    return sum(
        made_good.get((producer.producer_id, pack.variant_id), 0) > max(0, pack.goods.missing)
        for producer in list_producers_at_fair(fair_id)
        for pack in producer.packs
    )


def _says_otherwise(statement: FairStatement, producer: ProducerAtFair) -> bool:
    return {line.variant_id: line.goods for line in statement.lines} != {
        pack.variant_id: pack.goods for pack in producer.packs
    }


def _head_of(fair: Fair, producer: ProducerAtFair, edition: int) -> FairStatement:
    goods = producer.goods
    return FairStatement(
        fair_id=fair.id,
        producer_id=producer.producer_id,
        edition=edition,
        producer_name=producer.name,
        fair_name=fair.name,
        fair_name_en=fair.name_en,
        place=fair.place,
        first_day=fair.starts_on,
        last_day=fair.ends_on,
        cash_vnd=goods.cash_vnd,
        transfer_vnd=goods.transfer_vnd,
        commission_vnd=goods.commission_vnd,
        compensated_vnd=goods.compensated_vnd,
        owed_vnd=goods.owed_vnd,
    )


def _freeze(statement: FairStatement, producer: ProducerAtFair) -> FairStatement:
    db.session.add(statement)
    db.session.flush()
    rows = [_line(pack, seq) for seq, pack in enumerate(producer.packs, 1)]
    db.session.execute(insert(FairStatementLine), [{"statement_id": statement.id, **row} for row in rows])
    return statement


def _line(pack: PackAtFair, seq: int) -> dict[str, object]:
    names = {name: getattr(pack, name) for name in ("variant_id", "name_vi", "name_en", "pack_vi", "pack_en")}
    return {"seq": seq, **names, **asdict(pack.goods)}
