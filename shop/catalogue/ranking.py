"""How search results are ranked. These numbers are the whole rule; /cach-xep-hang shows them to shoppers.

A good gets points for each word of the question, for the best place in which it has that word, and more when its name
has the words side by side. More points stand higher; of equal points more OCOP stars, then the newer recognition, then
the name in the order of the alphabet. Nobody can pay for a place, and sales count for nothing.
"""

from __future__ import annotations

from typing import NamedTuple


class Points(NamedTuple):
    """Points for a word found with its marks as typed, found without regard to marks, begun, or with one slip."""

    exact: int
    whole: int
    beginning: int
    slip: int


NAME = Points(exact=12, whole=8, beginning=5, slip=3)
PRODUCER = Points(exact=4, whole=4, beginning=3, slip=2)
PLACE = Points(exact=3, whole=3, beginning=2, slip=1)
TOPIC = Points(exact=2, whole=2, beginning=1, slip=1)

# Several words side by side in the name, in the order typed: with their marks, or without regard to them.
PHRASE_EXACT = 256
PHRASE = 128
# The name is just what was typed.
WHOLE_NAME = 64

# The fields in the order in which /cach-xep-hang explains them.
FIELDS = ("name", "producer", "place", "topic")
POINTS = {"name": NAME, "producer": PRODUCER, "place": PLACE, "topic": TOPIC}

# More words than this are not looked for; a product's longest name has fewer.
MOST_WORDS = 24
