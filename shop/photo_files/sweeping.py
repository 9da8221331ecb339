"""Files that no row names: left by a power cut between file and row, or by a row that went. They go after a day."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from shop.photo_files.rules import DOCUMENT_FORMS, PHOTO_FORMATS, SHEET_FORMS

UNNAMED_KEPT = timedelta(days=1)
# Only what this package writes is looked at: anything else in the folder is somebody else's.
_PRIVATE = "|".join(DOCUMENT_FORMS + SHEET_FORMS)
STORED = re.compile(rf"([0-9a-f]{{32}})(-\d{{1,4}}\.({'|'.join(PHOTO_FORMATS)})|\.({_PRIVATE}))")
HALF_WRITTEN = re.compile(r"tmp\w+\.part")


def sweep_files(media_dir: Path, named: Collection[str], *, at: datetime) -> int:
    """Delete stored files whose stem is not among `named` and that are older than a day; how many went."""
    swept = 0
    for path in media_dir.rglob("*"):
        match = STORED.fullmatch(path.name)
        is_ours = HALF_WRITTEN.fullmatch(path.name) is not None or (match is not None and match[1] not in named)
        if is_ours and path.is_file() and path.stat().st_mtime < (at - UNNAMED_KEPT).timestamp():
            path.unlink(missing_ok=True)
            swept += 1
    return swept
