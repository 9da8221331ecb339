"""The loop that does timed work, each piece at its own pace, and writes down that it lives."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from threading import Event
from typing import TypeVar

from shop import clock
from shop.database import db, transaction
from shop.job_runs import note_run

SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_BETWEEN_NOTES = 30.0

log = logging.getLogger(__name__)

T = TypeVar("T")


class RoundOver(Exception):
    """The rest of a round would only wait, for somebody who does not answer now."""


@dataclass(frozen=True)
class Job:
    """One kind of timed work; it may run in several processes at once, and be killed at any point."""

    name: str
    every_seconds: float
    work: Callable[[], None]


def each(items: Iterable[T], work: Callable[[T], None]) -> None:
    """Do a work for each of independent items: what goes wrong with one does not keep the others waiting.

    The last trouble is raised in the end, so that the run counts as failed. RoundOver ends the round.
    """
    trouble: Exception | None = None
    for item in items:
        try:
            work(item)
        except RoundOver:
            break
        except Exception as error:
            log.exception("the work on %s failed", item)
            db.session.rollback()
            trouble = error
    if trouble is not None:
        raise trouble


class Runner:
    """Does each job when its time has come."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._jobs = jobs
        self._due_at = {job.name: 0.0 for job in jobs}
        self._noted_at: dict[str, float] = {}
        self._stopping = Event()

    def stop(self) -> None:
        """Let the loop end after the present piece of work."""
        self._stopping.set()

    def run_once(self) -> bool:
        """Do every job now; False when one of them failed."""
        went_well = [self._run(job) for job in self._jobs]
        return all(went_well)

    def run_until_stopped(self) -> None:
        """Do the jobs that are due, again and again."""
        while not self._stopping.is_set():
            for job in self._jobs:
                if clock.monotonic() >= self._due_at[job.name] and not self._stopping.is_set():
                    self._run(job)
                    self._due_at[job.name] = clock.monotonic() + job.every_seconds
            self._stopping.wait(SECONDS_BETWEEN_LOOKS)

    def _run(self, job: Job) -> bool:
        """One run; whatever goes wrong in it is written down, and the others go on."""
        trouble = ""
        try:
            job.work()
        except Exception as error:
            log.exception("the job %s failed", job.name)
            trouble = f"{type(error).__name__}: {error}"[:2000]
        self._note(job, trouble)
        db.session.remove()
        return not trouble

    def _note(self, job: Job, trouble: str) -> None:
        if not trouble and clock.monotonic() - self._noted_at.get(job.name, float("-inf")) < SECONDS_BETWEEN_NOTES:
            return
        try:
            with transaction():
                note_run(job.name, clock.now(), trouble)
            self._noted_at[job.name] = clock.monotonic()
        except Exception:
            log.exception("the run of %s could not be noted", job.name)
