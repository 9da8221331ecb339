"""Let go of what is no longer needed."""

from __future__ import annotations

from datetime import timedelta

from shop import clock
from shop.accounts import forget_old_links_and_sessions
from shop.audit_log import forget_used_forms
from shop.cart import sweep_old_carts
from shop.database import transaction
from shop.enquiries import close_unanswered_enquiries, forget_old_enquiries
from shop.goods_sheets import forget_goods_files
from shop.notifications import forget_old_messages
from shop.orders import anonymise_old_orders, forget_shoppers_of_before
from shop.reviews import forget_names_of_old_reviews
from shop.throttles import forget_quiet_throttles

# How long a guest's cart waits for its owner.
GUEST_CARTS_KEPT = timedelta(days=60)


def tidy_up() -> None:
    """Remove old links, sessions, throttles, guests' carts, what mails said, and who bought long ago."""
    now = clock.now()
    with transaction():
        forget_old_links_and_sessions(now)
        forget_old_messages(now)
        forget_quiet_throttles(clock.now_elsewhere())
        forget_used_forms(now)
        forget_goods_files(now)
        forget_old_enquiries(now)
        close_unanswered_enquiries(now)
        sweep_old_carts(now - GUEST_CARTS_KEPT)
        forget_shoppers_of_before(now)
        anonymise_old_orders(now)
        forget_names_of_old_reviews()
