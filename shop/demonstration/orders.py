"""Orders of the demonstration, so that the office and the producers have something to look at.

Each is placed and taken on by the same operations as any other, once; its name and note say that it is invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from shop.cart import add_to_cart, new_token, open_cart
from shop.catalogue import Offer, Variant, list_offers, visible_products
from shop.database import db, transaction
from shop.delivery import Address, read_fee_table, understand_address
from shop.demonstration import stall_orders
from shop.demonstration.stories import Story
from shop.orders import (
    Checkout,
    Contact,
    Destination,
    DestinationKind,
    Order,
    OrderLine,
    Parcel,
    PaymentMethod,
    cancel_order,
    deliver_parcel,
    expire_order,
    get_payable,
    pack_parcel,
    place_order,
    quote_cart,
    refuse_parcel,
    request_return,
    ship_parcel,
)
from shop.payments import BankAccount, BankRow, amount_to_collect, collect_cash, receive_bank_row

BY_DEMONSTRATION = "demonstration"
# No account of anybody's.
ACCOUNT = BankAccount("970400", "0000000000", "TRINH DIEN")
# No carrier, and no telephone number that anybody was given: the digits after 0900 are zeros.
CARRIER = "Giao hàng trình diễn"
GOES_ON_FOR = timedelta(days=40)
MOST_MAKERS = 6
# Province and commune by code.
PLACES = (("01", "00004"), ("79", "26743"), ("48", "20242"), ("01", "00008"))


_COD, _QR = PaymentMethod.COD, PaymentMethod.VIETQR
STORIES = (
    Story("returned", 150, "Trần Văn Bình", _COD, 1, ("packed", "shipped", "delivered", "asks_back")),
    Story("overdue", 130, "Lê Thị Thu", _COD, 1),
    Story("refused", 100, "Phạm Quốc Huy", _COD, 1, ("packed", "shipped", "refused")),
    Story("delivered", 76, "Nguyễn Thị Hoa", _COD, 2, ("packed", "shipped", "delivered")),
    Story("on-its-way", 50, "Hoàng Minh Đức", _COD, 1, ("packed", "shipped")),
    Story("packed", 26, "Vũ Thị Ánh", _COD, 2, ("packed",)),
    Story("new", 4, "Đặng Ngọc Ễn", _COD, 3),
    Story("paid", 20, "Ngô Thị Lan", _QR, 2, ("paid",)),
    Story("late-money", 60, "Đỗ Văn Hải", _QR, 1, ("expired", "paid")),
    Story("unmatched", 22, "Lý Thị Mẩy", _QR, 1, ("paid_without_code",)),
    Story("unpaid", 2, "Bùi Thị Ộ", _QR, 1),
)


def add_orders(at: datetime, tell: Callable[[str], None]) -> None:
    """Place what is missing of the stories, each in a transaction of its own; done already, this changes nothing."""
    if not read_fee_table().rows:
        tell("orders: none, as there are no delivery fees")
        return
    added = 0
    for key, story, chosen in [*_stories(at), *_stories_of_stalls(at)]:
        if db.session.scalar(select(Order.id).where(Order.checkout_key == key)) is None:
            with transaction():
                _tell_story(story, key, chosen, at)
            added += 1
    tell(f"orders: {added} added" if added else "orders: all placed already")


def _stories(at: datetime) -> Iterator[tuple[str, Story, list[Offer]]]:
    offers = _offers(at)
    for place, story in enumerate(STORIES):
        chosen = [offers[(place + step) % len(offers)] for step in range(story.makers)] if offers else []
        if len({offer.producer_id for offer in chosen}) == story.makers:
            yield f"demonstration-{story.key}", story, chosen


def _stories_of_stalls(at: datetime) -> Iterator[tuple[str, Story, list[Offer]]]:
    for producer_id, offers in stall_orders.offers_of_stalls(at).items():
        for place, story in enumerate(stall_orders.STORIES):
            goods = {offers[(place + step) % len(offers)].variant_id: step for step in range(story.makers)}
            chosen = [offer for offer in offers if offer.variant_id in goods]
            yield f"demonstration-stall-{producer_id}-{story.key}", story, chosen


def _offers(at: datetime) -> list[Offer]:
    """One pack of each of a few producers, on offer from when the first story begins to long after now."""
    first = at - timedelta(hours=STORIES[0].hours_ago)
    products = select(visible_products(first).subquery().c.id)
    numbers = db.session.scalars(select(Variant.id).where(Variant.product_id.in_(products)).order_by(Variant.id)).all()
    by_maker: dict[int, Offer] = {}
    for offer in sorted(list_offers(numbers, at).values(), key=lambda offer: -offer.on_hand):
        lasts = offer.valid_from <= first and offer.valid_until > at + GOES_ON_FOR
        if lasts and not offer.is_alcohol and not offer.is_service and offer.on_hand > 10:
            by_maker.setdefault(offer.producer_id, offer)
    return sorted(by_maker.values(), key=lambda offer: offer.variant_id)[:MOST_MAKERS]


def _tell_story(story: Story, key: str, chosen: list[Offer], at: datetime) -> None:
    begun = at - timedelta(hours=story.hours_ago)
    cart_id = open_cart(token=new_token(), at=begun)
    for pieces, offer in enumerate(chosen, 1):
        add_to_cart(cart_id, offer.variant_id, pieces, at=begun)
    destination = Destination(DestinationKind.DELIVERY, _somewhere(story.hours_ago))
    placed = place_order(
        Checkout(
            cart_id=cart_id,
            contact=Contact(f"{story.buyer} (trình diễn)", "0900 000 000", "hoa@cho-phien.example"),
            destination=destination,
            method=story.method,
            expected_total=quote_cart(cart_id, destination, at=begun).total_vnd,
            checkout_key=key,
            note="Đơn trình diễn: không có thật.",
        ),
        at=begun,
    )
    for number, step in enumerate(story.steps, 1):
        _take_step(placed.id, step, begun + timedelta(hours=(25 if "expired" in story.steps else 10) * number))


def _transfer(order_id: int, step: str, at: datetime) -> None:
    """As the bank would tell it, with the order's code in the memo or without."""
    payable = get_payable(order_id)
    if payable is None:
        return
    memo = payable.code if step == "paid" else "chuyen tien mua hang (trinh dien)"
    row = BankRow(f"trinh-dien-{order_id}", ACCOUNT.number, payable.total_vnd, True, memo, at, f"TD{order_id}", "TD")
    receive_bank_row(row, ACCOUNT, source="list", body=f'{{"demonstration": {order_id}}}', at=at)


def _somewhere(place: int) -> Address:
    """One of a few communes, so that not everything goes to one province."""
    province, commune = PLACES[place % len(PLACES)]
    return understand_address(province=province, commune=commune, street="Số 1 phố Trình Diễn")


def _take_step(order_id: int, step: str, at: datetime) -> None:
    if step in _OF_PARCELS:
        query = select(Parcel.id).where(Parcel.order_id == order_id).order_by(Parcel.id)
        for parcel_id in db.session.scalars(query).all():
            _OF_PARCELS[step](parcel_id, at)
    elif step == "expired":
        expire_order(order_id, at=at, by=BY_DEMONSTRATION)
    elif step == "cancelled":
        cancel_order(order_id, by="shopper", at=at, reason="changed_mind")
    elif step == "asks_back":
        line = db.session.scalars(select(OrderLine.id).where(OrderLine.order_id == order_id)).first()
        request_return(order_id, {line or 0: 1}, reason="damaged", note="Hộp bị móp (trình diễn)", at=at)
    else:
        _transfer(order_id, step, at)


def _ship(parcel_id: int, at: datetime) -> None:
    ship_parcel(parcel_id, carrier=CARRIER, tracking=f"TD{parcel_id:06d}", by=BY_DEMONSTRATION, at=at)


def _collect(parcel_id: int, at: datetime) -> None:
    collect_cash(parcel_id, amount_to_collect(parcel_id), by=BY_DEMONSTRATION, at=at)


_OF_PARCELS: dict[str, Callable[[int, datetime], object]] = {
    "packed": lambda parcel_id, at: pack_parcel(parcel_id, by=BY_DEMONSTRATION, at=at),
    "shipped": _ship,
    "refused": lambda parcel_id, at: refuse_parcel(parcel_id, by=BY_DEMONSTRATION, at=at, reason="not_taken"),
    "delivered": _collect,
    "handed_over": lambda parcel_id, at: deliver_parcel(parcel_id, by=BY_DEMONSTRATION, at=at),
}
