"""The links of the mails that ask both mailboxes whether an account may get another address."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.accounts import EmailTaken, LinkNotValid, confirm_email_change, find_email_change
from shop.database import transaction
from shop.storefront.entry.dead_link import show_dead_link
from shop.web.words import _

door = Blueprint("email_change", __name__)


@door.route("/doi-dia-chi-thu/<token>", methods=["GET", "POST"])
def index(token: str) -> str | tuple[str, int] | Response:
    """Looking at the link changes nothing; the button agrees."""
    change = find_email_change(token, clock.now())
    if change is None:
        return show_dead_link()
    if request.method == "GET":
        return render_template("storefront/entry/email_change/index.html", new_email=change.new_email)
    try:
        with transaction():
            is_done = confirm_email_change(token, clock.now())
    except (LinkNotValid, EmailTaken):
        return show_dead_link()
    if is_done:
        flash(_("The address is changed. Please log in with the new one."))
    else:
        flash(_("Thank you. Now the other mailbox has to agree."))
    return redirect(url_for("storefront.entry.login.index"), 303)
