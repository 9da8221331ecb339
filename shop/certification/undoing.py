"""Taking acts back, and taking that back in turn. Never a rewrite: what an act made stays, and counts no more.

An act that takes back another turns it off; one that takes back such an act turns the first one on again. What stands
on an act is taken back before it. Imports go the same way, in a few statements however many rows they had.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import aliased

from shop.certification.act_models import RegisterAct
from shop.certification.act_requests import Undo
from shop.certification.act_rules import ActKind
from shop.certification.act_writing import Effects, Hand, carry_out, change, withdraw_certificate
from shop.certification.carrying import carry_certificate, carry_certificate_back, carry_good, carry_good_back
from shop.certification.counting import recount
from shop.certification.entry_steps import set_good_values
from shop.certification.models import (
    Certificate,
    CertificateCompletion,
    CertificateExtension,
    CertificateRevocation,
    CertifiedGood,
    RegisterImport,
    RegisterRow,
)
from shop.certification.refusals import LaterActs, TakenMeanwhile
from shop.certification.rules import effective_end
from shop.certification.standing_on import acts_standing_on, root_of
from shop.database import count_changed, db, touch_public_version

MOST_LISTED = 20
_OF_CERTIFICATES = (CertificateExtension, CertificateRevocation, CertificateCompletion)
_WRITTEN = (*_OF_CERTIFICATES, RegisterImport, RegisterRow)


@carry_out.register
def _undo(request: Undo, hand: Hand) -> Effects:
    undone = db.session.get_one(RegisterAct, request.act_id)  # whoever calls has looked whether it can be undone
    later = acts_standing_on(undone)
    if later:
        raise LaterActs(later[:MOST_LISTED], len(later))
    root, turns_off = root_of(undone)
    db.session.flush()
    facts = _turn_off(root, undone, hand.act_id) if turns_off else _turn_on(root, undone.id, hand.act_id)
    touch_public_version()
    db.session.expire_all()
    return Effects(ActKind.UNDO, set(root.facts.get("certificates", ())), facts)


def _turn_off(root: RegisterAct, last: RegisterAct, by_act: int) -> dict[str, Any]:
    """Let everything that an act made count no more, and everything that it took back, moved or changed as before.

    `last` is the act by which it came into effect: itself, or the one that put it back.
    """
    facts = root.facts
    for source, target, moved in reversed(last.facts.get("carried_goods", ())):
        carry_good_back(source, target, moved)
    for source, target, moved in reversed(last.facts.get("carried_certificates", ())):
        carry_certificate_back(source, target, moved)
    if "moved" in facts:
        _move(facts["moved"], facts["moved"]["from"])
    if "merged" in facts:
        gone_id, _kept_id = facts["merged"]
        change(CertifiedGood, [gone_id], merged_into_id=None, withdrawn_by_id=None)
    for ids, source, _target in facts.get("repointed", ()):
        change(RegisterRow, ids, certificate_id=source)
    touched = _certificates_of(root)
    _withdraw(root.id, by_act)
    _refuse_taken(Certificate, "code", Certificate.id.in_(facts.get("withdrew", ())))
    for certificate_id in facts.get("withdrew", ()):
        change(Certificate, [certificate_id], withdrawn_by_id=None)
    recount([*touched, *facts.get("withdrew", ())])
    for good_id, change_ in facts.get("goods", {}).items():
        set_good_values(db.session.get_one(CertifiedGood, int(good_id)), _changed(change_, "before"))
    _withdraw_goods(root.id, by_act)
    return {"turned_off": root.id}


def _turn_on(root: RegisterAct, undo_id: int, by_act: int) -> dict[str, Any]:
    """The same, the other way round: what the undo withdrew counts again."""
    facts = root.facts
    _check_grounds(root)
    for certificate_id in facts.get("withdrew", ()):
        withdraw_certificate(certificate_id, by_act)
    _check_free(undo_id)
    _restore(undo_id)
    recount(_certificates_of(root))
    for ids, _source, target in facts.get("repointed", ()):
        change(RegisterRow, ids, certificate_id=target)
    for good_id, change_ in facts.get("goods", {}).items():
        set_good_values(db.session.get_one(CertifiedGood, int(good_id)), _changed(change_, "after"))
    if "moved" in facts:
        _move(facts["moved"], facts["moved"]["to"])
    if "merged" in facts:
        gone_id, kept_id = facts["merged"]
        change(CertifiedGood, [gone_id], merged_into_id=kept_id, withdrawn_by_id=by_act)
    _bring_certified_back(root)
    certificates, goods = facts.get("carried_certificates", ()), facts.get("carried_goods", ())
    return {
        "turned_on": root.id,
        "carried_certificates": [[one, to, carry_certificate(one, to)] for one, to, _ in certificates],
        "carried_goods": [[one, to, carry_good(one, to)] for one, to, _ in goods],
    }


def _changed(change_: dict[str, dict[str, Any]], side: str) -> dict[str, Any]:
    """What a correction changed, as it was on one side of it: what it left as it was may be another's by now."""
    return {name: value for name, value in change_[side].items() if change_["before"][name] != change_["after"][name]}


def _check_grounds(root: RegisterAct) -> None:
    """Refuse to bring back what is about a good or a certificate that was itself taken back meanwhile."""
    goods = [good_id for good_id in root.good_ids if good_id != root.facts.get("made_good")]
    gone = select(CertifiedGood.withdrawn_by_id).where(CertifiedGood.id.in_(goods))
    certificates = root.facts.get("certificates", ()) if root.kind in _OF_CERTIFICATES_THEMSELVES else ()
    ended = select(Certificate.withdrawn_by_id).where(Certificate.id.in_(certificates), Certificate.act_id != root.id)
    completed = select(CertificateCompletion.certificate_id).where(CertificateCompletion.act_id == root.id)
    lost = select(Certificate.withdrawn_by_id).where(Certificate.id.in_(completed))
    by = {act_id for query in (gone, ended, lost) for act_id in db.session.scalars(query) if act_id is not None}
    if by:
        acts = [db.session.get_one(RegisterAct, act_id) for act_id in sorted(by, reverse=True)]
        raise LaterActs(acts[:MOST_LISTED], len(acts))


_OF_CERTIFICATES_THEMSELVES = (ActKind.EXTEND, ActKind.REVOKE, ActKind.COMPLETE, ActKind.CORRECT)


def _move(moved: dict[str, Any], to: int) -> None:
    change(Certificate, moved["certificates"], good_id=to)
    change(RegisterRow, moved["rows"], good_id=to)


def _certificates_of(root: RegisterAct) -> list[int]:
    """Certificates whose days hang on rows that an act wrote. Those that it wrote itself are counted in bulk."""
    found: set[int] = set()
    for table in _OF_CERTIFICATES:
        found.update(db.session.scalars(select(table.certificate_id).where(table.act_id == root.id)))
    return sorted(found)


def _withdraw(act_id: int, by_act: int) -> None:
    count_changed(
        update(Certificate)
        .where(Certificate.act_id == act_id, Certificate.counts)
        .values(withdrawn_by_id=by_act, valid_until=Certificate.valid_from)
    )
    for table in _WRITTEN:
        count_changed(update(table).where(table.act_id == act_id, table.counts).values(withdrawn_by_id=by_act))


def _restore(undo_id: int) -> None:
    for table in (*_WRITTEN, CertifiedGood):
        count_changed(update(table).where(table.withdrawn_by_id == undo_id).values(withdrawn_by_id=None))
    # So few different days that a statement for each is fast; extensions and the like are counted afterwards.
    withdrawn = Certificate.withdrawn_by_id == undo_id
    days = db.session.execute(select(Certificate.first_day, Certificate.last_day).where(withdrawn).distinct()).all()
    for first_day, last_day in days:
        count_changed(
            update(Certificate)
            .where(Certificate.last_day == last_day, Certificate.first_day == first_day, withdrawn)
            .values(withdrawn_by_id=None, valid_until=effective_end(first_day, last_day))
        )


def _withdraw_goods(act_id: int, by_act: int) -> None:
    """Goods that an act brought and of which nothing speaks any more."""
    row = exists().where(RegisterRow.good_id == CertifiedGood.id, RegisterRow.counts)
    certificate = exists().where(Certificate.good_id == CertifiedGood.id, Certificate.counts)
    count_changed(
        update(CertifiedGood)
        .where(CertifiedGood.act_id == act_id, CertifiedGood.counts, ~row, ~certificate)
        .values(withdrawn_by_id=by_act)
    )


def bring_goods_back(act_id: int) -> None:
    """Goods that an undone import had brought, and that rows of this act speak of again."""
    # Asked of the few goods that do not count, not of an import's hundred thousand rows.
    is_named = exists().where(RegisterRow.good_id == CertifiedGood.id, RegisterRow.act_id == act_id, RegisterRow.counts)
    count_changed(
        update(CertifiedGood)
        .where(~CertifiedGood.counts, CertifiedGood.merged_into_id.is_(None), is_named)
        .values(withdrawn_by_id=None, act_id=act_id)
    )


def _bring_certified_back(root: RegisterAct) -> None:
    """Goods that another act brought back and took away again meanwhile, and of which this one speaks."""
    certificate = exists().where(Certificate.good_id == CertifiedGood.id, Certificate.counts)
    row = exists().where(RegisterRow.good_id == CertifiedGood.id, RegisterRow.act_id == root.id, RegisterRow.counts)
    of_act = exists().where(Certificate.good_id == CertifiedGood.id, Certificate.act_id == root.id, Certificate.counts)
    is_meant = or_(row, of_act, and_(CertifiedGood.id.in_(root.good_ids), certificate))
    count_changed(
        update(CertifiedGood)
        .where(~CertifiedGood.counts, CertifiedGood.merged_into_id.is_(None), is_meant)
        .values(withdrawn_by_id=None, act_id=root.id)
    )


def _check_free(undo_id: int) -> None:
    """Refuse to bring back what was made anew meanwhile: the same codes, the same rows of a file."""
    _refuse_taken(Certificate, "code", Certificate.withdrawn_by_id == undo_id)
    _refuse_taken(RegisterRow, "fingerprint", RegisterRow.withdrawn_by_id == undo_id)


def _refuse_taken(table: Any, column: str, comes_back: ColumnElement[bool]) -> None:
    live = aliased(table)
    is_live = exists().where(getattr(live, column) == getattr(table, column), live.withdrawn_by_id.is_(None))
    query = select(getattr(table, column)).where(comes_back, is_live).limit(MOST_LISTED)
    if taken := db.session.scalars(query).all():
        raise TakenMeanwhile(taken)
