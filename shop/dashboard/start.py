"""Today: what waits for a hand in the stall, the most urgent first, and what it still lacks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template, url_for

from shop import clock
from shop.catalogue import StallGood, WhyHidden, list_stall_goods
from shop.dashboard.certificate_tasks import certificate_tasks
from shop.dashboard.checklist import introduction_steps, selling_steps
from shop.dashboard.counts import count_of
from shop.dashboard.stall import present_stall
from shop.stalls import find_bank_account, find_stall, list_portraits
from shop.web.stall_words import day_names
from shop.web.words import ngettext

door = Blueprint("start", __name__)

# Certificates that ended or were taken back: shoppers see nothing of these goods any more.
ENDED = (WhyHidden.LAPSED, WhyHidden.REVOKED)


@dataclass(frozen=True)
class Task:
    """Something that waits: how much of it in words, where, and whether it cannot wait."""

    words: str
    url: str
    sign: str
    is_urgent: bool


@dataclass(frozen=True)
class Kind:
    """A kind of things that wait, by the name under which the menu counts them."""

    counted: str
    endpoint: str
    sign: str
    words: Callable[[int], str]
    is_urgent: bool = False


KINDS = (
    Kind(
        "parcels_late",
        "dashboard.parcels.index",
        "clock",
        lambda count: ngettext("%(num)s parcel should have gone out", "%(num)s parcels should have gone out", count),
        is_urgent=True,
    ),
    Kind(
        "parcels",
        "dashboard.parcels.index",
        "package",
        lambda count: ngettext("%(num)s parcel to send", "%(num)s parcels to send", count),
    ),
    Kind(
        "returns",
        "dashboard.returns.index",
        "undo-2",
        lambda count: ngettext("%(num)s return to look at", "%(num)s returns to look at", count),
    ),
    Kind(
        "enquiries",
        "dashboard.enquiries.index",
        "mail",
        lambda count: ngettext("%(num)s enquiry to answer", "%(num)s enquiries to answer", count),
    ),
    Kind(
        "reviews",
        "dashboard.reviews.index",
        "message-circle",
        lambda count: ngettext("%(num)s review to answer", "%(num)s reviews to answer", count),
    ),
)


@door.get("")
def index() -> str:
    """The first page of a stall."""
    here, at, today = present_stall(), clock.now(), clock.today()
    stall = find_stall(here.producer_id)
    holiday = stall.planned_holiday if stall and stall.planned_holiday else None
    rests = holiday is not None and holiday.covers(today)
    goods = list_stall_goods(here.producer_id, at, is_away=rests)
    selling = selling_steps(stall, goods, find_bank_account(here.producer_id), at)
    telling = introduction_steps(stall, len(list_portraits(here.producer_id)))
    return render_template(
        "dashboard/start/index.html",
        today=today,
        weekday=day_names()[today.weekday()],
        tasks=[*_counted_tasks(), *_tasks_of_certificates(here.producer_id, at), *_tasks_of_goods(goods)],
        holiday=holiday if holiday and holiday.last_day >= today else None,
        rests=rests,
        selling=selling,
        telling=telling,
        on_sale=sum(good.why_hidden is None for good in goods),
        known=stall,
    )


def _counted_tasks() -> list[Task]:
    found = []
    for kind in KINDS:
        count = count_of(kind.counted)
        if count:
            found.append(Task(kind.words(count), url_for(kind.endpoint), kind.sign, kind.is_urgent))
    return found


def _tasks_of_certificates(producer_id: int, at: datetime) -> list[Task]:
    return [
        Task(words, url, "award", is_urgent=is_urgent) for words, url, is_urgent in certificate_tasks(producer_id, at)
    ]


def _tasks_of_goods(goods: Sequence[StallGood]) -> list[Task]:
    url = url_for("dashboard.goods.index")
    ended = sum(good.why_hidden in ENDED for good in goods)
    empty = sum(good.why_hidden is WhyHidden.SOLD_OUT for good in goods)
    drafts = sum(good.why_hidden is WhyHidden.DRAFT for good in goods)
    rows = (
        (
            ended,
            "calendar-clock",
            ngettext(
                "%(num)s good is hidden: its certificate has ended",
                "%(num)s goods are hidden: their certificates have ended",
                ended,
            ),
        ),
        (empty, "package", ngettext("%(num)s good is sold out", "%(num)s goods are sold out", empty)),
        (drafts, "pencil", ngettext("%(num)s draft to finish", "%(num)s drafts to finish", drafts)),
    )
    return [Task(words, url, sign, is_urgent=False) for count, sign, words in rows if count]
