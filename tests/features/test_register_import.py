"""Taking files into the register: what comes of each row, all or nothing, and the same when taken twice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.certification import (
    Certificate,
    CertifiedGood,
    GoodPlace,
    RegisterImport,
    RegisterRow,
    Standing,
    good_is_certified_at,
    list_certificates_of,
    standing_of,
)
from shop.config import ROOT
from shop.database import Base, db, read_public_version
from shop.producers import Producer, ProducerName
from tests.conftest import DEMONSTRATION_DAY
from tests.factories.appendices import marked_appendix, numbered_appendix, one_sheet_a_level, saved, sheet_of

REGISTER = ROOT / "data" / "ocop_register.csv"
HEADER = "Tên sản phẩm,Chủ thể,Xã,Huyện,Tỉnh,Hạng sao,Ngày công nhận,Số quyết định"
ROW = "Mật ong,HTX Ong,xã Bảo Hà,huyện Bảo Yên,Lào Cai,4,5/3/2026,12/QĐ-UBND"

Answer = tuple[int, dict[str, Any], str]
Run = Callable[..., Answer]


@pytest.fixture
def run(app: Flask, tmp_path: Path, set_clock: Callable[..., None]) -> Run:
    """`register import` of some content on the demonstration's day: exit code, the JSON object, standard error."""
    set_clock(DEMONSTRATION_DAY)

    def run_import(
        content: bytes | str | Path, *options: str, name: str = "file.csv"
    ) -> tuple[int, dict[str, Any], str]:
        path = content if isinstance(content, Path) else tmp_path / name
        if not isinstance(content, Path):
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        result = app.test_cli_runner().invoke(args=["register", "import", str(path), "--json", *options])
        assert result.exit_code in (0, 2), result.output
        return result.exit_code, json.loads(result.stdout), result.stderr

    return run_import


def state() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of the register."""
    db.session.rollback()
    tables = (CertifiedGood, Certificate, Producer, ProducerName, GoodPlace, RegisterImport, RegisterRow)
    return {model.__tablename__: _rows(model) for model in tables}


def _rows(model: type[Base]) -> list[tuple[object, ...]]:
    query = select(model.__table__).order_by(*model.__table__.primary_key)
    return [tuple(map(str, row)) for row in db.session.execute(query)]


def certified(day: str) -> int:
    at = DEMONSTRATION_DAY.fromisoformat(f"{day}+07:00")
    return db.session.scalar(select(func.count()).select_from(CertifiedGood).where(good_is_certified_at(at))) or 0


def test_the_real_register_on_its_day(run: Run) -> None:
    code, answer, errors = run(REGISTER)
    assert (code, errors) == (0, "")
    assert answer["totals"] == {
        "rows": 400,
        "new": 291,
        "renewed": 6,
        "unchanged": 0,
        "planned": 16,
        "awaiting_officer": 87,
        "refused": 0,
    }
    at = DEMONSTRATION_DAY
    ends = db.session.execute(
        select(Certificate.last_day).where(Certificate.valid_from <= at, Certificate.valid_until > at)
    )
    assert Counter(ends.scalars()) == {
        date(2026, 12, 29): 17,
        date(2027, 1, 1): 46,
        date(2028, 1, 1): 5,
        date(2028, 1, 17): 14,
        date(2028, 6, 26): 1,
    }
    assert certified("2026-11-21T12:00") == 83
    assert certified("2026-12-29T23:59:59.999") == 83
    assert certified("2026-12-30T00:00") == 66
    assert certified("2027-01-01T23:59:59.999") == 66
    assert certified("2027-01-02T00:00") == 20


def test_taken_twice_the_register_is_the_same(run: Run) -> None:
    run(REGISTER)
    before, version = state(), read_public_version()
    code, answer, _ = run(REGISTER)
    assert code == 0
    assert answer["totals"]["unchanged"] == 400
    assert state() == before
    assert read_public_version() == version


def test_a_dry_run_says_the_same_and_stores_nothing(run: Run) -> None:
    empty = state()
    _, dry, _ = run(REGISTER, "--dry-run")
    assert state() == empty
    assert dry == run(REGISTER)[1]


def test_the_register_joins_spellings_and_keeps_different_ones_apart(run: Run) -> None:
    run(REGISTER)
    names = Counter(db.session.scalars(select(Producer.name)))
    assert "Hợp tác xã Tài Hoan" in names
    assert "HTX Tài Hoan" not in names
    assert {"Công ty Cổ phần Curcumin Bắc Hà", "Công ty Cổ phần Curmin Bắc Hà"} <= names.keys()
    kem = db.session.scalars(select(CertifiedGood).where(CertifiedGood.name_key == "kem dau xanh")).all()
    assert len({good.producer_id for good in kem}) == 2
    tai_hoan = db.session.scalars(select(CertifiedGood).where(CertifiedGood.name == "Miến dong Tài Hoan")).one()
    assert [(c.decided_year, c.stars) for c in list_certificates_of([tai_hoan.id])[tai_hoan.id]] == [
        (2021, 5),
        (2024, 5),
    ]


def test_planned_and_unclear_goods_wait(run: Run) -> None:
    run(REGISTER)
    at = DEMONSTRATION_DAY
    plan = db.session.scalars(select(CertifiedGood).where(CertifiedGood.name == "Lạc rang Húng Lìu")).one()
    assert standing_of(plan, at).standing is Standing.PLANNED
    waiting = db.session.scalars(select(CertifiedGood).where(CertifiedGood.name == "Quế điếu Phúc Long")).one()
    standing = standing_of(waiting, at)
    assert (standing.standing, standing.reasons) == (Standing.AWAITING_OFFICER, ("producer_unknown",))


def test_places_of_today_and_of_before_are_known(run: Run) -> None:
    run(REGISTER)
    good = db.session.scalars(select(CertifiedGood).where(CertifiedGood.name == "Bánh mỳ Bảo Yên")).one()
    assert (good.province_code, good.former_district) == ("15", "huyện Bảo Yên")
    places = set(db.session.scalars(select(GoodPlace.place_id).where(GoodPlace.good_id == good.id)))
    assert {"p:15", "fp:lao-cai", "fd:lao-cai/bao-yen"} <= places
    assert f"c:{good.commune_code}" in places


def test_the_wording_of_the_source_is_kept(run: Run) -> None:
    run(REGISTER)
    row = db.session.scalars(select(RegisterRow).where(RegisterRow.row_number == 15)).one()
    assert row.cells["status_note"] == 'due for re-evaluation in 2024 (36 months run out); seed spells it "Tỉnh dầu"'
    assert row.cells["source"] == "000_e168ef853555d222.txt"


def test_codes_are_the_same_wherever_the_register_is_read(run: Run) -> None:
    run(f"{HEADER}\n{ROW}\n")
    assert db.session.scalars(select(Certificate.code)).one() == "5QBQ72DYYBA"


def test_an_appendix_with_marks_groups_and_merged_producers(run: Run) -> None:
    code, answer, errors = run(saved(marked_appendix()), name="phu-luc.xlsx")
    assert (code, errors, answer["format"]) == (0, "", "xlsx")
    rows = [
        (row["row"], row["product_name"], row["producer_name"], row["product_group"], row["stars"], row["outcome"])
        for row in answer["rows"]
    ]
    assert rows == [
        (8, "Mật ong rừng", "HTX Ong Bảo Yên", "food", 4, "new"),
        (9, "Phấn hoa", "HTX Ong Bảo Yên", "food", 3, "new"),
        (10, "Sữa ong chúa", "HTX Ong Bảo Yên", "food", 5, "new"),
        (12, "Rượu ngô Bản Phố", "Hợp tác xã Bản Phố", "beverage", 3, "new"),
    ]
    assert {row["recognised_on"] for row in answer["rows"]} == {"2026-03-05"}
    assert {row["decision_number"] for row in answer["rows"]} == {"123/QĐ-UBND"}
    assert {row["issuing_authority"] for row in answer["rows"]} == {"Chủ tịch UBND tỉnh Lào Cai"}
    assert {row["province"] for row in answer["rows"]} == {"Lào Cai"}
    assert [line["row"] for line in answer["passed_over"]] == [7, 11, 13, 15, 16]
    assert certified("2029-03-05T23:59:59.999") == 4


def test_an_appendix_with_numbers_and_days_of_all_kinds(run: Run) -> None:
    book = numbered_appendix()
    code, answer, errors = run(saved(book), name="bieu.xlsx")
    assert code == 2
    assert 'dòng 9, cột "Hạng sao": ô có công thức chưa tính' in errors
    book["Tổng hợp"]["E9"] = 4
    code, answer, errors = run(saved(book), name="bieu.xlsx")
    assert (code, errors) == (0, "")
    assert [(row["stars"], row["recognised_on"]) for row in answer["rows"]] == [(4, "2025-02-28")] * 5
    assert "Bản nháp" not in [row["product_name"] for row in answer["rows"]]
    assert answer["rows"][1]["district"] == "Huyện Bắc Hà"


def test_a_workbook_with_a_sheet_for_each_level(run: Run) -> None:
    code, answer, _ = run(saved(one_sheet_a_level()), name="sao.xlsx")
    assert code == 0
    assert [(row["sheet"], row["product_name"], row["stars"]) for row in answer["rows"]] == [
        ("3 sao", "Miến dong", 3),
        ("4 sao", "Gạo nếp", 4),
    ]
    assert {row["recognised_on"] for row in answer["rows"]} == {"2024-02-29"}
    assert db.session.scalars(select(Certificate.last_day).distinct()).one() == date(2027, 2, 28)


def test_options_fill_what_the_file_leaves_open(run: Run) -> None:
    content = "Tên sản phẩm;Chủ thể;Sao\nMật ong;HTX Ong;4\n"
    assert run(content)[0] == 2
    options = (
        "--decision",
        "9/QĐ-UBND",
        "--decided-on",
        "2026-03-05",
        "--issuer",
        "UBND tỉnh Lào Cai",
        "--province",
        "Lào Cai",
    )
    code, _, _ = run(content, *options)
    assert code == 0
    certificate = db.session.scalars(select(Certificate)).one()
    assert (certificate.decision_number, certificate.decided_on) == ("9/QĐ-UBND", date(2026, 3, 5))
    assert certificate.issuer == "UBND tỉnh Lào Cai"


def test_a_later_decision_renews_and_the_same_one_in_other_words_changes_nothing(run: Run) -> None:
    run(f"{HEADER}\n{ROW}\n")
    same = ROW.replace("Mật ong", " MẬT  ONG").replace("HTX Ong", "Hợp tác xã Ong")
    assert run(f"{HEADER}\n{same}\n")[1]["totals"]["unchanged"] == 1
    later = ROW.replace("5/3/2026", "6/11/2026").replace("12/", "99/")
    assert run(f"{HEADER}\n{later}\n")[1]["totals"]["renewed"] == 1
    assert len(db.session.scalars(select(CertifiedGood)).all()) == 1
    assert len(db.session.scalars(select(Certificate)).all()) == 2


def test_the_day_completes_a_certificate_of_which_only_the_year_was_known(run: Run) -> None:
    run(f"{HEADER}\n{ROW.replace('5/3/2026', '2024').replace('12/QĐ-UBND', '')}\n")
    code = db.session.scalars(select(Certificate.code)).one()
    _, answer, _ = run(f"{HEADER}\n{ROW.replace('5/3/2026', '5/2/2024')}\n")
    assert [(row["outcome"], row["reason"]) for row in answer["rows"]] == [("renewed", "day_completed")]
    certificate = db.session.scalars(select(Certificate)).one()
    assert (certificate.code, certificate.last_day, certificate.day_is_known) == (code, date(2027, 2, 5), True)
    assert certificate.completion is not None
    _, answer, _ = run(f"{HEADER}\n{ROW.replace('5/3/2026', 'năm 2024')}\n")
    assert answer["totals"]["unchanged"] == 1


def test_names_that_only_marks_tell_apart_stay_apart(run: Run) -> None:
    rows = [ROW.replace("HTX Ong", name) for name in ("HTX Thanh Bình", "HTX Thành Bình", "hợp tác xã THANH BÌNH")]
    run("\n".join([HEADER, *rows]))
    assert set(db.session.scalars(select(Producer.name))) == {"HTX Thanh Bình", "HTX Thành Bình"}


def test_a_name_typed_without_marks_joins_the_only_one_it_can_mean(run: Run) -> None:
    run("\n".join([HEADER, ROW.replace("HTX Ong", "HTX Thanh Bình"), ROW.replace("HTX Ong", "HTX THANH BINH")]))
    assert db.session.scalars(select(Producer.name)).all() == ["HTX Thanh Bình"]


def test_cooperatives_of_one_name_in_two_districts_are_two_and_companies_are_one(run: Run) -> None:
    elsewhere = ROW.replace("xã Bảo Hà,huyện Bảo Yên", "xã Nậm Đét,huyện Bắc Hà")
    company = [row.replace("HTX Ong", "Công ty TNHH Ong").replace("Mật ong", "Sáp") for row in (ROW, elsewhere)]
    run("\n".join([HEADER, ROW, elsewhere, *company]))
    assert Counter(db.session.scalars(select(Producer.name))) == {"HTX Ong": 2, "Công ty TNHH Ong": 1}


REFUSED = [
    ("2", ROW.replace(",4,", ",2,"), "stars_too_few", "Hạng sao"),
    ("6 stars", ROW.replace(",4,", ",6,"), "stars_out_of_range", "Hạng sao"),
    ("unreadable stars", ROW.replace(",4,", ",khá,"), "stars_unreadable", "Hạng sao"),
    ("not reached", ROW.replace(",4,", ",không đạt,"), "stars_not_reached", "Hạng sao"),
    ("31 February", ROW.replace("5/3/2026", "31/02/2026"), "day_impossible", "Ngày công nhận"),
    ("month first", ROW.replace("5/3/2026", "3/25/2026"), "day_impossible", "Ngày công nhận"),
    ("short year", ROW.replace("5/3/2026", "5/3/26"), "day_two_digit_year", "Ngày công nhận"),
    ("future day", ROW.replace("5/3/2026", "22/11/2026"), "day_in_future", "Ngày công nhận"),
    ("future year", ROW.replace("5/3/2026", "2027"), "day_in_future", "Ngày công nhận"),
    ("before the programme", ROW.replace("5/3/2026", "5/3/2006"), "year_too_early", "Ngày công nhận"),
    ("no name", ROW.replace("Mật ong", ""), "name_missing", "Tên sản phẩm"),
    ("no letters", ROW.replace("Mật ong", "12345"), "name_unreadable", "Tên sản phẩm"),
    ("endless name", ROW.replace("Mật ong", "ong " * 100), "too_long", "Tên sản phẩm"),
    ("name whose signs are words", ROW.replace("Mật ong", "ﷺ" * 100), "too_long", "Tên sản phẩm"),
    ("producer of legal forms", ROW.replace("HTX Ong", "HTX " * 60), "too_long", "Chủ thể"),
    ("no province", ROW.replace("Lào Cai", ""), "province_missing", "Tỉnh"),
    ("unknown province", ROW.replace("Lào Cai", "Atlantis"), "province_unknown", "Tỉnh"),
    ("other stars below", f"{ROW}\n{ROW.replace(',4,', ',5,')}", "contradicts_row", None),
]


@pytest.mark.parametrize(("row", "code", "column"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_row_is_refused_with_its_place_and_the_whole_file_with_it(
    run: Run, row: str, code: str, column: str | None
) -> None:
    good_row = ROW.replace("Mật ong", "Gạo nếp").replace("5/3/2026", "25/3/2026")
    empty = state()
    exit_code, answer, errors = run(f"{HEADER}\n{good_row}\n{row}\n")
    assert exit_code == 2
    refused = answer["refused"][-1]
    assert (refused["code"], refused["column"]) == (code, column)
    number = 2 + len(row.splitlines())
    assert refused["row"] == number
    assert f"Dòng {number}" in errors
    assert f"Row {number}" in errors
    assert answer["rows"][0]["outcome"] == "new"
    assert answer["totals"]["refused"] == 1
    assert state() == empty


def test_a_contradiction_with_the_register_is_refused(run: Run) -> None:
    run(f"{HEADER}\n{ROW}\n")
    before = state()
    code, answer, _ = run(f"{HEADER}\n{ROW.replace(',4,', ',5,')}\n")
    assert (code, answer["refused"][0]["code"]) == (2, "contradicts_register")
    assert state() == before


def test_a_row_that_contradicts_an_option_is_refused(run: Run) -> None:
    code, answer, _ = run(f"{HEADER}\n{ROW}\n", "--decision", "13/QĐ-UBND", "--province", "Yên Bái")
    assert code == 2
    assert {refused["code"] for refused in answer["refused"]} == {"contradicts_option"}


def test_stars_marked_twice_are_refused(run: Run) -> None:
    book = marked_appendix()
    book.active["G8"], book.active["H8"] = "x", "x"
    code, answer, _ = run(saved(book), name="phu-luc.xlsx")
    assert (code, answer["refused"][0]["code"], answer["refused"][0]["row"]) == (2, "stars_twice", 8)


def test_a_cell_with_an_error_is_refused(run: Run) -> None:
    book = marked_appendix()
    book.active["C12"] = "#REF!"
    code, answer, _ = run(saved(book), name="phu-luc.xlsx")
    assert (code, answer["refused"][0]["code"]) == (2, "cell_broken")


def test_what_begins_like_a_formula_stays_text(run: Run) -> None:
    code, _, _ = run(f"{HEADER}\n{ROW.replace('Mật ong', '=HYPERLINK(1) ong')}\n")
    assert code == 0
    assert db.session.scalars(select(CertifiedGood.name)).one() == "=HYPERLINK(1) ong"


def test_a_bare_list_of_names_gives_goods_that_wait(run: Run) -> None:
    code, answer, _ = run("Tên sản phẩm\tTỉnh\nMật ong\tLào Cai\nXà phòng\tLào Cai\n")
    assert code == 0
    assert [row["outcome"] for row in answer["rows"]] == ["awaiting_officer"] * 2
    assert answer["rows"][0]["reason"] == "stars_unknown year_unknown producer_unknown"


def test_the_human_answer_names_rows_and_totals(app: Flask, tmp_path: Path, set_clock: Callable[..., None]) -> None:
    set_clock(DEMONSTRATION_DAY)
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADER}\n{ROW}\n", encoding="utf-8")
    result = app.test_cli_runner().invoke(args=["register", "import", str(path)])
    assert result.stdout.splitlines()[0] == "2\tnew\tMật ong\t"
    assert result.stdout.splitlines()[-1].startswith("rows: 1  new: 1")


def test_due_lists_the_cliff_with_its_filing_window(run: Run, app: Flask) -> None:
    run(REGISTER)
    result = app.test_cli_runner().invoke(args=["register", "due", "--within", "45", "--json"])
    due = json.loads(result.stdout)["due"]
    assert len(due) == 63
    assert due[0]["last_day"] == "2026-12-29"
    assert due[0]["days_left"] == 38
    assert (due[0]["filing_opens_on"], due[0]["filing_closes_on"]) == ("2026-07-02", "2026-08-31")
    assert sorted(due, key=lambda entry: entry["last_day"]) == due
    assert "63 certificates end" in app.test_cli_runner().invoke(args=["register", "due", "--within", "45"]).stdout


def test_an_unknown_province_as_option_is_a_slip(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADER, encoding="utf-8")
    result = app.test_cli_runner().invoke(args=["register", "import", str(path), "--province", "Atlantis"])
    assert result.exit_code == 2
    assert "Atlantis" in result.stderr


def test_a_file_without_a_table_says_what_it_saw(run: Run) -> None:
    code, answer, errors = run(saved(sheet_of([["Kính gửi"], ["Báo cáo"]])), name="a.xlsx")
    assert (code, answer["refused"][0]["code"]) == (2, "no_header")
    assert "Kính gửi | Báo cáo" in errors


def test_number_and_day_may_share_a_column(run: Run) -> None:
    header = "STT,Tên sản phẩm,Chủ thể,Tỉnh,Sao,Số và ngày quyết định"
    rows = [
        "1,Mật ong,HTX Ong,Lào Cai,4,Quyết định số 12/QĐ-UBND ngày 5/3/2026",
        "2,Phấn hoa,HTX Ong,Lào Cai,4,12/QĐ-UBND ngày 05 tháng 3 năm 2026",
        "3,Sáp ong,HTX Ong,Lào Cai,4,12/QĐ-UBND (5/3/2026)",
        "4,Sữa ong chúa,HTX Ong,Lào Cai,4,12/QĐ-UBND",
    ]
    code, answer, _ = run("\n".join([header, *rows]))
    assert code == 0
    assert {row["decision_number"] for row in answer["rows"]} == {"12/QĐ-UBND"}
    assert [row["recognised_on"] for row in answer["rows"]] == ["2026-03-05"] * 3 + [None]
    code, answer, _ = run(f"{header}\n1,Mật ong,HTX Ong,Lào Cai,4,12/QĐ-UBND ngày 31/2/2026\n")
    assert (code, answer["refused"][0]["code"]) == (2, "day_impossible")


def test_a_plan_with_a_day_of_recognition_and_one_with_a_year_that_differs_are_refused(run: Run) -> None:
    header = "Tên sản phẩm,Chủ thể,Tỉnh,Ngày công nhận,Năm công nhận,Ghi chú"
    code, answer, _ = run(f"{header}\nMật ong,HTX Ong,Lào Cai,5/3/2026,,Dự kiến\n")
    assert (code, answer["refused"][0]["code"]) == (2, "plan_with_decision")
    code, answer, _ = run(f"{header}\nMật ong,HTX Ong,Lào Cai,5/3/2026,2025,\n")
    assert (code, answer["refused"][0]["code"]) == (2, "year_contradicts_day")
    assert run(f"{header}\nMật ong,HTX Ong,Lào Cai,,,Dự kiến năm 2027\n")[1]["totals"]["planned"] == 1


def test_a_cross_under_two_stars_is_refused(run: Run) -> None:
    header = "STT,Tên sản phẩm,Chủ thể,Tỉnh,2 sao,3 sao"
    code, answer, errors = run(f"{header}\n1,Mật ong,HTX Ong,Lào Cai,x,\n")
    assert (code, answer["refused"][0]["code"], answer["refused"][0]["column"]) == (2, "stars_too_few", "2 sao")
    assert "1-2 sao không được cấp giấy chứng nhận" in errors
    assert "1-2 stars get no certificate" in errors


def test_a_later_file_may_name_the_place_and_the_group_that_the_first_did_not(run: Run) -> None:
    first = ROW.replace("xã Bảo Hà,huyện Bảo Yên", ",")
    run(f"{HEADER}\n{first}\n")
    good = db.session.scalars(select(CertifiedGood)).one()
    assert (good.commune_code, good.group) == (None, None)
    run(f"{HEADER},Nhóm\n{ROW},Thực phẩm\n")
    db.session.expire_all()
    good = db.session.scalars(select(CertifiedGood)).one()
    assert (good.former_commune, good.group, good.name) == ("xã Bảo Hà", "food", "Mật ong")
    assert good.commune_code is not None
    assert db.session.get(GoodPlace, (good.id, f"c:{good.commune_code}")) is not None
    assert len(db.session.scalars(select(Producer)).all()) == 1


def test_goods_of_one_name_get_addresses_of_their_own(run: Run) -> None:
    makers = ["HTX A", "HTX B", "HTX  B, xã khác", "HTX C"]
    rows = [ROW.replace("HTX Ong", f'"{maker}"') for maker in makers]
    run("\n".join([HEADER, *rows, rows[0].replace("Lào Cai", "Hà Giang")]))
    slugs = db.session.scalars(select(CertifiedGood.slug).order_by(CertifiedGood.id)).all()
    assert slugs == ["mat-ong", "mat-ong-htx-b", "mat-ong-htx-b-xa-khac", "mat-ong-htx-c", "mat-ong-htx-a"]


def test_certificates_that_only_marks_tell_apart_get_codes_of_their_own(run: Run) -> None:
    run("\n".join([HEADER, ROW.replace("Mật ong", "Chè dây"), ROW.replace("Mật ong", "Chè dẩy")]))
    assert len(set(db.session.scalars(select(Certificate.code)))) == 2
