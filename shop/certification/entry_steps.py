"""What acts on whole entries of the register do to the tables: corrected, two that are one good, one that is two."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from shop.certification.act_requests import CorrectGood, Merge, Split
from shop.certification.act_rules import ActKind
from shop.certification.act_writing import (
    Effects,
    Hand,
    Said,
    carry_out,
    certificates_under,
    change,
    get_good,
    move_certificates,
    move_rows,
    repoint_rows,
    withdraw_certificate,
)
from shop.certification.carrying import carry_certificate, carry_good, check_maker
from shop.certification.models import Certificate, CertifiedGood, RegisterRow
from shop.certification.places_of_goods import place_good
from shop.certification.refusals import EvidenceMissing, GoodsContradict, NothingChanges, ProducerUnknown
from shop.certification.rules import check_evidence
from shop.certification.slugs import Slugs
from shop.database import db
from shop.producers import Producer
from shop.values.dates import vietnam_day
from shop.values.folding import fold, tidy


@carry_out.register
def _correct_good(request: CorrectGood, hand: Hand) -> Effects:
    good = get_good(request.good_id)
    before = good_values(good)
    after = {
        "name": tidy(request.name),
        "group": request.group,
        "producer_id": request.producer_id,
        "province_code": request.province_code,
        "commune_code": request.commune_code,
    }
    if not after["name"]:
        raise EvidenceMissing
    if before == after:
        raise NothingChanges
    if request.producer_id is not None and db.session.get(Producer, request.producer_id) is None:
        raise ProducerUnknown(good.id)
    set_good_values(good, after)
    return Effects(ActKind.CORRECT, facts={"goods": {str(good.id): {"before": before, "after": after}}})


GOOD_VALUES = ("name", "group", "producer_id", "province_code", "commune_code")
PLACE_VALUES = ("province_code", "commune_code", "former_commune", "former_district", "former_province")


def good_values(good: CertifiedGood) -> dict[str, Any]:
    """What an entry says that an officer can correct."""
    return {name: getattr(good, name) for name in GOOD_VALUES}


def set_good_values(good: CertifiedGood, values: dict[str, Any]) -> None:
    """Let an entry say this, and be found by it."""
    if values.get("producer_id", good.producer_id) != good.producer_id:
        check_maker(good.id, values["producer_id"])
    moved = any(getattr(good, name) != value for name, value in values.items() if name in PLACE_VALUES)
    for name, value in values.items():
        setattr(good, name, value)
    if "name" in values:
        good.name_key = fold(good.name)
    if moved:
        place_good(good)
    db.session.flush()


@carry_out.register
def _merge(request: Merge, hand: Hand) -> Effects:
    kept, gone = get_good(request.kept_id), get_good(request.gone_id)
    if kept.id == gone.id:
        raise NothingChanges
    twins = _twins(kept, gone)
    repointed = []
    for one, twin in twins:
        withdraw_certificate(one.id, hand.act_id)
        repointed += repoint_rows(one.id, twin.id)
    carried = [[one.id, twin.id, carry_certificate(one.id, twin.id)] for one, twin in twins]
    certificates = move_certificates(gone.id, kept.id)
    rows = move_rows(gone.id, kept.id)
    gone.merged_into_id, gone.withdrawn_by_id = kept.id, hand.act_id
    db.session.flush()
    db.session.expire_all()
    return Effects(
        ActKind.MERGE,
        {*certificates, *(twin.id for _, twin in twins)},
        {
            "withdrew": [one.id for one, _ in twins],
            "replaced": [[one.id, twin.id] for one, twin in twins],
            "repointed": repointed,
            "moved": {"from": gone.id, "to": kept.id, "certificates": certificates, "rows": rows},
            "merged": [gone.id, kept.id],
            "carried_certificates": carried,
            "carried_goods": [[gone.id, kept.id, carry_good(gone.id, kept.id)]],
        },
    )


def _twins(kept: CertifiedGood, gone: CertifiedGood) -> list[tuple[Certificate, Certificate]]:
    """Recognitions that both entries hold: those of the entry that goes, with those that stay for them."""
    found = []
    for one in gone.certificates:
        twin = next((other for other in kept.certificates if Said.by(other).decision == Said.by(one).decision), None)
        if twin is None:
            continue
        if _fate(one) != _fate(twin):
            raise GoodsContradict(twin.code, one.code)
        found.append((one, twin))
    return found


def _fate(certificate: Certificate) -> tuple[Any, ...]:
    revoked_on = vietnam_day(certificate.revocation.revoked_at) if certificate.revocation else None
    return certificate.stars, certificate.first_day, certificate.extended_through, revoked_on


@carry_out.register
def _split(request: Split, hand: Hand) -> Effects:
    good = get_good(request.good_id)
    chosen = [one for one in certificates_under(request.codes) if one.good_id == good.id]
    if len(chosen) != len(request.codes) or len(chosen) == len(good.certificates):
        raise NothingChanges
    name = tidy(request.name)
    check_evidence(name)
    if request.producer_id is not None and db.session.get(Producer, request.producer_id) is None:
        raise ProducerUnknown(good.id)
    new = CertifiedGood(
        slug=Slugs(CertifiedGood.slug).take(name, good.former_district or good.former_province),
        name=name,
        name_key=fold(name),
        group=good.group,
        producer_id=request.producer_id,
        province_code=good.province_code,
        commune_code=good.commune_code,
        former_commune=good.former_commune,
        former_district=good.former_district,
        former_province=good.former_province,
        act_id=hand.act_id,
    )
    db.session.add(new)
    db.session.flush()
    place_good(new)
    ids = [one.id for one in chosen]
    speaks_of_them = RegisterRow.certificate_id.in_(ids)
    rows = list(db.session.scalars(select(RegisterRow.id).where(speaks_of_them, ~RegisterRow.is_being_entered)))
    change(Certificate, ids, good_id=new.id)
    change(RegisterRow, rows, good_id=new.id)
    db.session.expire_all()
    moved = {"from": good.id, "to": new.id, "certificates": ids, "rows": rows}
    return Effects(ActKind.SPLIT, set(ids), {"moved": moved, "made_good": new.id})
