"""Say what a good was like that came: write, change until it is moderated, take back."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import ExitStack
from datetime import date, timedelta

from flask import abort, current_app, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import use_form
from shop.config import Config
from shop.database import leave_database, transaction
from shop.orders import OrderPulse
from shop.photo_files import stored_photo
from shop.reviews import (
    MOST_PHOTOS,
    REVIEW_WINDOW,
    Bought,
    NoSuchReview,
    NotReviewable,
    Rating,
    ReviewChanged,
    ReviewStatus,
    TooManyReviewPhotos,
    find_bought,
    withdraw_review,
    write_review,
)
from shop.storefront.order_access import read_visible_pulse
from shop.storefront.orders.door import abort_as_stranger, door
from shop.storefront.orders.review_form import ReviewForm, form_of, read_form
from shop.storefront.review_photos import remove_photos
from shop.throttles import Limit, count_try, network_of
from shop.values.dates import vietnam_day
from shop.values.refusal import Refusal
from shop.web.acting import KEY, LONGEST_KEY, SHORTEST_KEY
from shop.web.language import current_language
from shop.web.review_photos import photos_of
from shop.web.upload_words import upload_words
from shop.web.uploads import sent_files, uploads
from shop.web.words import _

# Photos cost seconds of a processor: of one visitor's address 30 at once, then one in two minutes.
REVIEWS = Limit("reviews", 30, timedelta(minutes=2))


class SentBefore(Exception):
    """This very form did its work before."""


@door.route("/don-hang/<code>/danh-gia/<int:line_id>", methods=["GET", "POST"])
@uploads(photos=MOST_PHOTOS)
def review(code: str, line_id: int) -> Response:
    """What was written so far, or the form."""
    order = _order_or_stranger(code)
    if request.method == "POST":
        with transaction():
            count_try(REVIEWS, network_of(request.remote_addr or ""), clock.now_elsewhere())
    bought = _bought(order, line_id)
    if request.method == "GET":
        return _page(order, bought, form_of(bought))
    if bought.why_not is not None:
        return _page(order, bought, form_of(bought), 409)
    form = read_form(request.form, sent_files("photos"), bought)
    if form.problems:
        return _page(order, bought, form, 422)
    return _write(order, bought, form)


@door.post("/don-hang/<code>/danh-gia/<int:line_id>/rut-lai")
def withdraw(code: str, line_id: int) -> Response:
    """Redirects to the order once nothing is left of the review."""
    order = _order_or_stranger(code)
    photos = _files_of(_bought(order, line_id))
    try:
        with transaction():
            withdraw_review(order.order_id, line_id, clock.now())
    except NoSuchReview:
        abort(404)
    remove_photos(photos)
    flash(_("Your review is taken back; nothing of it is left."))
    return redirect(url_for(".show", code=order.code), 303)


def _write(order: OrderPulse, bought: Bought, form: ReviewForm) -> Response:
    """Make the photos anew, then write everything in one transaction; files of a failure go again."""
    config: Config = current_app.config["SHOP"]
    line_id, key = bought.line.id, request.form.get(KEY, "")
    if not SHORTEST_KEY <= len(key) <= LONGEST_KEY:
        abort(400)
    gone = _files_of(bought, form.without)
    leave_database()
    try:
        with ExitStack() as stack:
            photos = [stack.enter_context(stored_photo(content, config.media_dir)) for content in form.photos]
            with transaction():
                if not use_form(key, clock.now()):
                    raise SentBefore
                write_review(
                    order.order_id,
                    line_id,
                    form.draft,
                    photos,
                    without=form.without,
                    language=current_language(),
                    at=clock.now(),
                )
    except SentBefore:
        return redirect(url_for(".review", code=order.code, line_id=line_id), 303)
    except (NotReviewable, ReviewChanged, TooManyReviewPhotos):
        return _page(order, _bought(order, line_id), form, 409)
    except Refusal as refusal:
        words = upload_words(refusal)
        if words is None:
            raise
        form.problems["photos"] = words
        return _page(order, _bought(order, line_id), form, 422)
    remove_photos(gone)
    flash(_("Thank you! A person reads your review before it appears, as a rule within two working days."))
    return redirect(url_for(".review", code=order.code, line_id=line_id), 303)


def _page(order: OrderPulse, bought: Bought, form: ReviewForm, status: int = 200) -> Response:
    page = render_template(
        "storefront/orders/review.html",
        order=order,
        bought=bought,
        line=bought.line,
        review=bought.review,
        photos=list(zip(bought.review.photos, photos_of(bought.review), strict=True)) if bought.review else [],
        form=form,
        ratings=sorted(Rating, reverse=True),
        most_photos=MOST_PHOTOS,
        last_day=_last_day(bought),
        can_withdraw=bought.review is not None and bought.review.status != ReviewStatus.WITHDRAWN,
    )
    return make_response(page, status)


def _last_day(bought: Bought) -> date | None:
    """The last Vietnamese day on which something may be written."""
    came = bought.delivered_at
    return vietnam_day(came + REVIEW_WINDOW - timedelta(seconds=1)) if came else None


def _order_or_stranger(code: str) -> OrderPulse:
    order = read_visible_pulse(code)
    if order is None:
        abort_as_stranger(code)
    return order


def _bought(order: OrderPulse, line_id: int) -> Bought:
    bought = find_bought(order.order_id, line_id, clock.now())
    if bought is None:
        abort(404)
    return bought


def _files_of(bought: Bought, only: Collection[int] | None = None) -> list[tuple[str, int]]:
    """Stems and widths of the photos of a review, those with some numbers or all."""
    photos = bought.review.photos if bought.review else []
    return [(photo.stem, photo.width) for photo in photos if only is None or photo.id in only]
