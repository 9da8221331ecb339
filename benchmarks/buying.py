"""What buying costs: carts and whole orders, by eight and by sixteen shoppers at once, over the served shop."""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import Namespace
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.cases import floor_addresses
from benchmarks.databases import Databases, fill_up
from benchmarks.processes import ROOT, Server, cpu_seconds

# What is done, and by how many shoppers at once.
CROWDS = (("carts", 8), ("orders", 8), ("orders", 16))
FLOOR = "page from constants"
# A figure of buying needs more answers than one of a page.
LONGER = 5


@dataclass
class Crowded:
    """One kind of crowd over all rounds: how many a second, milliseconds of processor time each, and the waiting."""

    kind: str
    shoppers: int
    a_second: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    # The same in units of the floor of the same round.
    floors: list[float] = field(default_factory=list)
    p99_seconds: list[float] = field(default_factory=list)


def measure_buying(found: Databases, servers: tuple[Server, Server], folder: Path, options: Namespace) -> list[Crowded]:
    """Fill up the stock and let each crowd loose once a round, the floor in turns with them."""
    floors, shop = servers
    packs = fill_up(found, folder)
    crowds = [Crowded(kind, shoppers) for kind, shoppers in CROWDS]
    for crowd in crowds:
        _let_loose(crowd, shop, packs, 0.5)
    for _ in range(options.rounds):
        for crowd in crowds:
            floor = _cpu_of_the_floor(floors, options)
            before = cpu_seconds([*shop.processes, *found.processes])
            told = _let_loose(crowd, shop, packs, LONGER * options.seconds)
            spent = cpu_seconds([*shop.processes, *found.processes]) - before
            crowd.a_second.append(told["a_second"])
            crowd.cpu_ms.append(1000 * spent / told["finished"])
            crowd.floors.append(1000 * spent / told["finished"] / floor)
            crowd.p99_seconds.append(told["p99_seconds"]["cart" if crowd.kind == "carts" else "order"])
    return crowds


def _cpu_of_the_floor(floors: Server, options: Namespace) -> float:
    before = cpu_seconds(floors.processes)
    counts = floors.load(floor_addresses(1)[FLOOR], options.seconds)
    return 1000 * (cpu_seconds(floors.processes) - before) / float(counts["requests"])


def _let_loose(crowd: Crowded, shop: Server, packs: str, seconds: float) -> dict[str, Any]:
    arguments = [str(shop.port), str(seconds), str(crowd.shoppers), crowd.kind]
    result = subprocess.run(
        [sys.executable, "-m", "benchmarks.shoppers", *arguments],
        input=packs,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=seconds + 120,
    )
    if result.returncode:
        raise RuntimeError(f"the crowd broke off: {result.stderr[-1500:]}")
    told: dict[str, Any] = json.loads(result.stdout)
    if set(told["statuses"]) - {"200", "303"}:
        raise RuntimeError(f"{crowd.kind}: {told['statuses']}")
    return told
