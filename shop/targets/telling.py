"""Mails to the people of stalls whose certified goods are not online yet: what is missing, and where it is done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from shop.accounts import list_people_of
from shop.notifications import queue_message
from shop.targets.operations import note_notices
from shop.targets.queries import last_notices
from shop.targets.rules import may_be_told
from shop.values.dates import vietnam_day

KIND = "coverage_notice"
GOODS_NAMED = 8


@dataclass(frozen=True)
class Lacking:
    """A producer, its goods that are not online, and what they lack in the words of shop.reports.Gap."""

    producer_id: int
    name: str
    slug: str
    goods: tuple[str, ...]
    gaps: tuple[str, ...]


def tell_producers(lacking: Sequence[Lacking], *, by: str, at: datetime) -> list[int]:
    """Queue a mail to everybody who runs these stalls; returns the producers that were told.

    Who has nobody, or was told within the last 14 days, is left out. Some statements, and one a mail.
    """
    people = list_people_of({one.producer_id for one in lacking})
    told_before = last_notices(people)
    told = []
    for one in lacking:
        if one.producer_id in people and may_be_told(told_before.get(one.producer_id), at):
            told.append(one.producer_id)
            for person in people[one.producer_id]:
                if person.email:
                    queue_message(
                        KIND,
                        f"{one.producer_id}:{vietnam_day(at)}:{person.id}",
                        to=person.email,
                        language=person.language,
                        at=at,
                        facts={"name": person.name, **_facts(one)},
                    )
    note_notices(told, by=by, at=at)
    return told


def count_who_may_be_told(producer_ids: Collection[int], at: datetime) -> int:
    """How many of these producers a press on the button would reach now."""
    people = list_people_of(producer_ids)
    told_before = last_notices(people)
    return sum(may_be_told(told_before.get(number), at) for number in people)


def _facts(one: Lacking) -> dict[str, object]:
    return {
        "producer": one.name,
        "stall": one.slug,
        "goods": list(one.goods[:GOODS_NAMED]),
        "more": max(0, len(one.goods) - GOODS_NAMED),
        "gaps": list(one.gaps),
    }
