"""The desk between orders and the card provider: our row, the question outside of any transaction, the answer.

Doors and timed work call it, never inside of a transaction.
"""

from __future__ import annotations

import logging

from flask import current_app

from shop import clock
from shop.config import Config
from shop.database import transaction
from shop.orders import Order, OrderStatus, PaymentMethod, get_order, get_payable
from shop.payments import (
    BankAccount,
    CardKeyBurnt,
    CardKeys,
    CardRefused,
    CardUnavailable,
    LineItem,
    SessionAsked,
    SessionRequest,
    SessionStatus,
    ask_for_session,
    card_takes,
    close_session,
    expire_session,
    fetch_session,
    find_open_session,
    give_up_session,
    note_session,
    open_session,
    settle_session,
)

log = logging.getLogger(__name__)


def offered_methods(total_vnd: int | None = None) -> frozenset[PaymentMethod]:
    """The ways of paying that are set up and take a total in dong, where one is given; cash on delivery always is."""
    config = _config()
    offered = {PaymentMethod.COD}
    if config.takes_cards and (total_vnd is None or card_takes(total_vnd)):
        offered.add(PaymentMethod.CARD)
    if config.takes_transfers:
        offered.add(PaymentMethod.VIETQR)
    return frozenset(offered)


def bank_account() -> BankAccount | None:
    """Where transfers go, or None where that is not set up."""
    config = _config()
    if not config.takes_transfers:
        return None
    return BankAccount(config.bank_bin, config.bank_account, config.bank_account_name)


def card_keys() -> CardKeys | None:
    """What proves us to Stripe, or None where cards are not taken."""
    config = _config()
    if not config.takes_cards:
        return None
    return CardKeys(config.stripe_secret_key, config.stripe_webhook_secret, config.stripe_api_base)


def open_card_session(order_id: int) -> str | None:
    """The address of the page where an order is paid by card; the same for every tab, while it can be paid by.

    None where Stripe does not answer now, or the order wants no card (any more).
    """
    keys = card_keys()
    if keys is None:
        return None
    try:
        return _open(keys, order_id)
    except CardKeyBurnt:
        # Stripe failed under our key and would repeat that: nobody knows the page that it may have made.
        return _open(keys, order_id)


def settle_card_order(order_id: int) -> OrderStatus | None:
    """Ask Stripe about the order's session and settle what it says; where the order then stands.

    When Stripe is silent nothing changes, and the timed work asks again. None where there is no such order.
    """
    session = find_open_session(order_id)
    keys = card_keys()
    if session is not None and session.session_ref and keys is not None:
        try:
            look_at_session(keys, session.session_ref)
        except CardUnavailable as refusal:
            log.warning("Stripe says nothing of a session: %s", refusal.why)
    payable = get_payable(order_id)
    return payable.status if payable else None


def close_card_order(order_id: int) -> bool:
    """Let nobody pay an order by card any more, and settle it if somebody just did; True where that is certain.

    False while Stripe is silent: whoever wants to give stock away must wait, and ask again.
    """
    try:
        return end_card_session(order_id)
    except CardUnavailable as refusal:
        log.warning("Stripe does not end a session: %s", refusal.why)
        return False


def end_card_session(order_id: int) -> bool:
    """The same for timed work, which asks nothing more of a silent Stripe: refuses CardUnavailable."""
    session = find_open_session(order_id)
    if session is None:
        return True
    if session.session_ref is None:
        # Whatever Stripe made of our question, nobody was ever given its address.
        with transaction():
            given_up = give_up_session(session.id, at=clock.now())
        return given_up or end_card_session(order_id)
    keys = card_keys()
    return keys is not None and look_at_session(keys, session.session_ref, end=True)


def look_at_session(keys: CardKeys, session_ref: str, *, end: bool = False) -> bool:
    """Ask Stripe about a session (`end`: and let it expire) and settle; is it certain that nobody can pay by it?

    Refuses CardUnavailable.
    """
    try:
        facts = expire_session(keys, session_ref) if end else fetch_session(keys, session_ref)
    except CardRefused as refusal:
        log.error("Stripe does not know a session of ours: %s", refusal.why)
        return False
    with transaction():
        settle_session(facts, at=clock.now())
    return facts.is_paid or facts.status == SessionStatus.EXPIRED


def _open(keys: CardKeys, order_id: int) -> str | None:
    with transaction():
        asked = ask_for_session(order_id, is_live=keys.is_live, at=clock.now(), elsewhere=clock.now_elsewhere())
    if asked is None or asked.url:
        return asked.url if asked else None
    return _ask_stripe(keys, asked)


def _ask_stripe(keys: CardKeys, asked: SessionAsked) -> str | None:
    """Ask for the session of our row, however often; the page's address, None where there is none (yet)."""
    order = get_order(asked.order_id)
    if order is None:
        return None
    request = _request_for(order, asked)
    try:
        opened = open_session(keys, request)
    except CardUnavailable as refusal:
        log.warning("no card session for an order, asked again later: %s", refusal.why)
        return None
    except CardRefused as refusal:
        log.error("Stripe refuses a card session: %s", refusal.why)
        with transaction():
            close_session(asked.id, SessionStatus.FAILED, at=clock.now())
        if isinstance(refusal, CardKeyBurnt):
            raise
        return None
    with transaction():
        noted = note_session(asked.id, session_ref=opened.ref, url=opened.url)
    if noted:
        return opened.url
    # Another tab noted it first, or it was given up: only what stands in our row may be paid by.
    session = find_open_session(asked.order_id)
    return session.url if session is not None and session.session_ref == opened.ref else None


def _request_for(order: Order, asked: SessionAsked) -> SessionRequest:
    """The question in words that never change for one row: what was ordered is a snapshot."""
    is_vietnamese = order.language == "vi"
    lines = [
        LineItem(
            f"{line.name_vi if is_vietnamese else line.name_en} · {line.pack_vi if is_vietnamese else line.pack_en}",
            line.unit_vnd,
            line.quantity,
        )
        for parcel in order.parcels
        for line in parcel.lines
    ]
    if order.delivery_vnd:
        lines.append(LineItem("Phí giao hàng" if is_vietnamese else "Delivery", order.delivery_vnd, 1))
    address = _config().public_base_url + ("" if is_vietnamese else "/en") + f"/don-hang/{order.code}"
    return SessionRequest(
        idempotency_key=asked.idempotency_key,
        order_code=order.code,
        lines=lines,
        expires_at=asked.expires_at,
        success_url=f"{address}/da-thanh-toan",
        cancel_url=address,
        language=order.language,
        email=order.email,
    )


def _config() -> Config:
    config: Config = current_app.config["SHOP"]
    return config
