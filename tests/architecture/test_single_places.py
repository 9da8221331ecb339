"""Each risky thing has one place. These walk the source, so that a second place cannot slip in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOP = ROOT / "shop"
DOORS = ("storefront", "dashboard", "programme", "office", "kiosk", "api", "commands", "schedule")
# The edge of a loop over independent items: what goes wrong with one is logged, and the others go on.
LOOPS = {"schedule/runner.py"}

# What is called, and the only files that may call it.
PLACES = {
    r"(datetime\.(now|utcnow|today)|date\.today|time\.time|func\.now|func\.current_timestamp)": {"clock.py"},
    r"\w*\.commit": {"database/session.py"},
    r"(os\.environ(\.get)?|os\.getenv)": {"config.py"},
    r"Markup": {"web/words.py", "web/icons.py", "storefront/structured_facts.py", "web/qr.py"},
    r"(eval|exec|render_template_string|__import__)": set(),
    r"(csv\.(writer|DictWriter)|Workbook|openpyxl\.Workbook)": {"spreadsheets/writing.py"},
    r"(subprocess|os)\.(run|Popen|system|popen|call|check_call|check_output)": {"child_process/parent.py"},
}


def modules() -> list[Path]:
    return sorted(SHOP.rglob("*.py"))


def calls(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


@pytest.mark.parametrize("pattern", PLACES)
def test_what_is_risky_is_called_in_its_place_only(pattern: str) -> None:
    allowed = PLACES[pattern]
    strangers = [
        f"{path.relative_to(SHOP)}:{line} {name}"
        for path in modules()
        for line, name in calls(path)
        if re.fullmatch(pattern, name) and path.relative_to(SHOP).as_posix() not in allowed
    ]
    assert strangers == []


def test_the_walk_sees_calls(tmp_path: Path) -> None:
    """The control: a planted call is found."""
    planted = tmp_path / "planted.py"
    planted.write_text("from datetime import datetime\nx = datetime.now()\n")
    assert ("datetime.now") in [name for _, name in calls(planted)]


@pytest.mark.parametrize("door", DOORS)
def test_doors_write_no_sql(door: str) -> None:
    """Queries belong to features: above all, nobody but the catalogue may start a query of products."""
    for path in (SHOP / door).rglob("*.py"):
        imported = {
            alias.name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
            for alias in node.names
        }
        assert imported <= {"OperationalError"}, f"{path.relative_to(SHOP)} imports {imported}"


def test_sql_is_never_put_together_from_text() -> None:
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("text", "sqlalchemy.text") and node.args:
                argument = node.args[0]
                if isinstance(argument, ast.JoinedStr):
                    inside = [part.value for part in argument.values if isinstance(part, ast.FormattedValue)]
                    assert all(isinstance(value, ast.Call) and ast.unparse(value.func) == "int" for value in inside), (
                        f"{path.relative_to(SHOP)}:{node.lineno}"
                    )


def test_catch_all_is_not_used() -> None:
    for path in modules():
        if path.relative_to(SHOP).as_posix() in LOOPS:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                name = ast.unparse(node.type) if node.type else "everything"
                reraises = any(isinstance(inner, ast.Raise) and inner.exc is None for inner in ast.walk(node))
                assert name not in ("everything", "Exception", "BaseException") or reraises, (
                    f"{path.relative_to(SHOP)}:{node.lineno} catches {name}"
                )
