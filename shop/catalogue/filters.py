"""What a shopper asked a list for: read from an address, written to an address, changed by a link. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

from shop.places import find_province
from shop.values.folding import tidy
from shop.values.ocop import CERTIFIED_STARS, GROUPS
from shop.values.refusal import Refusal

SORTS = ("relevance", "new", "price", "price-desc", "name")
LONGEST_QUERY = 200
MOST_VALUES = 40
HIGHEST_PRICE = 10**11
LAST_PAGE = 10**6

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PLACE_PAGE = re.compile(r"[a-z0-9-]{1,60}/[a-z0-9-]{1,80}")
_PLACE_ID = re.compile(r"(?:p|c|fp|fd|fc):[a-z0-9-]{1,60}(?:/[a-z0-9-]{1,80}){0,2}")
_GROUPED_DIGITS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", re.ASCII)

# Parameter of the address -> attribute of Filters, for those that may be given several times.
_MANY = {"group": "groups", "stars": "stars", "province": "provinces", "place": "places", "producer": "producers"}


class BadFilter(Refusal):
    """A parameter of the address that cannot be meant.

    `reason` is one of unknown, not_a_number, out_of_range, too_long, bad_characters, too_many.
    """

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field = field
        self.reason = reason


class Chip(NamedTuple):
    """One filter that is set: the parameter and its value, as `without_value` takes them."""

    field: str
    value: str


@dataclass(frozen=True)
class Filters:
    """Clean wishes; within one attribute any value will do, across attributes all must hold.

    `provinces` are codes of today, `places` are "<province slug>/<place slug>" or place ids, prices are whole dong
    with both ends included. `sort` is one of SORTS, relevance only with words to search for.
    """

    q: str = ""
    groups: tuple[str, ...] = ()
    stars: tuple[int, ...] = ()
    provinces: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    producers: tuple[str, ...] = ()
    min_price: int | None = None
    max_price: int | None = None
    sort: str = "new"
    page: int = 1

    @property
    def default_sort(self) -> str:
        """The sort that the address need not name."""
        return "relevance" if self.q else "new"

    @property
    def is_plain(self) -> bool:
        """Whether nothing is filtered or searched for; sort and page do not count."""
        return not self.chips() and not self.q

    def to_query(self) -> list[tuple[str, str]]:
        """The one canonical order of parameters, defaults left out: the same wishes give the same address."""
        query = [("q", self.q)] if self.q else []
        for field, name in _MANY.items():
            query += [(field, _written(field, value)) for value in getattr(self, name)]
        if self.min_price is not None:
            query.append(("min_price", str(self.min_price)))
        if self.max_price is not None:
            query.append(("max_price", str(self.max_price)))
        if self.sort != self.default_sort:
            query.append(("sort", self.sort))
        if self.page > 1:
            query.append(("page", str(self.page)))
        return query

    def to_query_string(self) -> str:
        """The canonical query, percent-encoded, without a question mark; empty when nothing is asked."""
        return urlencode(self.to_query(), safe="/:")

    def chips(self) -> tuple[Chip, ...]:
        """Each filter that is set, the words apart, in canonical order."""
        return tuple(Chip(*pair) for pair in self.to_query() if pair[0] not in ("q", "sort", "page"))

    def has_value(self, field: str, value: str) -> bool:
        """Whether a filter is set to this value."""
        return Chip(field, value) in self.chips()

    def with_value(self, field: str, value: object) -> Filters:
        """These wishes and one more, from the first page on; raises BadFilter as `parse_filters` does."""
        name = _MANY.get(field)
        if name is None:
            return parse_filters({**self._as_values(), field: [str(value)]})
        return self._changed(name, {*getattr(self, name), _READERS[field](str(value))})

    def without_value(self, field: str, value: object = None) -> Filters:
        """These wishes without one value of a parameter, or without the whole parameter, from the first page on."""
        name = _MANY.get(field)
        if name is None:
            return parse_filters({**self._as_values(), field: []})
        kept = [] if value is None else [other for other in getattr(self, name) if _written(field, other) != str(value)]
        return self._changed(name, kept)

    def toggle(self, field: str, value: object) -> Filters:
        """With the value where it is not set, without it where it is."""
        change = self.without_value if self.has_value(field, str(value)) else self.with_value
        return change(field, value)

    def with_prices(self, lowest: int | None, highest: int | None) -> Filters:
        """These wishes between two prices in dong, both included, from the first page on."""
        return replace(self, min_price=lowest, max_price=highest, page=1)

    def sorted_by(self, sort: str) -> Filters:
        """In another order, from the first page on; raises BadFilter for an unknown one."""
        return parse_filters({**self._as_values(), "sort": [sort]})

    def on_page(self, page: int) -> Filters:
        """The same wishes, another page."""
        return replace(self, page=page)

    def _changed(self, name: str, values: Iterable[Any]) -> Filters:
        change: dict[str, Any] = {name: tuple(sorted(values)), "page": 1}
        return replace(self, **change)

    def _as_values(self) -> dict[str, list[str]]:
        values: dict[str, list[str]] = {}
        for field, value in self.on_page(1).to_query():
            values.setdefault(field, []).append(value)
        return values


def parse_filters(values: Mapping[str, Sequence[str]]) -> Filters:
    """The wishes that the parameters of an address state.

    Group, stars, province, place and producer may be repeated or joined by commas; an empty value is as good as none;
    unknown parameters are nobody's business. Prices in the wrong order are put right. Raises BadFilter.
    """
    many = {name: _many(values.get(field, ()), field) for field, name in _MANY.items()}
    q = _words(_last(values, "q"))
    lowest, highest = _price(values, "min_price"), _price(values, "max_price")
    if lowest is not None and highest is not None and lowest > highest:
        lowest, highest = highest, lowest
    return Filters(
        q=q,
        **many,
        min_price=lowest,
        max_price=highest,
        sort=_sort(_last(values, "sort"), q),
        page=_number(_last(values, "page") or "1", "page", 1, LAST_PAGE),
    )


def _last(values: Mapping[str, Sequence[str]], field: str) -> str:
    given = values.get(field, ())
    return given[-1].strip() if given else ""


def _words(text: str) -> str:
    if any(unicodedata.category(letter) in ("Cc", "Cs") and not letter.isspace() for letter in text):
        raise BadFilter("q", "bad_characters")
    words = tidy(text)
    if len(words) > LONGEST_QUERY:
        raise BadFilter("q", "too_long")
    return words


def _many(given: Sequence[str], field: str) -> tuple[Any, ...]:
    parts = [part.strip() for text in given for part in text.split(",")]
    read = _READERS[field]
    found = {read(part) for part in parts if part}
    if len(found) > MOST_VALUES:
        raise BadFilter(field, "too_many")
    return tuple(sorted(found))


def _group(text: str) -> str:
    if text not in GROUPS:
        raise BadFilter("group", "unknown")
    return text


def _stars(text: str) -> int:
    return _number(text, "stars", CERTIFIED_STARS[0], CERTIFIED_STARS[-1])


def _province(text: str) -> str:
    province = find_province(text) if len(text) <= LONGEST_QUERY else None
    if province is None:
        raise BadFilter("province", "unknown")
    return province.code


def _place(text: str) -> str:
    if not (_PLACE_PAGE.fullmatch(text) or _PLACE_ID.fullmatch(text)):
        raise BadFilter("place", "unknown")
    return text


def _producer(text: str) -> str:
    if len(text) > LONGEST_QUERY or not _SLUG.fullmatch(text):
        raise BadFilter("producer", "unknown")
    return text


_READERS: dict[str, Callable[[str], Any]] = {
    "group": _group,
    "stars": _stars,
    "province": _province,
    "place": _place,
    "producer": _producer,
}


def _price(values: Mapping[str, Sequence[str]], field: str) -> int | None:
    text = _last(values, field)
    if _GROUPED_DIGITS.fullmatch(text):
        text = text.replace(".", "").replace(",", "")
    return _number(text, field, 0, HIGHEST_PRICE) if text else None


def _number(text: str, field: str, lowest: int, highest: int) -> int:
    if not (text.isascii() and text.removeprefix("-").isdigit()):
        raise BadFilter(field, "not_a_number")
    if len(text) > len(str(HIGHEST_PRICE)) or not lowest <= int(text) <= highest:
        raise BadFilter(field, "out_of_range")
    return int(text)


def _sort(text: str, q: str) -> str:
    default = "relevance" if q else "new"
    if text and text not in SORTS:
        raise BadFilter("sort", "unknown")
    return default if not text or (text == "relevance" and not q) else text


def _written(field: str, value: object) -> str:
    if field == "province":
        province = find_province(str(value))
        return province.slug if province else str(value)
    return str(value)
