"""Everything that the shop keeps of somebody, from every feature that keeps anything; and how all of it goes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shop.accounts import close_account, export_account, get_person
from shop.address_book import forget_addresses, list_addresses
from shop.cart import delete_cart, find_cart, read_cart
from shop.enquiries import erase_enquiries_of, export_enquiries_of
from shop.joining import erase_applications_of, export_applications_of
from shop.orders import export_orders, forget_shopper
from shop.renewals import forget_feeds, list_feeds
from shop.reviews import export_reviews, forget_reviews
from shop.saved_goods import forget_saved_goods, list_saved_goods


def export_everything(person_id: int, at: datetime) -> dict[str, Any]:
    """What is kept of a person, as plain values for JSON."""
    cart_id = find_cart(account_id=person_id)
    contents = read_cart(cart_id, at) if cart_id else None
    return {
        **export_account(person_id),
        "orders": export_orders(person_id),
        "enquiries": export_enquiries_of(get_person(person_id)),
        "stall_applications": export_applications_of(person_id),
        "addresses": [
            {
                "name": saved.name,
                "phone": saved.phone,
                "address": [saved.address.street, saved.address.commune_name, saved.address.province_name],
                "usual": saved.is_default,
            }
            for saved in list_addresses(person_id)
        ],
        "cart": [
            {"variant_id": line.variant_id, "quantity": line.quantity, "price_seen_vnd": line.price_seen_vnd}
            for line in ((*contents.lines, *contents.saved) if contents else ())
        ],
        "reviews": export_reviews(person_id),
        "calendar_links": [feed.made_at.isoformat() for feed in list_feeds(person_id)],
        "saved_goods": [{"name": good.name_vi, "slug": good.slug} for good in list_saved_goods(person_id, at)],
    }


def forget_everything(person_id: int, at: datetime) -> list[tuple[str, int]]:
    """Close the account and let go of all that no contract needs; within one transaction. Refuses LastOperator.

    The stems and widths of photos whose files are nobody's afterwards.
    """
    erase_enquiries_of(get_person(person_id))
    close_account(person_id, at)
    cart_id = find_cart(account_id=person_id)
    if cart_id is not None:
        delete_cart(cart_id)
    forget_addresses(person_id)
    forget_saved_goods(person_id)
    forget_feeds(person_id)
    photos = forget_reviews(person_id, at)
    erase_applications_of(person_id)
    forget_shopper(person_id, at)
    return photos
