"""The interface's texts: English in the source, Vietnamese in the catalogue.

A page looks up some hundred texts. Flask-Babel's lookup finds out the locale anew each time and took 15 microseconds,
a third of a list page; this one takes one.
"""

from __future__ import annotations

from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from typing import Any

from markupsafe import Markup

from shop.web.language import CATALOGUES, current_language


def _(text: str, **values: Any) -> str:
    """The text in the visitor's language, its %(name)s places filled."""
    found = _translate(current_language(), text)
    return found % values if values else found


def ngettext(one: str, many: str, number: int, **values: Any) -> str:
    """The text for so many in the visitor's language; %(num)s is the number."""
    return _catalogue(current_language()).ngettext(one, many, number) % {"num": number, **values}


def words_of_templates(text: str, **values: Any) -> Markup:
    """`_` of templates: the texts are ours and may hold marks, what fills their places is escaped."""
    if values:
        return _translate_marked(current_language(), text) % values
    return _finish_marked(current_language(), text)


def count_words_of_templates(one: str, many: str, number: int, **values: Any) -> Markup:
    """`ngettext` of templates."""
    found = _catalogue(current_language()).ngettext(one, many, number)
    return Markup(found) % {"num": number, **values}  # noqa: S704 - from our own catalogue


@cache
def _catalogue(language: str) -> NullTranslations:
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.mo"
    if not path.is_file():
        return NullTranslations()
    with path.open("rb") as file:
        return GNUTranslations(file)


@lru_cache(maxsize=4096)
def _translate(language: str, text: str) -> str:
    return _catalogue(language).gettext(text)


@lru_cache(maxsize=4096)
def _translate_marked(language: str, text: str) -> Markup:
    return Markup(_translate(language, text))  # noqa: S704 - from our own catalogue


@lru_cache(maxsize=4096)
def _finish_marked(language: str, text: str) -> Markup:
    return _translate_marked(language, text) % {}
