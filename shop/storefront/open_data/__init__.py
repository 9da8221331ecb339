"""The register as open data: its page, its files, and what their columns mean."""

from __future__ import annotations

from flask import Blueprint

from shop.storefront.open_data import page, serving

door = Blueprint("open_data", __name__)
door.register_blueprint(page.door)
door.register_blueprint(serving.door)
