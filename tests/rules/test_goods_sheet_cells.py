"""What people write into the cells of a sheet of goods, and what is taken for certain."""

from __future__ import annotations

import unicodedata

import pytest

from shop.goods_sheets.cells import canonical, is_garbled, read_change, read_count
from shop.goods_sheets.headings import HEADINGS, field_of
from shop.goods_sheets.marks import read_mark, write_mark
from shop.goods_sheets.rules import CellFault, Fault, Field

READ = [
    (Field.PRICE, "125000", "125000"),
    (Field.PRICE, "125.000", "125000"),
    (Field.PRICE, "125,000 ₫", "125000"),
    (Field.PRICE, " 1 250 000 đ ", "1250000"),
    (Field.PRICE, "125\u00a0000 VND", "125000"),
    (Field.PRICE, "125000 đồng", "125000"),
    (Field.NET, "500 g", "500 g"),
    (Field.NET, "500gam", "500 g"),
    (Field.NET, "1,5 kg", "1500 g"),
    (Field.NET, "0.75 lít", "750 ml"),
    (Field.NET, "1.500 g", "1500 g"),
    (Field.NET, "330 ML", "330 ml"),
    (Field.NET, "1 hộp", "1 piece"),
    (Field.NET, "12 quả", "12 piece"),
    (Field.NET, "2 kg", "2000 g"),
    (Field.WEIGHT, "650", "650"),
    (Field.WEIGHT, "1.200", "1200"),
    (Field.WEIGHT, "1,2 kg", "1200"),
    (Field.GTIN, "8 935049 500018", "8935049500018"),
    (Field.NAME_VI, "  Mật  ong\u00a0rừng ", "Mật ong rừng"),
    (Field.NAME_VI, unicodedata.normalize("NFD", "Rượu ngô Bản Phố"), "Rượu ngô Bản Phố"),
    (Field.DESCRIPTION_VI, "Dòng một \r\n\r\n  dòng  hai\r", "Dòng một\n\ndòng hai"),
    (Field.SUMMARY_VI, "Mật ong\u00ad rừng® 100 % · café", "Mật ong rừng® 100 % · café"),
]
REFUSED = [
    (Field.PRICE, "125.5", Fault.NOT_A_PRICE),
    (Field.PRICE, "12.34.567", Fault.NOT_A_PRICE),
    (Field.PRICE, "125k", Fault.NOT_A_PRICE),
    (Field.PRICE, "-125000", Fault.NOT_A_PRICE),
    (Field.PRICE, "1e5", Fault.NOT_A_PRICE),
    (Field.PRICE, "١٢٥٠٠٠", Fault.NOT_A_PRICE),
    (Field.PRICE, "12²", Fault.NOT_A_PRICE),
    (Field.PRICE, "NaN", Fault.NOT_A_PRICE),
    (Field.PRICE, "0x1f", Fault.NOT_A_PRICE),
    (Field.PRICE, "0", Fault.PRICE_RANGE),
    (Field.PRICE, "1000000000", Fault.PRICE_RANGE),
    (Field.PRICE, "9" * 400, Fault.NOT_A_PRICE),
    (Field.NET, "500", Fault.NOT_A_MEASURE),
    (Field.NET, "1.500 kg", Fault.NOT_A_MEASURE),
    (Field.NET, "1,5 g", Fault.NOT_A_MEASURE),
    (Field.NET, "0 g", Fault.NOT_A_MEASURE),
    (Field.NET, "5 parsec", Fault.NOT_A_MEASURE),
    (Field.WEIGHT, "1 lít", Fault.NOT_A_MEASURE),
    (Field.WEIGHT, "0", Fault.WEIGHT_RANGE),
    (Field.WEIGHT, "200 kg", Fault.WEIGHT_RANGE),
    (Field.GTIN, "8.93505E+12", Fault.GTIN_ROUNDED),
    (Field.GTIN, "8935049500017", Fault.BAD_GTIN),
    (Field.NAME_VI, "x" * 301, Fault.TOO_LONG),
    (Field.NAME_VI, "***", Fault.MUST_STAND),
    (Field.NAME_VI, "MËt ong rõng", Fault.GARBLED),
    (Field.NAME_VI, "S¶n phÈm", Fault.GARBLED),
    (Field.NAME_VI, "Maät ong röøng", Fault.GARBLED),
    (Field.NAME_VI, "Máº­t ong", Fault.GARBLED),
    (Field.SUMMARY_VI, "M\ufffdt ong", Fault.GARBLED),
]


@pytest.mark.parametrize(("at", "text", "value"), READ)
def test_a_cell_is_read_as_people_write_it(at: Field, text: str, value: str) -> None:
    assert canonical(at, text) == value
    assert canonical(at, value) == value


@pytest.mark.parametrize(("at", "text", "code"), REFUSED)
def test_what_is_not_certain_is_refused(at: Field, text: str, code: Fault) -> None:
    with pytest.raises(CellFault) as refused:
        canonical(at, text)
    assert refused.value.code is code


@pytest.mark.parametrize(
    ("text", "pieces"),
    [("", 0), ("10", 10), ("+10", 10), ("-3", -3), ("−3", -3), ("– 3", -3), ("1.000", 1000), ("0", 0)],
)
def test_a_change_of_stock(text: str, pieces: int) -> None:
    assert read_change(text) == pieces


@pytest.mark.parametrize("text", ["1,5", "mười", "+-1", "=1", "10%", "1000001", "+"])
def test_no_change_of_stock(text: str) -> None:
    with pytest.raises(CellFault, match="not_a_change"):
        read_change(text)


def test_a_count() -> None:
    assert (read_count(""), read_count("0"), read_count("1.200")) == (None, 0, 1200)
    for text in ("-1", "1,5", "x"):
        with pytest.raises(CellFault, match="not_a_count"):
            read_count(text)


@pytest.mark.parametrize("text", ["Müsli và café", "5 µm", "kem số 1®", "Chè ½kg", "Đắk Lắk – Ea H’leo", "1×2 «x»"])
def test_foreign_letters_are_not_taken_for_broken_ones(text: str) -> None:
    assert not is_garbled(text)


@pytest.mark.parametrize(("at", "pair"), HEADINGS.items())
def test_our_own_headings_are_known_in_both_languages(at: Field, pair: tuple[str, str]) -> None:
    assert [field_of(words) for words in pair] == [at, at]


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("TÊN SẢN PHẨM", Field.NAME_VI),
        ("Gia ban", Field.PRICE),
        ("Đơn giá (đồng)", Field.PRICE),
        (unicodedata.normalize("NFD", "Mã vạch"), Field.GTIN),
        ("Ghi chú", None),
        ("", None),
    ],
)
def test_other_headings(words: str, at: Field | None) -> None:
    assert field_of(words) is at


def test_a_mark_knows_what_each_cell_said() -> None:
    values = dict.fromkeys(Field, "") | {Field.PRICE: "125000", Field.ON_HAND: "12"}
    mark = read_mark(f" {write_mark(7, 1_795_000_000_000, values)} ")
    assert mark is not None
    assert (mark.variant_id, mark.exported) == (7, "mwm0nk74")
    assert mark.said(Field.PRICE, "125000")
    assert not mark.said(Field.PRICE, "125001")
    assert mark.said(Field.ON_HAND, "12")


@pytest.mark.parametrize(
    "text", ["", "G7", "G7.abc", "G7.abc.aaa", "g7.abc.aaaa", "G7.abc.AAAA", "G.abc.aaaa", "x" * 99]
)
def test_no_mark(text: str) -> None:
    assert read_mark(text) is None
