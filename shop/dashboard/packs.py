"""The packs of a good: what each holds, costs and weighs; added, changed, taken off, offered again."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.audit_log import Subject
from shop.catalogue import (
    Product,
    Variant,
    add_pack_of,
    change_pack,
    find_product_of,
    on_hand_of,
    quoted_unit_price,
    restore_pack,
    retire_pack,
)
from shop.dashboard.good_forms import PackForm, pack_values
from shop.dashboard.good_words import unit_options
from shop.dashboard.stall import present_stall
from shop.values.refusal import Refusal
from shop.web.acting import acting, done
from shop.web.words import _

door = Blueprint("packs", __name__)

Page = str | Response | tuple[str, int]


@door.get("/hang-hoa/<int:product_id>/quy-cach")
def index(product_id: int) -> str:
    """Every pack with its price, unit price and pieces; those taken off below."""
    product = _product(product_id)
    unit_prices = {pack.id: quoted_unit_price(pack.price_vnd, pack.net_amount, pack.net_unit) for pack in product.packs}
    return render_template(
        "dashboard/packs/index.html",
        product=product,
        unit_prices=unit_prices,
        unit_names={"100g": _("100 g"), "litre": _("litre")},
        on_hand=on_hand_of(product.producer_id, product_id),
        gone=[pack for pack in product.variants if pack.retired_at is not None],
    )


@door.route("/hang-hoa/<int:product_id>/quy-cach/them", methods=["GET", "POST"])
def add(product_id: int) -> Page:
    """One more pack; redirects to the packs once it is offered."""
    product = _product(product_id)
    if request.method == "GET":
        return _form(PackForm(data={"unit": product.packs[-1].net_unit if product.packs else "g"}), product, None)
    return _save(product, None)


@door.route("/hang-hoa/<int:product_id>/quy-cach/<int:variant_id>", methods=["GET", "POST"])
def change(product_id: int, variant_id: int) -> Page:
    """One pack to be changed; redirects to the packs once it is."""
    product = _product(product_id)
    pack = _pack(product, variant_id)
    if request.method == "GET":
        return _form(PackForm(data=pack_values(pack)), product, pack)
    return _save(product, pack)


@door.post("/hang-hoa/<int:product_id>/quy-cach/<int:variant_id>/ngung")
def retire(product_id: int, variant_id: int) -> Response:
    """Redirects to the packs once this one is not offered any more."""
    _pack(_product(product_id), variant_id)
    with acting("pack_retired", Subject("product", product_id), variant_id=variant_id) as act:
        retire_pack(present_stall().producer_id, variant_id, act.at)
    return done(_("The pack is off sale. Orders that have it are not changed."), _here(product_id))


@door.post("/hang-hoa/<int:product_id>/quy-cach/<int:variant_id>/ban-lai")
def restore(product_id: int, variant_id: int) -> Response:
    """Redirects to the packs once this one is offered again."""
    _pack(_product(product_id), variant_id)
    with acting("pack_restored", Subject("product", product_id), variant_id=variant_id) as act:
        restore_pack(present_stall().producer_id, variant_id, act.at)
    return done(_("The pack is on offer again."), _here(product_id))


def _save(product: Product, pack: Variant | None) -> Page:
    form, kind, product_id = PackForm(request.form), product.kind, product.id
    if not form.validate() or form.misses_weight(kind):
        return _form(form, product, pack), 422
    try:
        _write(form, product_id, kind, pack.id if pack else None)
    except Refusal as refusal:
        if not form.blame_refusal(refusal):
            raise
        again = _product(product_id)
        return _form(form, again, _pack(again, pack.id) if pack else None), 422
    return done(_("Saved."), _here(product_id))


def _write(form: PackForm, product_id: int, kind: str, variant_id: int | None) -> None:
    producer_id, pack = present_stall().producer_id, form.pack(kind)
    action = "pack_changed" if variant_id else "pack_added"
    with acting(action, Subject("product", product_id), price_vnd=pack.price_vnd) as act:
        if variant_id:
            change_pack(producer_id, variant_id, pack, act.at)
        else:
            variant_id = add_pack_of(producer_id, product_id, pack, act.at).id
        act.facts["variant_id"] = variant_id


def _product(product_id: int) -> Product:
    return find_product_of(present_stall().producer_id, product_id)


def _pack(product: Product, variant_id: int) -> Variant:
    found = next((pack for pack in product.variants if pack.id == variant_id), None)
    if found is None:
        abort(404)
    return found


def _form(form: PackForm, product: Product, pack: Variant | None) -> str:
    return render_template("dashboard/packs/form.html", form=form, product=product, pack=pack, units=unit_options())


def _here(product_id: int) -> str:
    return url_for("dashboard.packs.index", product_id=product_id)
