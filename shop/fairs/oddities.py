"""What is odd about a finished sale: told to the device, and given to a person. Nothing of it keeps a sale out."""

from __future__ import annotations

from collections.abc import Mapping

from shop.fairs.booth_goods import PackFacts
from shop.fairs.codes import is_code_of
from shop.fairs.sale_body import SaleBody
from shop.fairs.sale_rules import LineKind, SaleException, SaleKind, SaleTime, Tender
from shop.fairs.senders import Sender


def oddities_of(body: SaleBody, time: SaleTime, packs: Mapping[int, PackFacts], sender: Sender) -> set[SaleException]:
    """Everything that the sale itself shows; what its goods and its place in the log show is found elsewhere."""
    sold = [line for line in body.lines if line.kind is LineKind.SALE and body.kind is SaleKind.SALE]
    known = [packs[line.variant_id] for line in sold]
    found = {
        SaleException.CERTIFICATE_LAPSED: not all(pack.is_certified(time) for pack in known),
        SaleException.PRICE_CHANGED: any(line.unit_vnd != packs[line.variant_id].price_vnd for line in sold),
        SaleException.CLOCK_UNKNOWN: not time.is_known,
        SaleException.CLOCK_CONTRADICTED: time.is_contradicted,
        SaleException.NO_AGE_CONFIRMATION: any(pack.needs_age for pack in known) and _is_age_open(body),
        SaleException.UNDERPAID: body.kind is SaleKind.SALE and _is_underpaid(body),
        SaleException.CHANGE_DIFFERS: body.tender is Tender.CASH and _is_change_wrong(body),
        SaleException.HASH_WRONG: bool(body.hash) and not body.is_hash_right,
        SaleException.CODE_DIFFERS: bool(body.code) and not is_code_of(body.code, sender.device_id),
        SaleException.AFTER_REVOCATION: sender.revoked_at is not None and time.latest >= sender.revoked_at,
    }
    return {exception for exception, is_so in found.items() if is_so}


def _is_age_open(body: SaleBody) -> bool:
    """Was the age not asked? Who keeps no log does not tell."""
    return body.age_confirmed is False or (body.age_confirmed is None and body.seq is not None)


def _is_underpaid(body: SaleBody) -> bool:
    """Was less taken than it cost? Who tells of nothing received tells nothing."""
    if body.tender is Tender.NONE:
        return body.total_vnd > 0
    return body.tender is Tender.CASH and 0 < (body.received_vnd or 0) < body.total_vnd


def _is_change_wrong(body: SaleBody) -> bool:
    """Does the change that was given not fit? Where something goes back, all of it is change."""
    if body.change_vnd is None:
        return False
    if body.kind is not SaleKind.SALE:
        return body.change_vnd not in (0, body.total_vnd)
    received = body.received_vnd or 0
    return received >= body.total_vnd and body.change_vnd != received - body.total_vnd
