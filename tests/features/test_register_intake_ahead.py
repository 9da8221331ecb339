"""What a worker decides while a file is still being read comes to the very same as planning it from the database."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from benchmarks.processes import tree_of
from shop import clock
from shop.config import ROOT
from shop.database import db, transaction
from shop.register_intake import (
    Ahead,
    RegisterUpload,
    RegisterUploadRow,
    Sender,
    Tab,
    UploadState,
    correct_row,
    find_upload,
    kept_sheet,
    leave_out,
    planning,
    rules,
    send_upload,
    work_on_uploads,
    worker,
)
from shop.schedule.register_uploads import UploadWorker
from tests.factories.register import make_certificate, make_good, make_producer
from tests.features.test_register_acts import award_of, do
from tests.features.test_register_intake import (
    COUNTRY,
    LAO_CAI,
    NOTHING_GIVEN,
    ROW,
    Send,
    again,
    apply,
    rows_of,
    send,
    table,
)
from tests.features.test_register_intake_races import Killed, dying

__all__ = ["send"]

PLACE = ("xã Bảo Hà", "huyện Bảo Yên", "Lào Cai")
# All that a row may come to: known, renewed, doubtful, refused, elsewhere, twice, against another row.
ROWS = [
    ROW,
    ROW,
    ROW.replace(",4,", ",5,"),
    ROW.replace("Mật ong", "Chè"),
    ROW.replace("Mật ong", "Na").replace(",4,", ",2,"),
    ROW.replace("Mật ong", "Trà").replace("5/3/2026", "2026"),
    ROW.replace("Mật ong", "Gạo").replace("HTX Ong", "HTX Ongg Mật Bảo Hà"),
    ROW.replace("Mật ong", "Rượu").replace("xã Bảo Hà", "xã Không Có"),
    ROW.replace("Mật ong", "Măng").replace("xã Bảo Hà,huyện Bảo Yên,Lào Cai", "xã Nà Phặc,huyện Ngân Sơn,Bắc Kạn"),
    ROW.replace("Mật ong", "Mắm").replace("HTX Ong", ""),
    ROW.replace("Mật ong", "Miến").replace(",4,", ",,"),
]


def what_is_kept(upload: RegisterUpload) -> tuple[str, dict[str, int], list[tuple[object, ...]]]:
    """Version, totals, and all that is kept of each row but its number."""
    columns = [column for column in RegisterUploadRow.__table__.columns if column.name not in ("id", "upload_id")]
    query = select(*columns).where(RegisterUploadRow.upload_id == upload.id).order_by(RegisterUploadRow.position)
    kept = [tuple(row) for row in db.session.execute(query)]
    db.session.rollback()
    upload = again(upload.id)
    return upload.plan_version, upload.totals, kept


class Worker:
    """One that keeps what it decided, and takes a step whenever it is told to."""

    def __init__(self, media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._media, self._monkeypatch, self._ahead = media, monkeypatch, Ahead()

    def step(self) -> None:
        """The next one alone."""
        claims = iter([worker.claim_next(clock.now_elsewhere())])
        with self._monkeypatch.context() as patch:
            patch.setattr(worker, "claim_next", lambda at: next(claims, None))
            work_on_uploads(self._media, self._ahead)

    def read(self, content: str, sender: Sender = COUNTRY) -> RegisterUpload:
        """A file that was just sent, as far as its rows."""
        with kept_sheet("qd.csv", content.encode(), self._media) as file, transaction():
            number = send_upload(sender, file, NOTHING_GIVEN, clock.now()).id
        self.step()
        assert again(number).state == UploadState.PLANNING
        return again(number)


@pytest.fixture
def reader(app: Flask, send: Send, monkeypatch: pytest.MonkeyPatch) -> Worker:
    return Worker(app.config["SHOP"].media_dir, monkeypatch)


@pytest.fixture
def nothing_is_loaded(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From when it is called, planning cannot begin from the database."""
    return lambda: monkeypatch.setattr(planning, "load_rows", None)


@pytest.mark.parametrize("sender", [COUNTRY, LAO_CAI])
def test_the_plan_is_the_one_that_the_database_gives(
    send: Send, reader: Worker, nothing_is_loaded: Callable[[], None], sender: Sender
) -> None:
    make_certificate(make_good("Chè", producer=make_producer("HTX Ong", PLACE), place=PLACE), decided_on="2024-01-02")
    make_producer("HTX Ong Mật Bảo Hà", PLACE)
    expected = what_is_kept(send(table(*ROWS), sender=sender))
    nothing_is_loaded()
    upload = reader.read(table(*ROWS), sender)
    reader.step()
    assert what_is_kept(upload) == expected
    assert {name for name, count in expected[1].items() if count} >= {"new", "renewed", "refused", "doubtful", "open"}


def test_what_officers_said_of_the_same_file_before_holds(
    app: Flask, send: Send, reader: Worker, nothing_is_loaded: Callable[[], None]
) -> None:
    content = table(ROW, ROW.replace("Mật ong", "Trà").replace(",4,", ",2,"), ROW.replace(",4,", ",x,"))
    upload = send(content)
    wrong, unreadable = rows_of(upload, Tab.REFUSED)
    with transaction():
        correct_row(find_upload(None, upload.id), wrong.id, {"stars": "3"})
        leave_out(find_upload(None, upload.id), [unreadable.id])
    work_on_uploads(app.config["SHOP"].media_dir)
    assert apply(app, again(upload.id)).state == UploadState.APPLIED
    expected = what_is_kept(send(content))
    nothing_is_loaded()
    upload = reader.read(content)
    reader.step()
    assert what_is_kept(upload) == expected
    assert (expected[1]["unchanged"], expected[1]["left_out"]) == (2, 1)


def test_a_register_that_changed_since_is_asked_anew(send: Send, reader: Worker) -> None:
    known = make_good("Mật ong", producer=make_producer("HTX Ong", PLACE), place=PLACE)
    upload = reader.read(table(ROW))
    do(award_of(known, stars=5, day=date(2026, 4, 1)))
    reader.step()
    assert what_is_kept(upload) == what_is_kept(send(table(ROW)))
    assert again(upload.id).totals["renewed"] == 1


def test_a_row_that_was_corrected_since_is_planned_as_corrected(reader: Worker) -> None:
    upload = reader.read(table(ROW.replace(",4,", ",2,")))
    with transaction():
        row_id = db.session.scalars(select(RegisterUploadRow.id)).one()
        correct_row(find_upload(None, upload.id), row_id, {"stars": "5"})
    reader.step()
    assert (again(upload.id).state, again(upload.id).totals["new"]) == (UploadState.READY, 1)


def test_a_worker_that_dies_in_between_loses_nothing(
    app: Flask, send: Send, reader: Worker, monkeypatch: pytest.MonkeyPatch, set_clock: Callable[..., None]
) -> None:
    expected = what_is_kept(send(table(*ROWS)))
    upload = reader.read(table(*ROWS))
    with dying(monkeypatch, worker, "plan_upload", 1), pytest.raises(Killed):
        reader.step()
    set_clock(clock.now_elsewhere() + rules.CLAIM_KEPT + timedelta(seconds=1))
    work_on_uploads(app.config["SHOP"].media_dir, Ahead())
    assert what_is_kept(upload) == expected


def test_the_schedule_starts_a_worker_that_ends_with_it(sqlite_app: Flask) -> None:
    with kept_sheet("qd.csv", table(ROW).encode(), sqlite_app.config["SHOP"].media_dir) as file, transaction():
        number = send_upload(COUNTRY, file, NOTHING_GIVEN, clock.now()).id
    environment = {
        **os.environ,
        "DATABASE_URL": sqlite_app.config["SQLALCHEMY_DATABASE_URI"],
        "SECRET_KEY": "only-for-tests-" * 4,
        "SHOP_ENV": "test",
        "MEDIA_DIR": str(sqlite_app.config["SHOP"].media_dir),
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run"]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as schedule:
        gives_up_at = time.monotonic() + 60
        while again(number).state != UploadState.READY and time.monotonic() < gives_up_at:
            time.sleep(0.1)
        _, *below = tree_of(schedule.pid)
        schedule.send_signal(signal.SIGTERM)
        assert schedule.wait(timeout=30) == 0
    assert again(number).state == UploadState.READY
    assert below
    assert not any(Path(f"/proc/{process}").exists() for process in below)


def test_beside_other_threads_no_worker_begins_and_the_log_says_why(
    sqlite_app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with kept_sheet("qd.csv", table(ROW).encode(), sqlite_app.config["SHOP"].media_dir) as file, transaction():
        send_upload(COUNTRY, file, NOTHING_GIVEN, clock.now())
    over = threading.Event()
    beside = threading.Thread(target=over.wait)
    beside.start()
    schedule = UploadWorker()
    try:
        schedule.look()
        assert multiprocessing.active_children() == []
        assert "no worker can begin while this process has other threads" in caplog.text
    finally:
        over.set()
        beside.join()
        schedule.stop()
