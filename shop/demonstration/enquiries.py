"""Enquiries of the demonstration: to its first stall, and to a producer who has nobody here. All invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import exists, select

from shop.accounts import RoleGrant
from shop.database import db, transaction
from shop.demonstration.people import HOST
from shop.enquiries import Enquiry, EnquiryKind, NewEnquiry, answer_enquiry, confirm_enquiry, send_enquiry
from shop.producers import Producer
from shop.stalls import Stall

BY_DEMONSTRATION = "producer:demonstration"
SHOP = NewEnquiry(
    kind=EnquiryKind.WHOLESALE,
    name="Thu Hà (trình diễn)",
    email=f"cua-hang@{HOST}",
    organisation="Cửa hàng Quà Quê",
    phone="+84912345678",
    province_code="01",
    quantity="khoảng 120 hộp mỗi tháng",
    wanted_when="từ tháng 12 đến Tết",
    words="Chúng tôi mở cửa hàng quà quê ở Hà Nội, muốn lấy đều hằng tháng.\n"
    "Xin cho biết giá sỉ, có xuất hóa đơn không, và gửi hàng mất mấy ngày? (Lời hỏi trình diễn)",
)
FAIR = replace(
    SHOP,
    kind=EnquiryKind.FAIR,
    name="Minh Quân (trình diễn)",
    email=f"hoi-cho@{HOST}",
    organisation="Ban tổ chức hội chợ xuân",
    phone="",
    province_code="22",
    quantity="một gian chung với ba hợp tác xã",
    wanted_when="12 đến 16 tháng 1",
    words="Mời hợp tác xã mang hàng đến hội chợ xuân. Gian được hỗ trợ, ăn ở tự lo. (Lời hỏi trình diễn)",
)
EATERY = replace(
    SHOP,
    name="Bếp Nhà (trình diễn)",
    email=f"bep-nha@{HOST}",
    organisation="",
    quantity="30 kg",
    wanted_when="cuối tháng",
    words="Quán ăn nhỏ, muốn thử 30 kg trước. (Lời hỏi trình diễn)",
)
ANSWER = "Cảm ơn quán. 30 kg giá giảm 8 %, gửi xe trong ngày, có hóa đơn. (Trả lời trình diễn)"
CONTACT = "Lan (trình diễn), 0987 654 321"


def add_enquiries(producer_id: int, at: datetime) -> int:
    """Three to a stall, one of them answered, and one to a producer without people; how many were added."""
    if db.session.scalar(select(exists().where(Enquiry.email == SHOP.email))):
        return 0
    stall, alone = db.session.get_one(Producer, producer_id), _who_has_nobody()
    with transaction():
        _ask(SHOP, stall, at - timedelta(days=2))
        _ask(FAIR, stall, at - timedelta(hours=5))
        number = _ask(EATERY, stall, at - timedelta(days=9))
        answer_enquiry(stall, number, ANSWER, contact=CONTACT, by=BY_DEMONSTRATION, at=at - timedelta(days=8))
        if alone is not None:
            _ask(SHOP, alone, at - timedelta(days=1))
    return 4 if alone is not None else 3


def _ask(new: NewEnquiry, producer: Producer, at: datetime) -> int:
    token = send_enquiry(new, producer, "vi", at, person=None)
    confirm_enquiry(token, producer, at)
    asked = select(Enquiry.id).where(Enquiry.producer_id == producer.id, Enquiry.email == new.email)
    return db.session.scalars(asked.order_by(Enquiry.id.desc())).first() or 0


def _who_has_nobody() -> Producer | None:
    has_people = exists(select(RoleGrant.id).where(RoleGrant.producer_id == Producer.id))
    told = select(Producer).join(Stall, Stall.producer_id == Producer.id).where(~has_people)
    return db.session.scalars(told.order_by(Producer.id)).first()
