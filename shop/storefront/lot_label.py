"""What the page of a good says of the lot on sale, so that label and lots never contradict each other."""

from __future__ import annotations

from datetime import date

from flask import url_for

from shop.catalogue import Product
from shop.lots import Lot, find_lot_on_sale
from shop.storefront.makers import LabelFact
from shop.values.dates import format_day
from shop.web.words import _


def batch_facts(product: Product, today: date) -> list[LabelFact]:
    """Days, batch and planting area of what is on sale on a day.

    A producer who writes lots down is believed in nothing else: the lot that is on sale, and nothing while there is
    none. Without lots the label's own facts count, but not beyond the best-before day that they name.
    """
    lot, has_lots = (
        find_lot_on_sale(product.producer_id, product.good_id, today) if product.good_id is not None else (None, False)
    )
    if lot is not None:
        return _of_lot(lot)
    if has_lots or (product.best_before_on is not None and product.best_before_on < today):
        return []
    return _of_label(product)


def _of_lot(lot: Lot) -> list[LabelFact]:
    area = lot.area
    return [
        LabelFact(_("Made on"), format_day(lot.made_on)),
        LabelFact(_("Best before"), format_day(lot.best_before_on) if lot.best_before_on else ""),
        LabelFact(_("Batch"), lot.number, url_for("storefront.lots.show", code=lot.code)),
        LabelFact(_("Planting-area code"), f"{area.code} ({area.issuer})" if area else ""),
    ]


def _of_label(product: Product) -> list[LabelFact]:
    return [
        LabelFact(_("Made on"), format_day(product.made_on) if product.made_on else ""),
        LabelFact(_("Best before"), format_day(product.best_before_on) if product.best_before_on else ""),
        LabelFact(_("Batch"), product.batch),
        LabelFact(_("Planting-area code"), product.planting_area_code),
    ]
