"""Who acted, by name: the register keeps them by trade and number, so that a closed account leaves no name behind."""

from __future__ import annotations

import re
from collections.abc import Iterable

from shop.accounts import names_of
from shop.web.words import _

BY = re.compile(r"[a-z]+:(\d+)", re.ASCII)


class Persons:
    """The names behind some acts; `persons[act.by]` in templates. One statement, none for nobody."""

    def __init__(self, bys: Iterable[str | None]) -> None:
        numbers = {number for by in bys if (number := _number(by)) is not None}
        self._names = names_of(numbers)

    def __getitem__(self, by: str | None) -> str:
        number = _number(by)
        if number is None:
            return _("by file, from the command line")
        return self._names.get(number) or _("a closed account")


def _number(by: str | None) -> int | None:
    found = BY.fullmatch(by or "")
    return int(found[1]) if found else None
