"""The tablets of a booth: paired by a code on the screen, looked after from afar, shut out when one is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, current_app, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.fairs import (
    Booth,
    BoothDevice,
    FairClosed,
    list_devices,
    offer_pairing,
    pairing_ends_at,
    rename_device,
    revoke_device,
)
from shop.office.fairs.finding import present_booth, present_device
from shop.office.fairs.forms import NameForm
from shop.office.refusal_words import refusal_words
from shop.web.acting import acting, done
from shop.web.qr import qr_picture
from shop.web.words import _

door = Blueprint("devices", __name__)


@dataclass(frozen=True)
class Offer:
    """A pairing code, shown this once."""

    code: str
    picture: str
    ends_at: datetime


@door.get("/quay/<int:booth_id>/thiet-bi")
def index(booth_id: int) -> str:
    """The booth's tablets and how they are; those that were shut out below."""
    return _page(present_booth(booth_id))


@door.post("/quay/<int:booth_id>/thiet-bi/ma")
def pair(booth_id: int) -> str | tuple[str, int]:
    """The same page with a code for one tablet: it is kept nowhere in clear, so no other page can show it again."""
    booth = present_booth(booth_id)
    try:
        with acting("device_pairing_offered", Subject("booth", booth_id)) as act:
            code = offer_pairing(booth_id, by=act.by, at=act.at)
            ends_at = pairing_ends_at(act.at)
    except FairClosed as refusal:
        return _page(present_booth(booth_id), problem=refusal_words(refusal)), 409
    address = f"{current_app.config['SHOP'].public_base_url}/kiosk#pair={code.replace('-', '')}"
    return _page(booth, offer=Offer(code, qr_picture(address), ends_at))


@door.post("/thiet-bi/<int:device_id>/ten")
def rename(device_id: int) -> Response | tuple[str, int]:
    """Redirects to the tablets once one has another name."""
    device, form = present_device(device_id), NameForm(request.form)
    if not form.validate():
        return _page(present_booth(device.booth_id), form=form, renamed=device_id), 422
    with acting("device_renamed", Subject("device", device_id)):
        rename_device(device_id, str(form.name.data))
    return done(_("Saved."), url_for(".index", booth_id=device.booth_id))


@door.post("/thiet-bi/<int:device_id>/thu-hoi")
def revoke(device_id: int) -> Response:
    """Redirects to the tablets once one is shut out: it is told at its next contact, and can only export its queue."""
    booth_id = present_device(device_id).booth_id
    with acting("device_revoked", Subject("device", device_id)) as act:
        revoke_device(device_id, at=act.at)
    return done(_("The tablet is shut out from its next contact on."), url_for(".index", booth_id=booth_id))


def _page(
    booth: Booth,
    *,
    offer: Offer | None = None,
    form: NameForm | None = None,
    renamed: int | None = None,
    problem: str = "",
) -> str:
    devices: list[BoothDevice] = [one for one in list_devices(booth.fair_id) if one.booth_id == booth.id]
    return render_template(
        "office/fairs/devices/index.html",
        booth=booth,
        live=[device for device in devices if device.is_live],
        gone=[device for device in devices if not device.is_live],
        offer=offer,
        form=form,
        renamed=renamed,
        problem=problem,
        now=clock.now(),
    )
