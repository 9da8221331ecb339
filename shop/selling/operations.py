"""What a producer does with their parcels. Whose a parcel is is settled here; orders then decide whether it can be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from shop.database import across_stalls, db, insert_unless_taken
from shop.orders import (
    ParcelStatus,
    cancel_lines,
    deliver_parcel,
    pack_parcel,
    refuse_parcel,
    return_parcel,
    ship_parcel,
)
from shop.payments import collect_cash
from shop.selling.models import GoodsBack
from shop.selling.queries import list_chosen_parcels
from shop.selling.refusals import (
    NoCarrier,
    NoReason,
    NoSuchParcel,
    NothingLeftOut,
    SaidBefore,
    TextTooLong,
    TooManyBack,
)
from shop.selling.returns import find_return
from shop.selling.rules import (
    GONE_FROM_STOCK,
    LONGEST_REMARK,
    LONGEST_WORDS,
    NO_SUPPLY_REASONS,
    CameBack,
    StallLine,
    StallParcel,
)
from shop.stock import receive_stock
from shop.values.folding import tidy

LONGEST_CARRIER = 80
# An order's own work touches all of it: its status, what is owed back, what its shopper is told.
OWN_WORK = "the work of an order, after its parcel was found as this producer's"


def pack(producer_id: int, parcel_ids: Collection[int], *, by: str, at: datetime) -> None:
    """These parcels are packed, all or none. Refuses NoSuchParcel, and WrongStatus where one is not to be packed."""
    for parcel in _own(producer_id, parcel_ids, at):
        with across_stalls(OWN_WORK):
            pack_parcel(parcel.id, by=by, at=at)


def hand_to_carrier(producer_id: int, tracking: Mapping[int, str], *, carrier: str, by: str, at: datetime) -> None:
    """A carrier has these parcels, each by its tracking number (or ""), all or none; their shoppers are told.

    Refuses NoSuchParcel, NoCarrier, TextTooLong, and WrongStatus where one is not packed.
    """
    carrier = tidy(carrier)
    if not carrier:
        raise NoCarrier
    if any(len(text) > LONGEST_CARRIER for text in (carrier, *tracking.values())):
        raise TextTooLong(LONGEST_CARRIER)
    for parcel in _own(producer_id, tracking, at):
        with across_stalls(OWN_WORK):
            ship_parcel(parcel.id, carrier=carrier, tracking=tracking[parcel.id], by=by, at=at)


def hand_over(producer_id: int, parcel_id: int, *, collected_vnd: int | None, by: str, at: datetime) -> None:
    """The shopper has the parcel, and has paid exactly `collected_vnd` where it is paid in cash.

    Refuses NoSuchParcel, WrongStatus, and WrongAmount where the form showed another amount than is to be collected now.
    """
    parcel = _own(producer_id, (parcel_id,), at)[0]
    with across_stalls(OWN_WORK):
        if parcel.collect_vnd is None:
            deliver_parcel(parcel_id, by=by, at=at)
        else:
            collect_cash(parcel_id, collected_vnd or 0, by=by, at=at)


def note_refused(producer_id: int, parcel_id: int, *, reason: str, by: str, at: datetime) -> None:
    """The shopper did not take the parcel; it comes back. Refuses NoSuchParcel and WrongStatus."""
    _own(producer_id, (parcel_id,), at)
    with across_stalls(OWN_WORK):
        said = tidy(reason)[:LONGEST_WORDS]
        refuse_parcel(parcel_id, by=by, at=at, reason=f"“{said}”" if said else "not_taken")


def take_back_refused(
    producer_id: int, parcel_id: int, states: Mapping[int, CameBack], *, remark: str, by: str, at: datetime
) -> None:
    """A refused parcel is back: in which state its lines are; what can be sold again goes into stock.

    Refuses NoSuchParcel, WrongStatus and TooManyBack.
    """
    parcel = _own(producer_id, (parcel_id,), at)[0]
    lines = {line.id: line for line in parcel.lines}
    for line_id in states:
        if line_id not in lines:
            raise NoSuchParcel("line", line_id)
    if parcel.status is not ParcelStatus.RETURNED:  # the office may have written down that it is back
        with across_stalls(OWN_WORK):
            return_parcel(parcel_id, by=by, at=at)
    for line_id, came in states.items():
        _check_counts(lines[line_id], came, lines[line_id].left)
        _write_down(parcel, lines[line_id], came, return_id=None, remark=remark, by=by, at=at)


def say_what_came_back(producer_id: int, return_id: int, came: CameBack, *, remark: str, by: str, at: datetime) -> None:
    """What a shopper wanted to give back is here: how much, in which state; said once. The operator decides on money.

    What can be sold again goes into stock. Refuses NoSuchParcel, TooManyBack and SaidBefore.
    """
    asked = find_return(producer_id, return_id, at)
    if asked is None:
        raise NoSuchParcel("return", return_id)
    if asked.came is not None or asked.is_rejected:
        raise SaidBefore(return_id)
    _check_counts(asked.line, came, asked.quantity)
    _write_down(asked.parcel, asked.line, came, return_id=return_id, remark=remark, by=by, at=at)


def cannot_supply(  # noqa: PLR0913  each part of the answer is named by the caller
    producer_id: int,
    parcel_id: int,
    quantities: Mapping[int, int],
    *,
    reason: str,
    words: str = "",
    by: str,
    at: datetime,
) -> None:
    """Pieces of a parcel that is not sent yet cannot be sent; their price is owed back, and the shopper is told why.

    `reason` is one of NO_SUPPLY_REASONS; for `other` the `words` are the reason. What is not there, or not good enough,
    does not go on sale again. Refuses NoSuchParcel, NothingLeftOut, NoReason, TooMany and WrongStatus.
    """
    parcel = _own(producer_id, (parcel_id,), at)[0]
    wanted = {line_id: quantity for line_id, quantity in quantities.items() if quantity}
    if not wanted:
        raise NothingLeftOut
    for line_id in wanted:
        if line_id not in {line.id for line in parcel.lines}:
            raise NoSuchParcel("line", line_id)
    said = tidy(words)[:LONGEST_WORDS]
    if reason not in NO_SUPPLY_REASONS or (reason == "other" and not said):
        raise NoReason
    with across_stalls(OWN_WORK):
        cancel_lines(parcel.order_id, wanted, by=by, at=at, reason=f"“{said}”" if reason == "other" else reason)
        if reason in GONE_FROM_STOCK:
            _take_out_of_stock([line for line in parcel.lines if line.id in wanted], wanted, parcel.code, at)


def _take_out_of_stock(lines: Iterable[StallLine], pieces: Mapping[int, int], code: str, at: datetime) -> None:
    for line in sorted(lines, key=lambda line: line.variant_id):
        receive_stock(line.variant_id, -pieces[line.id], at=at, reason=f"cannot be supplied: {code}")


def _own(producer_id: int, parcel_ids: Collection[int], at: datetime) -> list[StallParcel]:
    """These parcels in the order of their orders' numbers, so that two who do several at once wait, never deadlock."""
    found = list_chosen_parcels(producer_id, parcel_ids, at)
    for missing in set(parcel_ids) - {parcel.id for parcel in found}:
        raise NoSuchParcel("parcel", missing)
    return sorted(found, key=lambda parcel: (parcel.order_id, parcel.id))


def _check_counts(line: StallLine, came: CameBack, most: int) -> None:
    if came.sellable < 0 or came.spoiled < 0 or came.sellable + came.spoiled > most:
        raise TooManyBack(line.id, most)


def _write_down(  # noqa: PLR0913
    parcel: StallParcel,
    line: StallLine,
    came: CameBack,
    *,
    return_id: int | None,
    remark: str,
    by: str,
    at: datetime,
) -> None:
    """The row decides: who comes second is told that it was said before, and nothing is put into stock twice."""
    number = insert_unless_taken(
        GoodsBack,
        producer_id=parcel.producer_id,
        parcel_id=parcel.id,
        order_line_id=line.id,
        return_id=return_id,
        sellable=came.sellable,
        spoiled=came.spoiled,
        remark=tidy(remark)[:LONGEST_REMARK],
        written_by=by,
        written_at=at,
    )
    if number is None:
        raise SaidBefore(return_id or 0)
    if came.sellable:
        with across_stalls("stock of a line that was found as this producer's"):
            receive_stock(line.variant_id, came.sellable, at=at, reason=f"came back: {parcel.code}")
            db.session.flush()
