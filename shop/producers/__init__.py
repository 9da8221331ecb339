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
)

__all__ = [
    "DEFAULT_COMMISSION_BASIS_POINTS",
    "MOST_COMMISSION_BASIS_POINTS",
    "BadCommission",
    "NoSuchProducer",
    "Producer",
    "ProducerName",
    "Spelling",
    "add_producer",
    "filing_key",
    "filing_letter",
    "filing_name",
    "find_producer",
    "find_producer_by_slug",
    "find_producers",
    "list_producer_names",
    "list_producers",
    "list_spellings",
    "set_commission",
]
