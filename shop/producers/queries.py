"""Reads of producers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from shop.database import db
from shop.producers.models import Producer, ProducerName


@dataclass(frozen=True)
class Spelling:
    """A known way of writing a producer: its keys and today's communes of the place that was printed with it."""

    producer_id: int
    kind: str
    province_code: str | None
    marked_key: str
    plain_key: str
    place_key: str
    commune_codes: frozenset[str]


def find_producer_by_slug(slug: str) -> Producer | None:
    """The producer under a public address, or None."""
    return db.session.scalar(select(Producer).where(Producer.slug == slug, _is_known()))


def find_producer(producer_id: int) -> Producer | None:
    """The producer of this number, or None."""
    return db.session.get(Producer, producer_id)


def list_spellings() -> list[Spelling]:
    """Every known way of writing every producer, in the order in which they became known; one statement."""
    names = db.session.execute(
        select(
            ProducerName.producer_id,
            Producer.kind,
            Producer.province_code,
            ProducerName.marked_key,
            ProducerName.plain_key,
            ProducerName.place_key,
            ProducerName.commune_codes,
        )
        .join(Producer)
        .order_by(ProducerName.id)
    )
    return [
        Spelling(producer_id, kind, province_code, marked, plain, place, frozenset(codes.split()))
        for producer_id, kind, province_code, marked, plain, place, codes in names
    ]


def list_producer_names() -> list[tuple[int, str, str]]:
    """Number, address and name of every producer, by name; for choosing one."""
    query = select(Producer.id, Producer.slug, Producer.name).where(_is_known())
    found = db.session.execute(query.order_by(Producer.name, Producer.id))
    return [(number, slug, name) for number, slug, name in found]


def list_producers(producer_ids: Collection[int]) -> Sequence[Producer]:
    """The producers of these numbers by name; no statement for none."""
    if not producer_ids:
        return []
    return db.session.scalars(
        select(Producer).where(Producer.id.in_(producer_ids)).order_by(Producer.name, Producer.id)
    ).all()


def _is_known() -> ColumnElement[bool]:
    """It has a spelling: one whose goods are still being entered has none, and is found nowhere."""
    return Producer.names.any()
