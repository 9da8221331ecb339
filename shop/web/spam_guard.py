"""Forms that strangers may send: kept from machines without asking people to read crooked letters.

A field that people do not see must stay empty, and nobody fills in a form within seconds of seeing it: when it was
shown stands in it, signed. Beside this the doors count tries.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from shop import clock

# What a machine that fills in everything cannot resist; people never see it.
TRAP = "website"
STAMP = "shown"
SALT = "when a form was shown"
QUICKEST = timedelta(seconds=3)
OLDEST = timedelta(hours=24)


class Sender(StrEnum):
    """Who seems to have sent a form."""

    PERSON = "person"
    MACHINE = "machine"
    # Too quick, or from a page that lay open for days, or without its stamp: shown again, with all that was typed.
    UNCLEAR = "unclear"


def form_stamp() -> str:
    """What a form says of when it was shown."""
    return str(_signer().dumps(int(clock.now_elsewhere().timestamp())))


def who_sent(form: Mapping[str, str]) -> Sender:
    """Whether a form was sent by a person, by a machine, or so that it is better shown once more."""
    if form.get(TRAP):
        return Sender.MACHINE
    try:
        shown = _signer().loads(form.get(STAMP, ""))
    except BadSignature:
        return Sender.UNCLEAR
    age = timedelta(seconds=clock.now_elsewhere().timestamp() - float(shown))
    return Sender.PERSON if QUICKEST <= age <= OLDEST else Sender.UNCLEAR


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=SALT)
