"""What the demonstration makes of a certified good: packs, prices, stock, label facts, texts. Pure and repeatable."""

from __future__ import annotations

from dataclasses import dataclass

from shop.catalogue.kinds import (
    HEALTH_WARNING_EN,
    HEALTH_WARNING_VI,
    is_alcohol,
    is_health_food,
    is_service,
    kind_of,
)
from shop.demonstration.chance import pick, share
from shop.demonstration.wares import Bilingual, PackIdea, Text, Ware, ware_of
from shop.demonstration.words import english_name, reviewed_text

# The age line itself is no text of a product: pages derive it from the kind.
SPIRIT_LINE = Bilingual(
    "Uống có chừng mực. Đã uống rượu thì không lái xe. Phụ nữ có thai không nên uống.",
    "Drink in moderation. Do not drink and drive. Not for pregnant women.",
)
HEALTH_LINE = Bilingual(HEALTH_WARNING_VI, HEALTH_WARNING_EN)
_SOLD_OUT = 0.08
_LOW = 0.25
_ONE_PACK_ONLY = 0.2
_COARSE_FROM_VND = 100_000


@dataclass(frozen=True)
class OfferedPack:
    """A pack with its invented price in dong and the pieces that lie in stock."""

    idea: PackIdea
    price_vnd: int
    on_hand: int


@dataclass(frozen=True)
class Offer:
    """All that the demonstration invents for one good."""

    kind: str
    name_en: str
    text: Text
    ingredients: Bilingual
    storage: Bilingual
    warnings: Bilingual
    shelf_life_months: int | None
    packs: tuple[OfferedPack, ...]


def plan_offer(slug: str, name: str, group: str | None, producer: str) -> Offer:
    """The offer for a good of this name, register group and producer; the same whenever it is asked."""
    kind = kind_of(name, group)
    ware = ware_of(kind, name)
    reviewed = reviewed_text(name, producer)
    return Offer(
        kind=kind,
        name_en=english_name(name),
        text=reviewed.text if reviewed else pick(ware.texts, slug, "text"),
        ingredients=(reviewed.ingredients if reviewed else None) or ware.ingredients,
        storage=ware.storage,
        warnings=_warnings(ware),
        shelf_life_months=ware.shelf_life_months,
        packs=_packs(slug, ware),
    )


def _warnings(ware: Ware) -> Bilingual:
    lines = [ware.warning] if ware.warning.vi else []
    if is_alcohol(ware.kind):
        lines.append(SPIRIT_LINE)
    if is_health_food(ware.kind):
        lines.append(HEALTH_LINE)
    return Bilingual(" ".join(line.vi for line in lines), " ".join(line.en for line in lines))


def _packs(slug: str, ware: Ware) -> tuple[OfferedPack, ...]:
    only_one = share(slug, "packs") < _ONE_PACK_ONLY
    ideas = ware.packs[:1] if only_one else ware.packs
    dearness = share(slug, "price")
    return tuple(
        OfferedPack(idea, _price(idea, dearness), _on_hand(slug, number, ware.kind))
        for number, idea in enumerate(ideas)
    )


def _price(idea: PackIdea, dearness: float) -> int:
    """Between the lowest and the highest, rounded to 1,000 dong, from 100,000 on to 5,000."""
    exact = idea.lowest_vnd + dearness * (idea.highest_vnd - idea.lowest_vnd)
    step = 5_000 if exact >= _COARSE_FROM_VND else 1_000
    return round(exact / step) * step


def _on_hand(slug: str, number: int, kind: str) -> int:
    """Some sold out, some nearly, most plenty; of vouchers never many."""
    chance = share(slug, str(number), "stock")
    if chance < _SOLD_OUT:
        return 0
    if chance < _LOW:
        return 1 + int(share(slug, str(number), "few") * 5)
    return 8 + int(share(slug, str(number), "many") * (12 if is_service(kind) else 140))
