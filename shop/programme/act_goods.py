"""Which goods some acts are about, in a few words for lists: from the register in memory, without a statement."""

from __future__ import annotations

from collections.abc import Iterable

from shop import clock
from shop.certification import RegisterAct, register_picture
from shop.web.words import ngettext


def goods_words(acts: Iterable[RegisterAct]) -> dict[int, str]:
    """The goods of each act by its number: one by its name, several counted; "" for an import, which names its file."""
    names = {entry.good_id: entry.name for entry in register_picture(clock.now()).entries}
    return {act.id: _words(act.good_ids, names) for act in acts}


def _words(good_ids: list[int], names: dict[int, str]) -> str:
    known = [names[number] for number in good_ids if number in names]
    if len(good_ids) == 1 and known:
        return known[0]
    return ngettext("%(num)s entry", "%(num)s entries", len(good_ids)) if good_ids else ""
