"""What offices write into the cells of a register, and what it means."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.register_files.addresses import place_level, split_address, split_producer, without_contact
from shop.register_files.cells import (
    read_decision_number,
    read_group,
    read_mark,
    read_stars,
    stars_of_heading,
)
from shop.register_files.days import StatedDay, read_day, read_year
from shop.register_files.decision_keys import issuer_key, number_key
from shop.register_files.reasons import CellRefused, ReasonCode
from shop.register_files.titles import read_titles

THE_DAY = StatedDay(date(2026, 3, 5), 2026)


@pytest.mark.parametrize(
    "value",
    [
        date(2026, 3, 5),
        "5/3/2026",
        "05/03/2026",
        " 05 - 03 - 2026 ",
        "5.3.2026",
        "2026-03-05",
        "ngày 05 tháng 3 năm 2026",
        "Lào Cai, ngày 5 tháng 03 năm 2026",
        unicodedata.normalize("NFD", "Ngày 5 tháng 3 năm 2026"),
        "QĐ ngày 5/3/2026",
        46086,
        46086.0,
    ],
)
def test_a_day_is_read_however_it_is_written(value: object) -> None:
    assert read_day(value) == THE_DAY  # type: ignore[arg-type]


def test_serial_numbers_count_from_1904_in_workbooks_that_say_so() -> None:
    assert read_day(46086 - 1462, starts_1904=True) == THE_DAY


WRITTEN = st.sampled_from(["{0.day}/{0.month}/{0.year}", "{0}", "{0:%d.%m.%Y}"])


@given(st.dates(date(2013, 1, 1), date(2099, 12, 31)), WRITTEN)
def test_every_day_is_read_back(day: date, written: str) -> None:
    assert read_day(written.format(day)) == StatedDay(day, day.year)


@pytest.mark.parametrize("value", ["2022", "năm 2022", 2022, "10/2022", "tháng 10 năm 2022"])
def test_a_year_or_a_month_states_the_year_only(value: object) -> None:
    assert read_day(value) == StatedDay(None, 2022)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [None, "", "  ", "-", "–", "…", "..."])
def test_nothing_states_nothing(value: object) -> None:
    assert read_day(value) == StatedDay()  # type: ignore[arg-type]
    assert read_stars(value) is None  # type: ignore[arg-type]
    assert read_year(value) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("31/02/2026", ReasonCode.DAY_IMPOSSIBLE),
        ("03/25/2026", ReasonCode.DAY_IMPOSSIBLE),
        ("29/2/2025", ReasonCode.DAY_IMPOSSIBLE),
        ("5/3/26", ReasonCode.DAY_TWO_DIGIT_YEAR),
        ("hôm qua", ReasonCode.DAY_UNREADABLE),
        ("5/3/2026 và 6/3/2026", ReasonCode.DAY_UNREADABLE),
        (7, ReasonCode.DAY_UNREADABLE),
        ("13/2026", ReasonCode.DAY_UNREADABLE),
    ],
)
def test_a_day_that_is_not_certain_is_refused(value: object, code: ReasonCode) -> None:
    with pytest.raises(CellRefused) as refused:
        read_day(value)  # type: ignore[arg-type]
    assert refused.value.code is code


@pytest.mark.parametrize(
    "value",
    [4, 4.0, "4", " 4 ", "4 sao", "4 SAO", "04 sao", "bốn sao", "Bốn sao", "****", "★★★★", "★★★★☆", "⭐️⭐️⭐️⭐️"]
    + ["4*", "4★", "Hạng 4 sao", "OCOP 4 sao", "Đạt 4 sao", "4 sao (82 điểm)", "bốn", "4,0"]
    + [unicodedata.normalize("NFD", "bốn sao")],
)
def test_stars_are_read_however_they_are_written(value: object) -> None:
    assert read_stars(value) == 4  # type: ignore[arg-type]


def test_five_is_a_word_that_also_means_year() -> None:
    assert read_stars("năm sao") == 5
    with pytest.raises(CellRefused):
        read_stars("năm")


@pytest.mark.parametrize("value", ["tiềm năng 5 sao", "5 sao tiềm năng", "potential 5 stars"])
def test_a_potential_is_no_star(value: str) -> None:
    assert read_stars(value) is None
    assert stars_of_heading(value) is None


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1, ReasonCode.STARS_TOO_FEW),
        ("2 sao", ReasonCode.STARS_TOO_FEW),
        (6, ReasonCode.STARS_OUT_OF_RANGE),
        ("45", ReasonCode.STARS_OUT_OF_RANGE),
        ("3-4 sao", ReasonCode.STARS_UNREADABLE),
        ("3 sao, 4 sao", ReasonCode.STARS_UNREADABLE),
        (3.5, ReasonCode.STARS_UNREADABLE),
        ("khá", ReasonCode.STARS_UNREADABLE),
        ("Không đạt", ReasonCode.STARS_NOT_REACHED),
        ("chưa đạt 3 sao", ReasonCode.STARS_NOT_REACHED),
    ],
)
def test_stars_that_are_not_certain_are_refused(value: object, code: ReasonCode) -> None:
    with pytest.raises(CellRefused) as refused:
        read_stars(value)  # type: ignore[arg-type]
    assert refused.value.code is code


@pytest.mark.parametrize(
    "value", ["x", "X", "✓", "✔", "√", "v", "*", "****", "4", 4, 1, "4 sao", "★", 82.5, "70", "89,9 điểm"]
)
def test_a_mark_under_four_stars_counts(value: object) -> None:
    assert read_mark(value, 4)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["", None, "-", "0", 0])
def test_no_mark_is_no_mark(value: object) -> None:
    assert not read_mark(value, 4)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["5", "3 sao", "***", "đang xét", 68.5, "90", 101])
def test_a_mark_that_says_something_else_is_refused(value: object) -> None:
    with pytest.raises(CellRefused):
        read_mark(value, 4)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("I. NHÓM THỰC PHẨM", "food"),
        ("Nhóm đồ uống", "beverage"),
        ("Thực phẩm chức năng, thuốc dược liệu", "herbal"),
        ("Dược liệu và sản phẩm từ dược liệu", "herbal"),
        ("Nhóm thủ công mỹ nghệ, trang trí", "handicraft"),
        ("Vải, may mặc", "handicraft"),
        ("Sinh vật cảnh", "ornamental"),
        ("Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch", "tourism"),
        ("Chè", "food"),
        ("food", "food"),
        ("Khác", None),
        ("Chết", None),
    ],
)
def test_a_group_is_one_of_six_or_unknown(text: str, group: str | None) -> None:
    assert read_group(text) == group


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("123/QĐ-UBND", "123/QĐ-UBND"),
        ("Quyết định số: 123 /QĐ-UBND ngày 5/3/2026", "123/QĐ-UBND"),
        ("1850/QĐ-UBND-HC", "1850/QĐ-UBND-HC"),
        ("2890/QĐ-BNN-VPĐP", "2890/QĐ-BNN-VPĐP"),
        ("377", "377"),
        ("số 377", "377"),
        ("-", None),
    ],
)
def test_the_number_of_a_decision_is_found_among_words(text: str, number: str | None) -> None:
    assert read_decision_number(text) == number


def test_spellings_of_one_authority_and_number_agree() -> None:
    assert issuer_key("Chủ tịch UBND tỉnh Lào Cai") == issuer_key("Uỷ ban nhân dân tỉnh Lào Cai")
    assert issuer_key("UBND tỉnh Lào Cai") != issuer_key("UBND huyện Bảo Yên")
    assert number_key("123/QĐ-UBND") == number_key("123/qđ-ubnd")


@pytest.mark.parametrize(
    ("line", "number", "day", "issuer", "province"),
    [
        (
            "(Kèm theo Quyết định số 123/QĐ-UBND ngày 05 tháng 3 năm 2026 của Chủ tịch UBND tỉnh Lào Cai)",
            *("123/QĐ-UBND", date(2026, 3, 5), "Chủ tịch UBND tỉnh Lào Cai", "Lào Cai"),
        ),
        (
            "Ban hành kèm theo QĐ số: 45 /QĐ-UBND, ngày 5/3/2026 của Uỷ ban nhân dân tỉnh Bà Rịa - Vũng Tàu về việc...",
            *("45/QĐ-UBND", date(2026, 3, 5), "Uỷ ban nhân dân tỉnh Bà Rịa - Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ),
        (
            "(Kèm theo Quyết định số     /QĐ-UBND ngày    /3/2026 của UBND thành phố Hà Nội)",
            *(None, None, "UBND thành phố Hà Nội", "Hà Nội"),
        ),
        ("Danh sách sản phẩm OCOP năm 2025", None, None, None, None),
    ],
)
def test_a_title_names_the_decision(
    line: str, number: str | None, day: date | None, issuer: str | None, province: str | None
) -> None:
    said = read_titles([line])
    assert (said.number, said.decided_on, said.issuer, said.province) == (number, day, issuer, province)


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("Thôn 3, xã Bảo Hà, huyện Bảo Yên, tỉnh Lào Cai", ("xã Bảo Hà", "huyện Bảo Yên", "Lào Cai")),
        ("TT. Phố Ràng, H. Bảo Yên, Lào Cai", ("TT. Phố Ràng", "H. Bảo Yên", "Lào Cai")),
        ("phường Cam Đường - TP. Lào Cai - tỉnh Lào Cai", ("phường Cam Đường", "TP. Lào Cai", "Lào Cai")),
        ("Xã Bắc Hà, tỉnh Lào Cai", ("Xã Bắc Hà", "", "Lào Cai")),
        ("Phường Hoàn Kiếm, thành phố Hà Nội", ("Phường Hoàn Kiếm", "", "Hà Nội")),
        ("xa Bao Ha, huyen Bao Yen, tinh Lao Cai", ("xa Bao Ha", "huyen Bao Yen", "Lào Cai")),
        ("Bảo Hà, Bảo Yên, Lào Cai", ("Bảo Hà", "Bảo Yên", "Lào Cai")),
        ("Thôn 3, Phố Ràng, Bảo Yên", ("Phố Ràng", "Bảo Yên", "")),
        ("Bản Phố, huyện Bắc Hà", ("Bản Phố", "huyện Bắc Hà", "")),
        ("Tổ 4, huyện Bắc Hà", ("", "huyện Bắc Hà", "")),
        ("", ("", "", "")),
    ],
)
def test_an_address_is_taken_apart(address: str, parts: tuple[str, str, str]) -> None:
    assert split_address(address) == parts


def test_soap_is_no_commune() -> None:
    assert place_level("Xà phòng") is None
    assert place_level("xa Phong") == "commune"
    assert place_level("TX. Sa Pa") == "district"


def test_an_address_is_told_from_the_producer_it_is_written_with() -> None:
    assert split_producer("HTX Ong, xã Bảo Hà, huyện Bảo Yên") == ("HTX Ong", "xã Bảo Hà, huyện Bảo Yên")
    assert split_producer("HTX sản xuất, tiêu thụ ong\nĐịa chỉ: thôn 3") == ("HTX sản xuất, tiêu thụ ong", "thôn 3")
    assert split_producer("Công ty TNHH Sản xuất, Thương mại") == ("Công ty TNHH Sản xuất, Thương mại", "")


CONTACTS = (
    *(
        "(ĐT: (0214) 3 825 678)",
        ", ĐT (0214) 3825678",
        "- 0912-345-678",
        "0912/345/678",
        "0912\u2013345\u2013678",
        "tel 0912…345678",
    ),
    *("(Bà Nguyễn Thị Hoa, SĐT 0912345678)", ", +84 (0)912 345 678", "(0912 345 678 - 0987 654 321)", "(GĐ Vàng A Sử)"),
    *(
        ", CCCD 012345678901",
        "; hoa@gmail.com",
        "(email: hoa@gmail.com)",
        "\uff10\uff19\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18",
        "(đại diện: Vàng A Sử)",
    ),
)


@pytest.mark.parametrize("contact", CONTACTS)
def test_no_name_of_a_producer_says_how_to_reach_a_person(contact: str) -> None:
    name = "HTX Ong (Bảo Hà)" if contact.startswith(",") else "HTX Ong"
    assert (without_contact(f"{name} {contact}"), split_producer(f"{name} {contact}")[0]) == (name, name)


@pytest.mark.parametrize("name", ["HTX 19/5 Mường Lò", "Công ty CP 26-3", "Hộ bà Lan (Bản Phố 2)", "HTX Ong (Bảo Hà"])
def test_names_with_numbers_and_brackets_stay(name: str) -> None:
    assert (without_contact(name), split_producer(name)[0]) == (name, name)
