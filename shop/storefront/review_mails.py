"""No more review mails: where the link in each of them leads."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from shop import clock
from shop.database import transaction
from shop.reviews import refuse_review_mails
from shop.web.review_mails import read_sign_off

door = Blueprint("review_mails", __name__)


@door.get("/thu-danh-gia/<token>")
def index(token: str) -> str:
    """Ask once: programs that follow every link of a mail must not say it for anybody."""
    if read_sign_off(token) is None:
        abort(404)
    return render_template("storefront/review_mails/index.html", is_done=False)


@door.post("/thu-danh-gia/<token>")
def refuse(token: str) -> str:
    """Redirects nowhere: no review mail goes to this address any more, and the same page says so."""
    address_hash = read_sign_off(token)
    if address_hash is None:
        abort(404)
    with transaction():
        refuse_review_mails(address_hash, clock.now())
    return render_template("storefront/review_mails/index.html", is_done=True)
