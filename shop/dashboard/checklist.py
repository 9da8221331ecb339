"""What a stall still lacks: for selling, and for being trusted. Each step leads to the page where it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from shop.catalogue import StallGood
from shop.certification import Standing, register_picture
from shop.dashboard.stall import present_stall
from shop.stalls import Stall, StallBankAccount
from shop.web.words import _


@dataclass(frozen=True)
class Step:
    """One thing to do: what it is, why or how, where, and whether it is done. `url` is None where nobody here can."""

    words: str
    why: str
    url: str | None
    is_done: bool


def selling_steps(
    stall: Stall | None, goods: Sequence[StallGood], account: StallBankAccount | None, at: datetime
) -> list[Step]:
    """What is needed before money can come in, in the order in which it is best done."""
    here = present_stall()
    certified = any(one.standing is Standing.CERTIFIED for one in register_picture(at).of_producer(here.slug))
    on_sale = any(good.why_hidden is None or good.why_hidden.is_seen for good in goods)
    reached = stall is not None and bool(stall.phone and stall.street)
    return [
        Step(
            _("A certificate in force"),
            _("Only goods with an OCOP certificate of your own can be sold here."),
            _page("certificates.index"),
            certified,
        ),
        Step(
            _("A good on sale"),
            _("Photo, price, stock: then press “Put on sale”."),
            _page("goods.index"),
            on_sale,
        ),
        Step(
            _("Telephone and address"),
            _("The carrier collects parcels there, and calls when something is unclear."),
            _page("profile.contact"),
            reached,
        ),
        Step(
            _("Account for your money"),
            _("The shop transfers what it owes you there, twice a month.")
            if here.is_owner
            else _("An owner of the stall sets it, with the password."),
            _page("bank.index") if here.is_owner else None,
            account is not None,
        ),
    ]


def introduction_steps(stall: Stall | None, people: int) -> list[Step]:
    """What makes shoppers trust a stall; nothing of it is needed for selling."""
    return [
        Step(
            _("Your story"),
            _("Who you are, since when, what you do by hand."),
            _page("profile.story"),
            bool(stall and stall.story_vi),
        ),
        Step(
            _("A cover picture"),
            _("Your field, your workshop, your people at work."),
            _page("cover.index"),
            bool(stall and stall.cover),
        ),
        Step(
            _("The people behind it"),
            _("Shoppers buy from people. One face is enough."),
            _page("portraits.index"),
            people > 0,
        ),
        Step(
            _("Days on which you send"),
            _("So that nobody waits in vain."),
            _page("profile.contact"),
            bool(stall and stall.days),
        ),
        Step(
            _("Shown to shoppers"),
            _("Press “Show to shoppers” when you like what you see."),
            _page("profile.index"),
            bool(stall and stall.is_published),
        ),
    ]


def _page(name: str) -> str:
    return url_for(f"dashboard.{name}")
