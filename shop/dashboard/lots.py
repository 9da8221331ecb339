"""Lots of the stall's goods: written down when they are made, labelled, and called back if need be."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.certification import CertifiedGood
from shop.config import Config
from shop.dashboard.lot_forms import LotForm, RecallForm
from shop.dashboard.lot_words import lot_refusal, lot_state_words
from shop.dashboard.stall import present_stall
from shop.lots import (
    BadLot,
    Lot,
    LotNumberTaken,
    certificate_when_made,
    change_lot,
    count_lots,
    find_lot,
    list_areas,
    list_goods_with_lots,
    list_lots,
    lot_state,
    lots_on_sale,
    make_lot,
    recall_lot,
)
from shop.web.acting import acting, done
from shop.web.lists import pages_here
from shop.web.parameters import Parameters
from shop.web.qr import qr_picture
from shop.web.words import _

door = Blueprint("lots", __name__, url_prefix="/lo-hang")
door.add_app_template_filter(lot_state_words)

PER_PAGE = 30
LABELS_A_SHEET = 21


@door.get("")
def index() -> str:
    """The lots, those made last first, with the one that shoppers see of each good."""
    asked, producer_id, today = Parameters(request.args), present_stall().producer_id, clock.today()
    good_id = asked.number("good", 1, 10**9)
    page = asked.page()
    asked.check()
    pages = pages_here(page, count_lots(producer_id, good_id=good_id), PER_PAGE)
    rows = list_lots(producer_id, good_id=good_id, page=page, per_page=PER_PAGE)
    on_sale = lots_on_sale(producer_id, {lot.good_id for lot in rows}, today)
    return render_template(
        "dashboard/lots/index.html",
        rows=[(lot, lot_state(lot, today), on_sale.get(lot.good_id) is lot) for lot in rows],
        pages=pages,
        goods=[(good.id, good.name) for good in list_goods_with_lots(producer_id)],
        chosen=good_id,
    )


@door.route("/moi", methods=["GET", "POST"])
def add() -> str | Response | tuple[str, int]:
    """A new lot; redirects to it, where its labels are."""
    producer_id = present_stall().producer_id
    goods = list_goods_with_lots(producer_id)
    if request.method == "GET":
        return _form(LotForm(data=_beginning(goods)), goods)
    form = LotForm(request.form)
    if not form.validate():
        return _form(form, goods), 422
    try:
        with acting("lot_made", Subject("lot", 0), number=str(form.number.data)) as act:
            lot = make_lot(producer_id, form.good_id, form.entry(), today=clock.today(), at=act.at)
            act.subject, lot_id = Subject("lot", lot.id), lot.id
    except (BadLot, LotNumberTaken) as refusal:
        form.blame(*lot_refusal(refusal))
        return _form(form, list_goods_with_lots(producer_id)), 422
    return done(_("The lot is written down. Here are its labels."), url_for(".show", lot_id=lot_id))


@door.get("/<int:lot_id>")
def show(lot_id: int) -> str:
    """One lot: what is said of it, its code, and what can be done."""
    return _page(find_lot(present_stall().producer_id, lot_id), RecallForm())


@door.route("/<int:lot_id>/sua", methods=["GET", "POST"])
def change(lot_id: int) -> str | Response | tuple[str, int]:
    """Put right what was written; redirects to the lot."""
    producer_id = present_stall().producer_id
    lot = find_lot(producer_id, lot_id)
    if request.method == "GET":
        return _form(LotForm.of(lot), (), lot)
    form = LotForm(request.form)
    form.good.data = str(lot.good_id)
    if not form.validate():
        return _form(form, (), lot), 422
    try:
        with acting("lot_changed", Subject("lot", lot_id), before=_plain(lot)) as act:
            act.facts["after"] = _plain(change_lot(producer_id, lot_id, form.entry(), today=clock.today()))
    except (BadLot, LotNumberTaken) as refusal:
        form.blame(*lot_refusal(refusal))
        return _form(form, (), find_lot(producer_id, lot_id)), 422
    return done(_("Saved. Who scans the code reads it so from now on."), url_for(".show", lot_id=lot_id))


@door.post("/<int:lot_id>/thu-hoi")
def recall(lot_id: int) -> Response | tuple[str, int]:
    """Redirects to the lot, which says from now on that it is called back."""
    producer_id, form = present_stall().producer_id, RecallForm(request.form)
    if not form.validate():
        return _page(find_lot(producer_id, lot_id), form), 422
    with acting("lot_recalled", Subject("lot", lot_id)) as act:
        recall_lot(producer_id, lot_id, str(form.reason.data), act.at)
    return done(_("Called back. Whoever scans its code is told so."), url_for(".show", lot_id=lot_id))


@door.get("/<int:lot_id>/nhan")
def labels(lot_id: int) -> str:
    """A sheet of labels for packs, as it will be printed."""
    lot = find_lot(present_stall().producer_id, lot_id)
    if lot.is_recalled:
        abort(404)
    return render_template("dashboard/lots/labels.html", count=LABELS_A_SHEET, **_told(lot))


def _page(lot: Lot, form: RecallForm) -> str:
    return render_template("dashboard/lots/show.html", form=form, **_told(lot))


def _told(lot: Lot) -> dict[str, Any]:
    config: Config = current_app.config["SHOP"]
    path = url_for("storefront.lots.show", code=lot.code).removeprefix(request.script_root)
    address = config.public_base_url + path
    return {
        "lot": lot,
        "state": lot_state(lot, clock.today()),
        "certificate": certificate_when_made(lot),
        "qr": qr_picture(address),
        "address": address,
        "address_words": address.partition("://")[2],
    }


def _beginning(goods: Any) -> dict[str, str]:
    chosen = request.args.get("good", "")
    only = str(goods[0].id) if len(goods) == 1 else ""
    return {"good": chosen or only, "made_on": clock.today().isoformat()}


def _plain(lot: Lot) -> dict[str, object]:
    return {
        "number": lot.number,
        "made_on": lot.made_on.isoformat(),
        "best_before_on": lot.best_before_on.isoformat() if lot.best_before_on else None,
        "planting_area_id": lot.planting_area_id,
    }


def _form(form: LotForm, goods: Any, lot: Lot | None = None) -> str:
    areas = list_areas(present_stall().producer_id, with_retired=lot is not None)
    names: list[CertifiedGood] = list(goods)
    return render_template("dashboard/lots/form.html", form=form, goods=names, lot=lot, areas=areas)
