"""The stalls: each producer's people run their own. For everybody else a stall does not exist (404)."""

from __future__ import annotations

from flask import Blueprint

from shop.accounts import NoSuchPerson
from shop.catalogue import NoSuchPack, NoSuchPhoto, NoSuchProduct
from shop.dashboard import (
    bank,
    certificates,
    cover,
    enquiries,
    entry,
    fairs,
    good,
    goods,
    goods_file,
    holiday,
    labels,
    leaving,
    lots,
    menu,
    money,
    more,
    news,
    packs,
    parcel,
    parcel_words,
    parcels,
    payouts,
    people,
    photos,
    planting_areas,
    portraits,
    profile,
    publishing,
    returns,
    reviews,
    sheet,
    sign,
    stall,
    start,
    statements,
    stock,
)
from shop.dashboard.refusal_words import refusal_words
from shop.enquiries import NoSuchEnquiry
from shop.fairs import NoSuchFair, NoSuchNote
from shop.goods_sheets import NoSuchGoodsFile
from shop.joining import NoSuchInvitation
from shop.lots import NoSuchArea, NoSuchLot
from shop.orders import NoSuchOrder
from shop.renewals import NoSuchFile, NoSuchRenewal
from shop.reviews import NoSuchReview
from shop.selling import NoSuchParcel
from shop.stalls import NoSuchPortrait
from shop.throttles import TooManyTries
from shop.values.refusal import Refusal
from shop.web import acting, lists
from shop.web.parameters import BadParameters
from shop.web.refusals import show_throttled
from shop.web.slug_converter import add_slugs_to

# Every module holds `door`, the blueprint of its pages below `/gian-hang/<stall>`; the guard stands here, on all.
PAGES = (
    bank,
    certificates,
    cover,
    enquiries,
    fairs,
    good,
    goods,
    goods_file,
    holiday,
    labels,
    leaving,
    lots,
    money,
    more,
    news,
    packs,
    parcel,
    parcels,
    payouts,
    people,
    photos,
    planting_areas,
    portraits,
    profile,
    publishing,
    returns,
    reviews,
    sheet,
    sign,
    start,
    statements,
    stock,
)
# What is not there, or is not theirs, is answered alike.
MISSING = (
    NoSuchArea,
    NoSuchEnquiry,
    NoSuchFair,
    NoSuchFile,
    NoSuchGoodsFile,
    NoSuchInvitation,
    NoSuchLot,
    NoSuchNote,
    NoSuchOrder,
    NoSuchPack,
    NoSuchParcel,
    NoSuchPerson,
    NoSuchPhoto,
    NoSuchPortrait,
    NoSuchProduct,
    NoSuchRenewal,
    NoSuchReview,
)

door = Blueprint("dashboard", __name__, url_prefix="/gian-hang")
add_slugs_to(door)
stall.guard(door)

door.register_blueprint(entry.door)
for page in PAGES:
    door.register_blueprint(page.door, url_prefix="/<slug:stall>" + (page.door.url_prefix or ""))

door.context_processor(menu.for_templates)
parcel_words.add_to(door)
door.register_error_handler(acting.AlreadyDone, acting.answer_already_done)
door.register_error_handler(Refusal, acting.refusals_in(refusal_words))
door.register_error_handler(TooManyTries, show_throttled)
door.register_error_handler(BadParameters, lists.answer_bad_address)
for missing in MISSING:
    door.register_error_handler(missing, lists.answer_missing)
