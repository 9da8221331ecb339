"""Style sheets and components: one a file, all shown in the style guide, light enough for a slow phone."""

from __future__ import annotations

import re
from pathlib import Path

import brotli
import pytest

from shop.web.static_release import flatten_style_sheet

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "static" / "css"
SCRIPTS = ROOT / "static" / "js"
KIOSK = ROOT / "static" / "kiosk"
COMPONENTS = ROOT / "templates" / "components"
# Looks that are no macro: a box for facts, a number between its buttons, and what behaviours make.
PLAIN_LOOKS = {"panel", "photo_zoom", "place_list", "stepper", "toast"}
# Each is one file for browsers; public pages load the first alone.
BUNDLES = (
    "main.css",
    "desk.css",
    "office.css",
    "programme.css",
    "dashboard.css",
    "kiosk.css",
    "labels.css",
    "check.css",
)
# Shown by every page around the guide, or by its error pages.
SHOWN_ELSEWHERE = {"language_switch", "logo", "search_box", "theme_switch", "error_page"}

FORBIDDEN = {
    "an id": r"#[a-zA-Z][\w-]*(?=[^;{}]*\{)",
    "!important": r"!important",
    "a colour that is no token": r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*[;}])|\b(?:rgb|hsl|oklch)a?\(",
}


def style_sheets() -> list[Path]:
    return sorted(CSS.rglob("*.css"))


def without_comments(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_style_sheet_holds(what: str) -> None:
    sheets = [path for path in style_sheets() if path.name != "tokens.css"]
    # An address may hold a fragment; it is no selector and no colour.
    texts = {path.name: re.sub(r'url\("[^"]*"\)', "", without_comments(path)) for path in sheets}
    assert [name for name, text in texts.items() if re.search(FORBIDDEN[what], text)] == []


def test_every_style_sheet_is_imported_once_into_a_known_layer() -> None:
    bundles = "".join((CSS / name).read_text(encoding="utf-8") for name in BUNDLES)
    imports = re.findall(r'@import url\("([^"]+)"\) layer\((\w+)\);', bundles)
    wanted = {path.relative_to(CSS).as_posix() for path in style_sheets()} - set(BUNDLES)
    assert sorted(name for name, _ in imports) == sorted(wanted)
    assert {layer for _, layer in imports} <= {"tokens", "reset", "base", "layout", "components", "doors"}


def test_a_look_is_named_as_its_macro() -> None:
    macros = {path.stem for path in COMPONENTS.glob("*.html")}
    looks = {path.stem for path in (CSS / "components").glob("*.css")}
    assert looks - macros - PLAIN_LOOKS == set()
    for name in macros:
        source = (COMPONENTS / f"{name}.html").read_text(encoding="utf-8")
        assert re.search(rf"macro {name}", source), f"components/{name}.html has no macro {name}"
        assert source.startswith("{#"), f"components/{name}.html does not say what it takes"


def test_every_component_is_shown_in_the_style_guide() -> None:
    guide = (ROOT / "templates" / "style_guide" / "index.html").read_text(encoding="utf-8")
    shown = set(re.findall(r'from "components/(\w+)\.html"', guide))
    # A picture is shown by the cards that hold it.
    wanted = {path.stem for path in COMPONENTS.glob("*.html")} - SHOWN_ELSEWHERE - {"picture"}
    assert wanted - shown == set()


def test_styles_and_scripts_keep_within_their_budgets() -> None:
    styles = brotli.compress(flatten_style_sheet(CSS / "main.css").encode())
    scripts = [brotli.compress(path.read_bytes()) for path in sorted(SCRIPTS.rglob("*.js"))]
    assert len(styles) <= 30_000
    assert sum(map(len, scripts)) <= 20_000


def test_the_kiosk_is_soon_kept_on_a_slow_line() -> None:
    """Fetched once and then kept: beyond the shop's own style sheet twelve seconds at 10 KB a second."""
    styles = brotli.compress(flatten_style_sheet(CSS / "kiosk.css").encode())
    scripts = [brotli.compress(path.read_bytes()) for path in sorted(KIOSK.rglob("*.js"))]
    assert len(styles) <= 15_000
    assert sum(map(len, scripts)) <= 100_000


def test_every_behaviour_that_a_page_names_exists() -> None:
    named = set()
    for path in (ROOT / "templates").rglob("*.html"):
        for names in re.findall(r'data-behaviour="([^"{]+)"', path.read_text(encoding="utf-8")):
            named.update(names.split())
    there = {path.stem for path in (SCRIPTS / "behaviours").glob("*.js")}
    assert named - there == set()
    for path in sorted((SCRIPTS / "behaviours").glob("*.js")):
        assert "export function attach(" in path.read_text(encoding="utf-8"), path.name
