"""Servers under measurement: started by the command of `make run`, weighed by what the kernel counted for them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
START_LIMIT = 120
# The command of `make run`.
SERVER = (
    "granian --interface wsgi --host 127.0.0.1 --workers 2 --blocking-threads 4 --backpressure 128 --no-ws "
    "--log-level warning --port"
)


class Server:
    """One granian with two workers; use as a context manager."""

    def __init__(self, application: str, port: int, environment: dict[str, str], first: str, log: Path) -> None:
        self.port = port
        self._log = log
        program, *arguments = SERVER.split()
        self._command = [str(Path(sys.executable).with_name(program)), *arguments, str(port), application]
        self._environment = {**os.environ, **environment, "PYTHONPATH": str(ROOT)}
        # As installed: compiled modules are kept, here beside the log instead of in the checkout.
        self._environment |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(log.parent / "compiled")}
        self._first = first
        self.start_seconds = 0.0

    def __enter__(self) -> Server:
        started = time.monotonic()
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, env=self._environment, start_new_session=True, stdout=log, stderr=log
            )
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() - started > START_LIMIT:
                self._stop()
                raise RuntimeError(f"no answer to {self._first}: {self._log.read_text()[-2000:]}")
            time.sleep(0.02)
        self.start_seconds = time.monotonic() - started
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stop()

    def _stop(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    @property
    def processes(self) -> list[int]:
        """The server's process and all below it."""
        return tree_of(self._process.pid)

    def ask(self, address: str, **headers: str) -> tuple[int, bytes]:
        """Status and body of one request."""
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}{address}", headers=headers)
        try:
            with urllib.request.urlopen(asked, timeout=90) as response:  # noqa: S310 - our own loopback address
                return response.status, response.read()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read()

    def tag_of(self, address: str) -> str:
        """The ETag under which the server knows a page."""
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}{address}", headers={"Accept-Encoding": "br"})
        with urllib.request.urlopen(asked, timeout=90) as response:  # noqa: S310 - our own loopback address
            return str(response.headers["ETag"])

    def load(self, addresses: Iterable[str], seconds: float, *headers: str) -> dict[str, Any]:
        """Load from another process; its counts, or an error when any answer was not a page."""
        result = subprocess.run(
            [sys.executable, "-m", "benchmarks.load", str(self.port), str(seconds), "4", *headers],
            input="\n".join(addresses),
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
            timeout=240,
        )
        if result.returncode:
            raise RuntimeError(f"the load broke off: {result.stderr[-500:]}")
        counts: dict[str, Any] = json.loads(result.stdout)
        return counts

    def _answers(self) -> bool:
        try:
            return self.ask(self._first)[0] == 200
        except OSError:
            return False


def tree_of(process: int) -> list[int]:
    """A process and all below it."""
    below: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        below.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found, todo = [], [process]
    while todo:
        found.append(todo.pop())
        todo += below.get(found[-1], [])
    return found


def cpu_seconds(processes: Iterable[int]) -> float:
    """User and system time of the processes so far, with that of children that ended."""
    ticks = 0
    for process in processes:
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        ticks += sum(int(field) for field in fields[11:15])
    return ticks / TICKS


def memory_bytes(processes: Iterable[int]) -> int:
    """Proportional set size: memory of their own and their share of what they share."""
    total = 0
    for process in processes:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
    return total


def highest_memory(processes: Iterable[int], kinds: Mapping[str, str], others: str) -> Iterator[tuple[str, int]]:
    """The bytes that each process had at most, under the kind whose words its command has."""
    for process in processes:
        try:
            command = Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
        except OSError:
            continue
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        kind = next((kind for words, kind in kinds.items() if words in command), others)
        yield kind, int(found[1]) * 1024 if found else 0
