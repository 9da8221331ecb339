"""What to offer while a shopper types: goods, producers, places and groups, only such as have goods on sale."""

from __future__ import annotations

from itertools import chain, islice

from shop.catalogue.bitmaps import first_members
from shop.catalogue.listing import Card, GroupEntry, PlaceEntry, ProducerEntry, Suggestions
from shop.catalogue.packed import Lists
from shop.catalogue.ranking import MOST_WORDS
from shop.catalogue.search import BEGINNING, SLIP, WHOLE, Hits, find_words, give_points, with_all
from shop.catalogue.shelf import Shelf
from shop.catalogue.vocabulary import Word, words_of

MOST_PRODUCERS = 3
MOST_PLACES = 3
MOST_GROUPS = 2
_WIDEST_FIRST = ("province", "former_province", "former_district", "commune", "former_commune")


def suggest(shelf: Shelf, text: str, limit: int = 8) -> Suggestions:
    """At most `limit` goods for a question that is still being typed, and the producers, places and groups it names.

    The last word may be unfinished; nothing is offered for a text without a letter or digit.
    """
    words = words_of(text)[:MOST_WORDS]
    if not words:
        return Suggestions(text)
    return Suggestions(
        text,
        goods=_goods(shelf, words, limit),
        producers=_producers(shelf, words),
        places=_places(shelf, words),
        groups=_groups(shelf, words),
    )


def _goods(shelf: Shelf, words: list[Word], limit: int) -> tuple[Card, ...]:
    has_marks = any(word.marked != word.folded for word in words)
    hits: list[Hits] = []
    for depth in (WHOLE, BEGINNING, SLIP):
        hits = find_words(shelf, words[:-1], depth, has_marks)
        hits += find_words(shelf, words[-1:], max(depth, BEGINNING), has_marks)
        if goods := with_all(hits):
            break
    tally = give_points(shelf, hits, goods, has_marks)
    best = (tier & stars for tier in tally.descending(goods) for stars in shelf.stars_in_order)
    return shelf.cards(islice(chain.from_iterable(first_members(some, limit) for some in best if some), limit))


def _owners(shelf: Shelf, index: Lists, words: list[Word]) -> list[int]:
    """The numbers of what has all the words, the last as a beginning; equal marks first, then in order of number."""
    vocabulary = shelf.words.vocabulary
    ranges = [vocabulary.whole(word.folded) for word in words[:-1]]
    ranges.append(vocabulary.beginning_with(words[-1].folded))
    sets = [set(index.between(ids.start, ids.stop)) if ids else set[int]() for ids in ranges]
    exact = [set(chain.from_iterable(index[number] for number in vocabulary.exact(word))) for word in words]
    found = set.intersection(*sets)
    return sorted(found, key=lambda owner: (-sum(owner in some for some in exact), owner))


def _producers(shelf: Shelf, words: list[Word]) -> tuple[ProducerEntry, ...]:
    return tuple(
        shelf.producers.entry(number) for number in _owners(shelf, shelf.words.producers, words)[:MOST_PRODUCERS]
    )


def _places(shelf: Shelf, words: list[Word]) -> tuple[PlaceEntry, ...]:
    places = [(number, shelf.places[number]) for number in _owners(shelf, shelf.words.places, words)]
    places.sort(key=lambda pair: _WIDEST_FIRST.index(pair[1].kind))
    entries = []
    for number, place in places[:MOST_PLACES]:
        province = shelf.places.provinces[place.province_code]
        count = shelf.places.count(number)
        value = "" if place.kind == "province" else place.value
        entries.append(
            PlaceEntry(
                value,
                place.province_code,
                province.province_slug,
                province.province_name,
                place.words,
                place.words,
                count,
            )
        )
    return tuple(entries)


def _groups(shelf: Shelf, words: list[Word]) -> tuple[GroupEntry, ...]:
    """The groups with a name that begins with what is typed."""
    typed = " ".join(word.folded for word in words)
    entries = []
    for topic in shelf.topics:
        names = (" ".join(word.folded for word in phrase) for phrase in topic.phrases)
        if topic.group and any(name.startswith(typed) for name in names):
            entries.append(GroupEntry(topic.group, topic.goods.bit_count()))
    return tuple(entries[:MOST_GROUPS])
