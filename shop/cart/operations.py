"""Writes of carts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, and_, bindparam, delete, exists, or_, select, update

from shop.cart.models import Cart, CartItem
from shop.cart.queries import find_cart, hash_of
from shop.cart.rules import (
    MOST_LINES,
    MOST_OF_ONE,
    CartFull,
    MergeKind,
    MergeNote,
    NotOnOffer,
    capped,
    check_quantity,
    merged_line,
)
from shop.catalogue import Offer, list_offers
from shop.database import count_changed, db, insert_unless_taken

# Built once: that takes longer than running it.
_LOCKED_LINES = (
    select(CartItem)
    .where(CartItem.cart_id == bindparam("cart", type_=Integer))
    .order_by(CartItem.variant_id)
    .with_for_update()
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True)
class Added:
    """What came of putting a pack into a cart: how many pieces it wanted before, and now."""

    offer: Offer
    before: int
    quantity: int


def make_cart(token: str, at: datetime) -> int:
    """The number of a new cart for a guest's new token."""
    cart_id = insert_unless_taken(Cart, token_hash=hash_of(token), made_at=at)
    return cart_id or open_cart(token=token, at=at)


def open_cart(*, token: str | None = None, account_id: int | None = None, at: datetime) -> int:
    """The number of the account's cart, or of the guest's cart that the token opens; made where there is none yet."""
    if not token and account_id is None:
        raise ValueError("a cart needs a token or an account")
    owner = {"account_id": account_id} if account_id is not None else {"token_hash": hash_of(token or "")}
    found = find_cart(token=token, account_id=account_id) or insert_unless_taken(Cart, **owner, made_at=at)
    # None: another request of the same visitor made it meanwhile.
    return found or db.session.scalars(select(Cart.id).filter_by(**owner)).one()


def add_to_cart(cart_id: int, variant_id: int, quantity: int, *, at: datetime) -> int:
    """Add pieces of a pack; returns how many the cart holds now, as `put_into_cart` says."""
    return put_into_cart(cart_id, variant_id, quantity, at=at).quantity


def put_into_cart(cart_id: int, variant_id: int, quantity: int, *, at: datetime) -> Added:
    """Add pieces of a pack, capped by what is left and by MOST_OF_ONE, and say what came of it.

    Refuses BadQuantity, NotOnOffer, SoldOut and CartFull.
    """
    check_quantity(quantity)
    offer = _offer(variant_id, at)
    items = _items(cart_id)
    item = items.get(variant_id)
    if item is None and len(items) >= MOST_LINES:
        raise CartFull
    before = item.quantity if item and not item.is_saved else 0
    return Added(offer, before, _put(cart_id, offer, item, max(before, capped(before + quantity, offer)), at))


def set_quantity(cart_id: int, variant_id: int, quantity: int, *, at: datetime) -> int:
    """Want so many pieces of a line, 0 takes it out; returns how many it holds now, capped as in `add_to_cart`.

    The price of today counts as seen. Refuses BadQuantity, NotOnOffer (also for a line that is not there), SoldOut.
    """
    if quantity == 0:
        remove_line(cart_id, variant_id)
        return 0
    check_quantity(quantity)
    item = _item(cart_id, variant_id)
    if item is None:
        raise NotOnOffer(variant_id)
    offer = _offer(variant_id, at)
    return _put(cart_id, offer, item, capped(quantity, offer), at)


def remove_line(cart_id: int, variant_id: int) -> None:
    """Take a line out, saved or not; nothing happens where it is not there."""
    db.session.execute(delete(CartItem).where(*_line(cart_id, variant_id)))


def save_for_later(cart_id: int, variant_id: int) -> None:
    """Keep a line beside the cart: it is shown, but not bought."""
    db.session.execute(update(CartItem).where(*_line(cart_id, variant_id)).values(is_saved=True))


def return_to_cart(cart_id: int, variant_id: int, *, at: datetime) -> int:
    """Put a line that was kept for later back among those to buy; returns its quantity.

    Refuses NotOnOffer and SoldOut.
    """
    item = _item(cart_id, variant_id)
    if item is None:
        raise NotOnOffer(variant_id)
    offer = _offer(variant_id, at)
    return _put(cart_id, offer, item, capped(item.quantity, offer), at)


def merge_carts(guest_cart_id: int, account_cart_id: int, *, at: datetime) -> tuple[MergeNote, ...]:
    """Put a guest's lines into the account's cart and drop the guest's cart; says what became of each line.

    Lines kept for later stay so, unless the account's cart has the pack already.
    """
    if guest_cart_id == account_cart_id:
        return ()
    guest, account = _items(guest_cart_id), _items(account_cart_id)
    offers = list_offers(list(guest), at)
    notes = []
    for variant_id, item in guest.items():
        own = account.get(variant_id)
        if item.is_saved:
            if own is None:
                _copy(item, account_cart_id, item.quantity)
            continue
        held = own.quantity if own and not own.is_saved else 0
        note = merged_line(variant_id, item.quantity, held, offers.get(variant_id))
        if note.kind is not MergeKind.DROPPED:
            _put(account_cart_id, offers[variant_id], own, note.quantity, at)
        elif own is None:  # shown with the reason, as any line that cannot be bought
            _copy(item, account_cart_id, item.quantity)
        notes.append(note)
    db.session.flush()
    delete_cart(guest_cart_id)
    return tuple(notes)


def consume_lines(cart_id: int, bought: Mapping[int, int]) -> bool:
    """Take out the lines that an order buys, by variant id with the quantities that the cart wants.

    False where a line is gone or wants another quantity: another order or another tab was there first.
    """
    lines: list[ColumnElement[bool]] = [
        and_(CartItem.variant_id == variant_id, CartItem.quantity == quantity)
        for variant_id, quantity in bought.items()
    ]
    gone = delete(CartItem).where(CartItem.cart_id == cart_id, CartItem.is_saved.is_(False), or_(*lines))
    return count_changed(gone) == len(bought)


def sweep_old_carts(before: datetime) -> int:
    """Delete guests' carts in which nothing changed since an instant; returns how many."""
    used = exists().where(CartItem.cart_id == Cart.id, CartItem.changed_at >= before)
    old = select(Cart.id).where(Cart.account_id.is_(None), Cart.made_at < before, ~used)
    cart_ids = list(db.session.scalars(old))
    db.session.execute(delete(CartItem).where(CartItem.cart_id.in_(cart_ids)))
    return count_changed(delete(Cart).where(Cart.id.in_(cart_ids)))


def delete_cart(cart_id: int) -> None:
    """Delete a cart with its lines."""
    db.session.execute(delete(CartItem).where(CartItem.cart_id == cart_id))
    db.session.execute(delete(Cart).where(Cart.id == cart_id))


def _put(cart_id: int, offer: Offer, item: CartItem | None, quantity: int, at: datetime) -> int:
    if item is None:
        inserted = insert_unless_taken(
            CartItem,
            cart_id=cart_id,
            variant_id=offer.variant_id,
            quantity=quantity,
            price_seen_vnd=offer.price_vnd,
            is_saved=False,
            added_at=at,
            changed_at=at,
        )
        if inserted is None:  # a second tab added the same pack at the same moment
            item = _item(cart_id, offer.variant_id)
            quantity = capped(quantity + item.quantity, offer) if item else quantity
    if item is not None:
        item.quantity, item.price_seen_vnd, item.is_saved, item.changed_at = quantity, offer.price_vnd, False, at
    return quantity


def _copy(item: CartItem, cart_id: int, quantity: int) -> None:
    insert_unless_taken(
        CartItem,
        cart_id=cart_id,
        variant_id=item.variant_id,
        quantity=min(quantity, MOST_OF_ONE),
        price_seen_vnd=item.price_seen_vnd,
        is_saved=item.is_saved,
        added_at=item.added_at,
        changed_at=item.changed_at,
    )


def _offer(variant_id: int, at: datetime) -> Offer:
    offer = list_offers([variant_id], at).get(variant_id)
    if offer is None:
        raise NotOnOffer(variant_id)
    return offer


def _line(cart_id: int, variant_id: int) -> tuple[ColumnElement[bool], ...]:
    return CartItem.cart_id == cart_id, CartItem.variant_id == variant_id


def _item(cart_id: int, variant_id: int) -> CartItem | None:
    """The line, locked until the transaction ends, so that two tabs add one after the other."""
    return db.session.scalar(
        select(CartItem).where(*_line(cart_id, variant_id)).with_for_update().execution_options(populate_existing=True)
    )


def _items(cart_id: int) -> dict[int, CartItem]:
    return {item.variant_id: item for item in db.session.scalars(_LOCKED_LINES, {"cart": cart_id})}
