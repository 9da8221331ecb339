"""Statements and reasons as plain values and as text, for the pipe from the reading process and for the database. Pure.

A hundred thousand rows are made into text once, in the form in which the database keeps them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from operator import attrgetter
from sys import intern
from typing import Any, NamedTuple

from shop.register_files.reasons import Reason, ReasonCode
from shop.register_files.statements import Statement
from shop.values.producer_names import ProducerKind

_TEXTS = ("name", "group", "producer", "commune", "district", "province", "number", "issuer")
# JSON escapes both wherever a text has them.
_ROW, _PART = "\x1e", "\x1f"

as_text = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
NOTHING_WRONG = as_text([])


class ReadRowText(NamedTuple):
    """A row on its way from the reading process to the database: numbers in digits, the rest as it is kept."""

    sheet: str
    number: str
    fingerprint: str
    said: str
    cells: str
    problems: str
    searched: str


def line_of_rows(rows: Iterable[ReadRowText]) -> bytes:
    """Rows as one line; it begins as no JSON does."""
    return "".join(_ROW + _PART.join((as_text(row.sheet), *row[1:])) for row in rows).encode()


def rows_of_line(line: bytes) -> Iterator[ReadRowText]:
    """The rows of such a line; none of another one."""
    for row in line.decode().rstrip("\n").split(_ROW)[1:]:
        sheet, *parts = row.split(_PART)
        yield ReadRowText(_sheet(sheet), *parts)


@lru_cache(maxsize=64)
def _sheet(text: str) -> str:
    name: str = json.loads(text)
    return name


def read_together(texts: Iterable[str]) -> list[Any]:
    """What many short texts of JSON say, read at once: the reader takes as long to begin as to read one of them."""
    values: list[Any] = json.loads(f"[{','.join(texts)}]")
    return values


def packed_statement(statement: Statement) -> str:
    """What a row says, but for its cells, as JSON; what it does not say is left out."""
    names = ("name", statement.name), ("producer", statement.producer)
    said = [f'"{word}":{as_text(text)}' for word, text in names if text]
    return "{" + ",".join([*said, *_packed_rest(_REST(statement))]) + "}"


_REST_OF = ("group", "commune", "district", "province", "number", "issuer")
_REST = attrgetter(*_REST_OF, "kind", "stars", "decided_on", "year", "is_planned")


@lru_cache(maxsize=4_096)
def _packed_rest(rest: tuple[Any, ...]) -> list[str]:
    """What many rows say alike, made into text once."""
    *texts, kind, stars, decided_on, year, is_planned = rest
    said: dict[str, Any] = {word: text for word, text in zip(_REST_OF, texts, strict=True) if text}
    if kind:
        said["kind"] = kind.value
    if stars is not None:
        said["stars"] = stars
    if decided_on:
        said["decided_on"] = decided_on.isoformat()
    if year is not None:
        said["year"] = year
    if is_planned:
        said["planned"] = True
    return [as_text(said)[1:-1]] if said else []


def unpacked_statement(said: Mapping[str, Any], row: int, sheet: str, fingerprint: str) -> Statement:
    """A row as it was read; it is known by what was printed, whatever is corrected in it later."""
    day = said.get("decided_on")
    # A hundred thousand rows name the same few places, producers and decisions: each is kept once.
    texts = {name: intern(said[name]) for name in _TEXTS if name in said}
    return Statement(
        row=row,
        sheet=sheet,
        name=texts.get("name", ""),
        group=texts.get("group"),
        producer=texts.get("producer", ""),
        kind=ProducerKind(said["kind"]) if said.get("kind") else None,
        commune=texts.get("commune", ""),
        district=texts.get("district", ""),
        province=texts.get("province", ""),
        stars=said.get("stars"),
        decided_on=date.fromisoformat(day) if day else None,
        year=said.get("year"),
        number=texts.get("number"),
        issuer=texts.get("issuer"),
        is_planned=bool(said.get("planned")),
        known_as=fingerprint,
    )


def packed_reason(reason: Reason) -> dict[str, Any]:
    """A reason but for sheet and row, which are the row's own."""
    said: dict[str, Any] = {"code": reason.code.value, "facts": dict(reason.facts)}
    if reason.column:
        said["column"] = reason.column
    if reason.about:
        said["about"] = reason.about
    return said


def unpacked_reason(said: Mapping[str, Any], row: int | None = None, sheet: str = "") -> Reason:
    """The reason again, at its row."""
    code, facts = ReasonCode(said["code"]), said.get("facts", {})
    return Reason(code, facts, row, said.get("column"), sheet=sheet, about=said.get("about", ""))


def unpacked_reasons(said: Sequence[Mapping[str, Any]], row: int, sheet: str) -> list[Reason]:
    """Several at one row."""
    return [unpacked_reason(one, row, sheet) for one in said]
