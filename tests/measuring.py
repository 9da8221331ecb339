"""What reading a file takes, in processes of their own whose memory can be measured."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from shop.config import ROOT

# One process has the modules, and a fork of it reads each file. Time is the processor's, so that a machine which does
# other things as well fails nothing.
_SCRIPT = """
import json, os, resource, sys, time
from pathlib import Path
{answers}

MOST_SECONDS = 30

def measured(data):
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    begun = processor_seconds()
    try:
        said = answer(data)
    except MemoryError:
        said = "memory"
    seconds = processor_seconds() - begun
    # What getrusage says of a process began before it was itself: as large as the one that it was forked from.
    own = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return said, seconds, max(int(own.split()[1]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024

def processor_seconds():
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime

while size := sys.stdin.buffer.read(8):
    data = sys.stdin.buffer.read(int.from_bytes(size, "big"))
    if not os.fork():
        print(json.dumps(measured(data)), flush=True)
        os._exit(0)
    if os.waitstatus_to_exitcode(os.wait()[1]):
        print(json.dumps(["ended", 0, 0]), flush=True)
"""


class Measured(NamedTuple):
    """What was answered, in how many seconds of a processor, with how many megabytes at most."""

    said: Any
    seconds: float
    megabytes: float


class Measuring:
    """Lets `answer(data)`, which the source defines, say what it makes of one file after the other."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def of(self, data: bytes) -> Measured:
        """Of one file."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(len(data).to_bytes(8, "big") + data)
        self._process.stdin.flush()
        return Measured(*json.loads(self._process.stdout.readline()))


@contextmanager
def measuring(answers: str) -> Iterator[Measuring]:
    """Until the block ends."""
    script = _SCRIPT.format(answers=answers)
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", script], stdin=pipe, stdout=pipe, cwd=ROOT) as process:
        yield Measuring(process)
