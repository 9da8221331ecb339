"""Who did something, in words: events name people by number only."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from shop.accounts import names_of
from shop.web.words import _


def actor_words(actors: Iterable[str]) -> Callable[[str], str]:
    """How each of these actors is called on a page: `operator:7` by name, parts of the program by what they are."""
    numbers = {int(number) for actor in actors if (number := actor.rpartition(":")[2]).isdigit()}
    names = names_of(numbers)

    def words(actor: str) -> str:
        number = actor.rpartition(":")[2]
        if number.isdigit():
            return names.get(int(number)) or _("a closed account")
        return _PARTS[actor]() if actor in _PARTS else actor

    return words


_PARTS = {
    "shopper": lambda: _("the shopper"),
    "shop": lambda: _("the shop by itself"),
    "operators": lambda: _("whoever is first"),
    "payments": lambda: _("the payment"),
    "demonstration": lambda: _("the demonstration"),
}
