"""The first page: what needs a person today, money that is stuck, and how the shop is doing."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, url_for

from shop import clock
from shop.config import Config
from shop.enquiries import count_unattended
from shop.job_runs import are_fresh, latest_run
from shop.notifications import oldest_waiting
from shop.office.sales_chart import sales_chart
from shop.orders import order_codes
from shop.payments import list_stuck_money
from shop.reports import Waiting, count_waiting, sales_by_day
from shop.web.office_frame import Task
from shop.web.words import _

door = Blueprint("start", __name__)

DAYS = 14


@dataclass(frozen=True)
class Missing:
    """A setting without which something cannot be done, and what to do."""

    title: str
    text: str
    url: str | None = None


@door.get("")
def index() -> str:
    """What waits for a person, and how the shop is doing."""
    now = clock.now()
    waiting, stuck = count_waiting(now), list_stuck_money(now)
    fresh = are_fresh(now, latest_run=latest_run(), due_since=oldest_waiting())
    return render_template(
        "office/start/index.html",
        tasks=[task for task in _tasks(waiting) if task.count],
        stuck=stuck,
        codes=order_codes({one.order_id for one in stuck if one.order_id}),
        missing=_missing(waiting),
        is_fresh=fresh,
        waiting=waiting,
        chart=sales_chart(sales_by_day(now, DAYS)),
    )


def _tasks(waiting: Waiting) -> list[Task]:
    """What a person has to do, the money first."""
    return [
        Task(waiting.suspense, _("Sums without an order"), url_for("office.suspense.index"), "circle-question-mark"),
        Task(
            waiting.late_money,
            _("Late money: accept it or let it go back"),
            url_for("office.orders.index", status="refund_due"),
            "clock",
        ),
        Task(waiting.to_send, _("Refunds to send by hand"), url_for("office.refunds.index"), "send"),
        Task(waiting.disputes, _("Card payments in dispute"), url_for("office.disputes.index"), "credit-card"),
        Task(waiting.returns, _("Returns to decide"), url_for("office.returns.index"), "undo-2"),
        Task(waiting.reviews, _("Reviews to read"), url_for("office.reviews.index"), "message-circle"),
        Task(count_unattended(), _("Enquiries to answer for producers"), url_for("office.enquiries.index"), "mail"),
        Task(waiting.applications, _("They ask for a stall"), url_for("office.stalls.index"), "sprout"),
        Task(waiting.fair_tasks, _("Things to settle at fairs"), url_for("office.fairs.tasks.index"), "store"),
        Task(waiting.parcels_late, _("Parcels past their day"), url_for("office.parcels.index"), "calendar-clock"),
        Task(waiting.mails_stuck, _("Mails that could not be sent"), _mails("given_up"), "mail"),
        Task(waiting.jobs_troubled, _("Timed work in trouble"), url_for("office.jobs.index"), "triangle-alert"),
    ]


def _missing(waiting: Waiting) -> list[Missing]:
    """What is not set up, with what to do."""
    config: Config = current_app.config["SHOP"]
    found = []
    if not waiting.fee_rows:
        found.append(
            Missing(
                _("No delivery fees: nothing can be delivered."),
                _("Fill in the table of fees."),
                url_for("office.fees.index"),
            )
        )
    if not config.takes_transfers:
        found.append(
            Missing(
                _("No bank account: nobody can pay by transfer."),
                _("Set BANK_BIN, BANK_ACCOUNT, BANK_ACCOUNT_NAME and BANK_WEBHOOK_SECRET, and start the shop again."),
            )
        )
    if not config.takes_cards:
        found.append(
            Missing(
                _("No card company: nobody can pay by card."),
                _("Set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET, and start the shop again."),
            )
        )
    if config.smtp_url is None:
        found.append(
            Missing(
                _("No mail server: shoppers are told nothing by mail."),
                _("Set SMTP_URL and MAIL_FROM, and start the shop again. Mails are kept until then."),
            )
        )
    return found


def _mails(status: str) -> str:
    return url_for("office.outbox.index", status=status)
