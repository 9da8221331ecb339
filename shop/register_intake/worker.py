"""The work on uploads, step by step: read, plan, apply. Any process may do it, several at once, and die at any point.

Every step begins from what the step before left whole in the database, and ends in one transaction that moves the
upload on, provided nobody changed it meanwhile.
"""

from __future__ import annotations

import logging
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import select

from shop import clock
from shop.database import change_rows, db, transaction
from shop.register_intake.ahead import Ahead
from shop.register_intake.applying import apply_upload, forget_left_over, list_left_over, prepare
from shop.register_intake.claims import Claim, ClaimLost, claim_next, signing
from shop.register_intake.deciding import Frame
from shop.register_intake.models import RegisterUpload, RegisterUploadRow
from shop.register_intake.planning import UploadPlan, plan_upload
from shop.register_intake.rules import WORKED_ON, Notice, UploadState
from shop.register_intake.staging import read_upload
from shop.values.collecting import seldom_collected
from shop.values.dates import vietnam_day

BATCH = 2_500

log = logging.getLogger(__name__)


def work_on_uploads(media_dir: Path, ahead: Ahead | None = None) -> int:
    """Do all the work that waits, one step after another; how many steps were done.

    A process that lives on gives an `Ahead`, in which the plan made last waits for being asked for.
    """
    steps = 0
    forget_left_over(lambda: None)
    while (claim := claim_next(clock.now_elsewhere())) is not None:
        try:
            with seldom_collected():
                _step(claim, media_dir, ahead or Ahead(), looks_ahead=ahead is not None)
        except ClaimLost:
            log.info("upload %s was changed or taken over meanwhile", claim.upload_id)
            db.session.rollback()
            forget_left_over(lambda: None)
        except BaseException:
            claim.let_go()
            raise
        finally:
            db.session.rollback()
        steps += 1
    return steps


def uploads_wait() -> bool:
    """Whether there is work that nobody does: also to take away what was entered in part of a file given up."""
    free = RegisterUpload.claim.is_(None) | (RegisterUpload.claimed_until < clock.now_elsewhere())
    found = db.session.scalar(select(RegisterUpload.id).where(RegisterUpload.state.in_(WORKED_ON), free).limit(1))
    db.session.rollback()
    return found is not None or bool(list_left_over())


def _step(claim: Claim, media_dir: Path, ahead: Ahead, *, looks_ahead: bool) -> None:
    frame, found = _frame(claim, clock.now()), ahead.take(claim)
    if claim.state is UploadState.READING:
        draft = read_upload(claim, media_dir, frame, decides=looks_ahead)
        if draft is not None:
            ahead.keep_draft(claim, draft)
        return
    if claim.state is UploadState.PLANNING:
        plan = plan_upload(claim.upload_id, frame, signing(claim), found.take_draft())
        _keep(claim, plan, Notice.NONE)
        if looks_ahead and _can_be_asked_for(plan):
            ahead.keep(claim, prepare(claim.upload_id, plan, frame, lambda: None))
        return
    changed = apply_upload(claim, frame, signing(claim), found.prepared)
    if changed is not None:
        _keep(claim, changed, Notice.CHANGED)


def _can_be_asked_for(plan: UploadPlan) -> bool:
    return bool(plan.totals["stored"]) and not (plan.totals["refused"] or plan.totals["open"])


def _frame(claim: Claim, at: datetime) -> Frame:
    province_code = db.session.scalar(select(RegisterUpload.province_code).where(RegisterUpload.id == claim.upload_id))
    db.session.rollback()
    return Frame(province_code, at, vietnam_day(at))


def _keep(claim: Claim, plan: UploadPlan, notice: Notice) -> None:
    """Write down what changed in the plan, some rows at a time, and then that it is there."""
    changed = plan.changed
    while some := list(islice(changed, BATCH)):
        with transaction():
            claim.write()
            change_rows(RegisterUploadRow, ("marks", "plan", "planned_as"), [(*kept, row.id) for row, kept in some])
    with transaction():
        claim.end(
            state=UploadState.READY,
            plan_version=plan.version,
            totals=plan.totals,
            rows_decided=len(plan.rows),
            notice=notice,
        )
