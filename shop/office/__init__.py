"""The back office: what the selling organisation does. Operators only; for everybody else it does not exist."""

from __future__ import annotations

from flask import Blueprint

from shop.accounts import NoSuchPerson, Role
from shop.catalogue import NoSuchProduct
from shop.delivery import NoSuchPoint
from shop.enquiries import NoSuchEnquiry
from shop.fairs import NoSuchBooth, NoSuchBoothSale, NoSuchCashier, NoSuchDevice, NoSuchFair
from shop.joining import NoSuchApplication, NoSuchInvitation
from shop.office import (
    cash,
    disputes,
    enquiries,
    fairs,
    fees,
    jobs,
    ledger,
    log,
    menu,
    order,
    orders,
    outbox,
    parcel,
    parcels,
    payouts,
    people,
    points,
    producer_money,
    refunds,
    returns,
    reviews,
    settlement_words,
    start,
    statements,
    suspense,
    words,
)
from shop.office.refusal_words import refusal_words
from shop.orders import NoSuchOrder
from shop.payments import NoSuchMoney
from shop.reviews import NoSuchReview
from shop.values.refusal import Refusal
from shop.web import acting, admissions, lists
from shop.web.guards import role_only
from shop.web.parameters import BadParameters

# Every module holds `door`, the blueprint of its pages; the guard stands here, on all of them.
PAGES = (
    start,
    orders,
    order,
    parcels,
    parcel,
    returns,
    reviews,
    enquiries,
    suspense,
    refunds,
    cash,
    disputes,
    payouts,
    producer_money,
    statements,
    ledger,
    fairs,
    fees,
    points,
    people,
    outbox,
    log,
    jobs,
)

door = Blueprint("office", __name__, url_prefix="/van-hanh")
role_only(door, Role.OPERATOR)
door.before_request(lambda: acting.acts_as("operator"))

for page in PAGES:
    door.register_blueprint(page.door)
door.register_blueprint(admissions.door)

door.context_processor(menu.for_templates)
door.add_app_template_global(acting.new_form_key, "form_key")
words.add_to(door)
settlement_words.add_to(door)
door.register_error_handler(acting.AlreadyDone, acting.answer_already_done)
door.register_error_handler(Refusal, acting.refusals_in(refusal_words))
door.register_error_handler(BadParameters, lists.answer_bad_address)
# What is not there is answered alike.
MISSING = (
    NoSuchApplication,
    NoSuchBooth,
    NoSuchBoothSale,
    NoSuchCashier,
    NoSuchDevice,
    NoSuchEnquiry,
    NoSuchFair,
    NoSuchInvitation,
    NoSuchMoney,
    NoSuchOrder,
    NoSuchPerson,
    NoSuchPoint,
    NoSuchProduct,
    NoSuchReview,
)
for missing in MISSING:
    door.register_error_handler(missing, lists.answer_missing)
