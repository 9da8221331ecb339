"""Counting what lies at a booth: every difference with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.audit_log import Subject
from shop.fairs import (
    MOST_PIECES,
    Booth,
    CountedLine,
    GoodsAtBooth,
    count_booth,
    goods_at_booths,
    list_counts,
)
from shop.office.fairs.finding import present_booth, unsent_at
from shop.office.fairs.goods_views import by_producer
from shop.office.fairs.stock_words import read_remark
from shop.office.refusal_words import refusal_words
from shop.stock import StockMoved
from shop.values.folding import tidy
from shop.values.refusal import Refusal
from shop.web.acting import acting, done
from shop.web.fields import parse_number
from shop.web.words import _, ngettext

door = Blueprint("counting", __name__)

LONGEST_REASON = 200


@dataclass(frozen=True)
class Typed:
    """What somebody typed of one pack, and what is wrong with it."""

    counted: str = ""
    reason: str = ""
    problem: str = ""


@door.route("/quay/<int:booth_id>/kiem-dem", methods=["GET", "POST"])
def count(booth_id: int) -> str | Response | tuple[str, int]:
    """The sheet to count with; redirects to it once what was found is written down."""
    booth = present_booth(booth_id)
    rows = goods_at_booths(booth.fair_id, booth_id)
    if request.method == "GET":
        return _page(booth, rows, {})
    typed = {row.variant_id: _read(request.form, row) for row in rows}
    lines = [_line(row, typed[row.variant_id]) for row in rows if typed[row.variant_id].counted]
    if any(one.problem for one in typed.values()):
        return _page(booth, rows, typed), 422
    if not lines:
        return _page(booth, rows, typed, problem=_("Type what you counted of at least one good.")), 422
    try:
        with acting("booth_counted", Subject("booth", booth_id), goods=len(lines)) as act:
            count_booth(booth_id, lines, by=act.by, at=act.at, remark=read_remark(request.form))
    except Refusal as refusal:
        booth = present_booth(booth_id)
        return _page(booth, goods_at_booths(booth.fair_id, booth_id), *_said(refusal, typed)), 409
    differing = sum(1 for line in lines if line.counted != line.expected)
    words = (
        ngettext("Counted: %(num)s good differs.", "Counted: %(num)s goods differ.", differing)
        if differing
        else _("Counted: everything is there.")
    )
    return done(words, url_for(".count", booth_id=booth_id))


def _read(sent: Mapping[str, str], row: GoodsAtBooth) -> Typed:
    """What was typed of one pack, checked against what its sheet said."""
    counted, reason = tidy(sent.get(f"counted-{row.variant_id}", "")), tidy(sent.get(f"reason-{row.variant_id}", ""))
    if not counted:
        return Typed(reason=reason)
    number = parse_number(counted)
    if number is None or not 0 <= number <= MOST_PIECES:
        return Typed(counted, reason, _("A whole number of pieces, please; 0 where none is left."))
    if number != _expected(sent, row) and not reason:
        return Typed(counted, reason, _("It differs from the books: say why, or “not known”."))
    return Typed(counted, reason[:LONGEST_REASON])


def _expected(sent: Mapping[str, str], row: GoodsAtBooth) -> int:
    """What the sheet said that was counted with; what the books say now where the form lost it."""
    expected = parse_number(sent.get(f"expected-{row.variant_id}", ""))
    return row.on_hand if expected is None else expected


def _line(row: GoodsAtBooth, typed: Typed) -> CountedLine:
    return CountedLine(row.variant_id, _expected(request.form, row), parse_number(typed.counted) or 0, typed.reason)


def _said(refusal: Refusal, typed: dict[int, Typed]) -> tuple[dict[int, Typed], str]:
    """The form with the refusal at its pack, or above all."""
    if isinstance(refusal, StockMoved):
        words = _(
            "Meanwhile the books moved from %(before)s to %(now)s. Count it again.",
            before=refusal.expected,
            now=refusal.now,
        )
        before = typed[refusal.variant_id]
        return typed | {refusal.variant_id: Typed(before.counted, before.reason, words)}, ""
    return typed, refusal_words(refusal)


def _page(booth: Booth, rows: Sequence[GoodsAtBooth], typed: Mapping[int, Typed], problem: str = "") -> str:
    return render_template(
        "office/fairs/counting/count.html",
        booth=booth,
        goods=by_producer(rows),
        typed={row.variant_id: typed.get(row.variant_id, Typed()) for row in rows},
        is_wrong=problem or any(one.problem for one in typed.values()),
        problem=problem,
        unsent=unsent_at(booth),
        counts=list_counts(booth.id),
        remark=request.form.get("remark", ""),
    )
