"""Points of sale: where shoppers pick up what they ordered."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.audit_log import Subject
from shop.catalogue import (
    current_shelf,
    list_goods,
    list_products_at,
    parse_filters,
    put_at_point,
    take_from_point,
)
from shop.delivery import (
    PointOfSale,
    change_point_of_sale,
    describe_point_of_sale,
    list_points_of_sale,
    open_point_of_sale,
    set_point_of_sale_open,
)
from shop.office.point_form import PointForm
from shop.places import find_commune, find_province
from shop.values.phone import BadPhone, format_phone
from shop.web.acting import acting, done, page_before
from shop.web.parameters import Parameters
from shop.web.words import _

door = Blueprint("points", __name__)

MOST_FOUND = 20
door.add_app_template_filter(lambda code: found.name if (found := find_commune(code)) else "", "commune_name")
door.add_app_template_filter(lambda code: found.name if (found := find_province(code)) else "", "province_name")


@door.get("/diem-ban")
def index() -> str:
    """Every point of sale, closed ones too."""
    return render_template("office/points/index.html", points=list_points_of_sale(with_closed=True))


@door.route("/diem-ban/moi", methods=["GET", "POST"])
def add() -> str | Response | tuple[str, int]:
    """A new point of sale; redirects to the list once it is open."""
    form = PointForm(request.form)
    if request.method == "GET":
        return _form(PointForm(data={"offers_pickup": True}), None)
    address = form.understand_address() if form.validate() else None
    if address is None:
        return _form(form, None), 422
    entry = form.entry()
    try:
        with acting("point_of_sale_opened", Subject("point_of_sale", 0)) as act:
            place = (address.province_code, address.commune_code, address.street)
            point = open_point_of_sale(entry.name, place=place, hours=entry.hours, phone=entry.phone)
            describe_point_of_sale(point.id, entry.about, decision=entry.decision, offers_pickup=entry.offers_pickup)
            act.subject = Subject("point_of_sale", point.id)
    except BadPhone:
        form.blame_phone()
        return _form(form, None), 422
    return done(_("The point of sale is open."), url_for(".index"))


@door.route("/diem-ban/<int:number>", methods=["GET", "POST"])
def change(number: int) -> str | Response | tuple[str, int]:
    """One point of sale to be changed; redirects to the list once it is."""
    point = _point(number)
    if request.method == "GET":
        return _form(PointForm(data=_values(point)), point)
    form = PointForm(request.form)
    address = form.understand_address() if form.validate() else None
    if address is None:
        return _form(form, point), 422
    entry = form.entry()
    try:
        with acting("point_of_sale_changed", Subject("point_of_sale", number)):
            change_point_of_sale(number, entry.name, address=address, hours=entry.hours, phone=entry.phone)
            describe_point_of_sale(number, entry.about, decision=entry.decision, offers_pickup=entry.offers_pickup)
    except BadPhone:
        form.blame_phone()
        return _form(form, _point(number)), 422
    return done(_("Saved."), url_for(".index"))


@door.post("/diem-ban/<int:number>/mo")
def set_open(number: int) -> Response:
    """Redirects to the list once the point of sale is offered to shoppers, or no longer."""
    is_open = request.form.get("open") == "yes"
    with acting("point_of_sale_opened" if is_open else "point_of_sale_closed", Subject("point_of_sale", number)):
        set_point_of_sale_open(number, is_open)
    words = _("Shoppers can choose it.") if is_open else _("Closed: shoppers cannot choose it any more.")
    return done(words, url_for(".index"))


@door.get("/diem-ban/<int:number>/hang")
def goods(number: int) -> str:
    """The goods that lie at a point of sale, and a search for more."""
    point, asked = _point(number), Parameters(request.args)
    words = asked.text("q")
    asked.check()
    found = list_goods(current_shelf(clock.now()), parse_filters({"q": [words]}), MOST_FOUND).cards if words else ()
    there = list_products_at(number)
    known = {product.id for product in there}
    return render_template(
        "office/points/goods.html",
        point=point,
        words=words,
        there=there,
        found=[card for card in found if card.product_id not in known],
    )


@door.post("/diem-ban/<int:number>/hang/<int:product_id>")
def set_good(number: int, product_id: int) -> Response:
    """Redirects to the goods once one more lies there, or one less."""
    _point(number)
    is_there = request.form.get("there") == "yes"
    action = "good_put_at_point" if is_there else "good_taken_from_point"
    with acting(action, Subject("point_of_sale", number), product_id=product_id):
        (put_at_point if is_there else take_from_point)(number, product_id)
    return done(_("Saved."), page_before(url_for(".goods", number=number)))


def _point(number: int) -> PointOfSale:
    found = [point for point in list_points_of_sale(with_closed=True) if point.id == number]
    if not found:
        abort(404)
    return found[0]


def _values(point: PointOfSale) -> dict[str, object]:
    commune = find_commune(point.commune_code)
    return {
        "name_vi": point.name_vi,
        "name_en": point.name_en,
        "hours_vi": point.hours_vi,
        "hours_en": point.hours_en,
        "phone": format_phone(point.phone) if point.phone else "",
        "province": point.province_code,
        "commune": commune.name if commune else "",
        "street": point.street,
        "about_vi": point.about_vi,
        "about_en": point.about_en,
        "decision": point.decision,
        "offers_pickup": point.offers_pickup,
    }


def _form(form: PointForm, point: PointOfSale | None) -> str:
    return render_template("office/points/form.html", form=form, point=point)
