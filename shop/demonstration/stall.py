"""What else the demonstration's first stall has to try a producer's day with: a draft, a dossier, and reviews.

All of it is invented and says so: nobody wrote the reviews.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from shop.accounts import find_person_by_email
from shop.catalogue import ProductWords, draft_product, list_stall_goods
from shop.database import db, transaction
from shop.demonstration.enquiries import add_enquiries
from shop.demonstration.lots import add_lots
from shop.demonstration.orders import BY_DEMONSTRATION
from shop.demonstration.people import HOST
from shop.demonstration.settling import settle_past
from shop.orders import Order, OrderLine
from shop.renewals import Dossier, DossierItem, Mark, list_renewals, mark_item
from shop.reviews import Draft, Rating, Review, answer_review, publish_review, write_review

DRAFT = ProductWords("tea", "Chè gói dùng thử (bản nháp trình diễn)", "Tea, trial size (draft of the demonstration)")

# What of the dossier lies there already.
THERE = (
    DossierItem.BUSINESS_REGISTRATION,
    DossierItem.FOOD_SAFETY,
    DossierItem.MATERIAL_ORIGIN,
    DossierItem.LABOUR_LIST,
    DossierItem.STORY,
    DossierItem.TRACE_STAMP,
)


@dataclass(frozen=True)
class Opinion:
    """What the buyer of a story of `stall_orders` wrote of one of its goods, and how far it went."""

    story: str
    line: int
    rating: Rating
    text: str
    shown_as: str
    answer: str = ""
    is_published: bool = True


OPINIONS = (
    Opinion(
        "arrived",
        0,
        Rating.DELIGHTED,
        "Gói cẩn thận, hương thơm lâu. (Đánh giá trình diễn)",
        "Thu H.",
        answer="Cảm ơn bạn, hợp tác xã rất vui. (Trả lời trình diễn)",
    ),
    Opinion("arrived", 1, Rating.ALL_RIGHT, "Hàng ngon nhưng hộp hơi móp. (Đánh giá trình diễn)", "Anh D."),
    Opinion("given-back", 0, Rating.PLEASED, "Đúng như mô tả. (Đánh giá trình diễn)", "", is_published=False),
)


def stall_of_demonstration() -> int | None:
    """The producer whose stall the first of the demonstration's producers runs."""
    lan = find_person_by_email(f"lan@{HOST}")
    return min(lan.producer_ids, default=None) if lan else None


def fill_stall(at: datetime, tell: Callable[[str], None]) -> None:
    """Begin a draft and a dossier and write reviews; what is there already stays as it is."""
    producer_id = stall_of_demonstration()
    if producer_id is None:
        return
    with transaction():
        if not any(good.product.name_vi == DRAFT.name_vi for good in list_stall_goods(producer_id, at)):
            draft_product(producer_id, DRAFT, at=at)
        _begin_dossier(producer_id, at)
    settle_past(producer_id, at)
    written = sum(_write(producer_id, opinion, at) for opinion in OPINIONS)
    asked, made = add_enquiries(producer_id, at), add_lots(producer_id, at)
    tell(f"stall: {written} reviews added, {asked} enquiries, {made} lots")


def _begin_dossier(producer_id: int, at: datetime) -> None:
    """Half of the papers for the certificate that ends first; that any of it was filed is never invented."""
    pressing = next((renewal for renewal in list_renewals(producer_id, at) if renewal.is_pressing), None)
    lan = find_person_by_email(f"lan@{HOST}")
    if pressing is None or pressing.settled or lan is None:
        return
    for item in THERE:
        mark_item(Dossier(producer_id, pressing.code, lan.id, at), item, Mark.READY)


def _write(producer_id: int, opinion: Opinion, at: datetime) -> bool:
    of_story = Order.checkout_key == f"demonstration-stall-{producer_id}-{opinion.story}"
    lines = db.session.execute(
        select(OrderLine.id, OrderLine.order_id, Review.id)
        .join(Order, Order.id == OrderLine.order_id)
        .outerjoin(Review, Review.order_line_id == OrderLine.id)
        .where(of_story, OrderLine.producer_id == producer_id)
        .order_by(OrderLine.id)
    ).all()[opinion.line : opinion.line + 1]
    for line_id, order_id, review_id in lines:
        if review_id is None:
            with transaction():
                _review(producer_id, order_id, line_id, opinion, at)
            return True
    return False


def _review(producer_id: int, order_id: int, line_id: int, opinion: Opinion, at: datetime) -> None:
    written_at = at - timedelta(hours=20)
    draft = Draft(opinion.rating, opinion.text, opinion.shown_as)
    number = write_review(order_id, line_id, draft, at=written_at)
    if opinion.is_published:
        publish_review(number, 1, by=BY_DEMONSTRATION, at=written_at)
    if opinion.answer:
        answer_review(producer_id, number, opinion.answer, by=BY_DEMONSTRATION, at=at - timedelta(hours=2))
