"""The hardest appendices that offices write: every row is right, or named as doubtful, or said to be no row."""

from __future__ import annotations

from datetime import date

import pytest

from shop.register_files.files import read_register_file
from shop.register_files.statements import RegisterFile, Statement
from shop.register_files.titles import Decision, read_titles
from tests.factories.appendices import saved, sheet_of
from tests.factories.hard_appendices import HARD, PASSED, Read

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("name", HARD)
def test_every_row_is_right_or_named(name: str) -> None:
    appendix = HARD[name]()
    assert outcome(read_register_file(name, appendix.data, Decision(), TODAY)) == appendix.expected


def outcome(file: RegisterFile) -> dict[tuple[str, int], Read | str]:
    """What became of every line below the headings."""
    said: dict[tuple[str, int], Read | str] = {(sheet, row): PASSED for sheet, row, _ in file.passed_over}
    said |= {(one.sheet, one.row): understood(one) for one in file.statements}
    return said | {(one.sheet, one.row or 0): one.code.value for one in file.refused}


def understood(one: Statement) -> Read:
    """The facts of a row that the expectations name."""
    return Read(one.name, one.producer, one.printed_place, one.stars, one.decided_on, one.number, one.group)


def read(rows: list[list[object]], given: Decision | None = None, **options: object) -> RegisterFile:
    return read_register_file("a", saved(sheet_of(rows, **options)), given or Decision(), TODAY)  # type: ignore[arg-type]


def test_marks_under_first_and_repeated_evaluation_are_one_star_each() -> None:
    rows: list[list[object]] = [
        ["TT", "Tên sản phẩm", "Chủ thể", "Tỉnh", "Đánh giá lần đầu", None, "Đánh giá lại", None],
        [None, None, None, None, "3 sao", "4 sao", "3 sao", "4 sao"],
        [1, "Chè", "HTX Chè", "Lào Cai", None, "x", None, None],
        [2, "Mận", "HTX Mận", "Lào Cai", None, None, "x", None],
        [3, "Quế", "HTX Quế", "Lào Cai", "x", None, None, "x"],
    ]
    file = read(rows, merges=("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1", "G1:H1"))
    assert [one.stars for one in file.statements] == [4, 3]
    assert [(one.row, one.code.value) for one in file.refused] == [(5, "stars_twice")]


def test_stars_that_are_only_hoped_for_are_none() -> None:
    for heading in ("Hạng sao đăng ký", "Số sao tự chấm", "Hạng sao phấn đấu"):
        rows: list[list[object]] = [["TT", "Tên sản phẩm", "Chủ thể", "Tỉnh", heading], [1, "Chè", "HTX", "Lào Cai", 4]]
        assert [one.stars for one in read(rows).statements] == [None], heading


def test_a_row_may_not_contradict_the_heading_above_it() -> None:
    rows: list[list[object]] = [
        ["TT", "Tên sản phẩm", "Chủ thể", "Tỉnh", "Hạng sao"],
        ["I", "Sản phẩm đạt 4 sao"],
        [1, "Chè", "HTX Chè", "Lào Cai", 4],
        [2, "Mận", "HTX Mận", "Lào Cai", 3],
    ]
    file = read(rows)
    assert [one.name for one in file.statements] == ["Chè"]
    assert [(one.row, one.code.value, one.about) for one in file.refused] == [(4, "stars_contradict_heading", "stars")]


@pytest.mark.parametrize("title", ["Sản phẩm đạt 3 sao trở lên", "Sản phẩm đạt 3-5 sao", "Sản phẩm tối thiểu 3 sao"])
def test_a_title_that_bounds_stars_gives_none(title: str) -> None:
    rows: list[list[object]] = [[title], ["TT", "Tên sản phẩm", "Chủ thể", "Tỉnh"], [1, "Chè", "HTX Chè", "Lào Cai"]]
    assert [one.stars for one in read(rows).statements] == [None]


def test_the_law_above_a_list_is_not_its_decision() -> None:
    law = "Căn cứ Quyết định số 148/QĐ-TTg ngày 24/02/2023 của Thủ tướng Chính phủ"
    said = read_titles([law])
    assert (said.number, said.decided_on) == (None, None)
    said = read_titles([law, "Kèm theo Quyết định số 9/QĐ-UBND của UBND tỉnh Lào Cai ký ngày 5/3/2026"])
    assert (said.number, said.decided_on, said.province) == ("9/QĐ-UBND", date(2026, 3, 5), "Lào Cai")


def test_of_two_decisions_in_a_title_neither_is_guessed() -> None:
    said = read_titles(["Theo Quyết định số 9/QĐ-UBND ngày 5/3/2026 và Quyết định số 10/QĐ-UBND ngày 6/3/2026"])
    assert (said.number, said.decided_on) == (None, None)


HEADER = ["TT", "Tên sản phẩm", "Chủ thể", "Tỉnh", "Hạng sao", "Ngày quyết định"]


@pytest.mark.parametrize(
    ("days", "doubtful"),
    [
        (["05/03/2026", "25/03/2026"], []),
        (["05/03/2026", "03/25/2026"], [2, 3]),
        ([date(2026, 3, 5), "25/03/2026"], [2]),
        ([date(2026, 3, 5), date(2026, 3, 25), "26/03/2026"], []),
        ([date(2026, 3, 5), "05/03/2026", "25/03/2026"], []),
        ([date(2026, 3, 3), "25/03/2026"], []),
        (["2026-03-05", "2026-12-31"], [3]),
    ],
)
def test_days_are_only_read_where_no_machine_has_turned_them(days: list[object], doubtful: list[int]) -> None:
    rows: list[list[object]] = [HEADER]
    rows += [[n, f"Chè {n}a", "HTX Chè", "Lào Cai", 4, day] for n, day in enumerate(days, 1)]
    assert [one.row for one in read(rows).refused] == doubtful


def test_lines_of_a_sheet_without_a_table_are_said_to_be_passed_over() -> None:
    book = sheet_of([HEADER, [1, "Chè", "HTX Chè", "Lào Cai", 4, date(2026, 3, 5)]])
    book.create_sheet("Ghi chú").append(["Bảng do phòng kinh tế lập"])
    file = read_register_file("a", saved(book), Decision(), TODAY)
    assert file.passed_over == [("Ghi chú", 1, "Bảng do phòng kinh tế lập")]


@pytest.mark.parametrize(
    "end", ["05/03/2029", "04/03/2029", "36 tháng", "3 năm", "2029", "", date(2029, 3, 5), "lâu dài"]
)
def test_an_end_that_fits_is_no_trouble(end: object) -> None:
    rows = [[*HEADER, "Có giá trị đến"], [1, "Chè", "HTX Chè", "Lào Cai", 4, date(2026, 3, 5), end]]
    assert [one.name for one in read(rows).statements] == ["Chè"]


@pytest.mark.parametrize("end", ["05/03/2028", "24 tháng", "2028", date(2029, 3, 6)])
def test_an_end_that_does_not_fit_is_named(end: object) -> None:
    rows = [[*HEADER, "Có giá trị đến"], [1, "Chè", "HTX Chè", "Lào Cai", 4, date(2026, 3, 5), end]]
    assert [one.code.value for one in read(rows).refused] == ["end_contradicts"]


@pytest.mark.parametrize(
    ("cell", "name", "address"),
    [
        ("HTX Ong\nĐT: 0912 345 678", "HTX Ong", ""),
        ("HTX Ong, ĐT 0912.345.678, xã Bảo Hà", "HTX Ong", "xã Bảo Hà"),
        ("HTX Ong\nĐịa chỉ: thôn 3, xã Bảo Hà\nSĐT: 0912345678", "HTX Ong", "xã Bảo Hà"),
        ("HTX Ong - Giám đốc: Vàng A Sử", "HTX Ong", ""),
        ("Công ty TNHH Sản xuất, Thương mại - Dịch vụ", "Công ty TNHH Sản xuất, Thương mại - Dịch vụ", ""),
    ],
)
def test_a_producer_s_telephone_is_no_part_of_its_name(cell: str, name: str, address: str) -> None:
    rows: list[list[object]] = [["TT", "Tên sản phẩm", "Chủ thể"], [1, "Chè", cell]]
    [statement] = read(rows, Decision(province="Lào Cai")).statements
    assert (statement.producer, statement.commune) == (name, address)
