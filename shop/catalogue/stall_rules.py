"""Pure decisions about a good in its producer's stall: where it stands, why shoppers miss it, what it still lacks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from shop.catalogue.kinds import is_alcohol, is_health_food, kind_of, name_has
from shop.certification.rules import Standing

MOST_PACKS = 20
MOST_MARKS = 10
# A pack weighs what is in it and a tenth more for what is around it, in steps of ten grams.
WRAPPING = 1.1
STEP_GRAMS = 10
_DRINKS = "rượu | tửu | bia | whisky | vodka"
_NO_DRINKS = ("handicraft", "ornamental", "tourism")


class GoodState(StrEnum):
    """What its producer decided about a good."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class WhyHidden(StrEnum):
    """Why shoppers cannot buy a good, the first reason that holds."""

    DRAFT = "draft"
    RETIRED = "retired"
    NO_GOOD = "no_good"
    OTHER_PRODUCER = "other_producer"
    LAPSED = "lapsed"
    REVOKED = "revoked"
    NOT_YET = "not_yet"
    PLANNED = "planned"
    AWAITING_OFFICER = "awaiting_officer"
    NO_PACKS = "no_packs"
    STALL_AWAY = "stall_away"
    SOLD_OUT = "sold_out"

    @property
    def is_seen(self) -> bool:
        """Whether shoppers still see the good, and only cannot order it."""
        return self in (WhyHidden.STALL_AWAY, WhyHidden.SOLD_OUT)


@dataclass(frozen=True)
class GoodFacts:
    """All that decides about a good at an instant. `standing` is None where no good of the register is chosen."""

    state: GoodState
    standing: Standing | None
    is_own: bool
    packs: int
    on_hand: int
    is_away: bool = False


def why_not_certified(facts: GoodFacts) -> WhyHidden | None:
    """Why the good may not be on sale at all, whatever its producer wants; None with a certificate of its own in force.

    The one rule for publishing and for saying why something is hidden; `visible_products` is its twin in SQL.
    """
    if facts.standing is None:
        return WhyHidden.NO_GOOD
    if not facts.is_own:
        return WhyHidden.OTHER_PRODUCER
    return None if facts.standing is Standing.CERTIFIED else WhyHidden(facts.standing.value)


def why_hidden(facts: GoodFacts) -> WhyHidden | None:
    """Why shoppers cannot buy the good now; None where they can."""
    if facts.state is not GoodState.PUBLISHED:
        return WhyHidden.DRAFT if facts.state is GoodState.DRAFT else WhyHidden.RETIRED
    return why_not_certified(facts) or why_not_sold(facts)


def why_not_sold(facts: GoodFacts) -> WhyHidden | None:
    """Why a good that may be seen cannot be ordered."""
    if not facts.packs:
        return WhyHidden.NO_PACKS
    if facts.is_away:
        return WhyHidden.STALL_AWAY
    return None if facts.on_hand > 0 else WhyHidden.SOLD_OUT


def why_not_publishable(facts: GoodFacts) -> WhyHidden | None:
    """What a draft or a retired good still lacks to be put on sale; None where nothing keeps it back."""
    return why_not_certified(facts) or (None if facts.packs else WhyHidden.NO_PACKS)


def says_alcohol(kind: str, names: Sequence[str], group: str | None) -> bool:
    """Whether kind or names tell that a good is alcohol: then no switch can say that it is none.

    `names` are the product's own and the register's, so that another kind or another name hides nothing.
    """
    if is_alcohol(kind):
        return True
    return group not in _NO_DRINKS and any(name_has(name, _DRINKS) for name in names if name)


def says_health_food(kind: str, names: Sequence[str], group: str | None) -> bool:
    """Whether kind or names tell that a good is a health food, which must carry its warning."""
    return is_health_food(kind) or any(is_health_food(kind_of(name, group)) for name in names if name)


def likely_weight(net_amount: int, net_unit: str) -> int | None:
    """What a pack probably weighs in grams with what is around it; None for pieces, which say nothing of weight."""
    if net_unit not in ("g", "ml"):
        return None
    return math.ceil(round(net_amount * WRAPPING, 6) / STEP_GRAMS) * STEP_GRAMS


def pack_label(net_amount: int, net_unit: str, language: str) -> str:
    """What a pack is called after its content where its producer gives it no name: "500 g", "1,5 kg", "3 cái"."""
    if net_unit == "piece":
        one, more = {"vi": ("cái", "cái"), "en": ("piece", "pieces")}[language]
        return f"{net_amount} {one if net_amount == 1 else more}"
    large = {"g": "kg", "ml": {"vi": "lít", "en": "l"}[language]}[net_unit]
    whole, rest = divmod(net_amount, 1000)
    if not whole or rest % 100:
        return f"{net_amount} {net_unit}"
    point = {"vi": ",", "en": "."}[language]
    return f"{whole}{point}{rest // 100} {large}" if rest else f"{whole} {large}"
