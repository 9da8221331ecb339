"""The parent's side: start a child, give it the file, take its answer, and end it when it takes too much."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from threading import Timer, active_count

from shop.config import ROOT


@dataclass(frozen=True)
class Limits:
    """What a child may take: memory beyond its libraries, seconds of a processor, seconds on the clock."""

    memory_bytes: int
    cpu_seconds: float
    wall_seconds: float


class ChildFailed(Exception):
    """The child gave no answer: it took too much, could not be started, or what it was given broke it."""


def run_in_child(module: str, given: bytes, limits: Limits) -> bytes:
    """What `work(given)` of a module answers, done in a new process within limits. Raises ChildFailed.

    The child knows nothing of the shop: no settings, no database, no files but the program's own.
    """
    try:
        ended = subprocess.run(  # noqa: S603 - our own program, no shell, and the module's name is ours
            _command(module, limits),
            input=given,
            capture_output=True,
            cwd=ROOT,
            env=_ENVIRONMENT,
            timeout=limits.wall_seconds,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise ChildFailed(module) from error
    if ended.returncode != 0:
        raise ChildFailed(module, ended.returncode, ended.stderr[-500:].decode("utf-8", "replace"))
    return ended.stdout


@contextmanager
def lines_of_child(module: str, told: str, file: Path, limits: Limits) -> Iterator[Iterator[bytes]]:
    """The lines that `stream(told, file)` of a module gives, while a new process within limits makes them.

    Raises ChildFailed at the end of the lines where the child did not come to its end. Whoever leaves the block before
    ends the child.
    """
    with (
        file.open("rb") as stream,
        subprocess.Popen(  # noqa: S603 - as above
            [*_command(module, limits), told],
            stdin=stream,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pipesize=_PIPE,
            cwd=ROOT,
            env=_ENVIRONMENT,
        ) as child,
    ):
        clock = Timer(limits.wall_seconds, child.kill)
        clock.start()
        try:
            yield _lines(module, child)
        finally:
            clock.cancel()
            child.kill()


def _lines(module: str, child: subprocess.Popen[bytes]) -> Iterator[bytes]:
    assert child.stdout is not None and child.stderr is not None  # noqa: S101 - both were asked for
    yield from child.stdout
    # What it says of its end is a few lines; more does not fit into the pipe, and it ends by the clock.
    said = child.stderr.read()
    if child.wait() != 0:
        raise ChildFailed(module, child.returncode, said[-500:].decode("utf-8", "replace"))


class Copy:
    """This process once more, for a work beside it: everything is loaded already, so it begins at once.

    It has nothing but the thread that asks for it, and shares what is open: whoever asks closes connections before.
    """

    def __init__(self, work: Callable[[], None]) -> None:
        self._process = get_context("fork").Process(target=work)
        self._process.start()

    @staticmethod
    def is_possible() -> bool:
        """Not beside other threads: locks that they hold just now would stay locked in the copy for ever."""
        return active_count() == 1

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self._process.is_alive()

    def stop(self, seconds: float) -> None:
        """Ask it to end, and end it when it does not within so many seconds."""
        self._process.terminate()
        self._process.join(seconds)
        self._process.kill()
        self._process.join()


def _command(module: str, limits: Limits) -> list[str]:
    bounds = [str(limits.memory_bytes), str(limits.cpu_seconds)]
    return [sys.executable, "-m", "shop.child_process.child", module, *bounds]


# Room for a long line, so that the child makes the next one while this is worked on. What a system gives anybody.
_PIPE = 1024 * 1024
# One heap for all threads: else the C library reserves one for each, and the limit on memory counts them.
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "PATH": os.defpath, "PYTHONUTF8": "1"}
