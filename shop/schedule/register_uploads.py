"""Files of decisions that officers sent: read, planned and applied by a process of their own.

Their work may take many seconds and much memory, and mails and payments must not wait for it.
"""

from __future__ import annotations

import logging

from flask import current_app

from shop.child_process import Copy
from shop.config import Config
from shop.database import db
from shop.register_intake import attend_to_uploads, uploads_wait, work_on_uploads

SECONDS_TO_STOP = 5

log = logging.getLogger(__name__)


def work_here() -> None:
    """Do all that waits in this process."""
    config: Config = current_app.config["SHOP"]
    work_on_uploads(config.media_dir)


class UploadWorker:
    """Starts the process that does the work when there is some, and ends it with the schedule."""

    def __init__(self) -> None:
        self._copy: Copy | None = None

    def look(self) -> None:
        """Start the worker where work waits and none runs."""
        is_wanted = (self._copy is None or not self._copy.runs) and uploads_wait()
        if is_wanted and not Copy.is_possible():
            log.warning("files of decisions wait: no worker can begin while this process has other threads")
        elif is_wanted:
            # Two processes must not speak on one connection.
            db.session.remove()
            db.engine.dispose()
            self._copy = Copy(_attend)

    def stop(self) -> None:
        """End it; what it was doing is taken up again from its last whole step."""
        if self._copy is not None:
            self._copy.stop(SECONDS_TO_STOP)


def _attend() -> None:
    config: Config = current_app.config["SHOP"]
    attend_to_uploads(config.media_dir)
