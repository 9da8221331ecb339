"""How many pieces of each pack lie ready: more or fewer with a reason, never a number that forgets a sale."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.audit_log import Subject
from shop.catalogue import Product, change_stock_of, find_product_of, list_moves_of, on_hand_of
from shop.dashboard.good_fields import MOST_PIECES
from shop.dashboard.good_words import move_words, reason_options, too_few_words
from shop.dashboard.stall import present_stall
from shop.stock import NotEnoughStock, StockReason
from shop.web.acting import acting, done
from shop.web.fields import line, number, number_in
from shop.web.forms import ShopForm, choice_field
from shop.web.words import ngettext

door = Blueprint("stock", __name__)
door.add_app_template_filter(lambda move: move_words(move.kind, move.reason), "move_words")

MOVES = 30


class StockForm(ShopForm):
    """So many pieces more or fewer, and why."""

    way = choice_field(("more", "fewer"))
    quantity = number(1, MOST_PIECES)
    why = choice_field(tuple(StockReason))
    note = line(120)

    @property
    def delta(self) -> int:
        """The change: pieces that come count up, pieces that go count down."""
        pieces = number_in(self.quantity) or 0
        return pieces if self.way.data == "more" else -pieces


@door.get("/hang-hoa/<int:product_id>/kho")
def index(product_id: int) -> str:
    """The pieces of each pack, and what moved them."""
    return _page(_product(product_id), None, None)


@door.post("/hang-hoa/<int:product_id>/kho/<int:variant_id>")
def change(product_id: int, variant_id: int) -> Response | tuple[str, int]:
    """Redirects to the stock once pieces came or went."""
    product = _product(product_id)
    if variant_id not in {pack.id for pack in product.variants}:
        abort(404)
    form = StockForm(request.form)
    if not form.validate():
        return _page(product, form, variant_id), 422
    producer_id, delta = present_stall().producer_id, form.delta
    try:
        with acting("stock_changed", Subject("product", product_id), variant_id=variant_id, delta=delta) as act:
            why = StockReason(str(form.why.data))
            change_stock_of(producer_id, variant_id, delta, why, str(form.note.data), at=act.at)
    except NotEnoughStock as refusal:
        form.blame("quantity", too_few_words(refusal, on_hand_of(producer_id, product_id)[variant_id]))
        return _page(_product(product_id), form, variant_id), 422
    left = on_hand_of(producer_id, product_id)[variant_id]
    words = ngettext("Saved: %(num)s piece is there now.", "Saved: %(num)s pieces are there now.", left)
    return done(words, url_for(".index", product_id=product_id))


def _product(product_id: int) -> Product:
    return find_product_of(present_stall().producer_id, product_id)


def _page(product: Product, form: StockForm | None, variant_id: int | None) -> str:
    return render_template(
        "dashboard/stock/index.html",
        product=product,
        on_hand=on_hand_of(product.producer_id, product.id),
        moves=list_moves_of(product.producer_id, product.id, MOVES),
        form=form,
        typed_for=variant_id,
        more=reason_options(is_more=True),
        fewer=reason_options(is_more=False),
    )
