"""Ask to give delivered goods back, within seven days: pieces, a reason, a few words."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from shop import clock
from shop.database import transaction
from shop.orders import RETURN_REASONS, NoSuchOrder, OrderStory, ReturnRefused, TooMany, request_return
from shop.storefront.orders.door import door, story_or_stranger
from shop.storefront.orders.order_page import order_page
from shop.web.words import _

LONGEST_NOTE = 1000


@dataclass
class Wish:
    """What stands in the form: pieces by line, why, and a few words; with what is wrong, by field."""

    quantities: dict[int, int] = field(default_factory=dict)
    reason: str = ""
    note: str = ""
    problems: dict[str, str] = field(default_factory=dict)


@door.route("/don-hang/<code>/tra-hang", methods=["GET", "POST"])
def give_back(code: str) -> Response:
    """Choose what to give back and say why; a person answers."""
    story = story_or_stranger(code)
    if request.method == "GET":
        return _page(story, Wish())
    wish = _read(request.form, story)
    if wish.problems:
        return _page(story, wish, 422)
    try:
        with transaction():
            request_return(story.order.id, wish.quantities, reason=wish.reason, note=wish.note, at=clock.now())
    except (ReturnRefused, TooMany, NoSuchOrder):
        wish.problems["lines"] = _("Meanwhile something has changed. Please look at the pieces once more.")
        return _page(story_or_stranger(code), wish, 409)
    flash(_("We have your wish. You get an answer within seven working days."))
    return redirect(url_for(".show", code=story.order.code), 303)


def _read(form: MultiDict[str, str], story: OrderStory) -> Wish:
    now = clock.now()
    wish = Wish(reason=form.get("reason", ""), note=form.get("note", "").strip()[:LONGEST_NOTE])
    for parcel in story.order.parcels:
        for line in parcel.lines:
            typed = form.get(f"quantity_{line.id}", "0").strip() or "0"
            most = story.can_give_back(line, parcel, now)
            if not typed.isascii() or not typed.isdigit() or len(typed) > 3 or int(typed) > most:
                wish.problems["lines"] = _("Please give a number of pieces up to what you may give back.")
            elif int(typed):
                wish.quantities[line.id] = int(typed)
    if not wish.quantities and "lines" not in wish.problems:
        wish.problems["lines"] = _("Please choose at least one piece.")
    if wish.reason not in RETURN_REASONS:
        wish.problems["reason"] = _("Please say why.")
    elif wish.reason == "other" and not wish.note:
        wish.problems["note"] = _("Please say in a few words what it is.")
    return wish


def _page(story: OrderStory, wish: Wish, status: int = 200) -> Response:
    page = order_page(story, clock.now())
    html = render_template(
        "storefront/orders/give_back.html",
        story=story,
        order=story.order,
        page=page,
        wish=wish,
        reasons=RETURN_REASONS,
    )
    return make_response(html, status if page.can_give_back else 409)
