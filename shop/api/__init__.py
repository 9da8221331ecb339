"""The door for machines that read: public facts as JSON."""

from __future__ import annotations

from flask import Blueprint

from shop.api import certificates, description, products
from shop.api.answers import answer_bad_filter, answer_no_page, open_to_all
from shop.api.limits import limiter
from shop.catalogue import BadFilter, NoSuchPage
from shop.web.slug_converter import add_slugs_to

door = Blueprint("api", __name__, url_prefix="/api/v1")
add_slugs_to(door)

for part in (products, certificates, description):
    door.register_blueprint(part.door)

door.register_error_handler(BadFilter, answer_bad_filter)
door.register_error_handler(NoSuchPage, answer_no_page)
door.after_request(open_to_all)
limiter.guard(door)
door.record_once(lambda state: limiter.start(state.app))
