"""The outbox: what was told to whom by mail, what waits, what is stuck."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template, request, url_for
from jinja2 import TemplateError
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.config import Config
from shop.notifications import (
    Mail,
    MessageState,
    OutboxMessage,
    count_messages,
    find_message,
    list_message_kinds,
    search_messages,
    send_again,
)
from shop.office.asking import tabs_of
from shop.office.mail_words import mail_kind_words, mail_words
from shop.web.acting import acting, done
from shop.web.lists import pages_here
from shop.web.mails import render_mail
from shop.web.parameters import Parameters
from shop.web.words import _

door = Blueprint("outbox", __name__)

PER_PAGE = 40
LONGEST_KIND = 60


@door.get("/thu")
def index() -> str:
    """Mails, the newest first, by state, kind and address."""
    asked = Parameters(request.args)
    words, state = asked.text("q"), asked.choice("status", list(MessageState))
    kind, page = asked.text("kind", LONGEST_KIND), asked.page()
    asked.check()
    rows, total = search_messages(
        words=words, state=MessageState(state) if state else None, kind=kind or None, page=page, per_page=PER_PAGE
    )
    pages = pages_here(page, total, PER_PAGE)
    return render_template(
        "office/outbox/index.html",
        rows=rows,
        pages=pages,
        words=words,
        state=state,
        kind=kind,
        kinds=[(name, mail_kind_words(name)) for name in list_message_kinds()],
        tabs=tabs_of(MessageState, mail_words, count_messages(), state),
        has_server=_config().smtp_url is not None,
    )


@door.get("/thu/<int:number>")
def show(number: int) -> str:
    """One mail: its words, its tries, what went wrong. Links that open something are nobody's business here."""
    message = _message(number)
    return render_template(
        "office/outbox/show.html",
        message=message,
        mail=_words_of(message),
        can_send=_can_send(message),
        has_server=_config().smtp_url is not None,
    )


@door.post("/thu/<int:number>/gui-lai")
def again(number: int) -> Response:
    """Redirects to the mail, which is tried again at once."""
    _message(number)
    with acting("mail_sent_again", Subject("mail", number)) as act:
        send_again(number, act.at)
    return done(_("It is tried again within seconds."), url_for(".show", number=number))


def _message(number: int) -> OutboxMessage:
    message = find_message(number)
    if message is None:
        abort(404)
    return message


def _words_of(message: OutboxMessage) -> Mail | None:
    """The mail as its reader gets it; None where it holds a link only its reader may see, or was erased."""
    if not message.recipient:
        return None
    try:
        return render_mail(message.kind, message.language, message.facts)
    except TemplateError:
        return None


def _can_send(message: OutboxMessage) -> bool:
    is_open = message.state in (MessageState.GIVEN_UP, MessageState.WAITING) and message.recipient != ""
    return is_open and (message.useless_from is None or message.useless_from > clock.now())


def _config() -> Config:
    config: Config = current_app.config["SHOP"]
    return config
