"""Which picture of the register a process shows.

A small register is painted anew by whoever asks first after a change. A large one takes seconds: it is painted beside
the requests, and meanwhile the last picture is shown with everything set right that could be said wrongly of a good
as certified, and with the goods of the acts since then as they are now. Nothing in it is certified that is not.
"""

from __future__ import annotations

import logging
from bisect import insort
from dataclasses import replace
from datetime import datetime
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from shop.certification.act_models import RegisterAct, RegisterActGood
from shop.certification.models import Certificate, CertifiedGood
from shop.certification.queries import certificate_in_force_at
from shop.certification.register_painting import (
    edges_around,
    last_turn,
    paint,
    paint_goods,
    place_in_list,
)
from shop.certification.register_picture import RegisterEntry, RegisterPicture
from shop.certification.rules import Standing
from shop.database import db, known_public_version, read_versions, run_aside, snapshot
from shop.values.dates import last_day_until

# So many goods are painted in less time than anybody notices.
MOST_AT_ONCE = 5_000
# Goods of acts since the last picture that are painted at once; an import's are not among them.
MOST_ACTED = 2_000

log = logging.getLogger(__name__)


def register_picture(at: datetime) -> RegisterPicture:
    """The register as it stands at an instant; no statement while the picture kept by this process is still right."""
    keeper = _keepers.get(db.engine)
    if keeper is None:
        with _first:
            keeper = _keepers.setdefault(db.engine, _Keeper())
    return keeper.picture(at)


def provisional_pictures() -> int:
    """How often a picture was given out that is not whole; what was made meanwhile must not be kept."""
    keeper = _keepers.get(db.engine)
    return keeper.provisional if keeper else 0


class _Keeper:
    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: RegisterPicture | None = None
        self._is_painting = False
        self.provisional = 0

    def picture(self, at: datetime) -> RegisterPicture:
        """One that covers the instant and the version that this process knows."""
        version, kept = known_public_version(), self._kept
        if kept is None or not kept.covers(version, at):
            # One painter at a time: the others wait for the picture, instead of each painting the same.
            with self._lock:
                kept = self._kept
                if kept is None or not kept.covers(version, at):
                    with snapshot() as session:
                        kept = self._kept = _made_anew(session, kept, at)
        if not kept.is_whole:
            self.provisional += 1
            self._paint_aside(at)
        return kept

    def _paint_aside(self, at: datetime) -> None:
        with self._lock:
            if self._is_painting:
                return
            self._is_painting = True
        run_aside(lambda: self._paint(at), "register-painter")

    def _paint(self, at: datetime) -> None:
        try:
            with snapshot() as session:
                # What changed meanwhile is seen by whoever asks next.
                self._kept = paint(session, at)
        except SQLAlchemyError:
            log.warning("the register could not be painted; the next request tries again")
        finally:
            self._is_painting = False


_keepers: WeakKeyDictionary[Engine, _Keeper] = WeakKeyDictionary()
_first = Lock()


def _made_anew(session: Session, kept: RegisterPicture | None, at: datetime) -> RegisterPicture:
    """The picture for an instant: the one that is kept where it still holds, else a whole one, or one by parts."""
    version, register = read_versions(session)
    if kept is not None and kept.register == register and kept.is_in_time(at):
        return replace(kept, version=version)
    if kept is None or _is_small(session):
        return paint(session, at)
    return _set_right(session, kept, at)


def _is_small(session: Session) -> bool:
    """As it is now: an import may have made a large register of a small one."""
    return (session.scalar(select(func.count()).select_from(CertifiedGood)) or 0) <= MOST_AT_ONCE


def _set_right(session: Session, kept: RegisterPicture, at: datetime) -> RegisterPicture:
    """The picture before, with what can no longer be said of its goods painted anew; goods may be missing."""
    version, register = read_versions(session)
    doubtful = _said_wrongly(session, kept, at) | _acted_on(session, kept.turn)
    entries = [entry for entry in kept.entries if entry.good_id not in doubtful]
    for entry in paint_goods(session, at, doubtful):
        insort(entries, entry, key=place_in_list)
    good_from, good_until = edges_around(session, at)
    return replace(
        kept,
        version=version,
        register=register,
        turn=last_turn(session),
        made_for=at,
        good_from=good_from,
        good_until=good_until,
        entries=tuple(entries),
        is_whole=False,
    )


def _said_wrongly(session: Session, kept: RegisterPicture, at: datetime) -> set[int]:
    """The goods shown as certified that are not, or are by another certificate or until another day."""
    columns = (Certificate.good_id, Certificate.code, Certificate.stars, Certificate.valid_until)
    query = (
        select(*columns)
        .join(CertifiedGood)
        .where(certificate_in_force_at(at), CertifiedGood.counts)
        .order_by(Certificate.first_day, Certificate.id)
    )
    true_now = {good_id: said for good_id, *said in session.execute(query)}  # the latest recognition is the last
    shown = (entry for entry in kept.entries if entry.standing is Standing.CERTIFIED)
    return {entry.good_id for entry in shown if not _agrees(entry, true_now.get(entry.good_id))}


def _agrees(entry: RegisterEntry, said: list[object] | None) -> bool:
    if said is None:
        return False
    code, stars, until = said
    return (code, stars) == (entry.code, entry.stars) and last_day_until(until) == entry.last_day


def _acted_on(session: Session, turn: int) -> set[int]:
    """The goods of the acts since a turn, as far as they are few."""
    query = (
        select(RegisterActGood.good_id)
        .join(RegisterAct, RegisterAct.id == RegisterActGood.act_id)
        .where(RegisterAct.turn > turn)
        .order_by(RegisterAct.turn.desc())
        .limit(MOST_ACTED)
    )
    return set(session.scalars(query))
