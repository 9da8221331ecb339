"""The open door: what shoppers see."""

from __future__ import annotations

from flask import Blueprint

from shop.storefront import bad_address, certificates, duties, products
from shop.web.parameters import BadParameters
from shop.web.slug_converter import add_slugs_to

door = Blueprint("storefront", __name__)
add_slugs_to(door)

for page in (products, certificates, duties):
    door.register_blueprint(page.door)

door.register_error_handler(BadParameters, bad_address.show)
