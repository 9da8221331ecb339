"""Search over a Shelf: which goods have the words of a question, and how well. Pure; the same for both databases.

All words must be found. First as whole words; if no good has them all, as beginnings of words too; then with one slip
of the keys as well; and if still no good has them all, the largest part of the words that some good has, the earlier
words preferred, and the report says which were left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from weakref import WeakKeyDictionary

from shop.catalogue.bitmaps import Tally, members
from shop.catalogue.listing import MatchedWord, SearchReport
from shop.catalogue.packed import Lists
from shop.catalogue.ranking import (
    MOST_WORDS,
    PHRASE,
    PHRASE_EXACT,
    POINTS,
    WHOLE_NAME,
)
from shop.catalogue.recent import Recent
from shop.catalogue.shelf import Shelf
from shop.catalogue.vocabulary import Vocabulary, Word, words_of
from shop.certification import parse_certificate_code

WHOLE, BEGINNING, SLIP = 1, 2, 3
KEPT_QUESTIONS = 32


@dataclass
class Hits:
    """The goods that one word finds: by points, and as one set. `ids` are the words it may stand for, best first."""

    word: Word
    ids: list[tuple[str, range]] = field(default_factory=list)
    found: int = 0
    # The goods that have it as a whole word in a name.
    named: int = 0
    points: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Found:
    """The goods found with their points, and what to tell about it."""

    goods: int
    tally: Tally
    report: SearchReport

    def tiers(self, within: int) -> Iterator[int]:
        """Those of a set as disjoint sets of equal points, the most points first."""
        return self.tally.descending(self.goods & within)


_kept: WeakKeyDictionary[Shelf, Recent[Found]] = WeakKeyDictionary()


def search(shelf: Shelf, text: str) -> Found:
    """The goods that a question finds. Empty when it has no letter or digit."""
    return _kept.setdefault(shelf, Recent(KEPT_QUESTIONS)).get(text, lambda: _search(shelf, text))


def _search(shelf: Shelf, text: str) -> Found:
    by_code = _goods_with_code(shelf, text)
    if by_code:
        return Found(by_code, Tally(), SearchReport(text, (MatchedWord(text, text, "whole"),)))
    words = words_of(text)[:MOST_WORDS]
    has_marks = any(word.marked != word.folded for word in words)
    hits: list[Hits] = []
    for depth in (WHOLE, BEGINNING, SLIP):
        hits = find_words(shelf, words, depth, has_marks)
        if goods := with_all(hits):
            break
    kept = hits if goods else _largest_part(hits)
    goods = goods or with_all(kept)
    tally = give_points(shelf, kept, goods, has_marks)
    return Found(goods, tally, _report(shelf, text, hits, kept, (goods, tally)))


def _goods_with_code(shelf: Shelf, text: str) -> int:
    code = parse_certificate_code(text)
    position = shelf.position_of_code(code) if code else None
    return 0 if position is None else 1 << position


def with_all(hits: Sequence[Hits]) -> int:
    """The goods that have all the words."""
    return reduce(and_, (hit.found for hit in hits)) if hits else 0


def find_words(shelf: Shelf, words: Sequence[Word], depth: int, has_marks: bool) -> list[Hits]:
    """The goods that each word finds, down to whole words, beginnings or slips.

    Without any marks in the question, a word stands for all its marked forms alike.
    """
    topics = goods_of_topics(shelf, words, depth >= BEGINNING, has_marks)
    hits = [_find_word(shelf, word, depth, has_marks) for word in words]
    for hit, goods in zip(hits, topics, strict=True):
        hit.points.append((POINTS["topic"].whole, goods))
        hit.found |= goods
    return hits


def _find_word(shelf: Shelf, word: Word, depth: int, has_marks: bool) -> Hits:
    hits = Hits(word, _ways(shelf.words.vocabulary, word, depth, has_marks))
    for name, (index, goods_of) in _indexes(shelf).items():
        before = 0
        for way, ids in hits.ids:
            goods = goods_of(index.between(ids.start, ids.stop))
            hits.points.append((getattr(POINTS[name], way), goods & ~before))
            before |= goods
            if name == "name" and way in ("exact", "whole"):
                hits.named = before
        hits.found |= before
    return hits


def _ways(vocabulary: Vocabulary, word: Word, depth: int, has_marks: bool) -> list[tuple[str, range]]:
    """How a word of the question may be meant: the ids of the words it stands for, the best way first."""
    whole = vocabulary.whole(word.folded)
    ways = [("exact", vocabulary.exact(word))] if has_marks else []
    ways.append(("whole", whole))
    if depth >= BEGINNING and len(word.folded) > 1:
        ways.append(("beginning", vocabulary.beginning_with(word.folded)))
    if depth >= SLIP and not whole:
        # A word that is known is what it is.
        ways += [("slip", ids) for ids in vocabulary.similar(word.folded)]
    return [(way, ids) for way, ids in ways if ids]


def goods_of_topics(shelf: Shelf, words: Sequence[Word], is_unfinished: bool, has_marks: bool) -> list[int]:
    """For each word the goods of the groups and kinds that it names, alone or together with its neighbours."""
    goods = [0] * len(words)
    for topic in shelf.topics:
        for phrase in topic.phrases:
            for start in range(len(words) - len(phrase) + 1):
                if _names(words, start, phrase, is_unfinished, has_marks):
                    for at in range(start, start + len(phrase)):
                        goods[at] |= topic.goods
    return goods


def _names(words: Sequence[Word], start: int, phrase: Sequence[Word], is_unfinished: bool, has_marks: bool) -> bool:
    """Whether the words from `start` on say the phrase; the very last word of the question may be unfinished."""
    for at, wanted in enumerate(phrase, start):
        word = words[at]
        same = (
            word.marked == wanted.marked if has_marks and word.marked != word.folded else word.folded == wanted.folded
        )
        is_begun = is_unfinished and at == len(words) - 1 and len(word.folded) > 1
        if not same and not (is_begun and wanted.folded.startswith(word.folded)):
            return False
    return True


def _indexes(shelf: Shelf) -> dict[str, tuple[Lists, Callable[[Iterable[int]], int]]]:
    words = shelf.words
    return {
        "name": (words.names, shelf.goods_at),
        "producer": (words.producers, shelf.goods_of_producers),
        "place": (words.places, shelf.goods_of_places),
    }


def _largest_part(hits: Sequence[Hits]) -> list[Hits]:
    """The words of which some good has most; of several such parts the one with the earlier words."""
    tally = Tally()
    for hit in hits:
        tally.add(hit.found, 1)
    candidates = next(tally.descending(reduce(or_, (hit.found for hit in hits), 0)), 0)
    kept = []
    for hit in hits:
        if candidates & hit.found:
            candidates &= hit.found
            kept.append(hit)
    return kept


def give_points(shelf: Shelf, hits: Sequence[Hits], goods: int, has_marks: bool) -> Tally:
    """The points of each of these goods, by the rule of `ranking`."""
    tally = Tally()
    for hit in hits:
        # A good that has the word in several fields gets the points of the best.
        taken = 0
        for points, found in sorted(hit.points, key=lambda pair: -pair[0]):
            tally.add(found & goods & ~taken, points)
            taken |= found
    for points, positions in _phrases(shelf, hits, goods, has_marks).items():
        tally.add(shelf.goods_at(positions), points)
    return tally


def _phrases(shelf: Shelf, hits: Sequence[Hits], goods: int, has_marks: bool) -> dict[int, list[int]]:
    """The goods with more points for how the words stand in their names."""
    more: dict[int, list[int]] = {PHRASE_EXACT: [], PHRASE: [], WHOLE_NAME: []}
    vocabulary, count = shelf.words.vocabulary, len(hits)
    named = reduce(and_, (hit.named for hit in hits), goods)
    alike = [vocabulary.whole(hit.word.folded) for hit in hits]
    exact = [vocabulary.exact(hit.word) for hit in hits] if has_marks else alike
    for position in members(named, len(shelf)) if named else ():
        spelled = shelf.words.spelled[position]
        points = PHRASE_EXACT if _stands_in(spelled, exact) else PHRASE if _stands_in(spelled, alike) else 0
        if points and count > 1:
            more[points].append(position)
        if points and count in _lengths(spelled, len(vocabulary)):
            more[WHOLE_NAME].append(position)
    return more


def _stands_in(spelled: Sequence[int], words: Sequence[range]) -> bool:
    """Whether the words stand side by side in this order."""
    first, count = words[0], len(words)
    return any(
        number in first and all(spelled[start + step] in words[step] for step in range(1, count))
        for start, number in enumerate(spelled[: len(spelled) - count + 1])
    )


def _lengths(spelled: Sequence[int], separator: int) -> tuple[int, int]:
    """How many words the Vietnamese and the English name have."""
    middle = list(spelled).index(separator)
    return middle, len(spelled) - middle - 1


def _report(
    shelf: Shelf, text: str, hits: Sequence[Hits], kept: Sequence[Hits], found: tuple[int, Tally]
) -> SearchReport:
    goods, tally = found
    best = next(tally.descending(goods), 0)
    words = [
        _matched(shelf, hit, goods, best) if hit in kept else MatchedWord(hit.word.marked, hit.word.marked, "left_out")
        for hit in hits
    ]
    shown = " ".join(word.shown for word in words if word.how != "left_out")
    if all((word.shown, word.how) == (word.typed, "whole") for word in words):
        shown = text
    slipped = any(word.how == "typo" for word in words)
    return SearchReport(shown, tuple(words), shown if slipped else None)


_HOW = {"exact": "whole", "whole": "whole", "beginning": "prefix", "slip": "typo"}


def _matched(shelf: Shelf, hit: Hits, goods: int, best: int) -> MatchedWord:
    """The way in which the best goods have the word; shown with its marks where all goods found agree about them."""
    for way, ids in hit.ids:
        wanted = best if way == "slip" else goods
        forms = [number for number in ids if _goods_with(shelf, number) & wanted]
        if way == "exact" and forms:
            return MatchedWord(hit.word.marked, hit.word.marked, "whole")
        if len(forms) == 1 or (forms and way == "slip"):
            return MatchedWord(hit.word.marked, shelf.words.vocabulary.marked[forms[0]], _HOW[way])
        if forms:
            return MatchedWord(hit.word.marked, hit.word.marked, _HOW[way])
    return MatchedWord(hit.word.marked, hit.word.marked, "whole")


def _goods_with(shelf: Shelf, number: int) -> int:
    found = 0
    for index, goods_of in _indexes(shelf).values():
        found |= goods_of(index[number])
    return found
