"""Thousands of shops in one process: what is the same for all of them is worked out once, or when it is first asked.

Without it half of a test's time goes into looking through the static files and compiling addresses that it never
builds.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from werkzeug.routing import Rule
from whitenoise import WhiteNoise

from shop.web import static_release

_compile = Rule._compile_builder
_look_through = WhiteNoise.update_files_dictionary
_name_any_release = static_release.name_release
_name_our_release = cache(_name_any_release)
_found: dict[tuple[str, str], dict[str, Any]] = {}


class Builder:
    """Builds addresses of a rule; compiled when the first one is built, where werkzeug compiles all beforehand."""

    def __init__(self, rule: Rule, append_unknown: bool) -> None:
        self._rule, self._append_unknown = rule, append_unknown
        self._compiled: Any = None

    def __get__(self, rule: Rule, owner: object) -> Builder:
        """What werkzeug binds to its rule knows it already."""
        return self

    def __call__(self, **values: object) -> tuple[str, str]:
        if self._compiled is None:
            self._compiled = _compile(self._rule, self._append_unknown).__get__(self._rule, None)
        built: tuple[str, str] = self._compiled(**values)
        return built


def _look_through_once(server: WhiteNoise, root: str, prefix: str) -> None:
    if (root, prefix) not in _found:
        _look_through(server, root, prefix)
        _found[root, prefix] = dict(server.files)
    server.files.update(_found[root, prefix])


def _name_release(source: Path) -> str:
    return (_name_our_release if source == static_release.SOURCE else _name_any_release)(source)


def make_shops_cheap() -> None:
    """For the running process of tests; the servers that tests start are as they are."""
    Rule._compile_builder = lambda rule, append_unknown=True: Builder(rule, append_unknown)  # type: ignore
    WhiteNoise.update_files_dictionary = _look_through_once
    static_release.name_release = _name_release
