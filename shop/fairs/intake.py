"""Taking in what the booths sold. A finished sale is never refused: it is recorded, or kept whole in quarantine.

Each item is a savepoint of its own, so that one that cannot be taken in does not touch the others; the caller's
transaction makes all of them last, or none where the database itself fails: then the device sends the same again.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import InterfaceError, OperationalError

from shop.database import db, insert_rows, insert_unless_taken
from shop.fairs.booth_goods import PackFacts, read_packs
from shop.fairs.codes import HIGHEST_COUNTER, is_code_of, receipt_code
from shop.fairs.models import Booth, BoothDevice, Fair
from shop.fairs.rules import booth_location
from shop.fairs.sale_body import (
    LineBody,
    SaleBody,
    identity_of,
    read_sale,
    told_hash,
    told_sale_id,
    told_seq,
    told_session_id,
    told_text,
)
from shop.fairs.sale_models import BoothSale, BoothSaleLine, BoothTask, QuarantinedSale
from shop.fairs.sale_rules import (
    BadItem,
    LineKind,
    QuarantineReason,
    SaleException,
    SaleKind,
    SaleStatus,
    SaleTime,
    Shares,
    TaskKind,
    Tender,
    correct_time,
    missing_numbers,
    shares_of_pieces,
    shares_of_sale,
)
from shop.fairs.tasks import BY_ITSELF, TaskAbout, open_task, resolve_task_of
from shop.stock import MoveKind, StockChange, change_stock, take_regardless

log = logging.getLogger(__name__)

CAME_LATER = "came_later"
_STOCK_KINDS = {LineKind.SALE: MoveKind.SALE, LineKind.TASTING: MoveKind.TASTING, LineKind.DAMAGE: MoveKind.DAMAGE}
# In which order they are told.
_ORDER = list(SaleException)


@dataclass(frozen=True)
class SaleAnswer:
    """What a device is told of one item: `sale_id` as it was sent, None where it cannot be read.

    `exceptions` are those of a recorded sale, or the one reason why it lies in quarantine.
    """

    sale_id: str | None
    status: SaleStatus
    receipt: str
    exceptions: tuple[str, ...]


@dataclass(frozen=True)
class Sender:
    """Who sends: a device of a booth at a fair."""

    device_id: int
    booth_id: int
    fair_id: int
    owner_id: int
    paired_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True)
class _Known:
    """A sale that is recorded already, as far as a retry needs it."""

    booth_sale_id: int
    booth_id: int
    body_hash: str
    code: str
    exceptions: tuple[str, ...]


class _Raced(Exception):
    """Somebody else recorded the same sale at this very moment."""


def lock_booth(booth_id: int) -> None:
    """Let nobody else move this booth's goods until the transaction ends, so that nobody waits crosswise.

    The first thing to do for whatever takes from a booth's stock or gives to it.
    """
    db.session.execute(select(Booth.id).where(Booth.id == booth_id).with_for_update())


def sender_of(device_id: int) -> Sender:
    """Who a device speaks for; nobody else takes in anything of its booth until the transaction ends."""
    query = (
        select(BoothDevice.booth_id, Booth.fair_id, Fair.owner_id, BoothDevice.paired_at, BoothDevice.revoked_at)
        .join(Booth, BoothDevice.booth_id == Booth.id)
        .join(Fair, Booth.fair_id == Fair.id)
        .where(BoothDevice.id == device_id)
    )
    row = db.session.execute(query).one()
    lock_booth(row.booth_id)
    return Sender(device_id, *row)


def take_in_sales(device_id: int, items: Sequence[Any], *, at: datetime, by_file: bool = False) -> list[SaleAnswer]:
    """Record what a device sold; the answers in the order of the items. The same item again has the same answer.

    `by_file`: a person brought the device's log, which may hold what was sold after the device was revoked.
    """
    intake = _Intake(sender_of(device_id), items, at, by_file)
    answers = [intake.take(item) for item in items]
    intake.settle_gaps()
    return answers


def record_for_person(
    device_id: int, item: Mapping[str, Any], *, known_as: str, at: datetime, received: datetime
) -> int:
    """Record an item that a person took out of quarantine, perhaps corrected; returns the sale's number.

    `known_as` is the hash of the item as the device sent it, so that a retry of that one finds the sale. It was
    received when the device sent it. Where its id is taken, it gets another, always the same. Refuses BadItem.
    """
    sale_id = told_sale_id(item)
    taken = select(BoothSale.id).where(BoothSale.sale_id == sale_id)
    if not sale_id or db.session.scalar(taken) is not None:
        item = {**item, "sale_id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{sale_id}:{known_as}"))}
    intake = _Intake(sender_of(device_id), [item], at, by_file=True, received=received)
    number = intake.record(item, read_sale(item), body_hash=known_as)
    intake.settle_gaps()
    return number


@dataclass
class _Intake:
    """One device's items, with what the database knows of them, read once for all."""

    sender: Sender
    items: Sequence[Any]
    at: datetime
    by_file: bool
    # When the items reached us; else now.
    received: datetime | None = None
    known: dict[str, _Known] = field(init=False)
    held: dict[str, tuple[str, str]] = field(init=False)
    packs: dict[int, PackFacts] = field(init=False)
    # The device's log as far as it is needed: seal by number; and which numbers recorded sales have.
    seals: dict[int, str] = field(init=False)
    recorded_numbers: set[int] = field(init=False)
    gaps: list[BoothTask] = field(init=False)
    without_code: int | None = None

    def __post_init__(self) -> None:
        self.known = self._read_known({told_sale_id(item) for item in self.items})
        self.held = self._read_held({identity_of(item)[1] for item in self.items})
        self.packs = read_packs(_variants_in(self.items))
        self._read_log({seq for item in self.items if (seq := told_seq(item)) is not None})
        still_open = (BoothTask.device_id == self.sender.device_id, BoothTask.settled_at.is_(None))
        query = select(BoothTask).where(*still_open, BoothTask.kind == SaleException.NUMBERS_MISSING)
        self.gaps = list(db.session.scalars(query))

    def take(self, item: Any) -> SaleAnswer:
        """What becomes of one item."""
        told_id = item.get("sale_id") if isinstance(item, Mapping) else None
        echo = told_id if isinstance(told_id, str) else None
        body_hash = identity_of(item)[1]
        status, receipt, exceptions = self._take(item, body_hash)
        return SaleAnswer(echo, status, receipt, exceptions)

    def _take(self, item: Any, body_hash: str, tries: int = 2) -> tuple[SaleStatus, str, tuple[str, ...]]:
        known = self.known.get(told_sale_id(item))
        if known and known.body_hash == body_hash and known.booth_id == self.sender.booth_id:
            return SaleStatus.ALREADY_RECORDED, known.code, known.exceptions
        if body_hash in self.held:
            code, reason = self.held[body_hash]
            return SaleStatus.QUARANTINED, code, (reason,)
        try:
            if known:
                is_ours = known.booth_id == self.sender.booth_id
                raise BadItem(QuarantineReason.OTHER_BODY if is_ours else QuarantineReason.OTHER_DEVICE)
            body = read_sale(item)
            with db.session.begin_nested():
                self.record(item, body, body_hash=body_hash)
        except BadItem as refusal:
            return self._hold(item, body_hash, refusal)
        except _Raced:
            self.known |= self._read_known({told_sale_id(item)})
            if not tries:
                raise
            return self._take(item, body_hash, tries - 1)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            # One item that we do not cope with must not keep the others from being recorded.
            log.exception("a booth's sale could not be taken in")
            return self._hold(item, body_hash, BadItem(QuarantineReason.FAULT, type(error).__name__))
        sale = self.known[body.sale_id]
        return SaleStatus.RECORDED, sale.code, sale.exceptions

    def record(self, item: Mapping[str, Any], body: SaleBody, *, body_hash: str) -> int:
        """Record a sale with its lines, moves of stock and tasks; the number of its row. Refuses BadItem."""
        received = self.received or self.at
        strangers = sorted({line.variant_id for line in body.lines} - self.packs.keys())
        if strangers:
            raise BadItem(QuarantineReason.UNKNOWN_VARIANT, " ".join(map(str, strangers))[:200])
        time = self._time_of(body, received)
        original_id, lines = self._lines_of(body, time)
        odd = self._oddities(body, time)
        seq, gap = self._place_in_log(body, odd)
        if self._move_goods(body, lines):
            odd.add(SaleException.OVERSOLD)
        exceptions = tuple(exception.value for exception in _ORDER if exception in odd)
        code = body.code or self._next_code()
        total = sum(line["quantity"] * line["unit_vnd"] for line in lines if line["kind"] == LineKind.SALE)
        is_sale = body.kind is SaleKind.SALE
        number = insert_unless_taken(
            BoothSale,
            sale_id=body.sale_id,
            device_id=self.sender.device_id,
            booth_id=self.sender.booth_id,
            fair_id=self.sender.fair_id,
            kind=body.kind,
            of_sale_id=original_id,
            seq=seq,
            previous_hash=body.previous_hash,
            hash=body.hash,
            body=identity_of(item)[0],
            body_hash=body_hash,
            code=code,
            cashier=body.cashier,
            seen_by=body.seen_by,
            tender=body.tender,
            total_vnd=total,
            received_vnd=body.received_vnd if body.received_vnd is not None else (total if is_sale else 0),
            change_vnd=body.change_vnd if body.change_vnd is not None else (0 if is_sale else total),
            session_id=body.session_id,
            device_at=body.told_at,
            offset_ms=body.offset_ms,
            known_at=body.known_at,
            received_at=received,
            happened_at=time.at,
            age_confirmed=body.age_confirmed,
            reason=body.reason,
            exceptions=" ".join(exceptions),
        )
        if number is None:
            raise _Raced
        insert_rows(BoothSaleLine, [{"booth_sale_id": number, **line} for line in lines])
        self._open_tasks(number, odd, gap)
        self.known[body.sale_id] = _Known(number, self.sender.booth_id, body_hash, code, exceptions)
        if seq is not None:
            self.recorded_numbers.add(seq)
            self.seals[seq] = body.hash
        return int(number)

    def settle_gaps(self) -> None:
        """Numbers that were missing and came after all are nobody's task any more."""
        for task in self.gaps:
            first, last = task.detail["first"], task.detail["last"]
            if not missing_numbers(numbers_present(self.sender.device_id, first, last), first, last):
                resolve_task_of(task.key, outcome=CAME_LATER, by=BY_ITSELF, at=self.at)

    def _read_known(self, sale_ids: set[str]) -> dict[str, _Known]:
        columns = (BoothSale.id, BoothSale.booth_id, BoothSale.body_hash, BoothSale.code, BoothSale.exceptions)
        query = select(BoothSale.sale_id, *columns).where(BoothSale.sale_id.in_(sale_ids - {""}))
        return {
            sale_id: _Known(number, booth_id, body_hash, code, tuple(exceptions.split()))
            for sale_id, number, booth_id, body_hash, code, exceptions in db.session.execute(query)
        }

    def _read_held(self, hashes: set[str]) -> dict[str, tuple[str, str]]:
        query = select(QuarantinedSale.body_hash, QuarantinedSale.code, QuarantinedSale.reason).where(
            QuarantinedSale.device_id == self.sender.device_id, QuarantinedSale.body_hash.in_(hashes)
        )
        return {body_hash: (code, reason) for body_hash, code, reason in db.session.execute(query)}

    def _read_log(self, numbers: set[int]) -> None:
        wanted = numbers | {number - 1 for number in numbers}
        self.seals, self.recorded_numbers = {}, set()
        for table in (QuarantinedSale, BoothSale):
            query = select(table.seq, table.hash).where(
                table.device_id == self.sender.device_id, table.seq.in_(wanted)
            )
            found = {seq: seal for seq, seal in db.session.execute(query) if seq is not None} if wanted else {}
            self.seals |= found
            self.recorded_numbers = set(found)

    def _time_of(self, body: SaleBody, received: datetime) -> SaleTime:
        claims = (body.known_at, body.snapshot_made_at)
        earliest = max([self.sender.paired_at, *(claim for claim in claims if claim and claim <= received)])
        return correct_time(body.told_at, body.offset_ms, earliest=earliest, received=received)

    def _lines_of(self, body: SaleBody, time: SaleTime) -> tuple[int | None, list[dict[str, Any]]]:
        """The row that a sale takes back, if any, and its lines as columns of BoothSaleLine."""
        if body.kind is SaleKind.SALE:
            shares = _shares_of(body.lines, self.packs)
            return None, [
                self._line(position, line, shares[position], time) for position, line in enumerate(body.lines)
            ]
        original_id = self._original_of(body)
        return original_id, _lines_back(body, _left_of(original_id))

    def _original_of(self, body: SaleBody) -> int:
        query = select(BoothSale.id).where(
            BoothSale.sale_id == body.of_sale_id,
            BoothSale.fair_id == self.sender.fair_id,
            BoothSale.kind == SaleKind.SALE,
        )
        found = db.session.scalar(query)
        if found is None:
            raise BadItem(QuarantineReason.ORIGINAL_UNKNOWN, body.of_sale_id or "")
        # Two devices may take the same sale back at once.
        db.session.execute(select(BoothSale.id).where(BoothSale.id == found).with_for_update())
        return found

    def _line(self, position: int, line: LineBody, shares: Shares, time: SaleTime) -> dict[str, Any]:
        pack = self.packs[line.variant_id]
        certificate = pack.certificate_at(time.at)
        return {
            "position": position,
            "kind": line.kind,
            "variant_id": line.variant_id,
            "product_id": pack.product_id,
            "good_id": pack.good_id,
            "producer_id": pack.producer_id,
            "producer_name": pack.producer_name,
            "name_vi": pack.name_vi,
            "name_en": pack.name_en,
            "pack_vi": pack.pack_vi,
            "pack_en": pack.pack_en,
            "quantity": line.quantity,
            "unit_vnd": line.unit_vnd,
            "reason": line.reason,
            "lot": line.lot,
            "over_allotment": line.over_allotment,
            "missing": 0,
            "of_line_id": None,
            "commission_vnd": shares.commission_vnd,
            "producer_share_vnd": shares.producer_share_vnd,
            "certificate_id": certificate.id if certificate else None,
            "certificate_code": certificate.code if certificate else "",
            "stars": certificate.stars if certificate else None,
            "valid_from": certificate.valid_from if certificate else None,
            "valid_until": certificate.valid_until if certificate else None,
        }

    def _oddities(self, body: SaleBody, time: SaleTime) -> set[SaleException]:
        sold = [line for line in body.lines if line.kind is LineKind.SALE and body.kind is SaleKind.SALE]
        packs = [self.packs[line.variant_id] for line in sold]
        is_adults_only = any(pack.needs_age for pack in packs)
        is_age_open = body.age_confirmed is False or (body.age_confirmed is None and body.seq is not None)
        revoked_at = self.sender.revoked_at
        found = {
            SaleException.CERTIFICATE_LAPSED: not all(pack.is_certified(time) for pack in packs),
            SaleException.PRICE_CHANGED: any(
                line.unit_vnd != pack.price_vnd for line, pack in zip(sold, packs, strict=True)
            ),
            SaleException.CLOCK_UNKNOWN: not time.is_known,
            SaleException.CLOCK_CONTRADICTED: time.is_contradicted,
            SaleException.NO_AGE_CONFIRMATION: is_adults_only and is_age_open,
            SaleException.UNDERPAID: _is_underpaid(body),
            SaleException.CHANGE_DIFFERS: _is_change_wrong(body),
            SaleException.HASH_WRONG: bool(body.hash) and not body.is_hash_right,
            SaleException.CODE_DIFFERS: bool(body.code) and not is_code_of(body.code, self.sender.device_id),
            SaleException.AFTER_REVOCATION: revoked_at is not None and time.latest >= revoked_at,
        }
        return {exception for exception, is_so in found.items() if is_so}

    def _place_in_log(self, body: SaleBody, odd: set[SaleException]) -> tuple[int | None, tuple[int, int] | None]:
        """The number under which a sale is kept, and the numbers before it that are not here."""
        if body.seq is None:
            return None, None
        if body.seq in self.recorded_numbers:
            odd.add(SaleException.SEQUENCE_REUSED)
            return None, None
        before = self.seals.get(body.seq - 1)
        if body.seq > 1 and before is None:
            odd.add(SaleException.NUMBERS_MISSING)
            return body.seq, (last_number_below(self.sender.device_id, body.seq) + 1, body.seq - 1)
        if body.hash and body.previous_hash != (before or ""):
            odd.add(SaleException.CHAIN_BROKEN)
        return body.seq, None

    def _move_goods(self, body: SaleBody, lines: list[dict[str, Any]]) -> bool:
        """Take what was sold, or put back what came back; was more taken than lay there?"""
        location = booth_location(self.sender.booth_id)
        for line in sorted(lines, key=lambda line: line["variant_id"]):
            key = f"booth:{body.sale_id}:{line['position']}"
            variant_id, quantity = line["variant_id"], line["quantity"]
            if body.kind is SaleKind.SALE:
                kind = _STOCK_KINDS[line["kind"]]
                taken = StockChange(variant_id, location, -quantity, kind, f"{kind}:{key}", line["reason"])
                line["missing"] = take_regardless(taken, at=self.at)
            else:
                back = StockChange(variant_id, location, quantity, MoveKind.RELEASE, f"release:{key}", body.reason)
                change_stock(back, at=self.at)
        return any(line["missing"] for line in lines)

    def _next_code(self) -> str:
        """A receipt code for a client that makes none: counted from the end, where no device's own counter comes."""
        if self.without_code is None:
            query = select(func.count()).select_from(BoothSale).where(BoothSale.device_id == self.sender.device_id)
            self.without_code = db.session.scalar(query) or 0
        else:
            self.without_code += 1
        return receipt_code(self.sender.device_id, HIGHEST_COUNTER - self.without_code)

    def _open_tasks(self, number: int, odd: set[SaleException], gap: tuple[int, int] | None) -> None:
        for exception in odd:
            detail = {"first": gap[0], "last": gap[1]} if gap and exception is SaleException.NUMBERS_MISSING else {}
            about = TaskAbout(self.sender.booth_id, self.sender.device_id, booth_sale_id=number, detail=detail)
            key = f"sale:{number}:{exception}"
            open_task(key, exception, self.sender.fair_id, about, at=self.at, owner_id=self.sender.owner_id)

    def _hold(self, item: Any, body_hash: str, refusal: BadItem) -> tuple[SaleStatus, str, tuple[str, ...]]:
        code = told_text(item, "code", 12)
        with db.session.begin_nested():
            number = insert_unless_taken(
                QuarantinedSale,
                what="sale",
                device_id=self.sender.device_id,
                booth_id=self.sender.booth_id,
                fair_id=self.sender.fair_id,
                sale_id=told_sale_id(item),
                seq=told_seq(item),
                hash=told_hash(item, "hash"),
                code=code,
                session_id=told_session_id(item),
                total_vnd=_total_as_told(item),
                body=identity_of(item)[0],
                body_hash=body_hash,
                reason=refusal.reason,
                detail=refusal.detail,
                received_at=self.at,
                settled_as="",
                settled_by="",
                note="",
            )
            if number is not None:
                about = TaskAbout(self.sender.booth_id, self.sender.device_id, quarantined_id=number)
                open_task(
                    f"quarantined:{number}",
                    TaskKind.QUARANTINED,
                    self.sender.fair_id,
                    about,
                    at=self.at,
                    owner_id=self.sender.owner_id,
                )
        self.held[body_hash] = (code, refusal.reason)
        if (seq := told_seq(item)) is not None:
            self.seals.setdefault(seq, told_hash(item, "hash"))
        return SaleStatus.QUARANTINED, code, (refusal.reason,)


def numbers_present(device_id: int, first: int, last: int) -> set[int]:
    """Which numbers of a device's log are here, recorded or in quarantine."""
    found: set[int] = set()
    for table in (BoothSale, QuarantinedSale):
        query = select(table.seq).where(table.device_id == device_id, table.seq.between(first, last))
        found |= {seq for seq in db.session.scalars(query) if seq is not None}
    return found


def last_number_below(device_id: int, number: int) -> int:
    """The highest number of a device's log below another that is here; 0 for none."""
    highest = (
        db.session.scalar(select(func.max(table.seq)).where(table.device_id == device_id, table.seq < number))
        for table in (BoothSale, QuarantinedSale)
    )
    return max((seq or 0 for seq in highest), default=0)


def last_number_without_gap(device_id: int) -> int:
    """Up to which number a device's log is here without a gap; 0 for nothing."""
    last = last_number_below(device_id, HIGHEST_COUNTER + 1)
    query = select(func.count()).select_from(BoothSale).where(BoothSale.device_id == device_id, BoothSale.seq > 0)
    if db.session.scalar(query) == last:
        return last
    missing = missing_numbers(numbers_present(device_id, 1, last), 1, last)
    return missing[0] - 1 if missing else last


@dataclass(frozen=True)
class _Left:
    """A line of a sale, and how many of its pieces were taken back already."""

    columns: Mapping[str, Any]
    back: int

    @property
    def pieces(self) -> int:
        return int(self.columns["quantity"]) - self.back


def _left_of(original_id: int) -> list[_Left]:
    of_sale = (BoothSaleLine.booth_sale_id == original_id, BoothSaleLine.kind == LineKind.SALE)
    query = select(BoothSaleLine.__table__).where(*of_sale).order_by(BoothSaleLine.position)
    lines = db.session.execute(query).mappings().all()
    gone = (
        select(BoothSaleLine.of_line_id, func.sum(BoothSaleLine.quantity))
        .where(BoothSaleLine.of_line_id.in_([line["id"] for line in lines]))
        .group_by(BoothSaleLine.of_line_id)
    )
    back = {line_id: int(pieces) for line_id, pieces in db.session.execute(gone)}
    return [_Left(line, back.get(line["id"], 0)) for line in lines]


def _lines_back(body: SaleBody, left: list[_Left]) -> list[dict[str, Any]]:
    """What is taken back as columns of lines, each naming the line that its pieces were sold by.

    Refuses BadItem where more comes back than is left of what was sold at that price.
    """
    lines: list[dict[str, Any]] = []
    for told in body.lines:
        wanted = told.quantity
        for place, sold in enumerate(left):
            is_it = (sold.columns["variant_id"], sold.columns["unit_vnd"]) == (told.variant_id, told.unit_vnd)
            pieces = min(wanted, sold.pieces) if is_it else 0
            if pieces:
                lines.append(_line_back(len(lines), told, sold, pieces))
                left[place] = replace(sold, back=sold.back + pieces)
                wanted -= pieces
        if wanted:
            raise BadItem(QuarantineReason.MORE_BACK_THAN_SOLD, f"{told.variant_id}: {wanted}")
    return lines


def _line_back(position: int, told: LineBody, sold: _Left, pieces: int) -> dict[str, Any]:
    whole = Shares(sold.columns["commission_vnd"], sold.columns["producer_share_vnd"])
    shares = shares_of_pieces(whole, sold.columns["quantity"], before=sold.back, pieces=pieces)
    return {
        **{name: value for name, value in sold.columns.items() if name not in ("id", "booth_sale_id")},
        "position": position,
        "quantity": pieces,
        "reason": told.reason,
        "lot": told.lot or sold.columns["lot"],
        "over_allotment": False,
        "missing": 0,
        "of_line_id": sold.columns["id"],
        "commission_vnd": shares.commission_vnd,
        "producer_share_vnd": shares.producer_share_vnd,
    }


def _shares_of(lines: Sequence[LineBody], packs: Mapping[int, PackFacts]) -> list[Shares]:
    """The shares of a sale's lines in their order; what was tasted or damaged shares nothing."""
    shares = [Shares(0, 0)] * len(lines)
    sold = [place for place, line in enumerate(lines) if line.kind is LineKind.SALE]

    def producer_of(place: int) -> tuple[int, int]:
        pack = packs[lines[place].variant_id]
        return pack.producer_id, pack.basis_points

    for (_, basis_points), group in groupby(sorted(sold, key=producer_of), producer_of):
        places = list(group)
        parts = shares_of_sale([lines[place].amount_vnd for place in places], basis_points)
        for place, part in zip(places, parts, strict=True):
            shares[place] = part
    return shares


def _is_underpaid(body: SaleBody) -> bool:
    """Less was taken than it cost; a client that tells of nothing received tells nothing."""
    if body.kind is not SaleKind.SALE:
        return False
    if body.tender is Tender.NONE:
        return body.total_vnd > 0
    return body.tender is Tender.CASH and 0 < (body.received_vnd or 0) < body.total_vnd


def _is_change_wrong(body: SaleBody) -> bool:
    if body.change_vnd is None or body.tender is not Tender.CASH:
        return False
    if body.kind is not SaleKind.SALE:
        return body.change_vnd not in (0, body.total_vnd)
    received = body.received_vnd or 0
    return received >= body.total_vnd and body.change_vnd != received - body.total_vnd


def _variants_in(items: Sequence[Any]) -> set[int]:
    """Every number that may be meant as a pack's."""
    lines = (
        line
        for item in items
        if isinstance(item, Mapping) and isinstance(item.get("lines"), list)
        for line in item["lines"]
        if isinstance(line, Mapping)
    )
    told = (line.get("variant_id") for line in lines)
    return {number for number in told if type(number) is int and 0 < number < 2**31}


def _total_as_told(item: Any) -> int | None:
    """What a held item would add to its session's money, where that can be read."""
    try:
        body = read_sale(item)
    except BadItem:
        return None
    return body.total_vnd if body.kind is SaleKind.SALE else -body.total_vnd
