"""The booth's tablet: one page that works without a network, and the addresses through which it sends its sales."""

from __future__ import annotations

from flask import Blueprint

from shop.kiosk import api, page

door = Blueprint("kiosk", __name__, url_prefix="/kiosk")

for part in (page.door, api.pairing_door, api.door):
    door.register_blueprint(part)
