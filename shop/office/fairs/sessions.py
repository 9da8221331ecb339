"""The shifts at a fair's drawers, and the report of each: what was sold, counted, and whether all of it came here."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from shop.fairs import BoothSession, compare_with_manifest, list_devices, sale_reading, session_cash
from shop.office.fairs.finding import BEYOND, present_booth, present_fair
from shop.office.fairs.sales import sellers_of

door = Blueprint("sessions", __name__)


@door.get("/<int:fair_id>/ca")
def index(fair_id: int) -> str:
    """Every shift of the fair, the latest first."""
    fair = present_fair(fair_id)
    sessions = sale_reading.list_sessions_of_fair(fair_id)
    takings = sale_reading.takings_of_sessions([session.session_id for session in sessions])
    return render_template(
        "office/fairs/sessions/index.html",
        fair=fair,
        sessions=sessions,
        takings={number: sum(of.values(), sale_reading.Takings()) for number, of in takings.items()},
        devices={device.id: device for device in list_devices(fair_id)},
        sellers=sellers_of(fair),
    )


@door.get("/ca/<int:session_number>")
def show(session_number: int) -> str:
    """The report of one shift, to read and to print."""
    session = _present(session_number)
    booth = present_booth(session.booth_id)
    by_cashier = sale_reading.takings_of_sessions([session.session_id])[session.session_id]
    return render_template(
        "office/fairs/sessions/show.html",
        session=session,
        booth=booth,
        device={device.id: device for device in list_devices(booth.fair_id)}[session.device_id],
        cash=session_cash(session),
        by_cashier=by_cashier,
        together=sum(by_cashier.values(), sale_reading.Takings()),
        lost=sale_reading.lost_pieces_of_session(session.session_id),
        compared=compare_with_manifest(session) if session.closed_at else None,
        pieces=sorted(((int(value), many) for value, many in session.denominations.items()), reverse=True),
        sellers=sellers_of(booth.fair),
    )


def _present(session_number: int) -> BoothSession:
    found = sale_reading.find_booth_session(session_number) if session_number < BEYOND else None
    return found or abort(404)
