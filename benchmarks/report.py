"""The measurements as tables of ratios."""

from __future__ import annotations

import platform
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import repeat
from pathlib import Path
from statistics import median

from benchmarks.buying import Crowded
from benchmarks.cases import Case
from benchmarks.processes import ROOT

RESULTS = Path(__file__).with_name("RESULTS.md")
PAGES = "# Last results of `make bench`"
BUYING = "# Buying"
NOTES = "<!-- Below this line by hand; `make bench` keeps it. -->"
FLOORS = ("sketch list", "sketch group + sort", "sketch product", "sketch search")
CACHED_TARGET = 1.5
CPU_OF_AN_ORDER = 20
P99_OF_AN_ORDER = {"sqlite": 1.5, "postgresql": 0.8}
GROWTH_TARGETS = {18_000: 1.5, 200_000: 3.0}


@dataclass
class Measured:
    """One shop and its floors: CPU milliseconds a request, by what was asked, one figure a round."""

    database: str
    products: int
    cases: list[Case] = field(default_factory=list)
    rounds: dict[str, list[float]] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    buying: list[Crowded] = field(default_factory=list)

    def ratio(self, name: str, floor: str) -> tuple[float, float, float]:
        """Median, least and greatest ratio over the rounds; both sides of a ratio come from the same round."""
        ratios = [one / other for one, other in zip(self.rounds[name], self.rounds[floor], strict=True)]
        return median(ratios), min(ratios), max(ratios)


def print_tables(runs: list[Measured]) -> str:
    """All tables, as Markdown."""
    parts = [_measured(figures for run in runs for figures in run.rounds.values())]
    for run in (run for run in runs if run.cases):
        parts += [f"## {run.database}, {run.products:,} goods", _floors(run), _pages(run), _facts(run)]
    return "\n\n".join([*parts, *_growth([run for run in runs if run.cases])])


def print_buying(runs: list[Measured]) -> str:
    """The tables of carts and orders, as Markdown."""
    heads = ("what", "a second", "CPU ms each", "x page from constants", "p99 s", "target")
    parts = [_measured(crowd.cpu_ms for run in runs for crowd in run.buying)]
    for run in runs:
        if run.buying:
            parts += [f"## {run.database}, {run.products:,} goods", _table(heads, map(_crowd, repeat(run), run.buying))]
    return "\n\n".join(parts)


def _crowd(run: Measured, crowd: Crowded) -> tuple[str, ...]:
    targets = []
    if crowd.kind == "orders":
        targets.append(f"<= {CPU_OF_AN_ORDER} ms {_word(median(crowd.cpu_ms) <= CPU_OF_AN_ORDER)}")
    if crowd.shoppers == 16:
        most = P99_OF_AN_ORDER[run.database]
        targets.append(f"p99 < {most:g} s {_word(median(crowd.p99_seconds) < most)}")
    return (
        f"{crowd.kind}, {crowd.shoppers} shoppers",
        _spread(crowd.a_second, 1),
        _spread(crowd.cpu_ms, 1),
        _spread(crowd.floors, 1),
        _spread(crowd.p99_seconds, 2),
        ", ".join(targets) or "-",
    )


def write(part: str, text: str) -> None:
    """Put the tables of "pages" or "buying" into RESULTS.md, and leave the others and the notes of people."""
    kept = RESULTS.read_text() if RESULTS.is_file() else ""
    tables, _, notes = kept.partition(NOTES)
    pages, _, buying = tables.partition(BUYING)
    found = {"pages": pages.removeprefix(PAGES), "buying": buying, part: f"\n\n{text}\n\n"}
    RESULTS.write_text(f"{PAGES}{found['pages']}{BUYING}{found['buying']}{NOTES}{notes}")


def _word(is_met: bool) -> str:
    return "met" if is_met else "**missed**"


def _spread(values: list[float], digits: int) -> str:
    return f"{median(values):.{digits}f} ({min(values):.{digits}f}-{max(values):.{digits}f})"


def _measured(figures: Iterable[list[float]]) -> str:
    rounds = min(map(len, figures), default=0)
    return f"Measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC at commit {_commit()} in {rounds} rounds on {_machine()}."


def _floors(run: Measured) -> str:
    names = ("ready bytes", "page from constants", *FLOORS)
    rows = [(name, *_figures(run, name), _times(run.ratio(name, "page from constants"))) for name in names]
    return _table(("floor", "CPU ms", "min-max", "x page from constants"), rows)


def _pages(run: Measured) -> str:
    rows = []
    for case in run.cases:
        uncached = run.ratio(case.name, case.sketch)
        cached = run.ratio(f"{case.name}, cached", "ready bytes")
        rows.append(
            (
                case.name,
                *_figures(run, case.name),
                f"{_times(uncached)} {case.sketch.removeprefix('sketch ')}",
                _verdict(uncached[0], case.target),
                f"{median(run.rounds[f'{case.name}, cached']):.3f}",
                _times(cached),
                _verdict(cached[0], CACHED_TARGET),
            )
        )
    heads = ("page", "uncached CPU ms", "min-max", "x sketch", "target", "cached CPU ms", "x ready bytes", "target")
    return _table(heads, rows)


def _facts(run: Measured) -> str:
    return "\n".join(f"- {name}: {value}" for name, value in run.facts.items())


def _growth(runs: list[Measured]) -> list[str]:
    rows = []
    for database in dict.fromkeys(run.database for run in runs):
        sizes = [run for run in runs if run.database == database]
        for large in sizes[1:]:
            for small_case, case in zip(sizes[0].cases, large.cases, strict=True):
                growth = _in_pages(large, case.name) / _in_pages(sizes[0], small_case.name)
                cached = _in_pages(large, f"{case.name}, cached") / _in_pages(sizes[0], f"{small_case.name}, cached")
                verdict = _verdict(growth, GROWTH_TARGETS.get(large.products))
                size = f"{sizes[0].products:,} -> {large.products:,}"
                rows.append((database, size, case.name, f"{growth:.2f}x", verdict, f"{cached:.2f}x"))
    heads = ("database", "goods", "page", "uncached", "target", "cached")
    return (
        ["## Growth", "Both sizes in units of their own run's page from constants.", _table(heads, rows)]
        if rows
        else []
    )


def _in_pages(run: Measured, name: str) -> float:
    return run.ratio(name, "page from constants")[0]


def _figures(run: Measured, name: str) -> tuple[str, str]:
    values = run.rounds[name]
    return f"{median(values):.2f}", f"{min(values):.2f}-{max(values):.2f}"


def _times(ratio: tuple[float, float, float]) -> str:
    return f"{ratio[0]:.2f}x ({ratio[1]:.2f}-{ratio[2]:.2f})"


def _verdict(ratio: float, target: float | None) -> str:
    if target is None:
        return "-"
    return f"<= {target:g}x {'met' if ratio <= target else '**missed**'}"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _commit() -> str:
    return _output_of("git", "rev-parse", "--short", "HEAD") or "unknown"


def _machine() -> str:
    cores, python = _output_of("nproc"), platform.python_version()
    return f"{cores} shared cores, {platform.machine()}, Linux {platform.release()}, Python {python}"


def _output_of(*command: str) -> str:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
