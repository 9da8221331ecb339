"""What a producer sees of orders and does with their parcels; another's parcel does not exist."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from shop.database import db, transaction
from shop.orders import (
    Order,
    ParcelStatus,
    PaymentMethod,
    ReturnStatus,
    TooMany,
    WrongStatus,
    cancel_order,
    decide_return,
    get_order,
    list_refunds_due,
    refuse_parcel,
    request_return,
    return_parcel,
)
from shop.payments import WrongAmount
from shop.selling import (
    CameBack,
    NoCarrier,
    NoReason,
    NoSuchParcel,
    NothingLeftOut,
    ParcelsAsked,
    Recipient,
    SaidBefore,
    StallParcel,
    Standings,
    TextTooLong,
    TooManyBack,
    When,
    cannot_supply,
    count_stall_returns,
    count_standings,
    find_parcel,
    find_return,
    hand_over,
    hand_to_carrier,
    list_goods_back,
    list_parcels,
    list_picks,
    list_returns_of_parcel,
    list_stall_returns,
    list_steps,
    note_refused,
    pack,
    read_what_came_back,
    say_what_came_back,
    take_back_refused,
)
from shop.stock import quantities_on_hand
from tests.counting import statements
from tests.factories.buying import NOON, make_offer, make_order
from tests.factories.paying import pay_by_transfer

COD = PaymentMethod.COD
DAY = timedelta(days=1)
BY = "producer:1"
TODAY = NOON.date()


def bought(*wanted: tuple[int, int], at: datetime = NOON, method: PaymentMethod = COD) -> Order:
    placed = make_order(dict(wanted), at=at, method=method)
    if method is PaymentMethod.VIETQR:
        pay_by_transfer(placed, at=at)
    order = get_order(placed.id)
    assert order is not None
    db.session.expunge_all()
    return order


def on_hand(variant_id: int) -> int:
    db.session.rollback()
    return quantities_on_hand([variant_id])[variant_id]


def status_of(order: Order, number: int = 0) -> str:
    now = get_order(order.id)
    assert now is not None
    return now.parcels[number].status


def known(producer: int, parcel: int) -> StallParcel:
    seen = find_parcel(producer, parcel, NOON)
    assert seen is not None
    return seen


def sent(order: Order) -> tuple[int, int]:
    """The first parcel of an order is with its carrier; its producer and number."""
    parcel = order.parcels[0]
    with transaction():
        pack(parcel.producer_id, [parcel.id], by=BY, at=NOON)
        hand_to_carrier(parcel.producer_id, {parcel.id: "VN1"}, carrier=" Bưu điện ", by=BY, at=NOON)
    return parcel.producer_id, parcel.id


def delivered(quantity: int = 2) -> tuple[Order, int, int]:
    order = bought((make_offer(), quantity), method=PaymentMethod.VIETQR)
    producer, parcel = sent(order)
    with transaction():
        hand_over(producer, parcel, collected_vnd=None, by=BY, at=NOON)
    return order, producer, parcel


def test_a_producer_sees_their_own_parcel_and_nothing_of_the_rest(app: Flask) -> None:
    honey, tea = make_offer("Mật ong", producer="HTX Một"), make_offer("Chè xanh", producer="HTX Hai", price=77_000)
    order = bought((honey, 2), (tea, 1))
    mine = next(parcel for parcel in order.parcels if parcel.lines[0].variant_id == honey)
    theirs = next(parcel for parcel in order.parcels if parcel is not mine)
    seen = find_parcel(mine.producer_id, mine.id, NOON)
    assert seen is not None
    assert (seen.code, [(line.name_vi, line.left) for line in seen.lines]) == (order.code, [("Mật ong", 2)])
    assert seen.recipient == Recipient(
        "Nguyễn Thị Hoa", "+84912345678", "12 Phố Huế", "Phường Ba Đình", "Thành phố Hà Nội"
    )
    assert seen.collect_vnd == 250_000 + mine.fee_vnd
    said = repr(seen)
    for foreign in ("Chè xanh", "hoa@example.vn", "HTX Hai", str(order.total_vnd), "'cod'"):
        assert foreign not in said
    assert find_parcel(mine.producer_id, theirs.id, NOON) is None


def test_what_is_not_paid_is_not_seen(app: Flask) -> None:
    placed = make_order({make_offer(): 1})
    order = get_order(placed.id)
    assert order is not None
    parcel = order.parcels[0]
    assert find_parcel(parcel.producer_id, parcel.id, NOON) is None
    assert list_parcels(ParcelsAsked(parcel.producer_id), at=NOON) == []
    assert count_standings(parcel.producer_id, NOON) == Standings()


def test_the_way_of_paying_shows_only_in_what_is_to_be_collected(app: Flask) -> None:
    order = bought((make_offer(), 1), method=PaymentMethod.VIETQR)
    seen = find_parcel(order.parcels[0].producer_id, order.parcels[0].id, NOON)
    assert seen is not None
    assert seen.collect_vnd is None


def test_whom_it_went_to_goes_two_weeks_after_delivery(app: Flask) -> None:
    _, producer, parcel = delivered()
    for days, is_shown in ((13, True), (14, False)):
        seen = find_parcel(producer, parcel, NOON + days * DAY)
        assert seen is not None
        assert (seen.recipient is not None) is is_shown


def test_parcels_stand_by_due_day_and_are_found_by_code(app: Flask) -> None:
    honey = make_offer(on_hand=50)
    late, today, later = (bought((honey, 1), at=NOON - days * DAY) for days in (3, 2, 0))
    producer = late.parcels[0].producer_id
    with transaction():
        pack(producer, [today.parcels[0].id], by=BY, at=NOON)
    found = list_parcels(ParcelsAsked(producer), at=NOON)
    assert [(one.code, one.when(TODAY)) for one in found] == [
        (late.code, When.LATE),
        (today.code, When.TODAY),
        (later.code, When.LATER),
    ]
    assert count_standings(producer, NOON) == Standings(late=1, later=1, packed=1)
    assert count_standings(producer, NOON).to_pack == 2
    by_code = ParcelsAsked(producer, code=f" {today.code[4:9].lower()} ")
    assert [one.code for one in list_parcels(by_code, at=NOON)] == [today.code]
    with transaction():
        hand_to_carrier(producer, {today.parcels[0].id: ""}, carrier="x", by=BY, at=NOON)
        cancel_order(late.id, by="operator:1", at=NOON)
    assert count_standings(producer, NOON) == Standings(later=1, sent=1, over=1)
    assert list_parcels(ParcelsAsked(producer, code="!"), at=NOON) == []
    newest = ParcelsAsked(producer, (ParcelStatus.PREPARING,), newest_first=True)
    assert [one.code for one in list_parcels(newest, at=NOON)] == [later.code]


@pytest.mark.parametrize("clock", ["00:00:00", "23:59:59.999"])
def test_counts_and_days_agree_at_midnight(app: Flask, clock: str) -> None:
    honey = make_offer(on_hand=50)
    at = datetime.fromisoformat(f"2026-11-21T{clock}+07:00")
    days = [bought((honey, 1), at=at - days * DAY) for days in (1, 2, 3)]
    producer = days[0].parcels[0].producer_id
    assert count_standings(producer, at) == Standings(late=1, today=1, later=1)
    assert [one.when(at.date()) for one in list_parcels(ParcelsAsked(producer), at=at)] == list(When)


def test_a_page_of_two_hundred_parcels_takes_two_statements(sqlite_app: Flask) -> None:
    honey = make_offer(on_hand=500)
    for _ in range(20):
        order = bought((honey, 1))
    with statements() as sent_to_database:
        list_parcels(ParcelsAsked(order.parcels[0].producer_id), at=NOON, per_page=200)
    assert len(sent_to_database) == 2


def test_what_is_to_be_fetched_for_today(app: Flask) -> None:
    honey, tea = make_offer("Mật ong", on_hand=50), make_offer("Chè")
    late, today = bought((honey, 2), at=NOON - 5 * DAY), bought((honey, 1), (tea, 1), at=NOON - 2 * DAY)
    bought((honey, 9), at=NOON)
    picks = list_picks(late.parcels[0].producer_id, until=TODAY, at=NOON)
    assert [(pick.name_vi, pick.pieces) for pick in picks] == [("Chè", 1), ("Mật ong", 3)]
    assert picks[1].orders == ((late.code, 2), (today.code, 1))


def test_several_parcels_are_packed_and_sent_or_none(app: Flask) -> None:
    honey = make_offer(on_hand=50)
    one, two = bought((honey, 1)), bought((honey, 1))
    producer, numbers = one.parcels[0].producer_id, [one.parcels[0].id, two.parcels[0].id]
    with transaction():
        pack(producer, numbers[:1], by=BY, at=NOON)
    with pytest.raises(WrongStatus), transaction():
        pack(producer, numbers, by=BY, at=NOON)
    assert (status_of(one), status_of(two)) == ("packed", "preparing")
    with transaction():
        pack(producer, numbers[1:], by=BY, at=NOON)
        hand_to_carrier(producer, dict.fromkeys(numbers, "VN1"), carrier=" Viettel  Post ", by=BY, at=NOON)
    seen = find_parcel(producer, numbers[1], NOON)
    assert seen is not None
    assert (seen.status, seen.carrier, seen.tracking) == ("shipped", "Viettel Post", "VN1")


def test_a_carrier_must_be_named_in_so_many_signs(app: Flask) -> None:
    parcel = bought((make_offer(), 1)).parcels[0]
    for carrier, tracking, refusal in (
        ("  ", "", NoCarrier),
        ("x" * 81, "", TextTooLong),
        ("x", "y" * 81, TextTooLong),
    ):
        with pytest.raises(refusal), transaction():
            hand_to_carrier(parcel.producer_id, {parcel.id: tracking}, carrier=carrier, by=BY, at=NOON)


def test_nobody_touches_anothers_parcel(app: Flask) -> None:
    order = bought((make_offer(producer="HTX Một"), 1))
    stranger = bought((make_offer(producer="HTX Hai"), 1)).parcels[0].producer_id
    parcel, line = order.parcels[0].id, order.parcels[0].lines[0].id
    came = {line: CameBack(1)}
    for act in (
        lambda: pack(stranger, [parcel], by=BY, at=NOON),
        lambda: hand_to_carrier(stranger, {parcel: ""}, carrier="x", by=BY, at=NOON),
        lambda: hand_over(stranger, parcel, collected_vnd=1, by=BY, at=NOON),
        lambda: note_refused(stranger, parcel, reason="", by=BY, at=NOON),
        lambda: take_back_refused(stranger, parcel, came, remark="", by=BY, at=NOON),
        lambda: cannot_supply(stranger, parcel, {line: 1}, reason="out_of_stock", by=BY, at=NOON),
    ):
        with pytest.raises(NoSuchParcel), transaction():
            act()
    assert status_of(order) == "preparing"
    assert list_steps(stranger, parcel) == []


def test_cash_is_collected_to_the_dong(app: Flask) -> None:
    order = bought((make_offer(), 2))
    producer, parcel = sent(order)
    seen = find_parcel(producer, parcel, NOON)
    assert seen is not None
    assert seen.collect_vnd == order.total_vnd
    with pytest.raises(WrongAmount), transaction():
        hand_over(producer, parcel, collected_vnd=order.total_vnd - 1, by=BY, at=NOON)
    with pytest.raises(WrongAmount), transaction():
        hand_over(producer, parcel, collected_vnd=None, by=BY, at=NOON)
    with transaction():
        hand_over(producer, parcel, collected_vnd=order.total_vnd, by=BY, at=NOON)
    with pytest.raises(WrongStatus), transaction():
        hand_over(producer, parcel, collected_vnd=order.total_vnd, by=BY, at=NOON)
    assert status_of(order) == "delivered"


def test_pieces_that_are_not_there_are_owed_back_and_do_not_go_on_sale_again(app: Flask) -> None:
    honey, tea = make_offer(price=100_000), make_offer(price=50_000)
    order = bought((honey, 3), (tea, 1), method=PaymentMethod.VIETQR)
    parcel = order.parcels[0]
    lines = {line.variant_id: line.id for line in parcel.lines}
    with transaction():
        wanted = {lines[honey]: 2, lines[tea]: 0}
        cannot_supply(parcel.producer_id, parcel.id, wanted, reason="out_of_stock", by=BY, at=NOON)
    assert [(due.kind, due.amount_vnd, due.reason) for due in list_refunds_due()] == [
        ("lines", 200_000, "out_of_stock")
    ]
    assert (on_hand(honey), on_hand(tea)) == (7, 9)  # ten, less three that were ordered; two of them are not there
    seen = find_parcel(parcel.producer_id, parcel.id, NOON)
    assert seen is not None
    assert [line.left for line in seen.lines] == [1, 1]
    assert [(step.status, step.pieces, step.reason) for step in list_steps(parcel.producer_id, parcel.id)] == [
        ("preparing", 0, ""),
        ("withdrawn", 2, "out_of_stock"),
    ]


def test_what_is_left_out_for_another_reason_goes_on_sale_again(app: Flask) -> None:
    honey = make_offer()
    order = bought((honey, 2), method=PaymentMethod.VIETQR)
    parcel = order.parcels[0]
    line = parcel.lines[0].id
    with transaction():
        cannot_supply(
            parcel.producer_id, parcel.id, {line: 2}, reason="other", words=" Xã  này ngập ", by=BY, at=NOON + DAY
        )
    assert (status_of(order), on_hand(honey)) == ("cancelled", 10)
    [due] = list_refunds_due()
    assert (due.amount_vnd, due.reason) == (order.total_vnd, "“Xã này ngập”")


def test_not_supplying_needs_pieces_and_a_reason(app: Flask) -> None:
    order = bought((make_offer(), 2))
    other = bought((make_offer(), 1)).parcels[0].lines[0].id
    parcel = order.parcels[0]
    line = parcel.lines[0].id
    for wanted, reason, words, refusal in (
        ({}, "out_of_stock", "", NothingLeftOut),
        ({line: 0}, "out_of_stock", "", NothingLeftOut),
        ({line: 1}, "", "", NoReason),
        ({line: 1}, "other", "  ", NoReason),
        ({other: 1}, "out_of_stock", "", NoSuchParcel),
        ({line: 3}, "out_of_stock", "", TooMany),
        ({line: -1}, "out_of_stock", "", TooMany),
    ):
        with pytest.raises(refusal), transaction():
            cannot_supply(parcel.producer_id, parcel.id, wanted, reason=reason, words=words, by=BY, at=NOON)
    assert status_of(order) == "preparing"


def test_the_shopper_cancels_while_the_producer_packs(app: Flask) -> None:
    order = bought((make_offer(), 1))
    parcel = order.parcels[0]
    with transaction():
        cancel_order(order.id, by="shopper", at=NOON, reason="changed_mind")
    with pytest.raises(WrongStatus) as refusal, transaction():
        pack(parcel.producer_id, [parcel.id], by=BY, at=NOON)
    assert refusal.value.status == "cancelled"
    seen = find_parcel(parcel.producer_id, parcel.id, NOON)
    assert seen is not None
    assert (seen.status, seen.recipient, seen.note) == ("cancelled", None, "")


def test_a_parcel_that_was_not_taken_comes_back_in_two_states(app: Flask) -> None:
    honey = make_offer()
    order = bought((honey, 3))
    producer, parcel = sent(order)
    line = order.parcels[0].lines[0].id
    with transaction():
        note_refused(producer, parcel, reason=" gọi không  được ", by=BY, at=NOON)
    for states, refusal in (({line: CameBack(3, 1)}, TooManyBack), ({0: CameBack(1)}, NoSuchParcel)):
        with pytest.raises(refusal), transaction():
            take_back_refused(producer, parcel, states, remark="", by=BY, at=NOON)
    assert status_of(order) == "refused"
    with transaction():
        take_back_refused(producer, parcel, {line: CameBack(2, 1)}, remark="một lọ vỡ", by=BY, at=NOON)
    assert (status_of(order), on_hand(honey)) == ("returned", 9)
    [row] = list_goods_back(known(producer, parcel)).values()
    assert (row.sellable, row.spoiled, row.remark, row.return_id) == (2, 1, "một lọ vỡ", None)
    with pytest.raises(SaidBefore), transaction():
        take_back_refused(producer, parcel, {line: CameBack(1)}, remark="", by=BY, at=NOON)
    assert on_hand(honey) == 9


def test_what_came_back_is_said_also_after_the_office_wrote_that_it_is_back(app: Flask) -> None:
    honey = make_offer()
    order = bought((honey, 1))
    producer, parcel = sent(order)
    with transaction():
        refuse_parcel(parcel, by="operator:1", at=NOON)
        return_parcel(parcel, by="operator:1", at=NOON)
    with transaction():
        take_back_refused(producer, parcel, {order.parcels[0].lines[0].id: CameBack(0, 1)}, remark="", by=BY, at=NOON)
    assert on_hand(honey) == 9


def test_a_return_is_seen_said_and_left_to_the_operator(app: Flask) -> None:
    order, producer, parcel = delivered(3)
    line = order.parcels[0].lines[0]
    with transaction():
        [asked] = [row.id for row in request_return(order.id, {line.id: 2}, reason="damaged", note="vỡ", at=NOON)]
    assert count_stall_returns(producer) == (1, 0)
    [seen] = list_stall_returns(producer, is_waiting=True)
    assert (seen.code, seen.quantity, seen.reason, seen.note, seen.waits_for_goods) == (
        order.code,
        2,
        "damaged",
        "vỡ",
        True,
    )
    assert list_returns_of_parcel(known(producer, parcel)) == [seen]
    with pytest.raises(TooManyBack), transaction():
        say_what_came_back(producer, asked, CameBack(2, 1), remark="", by=BY, at=NOON)
    with pytest.raises(TooManyBack), transaction():
        say_what_came_back(producer, asked, CameBack(-1, 1), remark="", by=BY, at=NOON)
    with transaction():
        say_what_came_back(producer, asked, CameBack(1, 1), remark=" nắp  hở ", by=BY, at=NOON)
    assert on_hand(line.variant_id) == 8
    with pytest.raises(SaidBefore), transaction():
        say_what_came_back(producer, asked, CameBack(1), remark="", by=BY, at=NOON)
    assert (count_stall_returns(producer), list_stall_returns(producer, is_waiting=True)) == ((0, 1), [])
    [said] = list_stall_returns(producer, is_waiting=False)
    assert (said.came, said.remark, said.status) == (CameBack(1, 1), "nắp hở", ReturnStatus.REQUESTED)
    assert {number: row.sellable for number, row in read_what_came_back([asked]).items()} == {asked: 1}
    assert list_refunds_due() == []
    with transaction():
        decide_return(asked, accepted=True, by="operator:1", at=NOON)
    assert [due.amount_vnd for due in list_refunds_due()] == [250_000]


def test_a_return_is_its_producers_alone_and_a_rejected_one_is_over(app: Flask) -> None:
    order, producer, _ = delivered(1)
    stranger = bought((make_offer(producer="HTX Hai"), 1)).parcels[0].producer_id
    with transaction():
        [asked] = [
            row.id
            for row in request_return(order.id, {order.parcels[0].lines[0].id: 1}, reason="other", note="x", at=NOON)
        ]
    assert (find_return(stranger, asked, NOON), count_stall_returns(stranger)) == (None, (0, 0))
    with pytest.raises(NoSuchParcel), transaction():
        say_what_came_back(stranger, asked, CameBack(1), remark="", by=BY, at=NOON)
    with transaction():
        decide_return(asked, accepted=False, by="operator:1", at=NOON, note="đã dùng")
    with pytest.raises(SaidBefore), transaction():
        say_what_came_back(producer, asked, CameBack(1), remark="", by=BY, at=NOON)
    assert read_what_came_back([]) == {}
