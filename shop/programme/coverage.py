"""How far the programme has come at a place: from certified to sold, against its targets, month by month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from flask import Blueprint, Response, abort, render_template, url_for

from shop.certification import (
    count_by_standing,
    document_counts,
)
from shop.places import find_place_by_id
from shop.programme import coverage_words
from shop.programme.coverage_asked import (
    FORMER,
    View,
    asked_here,
    asked_view,
    found_places,
    group_choices,
    place_words,
    trail,
    where_words,
)
from shop.programme.coverage_lines import (
    MONTHS,
    Line,
    by_group,
    by_place,
    by_stars,
    cell_of,
    look,
    month_ends,
    targets_within,
    turnover_of,
    whole_line,
)
from shop.reports import (
    STARS,
    MonthEnd,
    claims_within,
    levels_of,
    who_is_behind,
)
from shop.spreadsheets import Row, Table
from shop.targets import CoverageMonth, list_months, percent
from shop.values.dates import add_months
from shop.values.folding import slugify
from shop.web.charts import LineChart, StackChart, line_chart, stack_chart
from shop.web.spreadsheet_answers import answer_csv, answer_workbook
from shop.web.words import _

door = Blueprint("coverage", __name__)
for words in (
    coverage_words.measure_words,
    coverage_words.gap_words,
    coverage_words.level_words,
    coverage_words.claim_words,
):
    door.add_app_template_filter(words)
door.add_app_template_global(coverage_words.amount_words)
door.add_app_template_global(coverage_words.parts_words)
door.add_app_template_global(place_words)
door.add_app_template_global(where_words)
door.add_app_template_global(percent)
door.add_app_template_global(find_place_by_id, "find_place")


@door.get("/bao-phu")
def index() -> str:
    """The whole of it for a place."""
    asked = asked_here()
    words = asked.text("q")
    looked = look(asked_view(asked))
    view = looked.view
    months = list_months(view.place_id, add_months(looked.picture.today.replace(day=1), 1 - MONTHS))
    ends = month_ends(looked)
    return render_template(
        "programme/coverage/index.html",
        view=view,
        trail=trail(view),
        words=words,
        found=found_places(words),
        groups=group_choices(),
        all_stars=STARS,
        star_choices=[(stars, _("%(stars)s stars", stars=stars)) for stars in STARS],
        count=looked.count,
        behind=who_is_behind(looked.goods),
        standings=[(one, many) for one, many in count_by_standing(list(looked.entries)).items() if many],
        due_url=_due_url(view),
        turnover=turnover_of(looked, cell_of(view)),
        today=looked.picture.today,
        level=view.level,
        level_tabs=_level_tabs(view),
        by_place=by_place(looked),
        by_group=by_group(looked),
        by_stars=by_stars(looked),
        ends=ends,
        end_chart=_end_chart(ends),
        months=months if view.is_whole else [],
        month_chart=_month_chart(months) if view.is_whole else None,
        targets=targets_within(looked) if view.is_whole else [],
        listed=document_counts(view.place.member_ids) if view.place and view.is_whole else [],
        claims=claims_within(view.place, looked.register, looked.history) if view.is_whole else [],
    )


@door.get("/bao-phu/tai-ve.<kind>")
def export(kind: str) -> Response:
    """The tables of the page as a file: all of them in a workbook, the places as CSV."""
    looked = look(asked_view(asked_here()))
    name = f"do-phu-{slugify(place_words(looked.view.place))}-{looked.picture.today.isoformat()}"
    places = _table(by_place(looked) or [whole_line(looked)], _("Area"))
    if kind == "csv":
        return answer_csv(places, name)
    if kind != "xlsx":
        abort(404)
    widths = (36, *(13,) * 11)
    tables = [
        Table(_("Places"), places, widths),
        Table(_("Groups"), _table(by_group(looked), _("Group")), widths),
        Table(_("Stars"), _table(by_stars(looked), _("Stars")), widths),
        Table(_("Certified by month"), _month_rows(month_ends(looked)), (14, 12, 10, 10, 10)),
    ]
    return answer_workbook(tables, name)


def _due_url(view: View) -> str | None:
    """The list of certificates that end at the place; None where it does not say so much."""
    if view.place and view.place.kind in FORMER:
        return None
    place = view.place
    commune = place.today[0] if place and place.kind == "commune" else None
    return url_for("programme.due.index", tinh=place.province_slug if place else None, xa=commune)


def _level_tabs(view: View) -> list[tuple[str, str, None, bool]]:
    """Ways in which the place can be taken apart: words, address, no count, whether it is the present one."""
    return [
        (
            coverage_words.level_words(level),
            view.url("programme.coverage.index", level=level, _anchor="places"),
            None,
            level is view.level,
        )
        for level in levels_of(view.place)
    ]


def _end_chart(ends: Sequence[MonthEnd]) -> StackChart:
    return stack_chart([(_month(end.month), [end.by_stars.get(stars, 0) for stars in reversed(STARS)]) for end in ends])


def _month_chart(months: Sequence[CoverageMonth]) -> LineChart | None:
    if len(months) < 2:
        return None
    names = ("with_stall", "with_account", "listed", "online")
    shares = [[percent(getattr(month, name), month.certified) for month in months] for name in names]
    return line_chart([_month(month.month) for month in months], shares)


def _month(month: date) -> str:
    return f"{month.month:02d}/{month.year % 100:02d}"


def _table(lines: Iterable[Line], head: str) -> list[Row]:
    heads = (
        *(head, _("Certified"), _("Online"), _("Online, %"), _("On sale"), _("Open stall"), _("Payment account")),
        *(_("In stock"), _("Sold in 90 days"), _("End within 120 days"), _("End within 180 days")),
        _("Turnover at risk, VND (at least 3 producers)"),
    )
    return [heads, *(_cells(line) for line in lines)]


def _cells(line: Line) -> Row:
    one = line.count
    return (
        *(line.words, one.certified, one.online, percent(one.online, one.certified), one.listed, one.with_stall),
        *(one.with_account, one.in_stock, one.sold, one.ending_sooner, one.ending_soon, line.turnover_vnd),
    )


def _month_rows(ends: Iterable[MonthEnd]) -> list[Row]:
    heads = (_("Month"), _("Certified"), *(_("%(stars)s stars", stars=stars) for stars in STARS))
    rows: list[Row] = [heads]
    rows += [(end.month, end.total, *(end.by_stars.get(stars, 0) for stars in STARS)) for end in ends]
    return rows
