"""The outbox: written with what it reports, sent by one worker, each once, also when that worker is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from shop import clock
from shop.config import ROOT
from shop.database import db, transaction
from shop.job_runs import latest_run, list_runs
from shop.notifications import (
    MessageState,
    OutboxMessage,
    claim_message,
    count_messages,
    erase_messages_to,
    forget_old_messages,
    list_due_messages,
    list_messages,
    mark_failed,
    mark_sent,
    oldest_waiting,
    queue_message,
)
from shop.schedule.mails import deliver_mails
from shop.schedule.runner import Job, Runner
from shop.web.mails import render_mail
from tests.conftest import running, settings
from tests.mail_server import MailServer
from tests.racing import all_at_once


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """Takes mails on this machine."""
    with MailServer() as server:
        yield server


@pytest.fixture
def posting_app(mail_server: MailServer, database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A shop that sends its mails to the mail server, on both databases."""
    yield from running(settings(database_url, tmp_path, smtp_url=mail_server.url, mail_from="shop@example.vn"))


def queue(key: str = "1", **changes: object) -> None:
    values = {"to": "hoa@example.vn", "language": "vi", "at": clock.now(), "facts": {"name": "Hoa"}, **changes}
    with transaction():
        queue_message("password_changed", key, **values)  # type: ignore[arg-type]


def only() -> OutboxMessage:
    db.session.rollback()
    (message,) = list_messages()
    return message


def test_a_mail_is_sent_once_in_its_readers_language(posting_app: Flask, mail_server: MailServer) -> None:
    queue("1", secrets={"token": "s"})
    queue("1")
    queue("2", language="en", facts={"name": "<b>Lan & Minh</b>"})
    for _ in range(2):
        deliver_mails()
    vietnamese, english = mail_server.mails
    assert vietnamese["Subject"] == "Mật khẩu của bạn vừa được đổi"
    assert (vietnamese["To"], vietnamese["Auto-Submitted"]) == ("hoa@example.vn", "auto-generated")
    assert "shop@example.vn" in vietnamese["From"]
    text, html = (part.get_content() for part in english.iter_parts())
    assert "Hello <b>Lan & Minh</b>," in text
    assert "http://localhost/en/quen-mat-khau" in text
    assert "Hello &lt;b&gt;Lan &amp; Minh&lt;/b&gt;," in html
    assert vietnamese["Message-ID"] != english["Message-ID"]
    db.session.rollback()
    assert [(m.state, m.secrets, m.tries) for m in list_messages()] == [("sent", {}, 1)] * 2


def test_what_is_rolled_back_is_not_reported(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        queue_message("password_changed", "1", to="hoa@example.vn", language="vi", at=clock.now())
        1 / 0  # noqa: B018
    assert list_messages() == []


def test_without_a_server_mails_are_kept_to_be_read(app: Flask) -> None:
    queue(secrets={"token": "s"}, useless_from=clock.now() + timedelta(hours=1))
    deliver_mails()
    assert (only().state, only().secrets) == ("kept", {"token": "s"})
    with transaction():
        forget_old_messages(clock.now() + timedelta(hours=2))
    assert only().secrets == {}
    with transaction():
        forget_old_messages(clock.now() + timedelta(days=91))
    assert (only().recipient, only().facts) == ("", {})


def test_a_mail_is_tried_again_and_given_up_at_last(posting_app: Flask, mail_server: MailServer) -> None:
    mail_server.answer = "451 come again later"
    queue()
    now = clock.now()
    for tries in range(1, 9):
        with clock.stopped_at(now + timedelta(days=tries)):
            deliver_mails()
            assert only().tries == tries
            assert list_due_messages(clock.now()) == []
    assert only().state == MessageState.GIVEN_UP
    assert "come again later" in only().trouble
    assert count_messages() == {"given_up": 1}


def test_what_a_server_never_takes_is_given_up_at_once(posting_app: Flask, mail_server: MailServer) -> None:
    mail_server.answer = "554 no"
    queue()
    deliver_mails()
    assert (only().state, only().tries) == ("given_up", 1)


def test_a_silent_server_ends_the_round(posting_app: Flask, mail_server: MailServer) -> None:
    mail_server.__exit__(None, None, None)
    queue("1")
    queue("2")
    deliver_mails()
    db.session.rollback()
    assert sorted(message.tries for message in list_messages()) == [0, 1]
    mail_server.__enter__()


def test_a_mail_that_cannot_be_put_into_words_lets_the_others_pass(posting_app: Flask, mail_server: MailServer) -> None:
    with transaction():
        queue_message("no_such_mail", "1", to="hoa@example.vn", language="vi", at=clock.now())
    queue()
    deliver_mails()
    assert len(mail_server.mails) == 1
    db.session.rollback()
    assert [(m.state, m.trouble[:16]) for m in list_messages()] == [("sent", ""), ("waiting", "TemplateNotFound")]


def test_what_comes_too_late_is_not_sent(posting_app: Flask, mail_server: MailServer) -> None:
    queue(useless_from=clock.now())
    deliver_mails()
    assert mail_server.mails == []
    assert only().state == MessageState.GIVEN_UP


def test_of_many_workers_one_takes_a_message(app: Flask) -> None:
    queue()
    number, now = only().id, clock.now()

    def take(racer: int) -> bool:
        with transaction():
            return claim_message(number, now) is not None

    assert sorted(map(str, all_at_once(app, take))) == ["False"] * 7 + ["True"]


def test_whoever_lost_a_message_cannot_close_it(app: Flask) -> None:
    queue()
    now = clock.now()
    with transaction():
        first = claim_message(only().id, now)
    with transaction():
        second = claim_message(only().id, now + timedelta(minutes=3))
    assert first is not None
    assert second is not None
    with transaction():
        mark_failed(first, "slow", now, for_good=True)
    assert only().state == MessageState.WAITING
    with transaction():
        mark_sent(second, now)
        mark_failed(first, "slow", now, for_good=True)
    assert only().state == MessageState.SENT


def test_a_person_is_taken_out(app: Flask) -> None:
    queue("1")
    queue("2", to="lan@example.vn")
    with transaction():
        erase_messages_to("hoa@example.vn", clock.now())
    db.session.rollback()
    assert [(m.recipient, m.state) for m in list_messages()] == [("lan@example.vn", "waiting"), ("", "given_up")]
    assert oldest_waiting() is not None


KILLED_WHILE_SENDING = """
import os, signal
from shop.notifications import SmtpPost
send = SmtpPost.send
def send_and_die(self, message):
    send(self, message)
    os.kill(os.getpid(), signal.SIGKILL)
SmtpPost.send = send_and_die
from wsgi import app
with app.app_context():
    from shop.schedule.mails import deliver_mails
    deliver_mails()
"""


def surroundings(app: Flask, mail_server: MailServer) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "SECRET_KEY": "only-for-tests-" * 4,
        "SHOP_ENV": "test",
        "SMTP_URL": mail_server.url,
        "MAIL_FROM": "shop@example.vn",
    }


def test_a_kill_between_sending_and_noting_repeats_the_same_mail(posting_app: Flask, mail_server: MailServer) -> None:
    queue()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_WHILE_SENDING], cwd=ROOT, env=surroundings(posting_app, mail_server), check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert (only().state, only().tries) == ("waiting", 1)
    deliver_mails()
    assert len(mail_server.mails) == 1, "the lease holds others back"
    with clock.stopped_at(clock.now() + timedelta(minutes=3)):
        deliver_mails()
        deliver_mails()
    assert (only().state, only().tries) == ("sent", 2)
    assert len(mail_server.mails) == 2
    assert len({mail["Message-ID"] for mail in mail_server.mails}) == 1


def test_the_job_runner_sends_and_stops_when_told(posting_app: Flask, mail_server: MailServer) -> None:
    queue()
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run"]
    with subprocess.Popen(command, cwd=ROOT, env=surroundings(posting_app, mail_server)) as runner:
        for _ in range(600):
            if mail_server.mails:
                break
            time.sleep(0.1)
        runner.send_signal(signal.SIGTERM)
        assert runner.wait(timeout=15) == 0
    assert only().state == MessageState.SENT
    assert latest_run() is not None


def test_one_job_that_fails_does_not_stop_the_others(app: Flask) -> None:
    done: list[str] = []
    jobs = (Job("bad", 1, lambda: done.remove("nothing")), Job("good", 1, lambda: done.append("good")))
    assert not Runner(jobs).run_once()
    assert done == ["good"]
    assert [(run.name, run.trouble[:10]) for run in list_runs()] == [("bad", "ValueError"), ("good", "")]
    assert Runner(jobs[1:]).run_once()


def test_the_command_does_everything_once(sqlite_app: Flask) -> None:
    assert sqlite_app.test_cli_runner().invoke(args=["jobs", "once"]).exit_code == 0
    assert {"mails", "tidying"} <= {run.name for run in list_runs()}


# Mails about orders are proved where orders are.
KINDS = sorted(
    path.name
    for path in (ROOT / "templates" / "email").iterdir()
    if path.is_dir() and not path.name.startswith("order_")
)
FACTS = {
    "name": "Hoa",
    "hours": 1,
    "new_email": "h•••@example.vn",
    "token": "secret-token",
    # of reviews
    "code": "OCOPK7M3XWN",
    "good": "Mật ong",
    "goods": ["Mật ong", "Chè"],
    "slug": "mat-ong",
    "reason": "offensive",
    "answer": "Cảm ơn bạn!",
    "address_hash": "0" * 64,
    # of stalls
    "stall": "htx-vinh-yen",
    "producer": "HTX Vĩnh Yên",
    "producer_name": "HTX Vĩnh Yên",
    "parcel_id": 7,
    "due": "24/11/2026",
    "is_owner": True,
    "days": 14,
    "is_first": True,
    "bank_bin": "970400",
    "ending": "0001",
    "by": "Lan",
    "moment": "21/11/2026 12:00",
    # of certificates
    "certificate": "W79AW48K9EC",
    "days_left": 30,
    "last_day": "21/12/2026",
    "opens_on": "24/06/2026",
    "closes_on": "23/08/2026",
    "filing": "",
    "phase": "late",
    "day_is_known": True,
    # of enquiries
    "kind": "fair",
    "contact": "0912 345 678",
    "enquiry_id": 7,
    # of the programme office
    "more": 2,
    "gaps": ["no_stall", "no_account", "not_listed"],
    "sender": "UBND tỉnh Lào Cai",
    "number": "12/TB-UBND",
    "day": "21/11/2026",
    "letter": 7,
}
STAGES = ("open", "late", "extended", "lapsed")
OTHER_FACTS: dict[str, dict[str, object]] = {
    "due_notice": {
        "goods": [
            {"name": "Mật ong", "stage": stage, "last_day": "21/12/2026", "window": "24/06 – 23/08/2026"}
            for stage in STAGES
        ]
    },
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_can_be_put_into_words(sqlite_app: Flask, kind: str, language: str) -> None:
    mail = render_mail(kind, language, FACTS | OTHER_FACTS.get(kind, {}))
    prefix = "http://localhost" + ("" if language == "vi" else "/en")
    assert mail.subject
    assert len(mail.text.split("\n\n")) >= 2
    assert f'<html lang="{language}"' in mail.html
    links = [line for line in mail.text.splitlines() if "://" in line]
    assert all(line.startswith(prefix + "/") and len(line) > len(prefix) + 1 for line in links)
    assert all(f'href="{link}"' in mail.html for link in links)
