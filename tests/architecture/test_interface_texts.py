"""Every interface text has its Vietnamese; nothing doubtful, no placeholder lost, no list of duties out of step."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def checker() -> ModuleType:
    """The program behind `make texts`."""
    spec = importlib.util.spec_from_file_location("check_texts", ROOT / "scripts" / "check_texts.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_vietnamese_catalogue_is_complete(checker: ModuleType) -> None:
    with checker.CATALOGUE.open("rb") as file:
        assert checker.faults_of(read_po(file, locale="vi", abort_invalid=True), checker.collect()) == []


@pytest.mark.parametrize(
    ("vietnamese", "flags", "fault"),
    [
        ("", (), "no Vietnamese"),
        ("Còn %(num)s hộp", ("fuzzy",), "doubtful"),
        ("Còn nhiều hộp", (), "placeholders differ"),
        ("Còn %(number)s hộp", (), "placeholders differ"),
    ],
)
def test_a_faulty_text_is_found(checker: ModuleType, vietnamese: str, flags: tuple[str, ...], fault: str) -> None:
    """The control: each kind of fault is reported."""
    wanted, kept = Catalog(), Catalog(locale="vi")
    wanted.add("%(num)s boxes left")
    kept.add("%(num)s boxes left", vietnamese, flags=flags)
    assert [words for words in checker.faults_of(kept, wanted) if fault in words]


def test_the_duties_have_prose_in_both_languages() -> None:
    folder = ROOT / "templates" / "storefront" / "duties"
    pages = {path.name.removesuffix(".html") for path in folder.glob("*.html")}
    names = {page for page in pages if "." not in page} - {"prose"}
    assert {f"{name}.{code}" for name in names for code in ("vi", "en")} == {page for page in pages if "." in page}
