"""The interface's texts for Python code, typed: English here, Vietnamese in the catalogue."""

from __future__ import annotations

from typing import Any

import flask_babel


def _(text: str, **values: Any) -> str:
    """The text in the visitor's language, its %(name)s places filled."""
    return str(flask_babel.gettext(text, **values))


def ngettext(one: str, many: str, number: int, **values: Any) -> str:
    """The text for so many in the visitor's language; %(num)s is the number."""
    return str(flask_babel.ngettext(one, many, number, **values))
