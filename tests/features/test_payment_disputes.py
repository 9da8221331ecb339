"""A refund and a dispute about the same payment: the shopper gets the money once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from shop import clock
from shop.database import transaction
from shop.orders import RefundDue, cancel_order
from shop.payments import AlreadyDone, InDispute, MoneyBack, NothingToRefund, let_dispute_pay, mark_sent_back
from shop.settlement import Account, book_everything, list_account_totals
from tests.doors.office_visiting import act, entries, operator
from tests.factories.money import Till


def failed_refund_of_a_disputed_order(till: Till) -> int:
    """The shopper went to the bank, the order was called off, and Stripe refuses the refund; the promise's number."""
    placed = till.order()
    till.settle(placed)
    till.stripe.account.open_dispute(till.stripe.account.list("intents")[0]["id"])
    till.tell(till.stripe.event("charge.dispute.created"))
    with transaction():
        cancel_order(placed.id, by="shopper", at=clock.now())
    till.work("refunds")
    assert till.column(select(MoneyBack.status)) == ["failed"]
    return till.column(select(MoneyBack.id))[0]


def test_what_a_bank_took_is_not_transferred_a_second_time(till: Till) -> None:
    number = failed_refund_of_a_disputed_order(till)
    with pytest.raises(InDispute) as early, transaction():
        mark_sent_back(number, "FT1", by="operator:1", at=clock.now())
    assert not early.value.is_lost
    with pytest.raises(NothingToRefund), transaction():
        let_dispute_pay(number, by="operator:1", at=clock.now())
    till.stripe.account.close_dispute(till.stripe.account.list("disputes")[0]["id"], won=False)
    till.tell(till.stripe.event("charge.dispute.closed"))
    with pytest.raises(InDispute) as late, transaction():
        mark_sent_back(number, "FT1", by="operator:1", at=clock.now())
    assert late.value.is_lost
    with transaction():
        let_dispute_pay(number, by="operator:1", at=clock.now())
    with pytest.raises(AlreadyDone), transaction():
        let_dispute_pay(number, by="operator:1", at=clock.now())
    assert till.column(select(MoneyBack.provider)) == ["dispute"]
    assert till.column(select(RefundDue.status)) == ["refunded"]
    with transaction():
        book_everything(clock.now())
    totals = list_account_totals()
    assert totals[Account.DISPUTE_LOSSES] == 0 == totals[Account.CARD_PROVIDER]


def test_what_a_bank_gave_back_is_sent_by_a_person(till: Till) -> None:
    number = failed_refund_of_a_disputed_order(till)
    till.stripe.account.close_dispute(till.stripe.account.list("disputes")[0]["id"], won=True)
    till.tell(till.stripe.event("charge.dispute.closed"))
    with transaction():
        mark_sent_back(number, "FT1", by="operator:1", at=clock.now())
    assert till.column(select(MoneyBack.provider)) == ["bank"]


def test_the_office_is_told_and_writes_it_down(till: Till) -> None:
    number, desk = failed_refund_of_a_disputed_order(till), operator(till.app)
    page, act_of = "/van-hanh/hoan-tien", f"/van-hanh/hoan-tien/gui/{number}"
    assert "Đừng chuyển khoản khi chưa có kết quả" in desk.get(page).text
    refused = act(desk, f"{act_of}/da-gui", reference="FT1")
    assert refused.status_code == 422
    assert "Hãy đợi có kết quả" in refused.text
    till.stripe.account.close_dispute(till.stripe.account.list("disputes")[0]["id"], won=False)
    till.tell(till.stripe.event("charge.dispute.closed"))
    assert "Đừng chuyển lần thứ hai" in desk.get(page).text
    assert act(desk, f"{act_of}/ngan-hang-da-lay").status_code == 303
    assert till.column(select(MoneyBack.status)) == ["sent"]
    assert len(entries("refund_paid_by_dispute")) == 1
    assert "ngân hàng của chủ thẻ" in desk.get(f"{page}?status=refunded").text
