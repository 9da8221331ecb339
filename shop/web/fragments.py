"""Pieces of pages that are printed again and again: `{% kept "card", card %} ... {% endkept %}` in templates.

A piece is kept under its language and the values behind its name. Whatever else it prints must be the same for the
life of the process (static addresses, texts), so no piece is ever too old: when a value changes, so does the key. Keys
are compared whole, so values must be hashable: frozen dataclasses, tuples, texts, numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import nodes
from jinja2.environment import Environment
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup

from shop.web.language import current_language

LETTERS_OF_A_GENERATION = 1_500_000


class Fragments:
    """Two generations of pieces: once the young one holds `limit` letters it becomes the old one, which is forgotten.

    A piece asked for again moves to the young one. That is nearly least-recently-used, without a lock: threads may at
    worst make a piece twice.
    """

    def __init__(self, limit: int = LETTERS_OF_A_GENERATION) -> None:
        self.limit = limit
        self._young: dict[Any, Markup] = {}
        self._old: dict[Any, Markup] = {}
        self._letters = 0

    def __len__(self) -> int:
        return len(self._young) + len(self._old)

    def find_or_make(self, key: Any, make: Callable[[], Markup]) -> Markup:
        """The piece kept under a key, made now when there is none."""
        piece = self._young.get(key)
        if piece is not None:
            return piece
        piece = self._old.get(key)
        if piece is None:
            piece = make()
        if self._letters >= self.limit:
            self._old, self._young, self._letters = self._young, {}, 0
        self._young[key] = piece
        self._letters += len(piece)
        return piece


class KeptTag(Extension):
    """The tag itself; one memory for each template environment."""

    tags = {"kept"}  # noqa: RUF012 - so Jinja declares it

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._fragments = Fragments()

    def parse(self, parser: Parser) -> nodes.Node:
        """`{% kept name, value, ... %}` up to `{% endkept %}`."""
        line = next(parser.stream).lineno
        key = parser.parse_tuple()
        body = parser.parse_statements(("name:endkept",), drop_needle=True)
        return nodes.CallBlock(self.call_method("keep", [key]), [], [], body).set_lineno(line)

    def keep(self, key: Any, caller: Callable[[], Markup]) -> Markup:
        """What stands between the tags, from memory where it was printed before with the same values."""
        return self._fragments.find_or_make((current_language(), key), caller)
