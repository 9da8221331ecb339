"""The link of an invitation's mail: it shows whose stall it is, and lets the one who was asked come in."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.accounts import (
    LONGEST_NAME,
    AccountWish,
    EmailTaken,
    Person,
    find_person_by_email,
    get_person,
    is_email_taken,
    open_vouched_account,
)
from shop.database import transaction
from shop.joining import InvitationNotValid, StallInvitation, accept_invitation, find_invitation
from shop.producers import Producer, find_producer
from shop.storefront.cart.merging import bring_cart_along
from shop.storefront.entry.dead_link import show_dead_link
from shop.web.forms import ShopForm, agreement_field, new_password_field, text_field
from shop.web.language import current_language
from shop.web.password_check import count_visit, hash_password
from shop.web.session_user import renew_sign_in, sign_in, signed_in
from shop.web.words import _

door = Blueprint("invitation", __name__)


class NewcomerForm(ShopForm):
    """Name, password and the terms: the address is known, the mail came there."""

    name = text_field(LONGEST_NAME, empty=lambda: _("Please say how we may call you."))
    password = new_password_field()
    terms = agreement_field(lambda: _("Without the terms there can be no account."))


@door.route("/loi-moi/<token>", methods=["GET", "POST"])
def index(token: str) -> str | tuple[str, int] | Response:
    """Looking changes nothing, as mail programs look at links too. Whoever has an account logs in and says yes; who
    has none chooses a password, and both are done at once.
    """
    found = find_invitation(token, clock.now())
    producer = find_producer(found.producer_id) if found else None
    if found is None or producer is None:
        return show_dead_link()
    member = signed_in()
    if request.method == "GET":
        return _page(found, producer, NewcomerForm())
    if member is not None:
        return _accept(token, member.person) if member.person.email == found.email else (_page(found, producer), 409)
    if is_email_taken(found.email):
        onward = url_for(".index", token=token)
        return redirect(url_for("storefront.entry.login.index", next=onward), 303)
    return _begin(token, found, producer)


def _accept(token: str, person: Person) -> tuple[str, int] | Response:
    """Redirects into the stall; the person is logged in anew, with the rights of now."""
    try:
        with transaction():
            producer_id = accept_invitation(token, get_person(person.id), clock.now())
    except InvitationNotValid:
        return show_dead_link()
    renew_sign_in(get_person(person.id))
    return _into(producer_id)


def _begin(token: str, found: StallInvitation, producer: Producer) -> tuple[str, int] | Response:
    """The account comes to be and comes into the stall, in one transaction."""
    form, email = NewcomerForm(request.form), found.email
    if not form.validate():
        return _page(found, producer, form), 422
    with transaction():
        count_visit()
    password_hash = hash_password(str(form.password.data))
    wish = AccountWish(email, str(form.name.data), current_language(), password_hash, wants_news=False)
    try:
        with transaction():
            person = open_vouched_account(wish, clock.now())
            person_id, producer_id = person.id, accept_invitation(token, person, clock.now())
    except (EmailTaken, InvitationNotValid):
        return show_dead_link()
    sign_in(get_person(person_id))
    bring_cart_along(person_id)
    return _into(producer_id)


def _into(producer_id: int) -> Response:
    producer = find_producer(producer_id)
    flash(_("Welcome to the stall!"))
    return redirect(url_for("dashboard.start.index", stall=producer.slug if producer else ""), 303)


def _page(found: StallInvitation, producer: Producer, form: NewcomerForm | None = None) -> str:
    member = signed_in()
    return render_template(
        "storefront/invitation/index.html",
        invitation=found,
        producer=producer,
        form=form or NewcomerForm(),
        member=member.person if member else None,
        has_account=find_person_by_email(found.email) is not None,
        here=url_for(".index", token=request.view_args["token"] if request.view_args else ""),
    )
