"""The whole register as rows for anybody: one for each certificate, one for each good that has none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from shop.certification.certificate_state import last_day_in_force, state_at
from shop.certification.models import (
    Certificate,
    CertificateExtension,
    CertificateRevocation,
    CertifiedGood,
    RegisterRow,
)
from shop.certification.rules import CertificateFacts, Standing
from shop.database import snapshot
from shop.places import find_commune, find_province
from shop.producers import Producer
from shop.values.dates import vietnam_day

ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class OpenRow:
    """One certificate as it stands at an instant, or a good without any. Days are Vietnamese; None: not stated."""

    certificate: str | None
    state: str
    stars: int | None
    good: str
    good_slug: str
    group: str | None
    producer: str | None
    producer_slug: str | None
    province_code: str | None
    province: str | None
    commune_code: str | None
    commune: str | None
    printed_commune: str
    printed_district: str
    printed_province: str
    decision_number: str | None
    issuer: str | None
    decided_on: date | None
    decided_year: int | None
    day_is_known: bool | None
    first_valid_day: date | None
    last_valid_day: date | None
    extended_through: date | None
    revoked_on: date | None
    revocation_ground: str | None


def open_rows(at: datetime) -> Iterator[OpenRow]:
    """Every row of the register at an instant, in the order in which goods and certificates were entered.

    All of one state of the database, read a thousand at a time.
    """
    with snapshot() as session:
        extended = dict(_pairs(session, _EXTENSIONS))
        revoked = {number: (ground, when) for number, ground, when in session.execute(_REVOCATIONS)}
        planned = _planned(session)
        for row in session.execute(_ROWS, execution_options={"yield_per": ROWS_AT_ONCE}):
            if row.certificate_id is None:
                yield _without_certificate(
                    row, Standing.PLANNED if row.good_id in planned else Standing.AWAITING_OFFICER
                )
            else:
                yield _with_certificate(row, extended.get(row.certificate_id), revoked.get(row.certificate_id), at)


_ROWS = (
    select(
        CertifiedGood.id.label("good_id"),
        CertifiedGood.slug,
        CertifiedGood.name,
        CertifiedGood.group,
        CertifiedGood.province_code,
        CertifiedGood.commune_code,
        CertifiedGood.former_commune,
        CertifiedGood.former_district,
        CertifiedGood.former_province,
        Producer.name.label("producer_name"),
        Producer.slug.label("producer_slug"),
        Certificate.id.label("certificate_id"),
        Certificate.code,
        Certificate.stars,
        Certificate.decision_number,
        Certificate.issuer,
        Certificate.decided_on,
        Certificate.decided_year,
        Certificate.day_is_known,
        Certificate.first_day,
        Certificate.last_day,
    )
    .outerjoin(Producer, Producer.id == CertifiedGood.producer_id)
    .outerjoin(Certificate, and_(Certificate.good_id == CertifiedGood.id, Certificate.counts))
    .where(CertifiedGood.counts)
    .order_by(CertifiedGood.id, Certificate.first_day, Certificate.id)
)
_EXTENSIONS = (
    select(CertificateExtension.certificate_id, CertificateExtension.last_day)
    .where(CertificateExtension.counts)
    .order_by(CertificateExtension.id)
)
_REVOCATIONS = select(
    CertificateRevocation.certificate_id, CertificateRevocation.ground, CertificateRevocation.revoked_at
).where(CertificateRevocation.counts)


def _pairs(session: Session, query: Select[int, date]) -> list[tuple[int, date]]:
    return [(number, day) for number, day in session.execute(query)]


def _planned(session: Session) -> set[int]:
    kinds: dict[int, set[str]] = {}
    for good_id, kind in session.execute(
        select(RegisterRow.good_id, RegisterRow.kind).where(RegisterRow.counts).distinct()
    ):
        kinds.setdefault(good_id, set()).add(kind)
    return {good_id for good_id, found in kinds.items() if found == {"plan"}}


def _of_good(row: Any) -> dict[str, Any]:
    province = find_province(row.province_code) if row.province_code else None
    commune = find_commune(row.commune_code) if row.commune_code else None
    return {
        "good": row.name,
        "good_slug": row.slug,
        "group": row.group,
        "producer": row.producer_name,
        "producer_slug": row.producer_slug,
        "province_code": row.province_code,
        "province": province.short_name if province else None,
        "commune_code": row.commune_code,
        "commune": commune.short_name if commune else None,
        "printed_commune": row.former_commune,
        "printed_district": row.former_district,
        "printed_province": row.former_province,
    }


def _without_certificate(row: Any, standing: Standing) -> OpenRow:
    nothing = dict.fromkeys(name for name in OpenRow.__slots__ if name not in ("state", *_of_good(row)))
    return OpenRow(state=standing, **nothing, **_of_good(row))  # type: ignore[arg-type]


def _with_certificate(row: Any, extended: date | None, revoked: tuple[str, datetime] | None, at: datetime) -> OpenRow:
    facts = CertificateFacts(
        id=row.certificate_id,
        stars=row.stars,
        first_day=row.first_day,
        last_day=row.last_day,
        day_is_known=row.day_is_known,
        extended_through=extended,
        revoked_at=revoked[1] if revoked else None,
    )
    return OpenRow(
        certificate=row.code,
        state=state_at(facts, at),
        stars=row.stars,
        decision_number=row.decision_number,
        issuer=row.issuer,
        decided_on=row.decided_on,
        decided_year=row.decided_year,
        day_is_known=row.day_is_known,
        first_valid_day=row.first_day,
        last_valid_day=last_day_in_force(facts),
        extended_through=extended,
        revoked_on=vietnam_day(revoked[1]) if revoked else None,
        revocation_ground=revoked[0] if revoked else None,
        **_of_good(row),
    )
