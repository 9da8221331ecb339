"""Carts: capped by what there is, honest about what changed, one after login, gone when nobody wants them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from shop.cart import (
    MOST_LINES,
    BadQuantity,
    CartFull,
    LineReason,
    MergeKind,
    NotOnOffer,
    SoldOut,
    add_to_cart,
    count_pieces,
    find_cart,
    merge_carts,
    new_token,
    open_cart,
    read_cart,
    remove_line,
    return_to_cart,
    save_for_later,
    set_quantity,
    sweep_old_carts,
)
from shop.catalogue import change_price
from shop.certification import RevocationGround
from shop.database import db, transaction
from shop.stock import receive_stock
from tests.factories.acts import revoke_certificate
from tests.factories.buying import NOON, make_cart, make_offer
from tests.factories.people import make_person

DAY = timedelta(days=1)


def quantities(cart_id: int) -> dict[int, int]:
    found = {line.variant_id: line.quantity for line in read_cart(cart_id, NOON).lines}
    db.session.rollback()
    return found


def test_a_guest_is_known_by_the_token_and_an_account_by_its_number(app: Flask) -> None:
    token, person = new_token(), make_person().id
    with transaction():
        guest, account = open_cart(token=token, at=NOON), open_cart(account_id=person, at=NOON)
        assert (open_cart(token=token, at=NOON), open_cart(account_id=person, at=NOON)) == (guest, account)
    assert guest != account
    assert (find_cart(token=token), find_cart(account_id=person)) == (guest, account)
    assert (find_cart(token=new_token()), find_cart(), find_cart(token="")) == (None, None, None)
    assert len(token) == 43
    with pytest.raises(ValueError, match="needs"), transaction():
        open_cart(at=NOON)


def test_adding_adds_up_and_stops_at_what_is_left(app: Flask) -> None:
    honey = make_offer(on_hand=5)
    cart = make_cart({honey: 2})
    with transaction():
        assert add_to_cart(cart, honey, 2, at=NOON) == 4
        assert add_to_cart(cart, honey, 2, at=NOON) == 5
        assert set_quantity(cart, honey, 99, at=NOON) == 5
        assert set_quantity(cart, honey, 3, at=NOON) == 3
    assert (quantities(cart), count_pieces(cart)) == ({honey: 3}, 3)
    with transaction():
        assert set_quantity(cart, honey, 0, at=NOON) == 0
    assert quantities(cart) == {}


@pytest.mark.parametrize("quantity", [-1, 0, 100, 10**9])
def test_a_quantity_that_cannot_be(sqlite_app: Flask, quantity: int) -> None:
    cart, honey = make_cart({}), make_offer()
    with pytest.raises(BadQuantity), transaction():
        add_to_cart(cart, honey, quantity, at=NOON)


def test_what_cannot_be_bought_is_not_added(app: Flask) -> None:
    cart = make_cart({})
    lapsed, none_left = make_offer(decided_on="2020-01-01"), make_offer(on_hand=0)
    for variant, refusal in ((lapsed, NotOnOffer), (99, NotOnOffer), (none_left, SoldOut)):
        with pytest.raises(refusal) as refused, transaction():
            add_to_cart(cart, variant, 1, at=NOON)
        assert refused.value.variant_id == variant
    stranger = make_offer()
    with pytest.raises(NotOnOffer), transaction():
        set_quantity(cart, stranger, 1, at=NOON)


def test_a_cart_is_full_at_fifty_lines(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_LINES == 50
    monkeypatch.setattr("shop.cart.operations.MOST_LINES", 2)
    first, second, third = make_offer(), make_offer(), make_offer()
    cart = make_cart({first: 1, second: 1})
    with pytest.raises(CartFull), transaction():
        add_to_cart(cart, third, 1, at=NOON)
    with transaction():
        assert add_to_cart(cart, first, 1, at=NOON) == 2


def test_every_line_says_what_changed_and_counts_what_can_be_bought(app: Flask) -> None:
    same, dearer, fewer, sold, lapsing, revoked = (
        make_offer(price=10_000),
        make_offer(price=20_000),
        make_offer(price=30_000, on_hand=4),
        make_offer(on_hand=2),
        make_offer(decided_on="2023-11-20"),
        make_offer("Chuối ngự"),
    )
    cart = make_cart({same: 1, dearer: 2, fewer: 3, sold: 2, lapsing: 1, revoked: 1}, at=NOON - DAY)
    code = {line.variant_id: line.offer for line in read_cart(cart, NOON).lines}[revoked]
    assert code is not None
    with transaction():
        change_price(dearer, 25_000)
        receive_stock(fewer, -2, at=NOON, reason="broken")
        receive_stock(sold, -2, at=NOON, reason="broken")
        revoke_certificate(
            code.certificate_code, ground=RevocationGround.LAW_BROKEN, evidence="1", by="officer", at=NOON
        )
    contents = read_cart(cart, NOON)
    assert {line.variant_id: (line.reasons, line.counted) for line in contents.lines} == {
        same: ((), 1),
        dearer: ((LineReason.PRICE_CHANGED,), 2),
        fewer: ((LineReason.FEWER_LEFT,), 2),
        sold: ((LineReason.SOLD_OUT,), 0),
        lapsing: ((LineReason.LAPSED,), 0),
        revoked: ((LineReason.REVOKED,), 0),
    }
    assert (contents.goods_vnd, contents.count) == (10_000 + 50_000 + 60_000, 5)
    [price] = [
        (line.price_seen_vnd, line.offer and line.offer.price_vnd)
        for line in contents.lines
        if line.variant_id == dearer
    ]
    assert price == (20_000, 25_000)
    [gone] = [line.not_offered for line in contents.lines if line.variant_id == lapsing]
    assert gone is not None
    assert (str(gone.last_valid_day), gone.slug.startswith("mat-ong")) == ("2026-11-20", True)
    assert (contents.can_be_ordered, contents.is_empty) == (True, False)
    assert [parcel.goods_vnd for parcel in contents.parcels] == [120_000]


def test_kept_for_later_is_shown_but_not_bought(app: Flask) -> None:
    honey, tea = make_offer(on_hand=5), make_offer()
    cart = make_cart({honey: 3, tea: 1})
    with transaction():
        save_for_later(cart, honey)
        remove_line(cart, tea)
    contents = read_cart(cart, NOON)
    assert ([line.variant_id for line in contents.saved], contents.lines, count_pieces(cart)) == ([honey], (), 0)
    with transaction():
        receive_stock(honey, -3, at=NOON, reason="broken")
        assert return_to_cart(cart, honey, at=NOON) == 2
    assert quantities(cart) == {honey: 2}
    with pytest.raises(NotOnOffer), transaction():
        return_to_cart(cart, tea, at=NOON)


def test_two_carts_become_one_with_a_word_on_each_line(app: Flask) -> None:
    new, more, too_many, sold, later = (make_offer(on_hand=5) for _ in range(5))
    person = make_person().id
    guest = make_cart({new: 1, more: 2, too_many: 4, sold: 1, later: 1})
    account = make_cart({more: 1, too_many: 3}, account_id=person)
    with transaction():
        save_for_later(guest, later)
        receive_stock(sold, -5, at=NOON, reason="broken")
    with transaction():
        notes = merge_carts(guest, account, at=NOON)
        assert merge_carts(account, account, at=NOON) == ()
    assert {note.variant_id: (note.kind, note.quantity) for note in notes} == {
        new: (MergeKind.ADDED, 1),
        more: (MergeKind.RAISED, 3),
        too_many: (MergeKind.CAPPED, 5),
        sold: (MergeKind.DROPPED, 0),
    }
    assert quantities(account) == {new: 1, more: 3, too_many: 5, sold: 1}
    contents = read_cart(account, NOON)
    assert [line.variant_id for line in contents.saved] == [later]
    assert read_cart(guest, NOON).is_empty


def test_old_guests_carts_go_and_others_stay(app: Flask) -> None:
    honey = make_offer()
    old, used, theirs = (
        make_cart({honey: 1}, at=NOON - 90 * DAY),
        make_cart({honey: 1}, at=NOON - 90 * DAY),
        make_cart({honey: 1}, at=NOON - 90 * DAY, account_id=make_person().id),
    )
    with transaction():
        set_quantity(used, honey, 2, at=NOON)
        assert sweep_old_carts(NOON - 60 * DAY) == 1
    assert [quantities(cart) for cart in (old, used, theirs)] == [{}, {honey: 2}, {honey: 1}]


def test_no_cart_is_an_empty_cart(sqlite_app: Flask) -> None:
    assert read_cart(None, NOON).is_empty
    assert not read_cart(None, NOON).can_be_ordered
