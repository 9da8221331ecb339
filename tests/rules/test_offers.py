"""What the demonstration invents: plausible, repeatable, and silent on what only authorities and makers know."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from shop.catalogue.kinds import HEALTH_WARNING_EN, HEALTH_WARNING_VI, KINDS, kind_of
from shop.demonstration.offers import Offer, plan_offer
from shop.demonstration.wares import FOLDER, ware_of
from shop.demonstration.words import english_name, reviewed_text, story_of
from shop.values.folding import fold, nfc, slugify
from shop.values.producer_names import ProducerKind

REGISTER = Path(__file__).parents[2] / "data" / "ocop_register.csv"
CLAIMS = re.compile(
    r"\bOCOP\b|(three|four|five|\d)[ -]stars?\b|(ba|bốn|năm|\d) sao\b|award|"
    r"giải thưởng|certifi|chứng nhận|công nhận|heal|cures?\b|chữa|trị bệnh|"
    r"tốt cho sức|bổ dưỡng|tăng cường|ngăn ngừa|prevents?\b|boosts?\b|immun|miễn dịch|giải độc|detox",
    re.IGNORECASE,
)
ALLOWED = ("health food", "thực phẩm bảo vệ sức khỏe", "không có tác dụng thay thế thuốc chữa bệnh")


def register() -> list[dict[str, str]]:
    with REGISTER.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["stars"] and row["producer_name"]]


def offers() -> Iterator[tuple[str, Offer]]:
    for row in register():
        slug = slugify(f"{row['product_name']} {row['producer_name']}")
        yield (
            row["product_name"],
            plan_offer(slug, row["product_name"], row["product_group"] or None, row["producer_name"]),
        )


def words_of(offer: Offer) -> list[str]:
    return [offer.text.summary.vi, offer.text.summary.en, offer.text.description.vi, offer.text.description.en]


def test_the_same_good_gets_the_same_offer() -> None:
    assert dict(offers()) == dict(offers())


def test_every_offer_is_complete_in_both_languages() -> None:
    for name, offer in offers():
        label = (offer.ingredients.vi, offer.ingredients.en, offer.storage.vi, offer.storage.en)
        texts = (*words_of(offer), *label)
        assert all(words_of(offer)), name
        assert all(label) if offer.kind != "homestay" else not any(label), name
        assert bool(offer.warnings.vi) == bool(offer.warnings.en), name
        assert all(text == nfc(text) for text in texts), name


def test_prices_are_round_and_bigger_packs_cost_more() -> None:
    for name, offer in offers():
        prices = [pack.price_vnd for pack in offer.packs]
        assert prices == sorted(set(prices)), name
        assert all(price % (5_000 if price >= 100_000 else 1_000) == 0 and price >= 15_000 for price in prices), name


def test_prices_lie_in_the_range_of_their_sort() -> None:
    for name, offer in offers():
        for pack in offer.packs:
            assert pack.idea.lowest_vnd - 5_000 <= pack.price_vnd <= pack.idea.highest_vnd + 5_000, name


def test_stock_shows_every_state() -> None:
    on_hand = [pack.on_hand for _, offer in offers() for pack in offer.packs]
    sold_out, low = on_hand.count(0), sum(0 < number <= 5 for number in on_hand)
    assert 0.03 < sold_out / len(on_hand) < 0.15
    assert 0.08 < low / len(on_hand) < 0.3


def test_texts_claim_nothing() -> None:
    for name, offer in offers():
        for text in words_of(offer):
            rest = text.lower()
            for allowed in ALLOWED:
                rest = rest.replace(allowed, "")
            assert not CLAIMS.search(rest), (name, text)


def test_spirits_and_health_foods_carry_their_lines() -> None:
    for name, offer in offers():
        assert ("không lái xe" in offer.warnings.vi) == (offer.kind == "spirit"), name
        assert ("drink and drive" in offer.warnings.en) == (offer.kind == "spirit"), name
        assert (HEALTH_WARNING_VI in offer.warnings.vi) == (offer.kind == "health-food"), name
        assert (HEALTH_WARNING_EN in offer.warnings.en) == (offer.kind == "health-food"), name


def test_every_kind_has_a_sort_for_any_name() -> None:
    for kind in KINDS:
        assert ware_of(kind, "Một tên chưa từng có").kind == kind


def test_every_good_of_the_register_has_its_english_name() -> None:
    kept = {row["product_name"] for row in register() if english_name(row["product_name"]) == row["product_name"]}
    assert kept == {
        "Ecohost Hải Hậu",
        "Khe Sanh Coffee",
        "Ta Lư Coffee",
        "Trịnh Năng Curcumin",
        "Vi-cumax Nano curcumin",
        "Vicumax Limited Nano Curcumin",
        "Vicumax Nano Curcumin",
    }
    assert english_name("Mật ong hoa vải Hằng Hiếu") == "Hằng Hiếu lychee-blossom honey"
    assert english_name("Một tên chưa từng có") == "Một tên chưa từng có"


def test_each_reviewed_text_belongs_to_a_good_of_the_register() -> None:
    names = {fold(row["product_name"]) for row in register()}
    tables = tomllib.loads((FOLDER / "goods.toml").read_text(encoding="utf-8"))["good"]
    assert len(tables) == 83
    assert [table["name"] for table in tables if fold(table["name"]) not in names] == []


def test_two_goods_of_one_name_have_their_own_texts() -> None:
    one = reviewed_text("Kem đậu xanh", "CTCP kem Bình Dương")
    other = reviewed_text("Kem đậu xanh", "Chi nhánh Hải Dương - CTCP công nghệ Tràng Tiền số 1")
    assert one and other and one != other
    assert reviewed_text("Kem đậu xanh", "Một nhà khác") is None


@pytest.mark.parametrize("kind", list(ProducerKind))
def test_stories_say_that_they_are_a_demonstration(kind: ProducerKind) -> None:
    story = story_of(kind, "x")
    assert "minh họa" in story.vi
    assert "demonstration" in story.en.lower()


def test_register_names_with_a_kind_keep_it_in_their_offer() -> None:
    for row in register():
        offer = plan_offer("x", row["product_name"], row["product_group"] or None, row["producer_name"])
        assert offer.kind == kind_of(row["product_name"], row["product_group"] or None)
