"""Taking planned rows: each by the catalogue's own operations, which know what a good may say and cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from shop.catalogue import (
    NewPack,
    Product,
    ProductWords,
    add_pack_of,
    change_packs,
    draft_product,
    find_product_of,
    kind_of,
    pack_label,
    rewrite_product,
)
from shop.database import db
from shop.goods_sheets.refusals import RowRefused
from shop.goods_sheets.rules import OF_PACK, OF_PRODUCT, TEXTS, Field, Outcome, PlannedRow
from shop.stock import NotEnoughStock, Receipt, StockReason, count_stock, receive_each
from shop.values.folding import tone_neutral
from shop.values.refusal import Refusal


def take_rows(producer_id: int, rows: Sequence[PlannedRow], at: datetime) -> None:
    """Write what the rows plan: new packs, changed goods one by one, then the stock.

    Refuses RowRefused with what the catalogue or the stock refused.
    """
    drafted: dict[str, int] = {}
    receipts: dict[int, tuple[PlannedRow, Receipt]] = {}
    changed: dict[int, list[PlannedRow]] = {}
    for row in rows:
        variant_id = row.variant_id
        if row.outcome in (Outcome.NEW_GOOD, Outcome.NEW_PACK):
            with _blaming(row):
                variant_id = _offer(producer_id, row, drafted, at)
        if row.changes and row.product_id is not None:
            changed.setdefault(row.product_id, []).append(row)
        if row.stock_delta and variant_id is not None:
            receipts[variant_id] = (row, _receipt(variant_id, row))
    for product_id, of_product in changed.items():
        with _blaming(of_product[0]):
            _rewrite(producer_id, product_id, of_product, at)
    _move_stock(receipts, at)


@contextmanager
def _blaming(row: PlannedRow) -> Iterator[None]:
    try:
        yield
    except Refusal as refusal:
        raise RowRefused(row.source.number, row.name, refusal) from refusal


def _offer(producer_id: int, row: PlannedRow, drafted: dict[str, int], at: datetime) -> int:
    """The new pack, of a good that is there, or was drafted by a row before, or is drafted now."""
    said = _said(row)
    product_id = row.product_id or drafted.get(tone_neutral(row.name))
    if product_id is None:
        name = said[Field.NAME_VI]
        words = ProductWords(kind_of(name, None), name, said.get(Field.NAME_EN, ""), texts=_texts(said))
        product = draft_product(producer_id, words, packs=[_new_pack(said)], at=at)
        drafted[tone_neutral(name)] = product.id
        return product.variants[0].id
    variant = add_pack_of(producer_id, product_id, _new_pack(said), at)
    db.session.flush()
    return variant.id


def _rewrite(producer_id: int, product_id: int, rows: Sequence[PlannedRow], at: datetime) -> None:
    """All that the rows of one good change in its words and in its packs."""
    words: dict[Field, str] = {}
    packs: dict[int, NewPack] = {}
    for row in rows:
        said = _said(row)
        words |= {field: text for field, text in said.items() if field in OF_PRODUCT}
        if row.variant_id is not None and any(field in said for field in OF_PACK):
            packs[row.variant_id] = _new_pack({**row.now, **said})
    if words:
        _rewrite_words(producer_id, product_id, words, at)
    if packs:
        change_packs(producer_id, product_id, packs, at)


def _rewrite_words(producer_id: int, product_id: int, said: Mapping[Field, str], at: datetime) -> None:
    product = find_product_of(producer_id, product_id)
    words = ProductWords(
        kind=product.kind,
        name_vi=said.get(Field.NAME_VI, product.name_vi),
        name_en=said.get(Field.NAME_EN, product.name_en),
        texts=_texts_now(product) | _texts(said),
        shelf_life_months=product.shelf_life_months,
        says_alcohol=product.says_alcohol,
        says_health_food=product.says_health_food,
    )
    rewrite_product(producer_id, product_id, words, edition=product.edition, at=at)


def _move_stock(receipts: Mapping[int, tuple[PlannedRow, Receipt]], at: datetime) -> None:
    for row, receipt in receipts.values():
        if row.counted_from is not None:
            counted = row.counted_from + receipt.quantity
            with _blaming(row):
                count_stock(
                    receipt.variant_id,
                    counted,
                    expected=row.counted_from,
                    at=at,
                    reason=receipt.reason,
                    key=receipt.key,
                )
    try:
        receive_each([receipt for row, receipt in receipts.values() if row.counted_from is None], at=at)
    except NotEnoughStock as refusal:
        row = receipts[refusal.variant_id][0]
        raise RowRefused(row.source.number, row.name, refusal) from refusal


def _receipt(variant_id: int, row: PlannedRow) -> Receipt:
    if row.counted_from is not None:
        reason = StockReason.RECOUNTED
    else:
        reason = StockReason.MADE if row.stock_delta > 0 else StockReason.OTHER
    return Receipt(variant_id, row.stock_delta, reason.value, row.stock_key)


def _said(row: PlannedRow) -> dict[Field, str]:
    return {change.field: change.after for change in row.changes}


def _new_pack(values: Mapping[Field, str]) -> NewPack:
    amount, _, unit = values[Field.NET].partition(" ")
    return NewPack(
        label_vi=values[Field.LABEL_VI],
        label_en=values.get(Field.LABEL_EN) or pack_label(int(amount), unit, "en"),
        price_vnd=int(values[Field.PRICE]),
        net_amount=int(amount),
        net_unit=unit,
        weight_grams=int(values[Field.WEIGHT]),
        gtin=values.get(Field.GTIN) or None,
    )


def _texts(said: Mapping[Field, str]) -> dict[str, str]:
    return {field.value: said[field] for field in TEXTS if field in said}


def _texts_now(product: Product) -> dict[str, str]:
    return {field.value: getattr(product, field.value) for field in TEXTS}
