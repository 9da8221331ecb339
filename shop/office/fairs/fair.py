"""One fair: what it still needs, its booths and their devices, what was sold."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.accounts import get_person
from shop.audit_log import Subject
from shop.fairs import (
    Booth,
    BoothDevice,
    Fair,
    Figures,
    GoodsAtBooth,
    change_fair,
    count_open_tasks,
    goods_at_booths,
    list_booths,
    list_cashiers,
    list_devices,
    sale_reading,
)
from shop.office.fairs.finding import present_fair
from shop.office.fairs.forms import FairForm
from shop.office.fairs.goods_views import sums_of
from shop.office.fairs.owners import list_owners, read_owner
from shop.values.dates import start_of_day
from shop.web.acting import acting, done
from shop.web.words import _

door = Blueprint("fair", __name__)


@dataclass(frozen=True)
class BoothAtGlance:
    """A booth with the devices that may sell there and the pieces of its goods."""

    booth: Booth
    devices: list[BoothDevice]
    sums: Figures


@dataclass(frozen=True)
class Step:
    """One thing that a fair needs before its first day."""

    words: str
    text: str
    url: str
    is_done: bool


@door.get("/<int:fair_id>")
def show(fair_id: int) -> str:
    """The fair at a glance."""
    fair = present_fair(fair_id)
    goods = goods_at_booths(fair.id)
    booths = _at_glance(fair, goods)
    return render_template(
        "office/fairs/fair/show.html",
        fair=fair,
        owner=get_person(fair.owner_id),
        booths=booths,
        sums=sums_of(goods),
        producers=len({row.producer_id for row in goods if row.figures.handed_out}),
        unsent=sum(device.unsent_count or 0 for one in booths for device in one.devices),
        steps=_steps(fair, booths),
        takings=sale_reading.takings_of_fair(fair_id),
        today=sale_reading.takings_of_fair(fair_id, since=start_of_day(clock.today())),
        waiting=count_open_tasks(fair_id),
    )


@door.route("/<int:fair_id>/sua", methods=["GET", "POST"])
def change(fair_id: int) -> str | Response | tuple[str, int]:
    """The fair's name, place, days and owner; redirects to it once they are changed."""
    fair = present_fair(fair_id)
    if request.method == "GET":
        return _form(fair, FairForm(data=_typed(fair)))
    form = FairForm(request.form)
    written = form.written(read_owner(form))
    if written is None:
        return _form(fair, form), 422
    with acting("fair_changed", Subject("fair", fair_id)):
        change_fair(fair_id, written)
    return done(_("Saved."), url_for(".show", fair_id=fair_id))


def _at_glance(fair: Fair, goods: list[GoodsAtBooth]) -> list[BoothAtGlance]:
    devices = [device for device in list_devices(fair.id) if device.is_live]
    return [
        BoothAtGlance(
            booth,
            [device for device in devices if device.booth_id == booth.id],
            sums_of(row for row in goods if row.booth_id == booth.id),
        )
        for booth in list_booths(fair.id)
    ]


def _steps(fair: Fair, booths: list[BoothAtGlance]) -> list[Step]:
    """What a fair needs, in the order in which it is done; each leads to where it is done."""
    add_booth = url_for("office.fairs.booth.add", fair_id=fair.id)
    booth_id = booths[0].booth.id if booths else None
    devices = url_for("office.fairs.devices.index", booth_id=booth_id) if booth_id else add_booth
    handing = url_for("office.fairs.handing_out.choose", booth_id=booth_id) if booth_id else add_booth
    sellers = [one for one in list_cashiers(fair.id) if one.retired_at is None]
    return [
        Step(
            _("Add a booth"), _("The stand on the ground, with goods and tablets of its own."), add_booth, bool(booths)
        ),
        Step(
            _("Say who sells"),
            _("Each volunteer gets a PIN for the tablet."),
            url_for("office.fairs.cashiers.index", fair_id=fair.id),
            bool(sellers),
        ),
        Step(
            _("Pair a tablet"),
            _("It reads a code from your screen, once."),
            devices,
            any(one.devices for one in booths),
        ),
        Step(
            _("Hand goods out"),
            _("By producer, with batch and best-before day; the note is printed to be signed."),
            handing,
            any(one.sums.handed_out for one in booths),
        ),
    ]


def _typed(fair: Fair) -> dict[str, str]:
    return {
        "name": fair.name,
        "name_en": fair.name_en,
        "place": fair.place,
        "starts_on": fair.starts_on.isoformat(),
        "ends_on": fair.ends_on.isoformat(),
        "owner": str(fair.owner_id),
    }


def _form(fair: Fair, form: FairForm) -> str:
    return render_template(
        "office/fairs/fair/change.html", fair=fair, form=form, owners=list_owners(), today=clock.today()
    )
