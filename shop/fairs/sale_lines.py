"""The lines of a booth's sale as they are written once: what was sold, or which sold pieces come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from sqlalchemy import func, select

from shop.database import db
from shop.fairs.booth_goods import PackFacts
from shop.fairs.sale_body import LineBody, SaleBody
from shop.fairs.sale_models import BoothSaleLine
from shop.fairs.sale_rules import (
    BadItem,
    LineKind,
    QuarantineReason,
    SaleTime,
    Shares,
    shares_of_pieces,
    shares_of_sale,
)

NOT_COPIED = ("id", "booth_sale_id")


def lines_sold(body: SaleBody, packs: Mapping[int, PackFacts], time: SaleTime) -> list[dict[str, Any]]:
    """The lines of a sale as columns, with names, shares and the certificate as they were at its instant."""
    shares = _shares_of(body.lines, packs)
    return [
        {
            **_of_pack(packs[line.variant_id], time),
            "position": position,
            "kind": line.kind,
            "quantity": line.quantity,
            "unit_vnd": line.unit_vnd,
            "reason": line.reason,
            "lot": line.lot,
            "over_allotment": line.over_allotment,
            "missing": 0,
            "of_line_id": None,
            "commission_vnd": shares[position].commission_vnd,
            "producer_share_vnd": shares[position].producer_share_vnd,
        }
        for position, line in enumerate(body.lines)
    ]


def lines_back(body: SaleBody, original_id: int) -> list[dict[str, Any]]:
    """What is taken back of a sale as columns, each line naming the one by which its pieces were sold.

    Refuses BadItem where more comes back than is left of what was sold at that price.
    """
    left = _left_of(original_id)
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


def _of_pack(pack: PackFacts, time: SaleTime) -> dict[str, Any]:
    certificate = pack.certificate_at(time.at)
    return {
        "variant_id": pack.variant_id,
        "product_id": pack.product_id,
        "good_id": pack.good_id,
        "producer_id": pack.producer_id,
        "producer_name": pack.producer_name,
        "name_vi": pack.name_vi,
        "name_en": pack.name_en,
        "pack_vi": pack.pack_vi,
        "pack_en": pack.pack_en,
        "certificate_id": certificate.id if certificate else None,
        "certificate_code": certificate.code if certificate else "",
        "stars": certificate.stars if certificate else None,
        "valid_from": certificate.valid_from if certificate else None,
        "valid_until": certificate.valid_until if certificate else None,
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
    lines = [dict(row) for row in db.session.execute(query).mappings()]
    gone = (
        select(BoothSaleLine.of_line_id, func.sum(BoothSaleLine.quantity))
        .where(BoothSaleLine.of_line_id.in_([line["id"] for line in lines]))
        .group_by(BoothSaleLine.of_line_id)
    )
    back = {line_id: int(pieces) for line_id, pieces in db.session.execute(gone)}
    return [_Left(line, back.get(line["id"], 0)) for line in lines]


def _line_back(position: int, told: LineBody, sold: _Left, pieces: int) -> dict[str, Any]:
    whole = Shares(sold.columns["commission_vnd"], sold.columns["producer_share_vnd"])
    shares = shares_of_pieces(whole, sold.columns["quantity"], before=sold.back, pieces=pieces)
    return {
        **{name: value for name, value in sold.columns.items() if name not in NOT_COPIED},
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
