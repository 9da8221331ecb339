"""Who is who in the register: the producers and goods known so far, and which of them a row speaks of.

Spellings are joined, different ones are kept apart: marks count unless one side has none at all, and printed places
must not contradict each other. In doubt a row opens an entry of its own, which an officer can join later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import TypeVar

from shop.places import resolve_printed
from shop.producers import Spelling
from shop.register_files import Statement
from shop.values.folding import fold, tidy, tone_neutral
from shop.values.producer_names import ProducerKind, has_unique_name, marked_key, plain_key

T = TypeVar("T")


@dataclass(eq=False, slots=True)
class KnownProducer:
    """A producer of the database, or a new one without id. `new_spellings` are to be stored."""

    kind: str
    province_code: str | None
    first: Statement | None = None
    id: int | None = None
    spellings: list[Spelling] = field(default_factory=list)
    new_spellings: list[tuple[Statement, Spelling]] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class KnownCertificate:
    """What tells one recognition of a good from another. `decided_on` is None where only the year is known."""

    stars: int
    year: int
    decided_on: date | None
    number_key: str
    id: int | None = None
    code: str = ""
    first: Statement | None = None
    completed_by: Statement | None = None
    # When one of the register is in force; a row of the file has its rule.
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(eq=False, slots=True)
class KnownGood:
    """A certified good of the database, or a new one without id."""

    marked_name: str
    plain_name: str
    producer: KnownProducer | None
    province_code: str | None
    printed_place: tuple[str, str, str]
    group: str | None
    first: Statement | None = None
    id: int | None = None
    certificates: list[KnownCertificate] = field(default_factory=list)
    # False for one that an undone import had brought: it is meant where none that counts is.
    counts: bool = True
    placed_by: Statement | None = None
    grouped_by: Statement | None = None

    @property
    def place_key(self) -> str:
        """Equal for goods at the same printed place."""
        return place_key(*self.printed_place)

    @property
    def commune_codes(self) -> frozenset[str]:
        """Today's communes in which it lies, as far as any row so far tells."""
        return commune_codes(*self.printed_place)


# The rows of a file name the same places and producers again and again: a country has some ten thousand communes.
_MOST_PLACES, _MOST_SPELLINGS = 16_384, 4_096


@lru_cache(_MOST_PLACES)
def place_key(commune: str, district: str, province: str) -> str:
    """Equal for spellings of one printed place."""
    return " | ".join(map(fold, (commune, district, province)))


@lru_cache(_MOST_PLACES)
def commune_codes(commune: str, district: str, province: str) -> frozenset[str]:
    """Today's communes that a printed place comes down to; empty where only the province is printed."""
    return frozenset(found.code for found in resolve_printed(commune, district, province).candidates)


@lru_cache(_MOST_PLACES)
def _province_code(commune: str, district: str, province: str) -> str | None:
    found = resolve_printed(commune, district, province).province
    return found.code if found else None


@lru_cache(_MOST_PLACES)
def _one_place(commune: str, district: str, province: str) -> tuple[str, str, str]:
    """The words of a place, kept once for all goods that lie there."""
    return commune, district, province


def name_key(name: str) -> str:
    """Equal for spellings of a good's name that differ in case, spaces or tone placement only."""
    return tone_neutral(tidy(name))


class Producers:
    """The producers known so far."""

    def __init__(self, spellings: Iterable[Spelling]) -> None:
        self.all: dict[int, KnownProducer] = {}
        self._exact: dict[tuple[str, str], KnownProducer] = {}
        self._alike: dict[tuple[str, str | None], list[KnownProducer]] = defaultdict(list)
        self.new: list[KnownProducer] = []
        for spelling in spellings:
            known = self.all.get(spelling.producer_id)
            if known is None:
                known = KnownProducer(spelling.kind, spelling.province_code, id=spelling.producer_id)
                self.all[spelling.producer_id] = known
            self._learn(known, spelling)

    def find_or_add(self, statement: Statement) -> KnownProducer | None:
        """The producer that a row names, a new one where none of the known is meant; None where it names none."""
        if not statement.producer:
            return None
        spelling = _spelling_of(statement)
        exact = self._exact.get((spelling.marked_key, spelling.place_key))
        if exact:
            return exact
        alike = [
            known for known in self._alike[spelling.plain_key, spelling.province_code] if _is_same(known, spelling)
        ]
        return self.take(statement, alike[0]) if len(alike) == 1 else self.add(statement)

    def add(self, statement: Statement) -> KnownProducer:
        """A new producer by the row that names it first."""
        spelling = _spelling_of(statement)
        known = KnownProducer(spelling.kind, spelling.province_code, first=statement)
        self.new.append(known)
        return self.take(statement, known)

    def take(self, statement: Statement, known: KnownProducer) -> KnownProducer:
        """The producer under the spelling that a row has for it, which is known from now on."""
        spelling = _spelling_of(statement)
        key = (spelling.marked_key, spelling.place_key)
        if key not in {(other.marked_key, other.place_key) for other in known.spellings}:
            known.new_spellings.append((statement, spelling))
        self._learn(known, spelling)
        return known

    def _learn(self, known: KnownProducer, spelling: Spelling) -> None:
        known.spellings.append(spelling)
        self._exact[spelling.marked_key, spelling.place_key] = known
        alike = self._alike[spelling.plain_key, spelling.province_code]
        if known not in alike:
            alike.append(known)


def _spelling_of(statement: Statement) -> Spelling:
    return _spelling(statement.producer, statement.kind or ProducerKind.UNSTATED, statement.printed_place)


@lru_cache(_MOST_SPELLINGS)
def _spelling(producer: str, kind: ProducerKind, place: tuple[str, str, str]) -> Spelling:
    return Spelling(
        producer_id=0,
        kind=kind,
        province_code=_province_code(*place),
        marked_key=marked_key(producer),
        plain_key=plain_key(producer),
        place_key=place_key(*place),
        commune_codes=commune_codes(*place),
    )


def _is_same(known: KnownProducer, spelling: Spelling) -> bool:
    """Whether a spelling with the same plain name in the same province means this producer.

    A company's name is its own in the whole country; any other name may recur in another district.
    """
    same_name = any(agree(spelling.marked_key, other.marked_key) for other in known.spellings)
    if not same_name or has_unique_name(ProducerKind(known.kind)):
        return same_name
    places = [other.commune_codes for other in known.spellings if other.commune_codes]
    return not spelling.commune_codes or not places or any(spelling.commune_codes & place for place in places)


def agree(one: str, other: str) -> bool:
    """Whether two marked keys with the same plain key are one name: equal, or one of them typed without any marks."""
    return one == other or one.isascii() or other.isascii()


class Goods:
    """The goods known so far."""

    def __init__(self, goods: Mapping[int, KnownGood], merged: Mapping[int, int] | None = None) -> None:
        self.all = dict(goods)
        self.new: list[KnownGood] = []
        # Under which good each spelling is known: its own, or the one that its entry was merged into.
        self._means = {goods[gone]: goods[_end_of(merged, gone)] for gone in merged} if merged else {}
        self._alike: dict[tuple[str, KnownProducer | None, str | None], list[KnownGood]] = defaultdict(list)
        for good in goods.values():
            self._alike[good.plain_name, good.producer, good.province_code].append(good)

    def find_or_add(self, statement: Statement, producer: KnownProducer | None) -> KnownGood:
        """The good that a row speaks of, a new one where none of the known is meant.

        Goods without a producer are the same only under the same printed place: their names are everybody's.
        """
        plain, marked, printed = fold(statement.name), name_key(statement.name), statement.printed_place
        known = self._alike.get((plain, producer, _province_code(*printed)), ())
        alike = [good for good in known if agree(marked, good.marked_name) and (producer or _is_there(good, printed))]
        good = self._one([good for good in alike if good.marked_name == marked] or alike)
        return good or self.add(statement, producer)

    def add(self, statement: Statement, producer: KnownProducer | None) -> KnownGood:
        """A new good by the row that names it first."""
        place = _one_place(*statement.printed_place)
        province = _province_code(*place)
        plain, marked = fold(statement.name), name_key(statement.name)
        good = KnownGood(marked, plain, producer, province, place, statement.group, first=statement)
        self.new.append(good)
        self._alike[plain, producer, province].append(good)
        return good

    def meant_by(self, good: KnownGood) -> KnownGood:
        """The good itself, or the one that its entry was merged into."""
        return self._means.get(good, good)

    def _one(self, alike: list[KnownGood]) -> KnownGood | None:
        """The only good that is meant: of those that count, or of those that merged entries lead to, else of others."""
        meant = list(dict.fromkeys(map(self.meant_by, alike)))
        return _only([good for good in meant if good.counts] or meant)


def _end_of(merged: Mapping[int, int], good_id: int) -> int:
    while good_id in merged:
        good_id = merged[good_id]
    return good_id


def _is_there(good: KnownGood, printed: tuple[str, str, str]) -> bool:
    return good.place_key == place_key(*printed)


def _only(found: list[T]) -> T | None:
    return found[0] if len(found) == 1 else None
