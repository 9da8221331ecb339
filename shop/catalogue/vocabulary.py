"""All words by which goods on sale are found: each once, in order, so that a beginning of a word is a range.

A word is known in two forms: folded ("dua") to find it, and with its marks in tone-neutral spelling ("dừa") to rank it.
The marked forms of one folded word stand side by side; their numbers are the ids that the indexes use.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from shop.catalogue.recent import Recent
from shop.values.folding import fold, tidy, tone_neutral, vietnamese_sort_key

_APOSTROPHES = re.compile("['’‘ʼʹʹ`´′＇ʻ‛]")
_WORD = re.compile(r"[^\W_]+")
_NO_TYPO_BELOW = 4
KEPT_SLIPS = 256
PARTS_KEPT = 4096


class Word(NamedTuple):
    """One word of a text: without and with its marks."""

    folded: str
    marked: str


def words_of(text: str) -> list[Word]:
    """The words of a text in their order."""
    return [word for part in tidy(text).split() for word in _words_of_part(part)]


def _words_of_part(part: str) -> list[Word]:
    words: list[Word] = []
    for marked in _WORD.findall(_APOSTROPHES.sub("", tone_neutral(part))):
        folded = fold(marked).split()
        # Ligatures and fractions may fold to several words; they carry no Vietnamese marks.
        words += [Word(folded[0], marked)] if len(folded) == 1 else [Word(piece, piece) for piece in folded]
    return words


class WordReader:
    """Reads many texts that share their words; each different piece of text is analysed once."""

    def __init__(self) -> None:
        self.numbers: dict[Word, int] = {}
        self._parts = _Parts(self.numbers)

    def words(self, text: str) -> Iterator[int]:
        """The words of a stored (tidy) text, each by the number of its first appearance."""
        return chain.from_iterable([part[2] for part in map(self._parts.__getitem__, text.split())])

    def order(self, text: str) -> str:
        """A key under which stored (tidy) texts sort as in a dictionary.

        It orders as `vietnamese_sort_key` does, up to spellings that differ in case or punctuation alone.
        """
        parts = [self._parts[part] for part in text.split()]
        letters = " ".join([part[0] for part in parts if part[0]])
        return f"{letters}\0{'0'.join([part[1] for part in parts])}"


class _Parts(dict[str, tuple[str, str, tuple[int, ...]]]):
    """Pieces of text without spaces: the letters and the tones of their sort key, and the numbers of their words."""

    def __init__(self, numbers: dict[Word, int]) -> None:
        self._numbers = numbers

    def __missing__(self, part: str) -> tuple[str, str, tuple[int, ...]]:
        letters, tones, words = _analysed(part)
        numbers = [self._numbers.setdefault(word, len(self._numbers)) for word in words]
        found = self[part] = letters, tones, tuple(numbers)
        return found


@lru_cache(maxsize=PARTS_KEPT)
def _analysed(part: str) -> tuple[str, str, tuple[Word, ...]]:
    """Kept from one Shelf to the next, which mostly spells the same words."""
    letters, tones, _ = vietnamese_sort_key(part)
    return letters, tones, tuple(_words_of_part(part))


class Vocabulary:
    """The words in order; immutable. `ids` maps the reader's numbers to the ids used here."""

    def __init__(self, words: Sequence[Word]) -> None:
        order = sorted(range(len(words)), key=words.__getitem__)
        self.ids = array("I", bytes(4 * len(words)))
        for place, number in enumerate(order):
            self.ids[number] = place
        self.marked: list[str] = []
        self.folded: list[str] = []
        # Folded word number f has the ids from firsts[f] to before firsts[f + 1].
        self._firsts = array("I")
        for number in order:
            folded, marked = words[number]
            if not self.folded or self.folded[-1] != folded:
                self.folded.append(folded)
                self._firsts.append(len(self.marked))
            self.marked.append(self.folded[-1] if marked == folded else marked)
        self._firsts.append(len(self.marked))
        self._by_length: dict[int, list[int]] = defaultdict(list)
        for number, folded in enumerate(self.folded):
            if len(folded) >= _NO_TYPO_BELOW - 1 and not folded.isdigit():
                self._by_length[len(folded)].append(number)
        self._slips: Recent[tuple[range, ...]] = Recent(KEPT_SLIPS)

    def __len__(self) -> int:
        return len(self.marked)

    def whole(self, folded: str) -> range:
        """The ids of all words that read so without marks."""
        number = bisect_left(self.folded, folded)
        if number == len(self.folded) or self.folded[number] != folded:
            return range(0)
        return range(self._firsts[number], self._firsts[number + 1])

    def exact(self, word: Word) -> range:
        """The id of the word with just these marks, if there is one."""
        same = self.whole(word.folded)
        for number in same:
            if self.marked[number] == word.marked:
                return range(number, number + 1)
        return range(0)

    def beginning_with(self, start: str) -> range:
        """The ids of all words that begin so without marks."""
        low = bisect_left(self.folded, start)
        end = bisect_left(self.folded, start + "\U0010ffff", lo=low)
        return range(self._firsts[low], self._firsts[end])

    def similar(self, folded: str) -> tuple[range, ...]:
        """The ids of words that one slip of the keys makes of this one: a letter more, less, another, two swapped.

        Words of fewer than four letters and numbers are never taken for slips.
        """
        if len(folded) < _NO_TYPO_BELOW or folded.isdigit():
            return ()
        return self._slips.get(folded, lambda: self._find_similar(folded))

    def _find_similar(self, folded: str) -> tuple[range, ...]:
        # Imported at the first slip: most processes start quicker and smaller without it.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        found = []
        for length in (len(folded) - 1, len(folded), len(folded) + 1):
            numbers = self._by_length.get(length, [])
            choices = [self.folded[number] for number in numbers]
            hits = process.extract_iter(folded, choices, scorer=OSA.distance, score_cutoff=1)
            found += [numbers[place] for _, distance, place in hits if distance]
        return tuple(range(self._firsts[number], self._firsts[number + 1]) for number in sorted(found))
