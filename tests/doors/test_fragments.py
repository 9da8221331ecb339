"""Pieces of pages kept in memory: the same values give the same piece, other values never do."""

from __future__ import annotations

import itertools

import pytest
from flask import Flask, render_template_string
from markupsafe import Markup

from shop.web.fragments import Fragments

PIECE = "{% kept 'piece', value %}{{ number() }} {{ value }} {{ _('%(stars)s stars', stars=3) }}{% endkept %}"


@pytest.fixture
def app_in_english(sqlite_app: Flask) -> Flask:
    numbers = itertools.count()
    sqlite_app.jinja_env.globals["number"] = lambda: next(numbers)
    return sqlite_app


def show(app: Flask, value: object, language: str = "en") -> str:
    with app.test_request_context(environ_overrides={"shop.language": language}):
        return render_template_string(PIECE, value=value)


def test_a_piece_is_made_once_for_the_same_values(app_in_english: Flask) -> None:
    assert show(app_in_english, "a") == show(app_in_english, "a") == "0 a 3 stars"


def test_other_values_make_another_piece(app_in_english: Flask) -> None:
    assert show(app_in_english, "a") != show(app_in_english, "b")


def test_each_language_has_its_own_piece(app_in_english: Flask) -> None:
    assert show(app_in_english, "a", "en").endswith("3 stars")
    assert show(app_in_english, "a", "vi").endswith("3 sao")


def test_values_are_escaped_once(app_in_english: Flask) -> None:
    assert "&lt;b&gt;" in show(app_in_english, "<b>")
    assert "&lt;b&gt;" in show(app_in_english, "<b>")


def test_a_value_that_cannot_be_a_key_is_an_error(app_in_english: Flask) -> None:
    with pytest.raises(TypeError):
        show(app_in_english, ["a"])


def test_the_memory_is_bounded_and_keeps_what_is_used() -> None:
    fragments, made = Fragments(limit=30), []

    def make(key: int) -> Markup:
        made.append(key)
        return Markup("%03d") % key

    for key in range(100):
        fragments.find_or_make(-1, lambda: make(-1))
        fragments.find_or_make(key, lambda key=key: make(key))
        assert len(fragments) <= 20
    assert made.count(-1) == 1
    assert len(made) == 101
