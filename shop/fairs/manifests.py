"""A closed session's log as the device has it, held against what came here: equal, or the gaps are named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select, update

from shop.database import db
from shop.fairs.device_log import numbers_present
from shop.fairs.quarantine import SALE
from shop.fairs.sale_models import BoothSale, BoothSession, DrawerMove, QuarantinedSale
from shop.fairs.sale_rules import SaleKind, TaskKind, Tender, missing_numbers
from shop.fairs.tasks import BY_ITSELF, TaskAbout, open_task, reopen_task_of, resolve_task_of

MOST_NAMED = 1_000
CAME_LATER = "came_later"


@dataclass(frozen=True)
class Comparison:
    """What came here of a session; `missing` and `held` (in quarantine) name numbers of the device's log."""

    agrees: bool
    missing: tuple[int, ...]
    held: tuple[int, ...]
    count: int
    sum_vnd: int
    last_seq: int
    hash: str

    @property
    def plain(self) -> dict[str, Any]:
        """As the device is told."""
        return {
            "agrees": self.agrees,
            "missing": list(self.missing[:MOST_NAMED]),
            "quarantined": list(self.held[:MOST_NAMED]),
            "count": self.count,
            "sum_vnd": self.sum_vnd,
            "last_seq": self.last_seq,
            "hash": self.hash,
        }


@dataclass(frozen=True)
class SessionCash:
    """The drawer of a session in dong: what lay in it, came and went by the sales that are here, and was counted."""

    float_vnd: int
    sold_vnd: int
    given_back_vnd: int
    put_in_vnd: int
    taken_out_vnd: int
    counted_vnd: int | None

    @property
    def expected_vnd(self) -> int:
        """What should lie in it."""
        return self.float_vnd + self.sold_vnd - self.given_back_vnd + self.put_in_vnd - self.taken_out_vnd

    @property
    def difference_vnd(self) -> int | None:
        """Counted less expected; None while it is not counted."""
        return None if self.counted_vnd is None else self.counted_vnd - self.expected_vnd


@dataclass(frozen=True)
class _Entry:
    """An entry of the log as the device told it, recorded or held."""

    seq: int | None
    signed_vnd: int
    seal: str
    is_held: bool


def compare_with_manifest(session: BoothSession) -> Comparison:
    """What is here of a closed session, held against what its device says."""
    told = session.manifest
    entries = _entries_of(session)
    first, last = told["first_seq"], told["last_seq"]
    there = numbers_present(session.device_id, first, last) if last else set()
    missing = missing_numbers(there, first, last) if last else []
    held = sorted(entry.seq for entry in entries if entry.is_held and entry.seq is not None)
    highest = max((entry for entry in entries if entry.seq), key=lambda entry: entry.seq or 0, default=None)
    count, total = len(entries), sum(entry.signed_vnd for entry in entries)
    last_seq, seal = (highest.seq or 0, highest.seal) if highest else (0, "")
    agrees = not missing and (count, total, last_seq, seal) == (
        told["count"],
        told["sum_vnd"],
        told["last_seq"],
        told["hash"],
    )
    return Comparison(agrees, tuple(missing), tuple(held), count, total, last_seq, seal)


def compare_anew(session: BoothSession, *, at: datetime) -> Comparison:
    """The same, written down: who answers for the fair is told of what disagrees, until it agrees."""
    found = compare_with_manifest(session)
    changed = update(BoothSession).where(BoothSession.id == session.id)
    values = {"manifest_agrees": found.agrees, "compared_at": at}
    db.session.execute(changed.values(**values).execution_options(synchronize_session=False))
    key = f"session:{session.id}:{TaskKind.MANIFEST_DISAGREES}"
    about = TaskAbout(session.booth_id, session.device_id, booth_session_id=session.id, detail=found.plain)
    if found.agrees:
        resolve_task_of(key, outcome=CAME_LATER, by=BY_ITSELF, at=at)
        _ask_for_difference(session, at)
    elif not open_task(key, TaskKind.MANIFEST_DISAGREES, session.fair_id, about, at=at):
        reopen_task_of(key, found.plain)
    return found


def compare_closed(session_ids: Iterable[str], *, at: datetime) -> None:
    """Compare closed sessions anew of which something came late."""
    wanted = {session_id for session_id in session_ids if session_id}
    query = select(BoothSession).where(BoothSession.session_id.in_(wanted), BoothSession.closed_at.is_not(None))
    for session in db.session.scalars(query).all() if wanted else ():
        compare_anew(session, at=at)


def session_cash(session: BoothSession) -> SessionCash:
    """The drawer of a session by what is here now; two statements."""
    sold, back = _sums(
        select(
            _sum_where(BoothSale.kind == SaleKind.SALE, BoothSale.total_vnd),
            _sum_where(BoothSale.kind != SaleKind.SALE, BoothSale.total_vnd),
        ).where(
            BoothSale.session_id == session.session_id,
            BoothSale.device_id == session.device_id,
            # As in the books: what was sold for nothing that is named should lie in the drawer.
            BoothSale.tender != Tender.VIETQR,
        )
    )
    put_in, taken_out = _sums(
        select(
            _sum_where(DrawerMove.kind == "in", DrawerMove.amount_vnd),
            _sum_where(DrawerMove.kind == "out", DrawerMove.amount_vnd),
        ).where(DrawerMove.booth_session_id == session.id)
    )
    return SessionCash(session.float_vnd, sold, back, put_in, taken_out, session.counted_vnd)


def _entries_of(session: BoothSession) -> list[_Entry]:
    """What is here of the session's log, each entry once, with what the device told of it."""
    of_session = (BoothSale.session_id == session.session_id, BoothSale.device_id == session.device_id)
    # What a person took out of quarantine may tell something else than the device did.
    by_person = select(QuarantinedSale.booth_sale_id).where(
        QuarantinedSale.device_id == session.device_id, QuarantinedSale.booth_sale_id.is_not(None)
    )
    recorded = select(BoothSale).where(*of_session, BoothSale.id.not_in(by_person))
    found = [_Entry(sale.seq, sale.signed_total_vnd, sale.hash, False) for sale in db.session.scalars(recorded)]
    held = select(QuarantinedSale).where(
        QuarantinedSale.what == SALE,
        QuarantinedSale.session_id == session.session_id,
        QuarantinedSale.device_id == session.device_id,
    )
    # Another body of an entry that is recorded is no entry of its own.
    numbers = {entry.seq for entry in found if entry.seq is not None}
    for one in db.session.scalars(held.order_by(QuarantinedSale.id)):
        if one.seq is None or one.seq not in numbers:
            found.append(_Entry(one.seq, one.total_vnd or 0, one.hash, True))
            numbers |= {one.seq} if one.seq is not None else set()
    return found


def _ask_for_difference(session: BoothSession, at: datetime) -> None:
    """What was counted is compared when all is here, and nothing of it waits for a person."""
    waits = select(QuarantinedSale.id).where(
        QuarantinedSale.session_id == session.session_id, QuarantinedSale.settled_at.is_(None)
    )
    if db.session.scalar(waits.limit(1)) is not None:
        return
    cash = session_cash(session)
    key = f"session:{session.id}:{TaskKind.DIFFERENCE_UNEXPLAINED}"
    if not cash.difference_vnd or session.difference_reason:
        return
    detail = {"counted_vnd": cash.counted_vnd, "expected_vnd": cash.expected_vnd, "told_vnd": session.expected_vnd}
    about = TaskAbout(session.booth_id, session.device_id, booth_session_id=session.id, detail=detail)
    open_task(key, TaskKind.DIFFERENCE_UNEXPLAINED, session.fair_id, about, at=at)


def _sum_where(condition: Any, amount: Any) -> Any:
    return func.coalesce(func.sum(case((condition, amount), else_=0)), 0)


def _sums(query: Any) -> tuple[int, int]:
    one, other = db.session.execute(query).one()
    return int(one), int(other)
