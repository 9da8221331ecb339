"""Doing what was looked at, all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from sqlalchemy import Text, cast, select

from shop import clock
from shop.certification import RegisterFile, Signature
from shop.certification.staged_import import ReadyImport, make_plan_ready, register_edition
from shop.database import db, take_turns, transaction
from shop.register_intake.claims import Claim
from shop.register_intake.models import RegisterUpload, RegisterUploadRow
from shop.register_intake.planning import Frame, UploadPlan, plan_upload
from shop.register_intake.rules import UploadState

REGISTER_TURN = 1
LONGEST_WAIT = 60
SECONDS = 120
# How often the register may change under a plan before the officer is told so.
MOST_PLANS = 3


class RegisterMoved(Exception):
    """The register changed since the plan was made."""


def apply_upload(claim: Claim, frame: Frame, told: Callable[[int], None]) -> UploadPlan | None:
    """Do the plan that was asked for. None when it is done; else the plan as it is now, to be looked at again."""
    upload = db.session.get_one(RegisterUpload, claim.upload_id)
    asked, file, by = upload.asked_version, _file_of(upload), upload.asked_by or ""
    db.session.rollback()
    for _ in range(MOST_PLANS):
        plan = plan_upload(claim.upload_id, frame, told)
        if plan.version != asked:
            return plan
        hides, shows = plan.totals["goods_disappear"], plan.totals["goods_appear"]
        signature = Signature(by, clock.now(), frame.province_code, hides, shows)
        ready = _make_ready(claim, plan, file, signature)
        try:
            with transaction(seconds=SECONDS):
                take_turns(REGISTER_TURN, LONGEST_WAIT)
                if register_edition() != plan.edition:
                    raise RegisterMoved
                act_id = ready.write()
                claim.end(state=UploadState.APPLIED, act_id=act_id, ended_at=signature.at, ended_by=by)
        except RegisterMoved:
            continue
        return None
    return plan


def _file_of(upload: RegisterUpload) -> RegisterFile:
    return RegisterFile(upload.name, upload.sha256, upload.format, [], [], [])


def _make_ready(claim: Claim, plan: UploadPlan, file: RegisterFile, signature: Signature) -> ReadyImport:
    """The rows of the register, made ready beforehand: nobody else can write while they are being written."""
    stored = {row.id for row in plan.rows if row.planned and row.planned.is_stored}
    plan.forget_rows()  # their memory is wanted
    claim.sign()
    ready = make_plan_ready(plan.core, file, signature, _cells(claim.upload_id, stored))
    db.session.rollback()
    return ready


def _cells(upload_id: int, row_ids: Collection[int]) -> Iterator[str]:
    """The printed cells of these rows in the order of the file, as they are kept."""
    cells = cast(RegisterUploadRow.cells, Text)  # not to be read and written again
    query = select(RegisterUploadRow.id, cells).where(RegisterUploadRow.upload_id == upload_id)
    rows = db.session.execute(query.order_by(RegisterUploadRow.position).execution_options(yield_per=2_000))
    return (text for row_id, text in rows if row_id in row_ids)
