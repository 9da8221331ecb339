"""Producers: cooperatives, companies and households (chủ thể) whose goods are certified."""

from shop.producers.filing import filing_key, filing_letter, filing_name
from shop.producers.finding import find_producers
from shop.producers.models import Producer, ProducerName
from shop.producers.operations import add_producer, set_commission
from shop.producers.queries import (
    Spelling,
    find_producer,
    find_producer_by_slug,
    list_producer_names,
    list_producers,
    list_spellings,
)
from shop.producers.rules import (
    DEFAULT_COMMISSION_BASIS_POINTS,
    MOST_COMMISSION_BASIS_POINTS,
    BadCommission,
    NoSuchProducer,
    ProducerKind,
    has_unique_name,
    is_too_long_to_find,
    kind_of,
    marked_key,
    plain_key,
)

__all__ = [
    "DEFAULT_COMMISSION_BASIS_POINTS",
    "MOST_COMMISSION_BASIS_POINTS",
    "BadCommission",
    "NoSuchProducer",
    "Producer",
    "ProducerKind",
    "ProducerName",
    "Spelling",
    "add_producer",
    "filing_key",
    "filing_letter",
    "filing_name",
    "find_producer",
    "find_producer_by_slug",
    "find_producers",
    "has_unique_name",
    "is_too_long_to_find",
    "kind_of",
    "list_producer_names",
    "list_producers",
    "list_spellings",
    "marked_key",
    "plain_key",
    "set_commission",
]
