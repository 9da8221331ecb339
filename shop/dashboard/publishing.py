"""Whether shoppers see what the stall says of itself: for its owners to say."""

from __future__ import annotations

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from shop.audit_log import Subject
from shop.dashboard.stall import owner_only, present_stall
from shop.stalls import publish_stall, withdraw_stall
from shop.web.acting import acting, done
from shop.web.words import _

door = Blueprint("publishing", __name__)
owner_only(door)


@door.post("/gioi-thieu/dang")
def publish() -> Response:
    """Redirects to the introduction, which shoppers see from now on."""
    producer_id = present_stall().producer_id
    with acting("stall_published", Subject("producer", producer_id)) as act:
        publish_stall(producer_id, act.at)
    return done(_("Shoppers see your introduction now."), url_for("dashboard.profile.index"))


@door.post("/gioi-thieu/cat")
def withdraw() -> Response:
    """Redirects to the introduction, which only the stall sees from now on."""
    producer_id = present_stall().producer_id
    with acting("stall_withdrawn", Subject("producer", producer_id)):
        withdraw_stall(producer_id)
    return done(_("Shoppers do not see it any more. Your goods stay on sale."), url_for("dashboard.profile.index"))
