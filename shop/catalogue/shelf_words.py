"""Which words lead to which goods, read while a Shelf is made."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence

from shop.catalogue.kinds import KIND_NAMES
from shop.catalogue.packed import Lists
from shop.catalogue.shelf import Topic, Words
from shop.catalogue.shelf_places import ShelfPlace
from shop.catalogue.vocabulary import Vocabulary, WordReader

# Stands between the two names of a good: the last number of all.
NO_WORD = -1

# What shoppers call the groups and kinds beside their names. Ours; extend freely.
GROUP_WORDS = {
    "food": "thực phẩm đồ ăn food",
    "beverage": "đồ uống thức uống nước uống drink drinks beverage beverages",
    "herbal": "dược liệu thảo dược thuốc nam herbal herbs medicinal",
    "handicraft": "thủ công mỹ nghệ mĩ nghệ đồ thủ công handicraft handicrafts crafts",
    "ornamental": "sinh vật cảnh cây cảnh hoa ornamental plants",
    "tourism": "du lịch cộng đồng sinh thái tourism",
}
KIND_WORDS = {
    "honey": "ong bee",
    "tea": "trà chè teas",
    "coffee": "cafe cà phê cafê",
    "spirit": "rượu spirit liquor wine alcohol",
    "noodles": "mỳ mì vermicelli noodle",
    "cake": "bánh mứt cake cakes",
    "fish-sauce": "nước mắm gia vị sauce",
    "mushroom": "nấm mushroom",
    "fruit": "hoa quả trái cây fruits",
    "nuts": "hạt nut nuts",
    "homestay": "du lịch homestay nhà sàn",
    "brocade": "thổ cẩm dệt lụa brocade silk weaving",
    "ceramics": "gốm sứ pottery",
    "sausage": "giò chả xúc xích sausage",
    "oil": "tinh dầu dầu oil essential",
}
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


def topic_words(group: str | None, kind: str) -> str:
    """What a group or a kind is called."""
    if group is not None:
        return GROUP_WORDS[group]
    return " ".join([*KIND_NAMES.get(kind, ("", "")), KIND_WORDS.get(kind, "")])


def make_topics(groups: Mapping[str, int], kinds: Mapping[str, int]) -> tuple[tuple[Topic, str], ...]:
    """Every group and kind that has goods, with its words."""
    named = [(Topic(group, goods), topic_words(group, "")) for group, goods in groups.items()]
    return tuple(named + [(Topic(None, goods), topic_words(None, kind)) for kind, goods in kinds.items()])


def make_words(
    reader: WordReader,
    spelled: Lists,
    *,
    producers: Sequence[str],
    places: Sequence[str],
    topics: Sequence[str],
) -> Words:
    """The indexes over names (numbers of the reader's, as `spelled`) and over the texts of the other fields."""
    fields = [Lists.joined(map(reader.words, texts)) for texts in (producers, places, topics)]
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
        topics=indexes[2],
        spelled=names,
    )


def _renumbered(lists: Lists, ids: array[int]) -> Lists:
    return Lists(lists.starts, array("I", map(ids.__getitem__, lists.numbers)))
