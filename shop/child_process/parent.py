"""The parent's side: start a child, give it the file, take its answer, and end it when it takes too much."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass

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
    command = [sys.executable, "-m", "shop.child_process.child", module]
    command += [str(limits.memory_bytes), str(limits.cpu_seconds)]
    # One heap for all threads: else the C library reserves one for each, and the limit on memory counts them.
    environment = {"MALLOC_ARENA_MAX": "1", "PATH": os.defpath, "PYTHONUTF8": "1"}
    try:
        ended = subprocess.run(  # noqa: S603 - our own program, no shell, and the module's name is ours
            command,
            input=given,
            capture_output=True,
            cwd=ROOT,
            env=environment,
            timeout=limits.wall_seconds,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise ChildFailed(module) from error
    if ended.returncode != 0:
        raise ChildFailed(module, ended.returncode, ended.stderr[-500:].decode("utf-8", "replace"))
    return ended.stdout
