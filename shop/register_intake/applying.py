"""Doing what was looked at. Rows are written some at a time, so that shoppers write in between, and count all at once.

Until then nothing of them is seen. A worker that dies in the middle, or a register that changes meanwhile, leaves rows
that never counted; whoever goes on takes them away first.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Text, cast, select, update
from sqlalchemy.exc import IntegrityError

from shop import clock
from shop.certification import Signature
from shop.certification.staged_import import (
    REGISTER_TURN,
    ReadyImport,
    forget_import,
    list_unfinished_imports,
    make_plan_ready,
    register_edition,
)
from shop.database import db, room_for_many, take_turns, transaction
from shop.register_files import RegisterFile
from shop.register_intake.claims import Claim
from shop.register_intake.deciding import Frame
from shop.register_intake.models import RegisterUpload, RegisterUploadRow
from shop.register_intake.planning import UploadPlan, plan_upload
from shop.register_intake.rules import UploadState

LONGEST_WAIT = 60
SECONDS = 120
SECONDS_AT_ONCE = 0.2
# Longer than any writer who waits sleeps between two looks (`shop.database.session`).
SECONDS_FOR_OTHERS = 0.01
# How often the register may change under a plan before the officer is told so.
MOST_PLANS = 3


class RegisterMoved(Exception):
    """The register changed since the plan was made."""


@dataclass(frozen=True)
class Prepared:
    """A plan whose rows are ready to be written, as long as the register's edition is the one that it was made for."""

    version: str
    frame: Frame
    register_edition: str
    hides: int
    shows: int
    ready: ReadyImport

    def is_asked(self, version: str, frame: Frame) -> bool:
        """Is it the plan of that version, as it would be made on that day?"""
        return self.version == version and self.frame.today == frame.today


def prepare(upload_id: int, plan: UploadPlan, frame: Frame, alive: Callable[[], None]) -> Prepared:
    """Make a plan's rows ready; what the plan itself knew is forgotten. Only reads, takes seconds for a large file."""
    upload = db.session.get_one(RegisterUpload, upload_id)
    file = RegisterFile(upload.name, upload.sha256, upload.format, [], [], [])
    db.session.rollback()
    hides, shows = plan.totals["goods_disappear"], plan.totals["goods_appear"]
    stored = {row.id for row in plan.rows if row.planned and row.planned.is_stored}
    plan.forget_rows()  # their memory is wanted
    alive()
    ready = make_plan_ready(plan.core, file, _cells(upload_id, stored))
    db.session.rollback()
    return Prepared(plan.version, frame, plan.edition, hides, shows, ready)


def apply_upload(
    claim: Claim, frame: Frame, told: Callable[[int], None], prepared: Prepared | None = None
) -> UploadPlan | None:
    """Do the plan that was asked for. None when it is done; else the plan as it is now, to be looked at again.

    `prepared` is that plan where it was kept since it was made.
    """
    upload = db.session.get_one(RegisterUpload, claim.upload_id)
    asked, by = upload.asked_version, upload.asked_by or ""
    db.session.rollback()
    for _ in range(MOST_PLANS):
        _forget_half(claim)
        if prepared is None or not prepared.is_asked(asked, frame):
            plan = plan_upload(claim.upload_id, frame, told)
            if plan.version != asked:
                return plan
            prepared = prepare(claim.upload_id, plan, frame, claim.sign)
            del plan  # its memory is wanted
        signature = Signature(by, clock.now(), frame.province_code, prepared.hides, prepared.shows)
        try:
            _write(claim, prepared, signature)
        except (RegisterMoved, IntegrityError):
            prepared = None
            continue
        return None
    _forget_half(claim)
    return plan_upload(claim.upload_id, frame, told)


def forget_left_over(alive: Callable[[], None]) -> None:
    """Take away the rows of imports that nobody finishes: their file is not being applied, or begins anew.

    `alive` is called within each of the transactions.
    """
    for act_id in list_left_over():
        with transaction():
            db.session.execute(update(RegisterUpload).where(RegisterUpload.act_id == act_id).values(act_id=None))
        _some_at_a_time(forget_import(act_id), alive)


def list_left_over() -> list[int]:
    """The acts of imports that nobody finishes."""
    is_applied = (RegisterUpload.state == UploadState.APPLYING) & RegisterUpload.act_id.is_not(None)
    found = list_unfinished_imports(select(RegisterUpload.act_id).where(is_applied))
    db.session.rollback()
    return found


def _forget_half(claim: Claim) -> None:
    with transaction():
        claim.write(act_id=None)
    forget_left_over(claim.write)


def _write(claim: Claim, prepared: Prepared, signature: Signature) -> None:
    ready = prepared.ready
    with transaction(seconds=SECONDS):
        _check(prepared.register_edition)
        claim.write(act_id=ready.open(signature))
    _some_at_a_time(ready.write_rows(signature), claim.write)
    with transaction(seconds=SECONDS):
        take_turns(REGISTER_TURN, LONGEST_WAIT)
        _check(prepared.register_edition)
        with room_for_many():
            ready.let_count(signature)
        claim.end(state=UploadState.APPLIED, ended_at=signature.at, ended_by=signature.by)


def _check(edition: str) -> None:
    if register_edition() != edition:
        raise RegisterMoved


def _some_at_a_time(steps: Iterator[None], alive: Callable[[], None]) -> None:
    """As many steps as fit into a short transaction, then a while in which others can write, and so on."""
    are_left = True
    while are_left:
        with transaction(seconds=SECONDS), room_for_many():
            alive()
            ends_at = clock.monotonic() + SECONDS_AT_ONCE
            are_left = any(clock.monotonic() >= ends_at for _ in steps)
        let_others_write()


def let_others_write() -> None:
    """Between two transactions."""
    time.sleep(SECONDS_FOR_OTHERS)


def _cells(upload_id: int, row_ids: Collection[int]) -> Iterator[str]:
    """The printed cells of these rows in the order of the file, as they are kept."""
    cells = cast(RegisterUploadRow.cells, Text)  # not to be read and written again
    query = select(RegisterUploadRow.id, cells).where(RegisterUploadRow.upload_id == upload_id)
    rows = db.session.execute(query.order_by(RegisterUploadRow.position).execution_options(yield_per=2_000))
    return (text for row_id, text in rows if row_id in row_ids)
