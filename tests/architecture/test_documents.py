"""The documents name what there is: a newcomer who follows them never looks for a file that has gone."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# These two tell what was, with the names of then.
HISTORY = {"CHANGELOG.md", "DECISIONS.md"}
FOLDERS = (".github", "benchmarks", "data", "docs", "requirements", "scripts", "shop", "static", "templates", "tests")
DOCUMENTS = [
    path
    for path in [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md")), ROOT / "benchmarks" / "README.md"]
    if path.name not in HISTORY
]
FILE = re.compile(r"(?<![\w/.*<-])[\w-][\w./-]*\.(?:py|html|js|css|csv|md|toml)\b(?!\w)")


@cache
def all_files() -> frozenset[str]:
    """Every file of the project, and each end of its path that starts with a folder or a name: "a/b.py", "b.py"."""
    found = [path.relative_to(ROOT).parts for folder in FOLDERS for path in (ROOT / folder).rglob("*.*")]
    found += [(path.name,) for path in ROOT.glob("*.*")]
    return frozenset("/".join(parts[start:]) for parts in found for start in range(len(parts)))


def named_files(text: str) -> Iterator[str]:
    """What stands in the text as a file: between backticks."""
    for quoted in re.findall(r"`([^`\n]+)`", text):
        yield from FILE.findall(quoted)


def links(text: str) -> Iterator[str]:
    yield from (
        link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if not link.startswith(("#", "http"))
    )


def packages() -> list[str]:
    return sorted(path.parent.name for path in (ROOT / "shop").glob("*/__init__.py"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_documents_name_files_that_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert [name for name in named_files(text) if name not in all_files()] == []
    assert [link for link in links(text) if not (document.parent / link).exists()] == []


def test_what_has_gone_is_seen() -> None:
    text = "`tests/features/test_gone.py`, `rules.py`, see [the plan](docs/gone.md) and [here](#here)"
    assert [name for name in named_files(text) if name not in all_files()] == ["tests/features/test_gone.py"]
    assert list(links(text)) == ["docs/gone.md"]


def test_the_map_of_the_readme_and_the_tower_name_every_part() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Map of the code")[2]
    assert [name for name in packages() if f"`shop/{name}`" not in readme] == []
    tower = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").partition("```")[2].partition("```")[0]
    parts = {part for line in tower.splitlines() for part in line.partition("  ")[0].split(" | ")}
    assert sorted(set(packages()) - parts) == []


def test_every_word_of_the_glossary_is_explained_once() -> None:
    glossary = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").partition("## Glossary")[2]
    words = re.findall(r"^\| ([^|]+?) \|", glossary, re.MULTILINE)
    assert sorted(words) == sorted(set(words))


def test_the_rules_of_every_feature_are_held_to_be_pure() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    held = next(contract["source_modules"] for contract in contracts if contract["name"] == "Rules and values are pure")
    rules = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in (ROOT / "shop").glob("*/rules.py")}
    assert sorted(rules - set(held)) == [] and len(held) == len(set(held))
