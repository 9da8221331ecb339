"""What is agreed with producers, and what is refused. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from shop.values.refusal import Refusal

# Hundredths of a percent of the price of goods, without delivery (ours, see DECISIONS.md).
DEFAULT_COMMISSION_BASIS_POINTS = 1_000
MOST_COMMISSION_BASIS_POINTS = 5_000


@dataclass
class NoSuchProducer(Refusal):
    """Nobody has this number."""

    producer_id: int


@dataclass
class BadCommission(Refusal):
    """A commission is 0 to MOST_COMMISSION_BASIS_POINTS hundredths of a percent."""

    basis_points: int


def check_commission(basis_points: int) -> None:
    """Refuse BadCommission."""
    if not 0 <= basis_points <= MOST_COMMISSION_BASIS_POINTS:
        raise BadCommission(basis_points)
