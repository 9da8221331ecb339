"""Letters from before Unicode come out as they were meant, or the file is refused."""

from __future__ import annotations

import csv

import pytest

from shop.config import ROOT
from shop.register_files.files import read_register_file
from shop.register_files.reasons import RegisterRefused
from shop.register_files.titles import Decision
from shop.spreadsheets import old_letters
from shop.spreadsheets.old_letters import find_old_letters, from_tcvn3, from_vni
from shop.values.folding import fold
from tests.factories.appendices import saved, sheet_of
from tests.rules.test_hard_appendices import TODAY

COLUMNS = ["product_name", "producer_name", "commune", "district", "province"]


def names() -> list[list[str]]:
    """Every name of the register."""
    with (ROOT / "data" / "ocop_register.csv").open(encoding="utf-8", newline="") as stream:
        return [[row[column].replace("–", "-") for column in COLUMNS] for row in csv.DictReader(stream)]


def in_tcvn3(text: str) -> str:
    """As the fonts of the time keep it; there are no capitals with tones."""
    signs = {letter: chr(sign) for sign, letter in old_letters._TCVN3.items()}
    return "".join(signs.get(letter, signs.get(letter.lower(), letter)) for letter in text)


def in_vni(text: str) -> str:
    """As VNI keeps it: a letter, then a sign for its marks."""
    signs = {letter: sign for sign, letter in reversed(old_letters._VNI.items())}
    return "".join(signs.get(letter, letter) for letter in text)


OLD = {"tcvn3": in_tcvn3, "vni": in_vni}


@pytest.mark.parametrize("encoding", OLD)
def test_every_name_of_the_register_comes_back(encoding: str) -> None:
    rows = names()
    text = "\n".join(";".join(map(OLD[encoding], row)) for row in [COLUMNS, *rows])
    file = read_register_file("a", text.encode("latin-1", "replace"), Decision(), TODAY)
    assert file.format == f"csv, {encoding}"
    back = [[one.name, one.producer, one.commune, one.district, one.province] for one in file.statements]
    assert [[word.lower() for word in row] for row in back] == [[word.lower() for word in row] for row in rows]


@pytest.mark.parametrize("encoding", OLD)
def test_a_workbook_in_an_old_font_is_read(encoding: str) -> None:
    rows = [
        ["STT", "Tên sản phẩm", "Chủ thể", "Tỉnh", "Hạng sao"],
        ["1", "Rượu ngô Bản Phố", "HTX Đông Trùng", "Lào Cai", "4"],
    ]
    file = read_register_file("a", saved(sheet_of([[*map(OLD[encoding], row)] for row in rows])), Decision(), TODAY)
    assert (file.format, file.statements[0].name) == (f"xlsx, {encoding}", "Rượu ngô Bản Phố")
    assert file.statements[0].producer == "HTX Đông Trùng"


def test_capitals_of_tcvn3_become_capitals() -> None:
    assert from_tcvn3("HTX NÊM §«ng Trïng TØNH Lµo Cai") == "HTX NẤM Đông Trùng TỈNH Lào Cai"
    assert from_vni("HÔÏP TAÙC XAÕ Höõu Cô") == "HỢP TÁC XÃ Hữu Cơ"


def test_unicode_is_left_alone() -> None:
    assert find_old_letters([word for row in names() for word in row]) is None
    assert find_old_letters(["Café Crème brûlée", "Pâté de Paris"]) is None
    assert find_old_letters(["Mật ong", "Chè"]) is None


def test_two_encodings_in_one_file_are_nobody_s_to_guess_at() -> None:
    rows = [
        ["STT", "Tên sản phẩm", "Chủ thể", "Tỉnh"],
        [1, in_tcvn3("Rượu ngô Bản Phố"), in_tcvn3("HTX Đông"), "Lào Cai"],
    ]
    with pytest.raises(RegisterRefused) as refused:
        read_register_file("a", saved(sheet_of([*map(list, rows)])), Decision(), TODAY)
    assert refused.value.reason.code == "encoding_unknown"


def test_words_in_no_vietnamese_letters_are_refused() -> None:
    words = ["Größe ßtraße", "Żółć ñandú", "Ærø þing", "Çä ÿë"]
    book = sheet_of([["STT", "Tên sản phẩm", "Chủ thể"], *([n, word, "HTX"] for n, word in enumerate(words, 1))])
    with pytest.raises(RegisterRefused) as refused:
        read_register_file("a", saved(book), Decision(province="Lào Cai"), TODAY)
    assert refused.value.reason.code == "encoding_unknown"


def test_folding_agrees_on_the_tables() -> None:
    assert {fold(letter) for letter in old_letters._TCVN3.values()} == set("aeioudy")
