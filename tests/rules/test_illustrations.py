"""Our own drawings: complete, small, and safe to show under a policy that allows no inline style or script."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from shop.catalogue.pictures import PICTURES

IMG = Path(__file__).parents[2] / "static" / "img"
SVG = "{http://www.w3.org/2000/svg}"

REGIONS = [
    *("north-west", "north-east", "red-river-delta", "north-central"),
    *("south-central-coast", "central-highlands", "south-east", "mekong-delta"),
]
FIVE_KILOBYTES = 5 * 1024


def drawing(path: str) -> ElementTree.Element:
    return ElementTree.parse(IMG / path).getroot()  # noqa: S314 - our own files


@pytest.mark.parametrize("picture", PICTURES)
def test_every_picture_is_drawn_four_by_five(picture: str) -> None:
    assert drawing(f"kinds/{picture}.svg").get("viewBox") == "0 0 400 500"


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_weighs_at_most_five_kilobytes(picture: str) -> None:
    assert (IMG / f"kinds/{picture}.svg").stat().st_size <= FIVE_KILOBYTES


def test_no_drawing_lies_about_unused() -> None:
    assert sorted(path.stem for path in (IMG / "kinds").glob("*.svg")) == sorted(PICTURES)


@pytest.mark.parametrize("region", REGIONS)
def test_every_region_has_a_ground(region: str) -> None:
    assert drawing(f"grounds/{region}.svg").get("viewBox")


@pytest.mark.parametrize("path", sorted(IMG.rglob("*.svg")), ids=lambda path: str(path.relative_to(IMG)))
def test_drawings_carry_no_script_no_style_and_nothing_from_elsewhere(path: Path) -> None:
    for element in drawing(str(path)).iter():
        assert element.tag.removeprefix(SVG) not in {"script", "style", "foreignObject", "image"}
        for name, value in element.attrib.items():
            assert name != "style"
            assert not name.startswith("on")
            assert "href" not in name or value.startswith("#")
            assert not re.search(r"(https?:)?//|data:", value)


@pytest.mark.parametrize("picture", PICTURES)
def test_a_drawing_can_stand_twice_on_a_page(picture: str) -> None:
    assert not [element for element in drawing(f"kinds/{picture}.svg").iter() if "id" in element.attrib]


@pytest.mark.parametrize("stars", [3, 4, 5])
@pytest.mark.parametrize("size", ["mark", "stars", "print"])
def test_the_seal_is_drawn_for_every_size_and_number_of_stars(size: str, stars: int) -> None:
    assert f"{size}-{stars}" in [symbol.get("id") for symbol in drawing("badge.svg").iter(f"{SVG}symbol")]
