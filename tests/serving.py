"""The shop as visitors meet it: the server of `make run`, two processes on one database, killed and started again."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType

from benchmarks.processes import ROOT, START_LIMIT, Server, tree_of
from tests.factories.buying import NOON
from tests.preloaded import Preloaded

# Modules compiled once for all servers that the tests start.
COMPILED = ROOT / ".pytest_cache" / "compiled"
ALIVE = "/healthz"


class ServedShop(Server):
    """The shop's server over one database; use as a context manager. It ends as power fails: by SIGKILL.

    `twin` names a fault of `tests.twins` that this shop has; its clock runs on from `since`, over restarts too.
    """

    def __init__(
        self,
        database_url: str,
        folder: Path,
        *,
        twin: str = "",
        since: datetime = NOON,
        preloaded: Preloaded | None = None,
        **changes: str,
    ) -> None:
        port = free_port()
        self._since, self._began_at = since, time.monotonic()
        environment = {
            "DATABASE_URL": database_url,
            "SECRET_KEY": "only-for-tests-" * 4,
            "SHOP_ENV": "test",
            "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}",
            "MEDIA_DIR": str(folder / "media"),
            "KEYS_DIR": str(folder / "keys"),
            "OPEN_DATA_DIR": str(folder / "open-data"),
            "STATIC_DIR": str(folder / "static"),
            # Each visitor comes from an address of their own, so that throttles count them apart.
            "TRUSTED_PROXIES": "1",
            "TWIN": twin,
            **changes,
        }
        self._preloaded = preloaded
        self._running: list[int] = []
        self._started: list[subprocess.Popen[bytes]] = []
        super().__init__("tests.twins:app" if twin else "wsgi:app", port, environment, ALIVE, folder / f"{port}.log")
        self._environment |= {"PYTHONPYCACHEPREFIX": str(COMPILED)}

    def __enter__(self) -> ServedShop:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.kill()

    def now(self) -> datetime:
        """What this shop's clock shows."""
        return self._since + timedelta(seconds=time.monotonic() - self._began_at)

    def skip(self, time_: timedelta) -> None:
        """Let time pass for the next start and the next command."""
        self._since += time_

    def start(self, *, works: bool = False) -> float:
        """Start the processes, with timed work if wanted, and wait for the first answer; the seconds that took."""
        self._environment["SHOP_NOW"] = self.now().isoformat()
        began = time.monotonic()
        self._running.append(self._begin(self._command))
        while not self._answers():
            if time.monotonic() - began > START_LIMIT:
                self.kill()
                raise RuntimeError(f"no answer: {self.log()}")
            time.sleep(0.02)
        seconds = time.monotonic() - began
        if works:
            self._running.append(self._begin(self._flask("jobs", "run")))
        return seconds

    def kill(self) -> None:
        """Kill every process of the server at once; nothing gets a chance to finish."""
        for number in self._running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(number, signal.SIGKILL)
        for process in self._started:
            process.wait()
        while any(Path(f"/proc/{number}").exists() for number in self._running):
            time.sleep(0.002)
        self._running.clear()
        self._started.clear()

    def process_numbers(self) -> list[int]:
        """The server's processes and all below them, children of a moment too."""
        return [number for begun in self._running for number in tree_of(begun)]

    def _begin(self, command: list[str]) -> int:
        if self._preloaded is not None:
            return self._preloaded.start(command, self._environment, self._log)
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment, start_new_session=True, stdout=log, stderr=log
            )
        self._started.append(process)
        return process.pid

    def _flask(self, *arguments: str) -> list[str]:
        return [str(Path(sys.executable).with_name("flask")), "--app", "wsgi", *arguments]

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """One of the shop's commands (`flask --app wsgi ...`) over the same database, at the same time of day."""
        return subprocess.run(
            self._flask(*arguments),
            cwd=ROOT,
            env={**self._environment, "SHOP_NOW": self.now().isoformat()},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def log(self) -> str:
        """The last words of the server."""
        return self._log.read_text(errors="replace")[-4000:]


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
