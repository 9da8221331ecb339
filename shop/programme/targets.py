"""Targets of the programme: what shall be reached at a place in a year, set and taken back, beside what is."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.certification import register_picture
from shop.places import Place, find_place_by_id
from shop.programme.coverage_asked import asked_here, asked_place, found_places, place_words
from shop.programme.coverage_words import measure_words
from shop.programme.scope import present_scope
from shop.reports import Measured, Progress, progress_of, read_coverage, read_history
from shop.targets import (
    COUNTRY,
    LONGEST_NOTE,
    LONGEST_SOURCE,
    CoverageTarget,
    Measure,
    NoSuchTarget,
    SourceMissing,
    TargetOutOfRange,
    Wish,
    YearOutOfRange,
    end_target,
    find_target,
    list_targets,
    set_target,
)
from shop.values.dates import vietnam_day
from shop.values.folding import tidy, vietnamese_sort_key
from shop.web.acting import acting, done
from shop.web.words import _

door = Blueprint("targets", __name__)

MOST_DIGITS = 7


@dataclass(frozen=True)
class Written:
    """A target as it was typed, and what is wrong with which field."""

    year: str = ""
    measure: str = Measure.ONLINE_PERCENT
    value: str = ""
    source: str = ""
    note: str = ""
    field: str = ""
    problem: str = ""


@door.get("/muc-tieu")
def index() -> str:
    """Targets of a year against what is, place by place; and the form, once a place is chosen."""
    asked = asked_here()
    words, place_id, year = asked.text("q"), asked.text("place", 120), asked.number("year", 2000, 2100)
    asked.check()
    is_chosen = bool(place_id) or (present_scope().province_code is not None and not words)
    return _page(asked_place(place_id), is_chosen=is_chosen, words=words, year=year)


@door.post("/muc-tieu")
def enter() -> Response | tuple[str, int]:
    """Redirects to the targets of the year; what stood there before ends."""
    place = asked_place(request.form.get("place", "")[:120])
    written = Written(*(tidy(request.form.get(name, "")) for name in ("year", "measure", "value", "source", "note")))
    numbers = [
        int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else -1 for text in (written.year, written.value)
    ]
    if written.measure not in list(Measure) or min(numbers) < 0:
        field = "year" if numbers[0] < 0 else "value"
        return _refused(place, written, field, _("A whole number, please."))
    place_id = place.id if place else COUNTRY
    wish = Wish(
        place_id=place_id,
        year=numbers[0],
        measure=Measure(written.measure),
        value=numbers[1],
        source=written.source[:LONGEST_SOURCE],
        note=written.note[:LONGEST_NOTE],
    )
    try:
        with acting("target_set", Subject("coverage_target", 0), place=place_id, year=wish.year) as act:
            target = set_target(wish, by=act.by, at=act.at)
            act.subject = Subject("coverage_target", target.id)
            act.facts |= {"measure": str(wish.measure), "value": wish.value}
    except YearOutOfRange as refusal:
        return _refused(
            place, written, "year", _("From %(first)s to %(last)s.", first=refusal.first, last=refusal.last)
        )
    except TargetOutOfRange as refusal:
        return _refused(place, written, "value", _("From 0 to %(most)s.", most=refusal.most))
    except SourceMissing:
        return _refused(place, written, "source", _("Say which paper sets it: its number, its day, who signed it."))
    return done(_("The target is set."), url_for(".index", year=wish.year))


@door.post("/muc-tieu/<int:target_id>/bo")
def end(target_id: int) -> Response:
    """Redirects to the targets; the row stays in the books as ended."""
    target = find_target(target_id)
    if target is None or not _is_mine(target):
        raise NoSuchTarget
    with acting("target_ended", Subject("coverage_target", target_id), year=target.year) as act:
        end_target(target_id, by=act.by, at=act.at)
    return done(_("The target is taken back."), url_for(".index", year=target.year))


def _page(
    place: Place | None,
    *,
    is_chosen: bool,
    words: str = "",
    year: int | None = None,
    written: Written | None = None,
) -> str:
    at = clock.now()
    this_year = vietnam_day(at).year
    mine = [target for target in list_targets() if _is_mine(target)]
    years = sorted({target.year for target in mine} | {this_year}, reverse=True)
    # The latest year up to this one that has targets: what is asked for most.
    shown = year or max((target.year for target in mine if target.year <= this_year), default=years[0])
    chosen = [target for target in mine if target.year == shown]
    return render_template(
        "programme/targets/index.html",
        place=place,
        is_chosen=is_chosen,
        place_id=place.id if place else COUNTRY,
        words=words,
        found=found_places(words),
        is_of_country=present_scope().province_code is None,
        year_tabs=[(str(one), url_for(".index", year=one), None, one == shown) for one in years],
        by_place=_by_place(chosen),
        measure_choices=[(measure, measure_words(measure)) for measure in Measure],
        written=written or Written(year=str(this_year)),
        today=vietnam_day(at),
    )


def _refused(place: Place | None, written: Written, field: str, problem: str) -> tuple[str, int]:
    wrong = Written(written.year, written.measure, written.value, written.source, written.note, field, problem)
    return _page(place, is_chosen=True, written=wrong), 422


def _by_place(targets: list[CoverageTarget]) -> list[tuple[Place | None, str, list[Progress]]]:
    """Each place with its name and its targets against what is; the country first, then by name."""
    if not targets:
        return []
    at = clock.now()
    measured = Measured(read_coverage(at), register_picture(at), read_history(), at)
    found: dict[str, list[Progress]] = {}
    for progress in progress_of(targets, measured):
        found.setdefault(progress.target.place_id, []).append(progress)
    places = [(find_place_by_id(place_id), one) for place_id, one in found.items()]
    rows = [(place, place_words(place), one) for place, one in places]
    return sorted(rows, key=lambda row: (row[0] is not None, vietnamese_sort_key(row[1])))


def _is_mine(target: CoverageTarget) -> bool:
    """Whether an officer may see and change it: within their province, or anything for the country's."""
    scope = present_scope()
    place = find_place_by_id(target.place_id)
    return scope.province_code is None or (place is not None and scope.covers(place.province_code))
