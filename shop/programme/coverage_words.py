"""Coverage in words: measures, gaps, levels, what documents count."""

from __future__ import annotations

from shop.reports import Claim, Claimed, Gap, Level
from shop.targets import PERCENTAGES, Measure
from shop.values.dates import format_day
from shop.web.words import _, ngettext


def measure_words(measure: str) -> str:
    """What a target is about."""
    return {
        Measure.ONLINE_PERCENT: _("Certified goods that are online"),
        Measure.STALL_PERCENT: _("Certified goods with an open stall"),
        Measure.ACCOUNT_PERCENT: _("Certified goods with a payment account"),
        Measure.NEW_GOODS: _("Goods recognised for the first time"),
        Measure.REEVALUATED_GOODS: _("Goods evaluated again"),
        Measure.CERTIFIED_GOODS: _("Goods certified at the end of the year"),
        Measure.PRODUCERS: _("Producers with certified goods"),
    }[Measure(measure)]


def amount_words(measure: str, value: int) -> str:
    """An amount in the unit of its measure."""
    if measure in PERCENTAGES:
        return _("%(share)s %%", share=value)
    if measure == Measure.PRODUCERS:
        return ngettext("%(num)s producer", "%(num)s producers", value)
    return ngettext("%(num)s OCOP good", "%(num)s OCOP goods", value)


def gap_words(gap: str) -> str:
    """What a producer's goods lack."""
    return {
        Gap.NO_STALL: _("Stall not open"),
        Gap.NO_ACCOUNT: _("No payment account"),
        Gap.NOT_LISTED: _("Not on sale"),
    }[Gap(gap)]


def level_words(level: Level) -> str:
    """Into which places one is taken apart."""
    return {
        Level.PROVINCE: _("By province"),
        Level.COMMUNE: _("By commune of today"),
        Level.FORMER_PROVINCE: _("By former province"),
        Level.FORMER_DISTRICT: _("By former district"),
        Level.FORMER_COMMUNE: _("By former commune"),
    }[level]


def claim_words(claim: Claim) -> str:
    """What a document counts, for which day or year."""
    fact = claim.fact
    if fact.claimed is Claimed.RECOGNISED:
        return _("Goods recognised with %(stars)s stars in %(year)s", stars=fact.stars, year=fact.day.year)
    if fact.claimed is Claimed.GROUPS:
        return _("Groups of goods, %(year)s", year=fact.day.year)
    if fact.claimed is Claimed.PRODUCERS:
        return _("Producers of certified goods on %(day)s", day=format_day(fact.day))
    return _("Certified goods on %(day)s", day=format_day(fact.day))


def parts_words(total: int, parts: tuple[tuple[str, int], ...]) -> str:
    """ "218 = 1 (5★) + 18 (4★) + 199 (3★)"; the total alone where it has no parts."""
    if not parts:
        return str(total)
    return f"{total} = " + " + ".join(f"{number} ({_part_words(name)})" for name, number in parts)


def _part_words(name: str) -> str:
    kinds = {"company": _("company"), "cooperative": _("cooperative")}
    return kinds.get(name, f"{name}★")
