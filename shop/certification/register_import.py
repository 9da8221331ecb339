"""Taking a register file in: load what is known, plan, and store all of it or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from shop.certification.act_doing import REGISTER_TURN
from shop.certification.act_models import RegisterAct
from shop.certification.act_rules import ActState
from shop.certification.models import Certificate, CertificateRevocation, CertifiedGood, RegisterRow
from shop.certification.register_known import (
    Goods,
    KnownCertificate,
    KnownGood,
    Producers,
    name_key,
)
from shop.certification.register_plan import Outcome, Plan, PlannedRow, make_plan
from shop.certification.register_store import ReadyImport, Signature, make_ready, store_plan
from shop.database import db, take_turns
from shop.producers import ProducerName, list_spellings
from shop.register_files import Reason, RegisterFile, Statement, number_key

LONGEST_WAIT = 60  # seconds that an import waits for another one to end


@dataclass(frozen=True)
class ImportReport:
    """What became of a file, or would: its rows in order, and why it was refused where it was."""

    file: RegisterFile
    rows: list[PlannedRow]
    refused: list[Reason]

    @property
    def is_refused(self) -> bool:
        """Whether nothing was taken."""
        return bool(self.refused)

    @property
    def totals(self) -> dict[str, int]:
        """How many rows had which outcome; `rows` is all of them."""
        counts = Counter(row.outcome for row in self.rows)
        refused = len({(reason.sheet, reason.row) for reason in self.refused})
        totals = {outcome.value: counts[outcome] for outcome in Outcome}
        return {"rows": len(self.rows) + refused, **totals, Outcome.REFUSED.value: refused}


def import_register(
    file: RegisterFile, signature: Signature, *, dry_run: bool = False, on_row: Callable[[int], None] | None = None
) -> ImportReport:
    """Take a file that was read into the register, all of it or, where any row is refused, nothing.

    Taken again it changes nothing. With `dry_run` it only says what would become of each row. `on_row` is told how
    many rows were decided. The caller holds the transaction; refusals are in the report, none is raised.
    """
    if not dry_run:
        take_turns(REGISTER_TURN, LONGEST_WAIT)
    producers = Producers(list_spellings())
    goods = load_known_goods(producers)
    plan = make_plan(file.statements, producers, goods, load_fingerprints(goods), on_row)
    refused = sorted([*file.refused, *plan.refused], key=lambda reason: (reason.sheet, reason.row or 0))
    if not refused and not dry_run:
        _keep_only_what_is_meant(plan)
        store_plan(plan, file, signature)
    return ImportReport(file, plan.rows, refused)


def make_plan_ready(plan: Plan, file: RegisterFile, cells: Iterable[str]) -> ReadyImport:
    """A plan of `KnownRegister.plan` as rows that are ready to be written; to be made before the transaction.

    `cells` are the printed cells of the rows that are stored, as JSON, in their order. Whoever writes them looks after
    refusals and turns, and that the register's edition is still the plan's.
    """
    _keep_only_what_is_meant(plan)
    return make_ready(plan, file, cells)


def _keep_only_what_is_meant(plan: Plan) -> None:
    """Every new producer and good of a plan belongs to a row that is stored; anything else would be a slip."""
    used = {row.good for row in plan.rows if row.is_stored}
    plan.goods.new = [good for good in plan.goods.new if good in used]
    owners = {good.producer for good in used}
    plan.producers.new = [producer for producer in plan.producers.new if producer in owners]


def load_known_goods(producers: Producers) -> Goods:
    """Every good with the certificates that count; two statements.

    Goods that an undone import had brought are known still, so that they keep number and address when a file names
    them again; where an entry was merged into another, its spelling means the other.
    """
    found: dict[int, KnownGood] = {}
    merged: dict[int, int] = {}
    entered = ~CertifiedGood.is_being_entered
    for row in db.session.execute(select(*CertifiedGood.__table__.columns).where(entered).order_by(CertifiedGood.id)):
        found[row.id] = KnownGood(
            marked_name=name_key(row.name),
            plain_name=row.name_key,
            producer=producers.all.get(row.producer_id) if row.producer_id else None,
            province_code=row.province_code,
            printed_place=(row.former_commune, row.former_district, row.former_province),
            group=row.group,
            id=row.id,
            counts=row.withdrawn_by_id is None,
        )
        if row.merged_into_id is not None:
            merged[row.id] = row.merged_into_id
    certificates = (
        select(
            Certificate.good_id,
            Certificate.id,
            Certificate.stars,
            Certificate.decided_year,
            Certificate.decided_on,
            Certificate.decision_number,
            Certificate.code,
            Certificate.valid_from,
            Certificate.valid_until,
            CertificateRevocation.revoked_at,
        )
        .outerjoin(Certificate.revocation)
        .where(Certificate.counts)
        .order_by(Certificate.id)
    )
    for good_id, id_, stars, year, day, number, code, begins, ends, revoked_at in db.session.execute(certificates):
        known = KnownCertificate(stars, year, day, number_key(number), id_, code, valid_from=begins, valid_until=ends)
        known.revoked_at = revoked_at
        found[good_id].certificates.append(known)
    return Goods(found, merged)


def load_fingerprints(goods: Goods) -> dict[str, KnownGood]:
    """For every row of a file that is in the register and counts: the good that it speaks of."""
    rows = db.session.execute(select(RegisterRow.fingerprint, RegisterRow.good_id).where(RegisterRow.counts))
    return {fingerprint: goods.all[good_id] for fingerprint, good_id in rows}


@dataclass(frozen=True)
class KnownRegister:
    """All that the register knows, in memory, and the plans that are made against it."""

    producers: Producers
    goods: Goods
    fingerprints: dict[str, KnownGood]

    def plan(
        self,
        statements: Iterable[Statement],
        find: Callable[[Statement], KnownGood] | None = None,
        on_row: Callable[[int], None] | None = None,
    ) -> Plan:
        """What would become of rows. The register in memory takes them in: one plan for each."""
        return make_plan(statements, self.producers, self.goods, self.fingerprints, on_row, find)


def load_known_register() -> KnownRegister:
    """The register as it stands; four statements, all of one state where the caller's transaction reads one."""
    producers = Producers(list_spellings())
    goods = load_known_goods(producers)
    return KnownRegister(producers, goods, load_fingerprints(goods))


def register_edition() -> str:
    """A word that is another after every change of the register: the highest numbers of everything that it is made of.

    One statement. A plan made against one edition holds as long as the edition does. What is still being entered is
    no change; a producer is one as soon as a spelling of it is known.
    """
    highest = [select(func.max(RegisterAct.id)).where(RegisterAct.state != ActState.WRITING).scalar_subquery()]
    highest += [
        select(func.max(table.id)).where(table.counts).scalar_subquery()
        for table in (CertifiedGood, Certificate, RegisterRow)
    ]
    highest.append(select(func.max(ProducerName.id)).scalar_subquery())
    # A second person's word makes an act of before count.
    highest.append(select(func.max(RegisterAct.decided_at)).scalar_subquery())
    return " ".join(str(number or 0) for number in db.session.execute(select(*highest)).one())
