"""The stall's orders: parcels by due day, what to fetch for them, their slips and labels; several at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.dashboard.counts import standings
from shop.dashboard.parcel_words import tab_words
from shop.dashboard.refusal_words import refusal_words
from shop.dashboard.stall import present_stall
from shop.orders import ParcelStatus
from shop.places import find_commune, find_province
from shop.selling import (
    LONGEST_CARRIER,
    ON_THE_WAY,
    OVER,
    NoSuchParcel,
    NothingChosen,
    ParcelsAsked,
    StallParcel,
    When,
    hand_to_carrier,
    list_chosen_parcels,
    list_parcels,
    list_picks,
    pack,
)
from shop.stalls import Stall, find_stall
from shop.values.dates import vietnam_day
from shop.values.folding import tidy
from shop.values.refusal import Refusal
from shop.web.acting import acting, done
from shop.web.lists import pages_here, url_with
from shop.web.parameters import Parameters
from shop.web.words import _, ngettext

door = Blueprint("parcels", __name__)

PER_PAGE = 50
MOST_AT_ONCE = 100
LONGEST_CODE = 40
TABS: dict[str, tuple[ParcelStatus, ...]] = {
    "preparing": (ParcelStatus.PREPARING,),
    "packed": (ParcelStatus.PACKED,),
    "sent": ON_THE_WAY,
    "over": OVER,
}
SIZES = ("100x150", "a4")


@dataclass(frozen=True)
class Part:
    """Parcels of a page that are due alike; `when` is None where that does not matter any more."""

    when: When | None
    parcels: tuple[StallParcel, ...]


@door.get("/don-hang")
def index() -> str | Response:
    """Parcels under four headings, the longest promised first; one order's by its code."""
    stall, at, asked = present_stall(), clock.now(), Parameters(request.args)
    code, tab = asked.text("q"), asked.choice("tab", list(TABS)) or "preparing"
    page = asked.page()
    asked.check()
    if code:
        return _found(stall.producer_id, code[:LONGEST_CODE])
    pages = pages_here(page, _number_under(tab), PER_PAGE)
    wanted = ParcelsAsked(stall.producer_id, TABS[tab], newest_first=tab == "over")
    parcels = list_parcels(wanted, at=at, page=page, per_page=PER_PAGE)
    return render_template(
        "dashboard/parcels/index.html",
        parts=_parts(parcels, vietnam_day(at), tab),
        tab=tab,
        tabs=[(tab_words(one), url_with(tab=one), _badge(one), one == tab) for one in TABS],
        pages=pages,
        waiting=standings(),
        code="",
    )


def _found(producer_id: int, code: str) -> str | Response:
    """The one parcel whose order has this code, or the few whose codes hold these letters."""
    at = clock.now()
    parcels = list_parcels(ParcelsAsked(producer_id, code=code, newest_first=True), at=at, per_page=PER_PAGE)
    if len(parcels) == 1:
        return redirect(url_for("dashboard.parcel.show", parcel_id=parcels[0].id))
    return render_template(
        "dashboard/parcels/found.html", parts=_parts(parcels, vietnam_day(at), "over"), tab="over", code=code
    )


@door.get("/don-hang/nhat-hang")
def picks() -> str:
    """What to fetch from the store: pieces of each pack for the parcels due today and before, or for all."""
    asked = Parameters(request.args)
    is_all = asked.choice("due", ["today", "all"]) == "all"
    asked.check()
    at = clock.now()
    until = date.max if is_all else vietnam_day(at)
    found = list_picks(present_stall().producer_id, until=until, at=at)
    return render_template(
        "dashboard/parcels/picks.html", picks=found, is_all=is_all, today=vietnam_day(at), waiting=standings()
    )


@door.get("/don-hang/phieu")
def slips() -> str:
    """Packing slips of the chosen parcels, one a sheet, for printing."""
    return render_template("dashboard/parcels/slips.html", parcels=_chosen_parcels())


@door.get("/don-hang/nhan")
def labels() -> str:
    """Address labels of the chosen parcels: one on a sheet of 100 × 150 mm, or four on a sheet of A4. No prices."""
    size = request.args.get("size") or SIZES[0]
    if size not in SIZES:
        abort(404)
    words = {"100x150": _("Label printer, 100 × 150 mm"), "a4": _("Sheet of A4, four labels")}
    sizes = [(words[one], _same_chosen(size=one), None, one == size) for one in SIZES]
    parcels = [parcel for parcel in _chosen_parcels() if parcel.recipient]
    sender = find_stall(present_stall().producer_id)
    place = _place(sender) if sender else ""
    return render_template(
        "dashboard/parcels/labels.html", parcels=parcels, size=size, sizes=sizes, sender=sender, place=place
    )


@door.post("/don-hang/dong-goi")
def pack_chosen() -> Response:
    """Redirects to the list once the chosen parcels are packed, all or none."""
    numbers = _chosen()
    with acting("parcels_packed", Subject("parcel", numbers[0]), parcels=numbers) as act:
        pack(present_stall().producer_id, numbers, by=act.by, at=act.at)
    words = ngettext("%(num)s parcel is packed.", "%(num)s parcels are packed.", len(numbers))
    return done(words, url_for(".index", tab="packed"))


@door.get("/don-hang/gui")
def ship() -> str:
    """The chosen packed parcels, to be given to one carrier, each with its tracking number."""
    return _ship_page({}, "")


@door.post("/don-hang/gui")
def ship_chosen() -> Response | tuple[str, int]:
    """Redirects to the list once the chosen parcels are with their carrier, all or none; shoppers are told."""
    numbers, stall = _chosen(), present_stall()
    tracking = {number: tidy(request.form.get(f"tracking-{number}", "")) for number in numbers}
    carrier = request.form.get("carrier", "")
    try:
        with acting("parcels_shipped", Subject("parcel", numbers[0]), parcels=numbers) as act:
            hand_to_carrier(stall.producer_id, tracking, carrier=carrier, by=act.by, at=act.at)
    except NoSuchParcel:
        raise
    except Refusal as refusal:
        return _ship_page(request.form.to_dict(), refusal_words(refusal)), 422
    words = ngettext("%(num)s parcel is on its way.", "%(num)s parcels are on their way.", len(numbers))
    return done(words, url_for(".index", tab="sent"))


def _place(stall: Stall) -> str:
    """Where the stall's parcels come from, in one line."""
    commune, province = find_commune(stall.commune_code), find_province(stall.province_code)
    return ", ".join(part for part in (stall.street, *(unit.name for unit in (commune, province) if unit)) if part)


def _same_chosen(size: str) -> str:
    """The labels of the same chosen parcels in another size."""
    return url_for(".labels", parcel=_numbers(request.args.getlist("parcel")), size=size)


def _ship_page(typed: dict[str, str], problem: str) -> str:
    return render_template(
        "dashboard/parcels/ship.html",
        parcels=_chosen_parcels(),
        typed=typed,
        problem=problem,
        longest=LONGEST_CARRIER,
    )


def _chosen_parcels() -> list[StallParcel]:
    numbers = _numbers(request.values.getlist("parcel"))[:MOST_AT_ONCE]
    parcels = list_chosen_parcels(present_stall().producer_id, numbers, clock.now())
    if not parcels:
        abort(404)
    return parcels


def _chosen() -> list[int]:
    """The parcels that were ticked; without any the form is refused."""
    numbers = _numbers(request.form.getlist("parcel"))
    if not numbers or len(numbers) > MOST_AT_ONCE:
        raise NothingChosen
    return numbers


def _numbers(texts: list[str]) -> list[int]:
    return sorted({int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 10})


def _parts(parcels: list[StallParcel], today: date, tab: str) -> list[Part]:
    if tab == "over":
        return [Part(None, tuple(parcels))] if parcels else []
    found = [Part(when, tuple(p for p in parcels if p.when(today) is when)) for when in When]
    return [part for part in found if part.parcels]


def _number_under(tab: str) -> int:
    found = standings()
    return {"preparing": found.to_pack, "packed": found.packed, "sent": found.sent, "over": found.over}[tab]


def _badge(tab: str) -> int | None:
    """What is over needs no number: nothing is to be done about it."""
    return _number_under(tab) if tab != "over" else None
