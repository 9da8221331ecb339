"""`python -m benchmarks.intake`: a large file of decisions through the staged import, on SQLite.

Says how long each step took on the clock and on the processors, how much memory the worker and its reading process had
at most, and for how long somebody else who wanted to write had to wait while the file was applied.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from benchmarks.databases import fresh_databases, shop_environment
from benchmarks.processes import ROOT, cpu_seconds, tree_of
from shop import clock
from shop.app import create_app
from shop.certification import Decision
from shop.config import Config
from shop.database import db, transaction
from shop.register_intake import (
    DoubtCode,
    Sender,
    UploadState,
    accept_doubts,
    ask_to_apply,
    find_upload,
    kept_sheet,
    send_upload,
)

REGISTER = ROOT / "data" / "ocop_register.csv"
LOOKS = 0.2


def main() -> None:
    """Measure, and print one line a figure."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="intake-") as name:
        folder = Path(name)
        with fresh_databases("sqlite", options.products, folder) as found:
            environment = shop_environment(found.shop_url, folder)
            os.environ.update(environment)
            app = create_app(Config.from_environment(os.environ))
            _go(app, folder, options.rows, environment)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--products", type=int, default=300, help="goods that the shop has before")
    return parser.parse_args()


def _go(app: Flask, folder: Path, rows: int, environment: dict[str, str]) -> None:
    file = folder / "big.csv"
    write_file(file, rows)
    with app.app_context(), _worker(environment) as worker:
        watch = _Watch(worker)
        number = _send(app, file)
        watch.until(number, UploadState.READING)
        watch.until(number, UploadState.PLANNING)
        _accept(number)
        watch.until(number, UploadState.PLANNING)
        with transaction():
            upload = find_upload(None, number)
            ask_to_apply(upload, upload.plan_version, "officer:1", clock.now())
        watch.until(number, UploadState.APPLYING, writes=True)
        memory = ", ".join(f"{word} {megabytes} MB" for word, megabytes in watch.memory.items())
        print(f"{find_upload(None, number).state} after {watch.clock:.1f} s; at most {memory}")


def write_file(file: Path, rows: int) -> None:
    """The demonstration's register again and again, under other names."""
    with REGISTER.open(encoding="utf-8", newline="") as source:
        known = list(csv.DictReader(source))
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, known[0])
        writer.writeheader()
        for number in range(rows):
            row, turn = known[number % len(known)], number // len(known)
            producer = f"{row['producer_name']} {turn // 5}" if row["producer_name"] else ""
            writer.writerow(row | {"product_name": f"{row['product_name']} {turn}", "producer_name": producer})


def _send(app: Flask, file: Path) -> int:
    with kept_sheet(file.name, file.read_bytes(), app.config["SHOP"].media_dir) as kept, transaction():
        return send_upload(Sender("officer:1", None), kept, Decision(), clock.now()).id


def _accept(number: int) -> None:
    with transaction():
        for code in DoubtCode:
            accept_doubts(find_upload(None, number), code)


@contextmanager
def _worker(environment: dict[str, str]) -> Iterator[int]:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "register", "work"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _wait_to_write() -> float:
    began = time.monotonic()
    with transaction():
        pass
    return time.monotonic() - began


class _Watch:
    """Looks at the upload and at the worker's memory until a state is over."""

    def __init__(self, worker: int) -> None:
        self._worker = worker
        self.clock = 0.0
        self.memory: dict[str, int] = {}

    def until(self, number: int, state: UploadState, *, writes: bool = False) -> None:
        began, worked, waited = time.monotonic(), cpu_seconds(tree_of(self._worker)), 0.0
        while True:
            db.session.rollback()
            self._weigh()
            if find_upload(None, number).state != state:
                break
            if writes:
                waited = max(waited, _wait_to_write())
            time.sleep(LOOKS)
        took = time.monotonic() - began
        self.clock += took
        worked = cpu_seconds(tree_of(self._worker)) - worked
        words = f", others waited up to {waited:.1f} s to write" if writes else ""
        print(f"{state}: {took:.1f} s, {worked:.1f} s of processors{words}", flush=True)

    def _weigh(self) -> None:
        for place, process in enumerate(tree_of(self._worker)[:2]):
            try:
                found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text(encoding="ascii"))
            except OSError:
                continue
            word = "reader" if place else "worker"
            self.memory[word] = max(self.memory.get(word, 0), int(found[1]) // 1024 if found else 0)


if __name__ == "__main__":
    main()
