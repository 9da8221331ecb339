"""Goods, certificates and producers of the register, as an import would leave them."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from typing import Any

from shop.certification import Certificate, CertifiedGood, GoodPlace, RegisterImport, RegisterRow
from shop.certification.codes import certificate_code
from shop.certification.rules import effective_end, validity_from, validity_from_year
from shop.database import db, transaction
from shop.places import place_ids_of, resolve_printed
from shop.producers import Producer, add_producer
from shop.values.dates import start_of_day
from shop.values.folding import fold, slugify

RECORDED_AT = datetime.fromisoformat("2026-01-01T00:00:00+07:00")
BAO_YEN = ("xã Vĩnh Yên", "huyện Bảo Yên", "Lào Cai")

_numbers = itertools.count(1)


def make_producer(name: str = "HTX Vĩnh Yên", place: tuple[str, str, str] = BAO_YEN) -> Producer:
    """A producer at a place as printed; made once for a name."""
    known = db.session.query(Producer).filter_by(name=name).one_or_none()
    if known:
        return known
    resolution = resolve_printed(*place)
    with transaction():
        return add_producer(name, province_code=resolution.province and resolution.province.code, former=place)


def make_good(name: str = "Tinh dầu quế", *, place: tuple[str, str, str] = BAO_YEN, **changes: Any) -> CertifiedGood:
    """A good of the register without any certificate; `producer=None` for one whose maker is not stated."""
    producer = changes.pop("producer", make_producer(place=place))
    plan = changes.pop("plan", False)
    resolution = resolve_printed(*place)
    commune, district, province = place
    with transaction() as session:
        good = CertifiedGood(
            slug=changes.pop("slug", slugify(name)),
            name=name,
            name_key=fold(name),
            group=changes.pop("group", "food"),
            producer_id=producer.id if producer else None,
            province_code=resolution.province.code if resolution.province else None,
            commune_code=resolution.commune.code if resolution.commune else None,
            former_commune=commune,
            former_district=district,
            former_province=province,
        )
        session.add(good)
        session.flush()
        session.add_all(GoodPlace(good_id=good.id, place_id=place_id) for place_id in place_ids_of(resolution))
        if plan:
            _add_row(good, kind="plan")
    return good


def make_certificate(
    good: CertifiedGood, *, decided_on: str | None = None, year: int = 2024, stars: int = 4, **changes: Any
) -> Certificate:
    """A certificate by a day, or by a year only when no day is given, with the row that it was entered from."""
    day = date.fromisoformat(decided_on) if decided_on else None
    validity = validity_from(day) if day else validity_from_year(year)
    with transaction() as session:
        certificate = Certificate(
            good_id=good.id,
            code=certificate_code(good.slug, str(next(_numbers))),
            stars=stars,
            decision_number=changes.get("decision_number", "2585/QĐ-UBND"),
            decided_on=day,
            decided_year=validity.first_day.year,
            issuer=changes.get("issuer"),
            first_day=validity.first_day,
            last_day=validity.last_day,
            day_is_known=validity.day_is_known,
            valid_from=start_of_day(validity.first_day),
            valid_until=effective_end(validity.first_day, validity.last_day),
            recorded_by="import",
            recorded_at=RECORDED_AT,
        )
        session.add(certificate)
        session.flush()
        _add_row(good, certificate_id=certificate.id)
    return certificate


def _add_row(good: CertifiedGood, *, kind: str = "recognition", certificate_id: int | None = None) -> None:
    number = next(_numbers)
    source = RegisterImport(
        file_name="phu-luc.xlsx",
        file_sha256=f"{number:064d}",
        file_format="xlsx",
        imported_by="import",
        imported_at=RECORDED_AT,
    )
    row = RegisterRow(
        row_number=number,
        good_id=good.id,
        certificate_id=certificate_id,
        kind=kind,
        fingerprint=f"{number:064d}",
        cells={"product_name": good.name, "source": "https://example.vn/quyet-dinh | phu-luc.xlsx"},
    )
    source.rows.append(row)
    db.session.add(source)
