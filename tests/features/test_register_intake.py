"""A file of decisions from the officer's upload to the register: looked at, corrected, applied, or given up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop import clock
from shop.certification import (
    ActState,
    Certificate,
    CertifiedGood,
    CorrectGood,
    Extend,
    Merge,
    RegisterImport,
    RegisterRow,
    RevocationGround,
    Revoke,
    Scope,
    Undo,
    confirm_act,
    find_act,
    list_acts,
)
from shop.child_process import Limits
from shop.config import ROOT
from shop.database import db, transaction
from shop.register_files import reading_child
from shop.register_files.reasons import ReasonCode
from shop.register_files.titles import Decision
from shop.register_intake import (
    CorrectionRefused,
    DoubtCode,
    DoubtsOpen,
    Mark,
    NoSuchChoice,
    NoSuchUpload,
    NothingToApply,
    PlanChanged,
    RegisterUpload,
    RowsRefused,
    Sender,
    Tab,
    UploadNotOpen,
    UploadRow,
    UploadState,
    accept_doubts,
    ask_to_apply,
    cancel_upload,
    choose_good,
    choose_producer,
    correct_row,
    find_upload,
    kept_sheet,
    leave_out,
    leave_out_refused,
    list_upload_rows,
    send_upload,
    staging,
    take_in,
    work_on_uploads,
)
from shop.values.dates import end_of_day
from tests.conftest import DEMONSTRATION_DAY
from tests.factories.register import make_good, make_producer
from tests.features.test_register_acts import do

REGISTER = ROOT / "data" / "ocop_register.csv"
HEADER = "Tên sản phẩm,Chủ thể,Xã,Huyện,Tỉnh,Hạng sao,Ngày công nhận,Số quyết định"
ROW = "Mật ong,HTX Ong,xã Bảo Hà,huyện Bảo Yên,Lào Cai,4,5/3/2026,12/QĐ-UBND"
COUNTRY = Sender("officer:1", None)
LAO_CAI = Sender("officer:2", "15")
NOTHING_GIVEN = Decision()

Send = Callable[..., RegisterUpload]


@contextmanager
def read_here(module: str, told: str, file: Path, limits: Limits) -> Iterator[Iterator[bytes]]:
    """Reads a file without a process of its own, which takes most of a second to start."""
    yield reading_child.stream(told, file.read_bytes())


@pytest.fixture
def send(app: Flask, set_clock: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Send:
    """Puts a file up and lets the worker do what it can."""
    monkeypatch.setattr(staging, "lines_of_child", read_here)
    set_clock(DEMONSTRATION_DAY)
    media = app.config["SHOP"].media_dir

    def put_up(
        content: str | bytes, *, sender: Sender = COUNTRY, given: Decision = NOTHING_GIVEN, name: str = "qd.csv"
    ) -> RegisterUpload:
        data = content.encode() if isinstance(content, str) else content
        with kept_sheet(name, data, media) as file, transaction():
            number = send_upload(sender, file, given, clock.now()).id
        work_on_uploads(media)
        return again(number)

    return put_up


def again(number: int) -> RegisterUpload:
    db.session.rollback()
    return find_upload(None, number)


def table(*rows: str) -> str:
    return "\n".join([HEADER, *rows])


def rows_of(upload: RegisterUpload, tab: Tab = Tab.ALL) -> list[UploadRow]:
    return list_upload_rows(upload, tab, offset=0, limit=1000)


def apply(app: Flask, upload: RegisterUpload) -> RegisterUpload:
    number = upload.id
    with transaction():
        ask_to_apply(find_upload(None, number), find_upload(None, number).plan_version, "officer:1", clock.now())
    work_on_uploads(app.config["SHOP"].media_dir)
    return again(number)


def register_size() -> tuple[int, ...]:
    db.session.rollback()
    tables = (CertifiedGood, Certificate, RegisterRow, RegisterImport)
    return tuple(db.session.scalar(select(func.count()).where(one.counts)) or 0 for one in tables)


def test_a_file_waits_until_it_was_looked_at_and_is_taken_once(app: Flask, send: Send) -> None:
    upload = send(REGISTER.read_bytes())
    assert upload.state == UploadState.READY
    assert register_size() == (0, 0, 0, 0)
    assert upload.totals["rows"] == upload.rows_total == 400
    assert (upload.totals["new"], upload.totals["renewed"], upload.totals["awaiting"]) == (291, 6, 87)
    with transaction():
        for code in DoubtCode:
            accept_doubts(find_upload(None, upload.id), code)
    work_on_uploads(app.config["SHOP"].media_dir)
    upload = apply(app, again(upload.id))
    assert upload.state == UploadState.APPLIED
    assert register_size() == (393, 297, 400, 1)
    second = send(REGISTER.read_bytes())
    assert second.same_as_id == upload.id
    assert second.totals["unchanged"] == 400
    with transaction(), pytest.raises(NothingToApply):
        ask_to_apply(find_upload(None, second.id), second.plan_version, "officer:1", clock.now())


def test_what_cannot_be_read_is_corrected_in_place_or_left_out(app: Flask, send: Send) -> None:
    upload = send(
        table(ROW, ROW.replace("Mật ong", "Trà").replace("5/3/2026", "31/2/2026"), ROW.replace("4,5/", "9,5/"))
    )
    assert upload.totals["refused"] == 2
    impossible, _ = rows_of(upload, Tab.REFUSED)
    assert [reason.code for reason in impossible.reasons] == [ReasonCode.DAY_IMPOSSIBLE]
    assert impossible.statement.producer == "HTX Ong"
    with transaction(), pytest.raises(RowsRefused):
        ask_to_apply(find_upload(None, upload.id), upload.plan_version, "officer:1", clock.now())
    with transaction(), pytest.raises(CorrectionRefused) as refused:
        correct_row(find_upload(None, upload.id), impossible.id, {"decided_on": "32/1/2026", "name": "Trà xanh"})
    assert list(refused.value.fields) == ["decided_on"]
    with transaction():
        correct_row(find_upload(None, upload.id), impossible.id, {"decided_on": "28/2/2026"})
        leave_out_refused(find_upload(None, upload.id))
        take_in(find_upload(None, upload.id), [impossible.id])
    work_on_uploads(app.config["SHOP"].media_dir)
    upload = again(upload.id)
    assert (upload.totals["new"], upload.totals["refused"], upload.totals["left_out"]) == (2, 0, 1)
    upload = apply(app, upload)
    assert register_size() == (2, 2, 2, 1)
    assert {str(day) for day in db.session.scalars(select(Certificate.decided_on))} == {"2026-03-05", "2026-02-28"}


def test_the_very_same_file_comes_to_the_same_with_what_officers_said_of_it(app: Flask, send: Send) -> None:
    content = table(ROW, ROW.replace("Mật ong", "Trà").replace("4,5/3/2026", "2,5/3/2026"), ROW.replace(",4,", ",x,"))
    upload = send(content)
    wrong, unreadable = rows_of(upload, Tab.REFUSED)
    with transaction():
        correct_row(find_upload(None, upload.id), wrong.id, {"stars": "3"})
        leave_out(find_upload(None, upload.id), [unreadable.id])
    work_on_uploads(app.config["SHOP"].media_dir)
    assert apply(app, again(upload.id)).state == UploadState.APPLIED
    size = register_size()
    second = send(content)
    assert (second.totals["unchanged"], second.totals["left_out"], second.totals["stored"]) == (2, 1, 0)
    assert register_size() == size


def test_a_row_that_was_corrected_is_known_in_any_other_file(app: Flask, send: Send) -> None:
    """It is known by what is printed, so that no officer corrects it twice."""
    odd = ROW.replace("4,5/3/2026", "2,5/3/2026")
    upload = send(table(odd))
    with transaction():
        correct_row(find_upload(None, upload.id), rows_of(upload)[0].id, {"stars": "3"})
    work_on_uploads(app.config["SHOP"].media_dir)
    apply(app, again(upload.id))
    other = send(table(ROW.replace("Mật ong", "Trà"), odd))
    assert (other.totals["new"], other.totals["unchanged"], other.totals["refused"]) == (1, 1, 0)


def test_a_producer_spelled_otherwise_is_asked_about_once_for_all_its_rows(app: Flask, send: Send) -> None:
    usual = ROW.replace("HTX Ong", "HTX Ong Bảo Hà")
    assert apply(app, send(table(usual))).state == UploadState.APPLIED
    slip = ROW.replace("HTX Ong", "HTX Ong Bảo Hạ")
    upload = send(table(slip.replace("Mật ong", "Trà"), slip.replace("Mật ong", "Rượu")))
    row, other = rows_of(upload, Tab.DOUBTFUL)
    assert [doubt.code for doubt in row.open_doubts] == [DoubtCode.PRODUCER_ALIKE]
    with transaction(), pytest.raises(DoubtsOpen):
        ask_to_apply(find_upload(None, upload.id), upload.plan_version, "officer:1", clock.now())
    meant = row.doubts[0].candidates[0]
    with transaction():
        assert choose_producer(find_upload(None, upload.id), row.id, meant) == 2
    work_on_uploads(app.config["SHOP"].media_dir)
    upload = apply(app, again(upload.id))
    assert upload.state == UploadState.APPLIED
    assert set(db.session.scalars(select(CertifiedGood.producer_id))) == {meant}
    # The spelling is known from now on.
    assert send(table(slip.replace("Mật ong", "Chè"))).totals["open"] == 0
    assert other.row.upload_id == upload.id


def test_nothing_is_applied_that_was_not_looked_at(app: Flask, send: Send) -> None:
    upload = send(table(ROW))
    seen = upload.plan_version
    other = apply(app, send(table(ROW.replace(",4,", ",3,").replace("12/QĐ", "11/QĐ").replace("5/3/2026", "5/3/2025"))))
    assert other.state == UploadState.APPLIED
    with transaction():
        ask_to_apply(find_upload(None, upload.id), seen, "officer:1", clock.now())
    work_on_uploads(app.config["SHOP"].media_dir)
    upload = again(upload.id)
    assert (upload.state, upload.has_changed) == (UploadState.READY, True)
    assert upload.totals["renewed"] == 1
    assert rows_of(upload)[0].has(Mark.STARS)
    with transaction(), pytest.raises(PlanChanged):
        ask_to_apply(find_upload(None, upload.id), seen, "officer:1", clock.now())
    assert apply(app, again(upload.id)).state == UploadState.APPLIED


def test_a_file_of_another_province_is_named_row_by_row(app: Flask, send: Send) -> None:
    mine = send(
        table(ROW, ROW.replace("Lào Cai", "Lâm Đồng").replace("xã Bảo Hà,huyện Bảo Yên", ",")),
        sender=Sender("officer:2", "15"),
    )
    [outside] = rows_of(mine, Tab.REFUSED)
    assert [reason.code for reason in outside.reasons] == [ReasonCode.OUTSIDE_SCOPE]
    with pytest.raises(NoSuchUpload):
        find_upload("68", mine.id)
    assert find_upload("15", mine.id).id == mine.id


def test_what_is_remembered_of_a_file_holds_for_those_who_may_say_it(app: Flask, send: Send) -> None:
    away = ("", "huyện Đồng Văn", "Hà Giang")
    good, maker = make_good("Mật ong rừng", place=away).id, make_producer("HTX Đồng Văn", away).id
    content = table(ROW, ROW.replace("Mật ong", "Trà").replace("HTX Ong", "HTX Trà"))
    upload = send(content)
    with transaction():
        choose_good(find_upload(None, upload.id), rows_of(upload)[0].id, good)
    work_on_uploads(app.config["SHOP"].media_dir)
    upload = apply(app, again(upload.id))
    assert upload.state == UploadState.APPLIED
    do(Undo(upload.act_id or 0))
    assert send(content).same_as_id == upload.id
    mine = send(content, sender=LAO_CAI)
    assert mine.same_as_id is None
    with transaction():  # as if it were remembered all the same
        for row, choice in zip(rows_of(mine), ({"good": good}, {"producer": maker}), strict=True):
            row.row.choice = choice
            correct_row(find_upload(None, mine.id), row.id, {})
    work_on_uploads(app.config["SHOP"].media_dir)
    assert apply(app, again(mine.id)).state == UploadState.APPLIED
    written = select(CertifiedGood.province_code, CertifiedGood.producer_id).join(Certificate.good)
    counted = list(db.session.execute(written.where(Certificate.counts)))
    assert [province for province, _ in counted] == ["15", "15"]
    assert maker not in {producer for _, producer in counted}


def test_a_chosen_good_takes_its_certificate_to_where_it_was_merged(app: Flask, send: Send) -> None:
    kept, gone = make_good("Mật ong hoa").id, make_good("Mật ong rừng").id
    upload = send(table(ROW))
    [row] = rows_of(upload)
    with transaction():
        choose_good(find_upload(None, upload.id), row.id, gone)
    work_on_uploads(app.config["SHOP"].media_dir)
    do(Merge(kept, gone))
    upload = apply(app, again(upload.id))
    assert (upload.state, upload.has_changed) == (UploadState.READY, True)
    [row] = rows_of(upload)
    assert (row.good_id, row.choice.good_id) == (kept, kept)
    with transaction(), pytest.raises(NoSuchChoice):
        choose_good(find_upload(None, upload.id), row.id, gone)
    assert apply(app, again(upload.id)).state == UploadState.APPLIED
    assert list(db.session.scalars(select(Certificate.good_id).where(Certificate.counts))) == [kept]


def test_a_doubt_is_open_again_where_the_chosen_good_counts_no_more(app: Flask, send: Send) -> None:
    known = apply(app, send(table(ROW.replace("Mật ong", "Mật ong hoa rừng"))))
    [meant] = db.session.scalars(select(CertifiedGood.id))
    upload = send(table(ROW.replace("Mật ong", "Mật ong hoa rửng").replace("5/3", "5/9")))
    [row] = rows_of(upload)
    assert [doubt.candidates for doubt in row.open_doubts] == [(meant,)]
    with transaction():
        choose_good(find_upload(None, upload.id), row.id, meant)
    work_on_uploads(app.config["SHOP"].media_dir)
    assert again(upload.id).totals["open"] == 0
    do(Undo(known.act_id or 0))
    upload = apply(app, again(upload.id))
    assert (upload.state, upload.has_changed) == (UploadState.READY, True)
    assert (again(upload.id).totals["goods_new"], rows_of(upload)[0].choice.good_id) == (1, None)
    assert apply(app, again(upload.id)).state == UploadState.APPLIED
    assert meant not in db.session.scalars(select(Certificate.good_id).where(Certificate.counts))


def test_an_import_is_not_opened_once_a_good_of_it_lies_elsewhere(app: Flask, send: Send) -> None:
    """Neither is what took it back, put it back, or waits to."""
    rows = (ROW.replace("Mật ong", f"Mật ong {number}") for number in range(21))
    here, number = Scope("15"), apply(app, send(table(*rows), sender=LAO_CAI)).act_id or 0
    undo = do(Undo(number), by="officer:2", scope=here).id
    with transaction():
        confirm_act(undo, by="officer:1", at=clock.now())
    redo = do(Undo(undo), by="officer:2", scope=here).id
    waiting = do(Undo(redo), by="officer:2", scope=here)
    assert waiting.state == ActState.WAITING
    numbers = (number, undo, redo, waiting.id)
    assert [find_act(one, here) is not None for one in numbers] == [True] * 4
    assert list_acts(here)[1] == 4
    good = db.session.scalars(select(CertifiedGood).limit(1)).one()
    do(CorrectGood(good.id, good.name, good.group, good.producer_id, "08", None))
    assert [find_act(one, here) is not None for one in numbers] == [False] * 4
    assert list_acts(here)[1] == 0


def test_completing_the_day_of_a_revoked_certificate_brings_nothing_back(app: Flask, send: Send) -> None:
    only_year = "4,2024,12/QĐ-UBND"
    assert apply(app, send(table(ROW.replace("4,5/3/2026,12/QĐ-UBND", only_year)))).state == UploadState.APPLIED
    [code] = db.session.scalars(select(Certificate.code))
    do(Revoke((code,), RevocationGround.LAW_BROKEN), at=clock.now() - timedelta(days=1))
    upload = send(table(ROW.replace("5/3/2026", "5/3/2024")))
    [row] = rows_of(upload, Tab.COMPLETED)
    assert (row.before, row.after, upload.totals["goods_appear"]) == (None, None, 0)
    assert not row.has(Mark.APPEARS)


def test_a_day_that_is_completed_after_an_extension_counts_its_36_months(app: Flask, send: Send) -> None:
    """The extension was for a certificate that seemed to end earlier; it shortens none. The review says what comes."""
    only_year = ROW.replace("4,5/3/2026,12/QĐ-UBND", "4,2024,12/QĐ-UBND")
    assert apply(app, send(table(only_year))).state == UploadState.APPLIED
    [code] = db.session.scalars(select(Certificate.code))
    do(Extend((code,), date(2027, 3, 1)))
    upload = send(table(ROW.replace("5/3/2026", "5/11/2024")))
    [row] = rows_of(upload)
    assert row.after is not None
    apply(app, upload)
    [certificate] = db.session.scalars(select(Certificate))
    assert (row.after[1], certificate.last_valid_day) == (date(2027, 11, 5), date(2027, 11, 5))
    assert certificate.valid_until == end_of_day(date(2027, 11, 5))


def test_a_file_that_is_no_table_is_refused_and_given_up_files_stay_so(app: Flask, send: Send) -> None:
    nothing = send("a;b\n1;2\n")
    assert nothing.state == UploadState.REFUSED
    assert nothing.trouble is not None and nothing.trouble["code"] == ReasonCode.NO_HEADER
    upload = send(table(ROW))
    with transaction():
        cancel_upload(find_upload(None, upload.id), "officer:1", clock.now())
    assert work_on_uploads(app.config["SHOP"].media_dir) == 0
    with transaction(), pytest.raises(UploadNotOpen):
        ask_to_apply(find_upload(None, upload.id), upload.plan_version, "officer:1", clock.now())
    assert register_size() == (0, 0, 0, 0)


def test_the_file_itself_is_kept_as_it_came(app: Flask, send: Send, tmp_path: Path) -> None:
    from shop.register_intake import sheet_path

    upload = send(table(ROW), name="QĐ 12.csv")
    kept = sheet_path(upload.stem, upload.form, app.config["SHOP"].media_dir)
    assert kept.read_bytes().decode() == table(ROW)
    assert (upload.name, upload.form, upload.size) == ("QĐ 12.csv", "csv", len(table(ROW).encode()))
