"""A PostgreSQL server of the test run's own: started in a temporary folder, reached by a socket, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType

import psycopg


def binaries() -> Path | None:
    """The folder with initdb, of the newest version that is installed."""
    for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True):
        return path.parent
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def is_installed() -> bool:
    """Whether this machine can start a server."""
    return binaries() is not None


class Cluster:
    """A running server; use as a context manager. A durable one waits for the disk, as in production."""

    def __init__(self, *, is_durable: bool = False) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="shop-pg-"))
        haste = "" if is_durable else " -c fsync=off -c full_page_writes=off"
        self._options = f"-c listen_addresses='' -k {self.folder} -c max_connections=60{haste}"

    def __enter__(self) -> Cluster:
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", "shop", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self._run("pg_ctl", "-D", data, "-w", "-l", str(self.folder / "log"), "-o", self._options, "start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def restart_at_once(self) -> None:
        """Stop without finishing anything, as a crash does, start again, and recover what was committed."""
        data = str(self.folder / "data")
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", data, "-m", "immediate", "-w", "-l", log, "-o", self._options, "restart")

    def url(self, name: str) -> str:
        """The SQLAlchemy address of a database on this server."""
        return f"postgresql+psycopg://shop@/{name}?host={self.folder}"

    def create(self, name: str, template: str = "template1") -> None:
        """Make a database, empty or as a clone."""
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self._execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _execute(self, statement: str) -> None:
        with psycopg.connect(f"host={self.folder} user=shop dbname=postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def _run(self, program: str, *arguments: str) -> None:
        folder = binaries()
        assert folder is not None
        # The server refuses to run as root.
        identity = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        result = subprocess.run(
            [str(folder / program), *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            **identity,
        )
        if result.returncode:
            log = self.folder / "log"
            raise RuntimeError(f"{program}: {result.stderr}{log.read_text() if log.exists() else ''}")
