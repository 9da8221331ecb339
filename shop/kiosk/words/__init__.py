"""The kiosk's words: one module a screen with `WORDS`, joined here and sent to the tablet in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import TypeAlias

from flask import Flask

# Stays in place of a number, for the tablet to fill: `ngettext("%(num)s piece", "%(num)s pieces", n, num=NUM)`.
NUM = "%(num)s"


@dataclass(frozen=True)
class Counted:
    """Words that differ by number."""

    words: Callable[[int], str]


Words: TypeAlias = "dict[str, Callable[[], str] | Counted]"
# What the tablet is sent: a text, or the texts for one and for many.
Spoken: TypeAlias = "dict[str, str | list[str]]"


def counted(words: Callable[[int], str]) -> Counted:
    """Words that differ by number, in the form `lambda n: ngettext(one, many, n, num=NUM)`."""
    return Counted(words)


def spoken_in(app: Flask, language: str) -> Spoken:
    """All words in a language, by their keys."""
    with app.test_request_context("/", environ_overrides={"shop.language": language}):
        return {
            key: [words.words(1), words.words(2)] if isinstance(words, Counted) else words()
            for key, words in sorted(all_words().items())
        }


def all_words() -> Words:
    """The words of all modules beside this one; a key stands in one of them only."""
    joined: Words = {}
    for module in iter_modules(__path__):
        own: Words = import_module(f"{__name__}.{module.name}").WORDS
        if twice := joined.keys() & own.keys():
            raise ValueError(f"said twice: {sorted(twice)}")
        joined |= own
    return joined
