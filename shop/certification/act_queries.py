"""Reads of the log of acts: what was done, what waits for a second person, what became of a withdrawn certificate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from shop.certification.act_models import ABOUT_AN_ACT, RegisterAct, RegisterActGood
from shop.certification.act_requests import Request, from_json
from shop.certification.act_rules import ActKind, ActState, Scope
from shop.certification.codes import parse_certificate_code
from shop.certification.models import Certificate, CertifiedGood, RegisterRow
from shop.database import db
from shop.values.dates import end_of_day, start_of_day


@dataclass(frozen=True)
class ActFilter:
    """What of the log is asked for; days are Vietnamese, both included."""

    kind: ActKind | None = None
    state: ActState | None = None
    by: str = ""
    good_id: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    words: str = ""


@dataclass(frozen=True)
class WithdrawnCertificate:
    """A certificate that counts no more, by which act, and what took its place."""

    certificate: Certificate
    act: RegisterAct
    replaced_by: Certificate | None


def asked_of(act: RegisterAct) -> Request | None:
    """What an officer asked for by an act; None for imports, and for acts that were written down afterwards."""
    asked = act.facts.get("asked")
    return from_json(asked) if asked else None


def find_act(act_id: int, scope: Scope) -> RegisterAct | None:
    """The act with the goods that it touches, or None: also where it is another province's."""
    query = select(RegisterAct).where(RegisterAct.id == act_id, _within(scope)).options(selectinload(RegisterAct.goods))
    return db.session.scalar(query)


def list_acts(
    scope: Scope, asked: ActFilter | None = None, *, page: int = 1, per_page: int = 30
) -> tuple[Sequence[RegisterAct], int]:
    """The acts that an officer may see, the latest first, and how many there are."""
    query = _asked(select(RegisterAct).where(_within(scope)), asked or ActFilter())
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = db.session.scalars(
        query.order_by(RegisterAct.id.desc())
        .options(selectinload(RegisterAct.goods))
        .offset((page - 1) * per_page)
        .limit(per_page)
    )
    return rows.all(), total


def list_waiting_acts(scope: Scope) -> Sequence[RegisterAct]:
    """What waits for a second person, the oldest first."""
    waiting = RegisterAct.state == ActState.WAITING
    query = select(RegisterAct).where(waiting, _within(scope)).options(selectinload(RegisterAct.goods))
    return db.session.scalars(query.order_by(RegisterAct.id)).all()


def count_waiting_acts(scope: Scope, *, not_by: str = "") -> int:
    """How many wait, those left out that this person asked for."""
    query = select(func.count()).where(RegisterAct.state == ActState.WAITING, _within(scope), RegisterAct.by != not_by)
    return db.session.scalar(query) or 0


def list_acts_of_good(good_id: int) -> Sequence[RegisterAct]:
    """Everything that was done to a good, imports that speak of it and their undoing included, the oldest first."""
    direct = select(RegisterActGood.act_id).where(RegisterActGood.good_id == good_id)
    imports = select(RegisterRow.act_id).where(RegisterRow.good_id == good_id, RegisterRow.act_id.is_not(None))
    found: set[int] = {act_id for query in (direct, imports) for act_id in db.session.scalars(query) if act_id}
    undone = found
    while undone:
        undone = set(db.session.scalars(select(RegisterAct.id).where(RegisterAct.undoes_id.in_(undone)))) - found
        found |= undone
    query = select(RegisterAct).where(RegisterAct.id.in_(found), _is_told()).options(selectinload(RegisterAct.goods))
    return db.session.scalars(query.order_by(RegisterAct.id)).all()


def find_withdrawn_certificate(code: str) -> WithdrawnCertificate | None:
    """The certificate that was withdrawn last under a public code; ask for one that counts first."""
    clean = parse_certificate_code(code)
    query = (
        select(Certificate)
        .where(Certificate.code == clean, ~Certificate.counts, ~Certificate.is_being_entered)
        .order_by(Certificate.id.desc())
        .limit(1)
        .options(joinedload(Certificate.good).joinedload(CertifiedGood.producer))
    )
    found = db.session.scalar(query) if clean else None
    return _withdrawn(found) if found else None


def list_withdrawn_certificates(good_id: int) -> list[WithdrawnCertificate]:
    """The certificates of a good that count no more, as they were stated; for officers."""
    were_withdrawn = and_(~Certificate.counts, ~Certificate.is_being_entered)
    query = select(Certificate).where(Certificate.good_id == good_id, were_withdrawn).order_by(Certificate.id)
    return [_withdrawn(one) for one in db.session.scalars(query)]


def _withdrawn(certificate: Certificate) -> WithdrawnCertificate:
    act = db.session.get_one(RegisterAct, certificate.withdrawn_by_id)
    return WithdrawnCertificate(certificate, act, _replacement(certificate, act))


def _replacement(certificate: Certificate, act: RegisterAct) -> Certificate | None:
    """What took its place by the act that withdrew it, or by the one that this act put back."""
    root = act
    while root.undoes_id is not None:
        root = db.session.get_one(RegisterAct, root.undoes_id)
    to = next((new for old, new in root.facts.get("replaced", ()) if old == certificate.id), None)
    found = db.session.get(Certificate, to) if to else None
    return found if found is not None and found.counts else None


def _within(scope: Scope) -> ColumnElement[bool]:
    if scope.is_country:
        return _is_told()
    is_elsewhere = CertifiedGood.province_code.is_distinct_from(scope.province_code)
    listed = exists().where(
        RegisterActGood.act_id == RegisterAct.id, CertifiedGood.id == RegisterActGood.good_id, is_elsewhere
    )
    # An import lists no goods, its rows name them; an undo of one speaks of the same rows.
    turned = [RegisterAct.facts[name].as_integer() for name in ABOUT_AN_ACT]
    by_rows = exists().where(
        RegisterRow.act_id == func.coalesce(*turned, RegisterAct.id),
        CertifiedGood.id == RegisterRow.good_id,
        is_elsewhere,
    )
    return and_(_is_told(), RegisterAct.province_code == scope.province_code, ~listed, ~by_rows)


def _is_told() -> ColumnElement[bool]:
    """An import is in no log before all of its rows count."""
    return RegisterAct.state != ActState.WRITING


def _asked(query: Select[Any], asked: ActFilter) -> Select[Any]:
    if asked.kind:
        query = query.where(RegisterAct.kind == asked.kind)
    if asked.state:
        query = query.where(RegisterAct.state == asked.state)
    if asked.by:
        query = query.where(or_(RegisterAct.by == asked.by, RegisterAct.decided_by == asked.by))
    if asked.good_id is not None:
        goods = select(RegisterActGood.act_id).where(RegisterActGood.good_id == asked.good_id)
        rows = select(RegisterRow.act_id).where(RegisterRow.good_id == asked.good_id, RegisterRow.act_id.is_not(None))
        query = query.where(or_(RegisterAct.id.in_(goods), RegisterAct.id.in_(rows)))
    if asked.first_day:
        query = query.where(RegisterAct.at >= start_of_day(asked.first_day))
    if asked.last_day:
        query = query.where(RegisterAct.at < end_of_day(asked.last_day))
    if asked.words:
        query = query.where(RegisterAct.evidence.icontains(asked.words, autoescape=True))
    return query
