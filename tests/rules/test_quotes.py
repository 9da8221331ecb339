"""Quotes: what can be bought is what is charged, to the dong; shares are shared out without loss."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.cart import CartContents, CartLine, LineReason, MergeKind
from shop.cart.rules import SoldOut, capped, merged_line
from shop.catalogue import NotOffered, Offer, WhyNot
from shop.delivery import Address, FeeRow, FeeTable, NoDeliveryThere, Zone, zone_between
from shop.delivery.rules import BadFeeTable, check_fees
from shop.orders.quote import Destination, quote
from shop.orders.rules import DestinationKind, ParcelKind
from shop.orders.snapshots import hash_lines, snapshots_of
from shop.values.money import share_out

NOON = datetime.fromisoformat("2026-11-21T12:00:00+07:00")
FEES = FeeTable(
    tuple(FeeRow(zone, grams, fee, 1, 3) for zone in Zone for grams, fee in ((1_000, 15_000), (500_000_000, 40_000)))
)
THERE = Destination(DestinationKind.DELIVERY, Address("01", "Hà Nội", "00004", "Ba Đình", "1"))


def offer(variant_id: int = 1, *, price: int = 1_000, on_hand: int = 10, producer: int = 1, **changes: object) -> Offer:
    base = Offer(
        variant_id=variant_id,
        product_id=variant_id,
        good_id=variant_id,
        slug=f"hang-{variant_id}",
        kind="honey",
        name_vi="Mật ong",
        name_en="Honey",
        pack_vi="Hộp",
        pack_en="Box",
        price_vnd=price,
        weight_grams=600,
        on_hand=on_hand,
        producer_id=producer,
        producer_name=f"HTX {producer}",
        producer_slug=f"htx-{producer}",
        producer_province="15",
        commission_basis_points=1_000,
        certificate_id=variant_id,
        certificate_code="CODE",
        stars=4,
        valid_from=NOON - timedelta(days=9),
        valid_until=NOON + timedelta(days=variant_id),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


lines = st.lists(
    st.tuples(st.integers(1, 99), st.integers(1, 10**9), st.integers(0, 120), st.integers(1, 4), st.booleans()),
    max_size=12,
).map(
    lambda drawn: tuple(
        CartLine(
            number,
            quantity,
            price,
            offer(number, price=price, on_hand=left, producer=producer, kind="homestay" if stay else "honey"),
        )
        for number, (quantity, price, left, producer, stay) in enumerate(drawn, 1)
    )
)


@given(lines)
def test_the_total_is_its_parcels_and_the_parcels_are_the_lines(drawn: tuple[CartLine, ...]) -> None:
    found = quote(CartContents(drawn), THERE, FEES)
    bought = [line for line in drawn if line.counted]
    assert sorted(line.variant_id for line in found.lines) == [line.variant_id for line in bought]
    assert found.goods_vnd == sum(
        min(line.quantity, line.offer.on_hand) * line.price_seen_vnd for line in bought if line.offer
    )
    assert found.total_vnd == found.goods_vnd + sum(parcel.fee.fee_vnd for parcel in found.parcels)
    assert found.earliest_valid_until == min((line.offer.valid_until for line in bought if line.offer), default=None)
    keys = [(parcel.producer_id, parcel.kind) for parcel in found.parcels]
    assert len(set(keys)) == len(keys)
    assert all((parcel.kind is ParcelKind.VOUCHER) == (parcel.fee.fee_vnd == 0) for parcel in found.parcels)


@given(lines)
def test_the_shares_of_a_parcel_are_its_price(drawn: tuple[CartLine, ...]) -> None:
    for parcel in quote(CartContents(drawn), THERE, FEES).parcels:
        rows = snapshots_of(parcel)
        assert sum(row["commission_vnd"] for row in rows) == parcel.goods_vnd // 10  # the 10 % of these offers
        assert all(row["commission_vnd"] >= 0 and row["producer_share_vnd"] >= 0 for row in rows)
        assert sum(row["commission_vnd"] + row["producer_share_vnd"] for row in rows) == parcel.goods_vnd
        assert hash_lines(rows) == hash_lines(reversed(rows))


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=20).filter(any))
def test_sharing_out_loses_nothing_and_is_fair_to_the_dong(amount: int, weights: list[int]) -> None:
    parts = share_out(amount, weights)
    assert sum(parts) == amount
    assert all(
        abs(part * sum(weights) - amount * weight) < sum(weights) for part, weight in zip(parts, weights, strict=True)
    )


def test_sharing_out_by_largest_remainder() -> None:
    assert share_out(100, [1, 1, 1]) == [34, 33, 33]
    assert share_out(10, [3, 3, 1]) == [4, 4, 2]
    assert share_out(0, [5]) == [0]
    for amount, weights in ((1, [0, 0]), (1, [-1, 2]), (-1, [1])):
        with pytest.raises(ValueError, match="sharing out"):
            share_out(amount, weights)


@pytest.mark.parametrize("column", ["unit_vnd", "name_vi", "valid_until", "last_valid_day", "commission_vnd"])
def test_the_hash_notices_every_change(column: str) -> None:
    [parcel] = quote(CartContents((CartLine(1, 1, 1_000, offer()),)), THERE, FEES).parcels
    [row] = snapshots_of(parcel)
    changed = row[column] + (
        timedelta(days=1) if column.startswith(("valid", "last")) else "x" if column == "name_vi" else 1
    )
    assert hash_lines([row]) != hash_lines([row | {column: changed}])


@pytest.mark.parametrize(
    ("line", "reasons", "counted"),
    [
        (CartLine(1, 2, 1_000, offer()), (), 2),
        (CartLine(1, 2, 900, offer()), (LineReason.PRICE_CHANGED,), 2),
        (CartLine(1, 12, 1_000, offer()), (LineReason.FEWER_LEFT,), 10),
        (CartLine(1, 2, 900, offer(on_hand=0)), (LineReason.SOLD_OUT, LineReason.PRICE_CHANGED), 0),
        (CartLine(1, 2, 900), (LineReason.NOT_OFFERED,), 0),
        *[
            (CartLine(1, 2, 900, None, NotOffered(1, "x", "x", "x", "x", "x", why, None)), (LineReason(why),), 0)
            for why in WhyNot
        ],
    ],
)
def test_what_a_line_says(line: CartLine, reasons: tuple[LineReason, ...], counted: int) -> None:
    assert (line.reasons, line.counted) == (reasons, counted)


@pytest.mark.parametrize(
    ("guest", "account", "on_hand", "expected"),
    [
        (2, 0, 10, (MergeKind.ADDED, 2)),
        (2, 3, 10, (MergeKind.RAISED, 5)),
        (8, 3, 10, (MergeKind.CAPPED, 10)),
        (60, 60, 500, (MergeKind.CAPPED, 99)),
        (1, 12, 10, (MergeKind.CAPPED, 12)),
        (2, 3, 0, (MergeKind.DROPPED, 3)),
    ],
)
def test_two_carts_become_one(guest: int, account: int, on_hand: int, expected: tuple[MergeKind, int]) -> None:
    note = merged_line(1, guest, account, offer(on_hand=on_hand))
    assert (note.kind, note.quantity) == expected


def test_a_pack_that_is_not_on_offer_joins_nothing() -> None:
    assert merged_line(1, 2, 3, None).kind is MergeKind.DROPPED
    with pytest.raises(SoldOut):
        capped(1, offer(on_hand=0))


@pytest.mark.parametrize(
    ("origin", "target", "zone"),
    [
        ("15", "15", Zone.PROVINCE),
        ("15", "14", Zone.REGION),
        ("15", "01", Zone.PART),
        ("15", "79", Zone.COUNTRY),
        ("79", "92", Zone.PART),
        (None, "15", Zone.COUNTRY),
        ("15", "99", Zone.COUNTRY),
    ],
)
def test_how_far_it_is(origin: str | None, target: str, zone: Zone) -> None:
    assert zone_between(origin, target) is zone


@pytest.mark.parametrize(("grams", "fee"), [(0, 15_000), (1_000, 15_000), (1_001, 40_000), (500_000_000, 40_000)])
def test_the_lightest_fitting_step_counts(grams: int, fee: int) -> None:
    assert FEES.fee(Zone.REGION, grams).fee_vnd == fee


def test_beyond_the_table_nothing_goes() -> None:
    with pytest.raises(NoDeliveryThere):
        FEES.fee(Zone.REGION, 500_000_001)


@pytest.mark.parametrize(
    "row",
    [
        FeeRow(Zone.PART, 0, 1, 1, 2),
        FeeRow(Zone.PART, 5, -1, 1, 2),
        FeeRow(Zone.PART, 5, 1, 3, 2),
        FeeRow(Zone.PART, 9, 1, 1, 2),
    ],
)
def test_a_table_that_cannot_be(row: FeeRow) -> None:
    with pytest.raises(BadFeeTable):
        check_fees([FeeRow(Zone.PART, 9, 1, 1, 2), row])
