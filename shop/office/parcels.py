"""Parcels: what is to be packed and sent, by due day and producer; several at once; packing slips."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.office.asking import tabs_of
from shop.office.refusal_words import refusal_words
from shop.office.refusals import NothingChosen
from shop.office.status_words import parcel_words
from shop.orders import (
    NoSuchOrder,
    Parcel,
    ParcelKind,
    ParcelSearch,
    ParcelStatus,
    arrive_by,
    count_parcels_by_status,
    list_parcel_makers,
    list_parcels,
    pack_parcel,
    pieces_left,
    search_parcels,
    send_by,
    ship_parcel,
)
from shop.values.dates import vietnam_day
from shop.values.folding import tidy
from shop.values.refusal import Refusal
from shop.web.acting import acting, done, page_before
from shop.web.lists import pages_here, url_with
from shop.web.parameters import Parameters
from shop.web.words import _, ngettext

door = Blueprint("parcels", __name__)

PER_PAGE = 50
LONGEST_CARRIER = 80
MOST_AT_ONCE = 100
UNFINISHED = (ParcelStatus.PREPARING, ParcelStatus.PACKED, ParcelStatus.SHIPPED, ParcelStatus.REFUSED)


@dataclass(frozen=True)
class Row:
    """A parcel in the list: the day it is due for its next step, and whether that day is over."""

    parcel: Parcel
    due: date
    is_late: bool


@dataclass(frozen=True)
class Refused:
    """A form for several parcels that was refused: why, and what was typed and chosen."""

    problem: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    chosen: frozenset[int] = frozenset()


@door.get("/kien-hang")
def index() -> str:
    """Parcels that need a step, the longest promised first."""
    return _page(Refused())


@door.post("/kien-hang/dong-goi")
def pack() -> Response:
    """Redirects to the list once the chosen parcels are packed, all or none."""
    numbers = _chosen()
    with acting("parcels_packed", Subject("parcel", min(numbers)), parcels=sorted(numbers)) as act:
        for number in sorted(numbers):
            pack_parcel(number, by=act.by, at=act.at)
    words = ngettext("%(num)s parcel is packed.", "%(num)s parcels are packed.", len(numbers))
    return done(words, page_before(url_for(".index")))


@door.post("/kien-hang/gui")
def ship() -> Response | tuple[str, int]:
    """Redirects to the list once the chosen parcels are with their carrier, all or none; shoppers are told."""
    numbers, carrier = _chosen(), tidy(request.form.get("carrier", ""))
    if not 0 < len(carrier) <= LONGEST_CARRIER:
        return _again(_("Say which carrier takes them."))
    tracking = {number: tidy(request.form.get(f"tracking-{number}", "")) for number in numbers}
    if any(len(text) > LONGEST_CARRIER for text in tracking.values()):
        return _again(_("A tracking number has at most %(number)s signs.", number=LONGEST_CARRIER))
    try:
        with acting("parcels_shipped", Subject("parcel", min(numbers)), parcels=sorted(numbers)) as act:
            for number in sorted(numbers):
                ship_parcel(number, carrier=carrier, tracking=tracking[number], by=act.by, at=act.at)
    except NoSuchOrder:
        raise
    except Refusal as refusal:
        return _again(refusal_words(refusal))
    words = ngettext("%(num)s parcel is on its way.", "%(num)s parcels are on their way.", len(numbers))
    return done(words, page_before(url_for(".index")))


@door.get("/kien-hang/phieu")
def slips() -> str:
    """Packing slips of the chosen parcels, one a sheet, for printing."""
    asked = Parameters(request.args)
    numbers = {int(text) for text in request.args.getlist("parcel") if text.isdecimal() and len(text) < 10}
    asked.check()
    parcels = list_parcels(list(numbers)[:MOST_AT_ONCE])
    if not parcels:
        abort(404)
    left = pieces_left(parcels)
    return render_template("office/parcels/slips.html", parcels=parcels, left=left, cash=cash_of(parcels, left))


def cash_of(parcels: Iterable[Parcel], left: Mapping[int, int]) -> dict[int, int]:
    """What whoever hands over each parcel must be given in dong: what is still in it, and its delivery."""
    return {
        parcel.id: sum(left[line.id] * line.unit_vnd for line in parcel.lines) + parcel.fee_vnd for parcel in parcels
    }


def row_of(parcel: Parcel, today: date) -> Row:
    """A parcel with the day by which its next step is due."""
    since = parcel.order.decisive_at or parcel.order.placed_at
    is_sent = parcel.status in (ParcelStatus.SHIPPED, ParcelStatus.REFUSED)
    due = arrive_by(since, parcel.days_max) if is_sent else send_by(since)
    return Row(parcel, due, parcel.status in UNFINISHED and due < today)


def _page(refused: Refused) -> str:
    asked = Parameters(request.args)
    words, status = asked.text("q"), asked.choice("status", list(ParcelStatus))
    maker, page = asked.number("producer", 1, 10**9), asked.page()
    asked.check()
    search = ParcelSearch(words=words, producer_id=maker)
    counts = count_parcels_by_status(search)
    chosen = ParcelStatus(status) if status else ParcelStatus.PREPARING
    parcels = search_parcels(search.among((chosen,)), page=page, per_page=PER_PAGE)
    pages = pages_here(page, counts.get(chosen, 0), PER_PAGE)
    today = vietnam_day(clock.now())
    rows = [row_of(parcel, today) for parcel in parcels]
    return render_template(
        "office/parcels/index.html",
        rows=rows,
        pages=pages,
        words=words,
        status=chosen,
        maker=maker,
        makers=list_parcel_makers(UNFINISHED),
        tabs=tabs_of(ParcelStatus, parcel_words, counts, chosen)[1:],
        late=sum(row.is_late for row in rows),
        can_ship=[row for row in rows if row.parcel.kind == ParcelKind.DELIVERY],
        refused=refused,
        all_url=url_with(q="", producer="", status=""),
    )


def _again(problem: str) -> tuple[str, int]:
    return _page(Refused(problem, request.form.to_dict(), frozenset(_chosen()))), 422


def _chosen() -> set[int]:
    """The parcels that were ticked; without any the form is refused."""
    numbers = {int(text) for text in request.form.getlist("parcel") if text.isdecimal() and len(text) < 10}
    if not numbers or len(numbers) > MOST_AT_ONCE:
        raise NothingChosen
    return numbers
