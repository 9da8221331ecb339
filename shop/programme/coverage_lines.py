"""What the pages and files of coverage are made from: a view's goods, and the rows of its tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shop import clock
from shop.certification import RegisterEntry, RegisterPicture, register_picture
from shop.places import find_place_by_id
from shop.programme.coverage_asked import View, place_words
from shop.reports import (
    STARS,
    Cell,
    CoverageCount,
    CoveragePicture,
    CoveredGood,
    History,
    Measured,
    MonthEnd,
    Progress,
    entries_of,
    id_at,
    progress_of,
    read_coverage,
    read_history,
)
from shop.targets import COUNTRY, CoverageTarget, list_targets
from shop.values.folding import vietnamese_sort_key
from shop.values.ocop import GROUPS
from shop.web.certificate_words import group_words
from shop.web.words import _

# A certificate's whole life.
MONTHS = 36
MOST_TARGETS = 6


@dataclass(frozen=True)
class Line:
    """A row of a table: what it is of, where it leads, how far its goods have come, and what may be said of money."""

    words: str
    url: str | None
    count: CoverageCount
    turnover_vnd: int | None


@dataclass(frozen=True)
class Looked:
    """All that the pages and files of one view are made from."""

    view: View
    at: datetime
    picture: CoveragePicture
    register: RegisterPicture
    history: History
    entries: Sequence[RegisterEntry]
    goods: list[CoveredGood]
    turnover: dict[Cell, int]

    @property
    def count(self) -> CoverageCount:
        """How far the goods have come."""
        return self.picture.count(self.goods)

    @property
    def measured(self) -> Measured:
        """What targets are compared with."""
        return Measured(self.picture, self.register, self.history, self.at)


def look(view: View) -> Looked:
    """Everything about a view; five statements however many goods there are."""
    at = clock.now()
    picture, register, history = read_coverage(at), register_picture(at), read_history()
    entries = [entry for entry in entries_of(register, view.place, history) if view.has(entry)]
    inside = {entry.good_id for entry in entries}
    goods = [good for good in picture.goods if good.entry.good_id in inside and view.chooses(good)]
    return Looked(view, at, picture, register, history, entries, goods, picture.safe_turnover())


def month_ends(looked: Looked) -> list[MonthEnd]:
    """How many goods were certified at the end of each of the last months, by stars."""
    today = looked.picture.today
    ends = looked.history.by_month(looked.at, today, MONTHS, [entry.good_id for entry in looked.entries])
    chosen = looked.view.stars
    return [MonthEnd(end.month, {chosen: end.by_stars.get(chosen, 0)}) for end in ends] if chosen else ends


def by_place(looked: Looked) -> list[Line]:
    """The places of a level, those with the most certified goods first; what lies nowhere known is the last."""
    level, view = looked.view.level, looked.view
    if level is None:
        return []
    counts = looked.picture.count_by(looked.goods, lambda good: id_at(level, good.entry))
    lines = []
    for place_id, count in counts.items():
        place = find_place_by_id(place_id) if place_id else None
        if place is None:
            lines.append((True, Line(_("Not stated in the register"), None, count, None)))
            continue
        leads = view.of_place(place_id)
        url = leads.url("programme.coverage.index")
        lines.append((False, Line(place_words(place), url, count, turnover_of(looked, cell_of(leads)))))
    lines.sort(key=lambda pair: (pair[0], -pair[1].count.certified, vietnamese_sort_key(pair[1].words)))
    return [line for _, line in lines]


def by_group(looked: Looked) -> list[Line]:
    """The six groups, also those of which there is nothing, and what the register puts into none."""
    view, counts = looked.view, looked.picture.count_by(looked.goods, lambda good: good.entry.group)
    chosen: Iterable[str | None] = (*GROUPS, *([None] if None in counts else []))
    return [
        Line(
            group_words(group),
            view.url("programme.coverage.index", group=group) if group else None,
            counts.get(group, CoverageCount()),
            turnover_of(looked, Cell(group=group or "-")) if _is_of_country(view) else None,
        )
        for group in chosen
        if view.group in (None, group)
    ]


def by_stars(looked: Looked) -> list[Line]:
    """Five, four and three stars."""
    view, counts = looked.view, looked.picture.count_by(looked.goods, lambda good: good.entry.stars)
    return [
        Line(
            _("%(stars)s stars", stars=stars),
            view.url("programme.coverage.index", stars=stars),
            counts.get(stars, CoverageCount()),
            turnover_of(looked, Cell(stars=str(stars))) if _is_of_country(view) else None,
        )
        for stars in STARS
        if view.stars in (None, stars)
    ]


def targets_within(looked: Looked) -> list[tuple[str, Progress]]:
    """The latest targets of the place, and then of those in it, each with the name of its place."""
    view = looked.view
    targets = list_targets()
    own = [target for target in targets if target.place_id == view.place_id]
    others = [target for target in targets if _lies_in(target, view)]
    shown = progress_of([*own, *others][:MOST_TARGETS], looked.measured)
    return [(place_words(find_place_by_id(one.target.place_id)), one) for one in shown]


def _lies_in(target: CoverageTarget, view: View) -> bool:
    place = find_place_by_id(target.place_id) if target.place_id not in (COUNTRY, view.place_id) else None
    around = view.place
    if place is None or around is None or around.province_code != place.province_code:
        return False
    return around.kind == "province" or (around.kind == "former_province" and around.short_name in place.within)


def cell_of(view: View) -> Cell | None:
    """The sum of money that belongs to a view; None where none is ever said."""
    if view.place is None:
        if view.group and view.stars:
            return None
        return Cell(group=view.group or "", stars=str(view.stars or ""))
    if not view.is_whole:
        return None
    if view.place.kind == "province":
        return Cell(view.place.province_code)
    return Cell(view.place.province_code, view.place.today[0]) if view.place.kind == "commune" else None


def _is_of_country(view: View) -> bool:
    return view.place is None and view.is_whole


def turnover_of(looked: Looked, cell: Cell | None) -> int | None:
    """The sum over such a cell in dong; None where it may not be said."""
    return looked.turnover.get(cell) if cell is not None else None


def whole_line(looked: Looked) -> Line:
    """The whole view as one row."""
    view = looked.view
    return Line(place_words(view.place), None, looked.count, turnover_of(looked, cell_of(view)))
