"""Delivery: addresses of today, what a parcel costs by zone and weight, points of sale for picking up."""

from shop.delivery.addresses import understand_address
from shop.delivery.models import DeliveryFee, PointOfSale
from shop.delivery.operations import (
    change_point_of_sale,
    describe_point_of_sale,
    open_point_of_sale,
    replace_fees,
    set_point_of_sale_open,
)
from shop.delivery.queries import (
    find_place_to_buy,
    find_point_of_sale,
    list_places_to_buy,
    list_points_of_sale,
    read_fee_table,
)
from shop.delivery.rules import (
    FREE,
    Address,
    AddressUnclear,
    BadFeeTable,
    FeeQuote,
    FeeRow,
    FeeTable,
    NoDeliveryThere,
    NoSuchPoint,
    Zone,
    zone_between,
)
from shop.delivery.written import WrittenAddress, understand_written_address

__all__ = [
    "FREE",
    "Address",
    "AddressUnclear",
    "BadFeeTable",
    "DeliveryFee",
    "FeeQuote",
    "FeeRow",
    "FeeTable",
    "NoDeliveryThere",
    "NoSuchPoint",
    "PointOfSale",
    "WrittenAddress",
    "Zone",
    "change_point_of_sale",
    "describe_point_of_sale",
    "find_place_to_buy",
    "find_point_of_sale",
    "list_places_to_buy",
    "list_points_of_sale",
    "open_point_of_sale",
    "read_fee_table",
    "replace_fees",
    "set_point_of_sale_open",
    "understand_address",
    "understand_written_address",
    "zone_between",
]
