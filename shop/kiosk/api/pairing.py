"""A tablet becomes a device of a booth by a code that the office shows once."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, request

from shop import clock
from shop.database import transaction
from shop.fairs import BadPairingCode, pair_device
from shop.kiosk.api.answers import NotAnswered, answer
from shop.throttles import Limit, TooManyTries, count_try, network_of
from shop.values.json_text import read_json
from shop.web.refusals import seconds_of

TRIES = Limit("pairing", 20, timedelta(minutes=1))


def pair() -> Response:
    """The token, once; 404 for a code that is unknown, used or too old, 429 for whoever guesses."""
    code, name = _written()
    try:
        with transaction():
            count_try(TRIES, network_of(request.remote_addr or ""), clock.now_elsewhere())
        with transaction():
            paired = pair_device(code, at=clock.now(), name=name)
            device, booth = paired.device, paired.device.booth
            facts = {
                "token": paired.token,
                "device": {"id": device.id, "number": device.number, "name": device.name},
                "booth": {"code": booth.code, "name": booth.name},
                "fair": {"name": booth.fair.name, "name_en": booth.fair.name_en},
            }
    except BadPairingCode as refusal:
        raise NotAnswered("code_unknown", 404) from refusal
    except TooManyTries as refusal:
        raise NotAnswered("too_often", 429, {"Retry-After": str(seconds_of(refusal))}) from refusal
    return answer(facts)


def _written() -> tuple[str, str]:
    try:
        told = read_json(request.get_data().decode())
    except (ValueError, RecursionError) as error:
        raise NotAnswered("not_json", 400) from error
    told = told if isinstance(told, dict) else {}
    code, name = told.get("code"), told.get("name")
    return code if isinstance(code, str) else "", name if isinstance(name, str) else ""
