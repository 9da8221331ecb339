"""Which words and stars claim the programme, and which only sound like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue import ClaimsOcop, ClaimsStars
from shop.catalogue.claims import check_claims, claims_in, refused_claim, truthful_paragraphs

PROGRAMME = [
    "OCOP",
    "ocop",
    "Ocop",
    "sản phẩm OCOP",
    "đạt chuẩn OCOP",
    "Đạt chuẩn OCOP quốc gia",
    "hàng OCOP Lào Cai",
    "sanphamocop",
    "#ocop2026",
    "ocopvietnam.gov.vn",
    "OCOP4sao",
    "O.C.O.P",
    "O C O P",
    "o c o p",
    "O-COP",
    "O COP",
    "OC OP",
    "0C0P",
    "ÔCÔP",
    "ＯＣＯＰ",
    "\u041e\u0421\u041e\u0420",
    "O\u200bCOP",
    "O·C·O·P",
    "Mỗi xã một sản phẩm",
    "moi xa mot san pham",
    "Mỗi xã, phường một sản phẩm",
    "One Commune One Product",
    "mo\u0302\u0303i xa\u0303 mo\u0323\u0302t sa\u0309n pha\u0302\u0309m",
]

STARS = [
    ("4 sao", 4),
    ("4sao", 4),
    ("4-sao", 4),
    ("4 SAO", 4),
    ("４ sao", 4),
    ("4 s a o", 4),
    ("hạng 5 sao", 5),
    ("4 ngôi sao", 4),
    ("bốn sao", 4),
    ("bon sao", 4),
    ("Đạt ba sao", 3),
    ("Năm sao", 5),
    ("số sao: 4", 4),
    ("hạng sao 3", 3),
    ("4★", 4),
    ("4 ⭐", 4),
    ("4\ufe0f\u20e3 ⭐", 4),
    ("4*", 4),
    ("★★★★", 4),
    ("★ ★ ★", 3),
    ("☆☆☆☆☆", 5),
    ("⭐️⭐️⭐️", 3),
    ("🌟🌟🌟🌟", 4),
    ("★-★-★-★", 4),
    ("****", 4),
    ("* * * * *", 5),
    ("2 sao", 2),
    ("4 stars", 4),
    ("4-star tea", 4),
    ("Four stars", 4),
    ("five-star honey", 5),
]

HARMLESS = [
    "",
    "Mật ong rừng Vĩnh Yên",
    "photocopy",
    "nanocopper",
    "Ở cọp rừng",
    "ổ cóp xe",
    "trồng trên 5 sào đất",
    "rộng 3 sào",
    "Chè sao tay",
    "chè Việt Nam sao tay",
    "Năm sao chè hai vụ",
    "bước 3 sao khô trên chảo",
    "bước 3: sao chè",
    "Xoài cát xã Ba Sao",
    "tại sao",
    "★ Thơm ngon",
    "Lưu ý * xem dưới",
    "4*200g",
    "4 * 200 g",
    "**đậm**",
    "3 star anise",
    "star fruit",
    "14 sao chép",
    "1,5 saola",
    "Hồi sao vàng",
    "giải 2024",
]


@pytest.mark.parametrize("text", PROGRAMME)
def test_the_programme_is_found_however_it_is_spelled(text: str) -> None:
    for around in (text, f"Ngon: {text}!", f"abc\n{text}\nabc"):
        assert None in [claim.stars for claim in claims_in(around)], claims_in(around)
    assert refused_claim(text, None) is not None


@pytest.mark.parametrize(("text", "stars"), STARS)
def test_stars_are_counted_however_they_are_written(text: str, stars: int) -> None:
    for around in (text, f"Ngon, {text}, ai cũng thích", f"({text})"):
        assert stars in [claim.stars for claim in claims_in(around)], claims_in(around)
    assert refused_claim(text, None) is not None
    assert refused_claim(text, stars) is None
    assert refused_claim(text, stars % 5 + 1) is not None


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_sounds_like_it_is_no_claim(text: str) -> None:
    assert claims_in(text) == ()


def test_a_covered_good_may_name_the_programme_and_its_own_stars_only() -> None:
    assert refused_claim("Đạt chuẩn OCOP 4 sao ★★★★", 4) is None
    refused = refused_claim("Đạt chuẩn OCOP 4 sao, sắp lên 5 sao", 4)
    assert refused is not None and (refused.words, refused.stars) == ("5 sao", 5)


def test_what_is_refused_says_where_and_which_words() -> None:
    check_claims({"name_vi": "Mật ong", "summary_vi": "OCOP 4 sao"}, 4)
    with pytest.raises(ClaimsOcop) as uncovered:
        check_claims({"name_vi": "Mật ong", "summary_vi": "Mật ong OCOP 4 sao"}, None)
    assert uncovered.value == ClaimsOcop("summary_vi", "OCOP")
    with pytest.raises(ClaimsStars) as other:
        check_claims({"name_vi": "Mật ong ★★★★★"}, 4)
    assert other.value == ClaimsStars("name_vi", "★★★★★", 5, 4)


def test_paragraphs_with_the_stars_of_an_earlier_certificate_are_left_out() -> None:
    text = "Thơm.\n\nOCOP 4 sao.\n\nĐạt chuẩn OCOP."
    assert truthful_paragraphs(text, 5) == ["Thơm.", "Đạt chuẩn OCOP."]
    assert truthful_paragraphs(text, None) == ["Thơm."]
    assert (truthful_paragraphs(text, 4), truthful_paragraphs("", 4)) == (text.split("\n\n"), [])


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for claim in claims_in(text):
        assert claim.words
