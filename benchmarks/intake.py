"""`python -m benchmarks.intake`: a large file of decisions through the staged import, beside a shop that is open.

The shop is served as by `make run`: two workers of granian, and `flask jobs run`, which starts the import's worker.
Shoppers look and order all the while. One line a phase says how long it took on the clock and on the processors, and
what the shoppers had of it; before and after it the same without an import. At the end: the sum, and how much memory
each kind of process had at most. It ends by itself: a phase that takes longer than `--limit` ends it with an error.

The sum is what the officer waits for: sending, reading, planning, entering. While the officer looks at the plan
(`--looks` seconds, less than anybody takes for so many rows) the machine already makes its rows ready. That is work too
and is shown as a phase of its own, but nobody waits for it; with `--looks 0` all of it is waited for in entering.
"""

from __future__ import annotations

import argparse
import csv
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flask import Flask

from benchmarks.bystanders import Noted
from benchmarks.databases import fill_up, fresh_databases, shop_environment
from benchmarks.processes import ROOT, Server, cpu_seconds, highest_memory, tree_of
from shop import clock
from shop.app import create_app
from shop.config import Config
from shop.database import db, transaction
from shop.register_files import Decision
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
SECONDS_BETWEEN_LOOKS = 0.1
SECONDS_BETWEEN_WORDS = 5
LOOKED_AT = "making ready while it is looked at"


def main() -> None:
    """Measure, and print one line a phase."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit("told to end"))  # so that nothing is left running
    load = ", ".join(f"{number:.1f}" for number in os.getloadavg())
    print(f"{options.rows:,} rows of CSV; {options.database}; load before: {load}", flush=True)
    with tempfile.TemporaryDirectory(prefix="intake-") as name, ExitStack() as stack:
        folder = Path(name)
        found = stack.enter_context(fresh_databases(options.database, options.products, folder))
        packs = fill_up(found, folder)
        environment = shop_environment(found.shop_url, folder, options.port)
        os.environ.update(environment)
        app = create_app(Config.from_environment(os.environ))
        shop = stack.enter_context(Server("wsgi:app", options.port, environment, "/san-pham", folder / "shop.log"))
        schedule = stack.enter_context(_schedule(folder / "jobs.log"))
        watch = _Watch(schedule, shop, options.limit)
        stack.enter_context(_crowd(options, packs, folder / "crowd.txt", watch.tell))
        stack.enter_context(app.app_context())
        _go(app, watch, _write_file(folder, options.rows), options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--products", type=int, default=300, help="goods that the shop has before")
    parser.add_argument("--lookers", type=int, default=6, help="shoppers who only look")
    parser.add_argument("--buyers", type=int, default=4, help="shoppers who order")
    parser.add_argument("--quiet", type=float, default=15, help="seconds before and after the import")
    parser.add_argument("--looks", type=float, default=10, help="seconds that the officer looks at the plan")
    parser.add_argument("--limit", type=float, default=120, help="seconds that a phase may take")
    parser.add_argument("--port", type=int, default=8510)
    return parser.parse_args()


def _go(app: Flask, watch: _Watch, file: Path, options: argparse.Namespace) -> None:
    with watch.phase("before", counts=False):
        time.sleep(options.quiet)
    with watch.phase("sending"):
        number = _send(file, app.config["SHOP"].media_dir)
    with watch.phase("reading"):
        watch.until_over(number, UploadState.READING)
    with watch.phase("planning"):
        watch.until_over(number, UploadState.PLANNING)
    with watch.phase("deciding", counts=False), transaction():
        for code in DoubtCode:
            accept_doubts(find_upload(None, number), code)
    with watch.phase("planning again", counts=False):
        watch.until_over(number, UploadState.PLANNING)
    with watch.phase(LOOKED_AT, counts=False):
        time.sleep(options.looks)
    with transaction():
        upload = find_upload(None, number)
        ask_to_apply(upload, upload.plan_version, "officer:1", clock.now())
    with watch.phase("entering"):
        watch.until_over(number, UploadState.APPLYING)
    with watch.phase("after", counts=False):
        time.sleep(options.quiet)
    watch.end = find_upload(None, number).state


def _send(file: Path, media: Path) -> int:
    with kept_sheet(file.name, file.read_bytes(), media) as kept, transaction():
        return send_upload(Sender("officer:1", None), kept, Decision(), clock.now()).id


def _write_file(folder: Path, rows: int) -> Path:
    """The demonstration's register again and again, under other names."""
    file = folder / "big.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows(_rows(rows))
    return file


def _rows(count: int) -> Iterator[list[str]]:
    with REGISTER.open(encoding="utf-8", newline="") as source:
        known = list(csv.DictReader(source))
    yield list(known[0])
    for number in range(count):
        row, turn = known[number % len(known)], number // len(known)
        producer = f"{row['producer_name']} {turn // 5}" if row["producer_name"] else ""
        yield list((row | {"product_name": f"{row['product_name']} {turn}", "producer_name": producer}).values())


@contextmanager
def _schedule(log: Path) -> Iterator[int]:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run"]
    with log.open("wb") as target:
        process = subprocess.Popen(command, cwd=ROOT, stdout=target, stderr=target)
        try:
            yield process.pid
        except BaseException:
            print(log.read_text(encoding="utf-8")[-2_000:], file=sys.stderr)
            raise
        finally:
            process.terminate()
            process.wait(30)


@contextmanager
def _crowd(options: argparse.Namespace, packs: str, file: Path, tell: Callable[[list[Noted]], None]) -> Iterator[None]:
    """Shoppers; what they noted is told as soon as they went home, also where the import failed."""
    numbers = map(str, (options.port, options.lookers, options.buyers))
    command = [sys.executable, "-m", "benchmarks.bystanders", *numbers]
    told = file.with_suffix(".packs")
    told.write_text(packs, encoding="ascii")
    with told.open("rb") as source, file.open("wb") as target:
        process = subprocess.Popen(command, cwd=ROOT, stdin=source, stdout=target)
        try:
            yield
        finally:
            process.terminate()
            process.wait(90)
            tell([Noted.read(line) for line in file.read_text(encoding="ascii").splitlines()])


class _Watch:
    """Keeps when each phase was, what it cost, and what each kind of process had of memory at most."""

    def __init__(self, schedule: int, shop: Server, limit: float) -> None:
        self._schedule, self._shop, self._limit = schedule, shop, limit
        # Name, beginning, end, seconds of processors, whether it counts to the time that is promised.
        self._phases: list[tuple[str, float, float, float, bool]] = []
        self._memory: dict[str, int] = {}
        self.end = ""

    @contextmanager
    def phase(self, name: str, *, counts: bool = True) -> Iterator[None]:
        """One phase; said on standard error when it is over."""
        began, worked = time.monotonic(), cpu_seconds(tree_of(self._schedule))
        try:
            yield
        finally:
            ended, worked = time.monotonic(), cpu_seconds(tree_of(self._schedule)) - worked
            self._phases.append((name, began, ended, worked, counts))
            print(f"  {name}: {ended - began:.1f} s", file=sys.stderr, flush=True)

    def until_over(self, number: int, state: UploadState) -> None:
        """Look until the upload's state is another."""
        began = said = time.monotonic()
        while True:
            db.session.rollback()
            upload = find_upload(None, number)
            self._weigh()
            if upload.state != state:
                return
            now = time.monotonic()
            if now - began > self._limit:
                raise SystemExit(f"{state}: not over after {self._limit:.0f} s")
            if now - said > SECONDS_BETWEEN_WORDS:
                said, step = now, upload.progress
                print(f"  {state}: {step.done:,} of {step.total or 0:,}", file=sys.stderr, flush=True)
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def _weigh(self) -> None:
        schedule, *below = tree_of(self._schedule)
        for processes, others in (([schedule], "schedule"), (below, "worker"), (self._shop.processes, "shop")):
            for kind, size in highest_memory(processes, {"child_process": "reader"}, others):
                self._memory[kind] = max(self._memory.get(kind, 0), size)

    def tell(self, crowd: list[Noted]) -> None:
        """Everything, one line a phase."""
        print(f"{'phase':34} seconds  cpu s | answers    p50    p99    max failed | orders    p99    max failed")
        for name, began, ended, worked, _ in self._phases:
            own = [one for one in crowd if began <= one.began + one.seconds < ended]
            orders = [one for one in own if one.step == "order"]
            seconds, waited, ordered = ended - began, _waits(own), _waits(orders, with_median=False)
            print(f"{name:34} {seconds:7.1f} {worked:6.1f} | {len(own):7} {waited} | {len(orders):6} {ordered}")
        total = sum(ended - began for _, began, ended, _, counts in self._phases if counts)
        memory = ", ".join(f"{kind} {size / 1e6:.0f} MB" for kind, size in sorted(self._memory.items()))
        failed = sum(one.failed for one in crowd)
        print(f"{self.end}: sending, reading, planning and entering {total:.1f} s; {failed} requests failed")
        print(f"not in the sum: {LOOKED_AT}, as nobody waits for it")
        print(f"at most, each process: {memory}")


def _waits(noted: list[Noted], *, with_median: bool = True) -> str:
    if not noted:
        return ("     -" if with_median else "") + "      -      -      -"[1:]
    times = sorted(one.seconds for one in noted)
    median = f"{times[len(times) // 2]:6.3f} " if with_median else ""
    failed = sum(one.failed for one in noted)
    return f"{median}{times[int(len(times) * 0.99)]:6.3f} {times[-1]:6.3f} {failed:6}"


if __name__ == "__main__":
    main()
