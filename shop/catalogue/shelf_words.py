"""Which words lead to which goods, read while a Shelf is made."""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping, Sequence
from functools import cache

from shop.catalogue.kinds import KIND_NAMES
from shop.catalogue.packed import Lists
from shop.catalogue.shelf import Topic, Words
from shop.catalogue.shelf_places import ShelfPlace
from shop.catalogue.vocabulary import Vocabulary, Word, WordReader, words_of

# Stands between the two names of a good: the last number of all.
NO_WORD = -1

# What shoppers call the groups and kinds beside their names, a bar between. Ours; extend freely.
GROUP_WORDS = {
    "food": "thực phẩm|đồ ăn|food",
    "beverage": "đồ uống|thức uống|drink|drinks|beverage|beverages",
    "herbal": "dược liệu|thảo dược|thuốc nam|herbal|herbs",
    "handicraft": "thủ công mỹ nghệ|hàng thủ công|đồ thủ công|thủ công|handicraft|handicrafts|crafts",
    "ornamental": "sinh vật cảnh|cây cảnh|ornamental|plants",
    "tourism": "du lịch cộng đồng|du lịch sinh thái|du lịch|tourism",
}
# Only what fits every good of the kind: "bún" is a kind of noodles, but who wants bún wants no miến.
KIND_WORDS = {
    "tea": "chè|trà",
    "spirit": "rượu|spirit|liquor|alcohol",
    "noodles": "noodle",
    "cake": "bánh kẹo|cake",
    "fish-sauce": "sauce",
    "seafood": "thủy hải sản|hải sản",
    "fruit": "trái cây|hoa quả",
    "homestay": "homestay|nhà sàn",
    "sausage": "giò chả|sausage",
    "ceramics": "gốm sứ|pottery",
    "brocade": "thổ cẩm|weaving",
    "incense": "hương|nhang",
    "health-food": "thực phẩm chức năng|thực phẩm bảo vệ sức khỏe",
    "peach-blossom": "cây cảnh",
}
_BETWEEN_NAMES = re.compile(r", and |, | and |\|")
# Short forms of legal forms and what they stand for: who types one means the other.
_LEGAL_FORMS = (("htx", "hợp tác xã"), ("tht", "tổ hợp tác"), ("cty", "công ty"), ("tnhh", "trách nhiệm hữu hạn"))


def producer_words(name: str) -> str:
    """A producer's name with its legal form both short and written out."""
    lowered = name.lower()
    padded = f" {lowered} "
    more = [long for short, long in _LEGAL_FORMS if f" {short} " in padded]
    more += [short for short, long in _LEGAL_FORMS if long in lowered]
    return " ".join([name, *more])


def place_words(place: ShelfPlace) -> str:
    """The words of a place: its name with its type, and what it is in English."""
    return f"{place.words} tỉnh province" if place.kind in ("province", "former_province") else place.words


def make_topics(groups: Mapping[str, int], kinds: Mapping[str, int]) -> tuple[Topic, ...]:
    """Every group and kind that has goods, with what it is called."""
    named = [Topic(group, goods, _phrases(GROUP_WORDS[group])) for group, goods in groups.items()]
    return tuple(
        named
        + [
            Topic(None, goods, _phrases(*KIND_NAMES.get(kind, ("", ""))[1:], KIND_WORDS.get(kind, "")))
            for kind, goods in kinds.items()
        ]
    )


@cache
def _phrases(*texts: str) -> tuple[tuple[Word, ...], ...]:
    phrases = [tuple(words_of(phrase)) for text in texts for phrase in _BETWEEN_NAMES.split(text)]
    return tuple(dict.fromkeys(filter(None, phrases)))


def make_words(
    reader: WordReader,
    spelled: Lists,
    *,
    producers: Sequence[str],
    places: Sequence[str],
) -> Words:
    """The indexes over names (numbers of the reader's, as `spelled`) and over the texts of the other fields."""
    fields = [Lists.joined(map(reader.words, texts)) for texts in (producers, places)]
    vocabulary = Vocabulary(list(reader.numbers))
    ids = vocabulary.ids
    count = len(vocabulary)
    # What separates the two names of a good gets the number after the last word, and a list that nobody asks for.
    ids.append(count)
    names = _renumbered(spelled, ids)
    indexes = [Lists.inverted(_renumbered(field, ids), count + 1) for field in fields]
    return Words(
        vocabulary=vocabulary,
        names=Lists.inverted(names, count + 1),
        producers=indexes[0],
        places=indexes[1],
        spelled=names,
    )


def _renumbered(lists: Lists, ids: array[int]) -> Lists:
    return Lists(lists.starts, array("I", map(ids.__getitem__, lists.numbers)))
