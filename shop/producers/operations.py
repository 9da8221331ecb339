"""Writes of producers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from shop.audit_log import Actor, Subject, record_change
from shop.database import count_changed, db
from shop.producers.models import Producer, ProducerName
from shop.producers.rules import NoSuchProducer, check_commission
from shop.values.folding import fold, slugify, tidy
from shop.values.producer_names import ProducerKind, kind_of, marked_key, plain_key


def add_producer(
    name: str,
    *,
    kind: ProducerKind | None = None,
    province_code: str | None = None,
    commune_code: str | None = None,
    former: tuple[str, str, str] = ("", "", ""),
) -> Producer:
    """A new producer under a free address; `former` is commune, district and province as printed.

    Whether the name belongs to a producer who is known already is for the caller to say.
    """
    commune, district, province = former
    producer = Producer(
        slug=_free_slug(slugify(name)[:100] or "nha-san-xuat"),
        name=tidy(name),
        kind=kind or kind_of(name),
        province_code=province_code,
        commune_code=commune_code,
        former_commune=commune,
        former_district=district,
        former_province=province,
    )
    key = marked_key(name), fold(" | ".join(former))
    producer.names = [ProducerName(printed=name, marked_key=key[0], plain_key=plain_key(name), place_key=key[1])]
    db.session.add(producer)
    db.session.flush()
    return producer


def set_commission(producer_id: int, basis_points: int, *, by: Actor, at: datetime) -> None:
    """What the shop keeps of a producer's goods from now on, in hundredths of a percent; orders placed keep theirs.

    The audit log says so. No page changes by it. Refuses BadCommission and NoSuchProducer.
    """
    check_commission(basis_points)
    found = select(Producer.commission_basis_points).where(Producer.id == producer_id)
    before = db.session.scalar(found.with_for_update(key_share=True))
    if before is None:
        raise NoSuchProducer(producer_id)
    changed = update(Producer).where(Producer.id == producer_id).values(commission_basis_points=basis_points)
    count_changed(changed)
    facts = {"before": before, "after": basis_points}
    record_change("commission_set", by=by, subject=Subject("producer", producer_id), at=at, **facts)


def _free_slug(wanted: str) -> str:
    taken = set(db.session.scalars(select(Producer.slug).where(Producer.slug.startswith(wanted))))
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
