"""Handing goods out to a booth: choose the producer, type the pieces, print the note."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.fairs import (
    Booth,
    Note,
    OtherEnd,
    PackToHandOut,
    hand_out,
    list_packs_to_hand_out,
    list_producers_to_hand_out,
)
from shop.office.fairs.finding import present_booth, present_producer
from shop.office.fairs.goods_lines import GoodsForm, empty_form, read_form
from shop.office.fairs.stock_words import blame_stock, read_other_end, read_remark
from shop.office.refusal_words import refusal_words
from shop.producers import Producer, find_producers
from shop.stock import NotEnoughStock
from shop.values.refusal import Refusal
from shop.web.acting import acting, done
from shop.web.parameters import Parameters
from shop.web.words import _

door = Blueprint("handing_out", __name__)

MOST_FOUND = 200


@door.get("/quay/<int:booth_id>/ban-giao")
def choose(booth_id: int) -> str:
    """Whose goods: every producer with goods that may be sold now, found by name."""
    booth, asked = present_booth(booth_id), Parameters(request.args)
    words = asked.text("q")
    asked.check()
    offering = list_producers_to_hand_out(clock.now())
    if words:
        ranks = {number: rank for rank, number in enumerate(find_producers(words, limit=MOST_FOUND))}
        offering = sorted((one for one in offering if one.id in ranks), key=lambda one: ranks[one.id])
    return render_template(
        "office/fairs/handing_out/choose.html", booth=booth, words=words, found=offering[:MOST_FOUND]
    )


@door.route("/quay/<int:booth_id>/ban-giao/<int:producer_id>", methods=["GET", "POST"])
def give(booth_id: int, producer_id: int) -> str | Response | tuple[str, int]:
    """Pieces, batches and days of one producer's goods; redirects to the note once they are at the booth."""
    booth, producer = present_booth(booth_id), present_producer(producer_id)
    packs = list_packs_to_hand_out(producer_id, clock.now())
    numbers = [pack.variant_id for pack in packs]
    if request.method == "GET":
        return _page(booth, producer, packs, empty_form(numbers, {pack.variant_id: _label(pack) for pack in packs}))
    form, source = read_form(request.form, numbers), read_other_end(request.form)
    if form.has_problems:
        return _page(booth, producer, packs, form), 422
    try:
        with acting("goods_handed_out", Subject("booth", booth_id), pieces=form.pieces) as act:
            paper = Note(booth_id, producer_id, act.by, read_remark(request.form))
            note = hand_out(paper, form.wanted(source), at=act.at)
            act.facts["note_id"] = note_id = note.id
    except NotEnoughStock as refusal:
        blame_stock(form, refusal, booth)
        return _page(present_booth(booth_id), present_producer(producer_id), packs, form), 409
    except Refusal as refusal:
        form.problem = refusal_words(refusal)
        return _page(present_booth(booth_id), present_producer(producer_id), packs, form), 409
    return done(
        _("The goods are at the booth. Print the note and let both sides sign it."),
        url_for("office.fairs.notes.show", note_id=note_id),
    )


def _label(pack: PackToHandOut) -> dict[str, str]:
    """What the label of the present batch says, so that it need not be typed again."""
    return {
        "lot": pack.lot,
        "best_before": pack.best_before_on.isoformat() if pack.best_before_on else "",
    }


def _page(booth: Booth, producer: Producer, packs: Sequence[PackToHandOut], form: GoodsForm) -> str:
    return render_template(
        "office/fairs/handing_out/give.html",
        booth=booth,
        producer=producer,
        packs=packs,
        form=form,
        source=request.form.get("other_end", OtherEnd.PRODUCER),
        remark=request.form.get("remark", ""),
    )
