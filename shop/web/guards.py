"""Who may pass a door. A guard stands on a whole blueprint, so no page behind it can be forgotten."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from shop.accounts import Role
from shop.config import Config
from shop.web.session_user import SignedIn, signed_in

# Who can reach other people's data needs a second step (everywhere but in the demonstration).
NEED_SECOND_STEP = frozenset({Role.OFFICER, Role.OPERATOR})


def members_only(door: Blueprint) -> None:
    """Let in whoever is logged in; a stranger who looks is asked to log in first, one who writes too."""
    door.before_request(_ask_strangers_to_log_in)


def role_only(door: Blueprint, role: Role) -> None:
    """Let in who has a role; for everybody else who is logged in the door does not exist (404).

    Officers and operators without a second step are led to set one up. A door of producers asks for nothing but the
    role here, its pages ask for the producer: `present_member().person.has_role(Role.PRODUCER, producer_id)`.
    """
    door.before_request(_ask_strangers_to_log_in)
    door.before_request(_let_in(role))


def present_member() -> SignedIn:
    """Who is logged in; behind a guard there is always somebody."""
    member = signed_in()
    if member is None:
        abort(404)
    return member


def _ask_strangers_to_log_in() -> Response | None:
    if signed_in() is not None:
        return None
    is_look = request.method == "GET"
    # A form may name the page that is to follow the login; the login lets own addresses through only.
    onward = request.script_root + request.full_path.rstrip("?") if is_look else request.args.get("next")
    return redirect(url_for("storefront.entry.login.index", next=onward), 303)


def _let_in(role: Role) -> Callable[[], Response | None]:
    def check() -> Response | None:
        person = present_member().person
        if not any(grant.role == role for grant in person.grants):
            abort(404)
        config: Config = current_app.config["SHOP"]
        if role in NEED_SECOND_STEP and not person.has_second_step and not config.is_demonstration:
            return redirect(url_for("storefront.account.two_step.index"), 303)
        return None

    return check
