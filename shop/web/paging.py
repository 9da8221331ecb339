"""The row of page numbers below a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

NEAR = 2


@dataclass(frozen=True)
class PageLink:
    """One page number; `near` ones stay on narrow screens."""

    number: int
    url: str
    current: bool
    near: bool


@dataclass(frozen=True)
class Pages:
    """What `components/pagination.html` shows; None among the links stands for a gap."""

    number: int
    count: int
    total: int
    previous_url: str | None
    next_url: str | None
    links: list[PageLink | None]


def count_pages(total: int, per_page: int) -> int:
    """How many pages a list of so many rows fills; an empty list has one."""
    return max(1, -(-total // per_page))


def pages_of(number: int, total: int, per_page: int, url_of: Callable[[int], str]) -> Pages:
    """The links around page `number`; `url_of` gives the address of a page."""
    count = count_pages(total, per_page)
    shown = sorted({1, count, *range(max(1, number - NEAR), min(count, number + NEAR) + 1)})
    links: list[PageLink | None] = []
    for place, page in enumerate(shown):
        if place and shown[place - 1] != page - 1:
            links.append(None)
        links.append(PageLink(page, url_of(page), page == number, abs(page - number) <= 1 or page in (1, count)))
    return Pages(
        number=number,
        count=count,
        total=total,
        previous_url=url_of(number - 1) if number > 1 else None,
        next_url=url_of(number + 1) if number < count else None,
        links=links,
    )
