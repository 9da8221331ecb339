"""Mails in words: templates/email/<kind>/ holds subject.txt, body.txt and, where words are not enough, body.html."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import current_app, url_for
from jinja2 import Environment

from shop.config import Config
from shop.notifications import Mail
from shop.web.bank_names import bank_name
from shop.web.card_desk import bank_account
from shop.web.language import DEFAULT
from shop.web.review_mails import sign_off_address
from shop.web.review_words import why_refused_words
from shop.web.words import _, ngettext

# What a template leaves where it has nothing to say: paragraphs stand one empty line apart.
_EMPTY_LINES = re.compile(r"\n{3,}")


def render_mail(kind: str, language: str, facts: Mapping[str, Any]) -> Mail:
    """The words of one mail in its reader's language, with links to the public address only."""
    config: Config = current_app.config["SHOP"]
    prefix = "" if language == DEFAULT else f"/{language}"
    spoken = {"shop.language": language, "SCRIPT_NAME": prefix}
    with current_app.test_request_context("/", base_url=config.public_base_url, environ_overrides=spoken):
        values = {**facts, "public_url": _public_url, "language": language}
        values |= {"bank_account": bank_account(), "bank_name": bank_name}
        values |= {"no_more_reviews": sign_off_address, "why_refused": why_refused_words}
        subject, text = (
            _EMPTY_LINES.sub("\n\n", _plain_texts().get_template(f"email/{kind}/{name}.txt").render(values).strip())
            for name in ("subject", "body")
        )
        page = current_app.jinja_env.select_template([f"email/{kind}/body.html", "email/plain.html"])
        html = page.render(values, subject=subject, paragraphs=text.split("\n\n"))
        return Mail(subject, text + "\n", html)


def _plain_texts() -> Environment:
    """The templates' surroundings for text that is no HTML: nothing is escaped."""
    plain: Environment = current_app.jinja_env.overlay(autoescape=False)
    plain.globals = {**current_app.jinja_env.globals, "_": _, "ngettext": ngettext}
    return plain


def _public_url(endpoint: str, **values: Any) -> str:
    config: Config = current_app.config["SHOP"]
    return config.public_base_url + url_for(endpoint, **values)
