"""Statements of a fair: what each producer's goods and money did there, as it stands now or frozen, to be signed."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.audit_log import Subject
from shop.fairs import Fair, reopen_fair
from shop.office.fairs.finding import BEYOND, present_fair
from shop.office.fairs.statement_views import sheet_of, sheet_rows
from shop.office.refusal_words import refusal_words
from shop.producers import Producer, find_producer_by_slug
from shop.settlement import (
    Compensation,
    CompensationWanted,
    FairGoods,
    FairStatement,
    PackAtFair,
    ProducerAtFair,
    came_after,
    find_fair_statement,
    list_compensations,
    list_fair_statements,
    list_producers_at_fair,
    make_good,
    settle_fair,
    take_back_compensation,
    what_is_unready,
)
from shop.values.refusal import Refusal
from shop.web.acting import acting, done
from shop.web.spreadsheet_answers import answer_csv
from shop.web.words import _, ngettext

door = Blueprint("statements", __name__)


@door.get("/<int:fair_id>/bang-ke")
def index(fair_id: int) -> str:
    """Every producer at the fair with their figures, and whether they may be frozen."""
    return _list_page(present_fair(fair_id))


@door.post("/<int:fair_id>/bang-ke/chot")
def settle(fair_id: int) -> Response | tuple[str, int]:
    """Redirects to the statements once the fair is closed and they are frozen."""
    fair = present_fair(fair_id)
    try:
        with acting("fair_settled", Subject("fair", fair.id)) as act:
            made = settle_fair(fair.id, despite=request.form.get("despite", ""), by=act.by, at=act.at)
            act.facts["statements"] = len(made)
    except Refusal as refusal:
        return _list_page(present_fair(fair_id), refusal_words(refusal)), 409
    words = ngettext(
        "The fair is closed. %(num)s statement is frozen and can be signed.",
        "The fair is closed. %(num)s statements are frozen and can be signed.",
        len(made),
    )
    return done(words, url_for(".index", fair_id=fair_id))


@door.post("/<int:fair_id>/bang-ke/mo-lai")
def reopen(fair_id: int) -> Response:
    """Redirects to the statements once the fair is open again; what was frozen stays as it is."""
    fair = present_fair(fair_id)
    with acting("fair_reopened", Subject("fair", fair.id)):
        reopen_fair(fair.id)
    return done(_("The fair is open again. What was frozen stays as it is."), url_for(".index", fair_id=fair_id))


@door.get("/<int:fair_id>/bang-ke/<slug:slug>")
def show(fair_id: int, slug: str) -> str:
    """One producer's statement, for reading and for printing; as it stands now until the fair is closed."""
    return _page(present_fair(fair_id), _producer(slug))


@door.get("/<int:fair_id>/bang-ke/<slug:slug>.csv")
def export(fair_id: int, slug: str) -> Response:
    """The same as a file for a spreadsheet."""
    fair, producer = present_fair(fair_id), _producer(slug)
    sheet = sheet_of(fair, _live(fair, producer), _frozen(fair, producer))
    return answer_csv(sheet_rows(sheet), f"bang-ke-hoi-cho-{fair.id}-{producer.slug}")


@door.post("/<int:fair_id>/bang-ke/<slug:slug>/bu-hang")
def compensate(fair_id: int, slug: str) -> Response | tuple[str, int]:
    """Redirects to the statement once missing pieces are made good."""
    fair, producer = present_fair(fair_id), _producer(slug)
    wanted = CompensationWanted(
        producer.id, _number("variant"), _number("quantity"), _number("amount"), request.form.get("note", "")
    )
    try:
        with acting("goods_compensated", Subject("fair", fair.id), producer=producer.id) as act:
            act.facts |= {"variant": wanted.variant_id, "quantity": wanted.quantity, "amount": wanted.amount_vnd}
            make_good(fair.id, wanted, by=act.by, at=act.at)
    except Refusal as refusal:
        return _page(fair, producer, refusal_words(refusal)), 422
    return done(_("It is made good."), url_for(".show", fair_id=fair_id, slug=slug))


@door.post("/<int:fair_id>/bang-ke/<slug:slug>/bu-hang/<int:number>/lay-lai")
def take_back(fair_id: int, slug: str, number: int) -> Response | tuple[str, int]:
    """Redirects to the statement once a compensation is taken back."""
    fair, producer = present_fair(fair_id), _producer(slug)
    try:
        with acting(
            "compensation_taken_back", Subject("fair", fair.id), producer=producer.id, compensation=number
        ) as act:
            take_back_compensation(
                min(number, BEYOND), fair.id, note=request.form.get("note", ""), by=act.by, at=act.at
            )
    except Refusal as refusal:
        return _page(fair, producer, refusal_words(refusal)), 422
    return done(_("It is taken back."), url_for(".show", fair_id=fair_id, slug=slug))


def _page(fair: Fair, producer: Producer, problem: str = "") -> str:
    live, frozen = _live(fair, producer), _frozen(fair, producer)
    return render_template(
        "office/fairs/statements/show.html",
        fair=fair,
        producer=producer,
        sheet=sheet_of(fair, live, frozen),
        missing=[pack for pack in live.packs if pack.goods.missing > 0] if fair.is_open else [],
        made_good=_made_good(fair, producer, live),
        after=came_after(frozen) if frozen else None,
        edition=frozen.edition if frozen else 0,
        problem=problem,
        typed=request.form.to_dict() if problem else {},
    )


def _list_page(fair: Fair, problem: str = "") -> str:
    producers = list_producers_at_fair(fair.id)
    return render_template(
        "office/fairs/statements/index.html",
        fair=fair,
        producers=producers,
        together=sum((one.goods for one in producers), FairGoods()),
        frozen={one.producer_id: one for one in list_fair_statements(fair.id)},
        unready=what_is_unready(fair.id) if fair.is_open else None,
        problem=problem,
        typed=request.form.to_dict() if problem else {},
    )


def _producer(slug: str) -> Producer:
    return find_producer_by_slug(slug) or abort(404)


def _live(fair: Fair, producer: Producer) -> ProducerAtFair:
    found = list_producers_at_fair(fair.id, producer_id=producer.id)
    return found[0] if found else abort(404)


def _frozen(fair: Fair, producer: Producer) -> FairStatement | None:
    """The frozen statement; None while the fair is open."""
    return None if fair.is_open else find_fair_statement(fair.id, producer.id)


def _made_good(fair: Fair, producer: Producer, live: ProducerAtFair) -> list[tuple[Compensation, PackAtFair]]:
    """What can be taken back, each with its pack."""
    packs = {pack.variant_id: pack for pack in live.packs}
    made_good = list_compensations(fair.id, producer.id) if fair.is_open else []
    return [(made, packs[made.variant_id]) for made in made_good]


def _number(name: str) -> int:
    digits = "".join(letter for letter in request.form.get(name, "") if letter.isascii() and letter.isdigit())
    return min(int(digits[:12] or 0), BEYOND if name != "amount" else 10**12)
