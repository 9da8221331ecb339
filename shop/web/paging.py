"""The row of page numbers below a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, redirect

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


def pages_of(number: int, total: int, per_page: int, url_of: Callable[[int], str]) -> Pages:
    """The links around page `number`; `url_of` gives the address of a page."""
    count = max(1, -(-total // per_page))  # an empty list has one page
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


def pages_within(
    number: int, total: int, per_page: int, url_of: Callable[[int], str], *, runs_empty: bool = False
) -> Pages:
    """The links around page `number`; 404 for a page after the last one.

    `runs_empty`: rows leave this list while it is read and decided, so such a page leads to the last one there is.
    """
    pages = pages_of(number, total, per_page, url_of)
    if number > pages.count:
        abort(redirect(url_of(pages.count), 303) if runs_empty else 404)
    return pages
