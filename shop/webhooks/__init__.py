"""The door for machines that tell of money. They prove themselves by a signature over the raw body."""

from __future__ import annotations

from flask import Blueprint

from shop.webhooks import bank, stripe

door = Blueprint("webhooks", __name__, url_prefix="/webhooks")

door.add_url_rule("/stripe", view_func=stripe.stripe, methods=["POST"])
door.add_url_rule("/bank", view_func=bank.bank, methods=["POST"])
