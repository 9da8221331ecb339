"""The staged import among others: two officers, two workers, workers that die at any step, changes in the middle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from shop import clock
from shop.certification import Certificate, CertifiedGood, RegisterImport, RegisterRow, Undo, do_act
from shop.database import db, session, touch_public_version, transaction
from shop.database.session import WRITING
from shop.database.tables import PublicVersion
from shop.register_intake import (
    RegisterUpload,
    RegisterUploadRow,
    Tab,
    UploadState,
    applying,
    ask_to_apply,
    cancel_upload,
    claims,
    correct_row,
    deciding,
    find_upload,
    leave_out,
    list_upload_rows,
    rules,
    staged_rows,
    staging,
    uploads_wait,
    work_on_uploads,
    worker,
)
from tests.conftest import DEMONSTRATION_DAY
from tests.features.test_register_intake import ROW, Send, again, apply, register_size, send, table

__all__ = ["send"]

ROWS = [ROW.replace("Mật ong", f"Trà {number}") for number in range(40)]


class Killed(BaseException):
    """A worker dies: nothing that it would still have done is done."""


@contextmanager
def dying(monkeypatch: pytest.MonkeyPatch, where: object, name: str, call: int) -> Iterator[None]:
    """Let the worker die at the given call of a function, without letting go of anything."""
    whole, calls = getattr(where, name), 0

    def die(*given: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == call:
            raise Killed
        return whole(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(where, name, die)
        patch.setattr(claims.Claim, "let_go", lambda claim: None)
        yield
    db.session.rollback()


# Every place at which a step is half done: before and between its transactions, and inside of them.
DEATHS = [
    (staging, "lines_of_child", 1),
    (claims.Claim, "write", 1),
    (claims.Claim, "write", 2),
    (claims.Claim, "write", 3),
    (claims.Claim, "write", 4),
    (deciding, "load_known_register", 1),
    (worker, "change_rows", 1),
    (claims.Claim, "end", 1),
    (claims.Claim, "end", 2),
]


@pytest.mark.parametrize("death", DEATHS)
def test_a_worker_that_dies_leaves_the_upload_to_the_next(
    app: Flask,
    send: Send,
    monkeypatch: pytest.MonkeyPatch,
    set_clock: Callable[..., None],
    death: tuple[object, str, int],
) -> None:
    with dying(monkeypatch, *death), pytest.raises(Killed):
        send(table(*ROWS))
    media = app.config["SHOP"].media_dir
    [number] = db.session.scalars(select(RegisterUpload.id))
    assert again(number).state in (UploadState.READING, UploadState.PLANNING)
    # Nobody takes it up while the dead worker might still live.
    assert not uploads_wait() and work_on_uploads(media) == 0
    set_clock(DEMONSTRATION_DAY + rules.CLAIM_KEPT + timedelta(seconds=1))
    assert uploads_wait()
    work_on_uploads(media)
    upload = again(number)
    assert (upload.state, upload.totals["new"]) == (UploadState.READY, 40)
    rows = select(func.count()).select_from(RegisterUploadRow)
    assert db.session.scalar(rows) == 40
    assert register_size() == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("where", "name"), [(deciding, "load_known_register"), (applying, "register_edition"), (claims.Claim, "end")]
)
def test_a_worker_that_dies_while_it_applies_leaves_nothing_half(
    app: Flask, send: Send, monkeypatch: pytest.MonkeyPatch, set_clock: Callable[..., None], where: object, name: str
) -> None:
    upload = send(table(*ROWS))
    with dying(monkeypatch, where, name, 1), pytest.raises(Killed):
        apply(app, upload)
    assert register_size() == (0, 0, 0, 0)
    assert again(upload.id).state == UploadState.APPLYING
    set_clock(DEMONSTRATION_DAY + rules.CLAIM_KEPT + timedelta(seconds=1))
    work_on_uploads(app.config["SHOP"].media_dir)
    assert again(upload.id).state == UploadState.APPLIED
    assert register_size() == (40, 40, 40, 1)


def test_shoppers_write_while_a_worker_plans_and_says_that_it_lives(
    app: Flask, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each sign of life is a transaction in the middle of reading the rows, after somebody else wrote."""
    signed = []

    def signing(claim: claims.Claim) -> Callable[[int], None]:
        def told(count: int) -> None:
            with db.engine.connect().execution_options(**{WRITING: True}) as shopper, shopper.begin():
                shopper.execute(update(PublicVersion).values(version=PublicVersion.version + 1))
            claim.sign(rows_decided=count)
            signed.append(count)

        return told

    monkeypatch.setattr(staged_rows, "AT_ONCE", 15)
    monkeypatch.setattr(claims, "SECONDS_BETWEEN_SIGNS", 0)
    monkeypatch.setattr(session, "SECONDS_FOR_THE_WRITE_LOCK", 0)
    monkeypatch.setattr(worker, "signing", signing)
    assert send(table(*ROWS)).state == UploadState.READY
    assert signed == list(range(1, 41))


def test_a_file_on_which_every_worker_dies_is_given_up(
    app: Flask, send: Send, monkeypatch: pytest.MonkeyPatch, set_clock: Callable[..., None]
) -> None:
    day = DEMONSTRATION_DAY
    with dying(monkeypatch, deciding, "load_known_register", 1), pytest.raises(Killed):
        send(table(*ROWS))
    for _ in range(rules.MOST_TRIES - 1):
        day += rules.CLAIM_KEPT + timedelta(seconds=1)
        set_clock(day)
        with dying(monkeypatch, deciding, "load_known_register", 1), pytest.raises(Killed):
            work_on_uploads(app.config["SHOP"].media_dir)
    set_clock(day + rules.CLAIM_KEPT + timedelta(seconds=1))
    work_on_uploads(app.config["SHOP"].media_dir)
    [number] = db.session.scalars(select(RegisterUpload.id))
    assert again(number).state == UploadState.FAILED


def test_the_same_file_of_two_officers_is_taken_once(app: Flask, send: Send) -> None:
    """Both looked at it before either asked; the second is told, and nothing is there twice."""
    first, second = send(table(*ROWS)), send(table(*ROWS))
    with transaction():
        for one in (first, second):
            found = find_upload(None, one.id)
            ask_to_apply(found, found.plan_version, "officer:1", clock.now())
    work_on_uploads(app.config["SHOP"].media_dir)
    assert register_size() == (40, 40, 40, 1)
    states = [again(first.id).state, again(second.id).state]
    assert states == [UploadState.APPLIED, UploadState.READY]
    assert again(second.id).has_changed
    assert again(second.id).totals["unchanged"] == 40


@pytest.mark.parametrize("change", ["correct", "cancel"])
def test_what_officers_change_while_a_worker_plans_counts(
    app: Flask, send: Send, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """The worker that planned the rows as they were writes nothing of it down."""
    upload = send(table(*ROWS))
    whole = worker.plan_upload
    done: list[str] = []

    def plan(upload_id: int, *given: object) -> object:
        made = whole(upload_id, *given)  # type: ignore[arg-type]
        if not done:
            done.append(change)
            with transaction():
                found = find_upload(None, upload_id)
                if change == "cancel":
                    cancel_upload(found, "officer:2", clock.now())
                else:
                    row = list_upload_rows(found, Tab.ALL, offset=1, limit=1)[0]
                    correct_row(found, row.id, {"stars": "5"})
        return made

    monkeypatch.setattr(worker, "plan_upload", plan)
    with transaction():
        found = find_upload(None, upload.id)
        leave_out(found, [list_upload_rows(found, Tab.ALL, offset=0, limit=1)[0].id])
    work_on_uploads(app.config["SHOP"].media_dir)
    upload = again(upload.id)
    if change == "cancel":
        assert upload.state == UploadState.CANCELLED
        return
    assert (upload.state, upload.totals["left_out"]) == (UploadState.READY, 1)
    assert apply(app, upload).state == UploadState.APPLIED
    assert sorted(db.session.scalars(select(Certificate.stars)))[-2:] == [4, 5]


def test_what_changes_between_plan_and_transaction_is_noticed(
    app: Flask, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another import of the same file comes in at the last moment: the plan is made anew and looked at again."""
    upload = send(table(*ROWS))
    rival = send(table(*ROWS))
    whole = applying.make_plan_ready
    done: list[int] = []

    def slip_in(*given: object) -> object:
        made = whole(*given)  # type: ignore[arg-type]
        if not done:
            done.append(1)
            db.session.rollback()
            apply(app, rival)
        return made

    with transaction():
        found = find_upload(None, upload.id)
        ask_to_apply(found, found.plan_version, "officer:1", clock.now())
    monkeypatch.setattr(applying, "make_plan_ready", slip_in)
    work_on_uploads(app.config["SHOP"].media_dir)
    assert register_size() == (40, 40, 40, 1)
    assert again(rival.id).state == UploadState.APPLIED
    assert (again(upload.id).state, again(upload.id).has_changed) == (UploadState.READY, True)


def test_an_import_is_undone_as_one_act_and_can_be_taken_again(app: Flask, send: Send) -> None:
    upload = apply(app, send(table(*ROWS)))
    assert upload.act_id is not None
    with transaction():
        act = do_act(Undo(upload.act_id), evidence="nhầm tệp", by="officer:1", at=clock.now())
    counting = (CertifiedGood, Certificate, RegisterRow)

    def left() -> list[int]:
        db.session.rollback()
        return [db.session.scalar(select(func.count()).where(one.counts)) or 0 for one in counting]

    assert act.state in ("done", "waiting")
    if act.state == "waiting":  # forty goods would disappear: one officer alone does not do that
        from shop.certification import confirm_act

        assert left() == [40, 40, 40]
        with transaction():
            confirm_act(act.id, by="officer:2", at=clock.now())
    assert left() == [0, 0, 0]
    second = send(table(*ROWS))
    assert second.totals["new"] == 40
    assert apply(app, second).state == UploadState.APPLIED
    assert left() == [40, 40, 40]
    # The entries of before came back under their addresses; none is there twice.
    assert db.session.scalar(select(func.count()).select_from(CertifiedGood)) == 40
    assert db.session.scalar(select(func.count()).select_from(RegisterImport)) == 2


def test_a_change_of_the_shop_that_is_none_of_the_register_does_not_disturb(app: Flask, send: Send) -> None:
    upload = send(table(*ROWS))
    with transaction():
        touch_public_version()
    assert apply(app, upload).state == UploadState.APPLIED
