"""When a sale was really made, what of a share goes back with a piece, and whatever a booth may send is understood
or held, never stumbled over."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.certification import CertificateFacts, in_force_throughout
from shop.fairs import BadItem
from shop.fairs.sale_body import identity_of, read_sale
from shop.fairs.sale_rules import TOLERANCE, Shares, correct_time, missing_numbers, shares_of_pieces, shares_of_sale
from shop.fairs.session_body import read_session
from tests.factories.booths import a_sale, open_session

CONTACT = datetime(2026, 11, 21, 1, tzinfo=UTC)
RECEIPT = CONTACT + timedelta(days=3)
# The clocks of the catalogue of trouble (E6), against the true time.
WRONG = (
    timedelta(minutes=5),
    timedelta(minutes=-5),
    timedelta(hours=7),
    timedelta(hours=-7),
    timedelta(days=3),
    timedelta(days=-3),
    datetime(1970, 1, 1, tzinfo=UTC) - CONTACT,
)
MILLISECOND = timedelta(milliseconds=1)
any_instant = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
offsets = st.none() | st.integers(-(2**45), 2**45)


@pytest.mark.parametrize("error", WRONG, ids=str)
@given(at=st.datetimes(CONTACT.replace(tzinfo=None), RECEIPT.replace(tzinfo=None), timezones=st.just(UTC)))
def test_a_wrong_clock_is_corrected_where_the_offset_was_known(error: timedelta, at: datetime) -> None:
    found = correct_time(at + error, -(error // MILLISECOND), earliest=CONTACT, received=RECEIPT)
    assert abs(found.at - at) < TOLERANCE
    assert (found.earliest, found.latest, found.is_known, found.is_contradicted) == (found.at, found.at, True, False)


@pytest.mark.parametrize("error", WRONG, ids=str)
def test_without_an_offset_a_wrong_clock_decides_nothing(error: timedelta) -> None:
    found = correct_time(CONTACT + timedelta(hours=5) + error, None, earliest=CONTACT, received=RECEIPT)
    assert (found.earliest, found.latest, found.is_known) == (CONTACT, RECEIPT, False)


@given(any_instant, offsets, any_instant, any_instant)
def test_no_sale_lies_before_the_last_contact_or_after_its_receipt(
    told: datetime, offset: int | None, earliest: datetime, received: datetime
) -> None:
    found = correct_time(told, offset, earliest=earliest, received=received)
    assert min(earliest, received) - MILLISECOND < found.at <= received
    assert found.earliest <= found.latest
    claimed = told + timedelta(milliseconds=offset or 0) if offset is not None else None
    if claimed is not None and not found.is_contradicted:
        assert abs(claimed - found.at) <= TOLERANCE + MILLISECOND


days = st.integers(0, 40).map(lambda day: date(2026, 1, 1) + timedelta(days=day))
certificates = st.lists(
    st.builds(
        lambda number, first, length: CertificateFacts(number, 3, first, first + timedelta(days=length)),
        st.integers(1, 99),
        days,
        st.integers(0, 9),
    ),
    max_size=5,
)
moments = st.integers(-24, 50 * 24).map(lambda hour: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour))


@given(certificates, moments, st.integers(0, 240))
def test_in_force_all_the_time_is_in_force_at_each_moment(
    held: list[CertificateFacts], earliest: datetime, hours: int
) -> None:
    moments = [earliest + timedelta(hours=hour) for hour in range(hours + 1)]
    each = all(any(one.is_in_force(moment) for one in held) for moment in moments)
    # Certificates begin and end at midnight in Vietnam, which is a whole hour.
    assert in_force_throughout(held, earliest, moments[-1]) == each


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8), st.integers(0, 5_000))
def test_the_shares_of_a_sale_add_up_and_the_shop_never_rounds_up(amounts: list[int], basis_points: int) -> None:
    shares = shares_of_sale(amounts, basis_points)
    assert [share.commission_vnd + share.producer_share_vnd for share in shares] == amounts
    assert sum(share.commission_vnd for share in shares) == sum(amounts) * basis_points // 10_000
    assert all(0 <= share.commission_vnd <= amount for share, amount in zip(shares, amounts, strict=True))


@given(st.integers(1, 200), st.integers(0, 10**7), st.integers(0, 5_000), st.data())
def test_pieces_give_back_the_whole_exactly(quantity: int, unit: int, basis_points: int, data: st.DataObject) -> None:
    [line] = shares_of_sale([quantity * unit], basis_points)
    back, given_back = 0, []
    while back < quantity:
        pieces = data.draw(st.integers(1, quantity - back))
        share = shares_of_pieces(line, quantity, before=back, pieces=pieces)
        assert share.commission_vnd + share.producer_share_vnd == pieces * unit
        given_back.append(share)
        back += pieces
    assert sum(share.commission_vnd for share in given_back) == line.commission_vnd
    assert all(share.commission_vnd >= 0 and share.producer_share_vnd >= 0 for share in given_back)


def test_nothing_sold_shares_nothing() -> None:
    assert shares_of_sale([0, 0], 1_000) == [Shares(0, 0), Shares(0, 0)]


def test_which_numbers_are_missing() -> None:
    assert missing_numbers([2, 4, 9], 1, 5) == [1, 3, 5]


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
SALE = a_sale({1: 2}, seq=3, hash="0" * 64, previous_hash="", known_at_ms=5, snapshot_made_at="2026-11-21T00:00:00Z")
SESSION = {
    **open_session("6f9d6a51-9c1e-4b61-8a43-9f5d2e8a0c11"),
    "drawer": [{"entry_id": "e1", "at": "2026-11-21T00:00:00Z", "kind": "in", "amount_vnd": 5, "reason": ""}],
    "closed": {
        "closed_at": "2026-11-21T00:00:00Z",
        "counted_vnd": 5,
        "denominations": {"1000": 1},
        "manifest": {"count": 0, "sum_vnd": 0, "first_seq": 0, "last_seq": 0, "hash": ""},
    },
}


def _spoiled(whole: Any, data: st.DataObject) -> Any:
    """The same with something else somewhere, or nothing at all there."""
    if not isinstance(whole, (dict, list)) or not whole or data.draw(st.integers(0, 3)) == 0:
        return data.draw(plain)
    place = data.draw(st.sampled_from(sorted(whole) if isinstance(whole, dict) else range(len(whole))))
    copy = dict(whole) if isinstance(whole, dict) else list(whole)
    if isinstance(copy, dict) and data.draw(st.booleans()):
        del copy[place]
    else:
        copy[place] = _spoiled(whole[place], data)
    return copy


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_whatever_is_sent_as_a_sale_is_understood_or_held(data: st.DataObject) -> None:
    item = json.loads(json.dumps(_spoiled(SALE, data)))
    kept, body_hash = identity_of(item)
    assert identity_of(json.loads(kept)) == (kept, body_hash) and kept.isascii()
    try:
        body = read_sale(item)
    except BadItem as refusal:
        assert len(refusal.detail) <= 200
        return
    assert 0 <= body.total_vnd < 2**62
    assert "\x00" not in body.cashier + body.reason + body.code


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_whatever_is_sent_as_a_session_is_understood_or_held(data: st.DataObject) -> None:
    item = json.loads(json.dumps(_spoiled(SESSION, data)))
    try:
        body = read_session(item)
    except BadItem as refusal:
        assert len(refusal.detail) <= 200
        return
    assert body.float_vnd >= 0


@pytest.mark.parametrize("value", ["9" * 5_000, "99999999", "١٠٠٠", "1.000", ""])
def test_what_is_no_note_or_coin_is_held(value: str) -> None:
    closed = {**SESSION["closed"], "denominations": {value: 1}}
    with pytest.raises(BadItem):
        read_session({**SESSION, "closed": closed})


def test_the_whole_is_understood() -> None:
    assert read_sale(SALE).lines[0].quantity == 2
    assert read_session(SESSION).closing is not None


@pytest.mark.parametrize(
    ("told", "instant"),
    [
        ("2026-11-21T12:00:00+07:00", "2026-11-21T05:00:00+00:00"),
        ("2026-11-21T05:00:00Z", "2026-11-21T05:00:00+00:00"),
        ("2026-11-21T05:00:00.123Z", "2026-11-21T05:00:00.123000+00:00"),
        ("2026-11-21T12:00:00", "2026-11-21T05:00:00+00:00"),  # no zone: by a clock in Vietnam
    ],
)
def test_instants_as_devices_write_them(told: str, instant: str) -> None:
    body = read_sale({**SALE, "sold_at": told})
    assert body.told_at.isoformat() == instant
    assert (body.offset_ms is None) == (told[-1] == "0" and "+" not in told)
