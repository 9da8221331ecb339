"""The life of a worker: it looks again and again whether something is to be done, and ends when it is of no use."""

from __future__ import annotations

import os
import resource
import signal
import time
from pathlib import Path
from types import FrameType

from shop import clock
from shop.register_intake.ahead import Ahead
from shop.register_intake.worker import work_on_uploads

SECONDS_BETWEEN_LOOKS = 0.3
SECONDS_WITHOUT_WORK = 60
MOST_KILOBYTES_KEPT = 256 * 1024


def attend_to_uploads(media_dir: Path) -> None:
    """Do what waits, until nothing came for a minute, the process became large, or whoever started it ended.

    Told to end (SIGTERM, Ctrl-C), it lets go of what it works on; another one takes that up from its last whole step.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    ahead, parent, idle_since = Ahead(), os.getppid(), clock.monotonic()
    while os.getppid() == parent:
        if work_on_uploads(media_dir, ahead):
            idle_since = clock.monotonic()
        is_large = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > MOST_KILOBYTES_KEPT
        is_idle = clock.monotonic() - idle_since > SECONDS_WITHOUT_WORK
        if (is_large or is_idle) and not ahead.is_kept:
            return  # a large file leaves a large process; the schedule starts a small one for the next
        time.sleep(SECONDS_BETWEEN_LOOKS)


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
