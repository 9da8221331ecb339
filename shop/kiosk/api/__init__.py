"""The addresses through which a booth's tablet is paired, fetches what it may sell, and sends what it sold."""

from __future__ import annotations

from flask import Blueprint

from shop.kiosk.api import contact, pairing, sales, sessions, snapshot
from shop.kiosk.api.answers import speak_json
from shop.kiosk.api.device import device_only

# Whoever has a pairing code becomes a device here; everything else is for devices alone.
pairing_door = Blueprint("pairing", __name__, url_prefix="/api")
door = Blueprint("api", __name__, url_prefix="/api")

pairing_door.add_url_rule("/pair", view_func=pairing.pair, methods=["POST"])
door.add_url_rule("/snapshot", view_func=snapshot.snapshot)
door.add_url_rule("/contact", view_func=contact.contact)
door.add_url_rule("/sales", view_func=sales.sales, methods=["POST"])
door.add_url_rule("/sessions", view_func=sessions.sessions, methods=["POST"])

device_only(door)
for part in (pairing_door, door):
    speak_json(part)
