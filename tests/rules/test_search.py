"""Search: what it finds whatever is typed, and what it puts first."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shop.catalogue.filters import Filters
from shop.catalogue.lists import list_goods
from shop.catalogue.ranking import NAME, PHRASE, PHRASE_EXACT, PLACE, PRODUCER, TOPIC, WHOLE_NAME
from shop.catalogue.shelf import Shelf
from shop.catalogue.suggestions import suggest
from shop.catalogue.vocabulary import words_of
from shop.certification.codes import certificate_code
from shop.values.folding import fold
from tests.factories.shelves import BAO_YEN, DONG_GIAO, GOODS, make_shelf

SHELF = make_shelf(GOODS)


def found(q: str, shelf: Shelf = SHELF) -> list[str]:
    listing = list_goods(shelf, Filters(q=q, sort="relevance"), per_page=500)
    assert listing.total == len(listing.cards)
    return [card.name_vi for card in listing.cards]


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("mật ong", ["Mật ong hoa nhãn", "Mật ong rừng Mường Hoa", "Rượu mật ong", "Ong mật ngâm"]),
        ("mat ong", ["Mật ong hoa nhãn", "Mật ong rừng Mường Hoa", "Rượu mật ong", "Ong mật ngâm"]),
        ("MẬT ONG", ["Mật ong hoa nhãn", "Mật ong rừng Mường Hoa", "Rượu mật ong", "Ong mật ngâm"]),
        ("dừa", ["Kẹo dừa", "Mứt dứa", "Dưa muối"]),
        ("dứa", ["Mứt dứa", "Dưa muối", "Kẹo dừa"]),
        ("dua", ["Mứt dứa", "Dưa muối", "Kẹo dừa"]),
        ("kẹo dừa", ["Kẹo dừa"]),
        ("do den", ["Đỗ đen"]),
        ("đỗ đen", ["Đỗ đen"]),
        ("thủy sản", ["Thủy sản khô Hòa Bình"]),
        ("thuỷ sản", ["Thủy sản khô Hòa Bình"]),
        ("hoà bình", ["Thủy sản khô Hòa Bình"]),
        ("miến đong", ["Miến dong"]),
        ("mien don", ["Miến dong"]),
        ("rượ", ["Rượu mật ong"]),
        ("nuoc mam", ["Nước mắm cốt"]),
        ("honey", ["Mật ong hoa nhãn", "Mật ong rừng Mường Hoa", "Rượu mật ong"]),
        ("mien dpng", ["Miến dong"]),
        ("mein dong", ["Miến dong"]),
        ("tihn dau", ["Tinh dầu quế"]),
        ("đồng giao mứt", ["Mứt dứa"]),
        ("chè nông cống", []),
    ],
)
def test_what_is_found_and_in_which_order(q: str, names: list[str]) -> None:
    if names:
        assert found(q) == names
    else:
        listing = list_goods(SHELF, Filters(q=q, sort="relevance"))
        assert listing.search is not None
        assert listing.search.left_out


def test_tea_has_two_names() -> None:
    assert found("trà")[0] == "Trà hoa vàng"
    assert set(found("trà")) == set(found("chè")) == {"Chè Shan tuyết", "Trà hoa vàng"}
    assert found("chè")[0] == "Chè Shan tuyết"


def test_a_whole_word_keeps_longer_words_out() -> None:
    """Tra is the beginning of tranh, but is a word of its own."""
    assert "Tranh thêu" not in found("tra")
    assert found("tran") == ["Tranh thêu"]


@pytest.mark.parametrize("q", ["Bảo Yên", "bao yen", "huyện Bảo Yên", "Lào Cai", "lao cai"])
def test_places_old_and_new_find_their_goods(q: str) -> None:
    assert set(found(q)) == {good[0] for good in GOODS if good[5] is BAO_YEN}


@pytest.mark.parametrize("q", ["HTX Đồng Giao", "hợp tác xã đồng giao", "dong giao", "đồng giao nông sản"])
def test_producers_find_their_goods(q: str) -> None:
    assert set(found(q)) == {good[0] for good in GOODS if good[4] is DONG_GIAO}


def test_names_come_before_producers_and_places() -> None:
    assert found("mường hoa")[0] == "Mật ong rừng Mường Hoa"
    assert len(found("mường hoa")) == 4


@pytest.mark.parametrize("change", [str, str.lower, lambda code: f"{code[:4]}-{code[4:]}"])
def test_a_certificate_code_finds_its_good(change: Callable[[str], str]) -> None:
    assert found(change(certificate_code("7"))) == ["Chè Shan tuyết"]


@pytest.mark.parametrize("q", ["!!!", "\u200b", "...", "🐝"])
def test_a_question_without_a_word_finds_nothing(q: str) -> None:
    assert found(q) == []
    assert suggest(SHELF, q).is_empty


@pytest.mark.parametrize(
    ("q", "shown", "hows", "did_you_mean"),
    [
        ("mat ong", "mật ong", ["whole", "whole"], None),
        ("Mật Ong", "Mật Ong", ["whole", "whole"], None),
        ("dua", "dua", ["whole"], None),
        ("mien don", "miến dong", ["whole", "prefix"], None),
        ("mien dpng", "miến dong", ["whole", "typo"], "miến dong"),
        ("mật ong xyzxyz", "mật ong", ["whole", "whole", "left_out"], None),
        ("xyzxyz mật ong", "mật ong", ["left_out", "whole", "whole"], None),
        ("qwrtpsdf", "", ["left_out"], None),
    ],
)
def test_the_report_tells_what_was_looked_for(q: str, shown: str, hows: list[str], did_you_mean: str | None) -> None:
    told = list_goods(SHELF, Filters(q=q, sort="relevance")).search
    assert told is not None
    assert (told.shown, [word.how for word in told.words], told.did_you_mean) == (shown, hows, did_you_mean)


def test_when_not_all_words_are_found_the_largest_part_is() -> None:
    assert found("mật ong hoa nhãn đỗ") == ["Mật ong hoa nhãn"]
    assert found("kẹo mứt") == ["Kẹo dừa"] or found("kẹo mứt")[0] in ("Kẹo dừa", "Mứt dứa")


def test_the_points_are_in_the_order_that_shoppers_are_told() -> None:
    most_words = 20
    assert PHRASE_EXACT > PHRASE > WHOLE_NAME
    assert NAME.exact > NAME.whole > NAME.beginning > PRODUCER.exact > PLACE.exact > TOPIC.exact > 0
    assert most_words * (NAME.whole - PRODUCER.exact) < PHRASE


NAMES = st.sampled_from(range(len(GOODS)))


@given(NAMES, st.sampled_from([str, str.upper, fold, lambda n: unicodedata.normalize("NFD", n), str.title]))
def test_every_good_is_found_first_by_its_own_name(number: int, change: Callable[[str], str]) -> None:
    assert found(change(GOODS[number][0]))[0] == GOODS[number][0]


def slip(word: str, chance: random.Random) -> str:
    """The word with one slip of the keys."""
    at = chance.randrange(len(word))
    letter = chance.choice("abcdeghiklmnopqrstuvxy")
    ways = [word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]]
    if at + 1 < len(word):
        ways.append(word[:at] + word[at + 1] + word[at] + word[at + 2 :])
    return chance.choice(ways)


WITH_LONG_WORD = [n for n, good in enumerate(GOODS) if any(len(word) >= 5 for word in fold(good[0]).split())]


@given(st.sampled_from(WITH_LONG_WORD), st.integers(0, 10**6))
def test_one_slip_in_a_long_word_still_finds_the_good(number: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test
    words = fold(GOODS[number][0]).split()
    at = chance.choice([at for at, word in enumerate(words) if len(word) >= 5])
    words[at] = slip(words[at], chance)
    assume(not SHELF.words.vocabulary.whole(words[at]))
    assert GOODS[number][0] in found(" ".join(words))


@given(st.text(max_size=60))
def test_any_text_is_answered(q: str) -> None:
    assert len(found(q)) <= len(GOODS)
    assert len(suggest(SHELF, q, limit=3).goods) <= 3


@given(NAMES, st.integers(2, 30))
def test_suggestions_follow_what_is_typed(number: int, length: int) -> None:
    typed = GOODS[number][0][:length]
    assume(words_of(typed) and len(words_of(typed)[-1].folded) > 1)
    assert GOODS[number][0] in [card.name_vi for card in suggest(SHELF, typed, limit=len(GOODS)).goods]


def test_suggestions_name_producers_places_and_groups() -> None:
    assert [p.name for p in suggest(SHELF, "đồng gi").producers] == [DONG_GIAO]
    places = suggest(SHELF, "bao y").places
    assert [(p.value, p.words_vi, p.count) for p in places] == [("lao-cai/bao-yen", "huyện Bảo Yên", 7)]
    assert [(p.value, p.words_vi) for p in suggest(SHELF, "lao").places] == [("", "Lào Cai")]
    assert [(g.group, g.count) for g in suggest(SHELF, "đồ uố").groups] == [("beverage", 1)]
    assert len(suggest(SHELF, "m", limit=2).goods) <= 2
