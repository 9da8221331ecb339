"""Every pair of colours that meets on a page can be read: WCAG 2.2 AA, in both schemes."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "static/css/tokens.css").read_text(encoding="utf-8")
SCHEMES = (":root {", ':root:not([data-theme="light"]) {', ':root[data-theme="dark"] {')

GROUNDS = ("paper", "surface", "sunken")
TEXT = [
    *((text, ground) for text in ("ink", "quiet", "leaf", "leaf-deep", "clay") for ground in GROUNDS),
    *((text, ground) for text in ("ink", "quiet", "leaf", "leaf-deep") for ground in ("leaf-wash", "gold-wash")),
    *((text, "clay-wash") for text in ("ink", "quiet", "clay", "leaf")),
    ("on-leaf", "leaf"),
    ("on-leaf", "leaf-deep"),
]
# Edges of fields and what shows the focus: 3:1 (WCAG 1.4.11).
SHAPES = [(shape, ground) for shape in ("edge", "leaf") for ground in GROUNDS]


def read_scheme(selector: str) -> dict[str, str]:
    block = TOKENS.split(selector, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("selector", SCHEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(selector: str, text: str, ground: str) -> None:
    colours = read_scheme(selector)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("selector", SCHEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_can_be_told_from_their_ground(selector: str, shape: str, ground: str) -> None:
    colours = read_scheme(selector)
    assert contrast(colours[shape], colours[ground]) >= 3


def test_the_device_and_the_switch_give_the_same_dark() -> None:
    assert read_scheme(SCHEMES[1]) == read_scheme(SCHEMES[2])
