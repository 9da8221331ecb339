"""The sessions of a device: opened with a float, closed with a count, and whether all of them is here."""

from __future__ import annotations

from typing import Any

from flask import Response

from shop import clock
from shop.database import transaction
from shop.fairs import Contact, SessionAnswer, note_contact, take_in_sessions
from shop.kiosk.api.answers import answer
from shop.kiosk.api.device import present_device
from shop.kiosk.api.reading import read_items


def sessions() -> Response:
    """Take in what is new of each; a closed one is compared with what came here of its sales."""
    items, device_id = read_items("sessions"), present_device().id
    with transaction():
        answers = take_in_sessions(device_id, items, at=clock.now())
        note_contact(device_id, Contact(), at=clock.now())
    return answer({"sessions": [_told(one) for one in answers]})


def _told(one: SessionAnswer) -> dict[str, Any]:
    manifest = one.manifest.plain if one.manifest else None
    return {"session_id": one.session_id, "status": one.status.value, "manifest": manifest}
