"""What a tablet sent and could not be recorded as it is: kept whole, until a person takes it in or leaves it out."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.audit_log import Subject
from shop.fairs import (
    BadItem,
    GoodsAtBooth,
    NotASale,
    QuarantinedSale,
    QuarantineIsSettled,
    Tender,
    dismiss_quarantined,
    goods_at_booths,
    list_quarantined,
    take_in_quarantined,
)
from shop.office.actors import actor_words
from shop.office.fairs.finding import present_booth
from shop.office.fairs.task_words import quarantine_words
from shop.values.folding import tidy
from shop.web.acting import acting, done
from shop.web.words import _

door = Blueprint("quarantine", __name__)

LONGEST_NOTE = 1000
NUMBERS = ("variant_id", "quantity", "unit_vnd")


@door.get("/khu-cho/<int:held_id>")
def show(held_id: int) -> str:
    """What came, why it could not be recorded, and what can be done."""
    return _page(_present(held_id))


@door.post("/khu-cho/<int:held_id>/ghi-nhan")
def take_in(held_id: int) -> Response | tuple[str, int]:
    """Redirects to the sale that was made of it, as it came or as it was corrected in the form."""
    held, note = _present(held_id), _note()
    if not note:
        return _page(held, "take_in", _("Write down why. Nothing was changed.")), 422
    corrected = _corrected(_told(held))
    try:
        with acting("quarantined_taken_in", Subject("quarantined", held_id), is_corrected=corrected is not None) as act:
            number = take_in_quarantined(held_id, corrected, note=note, by=act.by, at=act.at)
    except BadItem as refusal:
        return _page(_present(held_id), "take_in", quarantine_words(refusal.reason)), 422
    except (QuarantineIsSettled, NotASale):
        return _page(_present(held_id), "take_in", _("This cannot be done as things stand. Nothing was changed.")), 409
    return done(_("It is recorded and stands in the books."), url_for("office.fairs.sales.show", sale_number=number))


@door.post("/khu-cho/<int:held_id>/bo")
def dismiss(held_id: int) -> Response | tuple[str, int]:
    """Redirects to what still waits, once it is left out for the reason in the note; it stays to be read."""
    held, note = _present(held_id), _note()
    if not note:
        return _page(held, "dismiss", _("Write down why. Nothing was changed.")), 422
    fair_id = held.fair_id
    try:
        with acting("quarantined_dismissed", Subject("quarantined", held_id)) as act:
            dismiss_quarantined(held_id, note=note, by=act.by, at=act.at)
    except QuarantineIsSettled:
        return _page(_present(held_id), "dismiss", _("Somebody did this already. Nothing was changed.")), 409
    return done(_("Left out. It stays here to be read."), url_for("office.fairs.tasks.index", fair=fair_id))


def _page(held: QuarantinedSale, refused: str = "", problem: str = "") -> str:
    told = _told(held)
    booth = present_booth(held.booth_id)
    return render_template(
        "office/fairs/quarantine/show.html",
        held=held,
        booth=booth,
        told=told,
        lines=_lines(told),
        packs=_packs(booth.fair_id, booth.id) if held.settled_at is None else [],
        tenders=[str(tender) for tender in Tender],
        content=json.dumps(told, ensure_ascii=False, indent=2) if told is not None else held.body,
        name_of=actor_words({held.settled_by}),
        refused=refused,
        problem=problem,
        note=request.form.get("note", "") if problem else "",
    )


def _present(held_id: int) -> QuarantinedSale:
    found = (one for one in list_quarantined(only_open=False) if one.id == held_id)
    return next(found, None) or abort(404)


def _packs(fair_id: int, booth_id: int) -> list[GoodsAtBooth]:
    return goods_at_booths(fair_id, booth_id) or goods_at_booths(fair_id)


def _told(held: QuarantinedSale) -> dict[str, Any] | None:
    """What came, where it can be read as a sale at all."""
    try:
        told = json.loads(held.body)
    except ValueError:
        return None
    return told if isinstance(told, dict) and held.what == "sale" else None


def _lines(told: dict[str, Any] | None) -> list[dict[str, Any]]:
    lines = told.get("lines") if told else None
    return [line for line in lines if isinstance(line, dict)] if isinstance(lines, list) else []


def _corrected(told: dict[str, Any] | None) -> dict[str, Any] | None:
    """What came with what the form says instead; None where nothing was corrected."""
    if told is None:
        return None
    lines = [
        {**line, **{name: number for name in NUMBERS if (number := _number(f"{name}-{place}")) is not None}}
        for place, line in enumerate(_lines(told))
    ]
    tender = request.form.get("tender", "")
    corrected = {**told, "lines": lines, **({"tender": tender} if tender else {})}
    return None if corrected == told else corrected


def _number(name: str) -> int | None:
    digits = "".join(letter for letter in request.form.get(name, "") if letter.isascii() and letter.isdigit())
    return min(int(digits[:12]), 10**12) if digits else None


def _note() -> str:
    return tidy(request.form.get("note", ""))[:LONGEST_NOTE]
