"""The child's side: bind oneself, read the file, do the work, write the answer.

Run as `python -m shop.child_process.child MODULE MEMORY_BYTES CPU_SECONDS`; `MODULE` has `work(given: bytes) -> bytes`.
With one more argument, the module's `stream(told: str, file: bytes)` gives lines, each written as soon as it is there.
"""

from __future__ import annotations

import importlib
import os
import resource
import signal
import sys


def bind(memory_bytes: int, cpu_seconds: float) -> None:
    """Take no more memory than this for data, no more time of a processor, never write a file or leave a core.

    Whoever waits for a page goes first.
    """
    os.nice(5)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # Not every system counts data alone; where it does not, the clock still ends what grows without end.
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    # The kernel ends the process when the timer runs out, also in the middle of a decoder's loop.
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)


def main(module: str, memory_bytes: str, cpu_seconds: str, told: str | None = None) -> None:
    """Answer on standard output what the module makes of standard input."""
    given = sys.stdin.buffer.read()
    bind(int(memory_bytes), float(cpu_seconds))
    worker = importlib.import_module(module)
    if told is None:
        sys.stdout.buffer.write(worker.work(given))
        return
    for line in worker.stream(told, given):
        sys.stdout.buffer.write(line + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
