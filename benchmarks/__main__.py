"""`make bench`: the shop beside its floors, in turns: CPU a request, and ratios. `--quick` only shows it works."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from benchmarks.buying import measure_buying
from benchmarks.cases import BROWSER, Case, find_cases, floor_addresses
from benchmarks.databases import Databases, fresh_databases, shop_environment
from benchmarks.processes import Server, cpu_seconds, memory_bytes
from benchmarks.report import Measured, print_buying, print_tables, write

FIRST = "/san-pham"
# Databases, numbers of goods, rounds, seconds of load for one figure, cold starts.
USUAL = ("sqlite,postgresql", "218,18000", 5, 0.8, 3)
SHORT = ("sqlite,postgresql", "218,18000", 3, 0.3, 1)
QUICK = ("sqlite", "218", 2, 0.2, 1)


def main() -> None:
    """Measure every database and size that was asked for, print the tables, keep them unless it was a quick run."""
    options = _options()
    runs = []
    for database in options.databases.split(","):
        for products in map(int, options.products.split(",")):
            with tempfile.TemporaryDirectory(prefix="shop-bench-") as folder:
                runs.append(_measure(database, products, Path(folder), options))
    for part, tables in (("pages", print_tables(runs)), ("buying", print_buying(runs))):
        if options.only in (None, part):
            print(tables)
            if not options.quick:
                write(part, tables)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--databases", default=None, help="sqlite, postgresql or both with a comma")
    parser.add_argument("--products", default=None, help="numbers of goods, with commas (218,18000)")
    parser.add_argument("--rounds", type=int, default=None)
    parser.add_argument("--seconds", type=float, default=None, help="of load for one figure")
    parser.add_argument("--port", type=int, default=8180, help="the first of two ports")
    parser.add_argument("--only", choices=("pages", "buying"), help="measure this only")
    parser.add_argument("--cold-starts", type=int, default=None)
    parser.add_argument("--short", action="store_true", help="everything, in three short rounds: about six minutes")
    parser.add_argument("--quick", action="store_true", help="SQLite, 218 goods, two short rounds; keeps no results")
    options = parser.parse_args()
    values = QUICK if options.quick else SHORT if options.short else USUAL
    for name, value in zip(("databases", "products", "rounds", "seconds", "cold_starts"), values, strict=True):
        if getattr(options, name) is None:
            setattr(options, name, value)
    # A shop of one size is enough: buying asks for a few goods, whatever else there is.
    options.products_of_buying = int(options.products.split(",")[0])
    return options


def _measure(database: str, products: int, folder: Path, options: argparse.Namespace) -> Measured:
    run = Measured(database, products)
    _tell(f"{database}, {products:,} goods: filling the databases")
    with fresh_databases(database, products, folder) as found, _servers(found, folder, options.port) as (floors, shop):
        if options.only != "buying":
            _measure_pages(run, found, (floors, shop), options)
            run.facts["cold start to the first list"] = _cold_starts(found, folder, options)
        if options.only != "pages" and products == options.products_of_buying:
            _tell("  buying")
            run.buying = measure_buying(found, (floors, shop), folder, options)
    return run


def _measure_pages(
    run: Measured, found: Databases, servers: tuple[Server, Server], options: argparse.Namespace
) -> None:
    floors, shop = servers
    run.cases = find_cases(shop)
    asked = _everything(run.cases, floors, shop, run.products)
    for server, addresses, headers in asked.values():
        server.load(addresses, min(options.seconds, 0.3), *headers)
    for number in range(options.rounds):
        _tell(f"  round {number + 1} of {options.rounds}")
        for name, (server, addresses, headers) in asked.items():
            run.rounds.setdefault(name, []).append(_cpu_ms(server, addresses, headers, found, options.seconds))
    run.facts = _facts(shop, run.cases)


Asked = dict[str, tuple[Server, tuple[str, ...], tuple[str, ...]]]


def _everything(cases: list[Case], floors: Server, shop: Server, products: int) -> Asked:
    """What one round asks, floors and shop in turns."""
    asked: Asked = {}
    floor = floor_addresses(products)
    for name in ("ready bytes", "page from constants"):
        asked[name] = floors, floor[name], ()
    for case in cases:
        if case.sketch not in asked:
            asked[case.sketch] = floors, floor[case.sketch], ()
        asked[case.name] = shop, case.uncached(), ()
        asked[f"{case.name}, cached"] = shop, case.cached(), (BROWSER,)
    first = cases[0]
    asked["cached, not compressed"] = shop, first.addresses, ()
    tag = shop.tag_of(first.addresses[0])
    asked["cached, 304"] = shop, first.addresses, (BROWSER, f"If-None-Match: {tag}")
    return asked


def _cpu_ms(
    server: Server, addresses: tuple[str, ...], headers: tuple[str, ...], found: Databases, seconds: float
) -> float:
    processes = [*server.processes, *found.processes]
    before = cpu_seconds(processes)
    counts = server.load(addresses, seconds, *headers)
    spent = cpu_seconds(processes) - before
    if set(counts["statuses"]) - {"200", "304"}:
        raise RuntimeError(f"{addresses[0]} answered {counts['statuses']}")
    return 1000 * spent / float(counts["requests"])


def _facts(shop: Server, cases: list[Case]) -> dict[str, str]:
    facts = {}
    for case in (cases[0], cases[3]):
        sizes = [
            len(shop.ask(case.addresses[0], **{"Accept-Encoding": kind})[1]) for kind in ("identity", "gzip", "br")
        ]
        facts[f"{case.name}, bytes"] = "plain {:,}, gzip {:,}, brotli {:,}".format(*sizes)
    facts["memory of two workers (PSS)"] = f"{memory_bytes(shop.processes) / 1e6:.0f} MB"
    return facts


def _cold_starts(found: Databases, folder: Path, options: argparse.Namespace) -> str:
    times = []
    for _ in range(options.cold_starts):
        with _shop(found, folder, options.port + 2) as shop:
            times.append(shop.start_seconds)
    return f"{median(times):.2f} s (median of {len(times)})"


@contextmanager
def _servers(found: Databases, folder: Path, port: int) -> Iterator[tuple[Server, Server]]:
    environment = {"SKETCH_DATABASE": found.sketch}
    with (
        Server("benchmarks.floors:app", port, environment, "/ready", folder / "floors.log") as floors,
        _shop(found, folder, port + 1) as shop,
    ):
        yield floors, shop


def _shop(found: Databases, folder: Path, port: int) -> Server:
    environment = shop_environment(found.shop_url, folder, port)
    return Server("wsgi:app", port, environment, FIRST, folder / f"shop-{port}.log")


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
