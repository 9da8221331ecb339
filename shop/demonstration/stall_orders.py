"""Orders of the demonstration for the stalls that somebody can log into: something under every heading.

Placed and taken on as those of `orders`, and marked as they are.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import select

from shop.accounts import Role, list_people
from shop.catalogue import Offer, Variant, list_offers, visible_products
from shop.database import db
from shop.demonstration.stories import Story
from shop.orders import PaymentMethod

_COD, _QR = PaymentMethod.COD, PaymentMethod.VIETQR
# `makers` says here how many goods of the one stall are in the order.
_WHOLE_WAY = ("paid", "packed", "shipped", "handed_over")
STORIES = (
    Story("weeks-ago-1", 1500, "Âu Thị Sen", _QR, 2, _WHOLE_WAY),
    Story("weeks-ago-2", 1300, "Hồ Văn Lâm", _QR, 1, _WHOLE_WAY),
    Story("weeks-ago-3", 1130, "Châu Thị Bích", _QR, 3, _WHOLE_WAY),
    Story("weeks-ago-4", 800, "Vi Văn Quý", _QR, 2, _WHOLE_WAY),
    Story("weeks-ago-5", 640, "Lò Thị Pó", _QR, 1, _WHOLE_WAY),
    Story("weeks-ago-6", 450, "Sầm Văn Điệp", _QR, 3, _WHOLE_WAY),
    Story("weeks-ago-7", 380, "Mùa A Sính", _QR, 2, _WHOLE_WAY),
    Story("given-back", 140, "Trịnh Thị Xuân", _COD, 2, ("packed", "shipped", "delivered", "asks_back")),
    Story("coming-back", 110, "Mai Văn Thắng", _COD, 1, ("packed", "shipped", "refused")),
    Story("arrived", 90, "Hà Thị Ngân", _COD, 2, ("packed", "shipped", "delivered")),
    Story("late", 78, "Lương Văn Khoa", _COD, 2),
    Story("under-way", 60, "Nguyễn Thị Hồng", _COD, 1, ("packed", "shipped")),
    Story("today", 50, "Phan Thị Diễm", _COD, 1),
    Story("today-too", 49, "Tạ Quang Dũng", _COD, 3),
    Story("today-again", 48, "Cao Thị Mỹ", _COD, 2),
    Story("given-up", 40, "Kiều Văn Nam", _COD, 1, ("cancelled",)),
    Story("ready", 30, "Đinh Thị Hạnh", _COD, 2, ("packed",)),
    Story("ready-too", 28, "Bế Văn Tùng", _COD, 1, ("packed",)),
    Story("transferred", 24, "Quách Thị Loan", _QR, 2, ("paid",)),
    Story("fresh", 5, "Dương Văn Phúc", _COD, 3),
)
LEAST_LEFT = timedelta(days=1)
MOST_STALLS = 2


def offers_of_stalls(at: datetime) -> dict[int, list[Offer]]:
    """What each of the first stalls with people has on offer since the first story began; by producer."""
    first = at - timedelta(hours=STORIES[0].hours_ago)
    stalls = sorted({number for person in list_people(role=Role.PRODUCER) for number in person.producer_ids})
    products = select(visible_products(first).subquery().c.id)
    numbers = db.session.scalars(select(Variant.id).where(Variant.product_id.in_(products)).order_by(Variant.id)).all()
    found: dict[int, list[Offer]] = defaultdict(list)
    for _, offer in sorted(list_offers(numbers, at).items()):
        lasts = offer.valid_from <= first and offer.valid_until > at + LEAST_LEFT
        if offer.producer_id in stalls and lasts and not (offer.is_alcohol or offer.is_service) and offer.on_hand > 10:
            found[offer.producer_id].append(offer)
    return dict(sorted(found.items())[:MOST_STALLS])
