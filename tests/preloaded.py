"""Programs of the shop that start in a moment: everything is imported once, and each start is a fork of that.

`python -m tests.preloaded` reads one JSON object a line (`environment`, `command`, `log`) and answers with the number
of the process, which leads a group of its own and runs the command as if it had been started afresh. Nothing of the
application is made before the fork, only modules are loaded; two hundred kills would else be two hundred times two
seconds of importing.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.processes import ROOT

# Where each program's own command begins.
PROGRAMS = {"granian": ("granian.cli", "entrypoint"), "flask": ("flask.cli", "main")}
MODULES = ("granian.cli", "granian.server.mp", "flask.cli", "flask_migrate", "shop.app", "tests.twins")


class Preloaded:
    """The program that forks; use as a context manager."""

    def __enter__(self) -> Preloaded:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.preloaded"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *trouble: object) -> None:
        self._process.kill()
        self._process.communicate()

    def start(self, command: list[str], environment: dict[str, str], log: Path) -> int:
        """Start a program; the number of its process and of its group."""
        assert self._process.stdin and self._process.stdout
        order = {"command": command, "environment": environment, "log": str(log)}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


def main() -> None:
    """Load everything, then fork for each order."""
    for name in MODULES:
        importlib.import_module(name)
    # Ended children leave no trace.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        number = os.fork()
        if number == 0:
            _run(**json.loads(line))
        # Before anybody hears of it, so that it can be killed from its first moment on.
        os.setpgid(number, number)
        print(number, flush=True)


def _run(command: list[str], environment: dict[str, str], log: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setpgid(0, 0)
    os.environ.clear()
    os.environ.update(environment)
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (said, 1), (said, 2)):
        os.dup2(source, target)
    sys.argv = [Path(command[0]).name, *command[1:]]
    module, name = PROGRAMS[sys.argv[0]]
    begin: Any = getattr(importlib.import_module(module), name)
    try:
        begin()
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()
