"""What templates can use beside their own values."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app
from jinja2 import StrictUndefined, Template
from jinja2.runtime import Context

from shop.config import Config
from shop.places import dot_view, map_shade, map_view, province_shape
from shop.values.dates import format_day, format_instant
from shop.values.money import format_vnd
from shop.web.fragments import KeptTag
from shop.web.icons import icon
from shop.web.language import LANGUAGES, address_in, current_language
from shop.web.review_words import rating_words, why_refused_words
from shop.web.settlement_words import SETTLEMENT_WORDS
from shop.web.words import count_words_of_templates, words_of_templates


class ImportedOnce(Template):
    """A template whose macros are imported without asking each time whether the importer has globals of its own.

    None has: all globals are the environment's. Jinja's answer takes 16 microseconds, and a page imports twenty files.
    """

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        return self._module if self._module is not None else super()._get_default_module(ctx)


def prepare(app: Flask, config: Config) -> None:
    """Globals and filters of every template; an unknown name is an error, never an empty string."""
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.template_class = ImportedOnce
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.add_extension(KeptTag)
    environment.filters.update(vnd=_vnd, day=format_day, moment=format_instant)
    environment.filters.update({words.__name__: words for words in SETTLEMENT_WORDS})
    environment.filters.update(rating_words=rating_words, why_refused_words=why_refused_words)
    environment.globals.update(
        _=words_of_templates,
        ngettext=count_words_of_templates,
        static_url=static_url,
        address_in=address_in,
        icon=icon,
        in_language=in_language,
        dot_view=dot_view,
        map_shade=map_shade,
        map_view=map_view,
        province_shape=province_shape,
        is_demonstration=config.is_demonstration,
        public_base_url=config.public_base_url,
    )

    @app.context_processor
    def language_of_the_page() -> dict[str, str]:
        return {"language": current_language()}


def static_url(path: str) -> str:
    """The address of a static file in the present release."""
    return f"/static/{current_app.config['STATIC_RELEASE']}/{path}"


def in_language(row: object, name: str) -> str:
    """A row's text in the visitor's language, in the other one where that is empty."""
    here = current_language()
    for language in (here, *LANGUAGES):
        text: str = getattr(row, f"{name}_{language}")
        if text:
            return text
    return ""


def _vnd(amount: int) -> str:
    return format_vnd(amount, current_language())
