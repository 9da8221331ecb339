"""What it costs and how long it takes to send one good to a province, alone in its parcel."""

from __future__ import annotations

from dataclasses import dataclass

from shop.catalogue import Pack, ProductPage
from shop.catalogue.kinds import is_service
from shop.delivery import FeeTable, NoDeliveryThere, zone_between
from shop.places import Province, list_provinces
from shop.storefront.delivery_words import days_words
from shop.web.templating import in_language


@dataclass(frozen=True)
class PackFee:
    """One size with its fee in dong and its days; None and "" where it is too heavy to be sent there."""

    pack: str
    fee: int | None
    days: str


@dataclass(frozen=True)
class ProductDelivery:
    """The answer for one province; `fees` is one line where all sizes cost the same."""

    slug: str
    name: str
    place: str
    province_code: str
    provinces: tuple[Province, ...]
    fees: list[PackFee]
    is_same: bool
    is_sent: bool


def product_delivery(found: ProductPage, table: FeeTable, province: Province | None) -> ProductDelivery:
    """For a good on sale and the province that was chosen, if one was."""
    origin = found.producer.province_code
    is_sent = not is_service(found.product.kind)
    fees = [_fee(pack, table, origin, province) for pack in found.packs] if province and is_sent else []
    return ProductDelivery(
        slug=found.product.slug,
        name=in_language(found.product, "name"),
        place=province.short_name if province else "",
        province_code=province.code if province else "",
        provinces=list_provinces(),
        fees=fees,
        is_same=len({(fee.fee, fee.days) for fee in fees}) == 1,
        is_sent=is_sent,
    )


def _fee(pack: Pack, table: FeeTable, origin: str | None, province: Province) -> PackFee:
    label = in_language(pack, "label")
    try:
        found = table.fee(zone_between(origin, province.code), pack.weight_grams)
    except NoDeliveryThere:
        return PackFee(label, None, "")
    return PackFee(label, found.fee_vnd, days_words(found))
