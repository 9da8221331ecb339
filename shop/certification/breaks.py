"""Goods whose certificates leave a gap or overlap, and goods on which several officers acted: for those who check."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select, union_all

from shop.certification.act_models import RegisterAct, RegisterActGood
from shop.certification.act_rules import ActState
from shop.certification.models import Certificate, RegisterRow
from shop.certification.rules import EntryKind
from shop.database import db


def breaks_between(spans: Iterable[tuple[datetime, datetime]]) -> set[EntryKind]:
    """Whether a good's certificates (from, until; in the order of recognition) leave a gap, whether they overlap."""
    found: set[EntryKind] = set()
    covered: datetime | None = None
    for begins, ends in spans:
        if covered is not None and begins > covered:
            found.add(EntryKind.GAP)
        if covered is not None and begins < min(covered, ends):
            found.add(EntryKind.OVERLAP)
        covered = max(covered, ends) if covered else ends
    return found


def find_breaks() -> dict[int, set[EntryKind]]:
    """The goods of the register whose certificates leave a gap or overlap, by id; one statement."""
    several = (
        select(Certificate.good_id)
        .where(Certificate.counts)
        .group_by(Certificate.good_id)
        .having(func.count(Certificate.id) > 1)
    )
    query = (
        select(Certificate.good_id, Certificate.valid_from, Certificate.valid_until)
        .where(Certificate.counts, Certificate.good_id.in_(several))
        .order_by(Certificate.good_id, Certificate.first_day, Certificate.id)
    )
    spans: defaultdict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for good_id, begins, ends in db.session.execute(query):
        spans[good_id].append((begins, ends))
    found = {good_id: breaks_between(held) for good_id, held in spans.items()}
    return {good_id: kinds for good_id, kinds in found.items() if kinds}


def find_goods_of_several_officers() -> set[int]:
    """The goods on which more than one person acted, imports included; one statement."""
    done = RegisterAct.state == ActState.DONE
    by_hand = select(RegisterActGood.good_id.label("good_id"), RegisterAct.by.label("by")).join(
        RegisterAct, RegisterAct.id == RegisterActGood.act_id
    )
    imported = select(RegisterRow.good_id.label("good_id"), RegisterAct.by.label("by")).join(
        RegisterAct, RegisterAct.id == RegisterRow.act_id
    )
    touched = union_all(by_hand.where(done), imported.where(done)).subquery()
    query = select(touched.c.good_id).group_by(touched.c.good_id).having(func.count(touched.c.by.distinct()) > 1)
    return set(db.session.scalars(query))
