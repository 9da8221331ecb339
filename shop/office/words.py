"""What the templates of the office say with: filters for statuses, telephone numbers and ages."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint

from shop import clock
from shop.office import money_words, status_words
from shop.office.mail_words import mail_kind_words, mail_words
from shop.office.reason_words import refund_reason_words, return_reason_words
from shop.orders import Order
from shop.values.phone import format_phone
from shop.web.templating import in_language
from shop.web.words import _, ngettext

MINUTE, HOUR, DAY = 60, 3600, 86400


def add_to(door: Blueprint) -> None:
    """Make the filters known to templates."""
    for name in ("order", "parcel", "refund", "return", "review", "method", "kind"):
        door.add_app_template_filter(getattr(status_words, f"{name}_words"))
    for name in ("way", "suspense", "outcome", "hint", "allocation", "back", "stuck"):
        door.add_app_template_filter(getattr(money_words, f"{name}_words"))
    door.add_app_template_filter(money_words.stuck_link)
    for words in (mail_kind_words, mail_words, refund_reason_words, return_reason_words, ago, goods_words, job_words):
        door.add_app_template_filter(words)
    door.add_app_template_filter(format_phone, "phone")


def ago(instant: datetime) -> str:
    """How long ago something was: "5 minutes ago"; what is to come is "now"."""
    seconds = int((clock.now() - instant).total_seconds())
    if seconds < MINUTE:
        return _("just now")
    if seconds < HOUR:
        return ngettext("%(num)s minute ago", "%(num)s minutes ago", seconds // MINUTE)
    if seconds < DAY:
        return ngettext("%(num)s hour ago", "%(num)s hours ago", seconds // HOUR)
    return ngettext("%(num)s day ago", "%(num)s days ago", seconds // DAY)


def goods_words(order: Order) -> str:
    """What an order is about in one line: its first good, and how many others."""
    lines = [line for parcel in order.parcels for line in parcel.lines]
    first = in_language(lines[0], "name") if lines else ""
    others = len(lines) - 1
    if others < 1:
        return first
    return ngettext("%(first)s and %(num)s other", "%(first)s and %(num)s others", others, first=first)


def job_words(name: str) -> str:
    """What a kind of timed work does."""
    return {
        "mails": lambda: _("Send mails"),
        "revocations": lambda: _("Stop what was revoked"),
        "files": lambda: _("Sweep files that nothing shows"),
        "tidying": lambda: _("Tidy up"),
        "cards": lambda: _("Ask the card company"),
        "holds": lambda: _("End holds"),
        "bank-list": lambda: _("Read the bank's list"),
        "booth-transfers": lambda: _("Find transfers of fairs"),
        "refunds": lambda: _("Send refunds"),
        "books": lambda: _("Keep the books"),
        "certificates": lambda: _("Remind of certificates that end"),
        "reviews": lambda: _("Ask for reviews"),
    }.get(name, lambda: name)()
