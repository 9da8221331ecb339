"""Who acts, and on what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

FORMS_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Actor:
    """Who made a change: a person by number, or a part of the program by name (`command`, `jobs`)."""

    person_id: int | None
    name: str

    @classmethod
    def person(cls, person_id: int) -> Actor:
        """Somebody with an account."""
        return cls(person_id, "person")


@dataclass(frozen=True)
class Subject:
    """What was changed: a kind of thing (`person`, `order`) and its number."""

    kind: str
    id: int
