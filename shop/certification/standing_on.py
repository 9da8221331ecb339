"""Which acts are in effect, and which stand on another: they speak of what it made or moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from shop.certification.act_models import RegisterAct, RegisterActGood
from shop.certification.act_rules import ActKind, ActState
from shop.certification.entry_steps import PLACE_VALUES
from shop.certification.models import Certificate, CertificateCompletion, CertifiedGood, RegisterRow
from shop.certification.refusals import AlreadyUndone, NoSuchAct, NotWaiting
from shop.database import db


def get_undoable(act_id: int) -> RegisterAct:
    """The act, which was done and not taken back yet; refuses NoSuchAct, NotWaiting (never done) and AlreadyUndone."""
    act = db.session.get(RegisterAct, act_id)
    if act is None:
        raise NoSuchAct(act_id)
    if act.state != ActState.DONE:
        raise NotWaiting(act.id, act.state)
    if db.session.scalar(select(RegisterAct.id).where(RegisterAct.undoes_id == act_id, _done())):
        raise AlreadyUndone(act_id)
    return act


def root_of(act: RegisterAct) -> tuple[RegisterAct, bool]:
    """The act that taking this one back is about in the end, and whether that turns it off (else on again)."""
    turns_off = True
    while act.undoes_id is not None:
        act = db.session.get_one(RegisterAct, act.undoes_id)
        turns_off = not turns_off
    return act, turns_off


def acts_standing_on(act: RegisterAct) -> list[RegisterAct]:
    """Acts in effect that came after this one and speak of what it made or moved; the latest first."""
    root, _ = root_of(act)
    query = _later_on_the_same_goods(act, root)
    return [one for one in db.session.scalars(query) if one.undoes_id is None and in_effect(one) and _on(root, one)]


_OF_WHOLE_GOODS = (ActKind.MERGE, ActKind.SPLIT)


def _on(root: RegisterAct, later: RegisterAct) -> bool:
    """Does a later act on the same goods speak of what the first one did?"""
    certificates, goods = set(root.facts.get("certificates", ())), root.facts.get("goods", {}).keys()
    if root.kind == ActKind.IMPORT:
        return _speaks_of_made(later, root)
    if later.kind == ActKind.IMPORT:
        is_learnt = any(_changes_the_same(root, later, good_id) for good_id in goods)
        return is_learnt or _import_speaks_of(
            later, root.good_ids if root.kind in _OF_WHOLE_GOODS else (), certificates
        )
    of_the_same = certificates & set(later.facts.get("certificates", ())) or goods & later.facts.get("goods", {}).keys()
    return root.kind in _OF_WHOLE_GOODS or later.kind in _OF_WHOLE_GOODS or bool(of_the_same)


def _changes_the_same(root: RegisterAct, later: RegisterAct, good_id: str) -> bool:
    """Did both change the same thing that an entry says? A place is one thing, however many columns it takes."""
    one, other = (_changed_by(act.facts.get("goods", {}).get(good_id)) for act in (root, later))
    return bool(one & other)


def _changed_by(change: dict[str, dict[str, Any]] | None) -> set[str]:
    if change is None:
        return set()
    names = {name for name, value in change["after"].items() if change["before"].get(name) != value}
    return {"place" if name in PLACE_VALUES else name for name in names}


def in_effect(act: RegisterAct) -> bool:
    """Was it done, and not taken back (or put back again)?"""
    if act.state != ActState.DONE:
        return False
    undo = db.session.scalar(select(RegisterAct).where(RegisterAct.undoes_id == act.id, _done()))
    return undo is None or not in_effect(undo)


def _done() -> ColumnElement[bool]:
    return RegisterAct.state == ActState.DONE


def _later_on_the_same_goods(act: RegisterAct, root: RegisterAct) -> Select[RegisterAct]:
    """Acts done after one (a chain of undoing speaks of its root) on any of the goods that the root is about."""
    goods: Any = _goods_of(root)
    direct = select(RegisterActGood.act_id).where(RegisterActGood.good_id.in_(goods))
    by_rows = select(RegisterRow.act_id).where(
        RegisterRow.good_id.in_(goods), RegisterRow.act_id.is_not(None), RegisterRow.act_id != root.id
    )
    return (
        select(RegisterAct)
        .where(
            _done(),
            RegisterAct.turn > act.turn,
            RegisterAct.id != root.id,
            or_(RegisterAct.id.in_(direct), RegisterAct.id.in_(by_rows)),
        )
        .order_by(RegisterAct.turn.desc())
    )


def _goods_of(act: RegisterAct) -> Any:
    """The goods that an act is about: those listed, or those of an import's rows."""
    if act.kind == ActKind.IMPORT:
        rows = select(RegisterRow.good_id).where(RegisterRow.act_id == act.id)
        return rows.union(select(Certificate.good_id).where(Certificate.act_id == act.id))
    return select(RegisterActGood.good_id).where(RegisterActGood.act_id == act.id)


def _speaks_of_made(later: RegisterAct, root: RegisterAct) -> bool:
    """Does a later act speak of a certificate or a good that an import brought?"""
    made = select(Certificate.id).where(Certificate.act_id == root.id)
    if later.kind in _OF_WHOLE_GOODS or "goods" in later.facts:
        return True
    if later.kind == ActKind.IMPORT:
        good = select(CertifiedGood.id).where(CertifiedGood.act_id == root.id)
        speaks = or_(RegisterRow.certificate_id.in_(made), RegisterRow.good_id.in_(good))
        completed = select(CertificateCompletion.id).where(
            CertificateCompletion.act_id == later.id, CertificateCompletion.certificate_id.in_(made)
        )
        rows = select(RegisterRow.id).where(RegisterRow.act_id == later.id, RegisterRow.counts, speaks)
        return any(db.session.scalar(query.limit(1)) is not None for query in (rows, completed))
    touched = list(later.facts.get("certificates", ()))
    of_import = and_(Certificate.id.in_(touched), Certificate.act_id == root.id)
    completed_by = select(CertificateCompletion.certificate_id).where(
        CertificateCompletion.act_id == root.id, CertificateCompletion.certificate_id.in_(touched)
    )
    is_made = db.session.scalar(select(Certificate.id).where(of_import).limit(1)) is not None
    return is_made or db.session.scalar(completed_by.limit(1)) is not None


def _import_speaks_of(later: RegisterAct, goods: Iterable[int], certificates: Iterable[int]) -> bool:
    speaks = or_(RegisterRow.certificate_id.in_(list(certificates)), RegisterRow.good_id.in_(list(goods)))
    return (
        db.session.scalar(
            select(RegisterRow.id).where(RegisterRow.act_id == later.id, RegisterRow.counts, speaks).limit(1)
        )
        is not None
    )


def undo_of(act_ids: Sequence[int]) -> dict[int, RegisterAct]:
    """The acts by which these were taken back, by the number of what they took back."""
    query = select(RegisterAct).where(RegisterAct.undoes_id.in_(act_ids), _done())
    return {act.undoes_id: act for act in db.session.scalars(query) if act.undoes_id is not None}


def moment(act: RegisterAct) -> datetime:
    """When it took effect."""
    return act.decided_at if act.decided_at and act.state == ActState.DONE else act.at
