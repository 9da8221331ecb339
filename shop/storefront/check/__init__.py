"""The page that checks signed labels, also without a network, and what it is made of."""

from __future__ import annotations

from flask import Blueprint

from shop.storefront.check import book, page

door = Blueprint("check", __name__)
door.register_blueprint(page.door)
door.register_blueprint(book.door)
