"""Under which letter a producer stands."""

import pytest

from shop.producers import filing_key, filing_letter, filing_name


@pytest.mark.parametrize(
    ("name", "filed", "letter"),
    [
        ("HTX Yến Dương", "Yến Dương", "Y"),
        ("Hợp tác xã Nông nghiệp và Dịch vụ Vĩnh Yên", "Vĩnh Yên", "V"),
        ("Công ty TNHH Chè Đại Hưng", "Chè Đại Hưng", "C"),
        ("Công ty cổ phần công nghệ dược liệu Bắc Hà", "công nghệ dược liệu Bắc Hà", "C"),
        ("Hộ kinh doanh Đào Thị Lan", "Đào Thị Lan", "Đ"),
        ("Hộ ông Ấn", "Ấn", "Â"),
        ("Nước mắm Thanh Quốc", "Nước mắm Thanh Quốc", "N"),
        ("Hồ Văn Bảy", "Hồ Văn Bảy", "H"),
        ("HTX 19/5", "19/5", "#"),
        ("Hợp tác xã", "Hợp tác xã", "H"),
    ],
)
def test_a_producer_stands_under_its_own_name(name: str, filed: str, letter: str) -> None:
    assert filing_name(name) == filed
    assert filing_letter(name) == letter


def test_producers_stand_in_the_order_of_the_vietnamese_alphabet() -> None:
    names = ["HTX Đồng Tâm", "Công ty TNHH Dũng", "HTX Ấm", "HTX An", "Hộ Ăn"]
    assert sorted(names, key=filing_key) == ["HTX An", "Hộ Ăn", "HTX Ấm", "Công ty TNHH Dũng", "HTX Đồng Tâm"]
