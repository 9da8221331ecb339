"""Public addresses of producers and goods that are still free."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from shop.database import db
from shop.values.folding import slugify

LONGEST_SLUG = 100


class Slugs:
    """Public addresses that are still free: the name, else the name and what tells it apart, else numbered."""

    def __init__(self, column: Any) -> None:
        self._taken = set(db.session.scalars(select(column)))

    def take(self, name: str, distinction: str) -> str:
        """The address for a name, from now on taken."""
        base = slugify(name)[:LONGEST_SLUG].strip("-") or "ocop"
        slug, number = base, 2
        if slug in self._taken:
            slug = longer = f"{base}-{slugify(distinction)}"[:LONGEST_SLUG].strip("-")
            while slug in self._taken:
                slug, number = f"{longer}-{number}", number + 1
        self._taken.add(slug)
        return slug
