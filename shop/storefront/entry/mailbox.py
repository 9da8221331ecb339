"""The demonstration sends no mails: who tries it at this machine reads them here."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template

from shop.config import Config
from shop.notifications import OutboxMessage, list_messages
from shop.web.mails import render_mail

door = Blueprint("mailbox", __name__)
SHOWN = 20


@door.get("/hop-thu-trinh-dien")
def index() -> str:
    """The latest mails to anybody, with their links; there is no such page but in a demonstration at home."""
    if not has_demonstration_mailbox():
        abort(404)
    mails = [(message, _paragraphs(message)) for message in list_messages(limit=SHOWN) if message.recipient]
    return render_template("storefront/entry/mailbox/index.html", mails=mails)


@door.app_template_global()
def has_demonstration_mailbox() -> bool:
    """Is this a demonstration that sends no mails and that only the person at this machine can reach?"""
    config: Config = current_app.config["SHOP"]
    return config.is_demonstration and config.is_on_this_machine and not config.smtp_url


def _paragraphs(message: OutboxMessage) -> list[str]:
    facts = {"token": "", **message.facts, **message.secrets}
    mail = render_mail(message.kind, message.language, facts)
    return [mail.subject, *mail.text.strip().split("\n\n")]
