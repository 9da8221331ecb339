"""How goods of one sort are packed, priced, labelled and described in the demonstration: all of it invented."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from shop.catalogue.kinds import name_has

FOLDER = Path(__file__).with_name("data")


@dataclass(frozen=True)
class Bilingual:
    """The same words in both languages."""

    vi: str
    en: str


@dataclass(frozen=True)
class PackIdea:
    """A pack that such goods come in. Prices in whole dong; `net_unit` is g, ml or piece."""

    label: Bilingual
    net_amount: int
    net_unit: str
    weight_grams: int
    lowest_vnd: int
    highest_vnd: int


@dataclass(frozen=True)
class Text:
    """A summary of one sentence and a description of a few."""

    summary: Bilingual
    description: Bilingual


@dataclass(frozen=True)
class Ware:
    """One sort of good. `words` are phrases as in `kinds.name_has`; empty: every good of the kind."""

    kind: str
    words: str
    packs: tuple[PackIdea, ...]
    shelf_life_months: int | None
    ingredients: Bilingual
    storage: Bilingual
    warning: Bilingual
    texts: tuple[Text, ...]


def ware_of(kind: str, name: str) -> Ware:
    """The first sort of this kind whose words the name has; each kind ends with one that fits every name."""
    return next(ware for ware in _wares() if ware.kind == kind and (not ware.words or name_has(name, ware.words)))


@lru_cache(maxsize=1)
def _wares() -> tuple[Ware, ...]:
    tables = tomllib.loads((FOLDER / "wares.toml").read_text(encoding="utf-8"))
    return tuple(_read(table, tables["storage"]) for table in tables["ware"])


def _read(table: Mapping[str, Any], storages: Mapping[str, Mapping[str, str]]) -> Ware:
    return Ware(
        kind=table["kind"],
        words=table.get("words", ""),
        packs=tuple(PackIdea(Bilingual(vi, en), *numbers) for vi, en, *numbers in table["packs"]),
        shelf_life_months=table["months"] or None,
        ingredients=Bilingual(*table["ingredients"]),
        storage=Bilingual(**storages[table["storage"]]),
        warning=Bilingual(*table.get("warning", ("", ""))),
        texts=tuple(
            Text(Bilingual(summary_vi, summary_en), Bilingual(about_vi, about_en))
            for summary_vi, summary_en, about_vi, about_en in table["say"]
        ),
    )
