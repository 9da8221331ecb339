"""The open door: what shoppers see."""

from __future__ import annotations

from flask import Blueprint

from shop.catalogue import BadFilter, NoSuchPage
from shop.storefront import (
    account,
    addresses,
    bad_address,
    cart,
    certificate_codes,
    certificates,
    check,
    checkout,
    discovery,
    duties,
    enquiries,
    entry,
    home,
    invitation,
    lots,
    open_data,
    open_stall,
    orders,
    origins,
    places_to_buy,
    preview,
    producers,
    products,
    review_mails,
    stall_preview,
    stray_slash,
)
from shop.web.parameters import BadParameters
from shop.web.slug_converter import add_slugs_to

door = Blueprint("storefront", __name__)
add_slugs_to(door)

PAGES = (
    home,
    products,
    preview,
    producers,
    origins,
    certificates,
    certificate_codes,
    check,
    open_data,
    duties,
    lots,
    places_to_buy,
    enquiries,
    discovery,
    cart,
    entry,
    invitation,
    open_stall,
    account,
    addresses,
    checkout,
    orders,
    review_mails,
    stall_preview,
)
for page in PAGES:
    door.register_blueprint(page.door)

door.before_app_request(stray_slash.lead_on)
door.register_error_handler(BadParameters, bad_address.show)
door.register_error_handler(BadFilter, bad_address.show_bad_filter)
door.register_error_handler(NoSuchPage, bad_address.show_no_page)
