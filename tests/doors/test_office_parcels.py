"""The office: parcels several at once, one by one, and returns."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop import clock
from shop.database import transaction
from shop.orders import (
    OrderStatus,
    ParcelStatus,
    PaymentMethod,
    PlacedOrder,
    find_order,
    pack_parcel,
    request_return,
    ship_parcel,
)
from shop.payments import amount_to_collect, collect_cash
from tests.doors.office_visiting import act, entries, form_key, operator
from tests.factories.buying import make_offer, make_order

COD = PaymentMethod.COD
LIST = "/van-hanh/kien-hang"


@pytest.fixture
def desk(sqlite_app: Flask) -> FlaskClient:
    """An operator's browser."""
    return operator(sqlite_app)


def parcels_of(order: PlacedOrder) -> dict[int, str]:
    """Status of each parcel by number."""
    found = find_order(order.code)
    assert found
    return {parcel.id: parcel.status for parcel in found.parcels}


def test_parcels_are_packed_and_sent_several_at_once(desk: FlaskClient) -> None:
    orders = [make_order({make_offer(): 1}, method=COD) for _ in range(2)]
    numbers = [number for order in orders for number in parcels_of(order)]
    key = form_key()
    for _ in range(2):
        assert act(desk, f"{LIST}/dong-goi", key=key, parcel=numbers).status_code == 303
    assert all(set(parcels_of(order).values()) == {ParcelStatus.PACKED} for order in orders)
    (entry,) = entries("parcels_packed")
    assert entry.facts == {"parcels": sorted(numbers)}
    refused = act(desk, f"{LIST}/gui", parcel=numbers, **{f"tracking-{numbers[0]}": "TD-1"})
    assert refused.status_code == 422
    refused = act(desk, f"{LIST}/gui?status=packed", parcel=numbers, **{f"tracking-{numbers[0]}": "TD-1"})
    assert 'value="TD-1"' in refused.text
    assert refused.text.count(" checked") == 2
    typed = {f"tracking-{numbers[0]}": "TD-1", "carrier": "Xe nhà"}
    assert act(desk, f"{LIST}/gui", parcel=numbers, **typed).status_code == 303
    assert "TD-1" in desk.get(f"{LIST}?status=shipped").text
    assert len(entries("parcels_shipped")) == 1


def test_of_several_parcels_all_go_or_none(desk: FlaskClient) -> None:
    first, second = (make_order({make_offer(): 1}, method=COD) for _ in range(2))
    (one,), (two,) = parcels_of(first), parcels_of(second)
    act(desk, f"{LIST}/dong-goi", parcel=[one])
    assert act(desk, f"{LIST}/dong-goi", parcel=[one, two]).status_code == 303
    assert parcels_of(second) == {two: ParcelStatus.PREPARING}
    assert act(desk, f"{LIST}/gui", parcel=[one, two], carrier="Xe nhà").status_code == 422
    assert parcels_of(first) == {one: ParcelStatus.PACKED}
    assert act(desk, f"{LIST}/dong-goi").status_code == 303
    assert len(entries("parcels_packed")) == 1
    assert act(desk, f"{LIST}/gui", parcel=[one], carrier="x", **{f"tracking-{one}": "9" * 81}).status_code == 422
    assert act(desk, f"{LIST}/dong-goi", parcel=[99]).status_code == 404


def test_the_list_knows_what_is_late_and_whose_it_is(desk: FlaskClient) -> None:
    order = make_order({make_offer(producer="HTX Chiềng Đi"): 1}, method=COD)
    make_order({make_offer(producer="HTX Bảo Nhai"): 1}, method=COD)
    with clock.stopped_at(find_order(order.code).placed_at):  # type: ignore[union-attr]
        text = desk.get(LIST).text
        assert "hạn 23/11/2026" in text
        assert "quá hạn" not in text
    maker = find_order(order.code).parcels[0].producer_id  # type: ignore[union-attr]
    narrowed = desk.get(f"{LIST}?producer={maker}").text
    assert order.code in narrowed
    assert narrowed.count('class="row"') == 1
    assert desk.get(f"{LIST}?status=delivered").status_code == 200
    assert desk.get(f"{LIST}?page=2").status_code == 404


def test_packing_slips_say_what_to_pack_and_to_collect(desk: FlaskClient) -> None:
    order = make_order({make_offer(price=100_000): 2}, method=COD)
    (number,) = parcels_of(order)
    text = desk.get(f"{LIST}/phieu?parcel={number}&parcel=999").text
    assert order.code in text
    assert "0912 345 678" in text
    assert "230.000" in text
    assert desk.get(f"{LIST}/phieu").status_code == 404


def send(order: PlacedOrder) -> int:
    """Take the only parcel of an order on its way; its number."""
    (number,) = parcels_of(order)
    with transaction():
        pack_parcel(number, by="test", at=clock.now())
        ship_parcel(number, carrier="x", tracking="", by="test", at=clock.now())
    return number


def test_a_parcel_that_is_not_taken_comes_back(desk: FlaskClient) -> None:
    order = make_order({make_offer(): 1}, method=COD)
    number = send(order)
    for name, action in (("khong-nhan", "parcel_refused"), ("da-ve", "parcel_came_back")):
        key = form_key()
        for _ in range(2):
            assert act(desk, f"{LIST}/{number}/{name}", key=key, reason="Đi vắng").status_code == 303
        assert len(entries(action)) == 1
    assert parcels_of(order) == {number: ParcelStatus.RETURNED}
    assert act(desk, f"{LIST}/{number}/da-giao").status_code == 303
    assert entries("parcel_delivered") == []


def test_a_return_is_decided_once_and_a_no_gives_its_reason(desk: FlaskClient) -> None:
    order = make_order({make_offer(): 2}, method=COD)
    number = send(order)
    now = clock.now()
    with transaction():
        collect_cash(number, amount_to_collect(number), by="test", at=now)
    line = find_order(order.code).parcels[0].lines[0].id  # type: ignore[union-attr]
    with transaction():
        asked = [request_return(order.id, {line: 1}, reason="damaged", note="", at=now)[0].id for _ in range(2)]
    assert desk.get("/van-hanh/tra-hang").text.count("Quyết định</summary>") == 2
    path = f"/van-hanh/tra-hang/{asked[0]}/quyet-dinh"
    assert act(desk, path).status_code == 303
    assert act(desk, path, decision="reject").status_code == 303
    assert entries("return_rejected") == []
    act(desk, path, decision="reject", note="Hàng đúng như mô tả")
    act(desk, path, decision="accept")
    act(desk, f"/van-hanh/tra-hang/{asked[1]}/quyet-dinh", decision="accept")
    assert [len(entries(action)) for action in ("return_rejected", "return_accepted")] == [1, 1]
    found = find_order(order.code)
    assert found and found.status == OrderStatus.COMPLETED
    assert [refund.kind for refund in found.refunds] == ["return"]
    page = desk.get(f"/van-hanh/don-hang/{order.code}").text
    assert "Hàng đúng như mô tả" in page
    assert desk.get("/van-hanh/tra-hang?status=accepted").text.count('class="row"') == 1
    assert act(desk, "/van-hanh/tra-hang/99/quyet-dinh", decision="accept").status_code == 404


def test_cash_is_collected_whole_and_once(desk: FlaskClient) -> None:
    order = make_order({make_offer(price=100_000): 2}, method=COD)
    number = send(order)
    path = f"{LIST}/{number}"
    assert act(desk, f"{path}/da-giao").status_code == 303
    act(desk, f"{path}/thu-tien", amount="100.000")
    assert entries("parcel_cash_collected") == entries("parcel_delivered") == []
    assert "230.000" in desk.get(f"/van-hanh/don-hang/{order.code}").text
    key = form_key()
    for _ in range(2):
        assert act(desk, f"{path}/thu-tien", key=key, amount="230.000 đ").status_code == 303
    act(desk, f"{path}/thu-tien", amount="230000")
    (entry,) = entries("parcel_cash_collected")
    assert entry.facts == {"amount_vnd": 230_000}
    assert parcels_of(order) == {number: ParcelStatus.DELIVERED}
