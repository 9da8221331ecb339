"""Why a good is hidden, what it lacks, what it weighs and is called: as tables."""

from __future__ import annotations

import pytest

from shop.catalogue import likely_weight, pack_label, says_alcohol, says_health_food
from shop.catalogue.stall_rules import GoodFacts, GoodState, WhyHidden, why_hidden, why_not_publishable
from shop.certification import Standing

DRAFT, PUBLISHED, RETIRED = GoodState.DRAFT, GoodState.PUBLISHED, GoodState.RETIRED
CERTIFIED, LAPSED = Standing.CERTIFIED, Standing.LAPSED


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (GoodFacts(PUBLISHED, CERTIFIED, True, 1, 5, False), None),
        (GoodFacts(PUBLISHED, CERTIFIED, True, 1, 0, False), WhyHidden.SOLD_OUT),
        (GoodFacts(PUBLISHED, CERTIFIED, True, 1, 0, True), WhyHidden.STALL_AWAY),
        (GoodFacts(PUBLISHED, CERTIFIED, True, 1, 5, True), WhyHidden.STALL_AWAY),
        (GoodFacts(PUBLISHED, CERTIFIED, True, 0, 0, True), WhyHidden.NO_PACKS),
        (GoodFacts(PUBLISHED, LAPSED, True, 1, 5, True), WhyHidden.LAPSED),
        (GoodFacts(PUBLISHED, Standing.REVOKED, True, 1, 5, False), WhyHidden.REVOKED),
        (GoodFacts(PUBLISHED, Standing.NOT_YET, True, 1, 5, False), WhyHidden.NOT_YET),
        (GoodFacts(PUBLISHED, Standing.PLANNED, True, 1, 5, False), WhyHidden.PLANNED),
        (GoodFacts(PUBLISHED, Standing.AWAITING_OFFICER, True, 1, 5, False), WhyHidden.AWAITING_OFFICER),
        (GoodFacts(PUBLISHED, CERTIFIED, False, 1, 5, False), WhyHidden.OTHER_PRODUCER),
        (GoodFacts(PUBLISHED, None, False, 1, 5, False), WhyHidden.NO_GOOD),
        (GoodFacts(DRAFT, CERTIFIED, True, 1, 5, False), WhyHidden.DRAFT),
        (GoodFacts(RETIRED, LAPSED, True, 1, 5, False), WhyHidden.RETIRED),
    ],
)
def test_why_shoppers_cannot_buy_it(facts: GoodFacts, why: WhyHidden | None) -> None:
    assert why_hidden(facts) is why


def test_only_a_sold_out_or_resting_good_is_still_seen() -> None:
    assert [why for why in WhyHidden if why.is_seen] == [WhyHidden.STALL_AWAY, WhyHidden.SOLD_OUT]


@pytest.mark.parametrize(
    ("standing", "is_own", "packs", "lacks"),
    [
        (CERTIFIED, True, 1, None),
        (CERTIFIED, True, 0, WhyHidden.NO_PACKS),
        (CERTIFIED, False, 1, WhyHidden.OTHER_PRODUCER),
        (None, False, 0, WhyHidden.NO_GOOD),
        (LAPSED, True, 0, WhyHidden.LAPSED),
        *((standing, True, 1, WhyHidden(standing.value)) for standing in Standing if standing is not CERTIFIED),
    ],
)
def test_only_a_certificate_of_its_own_lets_a_good_be_published(
    standing: Standing | None, is_own: bool, packs: int, lacks: WhyHidden | None
) -> None:
    """Sold out is no reason to wait: the shelf may be filled later."""
    assert why_not_publishable(GoodFacts(DRAFT, standing, is_own, packs, 0)) is lacks


@pytest.mark.parametrize(
    ("kind", "names", "group", "is_alcohol"),
    [
        ("spirit", ("Nước quả",), "food", True),
        ("other", ("Rượu nếp cái hoa vàng",), "beverage", True),
        ("cake", ("Đặc sản", "Rượu ghè"), None, True),
        ("other", ("Bia thủ công",), "beverage", True),
        ("tea", ("Trà hoa vàng",), "food", False),
        ("tea", ("Tra hoa vang",), "food", False),
        ("ceramics", ("Bình rượu gốm",), "handicraft", False),
        ("honey", ("Mật ong", ""), None, False),
    ],
)
def test_no_other_kind_or_name_hides_alcohol(kind: str, names: tuple[str, ...], group: str, is_alcohol: bool) -> None:
    assert says_alcohol(kind, names, group) is is_alcohol


@pytest.mark.parametrize(
    ("kind", "names", "says"),
    [
        ("health-food", ("Viên nghệ",), True),
        ("other", ("Viên", "Thực phẩm bảo vệ sức khỏe Vicumax"), True),
        ("other", ("Đông trùng hạ thảo",), True),
        ("tea", ("Chè dây",), False),
    ],
)
def test_health_food_is_told_by_kind_or_name(kind: str, names: tuple[str, ...], says: bool) -> None:
    assert says_health_food(kind, names, None) is says


@pytest.mark.parametrize(
    ("amount", "unit", "grams"),
    [(500, "g", 550), (100, "g", 110), (101, "g", 120), (1, "g", 10), (1000, "ml", 1100), (3, "piece", None)],
)
def test_a_pack_weighs_a_tenth_more_than_what_is_in_it(amount: int, unit: str, grams: int | None) -> None:
    assert likely_weight(amount, unit) == grams


@pytest.mark.parametrize(
    ("amount", "unit", "vi", "en"),
    [
        (500, "g", "500 g", "500 g"),
        (1000, "g", "1 kg", "1 kg"),
        (1500, "g", "1,5 kg", "1.5 kg"),
        (1250, "g", "1250 g", "1250 g"),
        (330, "ml", "330 ml", "330 ml"),
        (1000, "ml", "1 lít", "1 l"),
        (1, "piece", "1 cái", "1 piece"),
        (6, "piece", "6 cái", "6 pieces"),
    ],
)
def test_a_pack_is_called_after_its_content(amount: int, unit: str, vi: str, en: str) -> None:
    assert (pack_label(amount, unit, "vi"), pack_label(amount, unit, "en")) == (vi, en)
