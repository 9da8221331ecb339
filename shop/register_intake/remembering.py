"""The very same file once more: what officers said of its rows holds again, so that it comes to the same."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from shop.database import db
from shop.register_intake.models import RegisterUpload, RegisterUploadRow
from shop.register_intake.rules import UploadState


def find_same_file(sha256: str, given: dict[str, str], province_code: str | None) -> int | None:
    """The last upload of the very same file, under the very same decision, that was applied; None where none was.

    What was said for one province, or for the country, is remembered for no other.
    """
    applied = (
        select(RegisterUpload.id, RegisterUpload.given)
        .where(
            RegisterUpload.sha256 == sha256,
            RegisterUpload.state == UploadState.APPLIED,
            RegisterUpload.province_code == province_code,
        )
        .order_by(RegisterUpload.id.desc())
    )
    return next((row.id for row in db.session.execute(applied) if row.given == given), None)


def remembered_words(upload_id: int | None) -> dict[tuple[int, str], dict[str, Any]]:
    """What officers said of the rows of an upload, by position and fingerprint; of most rows they say nothing."""
    if upload_id is None:
        return {}
    row = RegisterUploadRow
    query = select(row.position, row.fingerprint, row.corrections, row.left_out, row.choice, row.accepted)
    query = query.where(row.upload_id == upload_id)
    return {
        (found.position, found.fingerprint): {
            "corrections": found.corrections,
            "left_out": found.left_out,
            "choice": found.choice,
            "accepted": found.accepted,
        }
        for found in db.session.execute(query)
        if found.corrections or found.left_out or found.choice or found.accepted
    }
