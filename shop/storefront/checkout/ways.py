"""Which ways of paying are set up here."""

from __future__ import annotations

from shop.orders import PaymentMethod


def offered_methods() -> frozenset[PaymentMethod]:
    """What is set up."""
    return frozenset({PaymentMethod.VIETQR, PaymentMethod.COD})


def open_card_session(order_id: int) -> str | None:
    """The address of the page that asks for the card; None while there is none."""
    return None
