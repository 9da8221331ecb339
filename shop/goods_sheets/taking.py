"""Taking planned rows: each by the catalogue's own operations, which know what a good may say and cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from shop.catalogue import (
    NewPack,
    Product,
    ProductWords,
    add_pack_of,
    change_pack,
    draft_product,
    find_pack_of,
    find_product_of,
    kind_of,
    pack_label,
    rewrite_product,
)
from shop.goods_sheets.queries import known_pack
from shop.goods_sheets.refusals import RowRefused
from shop.goods_sheets.rules import OF_PACK, OF_PRODUCT, TEXTS, Field, Outcome, PlannedRow
from shop.stock import StockReason, count_stock, receive_stock
from shop.values.folding import tone_neutral
from shop.values.refusal import Refusal


def take_rows(producer_id: int, rows: Sequence[PlannedRow], at: datetime) -> None:
    """Write what the rows plan, in their order. Refuses RowRefused with what the catalogue or the stock refused."""
    drafted: dict[str, int] = {}
    for row in rows:
        try:
            _take(producer_id, row, drafted, at)
        except Refusal as refusal:
            raise RowRefused(row.source.number, row.name, refusal) from refusal


def _take(producer_id: int, row: PlannedRow, drafted: dict[str, int], at: datetime) -> None:
    said = {change.field: change.after for change in row.changes}
    if row.outcome in (Outcome.NEW_GOOD, Outcome.NEW_PACK):
        variant_id = _offer(producer_id, row, said, drafted, at)
    elif row.outcome is Outcome.CHANGED and row.variant_id is not None and row.product_id is not None:
        variant_id = row.variant_id
        if any(field in said for field in OF_PACK):
            _rewrite_pack(producer_id, variant_id, said, at)
    else:
        return
    if row.product_id is not None and any(field in said for field in OF_PRODUCT):
        _rewrite_words(producer_id, row.product_id, said, at)
    _move_stock(variant_id, row, at)


def _offer(producer_id: int, row: PlannedRow, said: Mapping[Field, str], drafted: dict[str, int], at: datetime) -> int:
    """The new pack, of a good that is there, or was drafted by a row before, or is drafted now."""
    product_id = row.product_id or drafted.get(tone_neutral(row.name))
    if product_id is None:
        name = said[Field.NAME_VI]
        words = ProductWords(kind_of(name, None), name, said.get(Field.NAME_EN, ""), texts=_texts(said))
        product = draft_product(producer_id, words, packs=[_new_pack(said)], at=at)
        drafted[tone_neutral(name)] = product.id
        return product.variants[0].id
    variant = add_pack_of(producer_id, product_id, _new_pack(said), at)
    return variant.id


def _rewrite_pack(producer_id: int, variant_id: int, said: Mapping[Field, str], at: datetime) -> None:
    now = known_pack(find_pack_of(producer_id, variant_id), 0).values
    change_pack(producer_id, variant_id, _new_pack({**now, **said}), at)


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


def _move_stock(variant_id: int, row: PlannedRow, at: datetime) -> None:
    if not row.stock_delta:
        return
    if row.counted_from is not None:
        count_stock(
            variant_id,
            row.counted_from + row.stock_delta,
            expected=row.counted_from,
            at=at,
            reason=StockReason.RECOUNTED.value,
            uniq=row.stock_key,
        )
        return
    reason = StockReason.MADE if row.stock_delta > 0 else StockReason.OTHER
    receive_stock(variant_id, row.stock_delta, at=at, reason=reason.value, uniq=row.stock_key)


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
