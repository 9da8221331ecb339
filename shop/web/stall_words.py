"""What is said of a stall's days and place, to shoppers and to its own people."""

from __future__ import annotations

from collections.abc import Sequence

from shop.places import find_commune, find_province
from shop.stalls import Stall
from shop.web.words import _


def sending_words(days: Sequence[int]) -> str:
    """On which days of the week (0 is Monday) parcels go out."""
    if len(days) == 7:
        return _("Parcels go out every day.")
    if tuple(days) == (0, 1, 2, 3, 4):
        return _("Parcels go out from Monday to Friday.")
    return _("Parcels go out on %(days)s.", days=joined([day_names()[day] for day in days]))


def joined(words: Sequence[str]) -> str:
    """Words as a sentence lists them: "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(some)s and %(last)s", some=", ".join(words[:-1]), last=words[-1])


def day_names() -> tuple[str, ...]:
    """The days of the week within a sentence, Monday first."""
    return (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


def stall_address(stall: Stall) -> str:
    """Where the stall's parcels come from, as people write addresses; empty where nothing is said."""
    commune = find_commune(stall.commune_code) if stall.commune_code else None
    province = find_province(stall.province_code) if stall.province_code else None
    return ", ".join(part for part in (stall.street, commune and commune.name, province and province.name) if part)
