"""Files of every encoding, delimiter and kind that offices send; and those that must be refused before they hurt."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from shop.config import ROOT
from shop.register_files.corrections import corrected, faults_of
from shop.register_files.files import LIMITS, read_register_file
from shop.register_files.reasons import Reason, ReasonCode, RegisterRefused
from shop.register_files.statements import RegisterFile
from shop.register_files.titles import Decision
from shop.register_files.wording import describe
from tests.factories.appendices import marked_appendix, numbered_appendix, saved, sheet_of
from tests.factories.table_files import SHEET, archive, as_excel_writes, rewritten, windows_1258

TODAY = date(2026, 11, 21)
HEADER = ["Tên sản phẩm", "Chủ thể", "Huyện", "Tỉnh", "Hạng sao", "Năm công nhận"]
ROW = ["Rượu men lá Thanh Tâm", 'HTX "Ong\nvàng"', "huyện Na Rì", "Bắc Kạn", "4", "2024"]


def read(data: bytes, given: Decision | None = None) -> RegisterFile:
    return read_register_file("file", data, given or Decision(), TODAY)


def refusal(data: bytes) -> Reason:
    with pytest.raises(RegisterRefused) as refused:
        read(data)
    return refused.value.reason


def table(*rows: list[str], delimiter: str = ",", newline: str = "\n") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return stream.getvalue()


ENCODERS = {
    "utf-8": str.encode,
    "utf-8 with mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "utf-16 with mark": lambda text: text.encode("utf-16"),
    "utf-16-be with mark": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "windows-1258": windows_1258,
    "nfd": lambda text: unicodedata.normalize("NFD", text).encode(),
}


@pytest.mark.parametrize("encoding", ENCODERS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_delimiter_says_the_same(encoding: str, delimiter: str) -> None:
    file = read(ENCODERS[encoding](table(HEADER, ROW, delimiter=delimiter)))
    [statement] = file.statements
    assert (statement.name, statement.producer) == ("Rượu men lá Thanh Tâm", 'HTX "Ong vàng"')
    assert (statement.district, statement.stars, statement.year) == ("huyện Na Rì", 4, 2024)
    assert file.refused == []


@pytest.mark.parametrize("encoding", ENCODERS)
def test_every_name_of_the_register_survives_every_encoding(encoding: str) -> None:
    with (ROOT / "data" / "ocop_register.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    columns = ["product_name", "producer_name", "commune", "district", "province"]
    text = table(columns, *[[row[column] for column in columns] for row in rows])
    file = read(ENCODERS[encoding](text))
    names = [(one.name, one.producer, one.commune, one.district, one.province) for one in file.statements]
    assert names == [tuple(row[column] for column in columns) for row in rows]


def test_line_ends_may_be_mixed_and_the_first_line_may_name_the_delimiter() -> None:
    text = "sep=;\r\n" + table(HEADER, delimiter=";", newline="\r") + table(ROW, delimiter=";") + "\r\n\n"
    [statement] = read(text.encode()).statements
    assert (statement.row, statement.stars) == (3, 4)


def test_the_source_s_wording_is_kept_cell_by_cell() -> None:
    [statement] = read(table(HEADER, ["  Mật  ong ", *ROW[1:]]).encode()).statements
    assert statement.name == "Mật ong"
    assert statement.cells["Tên sản phẩm"] == "  Mật  ong "
    assert statement.cells["Chủ thể"] == 'HTX "Ong\nvàng"'


# "Tên sản phẩm,Chủ thể,Tỉnh" and a row, in the encoding that offices used before Unicode.
TCVN3 = bytes.fromhex("54AA6E2073B66E2070C86D2C43F12074C82C54E66E680A4DCB74206F6E672C4854582C4CB56F0A")

REFUSED_FILES = {
    "empty": (b" \n", ReasonCode.FILE_EMPTY),
    "too large": (b"x" * (LIMITS.most_bytes + 1), ReasonCode.FILE_TOO_LARGE),
    "pdf": (b"%PDF-1.7 ...", ReasonCode.FILE_KIND),
    "web page": (b"<html><table>", ReasonCode.FILE_KIND),
    "old or locked": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ReasonCode.FILE_OLD_OR_LOCKED),
    "cut short": (saved(marked_appendix())[:3000], ReasonCode.FILE_BROKEN),
    "an unknown encoding": ("Tên,Chủ thể\n".encode("utf-7") + bytes(range(0x80, 0xFF)), ReasonCode.ENCODING_UNKNOWN),
    "garbled": (table(HEADER, ROW).encode().decode("cp1252", "ignore").encode(), ReasonCode.TEXT_GARBLED),
    "replacement signs": (table(HEADER, ["M\ufffdt ong", *ROW[1:]]).encode(), ReasonCode.TEXT_GARBLED),
    "open quote": (f'{table(HEADER)}"Mật ong,HTX\n'.encode(), ReasonCode.QUOTES_BROKEN),
    "no headings": (table(["Mật ong", "HTX"]).encode(), ReasonCode.NO_HEADER),
    "headings only": (table(HEADER).encode(), ReasonCode.NO_ROWS),
    "a column twice": (table([*HEADER, "Tên chủ thể"], ROW).encode(), ReasonCode.COLUMN_TWICE),
    "too wide": (table([f"cột {n}" for n in range(101)]).encode(), ReasonCode.TOO_MANY_COLUMNS),
    "one huge cell": (table(HEADER, ["x" * 40_000, *ROW[1:]]).encode(), ReasonCode.TOO_LONG),
}


@pytest.mark.parametrize("name", REFUSED_FILES)
def test_a_file_is_refused_for_what_is_wrong_with_it(name: str) -> None:
    data, code = REFUSED_FILES[name]
    reason = refusal(data)
    assert reason.code is code
    for language in ("vi", "en"):
        assert "{" not in describe(reason, language)


WORKBOOK = saved(marked_appendix())

BOMBS = {
    "many entries": archive(**{"xl/workbook.xml": b"", **{f"{n}.xml": b"" for n in range(101)}}),
    "51 MB of zeros": archive(**{"xl/workbook.xml": b"", "xl/media/image1.png": bytes(51 * 2**20)}),
    "two million tags": rewritten(WORKBOOK, SHEET, (b"</sheetData>", b"</sheetData>" + b"<a/>" * 2_000_001)),
    "merged without end": rewritten(
        WORKBOOK, SHEET, (b"</mergeCells>", b'<mergeCell ref="A1:CV20000"/>' * 2 + b"</mergeCells>")
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_before_it_is_parsed(name: str) -> None:
    assert refusal(BOMBS[name]).code is ReasonCode.FILE_BOMB


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    ],
)
@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_entities_are_refused_in_every_part(part: str, declaration: bytes) -> None:
    workbook = as_excel_writes(WORKBOOK)
    with zipfile.ZipFile(io.BytesIO(workbook)) as packed:
        content = packed.read(part)
    head, mark, body = content.rpartition(b"?>")
    assert (
        refusal(rewritten(workbook, part, (content, head + mark + declaration + body))).code is ReasonCode.FILE_BROKEN
    )


def test_shared_and_formatted_texts_are_read_like_plain_ones() -> None:
    plain, shared = read(WORKBOOK).statements, read(as_excel_writes(WORKBOOK)).statements
    assert [one.name for one in shared] == ["Mật ong rừng", "Phấn hoa", "Sữa ong chúa", "Rượu ngô Bản Phố"]
    assert [one.fingerprint for one in shared] == [one.fingerprint for one in plain]


def test_other_packages_are_no_workbooks() -> None:
    assert refusal(archive(**{"word/document.xml": b"<w/>"})).code is ReasonCode.FILE_KIND


def test_a_sheet_may_claim_any_size() -> None:
    """Neither a false size nor styled, empty rows a million further down make the reader run."""
    data = rewritten(WORKBOOK, SHEET, (b'<dimension ref="A1:I16"', b'<dimension ref="A1:XFD1048576"'))
    data = rewritten(data, SHEET, (b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'))
    assert len(read(data).statements) == 4


def test_too_many_rows_ask_for_csv() -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADER)
    sheet.append(ROW)
    text = saved(book)
    far = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>x</t></is></c></row></sheetData>' % (
        (LIMITS.most_sheet_rows + 1,) * 2
    )
    assert refusal(rewritten(text, SHEET, (b"</sheetData>", far))).code is ReasonCode.TOO_MANY_ROWS


def test_a_formula_counts_by_its_stored_value() -> None:
    data = rewritten(saved(numbered_appendix()), SHEET, (b"<f>1+3</f><v></v>", b"<f>1+3</f><v>4</v>"))
    data = rewritten(data, SHEET, (b"<f>1+3</f><v />", b"<f>1+3</f><v>4</v>"))
    data = rewritten(data, SHEET, (b"<f>1+3</f><v/>", b"<f>1+3</f><v>4</v>"))
    assert [one.stars for one in read(data).statements] == [4] * 5


def test_headings_are_found_below_many_titles_and_repeated_on_new_pages() -> None:
    rows: list[list[object]] = [["Phụ lục"]] * 9 + [HEADER, ROW, HEADER, [*ROW[:4], 5, 2025]]
    assert [one.stars for one in read(saved(sheet_of(rows))).statements] == [4, 5]


def test_a_number_of_thousands_of_digits_is_no_running_number() -> None:
    book = sheet_of([["STT", "Tên sản phẩm", "Chủ thể", "Tỉnh"], [1, "Chè", "HTX Chè", "Lào Cai"]])
    book.create_sheet("2").append(["1" * 5_000, "Chè đắng", "HTX Chè", "Lào Cai"])
    file = read(saved(book))
    assert [one.name for one in file.statements] == ["Chè"]
    assert [(sheet, row) for sheet, row, _ in file.passed_over] == [("2", 1)]


WORDINGS = [
    ("TÊN SẢN PHẨM", "CHỦ THỂ", "ĐỊA CHỈ", "HẠNG SAO"),
    ("Sản phẩm", "Đơn vị sản xuất", "Địa chỉ sản xuất", "Kết quả phân hạng (sao)"),
    (
        "Tên sản phẩm đề nghị công nhận",
        "Tên chủ thể sản xuất, kinh doanh",
        "Địa chỉ, số điện thoại",
        "Xếp hạng sản phẩm OCOP",
    ),
    ("Tên SP", "Tổ chức, cá nhân", "Địa điểm", "Số sao"),
    ("Tên sản phẩm (theo hồ sơ)", "Cơ sở SX / chủ thể", "Địa chỉ [xã, huyện]", "Phân hạng sao năm 2024"),
    ("product_name", "producer_name", "address", "stars"),
]


@pytest.mark.parametrize("words", WORDINGS, ids=[words[0] for words in WORDINGS])
def test_headings_are_understood_however_they_are_worded(words: tuple[str, ...]) -> None:
    row = ["Sản phẩm chè", "Cơ sở sản xuất chè", "xã Bảo Hà, huyện Bảo Yên, tỉnh Lào Cai", "4"]
    [statement] = read(table(["STT", *words], ["1", *row], delimiter=";").encode()).statements
    assert (statement.name, statement.producer, statement.stars) == ("Sản phẩm chè", "Cơ sở sản xuất chè", 4)
    assert statement.printed_place == ("xã Bảo Hà", "huyện Bảo Yên", "Lào Cai")


LEVELS = [("3 sao", "4 sao", "5 sao"), ("3", "4", "5"), ("3*", "4*", "5*"), ("Ba sao", "Bốn sao", "Năm sao")]


@pytest.mark.parametrize("levels", LEVELS)
def test_levels_are_understood_below_one_heading(levels: tuple[str, ...]) -> None:
    rows: list[list[object]] = [
        ["TT", "Tên sản phẩm", "Chủ thể", "Tỉnh", "Phân hạng"],
        [None, None, None, None, *levels],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
        [1, "Chè", "HTX Chè", "Lào Cai", None, None, "x"],
    ]
    merges = ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:G1")
    for book in (sheet_of(rows, merges=merges), sheet_of(rows)):
        assert [one.stars for one in read(saved(book)).statements] == [5]


def test_numbers_below_the_headings_are_not_levels() -> None:
    rows: list[list[object]] = [
        ["TT", "Tên sản phẩm", "Chủ thể", "Tỉnh", "Hạng sao"],
        [1, 2, 3, 4, 5],
        [1, "Chè", "HTX Chè", "Lào Cai", 3],
    ]
    assert [one.stars for one in read(saved(sheet_of(rows))).statements] == [3]


def test_soap_is_not_a_commune_and_a_product_group_can_be_a_name() -> None:
    rows = [["Xà phòng", "", "", "Bắc Kạn", "", ""], ["Nhóm gương mây tre", *ROW[1:]]]
    assert [one.name for one in read(table(HEADER, *rows).encode()).statements] == ["Xà phòng", "Nhóm gương mây tre"]


TOO_LONG = {
    "a name whose signs are words": ([HEADER, ["ﷺ" * 100, *ROW[1:]]], "name"),
    "a maker of legal forms that are written out": ([HEADER, [ROW[0], "HTX " * 60, *ROW[2:]]], "producer"),
    "a maker in the heading above": (
        [
            ["Tên sản phẩm", *HEADER[2:]],
            [f"Hợp tác xã {'ong ' * 80}", "", "", "", ""],
            [ROW[0], *ROW[2:]],
        ],
        "producer",
    ),
    "a commune in an address": (
        [[*HEADER[:2], "Địa chỉ", *HEADER[3:]], [*ROW[:2], f"xã {'Bình ' * 40}, huyện Na Rì", *ROW[3:]]],
        "commune",
    ),
}


@pytest.mark.parametrize(("rows", "about"), TOO_LONG.values(), ids=list(TOO_LONG))
def test_what_is_longer_than_is_kept_is_refused_wherever_it_stands(rows: list[list[str]], about: str) -> None:
    file = read(table(*rows).encode())
    assert [(one.code, one.about) for one in file.refused] == [(ReasonCode.TOO_LONG, about)]


def test_what_officers_write_instead_may_be_no_longer() -> None:
    (statement,) = read(table(HEADER, ROW).encode()).statements
    longer = corrected(statement, {"name": "ﷺ" * 100, "producer": "HTX " * 60})
    assert [(one.code, one.about) for one in faults_of(longer, TODAY)] == [
        (ReasonCode.TOO_LONG, "name"),
        (ReasonCode.TOO_LONG, "producer"),
    ]


def test_every_reason_has_words_in_both_languages() -> None:
    names = (
        "megabytes",
        "most",
        "seen",
        "column",
        "text",
        "stars",
        "day",
        "today",
        "year",
        "first",
        "given",
        "name",
        "heading",
        "last_day",
    )
    facts = dict.fromkeys((*names, "other", "other_row", "certificate", "province"), "x")
    for code in ReasonCode:
        for language in ("vi", "en"):
            words = describe(Reason(code, facts, 7, "Hạng sao", "Phụ lục"), language)
            assert words.startswith(
                ('Trang tính "Phụ lục", dòng 7, cột "Hạng sao": ', 'Sheet "Phụ lục", row 7, column')
            )


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read(data)
    except RegisterRefused:
        return


@given(st.lists(st.lists(st.text(max_size=12), min_size=6, max_size=6), max_size=6))
def test_any_cells_become_statements_or_reasons(rows: list[list[str]]) -> None:
    try:
        file = read(codecs.BOM_UTF8 + table(HEADER, *rows).encode("utf-8", "replace"))
    except RegisterRefused:
        return
    for reason in file.refused:
        assert reason.row
        assert describe(reason, "vi")
