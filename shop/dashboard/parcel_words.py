"""Parcels and returns in the words of a stall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint

from shop.orders import WITHDRAWN, ParcelKind, ParcelStatus, ReturnStatus
from shop.selling import NO_SUPPLY_REASONS, StallParcel, StallStep, When
from shop.web.words import _, ngettext

_P = ParcelStatus


@dataclass(frozen=True)
class Standing:
    """Where a thing stands, for people: label, tone (`wait`, `go`, `good`, `bad`, `over`) and icon."""

    label: str
    tone: str
    sign: str


def standing_of(parcel: StallParcel) -> Standing:
    """Where a parcel stands."""
    words, tone, sign = {
        _P.PREPARING: (_("To be packed"), "wait", "package"),
        _P.PACKED: (_("Packed, waits for the carrier"), "go", "package"),
        _P.SHIPPED: (_("On its way"), "go", "truck"),
        _P.DELIVERED: (_("The shopper has it"), "good", "check"),
        _P.REFUSED: (_("Not taken, on its way back"), "bad", "undo-2"),
        _P.RETURNED: (_("Back with you"), "over", "undo-2"),
        _P.CANCELLED: (_("Cancelled"), "over", "ban"),
    }[parcel.status]
    if parcel.status is _P.PACKED and parcel.kind != ParcelKind.DELIVERY:
        words = _("Packed, waits to be handed over")
    return Standing(words, tone, sign)


def return_standing(status: ReturnStatus) -> Standing:
    """What Chợ Phiên OCOP decided about a return."""
    words, tone, sign = {
        ReturnStatus.REQUESTED: (_("Not decided yet"), "wait", "clock"),
        ReturnStatus.ACCEPTED: (_("Accepted, the shopper gets the money back"), "good", "check"),
        ReturnStatus.REJECTED: (_("Not accepted"), "over", "x"),
    }[status]
    return Standing(words, tone, sign)


def tab_words(tab: str) -> str:
    """A heading of the list of parcels."""
    return {
        "preparing": lambda: _("To pack"),
        "packed": lambda: _("To hand over"),
        "sent": lambda: _("On their way"),
        "over": lambda: _("Done"),
    }[tab]()


def when_words(when: When) -> str:
    """A heading above parcels by the day they are due."""
    return {When.LATE: _("Overdue"), When.TODAY: _("Due today"), When.LATER: _("Later")}[when]


def supply_reason_words(reason: str) -> str:
    """Why goods cannot be supplied, as the producer chooses it."""
    return {
        "out_of_stock": lambda: _("I have none left"),
        "not_good_enough": lambda: _("What I have is not good enough to be sent"),
        "other": lambda: _("Another reason, which I write below"),
    }[reason]()


def supply_reasons() -> list[tuple[str, str]]:
    """The reasons that a producer can choose from, with their words."""
    return [(reason, supply_reason_words(reason)) for reason in NO_SUPPLY_REASONS]


def return_reason_words(reason: str) -> str:
    """Why a shopper wants to give something back."""
    return {
        "damaged": lambda: _("Damaged, spoiled or past its date"),
        "wrong_goods": lambda: _("Something else than ordered, or too few"),
        "not_as_described": lambda: _("Not as the page says"),
    }.get(reason, lambda: _("Another reason"))()


def step_words(step: StallStep) -> str:
    """What happened with a parcel."""
    if step.status == WITHDRAWN:
        return ngettext("%(num)s piece was left out", "%(num)s pieces were left out", step.pieces)
    return {
        _P.PREPARING: lambda: _("Ordered and paid, or to be paid on delivery"),
        _P.PACKED: lambda: _("Packed"),
        _P.SHIPPED: lambda: _("Given to the carrier"),
        _P.DELIVERED: lambda: _("The shopper has it"),
        _P.REFUSED: lambda: _("The shopper did not take it"),
        _P.RETURNED: lambda: _("Back with you"),
        _P.CANCELLED: lambda: _("Cancelled"),
    }[ParcelStatus(step.status)]()


def actor_words(actor: str) -> str:
    """Who did it: somebody of the stall, the shopper, or the shop."""
    if actor.startswith("producer:"):
        return _("your stall")
    return _("the shopper") if actor == "shopper" else "Chợ Phiên OCOP"


def why_words(reason: str) -> str:
    """Why a step was taken; empty where there is nothing to say. What stands in “ ” are a person's words."""
    if reason.startswith("“"):
        return reason
    known: dict[str, Callable[[], str]] = {
        "changed_mind": lambda: _("no longer wanted"),
        "wrong_details": lambda: _("something in the order was wrong"),
        "takes_too_long": lambda: _("it would have taken too long"),
        "certificate_revoked": lambda: _("the certificate was revoked"),
        "out_of_stock": lambda: _("none left"),
        "not_good_enough": lambda: _("not good enough to be sent"),
        "not_taken": lambda: _("not taken"),
    }
    return known[reason]() if reason in known else ""


def add_to(door: Blueprint) -> None:
    """Give templates these words."""
    for words in (
        standing_of,
        return_standing,
        tab_words,
        when_words,
        return_reason_words,
        step_words,
        actor_words,
        why_words,
    ):
        door.add_app_template_filter(words, f"stall_{words.__name__}")
    door.add_app_template_global(supply_reasons, "supply_reasons")
