"""The books: what every account holds, and where the money of one order is."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.orders import find_order, parse_order_code
from shop.settlement import Account, find_order_books, list_account_totals
from shop.web.parameters import Parameters
from shop.web.words import _

door = Blueprint("ledger", __name__)

_A = Account
_AT_FAIRS = (_A.CASH_AT_FAIRS, _A.TRANSFERS_AWAITED)
# What is asked of the accounts, with the side on which its accounts stand: what the shop has is positive in the books.
GROUPS: tuple[tuple[Callable[[], str], int, tuple[Account, ...]], ...] = (
    (lambda: _("What the shop has"), 1, (_A.BANK, _A.CARD_PROVIDER, _A.CASH_WITH_CARRIERS, _A.CASH_BOX, *_AT_FAIRS)),
    (
        lambda: _("What it owes"),
        -1,
        (_A.CUSTOMER_MONEY, _A.OWED_TO_CUSTOMER, _A.OWED_TO_PRODUCER, _A.SUSPENSE, _A.OUTSIDE),
    ),
    (
        lambda: _("What it has earned"),
        -1,
        (_A.COMMISSION, _A.DELIVERY, _A.CARRIER_FEES, _A.DISPUTE_LOSSES, _A.FAIR_DIFFERENCES),
    ),
)


@door.get("/so-cai")
def index() -> str | Response:
    """What the shop has, owes and has earned; a whole code of an order leads to its money."""
    asked = Parameters(request.args)
    words = asked.text("q")
    asked.check()
    code = parse_order_code(words) if words else None
    if code and find_order(code):
        return redirect(url_for(".order", code=code))
    totals = list_account_totals()
    groups = [(title(), [(one, totals[one] * side) for one in accounts]) for title, side, accounts in GROUPS]
    return render_template("office/ledger/index.html", groups=groups, words=words)


@door.get("/so-cai/don-hang/<code>")
def order(code: str) -> str:
    """Everything that was booked of an order, and where its money is now."""
    found = find_order(code)
    if found is None:
        abort(404)
    books = find_order_books(found.id)
    balances = {account: books.balances[account] for account in Account if books.balances.get(account)}
    return render_template("office/ledger/order.html", order=found, books=books, balances=balances)
