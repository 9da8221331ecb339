"""Who is missing on the way to "all goods online", and what an officer can do about it: write, invite, call."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response, abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from shop import clock
from shop.audit_log import Subject
from shop.places import find_commune, find_province
from shop.programme.coverage_asked import asked_here, asked_view, place_words, trail
from shop.programme.coverage_lines import look
from shop.programme.coverage_words import gap_words
from shop.reports import Behind, Gap, count_gaps, who_is_behind
from shop.spreadsheets import Row, Table
from shop.targets import Lacking, count_who_may_be_told, last_notices, may_be_told, tell_producers
from shop.values.folding import slugify
from shop.web.acting import acting, done
from shop.web.lists import pages_here
from shop.web.parameters import Parameters
from shop.web.spreadsheet_answers import answer_csv, answer_workbook
from shop.web.words import _, ngettext

door = Blueprint("behind", __name__)

PER_PAGE = 40
# So few that buyers who wait for their turn to write do not notice.
MOST_AT_ONCE = 200


@door.get("/bao-phu/con-thieu")
def index() -> str:
    """The producers whose goods are not online, what they lack, and who could be asked."""
    asked = asked_here()
    gap, page = asked.choice("gap", list(Gap)), asked.page()
    view = asked_view(asked)
    looked = look(view)
    behind = who_is_behind(looked.goods, Gap(gap) if gap else None)
    pages = pages_here(page, len(behind), PER_PAGE)
    shown = behind[(page - 1) * PER_PAGE : page * PER_PAGE]
    now = clock.now()
    told = last_notices([one.producer_id for one in shown if one.producer_id])
    return render_template(
        "programme/coverage/missing.html",
        view=view,
        trail=trail(view),
        gap=gap,
        gap_tabs=[
            (_("All"), view.url("programme.behind.index"), looked.count.missing, gap is None),
            *(
                (gap_words(one), view.url("programme.behind.index", gap=one), many, gap == one)
                for one, many in count_gaps(looked.goods).items()
            ),
        ],
        count=looked.count,
        total=len(behind),
        shown=shown,
        pages=pages,
        told=told,
        tellable={number for number, at in told.items() if may_be_told(at, now)},
        reach=min(
            MOST_AT_ONCE,
            count_who_may_be_told([one.producer_id for one in behind if one.producer_id and one.people], now),
        ),
        without_people=sum(not one.people for one in behind),
    )


@door.post("/bao-phu/con-thieu/thong-bao")
def tell() -> Answer:
    """Redirects to the list; whoever runs these stalls gets a mail that says what is missing and where to do it."""
    asked = Parameters(request.form)
    gap, only = asked.choice("gap", list(Gap)), asked.number("producer", 1, 10**9)
    view = asked_view(asked)
    behind = who_is_behind(look(view).goods, Gap(gap) if gap else None)
    chosen = [one for one in behind if one.people and (only is None or one.producer_id == only)]
    if only is not None and not chosen:
        abort(404)
    lacking = [_lacking(one) for one in chosen][:MOST_AT_ONCE]
    with acting("coverage_notices_sent", Subject("place", 0), place=view.place_id) as act:
        told = tell_producers(lacking, by=act.by, at=act.at)
        act.facts["producers"] = len(told)
    back = view.url("programme.behind.index", gap=gap)
    if not told:
        flash(_("Nobody was written to: they were all told within the last 14 days."), "error")
        return redirect(back, 303)
    return done(
        ngettext("A mail to %(num)s stall is on its way.", "Mails to %(num)s stalls are on their way.", len(told)), back
    )


@door.get("/bao-phu/con-thieu/tai-ve.<kind>")
def export(kind: str) -> Response:
    """The list as a file, one row a good, for calls and visits."""
    view = asked_view(asked_here())
    rows = _rows(who_is_behind(look(view).goods))
    name = f"con-thieu-{slugify(place_words(view.place))}-{clock.now():%Y-%m-%d}"
    if kind == "csv":
        return answer_csv(rows, name)
    if kind != "xlsx":
        abort(404)
    return answer_workbook([Table(_("Who is missing"), rows, (36, 34, 28, 22, 10, 40, 12))], name)


def _lacking(one: Behind) -> Lacking:
    names = tuple(good.entry.name for good in one.goods)
    return Lacking(one.producer_id or 0, one.name, one.slug, names, tuple(str(gap) for gap in one.gaps))


def _rows(behind: Iterable[Behind]) -> list[Row]:
    heads = (_("Producer"), _("Good"), _("Commune"), _("Province"), _("Stars"), _("What is missing"), _("People"))
    rows: list[Row] = [heads]
    for one in behind:
        for good in one.goods:
            entry = good.entry
            commune = find_commune(entry.commune_code) if entry.commune_code else None
            province = find_province(entry.province_code) if entry.province_code else None
            place = commune.name if commune else entry.printed_place
            lacks = ", ".join(gap_words(gap) for gap in good.gaps)
            maker = one.name or _("Maker not stated")
            rows.append(
                (maker, entry.name, place, province.short_name if province else "", entry.stars, lacks, one.people)
            )
    return rows
