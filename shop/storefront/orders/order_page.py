"""What the order page shows, put together from the order's story: rows that templates only print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shop.catalogue import picture_of
from shop.delivery import PointOfSale, find_point_of_sale
from shop.orders import (
    DEAD,
    NEW,
    OrderLine,
    OrderStory,
    Parcel,
    ParcelStatus,
    PaymentMethod,
    RefundDue,
    Step,
    TakenBack,
)
from shop.storefront.orders.order_words import (
    cancel_reason_words,
    order_step_words,
    parcel_status_words,
    refund_words,
    return_reason_words,
    way_words,
)
from shop.values.dates import format_instant, vietnam_day
from shop.values.money import format_vnd
from shop.values.phone import format_phone
from shop.web.language import current_language
from shop.web.words import _

ENDED = (ParcelStatus.REFUSED, ParcelStatus.RETURNED, ParcelStatus.CANCELLED)
# The way of a parcel as dots: what it has passed is filled.
WAY = (ParcelStatus.PREPARING, ParcelStatus.PACKED, ParcelStatus.SHIPPED, ParcelStatus.DELIVERED)


@dataclass(frozen=True)
class Moment:
    """One line of `components/timeline.html`."""

    on: None
    when: str
    title: str
    text: str
    state: str


@dataclass(frozen=True)
class LineView:
    """One line as it was bought, with what became of it; amounts in dong."""

    line: OrderLine
    withdrawn: int
    can_give_back: int
    came: bool
    returns: tuple[TakenBack, ...]

    @property
    def drawing(self) -> str:
        """The drawing that stands for the good."""
        return picture_of(self.line.name_vi, self.line.kind)


@dataclass(frozen=True)
class WayStep:
    """One dot on the way of a parcel."""

    words: str
    is_passed: bool
    is_here: bool


@dataclass(frozen=True)
class ParcelView:
    """One producer's part of the order; `position` counts from one."""

    position: int
    parcel: Parcel
    producer_name: str
    status_words: str
    is_ended: bool
    lines: tuple[LineView, ...]
    way: tuple[WayStep, ...]
    moments: tuple[Moment, ...]
    reason: str
    expected: tuple[date, date] | None
    to_collect_vnd: int

    @property
    def number(self) -> int:
        """Its number, for anchors."""
        return self.parcel.id


@dataclass(frozen=True)
class OrderPage:
    """Everything of one order page beside money that comes and goes."""

    story: OrderStory
    parcels: tuple[ParcelView, ...]
    moments: tuple[Moment, ...]
    point: PointOfSale | None
    phone: str
    can_give_back: bool


def order_page(story: OrderStory, at: datetime) -> OrderPage:
    """The page of an order at an instant."""
    order = story.order
    parcels = tuple(_parcel_view(story, number, parcel, at) for number, parcel in enumerate(order.parcels, 1))
    point = find_point_of_sale(order.point_of_sale_id, with_closed=True) if order.point_of_sale_id else None
    return OrderPage(
        story=story,
        parcels=parcels,
        moments=_moments(story),
        point=point,
        phone=format_phone(order.phone) if order.phone else "",
        can_give_back=any(line.can_give_back for parcel in parcels for line in parcel.lines),
    )


def _parcel_view(story: OrderStory, position: int, parcel: Parcel, at: datetime) -> ParcelView:
    steps = story.steps_of(parcel)
    lines = tuple(_line_view(story, line, parcel, at) for line in parcel.lines)
    order = story.order
    return ParcelView(
        position=position,
        parcel=parcel,
        producer_name=parcel.lines[0].producer_name,
        status_words=parcel_status_words(parcel.status, parcel.kind),
        is_ended=parcel.status in ENDED,
        lines=lines,
        way=_way(parcel),
        moments=tuple(_parcel_moment(step, parcel, step is steps[-1]) for step in steps if step.from_status != NEW),
        reason=cancel_reason_words(steps[-1].reason) if parcel.status in ENDED and order.status not in DEAD else "",
        expected=_expected(parcel, steps),
        to_collect_vnd=_to_collect(lines, parcel) if order.method == PaymentMethod.COD else 0,
    )


def _to_collect(lines: tuple[LineView, ...], parcel: Parcel) -> int:
    """What the carrier asks for at the door: the pieces that come, and their delivery."""
    if parcel.status in (*ENDED, ParcelStatus.DELIVERED):
        return 0
    return sum((view.line.quantity - view.withdrawn) * view.line.unit_vnd for view in lines) + parcel.fee_vnd


def _line_view(story: OrderStory, line: OrderLine, parcel: Parcel, at: datetime) -> LineView:
    returns = tuple(taken for taken in story.taken_back if taken.order_line_id == line.id and taken.is_return)
    came = parcel.delivered_at is not None and story.left(line) > 0
    return LineView(line, story.withdrawn(line), story.can_give_back(line, parcel, at), came, returns)


def _way(parcel: Parcel) -> tuple[WayStep, ...]:
    """The dots; none where the parcel waits or is over in another way, as there is no way to show."""
    way = WAY if parcel.kind == "delivery" else (ParcelStatus.PREPARING, ParcelStatus.PACKED, ParcelStatus.DELIVERED)
    if parcel.status not in way:
        return ()
    here = way.index(ParcelStatus(parcel.status))
    return tuple(
        WayStep(way_words(status, parcel.kind), is_passed=number <= here, is_here=number == here)
        for number, status in enumerate(way)
    )


def _expected(parcel: Parcel, steps: list[Step]) -> tuple[date, date] | None:
    """The days on which a parcel that a carrier has should come."""
    if parcel.status != ParcelStatus.SHIPPED:
        return None
    sent = vietnam_day(steps[-1].at)
    return sent + timedelta(days=parcel.days_min), sent + timedelta(days=parcel.days_max)


def _parcel_moment(step: Step, parcel: Parcel, is_last: bool) -> Moment:
    words = parcel_status_words(step.to_status, parcel.kind)
    text = cancel_reason_words(step.reason)
    if step.to_status == ParcelStatus.SHIPPED and (parcel.carrier or parcel.tracking):
        text = f"{parcel.carrier} {parcel.tracking}".strip()
    return Moment(None, format_instant(step.at), words, text, _state(is_last, step.to_status in ENDED))


def _state(is_last: bool, is_ended: bool) -> str:
    return "ended" if is_ended else "now" if is_last else "past"


def _moments(story: OrderStory) -> tuple[Moment, ...]:
    """What happened to the order as a whole, the newest first."""
    found: list[tuple[datetime, str, str]] = []
    for step in story.steps_of_order:
        words = order_step_words(step.from_status, step.to_status, story.order.method)
        found.append((step.at, words, cancel_reason_words(step.reason)))
    found += [(taken.at, *_taken_words(story, taken)) for taken in story.taken_back]
    for refund in story.refunds:
        found += _refund_moments(refund)
    found.sort(key=lambda moment: moment[0])
    return tuple(
        Moment(None, format_instant(at), title, text, "now" if number == 0 else "past")
        for number, (at, title, text) in enumerate(reversed(found))
    )


def _taken_words(story: OrderStory, taken: TakenBack) -> tuple[str, str]:
    line = next(line for line in story.lines if line.id == taken.order_line_id)
    what = f"{taken.quantity} × {line.name_vi if current_language() == 'vi' else line.name_en or line.name_vi}"
    if taken.is_return:
        return _("You asked to give back: %(what)s", what=what), return_reason_words(taken.reason)
    return _("Not sent after all: %(what)s", what=what), cancel_reason_words(taken.reason)


def _refund_moments(refund: RefundDue) -> list[tuple[datetime, str, str]]:
    amount = format_vnd(refund.amount_vnd, current_language())
    found = [(refund.decided_at, _("%(amount)s is owed back to you", amount=amount), refund_words(refund.kind))]
    if refund.refunded_at is not None:
        found.append((refund.refunded_at, _("%(amount)s has been sent back", amount=amount), ""))
    return found
