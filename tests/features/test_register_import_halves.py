"""An import is entered some goods at a time: nothing of it is seen before all of it counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from shop import clock
from shop.certification import (
    WHOLE_COUNTRY,
    Certificate,
    CertifiedGood,
    GoodPlace,
    Merge,
    RegisterAct,
    RegisterImport,
    RegisterRow,
    Undo,
    find_certificate,
    find_good_by_slug,
    find_kept_good,
    find_withdrawn_certificate,
    list_acts,
    list_rows_of_good,
    list_taken_back,
    list_withdrawn_certificates,
    register_picture,
    register_store,
)
from shop.certification.register_store import ReadyImport
from shop.database import Base, bulk, db, transaction
from shop.producers import Producer, find_producer_by_slug, find_producers, list_producer_names
from shop.register_intake import (
    Ahead,
    RegisterUpload,
    Tab,
    UploadState,
    applying,
    ask_to_apply,
    cancel_upload,
    claims,
    correct_row,
    find_upload,
    list_upload_rows,
    rules,
    uploads_wait,
    work_on_uploads,
)
from tests.conftest import DEMONSTRATION_DAY, faults
from tests.doors.programme_visiting import officer
from tests.factories.register import make_certificate, make_good, make_producer
from tests.features.test_register_acts import award_of, do
from tests.features.test_register_intake import ROW, Send, again, apply, register_size, send, table
from tests.features.test_register_intake_races import Killed, dying

__all__ = ["send"]

GOODS = 40
NAME, MAKER = "Chè hoàng yến", "HTX Chim Quý"
ROWS = [ROW.replace("Mật ong", f"{NAME} {number}").replace("HTX Ong", MAKER) for number in range(GOODS)]
WHOLE = (GOODS, GOODS, GOODS, 1)
NOTHING = (0, 0, 0, 0)
Halved = Callable[..., RegisterUpload]


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A transaction for every fifteen rows, as a file of a hundred thousand has one for some thousand."""
    monkeypatch.setattr(bulk, "AT_ONCE", 15)
    monkeypatch.setattr(applying, "SECONDS_AT_ONCE", 0)
    monkeypatch.setattr(applying, "SECONDS_FOR_OTHERS", 0)


@pytest.fixture
def halved(app: Flask, send: Send, monkeypatch: pytest.MonkeyPatch, small_steps: None) -> Halved:
    """A file whose worker was killed at the given call of a function: in the middle of its goods."""

    def enter(where: object = claims.Claim, name: str = "write", call: int = 6) -> RegisterUpload:
        upload = send(table(*ROWS))
        with dying(monkeypatch, where, name, call), pytest.raises(Killed):
            apply(app, upload)
        return again(upload.id)

    return enter


def is_half_there() -> bool:
    return count(CertifiedGood) > 0


def count(table: type[Base]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def nothing_is_told() -> bool:
    """Not by any way of asking for goods, producers or acts."""
    db.session.rollback()
    return (
        register_size() == NOTHING
        and not register_picture(clock.now()).entries
        and (find_good_by_slug("che-hoang-yen-0"), find_kept_good("che-hoang-yen-0")) == (None, None)
        and (find_producer_by_slug("htx-chim-quy"), find_producers(MAKER), list_producer_names()) == (None, [], [])
        and list_acts(WHOLE_COUNTRY)[1] == 0
        and faults() == []
    )


def is_forgotten() -> bool:
    """Not a row of it is left in any table."""
    tables = (CertifiedGood, GoodPlace, Producer, RegisterAct, Certificate, RegisterImport, RegisterRow)
    return not any(map(count, tables))


# In the order in which they are written, while nothing of them is seen.
TABLES = (RegisterAct, Producer, CertifiedGood, GoodPlace, Certificate, RegisterRow)
# Where it is killed, and how many of these tables have rows by then.
DEATHS = [
    (claims.Claim, "write", 2, 0),  # before the act is opened
    (claims.Claim, "write", 3, 0),  # before it is signed
    (claims.Claim, "write", 4, 1),  # before its producers
    (claims.Claim, "write", 5, 2),  # before its goods
    (claims.Claim, "write", 6, 3),  # between them
    (claims.Claim, "write", 9, 4),  # between their places
    (claims.Claim, "write", 23, 5),  # between their certificates
    (claims.Claim, "write", 27, 6),  # between the rows of the file
    (ReadyImport, "let_count", 1, 6),
    (register_store, "let_rows_count", 1, 6),
    (register_store, "close_import", 1, 6),
    (claims.Claim, "end", 1, 6),
]


@pytest.mark.parametrize("death", DEATHS)
def test_a_worker_killed_anywhere_leaves_nothing_to_see_and_the_next_enters_it_once(
    app: Flask, halved: Halved, set_clock: Callable[..., None], death: tuple[object, str, int, int]
) -> None:
    *where, written = death
    upload = halved(*where)
    assert [count(one) > 0 for one in TABLES] == [number < written for number in range(len(TABLES))]
    assert nothing_is_told()
    assert upload.state == UploadState.APPLYING
    set_clock(DEMONSTRATION_DAY + rules.CLAIM_KEPT + timedelta(seconds=1))
    work_on_uploads(app.config["SHOP"].media_dir)
    assert again(upload.id).state == UploadState.APPLIED
    is_entered_once()


def is_entered_once() -> None:
    assert register_size() == WHOLE
    assert len(register_picture(clock.now()).entries) == GOODS
    assert count(CertifiedGood) == GOODS
    assert (count(RegisterAct), list_acts(WHOLE_COUNTRY)[1]) == (1, 1)
    assert [name for _, _, name in list_producer_names()] == [MAKER]
    assert find_producers(MAKER)


def test_a_worker_told_to_end_lets_go_and_the_next_enters_it_at_once(
    app: Flask, send: Send, monkeypatch: pytest.MonkeyPatch, small_steps: None
) -> None:
    upload = send(table(*ROWS))
    whole, calls = claims.Claim.write, []

    def write(claim: claims.Claim, **values: object) -> None:
        calls.append(1)
        if len(calls) == 6:
            raise SystemExit(0)
        whole(claim, **values)

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(claims.Claim, "write", write)
        apply(app, upload)
    assert is_half_there()
    assert nothing_is_told()
    assert uploads_wait()
    work_on_uploads(app.config["SHOP"].media_dir)
    is_entered_once()


def test_what_is_entered_of_known_goods_is_in_no_record_of_them_and_goes_with_no_act(
    app: Flask, send: Send, monkeypatch: pytest.MonkeyPatch, small_steps: None
) -> None:
    """Recognitions of goods that officers can see: read, joined and parted while the file is only half there."""
    maker = make_producer(MAKER)
    first, second = (make_good(f"{NAME} {number}", producer=maker) for number in range(2))
    for good in (first, second):
        do(award_of(good, stars=3, day=date(2025, 1, 5)))
    upload = send(table(*ROWS[:2]))
    with dying(monkeypatch, ReadyImport, "let_count", 1), pytest.raises(Killed):
        apply(app, upload)
    code = db.session.scalar(select(Certificate.code).where(Certificate.is_being_entered))
    assert (count(CertifiedGood), count(Certificate), count(RegisterRow)) == (2, 4, 2)
    assert (find_certificate(str(code)), find_withdrawn_certificate(str(code))) == (None, None)
    assert list_taken_back(clock.now()) == []
    for good in (first, second):
        assert (list_withdrawn_certificates(good.id), list_rows_of_good(good.id)) == ([], [])
    assert faults() == []
    counting = [one.id for one in second.certificates]
    merging = do(Merge(first.id, second.id))
    assert merging.facts["moved"]["certificates"] == counting
    assert faults() == []
    do(Undo(merging.id))
    assert faults() == []


def meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object], after: int = 3) -> None:
    """Once, between two transactions of the worker."""
    turns = []

    def let_others_write() -> None:
        turns.append(1)
        if len(turns) == after:
            assert is_half_there()
            happens()

    monkeypatch.setattr(applying, "let_others_write", let_others_write)


def test_a_file_cancelled_while_it_is_entered_leaves_no_row(
    app: Flask, send: Send, monkeypatch: pytest.MonkeyPatch, small_steps: None
) -> None:
    upload = send(table(*ROWS))

    def cancel() -> None:
        with transaction():
            cancel_upload(find_upload(None, upload.id), "officer:2", clock.now())

    meanwhile(monkeypatch, cancel)
    upload = apply(app, upload)
    assert (upload.state, upload.act_id) == (UploadState.CANCELLED, None)
    assert is_forgotten()
    assert not uploads_wait()


def test_a_file_cancelled_after_its_worker_died_leaves_no_row(app: Flask, halved: Halved) -> None:
    upload = halved()
    with transaction():
        cancel_upload(find_upload(None, upload.id), "officer:2", clock.now())
    assert nothing_is_told()
    assert uploads_wait()  # so that the schedule starts a worker
    work_on_uploads(app.config["SHOP"].media_dir)
    assert is_forgotten()
    assert (again(upload.id).state, uploads_wait()) == (UploadState.CANCELLED, False)


def test_an_act_in_between_that_changes_nothing_of_it_does_not_hinder(
    app: Flask, send: Send, monkeypatch: pytest.MonkeyPatch, small_steps: None
) -> None:
    """What was written is taken away, the plan is made again and is the same, and it is entered once."""
    other = make_good("Mật ong bạc hà")
    upload = send(table(*ROWS))
    meanwhile(monkeypatch, lambda: do(award_of(other)))
    assert apply(app, upload).state == UploadState.APPLIED
    assert (count(CertifiedGood), count(RegisterAct)) == (GOODS + 1, 2)
    assert register_size() == (GOODS + 1, GOODS + 1, GOODS, 1)


def test_an_act_in_between_that_changes_the_plan_is_told(
    app: Flask, send: Send, monkeypatch: pytest.MonkeyPatch, small_steps: None
) -> None:
    known = make_good(f"{NAME} 0", producer=make_producer(MAKER))
    upload = send(table(*ROWS))
    meanwhile(monkeypatch, lambda: do(award_of(known, stars=5, day=date(2026, 4, 1))))
    upload = apply(app, upload)
    assert (upload.state, upload.has_changed) == (UploadState.READY, True)
    assert (count(CertifiedGood), count(RegisterAct)) == (1, 1)
    assert apply(app, upload).state == UploadState.APPLIED
    assert count(CertifiedGood) == GOODS


def test_a_plan_kept_since_it_was_made_is_entered_without_another(
    app: Flask, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload, ahead, media = planned_ahead(app, send)
    monkeypatch.setattr(applying, "plan_upload", None)
    assert ahead.is_kept
    work_on_uploads(media, ahead)
    assert again(upload.id).state == UploadState.APPLIED
    assert not ahead.is_kept
    is_entered_once()


def test_a_kept_plan_is_made_again_once_the_register_is_another(app: Flask, send: Send) -> None:
    upload, ahead, media = planned_ahead(app, send)
    do(award_of(make_good("Mật ong bạc hà")))
    work_on_uploads(media, ahead)
    assert again(upload.id).state == UploadState.APPLIED
    assert count(CertifiedGood) == GOODS + 1


def test_a_kept_plan_is_of_no_use_for_what_officers_corrected_since(app: Flask, send: Send) -> None:
    upload, ahead, media = planned_ahead(app, send, asked=False)
    correct_first(upload, "3")
    work_on_uploads(media)  # another worker plans it
    ask(upload)
    work_on_uploads(media, ahead)
    assert sorted(db.session.scalars(select(Certificate.stars)))[:2] == [3, 4]


def planned_ahead(app: Flask, send: Send, *, asked: bool = True) -> tuple[RegisterUpload, Ahead, Path]:
    """A file that is looked at, or asked for already, and a worker's memory of its plan."""
    upload, ahead, media = send(table(*ROWS)), Ahead(), app.config["SHOP"].media_dir
    correct_first(upload, "5")
    work_on_uploads(media, ahead)
    if asked:
        ask(upload)
    return upload, ahead, media


def correct_first(upload: RegisterUpload, stars: str) -> None:
    with transaction():
        found = find_upload(None, upload.id)
        correct_row(found, list_upload_rows(found, Tab.ALL, offset=0, limit=1)[0].id, {"stars": stars})


def ask(upload: RegisterUpload) -> None:
    with transaction():
        found = find_upload(None, upload.id)
        ask_to_apply(found, found.plan_version, "officer:1", clock.now())


# What is another at each look.
CHANGING = re.compile(r'name="(csrf_token|form_key)"[^>]*|nonce[-=][^;\'> ]*')
# The pages of the officers' files tell how far each is; the workbook tells when it was made.
OTHERWISE = {"/chuong-trinh", "/chuong-trinh/nhap", "/chuong-trinh/den-han/xuat.xlsx"}
ASKED_BY_NAME = (
    "/nha-san-xuat/htx-chim-quy",
    "/nha-san-xuat?q=Chim",
    "/san-pham?q=hoang+yen",
    "/truy-xuat?q=che-hoang-yen-0",
    "/chuong-trinh/dang-ky?q=hoang+yen",
    "/chuong-trinh/gian-hang?q=Chim",
    "/mo-gian-hang/xin?q=Chim",
    "/ocop/che-hoang-yen-0",
)
CHANGED_BY_IT = (
    "/chung-nhan",
    "/du-lieu-mo",
    "/chuong-trinh/bao-phu",
    "/chuong-trinh/dang-ky?q=hoang+yen",
    "/chuong-trinh/den-han",
    "/chuong-trinh/gian-hang?q=Chim",
    "/chuong-trinh/thao-tac",
    "/mo-gian-hang/xin?q=Chim",
    "/nha-san-xuat/htx-chim-quy",
)


def pages(app: Flask, visitors: Iterable[FlaskClient]) -> list[dict[str, tuple[int, str]]]:
    """Every page that needs no argument, and some that ask for the file's goods, as each visitor sees them."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments]
    paths = [path for path in sorted(rule.rule for rule in rules) if path not in OTHERWISE]
    return [{path: page(visitor, path) for path in (*paths, *ASKED_BY_NAME)} for visitor in visitors]


def page(visitor: FlaskClient, path: str) -> tuple[int, str]:
    answer = visitor.get(path)
    return answer.status_code, CHANGING.sub("", answer.get_data().decode(errors="replace"))


def test_no_page_is_another_while_a_file_is_entered(
    app: Flask, send: Send, monkeypatch: pytest.MonkeyPatch, small_steps: None
) -> None:
    make_certificate(make_good("Mật ong bạc hà"))
    visitors = app.test_client(), officer(app)
    upload = send(table(*ROWS))
    ask(upload)
    before, within = pages(app, visitors), []
    meanwhile(monkeypatch, lambda: within.extend(pages(app, visitors)), after=6)
    work_on_uploads(app.config["SHOP"].media_dir)
    assert again(upload.id).state == UploadState.APPLIED
    for one, other in zip(before, within, strict=True):
        assert [path for path in one if one[path] != other[path]] == []
    # As soon as it counts, they are.
    assert all(page(visitors[1], path) != before[1][path] for path in CHANGED_BY_IT)
