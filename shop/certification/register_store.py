"""Storing what a plan decided: all of it, in one transaction that the caller holds, in a few bulk statements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from shop.certification.act_doing import close_import, open_import
from shop.certification.act_models import RegisterAct
from shop.certification.act_writing import Hand, code_identity, complete_day
from shop.certification.codes import certificate_code
from shop.certification.entry_steps import set_good_values
from shop.certification.models import Certificate, CertifiedGood, GoodPlace, RegisterImport, RegisterRow
from shop.certification.register_known import KnownCertificate, KnownGood, KnownProducer
from shop.certification.register_plan import Plan, PlannedRow
from shop.certification.rules import Validity, effective_end, validity_from, validity_from_year
from shop.certification.slugs import Slugs
from shop.certification.unfinished_imports import NEW_PRODUCERS, let_rows_count
from shop.database import ReadyRows, db, reserve_ids
from shop.places import place_ids_of, resolve_printed
from shop.producers import Producer, ProducerName
from shop.register_files import RegisterFile, Statement
from shop.values.dates import start_of_day


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
    ready = make_ready(plan, file)
    return ready.write(signature) if ready.has_rows else None


def make_ready(plan: Plan, file: RegisterFile, cells: Iterable[str] | None = None) -> ReadyImport:
    """Everything that is new in the plan, made ready to be written. Takes long; may be done before the transaction, if
    that looks whether the register is still the one of the plan.

    `cells` are the printed cells of the rows to be stored as JSON, where the statements came without them.
    """
    ready = ReadyImport(file)
    rows = [row for row in plan.rows if row.is_stored]
    if rows:
        ready.take_producers(plan.producers.new, rows)
        ready.take_goods(plan.goods.new, rows)
        ready.take_certificates(rows)
        ready.take_rows(rows, cells)
    return ready


class ReadyImport:
    """The rows of all tables that an import adds, with the numbers that they will have.

    They are written in three steps, in one transaction or in several: an act is opened; producers are written that
    nobody finds yet, and goods, certificates and rows of the file that do not count yet; and all of it counts, with
    the few things that it changes in the register. `forget_import` takes away what was written before that.
    """

    def __init__(self, file: RegisterFile) -> None:
        self._file = file
        self.has_rows = False
        self._act_id = self._import_id = 0
        self._producer_ids: list[int] = []
        self._producers = ReadyRows(Producer, ("id", "slug", "name", "kind", *_PLACE))
        self._names = ReadyRows(ProducerName, ("producer_id", *_SPELLING))
        self._goods = ReadyRows(CertifiedGood, ("id", "slug", "name", "name_key", "group", "producer_id", *_PLACE))
        self._places = ReadyRows(GoodPlace, ("good_id", "place_id"))
        self._certificates = ReadyRows(Certificate, _CERTIFICATE)
        self._rows = ReadyRows(RegisterRow, _ROW, as_text=("cells",))
        self._ends: dict[date, datetime] = {}  # of certificates, by their last day
        self._completed: list[PlannedRow] = []
        self._learnt: list[KnownGood] = []

    def write(self, signature: Signature) -> int:
        """All of it, within the running transaction; the number of its act."""
        act_id = self.open(signature)
        for _ in self.write_rows(signature):
            pass
        self.let_count(signature)
        return act_id

    def open(self, signature: Signature) -> int:
        """Write down the act, whose number this is. Within a transaction, as all three steps."""
        facts = {NEW_PRODUCERS: self._producer_ids} if self._producer_ids else {}
        said: dict[str, Any] = {"evidence": self._file.name, "province_code": signature.province_code, "facts": facts}
        self._act_id = open_import(by=signature.by, at=signature.at, **said).id
        self._import_id = _store_import(self._file, signature, self._act_id)
        return self._act_id

    def write_rows(self, signature: Signature) -> Iterator[None]:
        """Some thousand rows at each turn."""
        as_entered = {"act_id": self._act_id, "withdrawn_by_id": self._act_id}
        yield from self._producers.write_some()
        yield from self._goods.write_some(**as_entered)
        yield from self._places.write_some()
        yield from self._certificates.write_some(recorded_by=signature.by, recorded_at=signature.at, **as_entered)
        yield from self._rows.write_some(import_id=self._import_id, **as_entered)

    def let_count(self, signature: Signature) -> None:
        """All that was written counts from now on and producers are found; what the file changes is changed."""
        act = db.session.get_one(RegisterAct, self._act_id)
        act.facts = {}
        let_rows_count(act.id, self._ends)
        self._names.write()
        _store_what_was_learnt(self._learnt, act)
        for row in self._completed:
            _complete(row, self._file, act)
        close_import(act, hides=signature.hides, shows=signature.shows)

    def take_producers(self, producers: Sequence[KnownProducer], rows: Iterable[PlannedRow]) -> None:
        """The new producers, and every spelling that is new."""
        slugs = Slugs(Producer.slug)
        for known, producer_id in zip(producers, reserve_ids(Producer, len(producers)), strict=True):
            known.id, statement = producer_id, _first(known)
            self._producer_ids.append(producer_id)
            slug = slugs.take(statement.producer, statement.district or statement.province)
            self._producers.add(producer_id, slug, statement.producer, known.kind, *_place_of(statement))
        for named in dict.fromkeys(row.good.producer for row in rows):
            if named is not None:
                self._take_spellings(named)

    def _take_spellings(self, producer: KnownProducer) -> None:
        for statement, spelling in producer.new_spellings:
            keys = (spelling.marked_key, spelling.plain_key, spelling.place_key)
            communes = " ".join(sorted(spelling.commune_codes))
            self._names.add(producer.id, statement.producer, *keys, communes)

    def take_goods(self, goods: Sequence[KnownGood], rows: Iterable[PlannedRow]) -> None:
        """The new goods and the places in which they lie; known ones of which more is known now are remembered."""
        known = dict.fromkeys(row.good for row in rows if row.good.first is None and row.good.id is not None)
        self._learnt = [good for good in known if good.placed_by or good.grouped_by]
        slugs = Slugs(CertifiedGood.slug)
        for good, good_id in zip(goods, reserve_ids(CertifiedGood, len(goods)), strict=True):
            good.id, statement = good_id, _first(good)
            slug = slugs.take(statement.name, statement.producer or statement.district or statement.province)
            producer_id, placed = good.producer.id if good.producer else None, good.placed_by or statement
            words = (good_id, slug, statement.name, good.plain_name, good.group, producer_id)
            self._goods.add(*words, *_place_of(placed))
            for place_id in _place_ids(*placed.printed_place):
                self._places.add(good_id, place_id)

    def take_certificates(self, rows: Iterable[PlannedRow]) -> None:
        """The new recognitions; days that are completed are remembered."""
        new: dict[KnownCertificate, KnownGood] = {}
        for row in rows:
            if row.certificate and row.certificate.first:
                new.setdefault(row.certificate, row.good)
            elif row.certificate and row.certificate.completed_by is row.statement:
                self._completed.append(row)
        codes = set(db.session.scalars(select(Certificate.code).where(Certificate.counts)))
        for (known, good), certificate_id in zip(new.items(), reserve_ids(Certificate, len(new)), strict=True):
            known.id, statement = certificate_id, _first(known)
            code, validity = _take_code(statement, good, codes), _validity(statement.decided_on, statement.year)
            said = (statement.number, statement.decided_on, statement.year, statement.issuer)
            days = (validity.first_day, validity.last_day, validity.day_is_known)
            begins = start_of_day(validity.first_day)
            empty = (begins, begins)  # in force at no instant, until it counts
            self._certificates.add(certificate_id, good.id, code, known.stars, *said, *days, *empty, self._file.name)
            if validity.last_day not in self._ends:
                self._ends[validity.last_day] = effective_end(validity.first_day, validity.last_day)

    def take_rows(self, rows: Sequence[PlannedRow], cells: Iterable[str] | None) -> None:
        """What every row says, as printed, and of which good and certificate it speaks."""
        self.has_rows = True
        printed = cells or (json.dumps(dict(row.statement.cells), ensure_ascii=False) for row in rows)
        for row, text in zip(rows, printed, strict=True):
            statement = row.statement
            speaks_of = (row.good.id, row.certificate.id if row.certificate else None)
            reasons = "" if statement.is_planned else " ".join(statement.awaiting)
            kept = (_kind(statement), reasons, statement.fingerprint, text)
            self._rows.add(statement.sheet[:120], statement.row, *speaks_of, *kept)


_PLACE = ("province_code", "commune_code", "former_commune", "former_district", "former_province")
_SPELLING = ("printed", "marked_key", "plain_key", "place_key", "commune_codes")
_CERTIFICATE = (
    *("id", "good_id", "code", "stars", "decision_number", "decided_on", "decided_year", "issuer"),
    *("first_day", "last_day", "day_is_known", "valid_from", "valid_until"),
    "evidence",
)
_ROW = ("sheet", "row_number", "good_id", "certificate_id", "kind", "reasons", "fingerprint", "cells")


def _store_import(file: RegisterFile, signature: Signature, act_id: int) -> int:
    entry = RegisterImport(
        file_name=file.name[:300],
        file_sha256=file.sha256,
        file_format=file.format,
        imported_by=signature.by,
        imported_at=signature.at,
        act_id=act_id,
        withdrawn_by_id=act_id,
    )
    db.session.add(entry)
    db.session.flush()
    return entry.id


def _first(known: KnownProducer | KnownGood | KnownCertificate) -> Statement:
    """The row that named it first; only new ones are asked for it."""
    if known.first is None:
        raise ValueError("it is in the register already")
    return known.first


# The rows of a file name the same places and days again and again.
_REMEMBERED = 4_096


def _place_of(statement: Statement) -> tuple[str | None, ...]:
    """The values of the columns of a place."""
    return _place_columns(*statement.printed_place)


@lru_cache(_REMEMBERED)
def _place_columns(commune: str, district: str, province: str) -> tuple[str | None, ...]:
    """In the order of `_PLACE`."""
    place = resolve_printed(commune, district, province)
    codes = place.province.code if place.province else None, place.commune.code if place.commune else None
    return *codes, commune, district, province


@lru_cache(_REMEMBERED)
def _place_ids(commune: str, district: str, province: str) -> list[str]:
    return sorted(place_ids_of(resolve_printed(commune, district, province)))


def _store_what_was_learnt(goods: Iterable[KnownGood], act: RegisterAct) -> None:
    """A good of earlier imports whose district, commune or group this file is the first to name."""
    learnt = {}
    for good in goods:
        changes: dict[str, Any] = {"group": good.group} if good.grouped_by else {}
        if good.placed_by:
            changes |= zip(_PLACE, _place_of(good.placed_by), strict=True)
        entry = db.session.get_one(CertifiedGood, good.id)
        learnt[str(good.id)] = {"before": {name: getattr(entry, name) for name in changes}, "after": changes}
        set_good_values(entry, changes)
    if learnt:
        act.facts = {**act.facts, "goods": learnt}


def _complete(row: PlannedRow, file: RegisterFile, act: RegisterAct) -> None:
    certificate = db.session.get_one(Certificate, row.certificate.id if row.certificate else None)
    if row.statement.decided_on and not certificate.day_is_known:
        evidence = f"{file.name}, {row.statement.number or row.statement.row}"
        complete_day(certificate, row.statement.decided_on, replace(Hand.of(act, act.at), evidence=evidence))


@lru_cache(_REMEMBERED)
def _validity(decided_on: date | None, year: int | None) -> Validity:
    return validity_from(decided_on) if decided_on else validity_from_year(year or 0)


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


def _kind(statement: Statement) -> str:
    if statement.is_planned:
        return "plan"
    return "awaiting" if statement.awaiting else "recognition"
