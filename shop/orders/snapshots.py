"""Order lines as they are written once, and the hash that notices when one was changed after all. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from shop.cart import CartLine
from shop.orders.quote import Quote, QuotedParcel
from shop.values.folding import fold

# What the hash covers: everything but the numbers that the database gives.
COLUMNS = (
    "variant_id",
    "product_id",
    "good_id",
    "producer_id",
    "producer_name",
    "product_slug",
    "kind",
    "name_vi",
    "name_en",
    "pack_vi",
    "pack_en",
    "weight_grams",
    "quantity",
    "unit_vnd",
    "commission_vnd",
    "producer_share_vnd",
    "certificate_id",
    "certificate_code",
    "stars",
    "last_valid_day",
    "valid_from",
    "valid_until",
)


def snapshots_of(parcel: QuotedParcel) -> list[dict[str, Any]]:
    """The lines of a quoted parcel as columns of OrderLine, with the shop's and the producer's share in dong."""
    return [_snapshot(line, commission) for line, commission in zip(parcel.lines, parcel.commissions, strict=True)]


def hash_lines(lines: Iterable[Mapping[str, Any]]) -> str:
    """The same for the same lines in any order."""
    rows = sorted([_plain(line[column]) for column in COLUMNS] for line in lines)
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def search_words(name: str, phone: str, quote: Quote) -> str:
    """What an order is looked up by beside its code: who ordered, their number as it is dialled, goods, producers."""
    goods = (words for line in quote.lines if (offer := line.offer) for words in (offer.name_vi, offer.name_en))
    makers = (parcel.producer_name for parcel in quote.parcels)
    return fold(" ".join([name, f"0{phone.removeprefix('+84')}", *goods, *makers]))


def _snapshot(line: CartLine, commission: int) -> dict[str, Any]:
    offer = line.offer
    if offer is None:
        raise ValueError("a line without an offer cannot be ordered")
    return {
        "variant_id": offer.variant_id,
        "product_id": offer.product_id,
        "good_id": offer.good_id,
        "producer_id": offer.producer_id,
        "producer_name": offer.producer_name,
        "product_slug": offer.slug,
        "kind": offer.kind,
        "name_vi": offer.name_vi,
        "name_en": offer.name_en,
        "pack_vi": offer.pack_vi,
        "pack_en": offer.pack_en,
        "weight_grams": offer.weight_grams,
        "quantity": line.counted,
        "unit_vnd": offer.price_vnd,
        "commission_vnd": commission,
        "producer_share_vnd": line.amount_vnd - commission,
        "certificate_id": offer.certificate_id,
        "certificate_code": offer.certificate_code,
        "stars": offer.stars,
        "last_valid_day": offer.last_valid_day,
        "valid_from": offer.valid_from,
        "valid_until": offer.valid_until,
    }


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return round(value.timestamp() * 1000)
    return value.isoformat() if isinstance(value, date) else value
