"""What a sheet would change: every row against what the shop knows now, cell by cell. Pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shop.catalogue import refused_claim
from shop.goods_sheets.cells import EMPTIED, canonical, plain
from shop.goods_sheets.marks import RowMark, read_mark
from shop.goods_sheets.rules import (
    MAY_BE_EMPTIED,
    NAMES,
    NEEDED_FOR_A_PACK,
    OF_PACK,
    OF_PRODUCT,
    TEXTS,
    CellFault,
    Change,
    Doubt,
    Fault,
    Field,
    KnownGood,
    KnownPack,
    Outcome,
    PlannedRow,
    SourceRow,
    Wrong,
)
from shop.goods_sheets.stock_cells import StockSaid, read_stock
from shop.values.folding import tone_neutral

_KEPT = (*OF_PACK, *OF_PRODUCT)


@dataclass(frozen=True)
class Plan:
    """What would become of each row, in the order of the file."""

    rows: tuple[PlannedRow, ...]

    @property
    def totals(self) -> Counter[Outcome]:
        """How many rows have which outcome."""
        return Counter(row.outcome for row in self.rows)

    @property
    def is_refused(self) -> bool:
        """Whether any row cannot be taken, so that none is."""
        return any(row.outcome is Outcome.REFUSED for row in self.rows)

    @property
    def changes_anything(self) -> bool:
        """Whether taking it would write anything."""
        return any(row.outcome not in (Outcome.REFUSED, Outcome.UNCHANGED) for row in self.rows)

    @property
    def fingerprint(self) -> str:
        """Tells whether what would happen is still what somebody was shown."""
        said = [(row.source.place, row.outcome, row.changes, row.wrongs, row.stock_delta) for row in self.rows]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def plan_rows(rows: Sequence[SourceRow], goods: Sequence[KnownGood], taken: Mapping[str, int], file_key: str) -> Plan:
    """Decide each row. `taken` are the stock changes of sheets that happened already, by their keys; `file_key` names
    the file where rows have no marks of their own."""
    planner = _Planner(goods, taken, file_key)
    return Plan(tuple(planner.decide(row) for row in rows))


@dataclass
class _Draft:
    """A row while it is decided."""

    source: SourceRow
    values: dict[Field, str] = field(default_factory=dict)
    wrongs: list[Wrong] = field(default_factory=list)
    mark: RowMark | None = None
    good: KnownGood | None = None
    pack: KnownPack | None = None
    changes: list[Change] = field(default_factory=list)

    def refuse(self, at: Field, code: Fault, **facts: str | int) -> None:
        self.wrongs.append(Wrong(at, code, facts))


class _Planner:
    def __init__(self, goods: Sequence[KnownGood], taken: Mapping[str, int], file_key: str) -> None:
        self._taken, self._file_key = taken, file_key
        self._packs = {pack.variant_id: (good, pack) for good in goods for pack in good.packs}
        self._named: dict[str, list[KnownGood]] = {}
        for good in goods:
            self._named.setdefault(tone_neutral(good.values[Field.NAME_VI]), []).append(good)
        self._seen: dict[object, SourceRow] = {}
        self._texts: dict[tuple[object, Field], tuple[SourceRow, str]] = {}

    def decide(self, source: SourceRow) -> PlannedRow:
        draft = _Draft(source)
        self._read(draft)
        self._find(draft)
        self._meet_once(draft)
        self._compare(draft)
        self._agree(draft)
        self._check_claims(draft)
        stock = self._stock(draft)
        return _planned(draft, stock)

    def _read(self, draft: _Draft) -> None:
        """Every cell that is kept, in its one form."""
        for at, code in draft.source.broken.items():
            if at in _KEPT or at in (Field.CHANGE, Field.COUNTED, Field.MARK):
                draft.refuse(at, Fault(code))
        for at in _KEPT:
            text = plain(draft.source.cells.get(at, ""))
            if not text.strip():
                continue
            if text.strip() in EMPTIED:
                if at in MAY_BE_EMPTIED:
                    draft.values[at] = ""
                else:
                    draft.refuse(at, Fault.MUST_STAND)
                continue
            try:
                draft.values[at] = canonical(at, text)
            except CellFault as refused:
                draft.refuse(at, refused.code, **refused.facts)

    def _find(self, draft: _Draft) -> None:
        """Which pack the row is about: by its mark, else by the names of good and pack."""
        text = draft.source.cells.get(Field.MARK, "")
        if text.strip():
            draft.mark = read_mark(text)
            if draft.mark is None:
                draft.refuse(Field.MARK, Fault.MARK_UNREADABLE)
            elif draft.mark.variant_id not in self._packs:
                draft.refuse(Field.MARK, Fault.NOT_YOURS)
            else:
                draft.good, draft.pack = self._packs[draft.mark.variant_id]
            return
        name, label = draft.values.get(Field.NAME_VI, ""), draft.values.get(Field.LABEL_VI, "")
        namesakes = self._named.get(tone_neutral(name), [])
        if len(namesakes) > 1:
            draft.refuse(Field.NAME_VI, Fault.NAME_TWICE, count=len(namesakes))
        elif namesakes:
            draft.good = namesakes[0]
            draft.pack = _pack_called(draft.good, label)
        if draft.pack is None:
            self._require(draft)

    def _require(self, draft: _Draft) -> None:
        """A new pack needs its price and sizes, a new good a name as well."""
        refused = {wrong.field for wrong in draft.wrongs}
        for at in (Field.NAME_VI, *NEEDED_FOR_A_PACK):
            if not draft.values.get(at) and at not in refused:
                draft.refuse(at, Fault.MUST_STAND)

    def _meet_once(self, draft: _Draft) -> None:
        key: object = draft.pack.variant_id if draft.pack else _names_of(draft)
        before = self._seen.setdefault(key, draft.source)
        if before is not draft.source and (draft.pack or not draft.wrongs):
            at = Field.MARK if draft.mark else Field.LABEL_VI
            draft.refuse(at, Fault.ROW_TWICE, row=before.number)

    def _compare(self, draft: _Draft) -> None:
        """What the row would change; a cell that was left alone in the sheet changes nothing."""
        if draft.mark and draft.pack is None:
            return
        for at, after in draft.values.items():
            before = _before(draft, at)
            if after == before or (draft.mark and draft.mark.said(at, after)):
                continue
            is_known = draft.mark is None or draft.mark.said(at, before) or draft.source.seen.get(at) == before
            if not is_known:
                draft.refuse(at, Fault.CHANGED_MEANWHILE, now=before)
            else:
                draft.changes.append(Change(at, before, after))

    def _agree(self, draft: _Draft) -> None:
        """Rows of one good say the same of it, or only one of them says it."""
        good: object = draft.good.product_id if draft.good else tone_neutral(draft.values.get(Field.NAME_VI, ""))
        kept = []
        for change in draft.changes:
            if change.field in OF_PRODUCT:
                row, said = self._texts.setdefault((good, change.field), (draft.source, change.after))
                if said != change.after:
                    draft.refuse(change.field, Fault.TWO_TEXTS, row=row.number)
                if row is not draft.source:
                    continue
            kept.append(change)
        draft.changes = kept

    def _check_claims(self, draft: _Draft) -> None:
        stars = draft.good.own_stars if draft.good else None
        for change in draft.changes:
            if change.field in (*NAMES, *TEXTS):
                claim = refused_claim(change.after, stars)
                if claim is not None:
                    draft.refuse(change.field, Fault.CLAIMS_OCOP, words=claim.words)

    def _stock(self, draft: _Draft) -> StockSaid:
        try:
            return read_stock(draft.source, draft.mark, draft.pack, self._taken, self._file_key)
        except CellFault as refused:
            at = Field.COUNTED if refused.code in _OF_COUNTED else Field.CHANGE
            draft.refuse(at, refused.code, **refused.facts)
            return StockSaid()


_OF_COUNTED = (Fault.NOT_A_COUNT, Fault.STOCK_MOVED, Fault.NOT_COUNTED_FROM, Fault.COUNTED_AND_CHANGED)


def _pack_called(good: KnownGood, label: str) -> KnownPack | None:
    """The pack of a good by its label; the only one where the row names none."""
    if not label:
        return good.packs[0] if len(good.packs) == 1 else None
    wanted = tone_neutral(label)
    return next((pack for pack in good.packs if tone_neutral(pack.values[Field.LABEL_VI]) == wanted), None)


def _names_of(draft: _Draft) -> tuple[str, str]:
    return tone_neutral(draft.values.get(Field.NAME_VI, "")), tone_neutral(draft.values.get(Field.LABEL_VI, ""))


def _before(draft: _Draft, at: Field) -> str:
    if at in OF_PRODUCT:
        return draft.good.values[at] if draft.good else ""
    return draft.pack.values[at] if draft.pack else ""


def _planned(draft: _Draft, stock: StockSaid) -> PlannedRow:
    price = next((change for change in draft.changes if change.field is Field.PRICE and change.before), None)
    jumps = price is not None and not int(price.before) <= 2 * int(price.after) <= 4 * int(price.before)
    values = {**(draft.good.values if draft.good else {}), **(draft.pack.values if draft.pack else {})}
    return PlannedRow(
        source=draft.source,
        outcome=_outcome(draft, stock),
        name=values.get(Field.NAME_VI) or draft.values.get(Field.NAME_VI, ""),
        label=values.get(Field.LABEL_VI) or draft.values.get(Field.LABEL_VI, ""),
        variant_id=draft.pack.variant_id if draft.pack else None,
        product_id=draft.good.product_id if draft.good else None,
        changes=tuple(draft.changes),
        wrongs=tuple(draft.wrongs),
        doubts=(Doubt.PRICE_JUMPS,) if jumps else (),
        stock_delta=stock.delta,
        stock_key=stock.key,
        counted_from=stock.counted_from,
        now=draft.pack.values if draft.pack else {},
    )


def _outcome(draft: _Draft, stock: StockSaid) -> Outcome:
    if draft.wrongs:
        return Outcome.REFUSED
    if draft.pack is None:
        return Outcome.NEW_PACK if draft.good else Outcome.NEW_GOOD
    return Outcome.CHANGED if draft.changes or stock.delta else Outcome.UNCHANGED
