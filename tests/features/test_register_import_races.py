"""Imports as separate processes: two at once, killed half way, and ten thousand rows within their bounds."""

from __future__ import annotations

import csv
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.certification import Certificate, CertifiedGood, RegisterImport, RegisterRow
from shop.config import ROOT
from shop.database import db

REGISTER = ROOT / "data" / "ocop_register.csv"
MOST_SECONDS = 20
MOST_MEGABYTES = 400


def start(database_url: str, file: Path) -> subprocess.Popen[bytes]:
    """`flask register import` on the demonstration's day."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "SECRET_KEY": "only-for-tests-" * 4,
        "SHOP_ENV": "demonstration",
        "SHOP_NOW": "2026-11-21T12:00:00+07:00",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "register", "import", str(file)]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def most_memory(process: int) -> float:
    """The most megabytes that a program has had so far; nothing once it has ended."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else 0.0


def counts() -> dict[str, int]:
    db.session.rollback()
    tables = (CertifiedGood, Certificate, RegisterRow, RegisterImport)
    return {one.__tablename__: db.session.scalar(select(func.count()).select_from(one)) or 0 for one in tables}


WHOLE = {"certified_goods": 393, "certificates": 297, "register_rows": 400, "register_imports": 1}


@pytest.mark.slow
def test_two_imports_at_once_store_the_register_once(app: Flask, database_url: str) -> None:
    db.session.rollback()
    both = [start(database_url, REGISTER), start(database_url, REGISTER)]
    assert [one.wait(180) for one in both] == [0, 0]
    assert counts() == WHOLE


@pytest.mark.slow
def test_an_import_that_is_killed_leaves_nothing_or_all(app: Flask, database_url: str) -> None:
    db.session.rollback()
    for delay in (1.2, 1.6, 2.0, 2.4):
        running = start(database_url, REGISTER)
        time.sleep(delay)
        running.send_signal(signal.SIGKILL)
        running.wait()
        assert counts() in (WHOLE, dict.fromkeys(WHOLE, 0))
    assert start(database_url, REGISTER).wait(180) == 0
    assert counts() == WHOLE


@pytest.mark.slow
def test_ten_thousand_rows_stay_within_their_bounds(sqlite_app: Flask, sqlite_url: str, tmp_path: Path) -> None:
    """Processor seconds, because the machine is shared; the start of the program is counted in."""
    file = tmp_path / "big.csv"
    with REGISTER.open(encoding="utf-8", newline="") as source, file.open("w", encoding="utf-8", newline="") as target:
        rows = list(csv.DictReader(source))
        writer = csv.DictWriter(target, rows[0])
        writer.writeheader()
        writer.writerows(row | {"product_name": f"{row['product_name']} {n}"} for n in range(25) for row in rows)
    db.session.rollback()
    running = start(sqlite_url, file)
    # What `wait4` says of memory counts from before the program began, when it was a copy of this process.
    megabytes = 0.0
    while (left := os.wait4(running.pid, os.WNOHANG))[0] == 0:
        megabytes = max(megabytes, most_memory(running.pid))
        time.sleep(0.02)
    running.returncode = os.waitstatus_to_exitcode(left[1])
    assert running.returncode == 0
    assert left[2].ru_utime + left[2].ru_stime < MOST_SECONDS
    assert 50 < megabytes < MOST_MEGABYTES
    assert counts()["register_rows"] == 10_000
