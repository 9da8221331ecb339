"""What the shop paid to the stall, transfer by transfer. Owners only."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from shop.dashboard.money_words import payout_standing
from shop.dashboard.stall import owner_only, present_stall
from shop.settlement import count_payouts, list_payouts
from shop.web.lists import pages_here
from shop.web.parameters import Parameters

door = Blueprint("payouts", __name__)
owner_only(door)

PER_PAGE = 20


@door.get("/tien/chi-tra")
def index() -> str:
    """All payouts, the newest first."""
    asked = Parameters(request.args)
    number = asked.page()
    asked.check()
    producer_id = present_stall().producer_id
    pages = pages_here(number, count_payouts(producer_id=producer_id), PER_PAGE)
    found = list_payouts(producer_id=producer_id, page=number, per_page=PER_PAGE)
    return render_template(
        "dashboard/payouts/index.html",
        payouts=[payout for payout, _name in found],
        payout_standing=payout_standing,
        pages=pages,
    )
