"""A sign of life: the device says how it stands and hears the time, and whether there is anything new for it."""

from __future__ import annotations

from flask import Response, current_app, request

from shop import clock
from shop.database import db, transaction
from shop.fairs import Contact, count_open_tasks, last_number_without_gap, note_contact
from shop.kiosk.api.answers import answer
from shop.kiosk.api.device import present_device
from shop.kiosk.api.snapshot import present_version

MOST_UNSENT = 1_000_000
FURTHEST_OFFSET = 10**14


def contact() -> Response:
    """The time, the release of the program, the version of the goods, and up to where the device's log is here."""
    device, at = present_device(), clock.now()
    version, number, fair_id = present_version(device, at), device.id, device.booth.fair_id
    told = Contact(
        clock_offset_ms=_number("offset_ms", FURTHEST_OFFSET),
        unsent_count=_number("unsent", MOST_UNSENT, least=0),
        release=request.args.get("release"),
        snapshot_version=request.args.get("snapshot"),
    )
    with transaction():
        note_contact(number, told, at=at)
        last_seq, tasks_open = last_number_without_gap(number), count_open_tasks(fair_id)
    db.session.rollback()
    return answer(
        {
            "release": current_app.config["STATIC_RELEASE"],
            "snapshot_version": version,
            "last_seq": last_seq,
            "tasks_open": tasks_open,
        }
    )


def _number(name: str, most: int, *, least: int | None = None) -> int | None:
    """A number of the query; None for none, and for nonsense: a sign of life is never refused."""
    try:
        told = round(float(request.args.get(name, "")))
    except (ValueError, OverflowError):
        return None
    return told if (-most if least is None else least) <= told <= most else None
