"""Doing what an officer asks for: shown beforehand, done at once, or kept until a second person agrees.

One at a time: whoever acts on the register waits for their turn, as imports do. Everything of one act is one
transaction, which the caller holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select

from shop.certification import act_steps, entry_steps, undoing
from shop.certification.act_models import ABOUT_AN_ACT, RegisterAct, RegisterActGood
from shop.certification.act_requests import Request, Undo, from_json, to_json
from shop.certification.act_rules import (
    WHOLE_COUNTRY,
    ActKind,
    ActState,
    Preview,
    Scope,
    needs_second_person,
)
from shop.certification.act_touching import Outcome, Touched, check_producer, check_scope, touched_by
from shop.certification.act_writing import Effects, Hand, carry_out
from shop.certification.models import CertifiedGood
from shop.certification.refusals import NoSuchAct, NotTheirs, NotWaiting, SamePerson
from shop.certification.rules import check_evidence
from shop.certification.standing_on import get_undoable
from shop.database import attempt, db, take_turns, touch_public_version, transaction

# Acts, imports and what the staged import applies wait for each other.
REGISTER_TURN = 1
# They say themselves which requests they carry out.
STEPS = (act_steps, entry_steps, undoing)
LONGEST_WAIT = 10  # seconds that an act waits for the one before it


def preview_act(request: Request, *, at: datetime, scope: Scope = WHOLE_COUNTRY) -> Preview:
    """What an act would do to the shop, by doing it and taking it back whole. Not inside of transaction().

    Refuses what doing it would refuse, but for a missing paper.
    """
    with transaction(), attempt() as tried:
        preview = _do(RegisterAct(evidence="-", by="-", at=at), request, at, scope).preview()
        tried.take_back()
    return preview


def do_act(
    request: Request,
    *,
    evidence: str,
    by: str,
    at: datetime,
    scope: Scope = WHOLE_COUNTRY,
    document_stem: str | None = None,
) -> RegisterAct:
    """Do it, or keep it waiting where it hides or shortens more than one person decides alone; inside of transaction().

    Refuses EvidenceMissing, OutOfScope (nothing of the kind is there for this officer), and what its kind refuses.
    """
    check_evidence(evidence)
    said: dict[str, Any] = {"evidence": evidence.strip(), "by": by, "at": at, "document_stem": document_stem}
    act = RegisterAct(**said)
    with attempt() as tried:
        outcome = _do(act, request, at, scope)
        is_waiting = needs_second_person(outcome.hides + outcome.shortens)
        if is_waiting:
            tried.take_back()
            kind, province_code, good_ids = act.kind, act.province_code, act.good_ids
        about = {name: act.facts[name] for name in ABOUT_AN_ACT if name in act.facts}
    if not is_waiting:
        return act
    facts = {"asked": to_json(request), **about}
    act = RegisterAct(kind=kind, state=ActState.WAITING, province_code=province_code, facts=facts, **said)
    outcome.write_down(act)
    act.goods = [RegisterActGood(good_id=good_id) for good_id in good_ids if _is_there(good_id)]
    db.session.add(act)
    db.session.flush()
    return act


def confirm_act(act_id: int, *, by: str, at: datetime, scope: Scope = WHOLE_COUNTRY) -> RegisterAct:
    """The second person agrees: it is done now, as the register is now.

    Refuses NoSuchAct, NotWaiting, SamePerson, OutOfScope, and what the act itself refuses by now.
    """
    act = _waiting(act_id, scope)
    if act.by == by:
        raise SamePerson(act_id)
    db.session.execute(delete(RegisterActGood).where(RegisterActGood.act_id == act.id))
    db.session.expire(act, ["goods"])
    _do(act, from_json(act.facts["asked"]), at, scope, decided_by=by, decided_at=at)
    return act


def refuse_act(act_id: int, *, reason: str, by: str, at: datetime, scope: Scope = WHOLE_COUNTRY) -> RegisterAct:
    """The second person says no, with a reason. Refuses NoSuchAct, NotWaiting, SamePerson and EvidenceMissing."""
    act = _waiting(act_id, scope)
    if act.by == by:
        raise SamePerson(act_id)
    check_evidence(reason)
    return _end(act, reason, by, at)


def take_back_act(act_id: int, *, by: str, at: datetime, scope: Scope = WHOLE_COUNTRY) -> RegisterAct:
    """Whoever asked thinks better of it. Refuses NoSuchAct, NotWaiting and NotTheirs."""
    act = _waiting(act_id, scope)
    if act.by != by:
        raise NotTheirs(act_id)
    return _end(act, "", by, at)


def open_import(
    *, by: str, at: datetime, evidence: str, facts: Mapping[str, Any], province_code: str | None = None
) -> RegisterAct:
    """An act under whose number the caller writes goods that do not count yet, also in several transactions."""
    act = RegisterAct(kind=ActKind.IMPORT, state=ActState.WRITING, evidence=evidence, by=by, at=at, facts=dict(facts))
    act.province_code = province_code
    db.session.add(act)
    db.session.flush()
    return act


def close_import(act: RegisterAct, *, hides: int = 0, shows: int = 0) -> None:
    """All rows of an import count: it is done now, goods that count again come back, and shoppers see it."""
    _begin(act, ActKind.IMPORT)
    undoing.bring_goods_back(act.id)
    act.hides, act.shows = hides, shows
    touch_public_version()
    db.session.flush()


def _waiting(act_id: int, scope: Scope) -> RegisterAct:
    take_turns(REGISTER_TURN, LONGEST_WAIT)
    act = db.session.get(RegisterAct, act_id, populate_existing=True)
    if act is None or not (scope.is_country or act.province_code == scope.province_code):
        raise NoSuchAct(act_id)
    if act.state != ActState.WAITING:
        raise NotWaiting(act_id, act.state)
    return act


def _end(act: RegisterAct, reason: str, by: str, at: datetime) -> RegisterAct:
    act.state, act.reason, act.decided_by, act.decided_at = ActState.REFUSED, reason.strip(), by, at
    db.session.flush()
    return act


def _begin(act: RegisterAct, kind: ActKind, **values: Any) -> None:
    take_turns(REGISTER_TURN, LONGEST_WAIT)
    turn = (db.session.scalar(select(func.max(RegisterAct.turn))) or 0) + 1
    act.kind, act.state, act.turn = kind, ActState.DONE, turn
    for name, value in values.items():
        setattr(act, name, value)
    act.facts = act.facts or {}
    db.session.add(act)
    db.session.flush()


def _do(act: RegisterAct, request: Request, at: datetime, scope: Scope, **values: Any) -> Outcome:
    """Carry it out under the act, which is done then, with these values; what it changed in the shop."""
    take_turns(REGISTER_TURN, LONGEST_WAIT)
    touched = touched_by(request)
    check_scope(touched, scope)
    check_producer(request, scope)
    before = touched.shown(at)
    if isinstance(request, Undo):
        _begin(act, ActKind.UNDO, undoes_id=get_undoable(request.act_id).id, **values)
    else:
        _begin(act, ActKind.AWARD, **values)  # which kind it is turns out below
    effects = carry_out(request, Hand.of(act, at))
    touched.add(effects)
    check_scope(touched, scope)  # nothing goes to another province either, whatever moved it
    outcome = Outcome(before, touched.shown(at))
    _write_down(act, request, effects, touched)
    outcome.write_down(act)
    db.session.flush()
    return outcome


def _write_down(act: RegisterAct, request: Request, effects: Effects, touched: Touched) -> None:
    act.kind = effects.kind
    act.facts = {"asked": to_json(request), "certificates": sorted(effects.certificates), **effects.facts}
    act.province_code = touched.province_code()
    act.goods = [RegisterActGood(good_id=good_id) for good_id in sorted(touched.good_ids)]


def _is_there(good_id: int) -> bool:
    return db.session.get(CertifiedGood, good_id) is not None
