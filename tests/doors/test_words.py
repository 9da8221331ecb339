"""The interface's texts in both languages, in code and in templates."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string

from shop.web.words import _, ngettext

VIETNAMESE = {"shop.language": "vi"}
ENGLISH = {"shop.language": "en"}
WORDS = "%(stars)s stars"


@pytest.mark.parametrize(("environ", "words"), [(VIETNAMESE, "4 sao"), (ENGLISH, "4 stars")])
def test_the_address_chooses_the_language(sqlite_app: Flask, environ: dict[str, str], words: str) -> None:
    with sqlite_app.test_request_context(environ_overrides=environ):
        assert _(WORDS, stars=4) == words
        assert render_template_string("{{ _('%(stars)s stars', stars=4) }}") == words


def test_outside_of_a_request_it_is_vietnamese() -> None:
    assert _(WORDS, stars=4) == "4 sao"


def test_an_unknown_text_stays_as_it_is() -> None:
    assert _("No such text, 100 %") == "No such text, 100 %"


@pytest.mark.parametrize(("number", "words"), [(1, "1 good"), (2, "2 goods"), (0, "0 goods")])
def test_english_counts(sqlite_app: Flask, number: int, words: str) -> None:
    with sqlite_app.test_request_context(environ_overrides=ENGLISH):
        assert ngettext("%(num)s good", "%(num)s goods", number) == words
        told = "{{ ngettext('%(num)s good', '%(num)s goods', number) }}"
        assert render_template_string(told, number=number) == words


def test_what_fills_a_text_in_a_template_is_escaped(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context(environ_overrides=ENGLISH):
        shown = render_template_string("{{ _('<b>Goods</b> for %(words)s', words='<script>') }}")
        counted = render_template_string("{{ ngettext('%(num)s of %(of)s', '', 1, of='<i>') }}")
    assert shown == "<b>Goods</b> for &lt;script&gt;"
    assert counted == "1 of &lt;i&gt;"


def test_code_gets_plain_text(sqlite_app: Flask) -> None:
    """What code puts together is escaped where it is printed, once."""
    with sqlite_app.test_request_context(environ_overrides=ENGLISH):
        words = _("Goods for “%(words)s”", words="<b>")
        assert render_template_string("{{ words }}", words=words) == "Goods for “&lt;b&gt;”"
