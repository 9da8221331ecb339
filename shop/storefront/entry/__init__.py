"""The way in: register, log in, and what to do when the password is lost. Open to strangers, the same for all."""

from __future__ import annotations

from flask import Blueprint

from shop.storefront.entry import confirm, email_change, forgotten, login, mailbox, register, reset, second_step

door = Blueprint("entry", __name__)

for page in (register, confirm, login, second_step, forgotten, reset, email_change, mailbox):
    door.register_blueprint(page.door)
