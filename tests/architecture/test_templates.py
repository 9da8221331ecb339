"""Templates: where a page's template lies, and what no template may hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from shop.app import create_app
from tests.conftest import settings

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"

FORBIDDEN = {
    "inline style": r"\sstyle\s*=",
    "inline script": r"<script(?![^>]*\ssrc=)(?![^>]*application/ld\+json)",
    "inline handler": r"\son[a-z]+\s*=\s*[\"']",
    "unescaped text": r"\|\s*safe\b|\bautoescape\s+false",
    "unquoted attribute": r"<[a-z][^>{]*\s[a-z-]+=\{\{",
    "script address": r"javascript:",
}


def pages() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what], re.IGNORECASE)
    found = [
        f"{path.relative_to(TEMPLATES)}:{number}"
        for path in pages()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(re.sub(r"\{#.*?#\}", "", line))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("inline style", '<p style="color:red">'),
        ("inline script", "<script>alert(1)</script>"),
        ("inline handler", '<a onclick="x()">'),
        ("unescaped text", "{{ name | safe }}"),
        ("unquoted attribute", "<a href={{ address }}>"),
        ("script address", '<a href="javascript:x">'),
    ],
)
def test_the_patterns_find_what_they_forbid(what: str, line: str) -> None:
    assert re.search(FORBIDDEN[what], line, re.IGNORECASE)


def unused_imports(source: str) -> list[str]:
    """The names that a template imports from another and does not use."""
    said = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    statement = r"\{%-?\s*from\s+\S+\s+import\s+(.*?)(?:\s+with(?:out)? context)?\s*-?%\}"
    imported, body = re.findall(statement, said), re.sub(statement, "", said)
    names = [part.split(" as ")[-1].strip() for parts in imported for part in parts.split(",")]
    return [name for name in names if not re.search(rf"\b{re.escape(name)}\b", body)]


def test_templates_import_what_they_use() -> None:
    found = {str(path.relative_to(TEMPLATES)): unused_imports(path.read_text(encoding="utf-8")) for path in pages()}
    assert {name: unused for name, unused in found.items() if unused} == {}


def test_what_is_imported_and_not_used_is_seen() -> None:
    source = '{# button #}{% from "a.html" import back, button, tabs as links with context %}{{ links(tabs) }}'
    assert unused_imports(source) == ["back", "button"]


def test_every_page_has_its_template_where_its_name_says(sqlite_app: Flask) -> None:
    """`storefront.products.index` renders `templates/storefront/products/index.html`."""
    plain = {"suggestions", "sitemap", "robots", "qr", "media", "export", "communes", "state"}
    plain |= {
        "picture",
        "signed_drawing",
        "signed_picture",
        "table",
        "objects",
        "schema",
        "book",
        "keys",
        "worker",
        "manifest",
    }
    for rule in sqlite_app.url_map.iter_rules():
        door, _, name = rule.endpoint.partition(".")
        view = name.rpartition(".")[2]
        if door == "storefront" and view not in plain:
            path = TEMPLATES / (rule.endpoint.replace(".", "/") + ".html")
            source = sqlite_app.view_functions[rule.endpoint].__doc__ or ""
            assert path.is_file() or "Redirects" in source, f"{rule.endpoint} has no {path.relative_to(ROOT)}"


def test_no_door_takes_the_name_of_anothers_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Filters have one room for all doors: the second of a name would silently speak for the first."""
    taken: list[str] = []

    class Filters(dict[str, object]):
        def __setitem__(self, name: str, words: object) -> None:
            if name in self and self[name] is not words:
                taken.append(name)
            super().__setitem__(name, words)

    made = Flask.create_jinja_environment

    def watched(app: Flask) -> object:
        environment = made(app)
        environment.filters = Filters(environment.filters)
        return environment

    monkeypatch.setattr(Flask, "create_jinja_environment", watched)
    create_app(settings("sqlite://", ROOT))
    assert taken == []
