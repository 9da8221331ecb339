"""Reviewed words of the demonstration: English names of the register's goods, texts of those certified in late 2026."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import lru_cache

from shop.demonstration.chance import pick
from shop.demonstration.wares import FOLDER, Bilingual, Text
from shop.values.folding import fold
from shop.values.producer_names import plain_key


@dataclass(frozen=True)
class ReviewedText:
    """The text of one good; ingredients only where its sort's do not fit."""

    text: Text
    ingredients: Bilingual | None


def english_name(name: str) -> str:
    """The reviewed English name of a good; one that was not reviewed keeps its Vietnamese name."""
    return _english_names().get(fold(name), name)


def reviewed_text(name: str, producer: str) -> ReviewedText | None:
    """The text written for this good of this producer, if any."""
    texts = _reviewed_texts()
    return texts.get((fold(name), plain_key(producer))) or texts.get((fold(name), ""))


def story_of(producer_kind: str, slug: str) -> Bilingual:
    """Neutral words about a producer of this legal form that say themselves that they are a demonstration."""
    stories = _stories()[producer_kind]
    return pick([Bilingual(vi, en) for vi, en in zip(stories["vi"], stories["en"], strict=True)], slug, "story")


@lru_cache(maxsize=1)
def _english_names() -> dict[str, str]:
    with (FOLDER / "names_en.csv").open(encoding="utf-8", newline="") as file:
        return {fold(row["name"]): row["name_en"] for row in csv.DictReader(file)}


@lru_cache(maxsize=1)
def _reviewed_texts() -> dict[tuple[str, str], ReviewedText]:
    tables = tomllib.loads((FOLDER / "goods.toml").read_text(encoding="utf-8"))["good"]
    return {
        (fold(table["name"]), plain_key(table.get("producer", ""))): ReviewedText(
            text=Text(
                Bilingual(table["summary_vi"], table["summary_en"]), Bilingual(table["about_vi"], table["about_en"])
            ),
            ingredients=(
                Bilingual(table["ingredients_vi"], table["ingredients_en"]) if "ingredients_vi" in table else None
            ),
        )
        for table in tables
    }


@lru_cache(maxsize=1)
def _stories() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((FOLDER / "stories.toml").read_text(encoding="utf-8"))
