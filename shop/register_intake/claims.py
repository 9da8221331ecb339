"""Who works on which upload: a worker claims one, says again and again that it lives, and lets go of it in the end.

A claim that was not renewed for a while is a dead worker's: the next one takes the upload up from its last whole step.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update

from shop import clock
from shop.database import changed_one, db, transaction
from shop.register_intake.models import RegisterUpload
from shop.register_intake.rules import CLAIM_KEPT, MOST_TRIES, WORKED_ON, UploadState

SECONDS_BETWEEN_SIGNS = 1.0


class ClaimLost(Exception):
    """The upload was cancelled, changed or taken over meanwhile: whatever was being made of it is of no use."""


@dataclass
class Claim:
    """One worker's hold on one upload, as it stood when it was claimed."""

    upload_id: int
    key: str
    state: UploadState
    edition: int
    _signed_at: float = 0.0

    def holds(self) -> Any:
        """The condition under which its work still counts."""
        return (
            (RegisterUpload.id == self.upload_id)
            & (RegisterUpload.claim == self.key)
            & (RegisterUpload.edition == self.edition)
            & (RegisterUpload.state == self.state)
        )

    def write(self, **values: Any) -> None:
        """Change the upload within the running transaction. Raises ClaimLost."""
        later = clock.now_elsewhere() + CLAIM_KEPT
        statement = update(RegisterUpload).where(self.holds()).values(claimed_until=later, **values)
        if not changed_one(statement.execution_options(synchronize_session=False)):
            raise ClaimLost

    def sign(self, **values: Any) -> None:
        """Say that one lives, and how far one is: once a second at most, in a transaction of its own."""
        if clock.monotonic() - self._signed_at < SECONDS_BETWEEN_SIGNS:
            return
        self._signed_at = clock.monotonic()
        with transaction():
            self.write(**values)

    def let_go(self) -> None:
        """The worker ends in the middle of a step: the next one need not wait until that is noticed."""
        db.session.rollback()
        statement = update(RegisterUpload).where(self.holds()).values(claim=None, claimed_until=None)
        with transaction():
            db.session.execute(statement.execution_options(synchronize_session=False))

    def end(self, **values: Any) -> None:
        """Note what came of the work and let go, within the running transaction."""
        self.write(claim=None, tries=0, **values)


def claim_next(at: datetime) -> Claim | None:
    """Take up the upload that waited longest; None where none waits, or another worker was quicker."""
    free = or_(RegisterUpload.claim.is_(None), RegisterUpload.claimed_until < at)
    waiting = (
        select(RegisterUpload.id, RegisterUpload.state, RegisterUpload.edition, RegisterUpload.tries)
        .where(RegisterUpload.state.in_(WORKED_ON), free)
        .order_by(RegisterUpload.id)
    )
    # Quick wishes before files that are still to be read, which may take long.
    found = sorted(db.session.execute(waiting), key=lambda row: (row.state == UploadState.READING, row.id))
    db.session.rollback()
    for row in found:
        claim = Claim(row.id, secrets.token_hex(16), UploadState(row.state), row.edition)
        if _take(claim, free, row.tries, at):
            return claim
    return None


def _take(claim: Claim, free: Any, tries: int, at: datetime) -> bool:
    """Make the claim one's own; an upload on which workers died again and again is given up."""
    mine = (RegisterUpload.id == claim.upload_id) & (RegisterUpload.edition == claim.edition)
    gives_up = tries >= MOST_TRIES
    values: dict[str, Any] = {"claim": claim.key, "claimed_until": at + CLAIM_KEPT, "tries": tries + 1}
    if gives_up:
        values = {"claim": None, "state": UploadState.FAILED, "ended_at": clock.now()}
    statement = update(RegisterUpload).where(mine, RegisterUpload.state == claim.state, free).values(**values)
    with transaction():
        is_mine = changed_one(statement.execution_options(synchronize_session=False))
    return is_mine and not gives_up


def signing(claim: Claim, every: int = 500) -> Callable[[int], None]:
    """A function that is told how many rows were decided, and says now and then that the worker lives."""

    def told(count: int) -> None:
        if count % every == 0:
            claim.sign(rows_decided=count)

    return told
