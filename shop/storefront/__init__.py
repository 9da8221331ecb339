"""The open door: what shoppers see."""

from __future__ import annotations

from flask import Blueprint

from shop.storefront import products

door = Blueprint("storefront", __name__)

for page in (products.door,):
    door.register_blueprint(page)
