"""Addresses as people write them lead to one commune of today, or to candidates, never to a guess."""

from __future__ import annotations

import pytest

from shop.delivery import AddressUnclear, understand_written_address
from shop.places import communes_like, list_commune_choices, list_provinces


@pytest.mark.parametrize(
    ("province", "commune", "street", "words"),
    [
        ("15", "Xã Nghĩa Đô", "Thôn 3", "Thôn 3, Xã Nghĩa Đô, Tỉnh Lào Cai"),
        ("lao-cai", "nghia do", "Thôn 3", "Thôn 3, Xã Nghĩa Đô, Tỉnh Lào Cai"),
        ("", "xã Vĩnh Yên, huyện Bảo Yên, tỉnh Lào Cai", "Thôn 3", "Thôn 3, Xã Nghĩa Đô, Tỉnh Lào Cai"),
        ("15", "Vĩnh Yên, Bảo Yên", "Thôn 3", "Thôn 3, Xã Nghĩa Đô, Tỉnh Lào Cai"),
        ("15", "Thôn 3, xã Vĩnh Yên, huyện Bảo Yên, tỉnh Lào Cai", "", "Thôn 3, Xã Nghĩa Đô, Tỉnh Lào Cai"),
        ("", "", "Thôn 3, xã Vĩnh Yên, huyện Bảo Yên, Lào Cai", "Thôn 3, Xã Nghĩa Đô, Tỉnh Lào Cai"),
        ("15", "", "Thôn 3, xã Vĩnh Yên, huyện Bảo Yên", "Thôn 3, Xã Nghĩa Đô, Tỉnh Lào Cai"),
        ("", "Ba Đình, Hà Nội", "12 Phố Huế", "12 Phố Huế, Phường Ba Đình, Thành phố Hà Nội"),
        ("01", "00004", "12 Phố Huế", "12 Phố Huế, Phường Ba Đình, Thành phố Hà Nội"),
        ("15", "Minh Tân, tỉnh Yên Bái", "Tổ 1", "Tổ 1, Phường Yên Bái, Tỉnh Lào Cai"),
        ("79", "phường 1, quận 3", "Hẻm 5", "Hẻm 5, Phường Bàn Cờ, Thành phố Hồ Chí Minh"),
    ],
)
def test_it_is_understood(province: str, commune: str, street: str, words: str) -> None:
    assert understand_written_address(province=province, commune=commune, street=street).address.words == words


@pytest.mark.parametrize(
    ("province", "commune", "street", "field", "candidates"),
    [
        ("", "", "", "province", []),
        ("15", "", "Thôn 3", "commune", []),
        ("15", "Chốn Không Đâu", "Thôn 3", "commune", []),
        ("15", "ngia do", "Thôn 3", "commune", ["Xã Nghĩa Đô"]),
        ("19", "van lang", "Thôn 3", "commune", ["Xã Văn Lang", "Xã Văn Lăng"]),
        ("01", "xã Vĩnh Yên, huyện Bảo Yên, tỉnh Lào Cai", "Thôn 3", "province", []),
        ("15", "Nghĩa Đô", "", "street", []),
        ("15", "00004", "Thôn 3", "province", []),
        ("15", "99999", "Thôn 3", "commune", []),
    ],
)
def test_it_is_unclear(province: str, commune: str, street: str, field: str, candidates: list[str]) -> None:
    with pytest.raises(AddressUnclear) as refusal:
        understand_written_address(province=province, commune=commune, street=street)
    assert refusal.value.field == field
    assert set(candidates) <= {place.name for place in refusal.value.candidates}
    assert bool(candidates) == bool(refusal.value.candidates)


def test_every_commune_of_today_is_found_by_its_full_name() -> None:
    choices = [(province, choice) for province in list_provinces() for choice in list_commune_choices(province.code)]
    assert len(choices) == 3321
    for province, choice in choices:
        found = understand_written_address(province=province.code, commune=choice.commune.name, street="1")
        assert found.address.commune_code == choice.commune.code


def test_old_names_are_told_with_the_province_that_is_gone() -> None:
    words = {choice.commune.name: choice.former_words for choice in list_commune_choices("15")}
    assert "xã Vĩnh Yên, huyện Bảo Yên" in words["Xã Nghĩa Đô"]
    assert "xã Âu Lâu, thành phố Yên Bái, Yên Bái" in words["Phường Âu Lâu"]


def test_the_beginning_of_a_name_goes_before_a_slip() -> None:
    assert [place.name for place in communes_like("15", "Nghĩa Đ")] == ["Xã Nghĩa Đô"]
    assert communes_like("15", " ") == ()
    assert len(communes_like("01", "t")) == 8
