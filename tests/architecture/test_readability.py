"""Files and functions stay small enough to read; public functions say what they do."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUDGETS = {".py": 300, ".html": 200, ".js": 200, ".css": 300}
FOLDERS = {
    ".py": ("shop", "scripts", "benchmarks"),
    ".html": ("templates",),
    ".js": ("static/js", "static/kiosk", "templates"),
    ".css": ("static/css",),
}
LONGEST_FUNCTION = 40

Function = ast.FunctionDef | ast.AsyncFunctionDef


def files(suffix: str) -> list[Path]:
    return sorted(path for folder in FOLDERS[suffix] for path in (ROOT / folder).rglob(f"*{suffix}"))


def functions(path: Path) -> list[Function]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function: Function) -> int:
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    start = (first.end_lineno or 0) + 1 if documented else function.lineno
    return (function.end_lineno or 0) - start + 1


@pytest.mark.parametrize("suffix", BUDGETS)
def test_files_stay_within_their_budget(suffix: str) -> None:
    too_long = {
        str(path.relative_to(ROOT)): lines
        for path in files(suffix)
        if (lines := path.read_text(encoding="utf-8").count("\n")) > BUDGETS[suffix]
    }
    assert too_long == {}


def test_functions_stay_short() -> None:
    lengths = {f"{path.relative_to(ROOT)} {f.name}": length(f) for path in files(".py") for f in functions(path)}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}
    assert statistics.quantiles(lengths.values(), n=10)[-1] <= 20


def test_public_functions_say_what_they_do() -> None:
    silent = []
    for path in (ROOT / "shop").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if not ast.get_docstring(tree) and tree.body:
            silent.append(str(path.relative_to(ROOT)))
        for node in tree.body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):
                silent.append(f"{path.relative_to(ROOT)} {node.name}")
    assert silent == []
