"""The goods of a stall: the list, with why each hidden one is hidden, and a new good in a few fields."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.catalogue import (
    GoodToOffer,
    StallGood,
    change_stock_of,
    draft_product,
    kind_of,
    list_goods_to_offer,
    list_stall_goods,
)
from shop.dashboard.good_forms import NewGoodForm
from shop.dashboard.good_words import kind_options, state_words, tab_of, to_do, unit_options
from shop.dashboard.stall import present_stall
from shop.dashboard.stall_away import is_away
from shop.stock import StockReason
from shop.values.folding import fold
from shop.values.refusal import Refusal
from shop.web.acting import acting, done
from shop.web.lists import url_with
from shop.web.parameters import Parameters
from shop.web.words import _

door = Blueprint("goods", __name__)
door.add_app_template_filter(state_words, "good_state")
door.add_app_template_filter(to_do, "good_to_do")

TABS = ("on_sale", "hidden", "draft", "retired")
LONGEST_WORDS = 100


@door.get("/hang-hoa")
def index() -> str:
    """Every good of the stall, what needs a hand first; `?show=` narrows to a tab, `?q=` to a name."""
    parameters = Parameters(request.args)
    tab, words = parameters.choice("show", TABS), parameters.text("q", LONGEST_WORDS)
    parameters.check()
    at = clock.now()
    found = list_stall_goods(present_stall().producer_id, at, is_away=is_away(present_stall().producer_id, at))
    named = [good for good in found if fold(words) in fold(f"{good.product.name_vi} {good.product.name_en}")]
    shown = [good for good in named if tab in (None, tab_of(good))]
    return render_template(
        "dashboard/goods/index.html", goods=shown, tabs=_tabs(named, tab), words=words, tab=tab, total=len(found)
    )


def _tabs(goods: list[StallGood], tab: str | None) -> list[tuple[str, str, int, bool]]:
    words = {"on_sale": _("On sale"), "hidden": _("Hidden"), "draft": _("Drafts"), "retired": _("Off sale")}
    counts = Counter(map(tab_of, goods))
    every = (_("All"), url_with(show=""), len(goods), tab is None)
    return [every] + [
        (words[name], url_with(show=name), counts[name], name == tab) for name in TABS if counts[name] or name == tab
    ]


@door.get("/hang-hoa/moi")
def choose() -> str:
    """Which good is it? The producer's own goods of the register that the stall does not have yet."""
    found = list_goods_to_offer(present_stall().producer_id, clock.now())
    return render_template(
        "dashboard/goods/choose.html",
        certified=[one for one in found if one.is_certified],
        others=[one for one in found if not one.is_certified],
    )


@door.route("/hang-hoa/moi/them", methods=["GET", "POST"])
def add() -> str | Response | tuple[str, int]:
    """A new good with its first pack; `?good=` names one of the producer's own in the register."""
    parameters = Parameters(request.values)
    number = parameters.number("good", 1, 10**9)
    parameters.check()
    chosen = _to_offer(number)
    if request.method == "GET":
        return _form(NewGoodForm(data=_first_values(chosen)), chosen)
    form = NewGoodForm(request.form)
    if not form.validate() or form.misses_weight(str(form.kind.data)):
        return _form(form, chosen), 422
    try:
        product_id = _draft(form, chosen)
    except Refusal as refusal:
        if not form.blame_refusal(refusal):
            raise
        return _form(form, chosen), 422
    return done(_("Saved as a draft. Now some photos."), url_for("dashboard.photos.index", product_id=product_id))


def _draft(form: NewGoodForm, chosen: GoodToOffer | None) -> int:
    words, stall = form.words(), present_stall()
    with acting("good_drafted", Subject("product", 0)) as act:
        good_id = chosen.good.id if chosen else None
        product = draft_product(stall.producer_id, words, good_id=good_id, packs=[form.pack(words.kind)], at=act.at)
        if form.pieces:
            variant = product.variants[0].id
            change_stock_of(stall.producer_id, variant, form.pieces, StockReason.MADE, "", at=act.at)
        act.subject = Subject("product", product.id)
        return product.id


def _to_offer(number: int | None) -> GoodToOffer | None:
    if number is None:
        return None
    found = list_goods_to_offer(present_stall().producer_id, clock.now())
    return next((one for one in found if one.good.id == number), None)


def _first_values(chosen: GoodToOffer | None) -> dict[str, str]:
    if chosen is None:
        return {"unit": "g", "kind": "other"}
    kind = kind_of(chosen.good.name, chosen.good.group)
    return {"name_vi": chosen.good.name, "kind": kind, "unit": "piece" if kind == "homestay" else "g"}


def _form(form: NewGoodForm, chosen: GoodToOffer | None) -> str:
    return render_template(
        "dashboard/goods/add.html", form=form, chosen=chosen, kinds=kind_options(), units=unit_options()
    )
