"""Pieces at a booth that were tasted or damaged, written down at the desk where the tablet did not."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Field, StringField, ValidationError

from shop.audit_log import Subject
from shop.fairs import Booth, GoodsAtBooth, WriteOff, WrittenOff, goods_at_booths, list_write_offs, write_off_at_booth
from shop.office.fairs.finding import present_booth
from shop.office.fairs.goods_views import by_producer
from shop.office.fairs.stock_words import too_few_words
from shop.office.refusal_words import refusal_words
from shop.stock import NotEnoughStock
from shop.values.refusal import Refusal
from shop.web.acting import acting, done
from shop.web.fields import line, number, number_in
from shop.web.forms import ShopForm, choice_field
from shop.web.words import _

door = Blueprint("writing_off", __name__)

MOST_PIECES = 1_000
LONGEST_LOT, LONGEST_REASON = 40, 200


class WriteOffForm(ShopForm):
    """Which good, how many pieces, why."""

    variant = StringField()
    kind = choice_field(tuple(WriteOff))
    quantity = number(1, MOST_PIECES)
    lot = line(LONGEST_LOT)
    reason = line(LONGEST_REASON)

    def validate_reason(self, field: Field) -> None:
        """Damage is explained; what visitors tasted explains itself."""
        if self.kind.data == WriteOff.DAMAGE and not field.data:
            raise ValidationError(_("Say in a few words what happened to it."))


@door.route("/quay/<int:booth_id>/xuat-khac", methods=["GET", "POST"])
def write(booth_id: int) -> str | Response | tuple[str, int]:
    """What was tasted or damaged; redirects to the same page once it is written off."""
    booth = present_booth(booth_id)
    rows = goods_at_booths(booth.fair_id, booth_id)
    if request.method == "GET":
        return _page(booth, rows, WriteOffForm(data={"kind": WriteOff.TASTING, "quantity": "1"}))
    form = WriteOffForm(request.form)
    chosen = next((row for row in rows if row.on_hand and str(row.variant_id) == form.variant.data), None)
    if not form.validate() or chosen is None:
        if chosen is None:
            form.blame("variant", _("Choose the good."))
        return _page(booth, rows, form), 422
    try:
        _write_off(booth_id, chosen.variant_id, form)
    except NotEnoughStock:
        form.blame("quantity", too_few_words(chosen.on_hand, is_at_booth=True))
        return _page(present_booth(booth_id), rows, form), 409
    except Refusal as refusal:
        form.blame("variant", refusal_words(refusal))
        return _page(present_booth(booth_id), rows, form), 409
    return done(_("Written off."), url_for(".write", booth_id=booth_id))


def _write_off(booth_id: int, variant_id: int, form: WriteOffForm) -> None:
    kind, quantity = WriteOff(str(form.kind.data)), number_in(form.quantity) or 0
    subject = Subject("booth", booth_id)
    with acting("goods_written_off", subject, variant_id=variant_id, kind=str(kind), quantity=quantity) as act:
        lost = WrittenOff(variant_id, quantity, kind, reason=str(form.reason.data), lot=str(form.lot.data))
        write_off_at_booth(booth_id, lost, by=act.by, at=act.at)


def _page(booth: Booth, rows: list[GoodsAtBooth], form: WriteOffForm) -> str:
    return render_template(
        "office/fairs/writing_off/write.html",
        booth=booth,
        goods=by_producer(row for row in rows if row.on_hand),
        form=form,
        before=list_write_offs(booth.id),
    )
