"""Finding a producer of the register by its name as people type it: without marks, in part, with a slip of the keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shop.producers.queries import Spelling, list_spellings
from shop.values.producer_names import marked_key, plain_key

# A word must be so long before one slip of the keys in it is forgiven: short words are all alike.
LONG_ENOUGH_FOR_A_SLIP = 4
MOST_WORDS = 12
# What half of all names begin with tells nobody apart.
_LEGAL_WORDS = frozenset(
    [
        "hop",
        "tac",
        "xa",
        "cong",
        "ty",
        "co",
        "phan",
        "trach",
        "nhiem",
        "huu",
        "han",
        "mot",
        "thanh",
        "vien",
        "to",
        "ho",
        "kinh",
        "doanh",
        "san",
        "xuat",
        "co",
        "so",
        "doanh",
        "nghiep",
    ]
)
WHOLE, BEGINNING, SLIP = 3, 2, 1


@dataclass(frozen=True)
class Hit:
    """A producer that the words find, the more points the better."""

    producer_id: int
    points: int


def find_producers(words: str, *, limit: int = 20) -> list[int]:
    """The numbers of the producers that have all the words in a name or place of theirs, best first; one statement."""
    return [hit.producer_id for hit in rank(words, list_spellings())[:limit]]


def rank(words: str, spellings: Iterable[Spelling]) -> list[Hit]:
    """Each producer once, by its best spelling; those that lack a word that tells apart are left out.

    Marks that are typed put those that have them before the others.
    """
    asked, marked = plain_key(words).split()[:MOST_WORDS], set(marked_key(words).split())
    best: dict[int, int] = {}
    for spelling in spellings if asked else ():
        points = _points(asked, spelling)
        if points:
            points += 2 * len(marked.intersection(spelling.marked_key.split()))
        if points > best.get(spelling.producer_id, 0):
            best[spelling.producer_id] = points
    hits = [Hit(producer_id, points) for producer_id, points in best.items()]
    return sorted(hits, key=lambda hit: (-hit.points, hit.producer_id))


def _points(asked: Sequence[str], spelling: Spelling) -> int:
    written, place = spelling.plain_key.split(), spelling.place_key.split()
    name = [word for word in written if word not in _LEGAL_WORDS]
    total = 0
    for word in asked:
        if word in _LEGAL_WORDS:
            total += word in written
            continue
        in_name = _likeness(word, name)
        in_place = _likeness(word, place)
        if not in_name and not in_place:
            return 0
        total += max(in_name * 2, in_place) * 4
    return total


def _likeness(word: str, others: Sequence[str]) -> int:
    if word in others:
        return WHOLE
    if len(word) > 1 and any(other.startswith(word) for other in others):
        return BEGINNING
    if len(word) >= LONG_ENOUGH_FOR_A_SLIP and any(is_one_slip_away(word, other) for other in others):
        return SLIP
    return 0


def is_one_slip_away(typed: str, meant: str) -> bool:
    """Do two words differ by one letter more, less, another one, or two that changed places?"""
    if abs(len(typed) - len(meant)) > 1:
        return False
    start = next((at for at, pair in enumerate(zip(typed, meant, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return True
    rest, wanted = typed[start:], meant[start:]
    swapped = rest[:2][::-1] == wanted[:2] and rest[2:] == wanted[2:]
    return swapped or rest[1:] == wanted[1:] or rest[1:] == wanted or rest == wanted[1:]
