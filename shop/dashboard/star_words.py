"""What a stall says of itself names no stars: they belong to a good and its certificate, and end with it."""

from __future__ import annotations

from dataclasses import dataclass

from shop.catalogue import claims_in
from shop.values.refusal import Refusal


@dataclass
class NamesStars(Refusal):
    """A text of a stall names stars, in these words."""

    words: str


def refuse_stars(*texts: str) -> None:
    """Refuse NamesStars for the first words that do. The programme may be named: whoever has a stall takes part."""
    for text in texts:
        for claim in claims_in(text):
            if claim.stars is not None:
                raise NamesStars(claim.words)
