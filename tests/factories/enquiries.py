"""Enquiries for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shop.accounts import Person
from shop.database import transaction
from shop.enquiries import Enquiry, EnquiryKind, NewEnquiry, confirm_enquiry, find_own_enquiry, send_enquiry
from shop.producers import Producer
from tests.factories.buying import NOON

BUYER = NewEnquiry(
    kind=EnquiryKind.WHOLESALE,
    name="Trần Thị Mua",
    email="mua@example.vn",
    words="Cửa hàng em muốn lấy đều hằng tháng.",
    organisation="Cửa hàng Quê Mình",
    phone="+84912345678",
    province_code="01",
    quantity="200 hộp",
    wanted_when="trước Tết",
)


def make_enquiry(
    producer: Producer,
    at: datetime = NOON,
    *,
    is_confirmed: bool = True,
    person: Person | None = None,
    **changes: str,
) -> tuple[Enquiry, str]:
    """An enquiry that its buyer has confirmed, with the token of the buyer's link."""
    with transaction():
        token = send_enquiry(replace(BUYER, **changes), producer, "vi", at, person=person)
        if is_confirmed:
            confirm_enquiry(token, producer, at)
    found = find_own_enquiry(token, at)
    assert found
    return found, token
