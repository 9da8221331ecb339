"""One parcel of the stall: what is in it, where it goes, its next step."""

from __future__ import annotations

import re

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.dashboard.back_form import came_back
from shop.dashboard.refusal_words import refusal_words
from shop.dashboard.stall import present_stall
from shop.selling import (
    LONGEST_CARRIER,
    NoSuchParcel,
    cannot_supply,
    find_parcel,
    hand_over,
    hand_to_carrier,
    list_goods_back,
    list_returns_of_parcel,
    list_steps,
    note_refused,
    pack,
    take_back_refused,
)
from shop.values.dates import vietnam_day
from shop.values.folding import tidy
from shop.values.refusal import Refusal
from shop.web.acting import acting, done
from shop.web.words import _

LEFT_OUT = re.compile(r"left-out-([0-9]{1,9})")
PIECES = re.compile(r"[0-9]{1,5}")

door = Blueprint("parcel", __name__, url_prefix="/don-hang/<int:parcel_id>")


@door.get("")
def show(parcel_id: int) -> str:
    """The parcel, its next step first."""
    return _page(parcel_id)


@door.post("/dong-goi")
def pack_one(parcel_id: int) -> Response:
    """Redirects to the parcel once it is packed."""
    with acting("parcels_packed", Subject("parcel", parcel_id), parcels=[parcel_id]) as act:
        pack(present_stall().producer_id, [parcel_id], by=act.by, at=act.at)
    return _back(parcel_id, _("The parcel is packed."))


@door.post("/gui")
def ship(parcel_id: int) -> Response | tuple[str, int]:
    """Redirects to the parcel once a carrier has it; the shopper is told."""
    tracking = {parcel_id: tidy(request.form.get("tracking", ""))}
    try:
        with acting("parcels_shipped", Subject("parcel", parcel_id), parcels=[parcel_id]) as act:
            carrier = request.form.get("carrier", "")
            hand_to_carrier(present_stall().producer_id, tracking, carrier=carrier, by=act.by, at=act.at)
    except NoSuchParcel:
        raise
    except Refusal as refusal:
        return _page(parcel_id, problem=refusal_words(refusal)), 422
    return _back(parcel_id, _("The parcel is on its way, and the shopper has been told."))


@door.post("/da-giao")
def deliver(parcel_id: int) -> Response:
    """Redirects to the parcel once the shopper has it, and has paid where it is paid in cash."""
    typed = request.form.get("collected", "")
    collected = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 13 else None
    with acting("parcel_delivered", Subject("parcel", parcel_id), collected_vnd=collected) as act:
        hand_over(present_stall().producer_id, parcel_id, collected_vnd=collected, by=act.by, at=act.at)
    return _back(parcel_id, _("Written down: the shopper has the parcel."))


@door.post("/khong-nhan")
def refuse(parcel_id: int) -> Response:
    """Redirects to the parcel; the shopper did not take it, and it comes back."""
    with acting("parcel_refused", Subject("parcel", parcel_id)) as act:
        reason = request.form.get("reason", "")
        note_refused(present_stall().producer_id, parcel_id, reason=reason, by=act.by, at=act.at)
    return _back(parcel_id, _("Written down: the parcel was not taken and comes back."))


@door.post("/da-ve")
def come_back(parcel_id: int) -> Response | tuple[str, int]:
    """Redirects to the parcel once it is said what came back; what can be sold again is in stock."""
    stall, remark = present_stall(), request.form.get("remark", "")
    parcel = find_parcel(stall.producer_id, parcel_id, clock.now())
    if parcel is None:
        raise NoSuchParcel("parcel", parcel_id)
    try:
        states = {line.id: came_back(request.form, line.id) for line in parcel.lines if line.left}
        with acting("parcel_came_back", Subject("parcel", parcel_id)) as act:
            take_back_refused(stall.producer_id, parcel_id, states, remark=remark, by=act.by, at=act.at)
    except Refusal as refusal:
        return _page(parcel_id, problem=refusal_words(refusal)), 422
    return _back(parcel_id, _("Written down. What can be sold again is back in your stock."))


@door.post("/khong-co")
def leave_out(parcel_id: int) -> Response | tuple[str, int]:
    """Redirects to the parcel once what cannot be supplied is left out; its price is owed back, the shopper told."""
    form = request.form
    wanted = {
        int(found[1]): int(text)
        for name, text in form.items()
        if (found := LEFT_OUT.fullmatch(name)) and PIECES.fullmatch(text)
    }
    reason, words = form.get("reason", ""), form.get("words", "")
    try:
        with acting("goods_left_out", Subject("parcel", parcel_id), reason=reason, pieces=wanted) as act:
            cannot_supply(
                present_stall().producer_id, parcel_id, wanted, reason=reason, words=words, by=act.by, at=act.at
            )
    except NoSuchParcel:
        raise
    except Refusal as refusal:
        return _page(parcel_id, problem=refusal_words(refusal)), 422
    return _back(parcel_id, _("Left out. The shopper gets the money back and has been told why."))


def _page(parcel_id: int, problem: str = "") -> str:
    stall, at = present_stall(), clock.now()
    parcel = find_parcel(stall.producer_id, parcel_id, at)
    if parcel is None:
        raise NoSuchParcel("parcel", parcel_id)
    return render_template(
        "dashboard/parcel/show.html",
        parcel=parcel,
        when=parcel.when(vietnam_day(at)),
        steps=list_steps(stall.producer_id, parcel_id),
        returns=list_returns_of_parcel(parcel),
        back=list_goods_back(parcel),
        problem=problem,
        typed=request.form,
        longest=LONGEST_CARRIER,
    )


def _back(parcel_id: int, words: str) -> Response:
    return done(words, url_for(".show", parcel_id=parcel_id))
