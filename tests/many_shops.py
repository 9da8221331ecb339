"""Thousands of shops in one process: what is the same for all of them is worked out once, or when it is first asked.

Without it two thirds of a test's time go into looking through the static files, compiling addresses that it never
builds, and compiling templates and statements that the test before had compiled already.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy.engine.base import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
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


class CompiledTemplates(BytecodeCache):
    """Templates as all shops of this process run them; a template that changed has another checksum."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put in what was compiled before, if it was."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled just now."""
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


def _share_statements() -> None:
    """Every engine of a kind of database uses the same compiled statements.

    They are kept by statement and dialect, so all dialects of a kind must count as one.
    """
    shared: dict[str, LRUCache[Any, Any]] = defaultdict(lambda: LRUCache(5_000))
    Engine._compiled_cache = property(  # type: ignore[assignment]
        lambda engine: shared[engine.dialect.name], lambda engine, its_own: None
    )
    DefaultDialect.__hash__ = lambda dialect: hash(type(dialect))  # type: ignore[method-assign]
    DefaultDialect.__eq__ = lambda dialect, other: type(dialect) is type(other)  # type: ignore[method-assign]


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
    Flask.jinja_options = {"bytecode_cache": CompiledTemplates()}
    _share_statements()
