"""Storing what a plan decided: all of it, in one transaction that the caller holds, in a few bulk statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from shop.certification.act_doing import close_import, open_act
from shop.certification.act_models import RegisterAct
from shop.certification.act_rules import ActKind
from shop.certification.act_writing import Hand, code_identity, complete_day
from shop.certification.codes import certificate_code
from shop.certification.entry_steps import set_good_values
from shop.certification.models import Certificate, CertifiedGood, GoodPlace, RegisterImport, RegisterRow
from shop.certification.register_known import KnownCertificate, KnownGood, KnownProducer
from shop.certification.register_plan import Plan, PlannedRow
from shop.certification.register_statements import RegisterFile, Statement
from shop.certification.rules import Validity, effective_end, validity_from, validity_from_year
from shop.certification.slugs import Slugs
from shop.database import Base, db
from shop.places import place_ids_of
from shop.producers import Producer, ProducerName
from shop.values.dates import start_of_day

BATCH = 500


@dataclass(frozen=True)
class Signature:
    """Who takes a file into the register, and when; for which province, and how many goods that hides and shows."""

    by: str
    at: datetime
    province_code: str | None = None
    hides: int = 0
    shows: int = 0


def store_plan(plan: Plan, file: RegisterFile, signature: Signature) -> int | None:
    """Write everything that is new in the plan, under one act; nothing at all, and None, where every row is known."""
    rows = [row for row in plan.rows if row.is_stored]
    if not rows:
        return None
    by, at, province_code = signature.by, signature.at, signature.province_code
    act = open_act(ActKind.IMPORT, by=by, at=at, evidence=file.name, province_code=province_code)
    entry = RegisterImport(
        file_name=file.name[:300],
        file_sha256=file.sha256,
        file_format=file.format,
        imported_by=signature.by,
        imported_at=signature.at,
        act_id=act.id,
    )
    db.session.add(entry)
    db.session.flush()
    _store_producers(plan.producers.new)
    _store_spellings(row.good.producer for row in rows)
    _store_goods(plan.goods.new, act)
    _store_what_was_learnt((row.good for row in rows), act)
    _store_certificates([row for row in rows if row.certificate], file, act)
    _store_rows(rows, entry)
    close_import(act, hides=signature.hides, shows=signature.shows)
    return act.id


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


def _store_goods(goods: Sequence[KnownGood], act: RegisterAct) -> None:
    slugs = Slugs(CertifiedGood.slug)
    values = [{**_good_values(good, slugs), "act_id": act.id} for good in goods if good.first]
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


def _store_what_was_learnt(goods: Iterable[KnownGood], act: RegisterAct) -> None:
    """A good of earlier imports whose district, commune or group this file is the first to name."""
    learnt = {}
    for good in dict.fromkeys(goods):
        if good.first is not None or not (good.placed_by or good.grouped_by) or good.id is None:
            continue
        changes: dict[str, Any] = {"group": good.group} if good.grouped_by else {}
        if good.placed_by:
            changes |= _place_values(good.placed_by)
        entry = db.session.get_one(CertifiedGood, good.id)
        learnt[str(good.id)] = {"before": {name: getattr(entry, name) for name in changes}, "after": changes}
        set_good_values(entry, changes)
    if learnt:
        act.facts = {**act.facts, "goods": learnt}


def _store_certificates(rows: Sequence[PlannedRow], file: RegisterFile, act: RegisterAct) -> None:
    new: dict[KnownCertificate, KnownGood] = {}
    for row in rows:
        if row.certificate and row.certificate.first:
            new.setdefault(row.certificate, row.good)
        elif row.certificate and row.certificate.completed_by is row.statement:
            _complete(row, file, act)
    codes = set(db.session.scalars(select(Certificate.code).where(Certificate.counts)))
    values = [_certificate_values(known, good, codes, file, act) for known, good in new.items()]
    for known, certificate_id in zip(new, _insert(Certificate, values), strict=True):
        known.id = certificate_id


def _complete(row: PlannedRow, file: RegisterFile, act: RegisterAct) -> None:
    certificate = db.session.get_one(Certificate, row.certificate.id if row.certificate else None)
    if row.statement.decided_on and not certificate.day_is_known:
        evidence = f"{file.name}, {row.statement.number or row.statement.row}"
        complete_day(certificate, row.statement.decided_on, replace(Hand.of(act, act.at), evidence=evidence))


def _certificate_values(
    known: KnownCertificate, good: KnownGood, codes: set[str], file: RegisterFile, act: RegisterAct
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
        "recorded_by": act.by,
        "recorded_at": act.at,
        "act_id": act.id,
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


def _store_rows(rows: Iterable[PlannedRow], entry: RegisterImport) -> None:
    values = [
        {
            "import_id": entry.id,
            "act_id": entry.act_id,
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


def _insert(model: type[Base], values: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows in bulk and give their ids in the same order."""
    statement = insert(model).returning(model.id, sort_by_parameter_order=True)  # type: ignore[attr-defined]
    return [row_id for batch in _batches(values) for row_id in db.session.scalars(statement, batch)]


def _batches(values: Sequence[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), BATCH):
        yield list(values[start : start + BATCH])
