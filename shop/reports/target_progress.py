"""Targets of the programme against what is: counted from the register, the shop, and what was measured each month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shop.certification import RegisterPicture
from shop.places import find_place_by_id
from shop.reports.coverage import CoveragePicture
from shop.reports.coverage_history import History
from shop.reports.coverage_places import entries_of
from shop.targets import COUNTRY, PERCENTAGES, CoverageMonth, CoverageTarget, Measure, months_of_year, percent
from shop.values.dates import end_of_day


@dataclass(frozen=True)
class Progress:
    """A target and what is. `reached` is in the unit of the target; None where it was not measured then.

    Shares say of how many goods (`part` of `whole`); `as_of` is the day for which it speaks. Where nothing was measured
    they say how it is today.
    """

    target: CoverageTarget
    reached: int | None
    part: int
    whole: int
    as_of: date

    @property
    def is_met(self) -> bool:
        """Whether it is reached; nothing of nothing reaches no share."""
        is_share = self.target.measure in PERCENTAGES
        return self.reached is not None and self.reached >= self.target.value and not (is_share and self.whole == 0)

    @property
    def of_target(self) -> int:
        """How much of the target is reached, in whole percents up to 100; for drawing."""
        return min(100, percent(self.reached or 0, self.target.value)) if self.target.value else 100


@dataclass(frozen=True)
class Measured:
    """All that targets are compared with at an instant."""

    picture: CoveragePicture
    register: RegisterPicture
    history: History
    at: datetime


def progress_of(targets: Sequence[CoverageTarget], measured: Measured) -> list[Progress]:
    """Each target with what is; one statement for each past year among them."""
    today = measured.picture.today
    past = {target.year for target in targets if target.year < today.year and target.measure in PERCENTAGES}
    months = {year: months_of_year(year, {one.place_id for one in targets if one.year == year}) for year in past}
    return [_progress(target, measured, months.get(target.year, {})) for target in targets]


def _progress(target: CoverageTarget, measured: Measured, months: dict[str, CoverageMonth]) -> Progress:
    place = None if target.place_id == COUNTRY else find_place_by_id(target.place_id)
    good_ids = {entry.good_id for entry in entries_of(measured.register, place, measured.history)}
    if target.measure in PERCENTAGES:
        return _share(target, measured, good_ids, months.get(target.place_id))
    today, last = measured.picture.today, date(target.year, 12, 31)
    as_of = min(today, last)
    return Progress(target, _number(target, measured, good_ids, as_of), 0, 0, as_of)


def _share(target: CoverageTarget, measured: Measured, good_ids: set[int], month: CoverageMonth | None) -> Progress:
    today, last = measured.picture.today, date(target.year, 12, 31)
    name = {Measure.ONLINE_PERCENT: "online", Measure.STALL_PERCENT: "with_stall"}.get(
        Measure(target.measure), "with_account"
    )
    if target.year >= today.year or month is None:
        count = measured.picture.count(good for good in measured.picture.goods if good.entry.good_id in good_ids)
        part = getattr(count, name)
        if target.year < today.year:
            return Progress(target, None, part, count.certified, last)
        return Progress(target, percent(part, count.certified), part, count.certified, today)
    part = getattr(month, name)
    return Progress(target, percent(part, month.certified), part, month.certified, month.measured_on)


def _number(target: CoverageTarget, measured: Measured, good_ids: Iterable[int], as_of: date) -> int:
    in_year = measured.history.in_year(target.year, good_ids)
    if target.measure == Measure.NEW_GOODS:
        return in_year.new_goods
    if target.measure == Measure.REEVALUATED_GOODS:
        return in_year.reevaluated_goods
    end = min(measured.at, end_of_day(as_of) - timedelta(milliseconds=1))
    certified = measured.history.stars_at(end, good_ids)
    if target.measure == Measure.CERTIFIED_GOODS:
        return len(certified)
    makers = {entry.good_id: entry.producer_slug for entry in measured.register.entries}
    return len({makers.get(good_id) for good_id in certified} - {None})
