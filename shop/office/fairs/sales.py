"""What a fair's booths sold, to read: a list that is narrowed by what one looks for, and each sale whole."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, abort, render_template, request

from shop import clock
from shop.fairs import BoothSale, Fair, Tender, get_booth_sale, list_booths, list_cashiers, list_devices, sale_reading
from shop.office.fairs.finding import BEYOND, present_booth, present_fair
from shop.values.dates import start_of_day
from shop.web.lists import pages_here, url_with
from shop.web.parameters import Parameters
from shop.web.words import _

door = Blueprint("sales", __name__)

PER_PAGE = 50
WHICH = ("cash", "vietqr", "back", "odd")


@door.get("/<int:fair_id>/ban-hang")
def index(fair_id: int) -> str:
    """Everything that was sold and taken back at the fair, the latest first."""
    fair, asked = present_fair(fair_id), Parameters(request.args)
    which, code = asked.choice("which", list(WHICH)), asked.text("q", 20)
    booth_id, page = asked.number("booth", 1, BEYOND), asked.page()
    asked.check()
    wanted = sale_reading.SalesWanted(
        fair_id,
        booth_id=booth_id,
        tender=Tender(which) if which in ("cash", "vietqr") else None,
        goes_back=which == "back",
        is_odd=which == "odd",
        code=code,
    )
    pages = pages_here(page, sale_reading.count_booth_sales(wanted), PER_PAGE)
    return render_template(
        "office/fairs/sales/index.html",
        fair=fair,
        sales=sale_reading.list_booth_sales(wanted, page=page, per_page=PER_PAGE),
        pages=pages,
        tabs=_tabs(which),
        which=which,
        code=code,
        booths=[(booth.id, booth.name) for booth in list_booths(fair_id)],
        booth_id=booth_id,
        sellers=sellers_of(fair),
        takings=sale_reading.takings_of_fair(fair_id),
        today=sale_reading.takings_of_fair(fair_id, since=start_of_day(clock.today())),
    )


@door.get("/ban-hang/<int:sale_number>")
def show(sale_number: int) -> str:
    """One sale with its lines, and what took it back."""
    sale: BoothSale = get_booth_sale(sale_number) if sale_number < BEYOND else abort(404)
    booth = present_booth(sale.booth_id)
    devices = {device.id: device for device in list_devices(booth.fair_id)}
    return render_template(
        "office/fairs/sales/show.html",
        sale=sale,
        booth=booth,
        device=devices[sale.device_id],
        of=get_booth_sale(sale.of_sale_id) if sale.of_sale_id else None,
        back=sale_reading.list_taken_back(sale.id),
        sellers=sellers_of(booth.fair),
    )


def sellers_of(fair: Fair) -> Mapping[str, str]:
    """The names of whoever sells, by the code that sales carry."""
    return {cashier.code: cashier.name for cashier in list_cashiers(fair.id)}


def _tabs(which: str | None) -> list[tuple[str, str, int | None, bool]]:
    words = (
        (None, _("All")),
        ("cash", _("Cash")),
        ("vietqr", _("Transfer")),
        ("back", _("Taken back from shoppers")),
        ("odd", _("To be looked at")),
    )
    return [(label, url_with(which=name or ""), None, name == which) for name, label in words]
