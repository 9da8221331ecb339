"""Timed work: `flask jobs run` beside the server, or `flask jobs once`."""

from __future__ import annotations

import signal
from types import FrameType

from flask import Flask
from flask.cli import AppGroup

from shop.schedule.books import keep_books
from shop.schedule.certificates import remind_of_certificates
from shop.schedule.coverage import measure_coverage
from shop.schedule.files import sweep_stored_files
from shop.schedule.keys import keep_signing_key
from shop.schedule.mails import deliver_mails
from shop.schedule.orders import stop_what_was_revoked
from shop.schedule.payments import (
    end_holds,
    find_booth_transfers,
    look_after_cards,
    read_bank_list,
    send_money_back,
)
from shop.schedule.register_uploads import UploadWorker, work_here
from shop.schedule.reviews import ask_for_reviews
from shop.schedule.runner import Job, Runner
from shop.schedule.tidying import tidy_up

JOBS = (
    Job("mails", 2, deliver_mails),
    Job("holds", 5, end_holds),
    Job("cards", 5, look_after_cards),
    Job("bank-list", 60, read_bank_list),
    Job("booth-transfers", 30, find_booth_transfers),
    Job("refunds", 5, send_money_back),
    Job("books", 5, keep_books),
    Job("revocations", 60, stop_what_was_revoked),
    Job("certificates", 300, remind_of_certificates),
    Job("reviews", 900, ask_for_reviews),
    Job("keys", 3600, keep_signing_key),
    Job("coverage", 3600, measure_coverage),
    Job("files", 3600, sweep_stored_files),
    Job("tidying", 3600, tidy_up),
)

UPLOADS = "register-uploads"

jobs = AppGroup("jobs", help="Timed work: mails, payments, revocations, reminders, tidying.")


def add_to(app: Flask) -> None:
    """Make the commands known to `flask --app wsgi`."""
    app.cli.add_command(jobs)


@jobs.command("run")
def run() -> None:
    """Work until told to stop (SIGTERM or Ctrl-C), which lets the present piece of work finish."""
    worker = UploadWorker()
    runner = Runner([*JOBS, Job(UPLOADS, 0.5, worker.look)])

    def stop(number: int, frame: FrameType | None) -> None:
        runner.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        runner.run_until_stopped()
    finally:
        worker.stop()


@jobs.command("once")
def once() -> None:
    """Do all timed work once, now; exit 1 when something went wrong."""
    if not Runner([*JOBS, Job(UPLOADS, 0.5, work_here)]).run_once():
        raise SystemExit(1)
