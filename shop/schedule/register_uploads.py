"""Files of decisions that officers sent: read, planned and applied by a process of their own.

Their work may take many seconds and much memory, and mails and payments must not wait for it.
"""

from __future__ import annotations

from flask import current_app

from shop.child_process import Program
from shop.config import Config
from shop.register_intake import uploads_wait, work_on_uploads

SECONDS_TO_STOP = 5


def work_here() -> None:
    """Do all that waits in this process."""
    config: Config = current_app.config["SHOP"]
    work_on_uploads(config.media_dir)


class UploadWorker:
    """Starts the process that does the work when there is some, and ends it with the schedule."""

    def __init__(self) -> None:
        self._program: Program | None = None

    def look(self) -> None:
        """Start the worker where work waits and none runs."""
        if (self._program is None or not self._program.runs) and uploads_wait():
            self._program = Program("flask", "--app", "wsgi", "register", "work")

    def stop(self) -> None:
        """End it; what it was doing is taken up again from its last whole step."""
        if self._program is not None:
            self._program.stop(SECONDS_TO_STOP)
