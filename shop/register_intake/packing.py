"""Statements and reasons as plain values, for the pipe from the reading process and for the database. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from sys import intern
from typing import Any

from shop.certification import Reason, ReasonCode, Statement
from shop.producers import ProducerKind

_TEXTS = ("name", "group", "producer", "commune", "district", "province", "number", "issuer")


def packed_statement(statement: Statement) -> dict[str, Any]:
    """What a row says, but for its cells; what it does not say is left out."""
    said: dict[str, Any] = {name: value for name in _TEXTS if (value := getattr(statement, name))}
    if statement.kind:
        said["kind"] = statement.kind.value
    if statement.stars is not None:
        said["stars"] = statement.stars
    if statement.decided_on:
        said["decided_on"] = statement.decided_on.isoformat()
    if statement.year is not None:
        said["year"] = statement.year
    if statement.is_planned:
        said["planned"] = True
    return said


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
