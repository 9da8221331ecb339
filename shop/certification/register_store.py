"""Storing what a plan decided: all of it, in one transaction that the caller holds, in a few bulk statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from shop.certification.codes import certificate_code
from shop.certification.models import Certificate, CertifiedGood, GoodPlace, RegisterImport, RegisterRow
from shop.certification.operations import code_identity, complete_day
from shop.certification.register_known import KnownCertificate, KnownGood, KnownProducer
from shop.certification.register_plan import Plan, PlannedRow
from shop.certification.register_statements import RegisterFile, Statement
from shop.certification.rules import Validity, effective_end, validity_from, validity_from_year
from shop.database import Base, db, touch_public_version
from shop.places import place_ids_of
from shop.producers import Producer, ProducerName
from shop.values.dates import start_of_day
from shop.values.folding import slugify

BATCH = 500
LONGEST_SLUG = 100


@dataclass(frozen=True)
class Signature:
    """Who takes a file into the register, and when."""

    by: str
    at: datetime


def store_plan(plan: Plan, file: RegisterFile, signature: Signature) -> None:
    """Write everything that is new in the plan; nothing at all where every row is known."""
    rows = [row for row in plan.rows if row.is_stored]
    if not rows:
        return
    entry = RegisterImport(
        file_name=file.name[:300],
        file_sha256=file.sha256,
        file_format=file.format,
        imported_by=signature.by,
        imported_at=signature.at,
    )
    db.session.add(entry)
    db.session.flush()
    _store_producers(plan.producers.new)
    _store_spellings(row.good.producer for row in rows)
    _store_goods(plan.goods.new)
    _store_what_was_learnt(row.good for row in rows)
    _store_certificates([row for row in rows if row.certificate], file, signature)
    _store_rows(rows, entry.id)
    touch_public_version()


def _store_producers(producers: Sequence[KnownProducer]) -> None:
    slugs = Slugs(Producer.slug)
    values = [_producer_values(known, slugs) for known in producers if known.first]
    for known, producer_id in zip(producers, _insert(Producer, values), strict=True):
        known.id = producer_id


def _producer_values(known: KnownProducer, slugs: Slugs) -> dict[str, Any]:
    statement = known.first
    assert statement is not None  # noqa: S101  only new producers come here
    return {
        "slug": slugs.take(statement.producer, statement.district or statement.province),
        "name": statement.producer,
        "kind": known.kind,
        **_place_values(statement),
    }


def _place_values(statement: Statement) -> dict[str, Any]:
    place = statement.place
    return {
        "province_code": place.province.code if place.province else None,
        "commune_code": place.commune.code if place.commune else None,
        "former_commune": statement.commune,
        "former_district": statement.district,
        "former_province": statement.province,
    }


def _store_spellings(producers: Iterable[KnownProducer | None]) -> None:
    values = [
        {
            "producer_id": known.id,
            "printed": statement.producer,
            "marked_key": spelling.marked_key,
            "plain_key": spelling.plain_key,
            "place_key": spelling.place_key,
            "commune_codes": " ".join(sorted(spelling.commune_codes)),
        }
        for known in dict.fromkeys(producers)
        if known
        for statement, spelling in known.new_spellings
    ]
    _insert(ProducerName, values)


def _store_goods(goods: Sequence[KnownGood]) -> None:
    slugs = Slugs(CertifiedGood.slug)
    values = [_good_values(good, slugs) for good in goods if good.first]
    for good, good_id in zip(goods, _insert(CertifiedGood, values), strict=True):
        good.id = good_id
    places = [(good.id, place_ids_of((good.placed_by or good.first).place)) for good in goods if good.first]
    _store_places(places)


def _good_values(good: KnownGood, slugs: Slugs) -> dict[str, Any]:
    statement = good.first
    assert statement is not None  # noqa: S101  only new goods come here
    return {
        "slug": slugs.take(statement.name, statement.producer or statement.district or statement.province),
        "name": statement.name,
        "name_key": good.plain_name,
        "group": good.group,
        "producer_id": good.producer.id if good.producer else None,
        **_place_values(good.placed_by or statement),
    }


def _store_places(places: Iterable[tuple[int | None, frozenset[str]]]) -> None:
    values = [{"good_id": good_id, "place_id": place_id} for good_id, ids in places for place_id in sorted(ids)]
    for batch in _batches(values):
        db.session.execute(insert(GoodPlace), batch)


def _store_what_was_learnt(goods: Iterable[KnownGood]) -> None:
    """A good of earlier imports whose district, commune or group this file is the first to name."""
    for good in dict.fromkeys(goods):
        if good.first is not None or not (good.placed_by or good.grouped_by):
            continue
        changes: dict[str, Any] = {"group": good.group} if good.grouped_by else {}
        if good.placed_by:
            changes |= _place_values(good.placed_by)
            known = set(db.session.scalars(select(GoodPlace.place_id).where(GoodPlace.good_id == good.id)))
            _store_places([(good.id, place_ids_of(good.placed_by.place) - known)])
        db.session.execute(update(CertifiedGood).where(CertifiedGood.id == good.id).values(**changes))


def _store_certificates(rows: Sequence[PlannedRow], file: RegisterFile, signature: Signature) -> None:
    new: dict[KnownCertificate, KnownGood] = {}
    for row in rows:
        if row.certificate and row.certificate.first:
            new.setdefault(row.certificate, row.good)
        elif row.certificate and row.certificate.completed_by is row.statement:
            _complete(row, file, signature)
    codes = set(db.session.scalars(select(Certificate.code)))
    values = [_certificate_values(known, good, codes, file, signature) for known, good in new.items()]
    for known, certificate_id in zip(new, _insert(Certificate, values), strict=True):
        known.id = certificate_id


def _complete(row: PlannedRow, file: RegisterFile, signature: Signature) -> None:
    certificate = db.session.get_one(Certificate, row.certificate.id if row.certificate else None)
    if row.statement.decided_on and not certificate.day_is_known:
        evidence = f"{file.name}, {row.statement.number or row.statement.row}"
        complete_day(certificate, row.statement.decided_on, evidence, by=signature.by, at=signature.at)


def _certificate_values(
    known: KnownCertificate, good: KnownGood, codes: set[str], file: RegisterFile, signature: Signature
) -> dict[str, Any]:
    statement = known.first
    assert statement is not None and statement.year is not None  # noqa: S101  only new recognitions come here
    validity = _validity(statement)
    return {
        "good_id": good.id,
        "code": _take_code(statement, good, codes),
        "stars": known.stars,
        "decision_number": statement.number,
        "decided_on": statement.decided_on,
        "decided_year": statement.year,
        "issuer": statement.issuer,
        "first_day": validity.first_day,
        "last_day": validity.last_day,
        "day_is_known": validity.day_is_known,
        "valid_from": start_of_day(validity.first_day),
        "valid_until": effective_end(validity.first_day, validity.last_day),
        "evidence": file.name,
        "recorded_by": signature.by,
        "recorded_at": signature.at,
    }


def _validity(statement: Statement) -> Validity:
    if statement.decided_on:
        return validity_from(statement.decided_on)
    return validity_from_year(statement.year or 0)


def _take_code(statement: Statement, good: KnownGood, codes: set[str]) -> str:
    identity = code_identity(
        good.plain_name,
        statement.producer,
        good.province_code,
        (statement.number or "", str(statement.decided_on or statement.year), statement.issuer or ""),
    )
    attempt = 0
    while (code := certificate_code(*identity, attempt=attempt)) in codes:
        attempt += 1
    codes.add(code)
    return code


def _store_rows(rows: Iterable[PlannedRow], import_id: int) -> None:
    values = [
        {
            "import_id": import_id,
            "sheet": row.statement.sheet[:120],
            "row_number": row.statement.row,
            "good_id": row.good.id,
            "certificate_id": row.certificate.id if row.certificate else None,
            "kind": _kind(row.statement),
            "reasons": "" if row.statement.is_planned else " ".join(row.statement.awaiting),
            "fingerprint": row.statement.fingerprint,
            "cells": dict(row.statement.cells),
        }
        for row in rows
    ]
    for batch in _batches(values):
        db.session.execute(insert(RegisterRow), batch)


def _kind(statement: Statement) -> str:
    if statement.is_planned:
        return "plan"
    return "awaiting" if statement.awaiting else "recognition"


class Slugs:
    """Public addresses that are still free: the name, else the name and what tells it apart, else numbered."""

    def __init__(self, column: Any) -> None:
        self._taken = set(db.session.scalars(select(column)))

    def take(self, name: str, distinction: str) -> str:
        """The address for a name, from now on taken."""
        base = slugify(name)[:LONGEST_SLUG].strip("-") or "ocop"
        longer = f"{base}-{slugify(distinction)}"[:LONGEST_SLUG].strip("-")
        slug = next((slug for slug in (base, longer) if slug not in self._taken), None)
        number = 2
        while slug is None or slug in self._taken:
            slug, number = f"{longer}-{number}", number + 1
        self._taken.add(slug)
        return slug


def _insert(model: type[Base], values: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows in bulk and give their ids in the same order."""
    statement = insert(model).returning(model.id, sort_by_parameter_order=True)  # type: ignore[attr-defined]
    return [row_id for batch in _batches(values) for row_id in db.session.scalars(statement, batch)]


def _batches(values: Sequence[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), BATCH):
        yield list(values[start : start + BATCH])
