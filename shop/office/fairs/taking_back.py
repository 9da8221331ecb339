"""Taking goods back from a booth, by producer: into the web's stock, or home with their producer."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.audit_log import Subject
from shop.fairs import Booth, GoodsAtBooth, Note, OtherEnd, goods_at_booths, take_back
from shop.office.fairs.finding import present_booth, present_producer, unsent_at
from shop.office.fairs.goods_lines import GoodsForm, empty_form, read_form
from shop.office.fairs.goods_views import by_producer
from shop.office.fairs.stock_words import blame_stock, read_other_end, read_remark
from shop.office.refusal_words import refusal_words
from shop.producers import Producer
from shop.stock import NotEnoughStock
from shop.values.refusal import Refusal
from shop.web.acting import acting, done
from shop.web.words import _

door = Blueprint("taking_back", __name__)


@door.get("/quay/<int:booth_id>/nhan-lai")
def choose(booth_id: int) -> str:
    """Whose goods: every producer who has some at the booth."""
    booth = present_booth(booth_id)
    rows = [row for row in goods_at_booths(booth.fair_id, booth_id) if row.on_hand]
    return render_template("office/fairs/taking_back/choose.html", booth=booth, goods=by_producer(rows))


@door.route("/quay/<int:booth_id>/nhan-lai/<int:producer_id>", methods=["GET", "POST"])
def take(booth_id: int, producer_id: int) -> str | Response | tuple[str, int]:
    """Pieces of one producer's goods that leave the booth; redirects to the note once they have."""
    booth, producer = present_booth(booth_id), present_producer(producer_id)
    rows = _lying_there(booth, producer_id)
    if request.method == "GET":
        start = {row.variant_id: {"quantity": str(row.on_hand)} for row in rows} if "all" in request.args else {}
        return _page(booth, producer, rows, empty_form([row.variant_id for row in rows], start))
    form, target = read_form(request.form, [row.variant_id for row in rows]), read_other_end(request.form)
    if form.has_problems:
        return _page(booth, producer, rows, form), 422
    try:
        with acting("goods_taken_back", Subject("booth", booth_id), pieces=form.pieces) as act:
            paper = Note(booth_id, producer_id, act.by, read_remark(request.form))
            note = take_back(paper, form.wanted(target), at=act.at)
            act.facts["note_id"] = note_id = note.id
    except Refusal as refusal:
        booth = present_booth(booth_id)
        if isinstance(refusal, NotEnoughStock):
            blame_stock(form, refusal, booth)
        else:
            form.problem = refusal_words(refusal)
        return _page(booth, present_producer(producer_id), _lying_there(booth, producer_id), form), 409
    return done(
        _("Taken back. Print the note and let both sides sign it."), url_for("office.fairs.notes.show", note_id=note_id)
    )


def _lying_there(booth: Booth, producer_id: int) -> list[GoodsAtBooth]:
    rows = goods_at_booths(booth.fair_id, booth.id)
    return [row for row in rows if row.producer_id == producer_id and row.on_hand]


def _page(booth: Booth, producer: Producer, rows: Sequence[GoodsAtBooth], form: GoodsForm) -> str:
    return render_template(
        "office/fairs/taking_back/take.html",
        booth=booth,
        producer=producer,
        rows=rows,
        form=form,
        unsent=unsent_at(booth),
        target=request.form.get("other_end", OtherEnd.PRODUCER),
        remark=request.form.get("remark", ""),
    )
