"""Goods in a spreadsheet: out, in again, looked at before anything changes, all or nothing, and nobody else's."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from shop.catalogue import Product, Variant
from shop.database import db, transaction
from shop.goods_sheets import GoodsFile, forget_goods_files
from shop.goods_sheets.operations import FILES_KEPT, MOST_WAITING, WAITING_KEPT
from shop.stock import quantities_on_hand, receive_stock
from tests.doors.stall_visiting import act, content, entries, form_key, make_stall, owner, staff, stall_path
from tests.doors.visiting import SAME_ORIGIN, someone
from tests.factories.people import make_person
from tests.factories.pictures import form_with_files
from tests.factories.products import LONG_AGO, make_product

FILES = "/hang-hoa/tep"
Rows = list[list[Any]]


@pytest.fixture
def lan(app: Flask) -> FlaskClient:
    return staff(app, make_stall())


def path(page: str = "") -> str:
    return stall_path(make_stall(), FILES + page)


def exported(client: FlaskClient) -> Rows:
    """The sheet as the stall downloads it."""
    answer = client.get(path("/hang-hoa.xlsx"))
    assert answer.status_code == 200
    return [list(row) for row in load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True)]


def column(rows: Rows, words: str) -> int:
    return rows[0].index(words)


def as_xlsx(rows: Rows) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Hàng")
    for row in rows:
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def as_csv(rows: Rows, separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator).writerows(rows)
    return written.getvalue().encode(encoding)


def send(client: FlaskClient, data: bytes, name: str = "hang.xlsx") -> TestResponse:
    return client.post(path(), headers=SAME_ORIGIN, **form_with_files("file", (data, name), form_key=form_key()))


def sent(client: FlaskClient, data: bytes, name: str = "hang.xlsx") -> int:
    """The number of the file that waits now."""
    answer = send(client, data, name)
    assert answer.status_code == 303, answer.text
    return int(answer.headers["Location"].rpartition("/")[2])


def look(client: FlaskClient, number: int) -> str:
    return client.get(path(f"/{number}")).text


def take(client: FlaskClient, number: int) -> TestResponse:
    seen = look(client, number).partition('name="seen" value="')[2][:16]
    return act(client, path(f"/{number}/nhan"), seen=seen)


def price() -> int:
    db.session.rollback()
    found: int = db.session.scalars(select(Variant.price_vnd)).one()
    return found


def test_the_sheet_holds_every_pack_and_comes_back_without_a_change(app: Flask, lan: FlaskClient) -> None:
    make_product("Mật ong rừng", on_hand=12)
    make_product("Nước mắm =1+1", on_hand=3)
    rows = exported(lan)
    assert [row[0] for row in rows] == ["Tên hàng", "Mật ong rừng", "Nước mắm =1+1"]
    found = dict(zip(rows[0], rows[1], strict=True))
    assert (found["Giá (₫)"], found["Lượng tịnh"], found["Tồn khi xuất"]) == (125_000, "500 g", 12)
    page = look(lan, sent(lan, as_xlsx(rows)))
    assert "Tệp không thay đổi gì" in page


@pytest.mark.parametrize(("language", "separator"), [("", ";"), ("/en", ",")])
def test_the_csv_opens_as_excel_in_the_language_expects_it(
    app: Flask, lan: FlaskClient, language: str, separator: str
) -> None:
    make_product("Mật ong rừng")
    answer = lan.get(language + path("/hang-hoa.csv"))
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""), delimiter=separator))
    assert rows[1][0] == "Mật ong rừng"
    number = sent(lan, answer.data, "hang.csv")
    assert "Tệp không thay đổi gì" in look(lan, number)


def test_no_cell_of_an_export_begins_a_formula(app: Flask, lan: FlaskClient) -> None:
    product = make_product("Mật ong rừng")
    with transaction():
        db.session.get(Product, product.id).storage_vi = '=HYPERLINK("http://example.com")'
    assert "'=HYPERLINK" in str(exported(lan))
    assert b"\"'=HYPERLINK" in lan.get(path("/hang-hoa.csv")).data
    assert "Tệp không thay đổi gì" in look(lan, sent(lan, as_xlsx(exported(lan))))


def test_changes_are_shown_first_and_then_taken_together(app: Flask, lan: FlaskClient) -> None:
    make_product("Mật ong rừng", on_hand=12)
    rows = exported(lan)
    rows[1][column(rows, "Giá (₫)")] = 130_000
    rows[1][column(rows, "Nhập thêm / bớt")] = 10
    rows[1][column(rows, "Giới thiệu ngắn")] = "Ngọt & thơm"
    before = content()
    number = sent(lan, as_xlsx(rows))
    page = look(lan, number)
    assert "130.000" in page
    assert "Ngọt &amp; thơm" in page
    assert {k: v for k, v in content().items() if k not in ("goods_files", "used_forms")} == {
        k: v for k, v in before.items() if k not in ("goods_files", "used_forms")
    }
    answer = take(lan, number)
    assert answer.status_code == 303
    variant = db.session.scalars(select(Variant)).one()
    assert (variant.price_vnd, variant.product.price_from_vnd, variant.product.summary_vi) == (
        130_000,
        130_000,
        "Ngọt & thơm",
    )
    assert quantities_on_hand([variant.id]) == {variant.id: 22}
    entry = entries("goods_file_taken")[0]
    assert entry.facts["rows"]["changed"] == 1
    assert entry.facts["producer_id"] == make_stall().id


def test_the_same_file_twice_changes_nothing(app: Flask, lan: FlaskClient) -> None:
    make_product("Mật ong rừng", on_hand=12)
    rows = exported(lan)
    rows[1][column(rows, "Nhập thêm / bớt")] = 10
    rows.append(["Phấn hoa", "Hũ 200 g", 90_000, "200 g", 300, None, None, 7])
    assert take(lan, sent(lan, as_xlsx(rows))).status_code == 303
    before = {name: rows for name, rows in content().items() if name not in ("goods_files", "used_forms")}
    page = look(lan, sent(lan, as_xlsx(rows)))
    assert "Tệp không thay đổi gì" in page
    assert "Tệp này đã được nhận lúc" in page
    assert {name: rows for name, rows in content().items() if name in before} == before


def test_new_goods_are_drafts_with_their_packs_and_stock(app: Flask, lan: FlaskClient) -> None:
    head = ["Tên sản phẩm", "Quy cách", "Giá bán", "Khối lượng tịnh", "Cân nặng", "Nhập thêm", "Mã vạch"]
    rows = [
        head,
        ["Phấn hoa", "Hũ 200 g", "90.000 đ", "0,2 kg", "300", "7", "8935049500018"],
        ["Phấn hoa", "Hũ 1 kg", "400.000 đ", "1 kg", "1,2 kg", "", ""],
    ]
    assert take(lan, sent(lan, as_csv(rows), "hang.csv")).status_code == 303
    product = db.session.scalars(select(Product)).one()
    assert (product.producer_id, product.good_id, product.published_at) == (make_stall().id, None, None)
    packs = [
        (pack.label_vi, pack.price_vnd, pack.net_amount, pack.weight_grams, pack.gtin) for pack in product.variants
    ]
    assert packs == [("Hũ 200 g", 90_000, 200, 300, "8935049500018"), ("Hũ 1 kg", 400_000, 1000, 1200, None)]
    assert quantities_on_hand([pack.id for pack in product.variants]) == {
        product.variants[0].id: 7,
        product.variants[1].id: 0,
    }


def test_one_bad_row_stops_all_and_is_corrected_in_place(app: Flask, lan: FlaskClient) -> None:
    make_product("Mật ong rừng")
    rows = exported(lan)
    rows[1][column(rows, "Giá (₫)")] = "một trăm"
    rows.append(["Phấn hoa", "Hũ 200 g", 90_000, "200 g", 300])
    number = sent(lan, as_xlsx(rows))
    page = look(lan, number)
    assert "“một trăm” không phải là giá" in page
    assert "Dòng 2" in page
    assert 'name="seen"' not in page
    assert act(lan, path(f"/{number}/nhan"), seen="x").status_code == 409
    assert price() == 125_000
    fixed = act(lan, path(f"/{number}/sua"), **{"cell-0-price_vnd": "131.000", "leave-1": "1"})
    assert fixed.status_code == 303
    assert "Phấn hoa" not in look(lan, number)
    assert take(lan, number).status_code == 303
    assert price() == 131_000
    assert db.session.scalar(select(func.count()).select_from(Product)) == 1


def test_what_somebody_changed_meanwhile_is_told_and_decided(app: Flask, lan: FlaskClient) -> None:
    make_product("Mật ong rừng")
    rows = exported(lan)
    rows[1][column(rows, "Giá (₫)")] = 130_000
    with transaction():
        db.session.scalars(select(Variant)).one().price_vnd = 140_000
    number = sent(lan, as_xlsx(rows))
    assert "140.000" in look(lan, number)
    act(lan, path(f"/{number}/sua"), **{"cell-0-price_vnd": "130000", "mine-0-price_vnd": "140000"})
    assert take(lan, number).status_code == 303
    assert price() == 130_000


def test_what_changes_between_looking_and_taking_is_shown_again(app: Flask, lan: FlaskClient) -> None:
    make_product("Mật ong rừng")
    rows = exported(lan)
    rows[1][column(rows, "Giá (₫)")] = 130_000
    number = sent(lan, as_xlsx(rows))
    seen = look(lan, number).partition('name="seen" value="')[2][:16]
    with transaction():
        db.session.scalars(select(Variant)).one().price_vnd = 140_000
    answer = act(lan, path(f"/{number}/nhan"), seen=seen)
    assert answer.status_code == 409
    assert price() == 140_000


def test_counted_stock_is_set_only_where_nothing_moved(app: Flask, lan: FlaskClient) -> None:
    variant = make_product("Mật ong rừng", on_hand=12).variants[0].id
    rows = exported(lan)
    rows[1][column(rows, "Đếm được")] = 20
    with transaction():
        receive_stock(variant, -1, at=LONG_AGO, reason="test")
    number = sent(lan, as_xlsx(rows))
    assert "nay còn 11" in fold_free(look(lan, number))
    act(lan, path(f"/{number}/sua"), **{"cell-0-counted": "19", "mine-0-on_hand": "11"})
    assert take(lan, number).status_code == 303
    assert quantities_on_hand([variant]) == {variant: 19}


def fold_free(page: str) -> str:
    return " ".join(page.split())


def test_a_row_that_the_catalogue_refuses_is_named_and_nothing_is_kept(app: Flask, lan: FlaskClient) -> None:
    head = ["Tên hàng", "Quy cách", "Giá", "Lượng tịnh", "Nặng khi gửi"]
    packs = [["Phấn hoa", f"Hũ {number}", 90_000, "200 g", 300] for number in range(21)]
    number = sent(lan, as_xlsx([head, *packs]))
    answer = take(lan, number)
    assert answer.status_code == 422
    assert "Dòng 22" in answer.text
    assert db.session.scalar(select(func.count()).select_from(Product)) == 0


BAD_FILES = [
    (b"", "Tệp trống"),
    (b"%PDF-1.7", "không phải là tệp Excel hay CSV"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls cũ"),
    (b"PK\x03\x04rest", "Tệp bị hỏng"),
    ("Tên;Giá\nMật ong;1".encode() + b"\xff\xfe", "Không đọc được chữ"),
    ("Cột lạ;Khác\n1;2".encode(), "Không tìm thấy tiêu đề"),
    ("Tên hàng;Giá\n".encode(), "chưa có hàng nào"),
    ("Tên hàng;Giá;Đơn giá\na;1;2".encode(), "Hai cột"),
]


@pytest.mark.parametrize(("data", "words"), BAD_FILES, ids=[words for _, words in BAD_FILES])
def test_a_file_that_cannot_be_read_says_why(app: Flask, lan: FlaskClient, data: bytes, words: str) -> None:
    before = content()
    answer = send(lan, data, "hang.csv")
    assert answer.status_code == 422
    assert words in answer.text
    assert content() == before


def test_no_file_chosen_and_a_file_too_large(app: Flask, lan: FlaskClient) -> None:
    assert act(lan, path()).status_code == 422
    assert send(lan, b"x" * (11 * 1024 * 1024), "hang.csv").status_code == 413


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators(app: Flask, lan: FlaskClient, encoding: str, separator: str) -> None:
    rows = [["Tên hàng", "Quy cách", "Giá"], ["Rượu Ngô Bản Phố, loại 1", "Chai 500 ml", "90000"]]
    page = look(lan, sent(lan, as_csv(rows, separator, encoding), "hang.csv"))
    assert "Rượu Ngô Bản Phố, loại 1" in page


def test_a_waiting_file_is_thrown_away_and_old_ones_go(app: Flask, lan: FlaskClient) -> None:
    make_product("Mật ong rừng")
    numbers = [sent(lan, as_xlsx(exported(lan))) for _ in range(MOST_WAITING + 1)]
    assert lan.get(path(f"/{numbers[0]}")).status_code == 404
    assert act(lan, path(f"/{numbers[1]}/bo")).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(GoodsFile)) == MOST_WAITING - 1
    uploaded = db.session.scalars(select(GoodsFile.uploaded_at)).first()
    with transaction():
        forget_goods_files(uploaded + WAITING_KEPT)
    assert db.session.scalar(select(func.count()).select_from(GoodsFile)) == MOST_WAITING - 1
    with transaction():
        forget_goods_files(uploaded + FILES_KEPT)
    assert db.session.scalar(select(func.count()).select_from(GoodsFile)) == 0


def test_a_taken_file_says_so_and_does_nothing_more(app: Flask, lan: FlaskClient) -> None:
    make_product("Mật ong rừng")
    rows = exported(lan)
    rows[1][column(rows, "Giá (₫)")] = 130_000
    number = sent(lan, as_xlsx(rows))
    take(lan, number)
    assert "Đã nhận" in look(lan, number)
    before = content()
    for deed in ("nhan", "sua", "bo"):
        assert act(lan, path(f"/{number}/{deed}")).status_code == 303
    assert {k: v for k, v in content().items() if k != "used_forms"} == {
        k: v for k, v in before.items() if k != "used_forms"
    }


def test_the_page_lists_what_was_sent(app: Flask, lan: FlaskClient) -> None:
    make_product("Mật ong rừng")
    sent(lan, as_xlsx(exported(lan)), "tháng 11.xlsx")
    assert "tháng 11.xlsx" in lan.get(path()).text
    assert lan.get("/en" + path()).status_code == 200


def test_of_another_stall_nothing_is_read_or_changed(app: Flask, lan: FlaskClient) -> None:
    """Neither its file, nor its pack by a row mark that somebody passed on."""
    make_product("Bí mật của Minh", producer="HTX Minh")
    minh = owner(app, make_stall("HTX Minh"), "minh@example.vn")
    theirs = minh.get(stall_path(make_stall("HTX Minh"), FILES + "/hang-hoa.xlsx")).data
    answer = minh.post(
        stall_path(make_stall("HTX Minh"), FILES),
        headers=SAME_ORIGIN,
        **form_with_files("file", (theirs, "x.xlsx"), form_key=form_key()),
    )
    number = answer.headers["Location"].rpartition("/")[2]
    before = content()
    for deed in ("", "/nhan", "/sua", "/bo"):
        reached = lan.get(path(f"/{number}")) if not deed else act(lan, path(f"/{number}{deed}"))
        assert reached.status_code == 404
        assert "Bí mật" not in reached.text
    rows = [list(row) for row in load_workbook(io.BytesIO(theirs)).worksheets[0].iter_rows(values_only=True)]
    rows[1][column(rows, "Giá (₫)")] = 1_000
    page = look(lan, sent(lan, as_xlsx(rows)))
    assert "Trong gian hàng này không có gói hàng đó" in page
    changed = {k for k, v in content().items() if v != before[k]}
    assert changed <= {"goods_files", "used_forms"}


def test_strangers_are_sent_away_and_shoppers_find_nothing(app: Flask) -> None:
    make_product("Mật ong rừng")
    before = content()
    assert app.test_client().get(path("/hang-hoa.xlsx")).status_code == 303
    make_person("hoa@example.vn")
    hoa = someone(app, "hoa@example.vn")
    for page in ("", "/hang-hoa.xlsx", "/hang-hoa.csv", "/1"):
        assert hoa.get(path(page)).status_code == 404
    data = as_xlsx([["Tên hàng", "Giá"], ["Mật ong", 1]])
    refused = hoa.post(path(), headers=SAME_ORIGIN, **form_with_files("file", (data, "x.xlsx"), form_key=form_key()))
    assert refused.status_code == 404
    assert {k: v for k, v in content().items() if k in ("goods_files", "products", "variants")} == {
        k: v for k, v in before.items() if k in ("goods_files", "products", "variants")
    }
