"""What an officer asks of the register: words, how a good stands, where, which group and stars, what is doubtful."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from werkzeug.datastructures import MultiDict

from shop.certification import EntryKind, RegisterEntry, Standing, find_breaks, find_goods_of_several_officers
from shop.values.ocop import GROUPS
from shop.web.parameters import Parameters

STARS = (5, 4, 3)
NONE = "-"


class Doubt(StrEnum):
    """What about a good is worth an officer's look."""

    YEAR_ONLY = "year_only"
    NO_PRODUCER = "no_producer"
    NO_PLACE = "no_place"
    NO_GROUP = "no_group"
    GAP = "gap"
    OVERLAP = "overlap"
    SEVERAL_OFFICERS = "several_officers"


class Order(StrEnum):
    """How the list is ordered."""

    NAME = "name"
    ENDS = "ends"
    ENDED = "ended"


@dataclass(frozen=True)
class RegisterAsk:
    """A question to the register; `lapsing` is the first of a month."""

    words: str = ""
    state: Standing | None = None
    province: str = ""
    group: str = ""
    stars: int | None = None
    doubt: Doubt | None = None
    lapsing: date | None = None
    producer: str = ""
    order: Order = Order.NAME
    page: int = 1

    def narrow(self, entries: list[RegisterEntry]) -> list[RegisterEntry]:
        """Those of the entries that are asked for, whatever their state."""
        for is_wanted in self._wishes():
            entries = [entry for entry in entries if is_wanted(entry)]
        return sorted(entries, key=_ORDERS[self.order]) if self.order is not Order.NAME else entries

    def _wishes(self) -> list[Callable[[RegisterEntry], bool]]:
        wishes: list[tuple[object, Callable[[RegisterEntry], bool]]] = [
            (self.province, lambda entry: entry.province_code == self.province),
            (self.group, lambda entry: entry.group == self.group),
            (self.stars, lambda entry: entry.stars == self.stars),
            (self.producer, lambda entry: entry.producer_slug == self.producer),
            (self.lapsing, lambda entry: _month(entry) == self.lapsing),
        ]
        found = [wish for asked, wish in wishes if asked]
        return [*found, _doubts()[self.doubt]()] if self.doubt else found


def read_register_ask(values: MultiDict[str, str]) -> RegisterAsk:
    """The question that an address asks; refuses with BadParameters."""
    asked = Parameters(values)
    state, doubt = asked.choice("state", list(Standing)), asked.choice("doubt", list(Doubt))
    province, order = asked.province("province"), asked.choice("order", list(Order))
    ask = RegisterAsk(
        words=asked.text("q"),
        state=Standing(state) if state else None,
        province=province.code if province else "",
        group=asked.choice("group", GROUPS) or "",
        stars=asked.number("stars", min(STARS), max(STARS)),
        doubt=Doubt(doubt) if doubt else None,
        lapsing=asked.month("lapsing"),
        producer=asked.text("producer", 120),
        order=Order(order) if order else Order.NAME,
        page=asked.page(),
    )
    asked.check()
    return ask


def _month(entry: RegisterEntry) -> date | None:
    return entry.covered_through.replace(day=1) if entry.covered_through else None


def _ends(entry: RegisterEntry) -> tuple[bool, date]:
    return entry.covered_through is None, entry.covered_through or date.max


def _ended(entry: RegisterEntry) -> tuple[bool, int]:
    return entry.last_day is None, -(entry.last_day or date.min).toordinal()


_ORDERS: Mapping[Order, Callable[[RegisterEntry], tuple[bool, date] | tuple[bool, int]]] = {
    Order.ENDS: _ends,
    Order.ENDED: _ended,
}


def _doubts() -> Mapping[Doubt, Callable[[], Callable[[RegisterEntry], bool]]]:
    """How each doubt is found; some in the entry itself, some by one statement over all certificates or acts."""
    return {
        Doubt.YEAR_ONLY: lambda: lambda entry: not entry.day_is_known,
        Doubt.NO_PRODUCER: lambda: lambda entry: entry.producer_slug is None,
        Doubt.NO_PLACE: lambda: lambda entry: entry.province_code is None,
        Doubt.NO_GROUP: lambda: lambda entry: entry.group is None,
        Doubt.GAP: lambda: _one_of({number for number, kinds in find_breaks().items() if EntryKind.GAP in kinds}),
        Doubt.OVERLAP: lambda: _one_of(
            {number for number, kinds in find_breaks().items() if EntryKind.OVERLAP in kinds}
        ),
        Doubt.SEVERAL_OFFICERS: lambda: _one_of(find_goods_of_several_officers()),
    }


def _one_of(good_ids: set[int]) -> Callable[[RegisterEntry], bool]:
    return lambda entry: entry.good_id in good_ids
