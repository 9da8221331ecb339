"""A row says the same whatever stood above it: what is remembered of equal cells changes nothing that is read."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.config import ROOT
from shop.register_files import remembered
from shop.register_files.files import read_register_file
from shop.register_files.headings import STAR_COLUMNS
from shop.register_files.packing import (
    ReadRowText,
    line_of_rows,
    packed_statement,
    rows_of_line,
    unpacked_statement,
)
from shop.register_files.remembered import _FACTS, _PLACES, _PRODUCERS
from shop.register_files.statements import RegisterFile
from shop.register_files.titles import Decision
from shop.register_files.vocabulary import Field
from tests.factories.hard_appendices import HARD

TODAY = date(2026, 11, 21)
DEMONSTRATION = ROOT / "data" / "ocop_register.csv"
HEADER = ["Tên sản phẩm", "Chủ thể", "Địa chỉ", "Huyện", "Tỉnh", "Hạng sao", "Số QĐ", "Ngày QĐ", "Năm", "Ghi chú"]
CELLS = (
    st.sampled_from(["Chè", "Chè (nâng hạng)", "", "Tổng cộng", "Nhóm thực phẩm", "12"]),
    st.sampled_from(["HTX Ong", "HTX Ong, xã Bảo Hà", "", "Công ty TNHH Chè"]),
    st.sampled_from(["", "xã Bảo Hà, huyện Bảo Yên", "xã Vĩnh Yên (nay là xã Nghĩa Đô)", "thôn 3"]),
    st.sampled_from(["", "huyện Bảo Yên", "h. Na Rì"]),
    st.sampled_from(["", "Lào Cai", "Bắc Kạn", "Nowhere"]),
    st.sampled_from(["", "4", "4 sao", "7", "x", "tiềm năng"]),
    st.sampled_from(["", "12/QĐ-UBND", "12/QĐ-UBND và 13/QĐ-UBND", "12/QĐ-UBND ngày 5/3/2024"]),
    st.sampled_from(["", "05/03/2024", "03/25/2026", "31/02/2024", "2024", "1/1/2030"]),
    st.sampled_from(["", "2024", "2023", "hai nghìn"]),
    st.sampled_from(["", "kế hoạch 2027"]),
)


def read(data: bytes) -> RegisterFile:
    return read_register_file("file", data, Decision(), TODAY)


def read_each_anew(data: bytes) -> RegisterFile:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remembered, "_keep", lambda *_: None)
        return read(data)


@pytest.mark.parametrize("name", HARD)
def test_hard_appendices_read_the_same_row_by_row(name: str) -> None:
    data = HARD[name]().data
    assert read(data) == read_each_anew(data)


def test_the_demonstration_s_register_reads_the_same_row_by_row_and_as_it_always_did() -> None:
    file = read(DEMONSTRATION.read_bytes())
    assert file == read_each_anew(DEMONSTRATION.read_bytes())
    assert (len(file.statements), len(file.refused)) == (400, 0)
    # Registers know their rows by these: other ones would take every row of a file for a new one.
    prints = sha256("".join(one.fingerprint for one in file.statements).encode()).hexdigest()
    assert prints[:16] == "7fe8bd23b490de69"


@given(st.lists(st.tuples(*CELLS), min_size=1, max_size=12))
def test_any_rows_read_the_same_row_by_row(rows: list[tuple[str, ...]]) -> None:
    stream = io.StringIO()
    # A first row that is sound, so that there is a table, and rows twice, so that there is something to remember.
    sound = ("Mật ong", "HTX Ong", "", "", "Lào Cai", "4", "12/QĐ-UBND", "25/03/2024", "", "")
    csv.writer(stream).writerows([HEADER, sound, *rows, *rows])
    data = stream.getvalue().encode()
    assert read(data) == read_each_anew(data)


def test_every_column_that_is_read_tells_rows_apart() -> None:
    """A field that a reader asks for must be among the cells that equal rows share, or be read in each row."""
    in_each_row = {Field.NAME, Field.INDEX}
    unread = {Field.OTHER, Field.SCORE, Field.SOURCE}
    assert {*_FACTS, *_PLACES, *_PRODUCERS} | in_each_row | unread == set(Field)
    assert set(STAR_COLUMNS) <= set(_FACTS)


def test_rows_come_out_of_the_pipe_as_they_went_in() -> None:
    for one in read(DEMONSTRATION.read_bytes()).statements:
        kept = json.loads(packed_statement(one))
        again = unpacked_statement(kept, one.row, one.sheet, one.fingerprint)
        assert asdict(again) | {"cells": one.cells, "known_as": ""} == asdict(one)


def test_no_sign_in_a_row_ends_it_in_the_pipe() -> None:
    said = json.dumps({"name": 'Chè "Ô Long"\n\x1e\x1f'}, ensure_ascii=False)
    rows = [ReadRowText('Tờ "1"\x1e\x1f\n', "7", "ab", said, said, "[]", "che o long")] * 2
    line = line_of_rows(rows)
    assert line.count(b"\n") == 0
    assert list(rows_of_line(line + b"\n")) == rows
    assert list(rows_of_line(b'{"format":"csv"}\n')) == []
