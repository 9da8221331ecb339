"""Acts that wait for a second person: whoever asked for one cannot be the one who confirms it."""

from __future__ import annotations

from flask import Blueprint, render_template

from shop.certification import list_waiting_acts
from shop.programme.act_goods import goods_words
from shop.programme.persons import Persons
from shop.programme.scope import present_scope
from shop.web.acting import present_hand

door = Blueprint("waiting", __name__)


@door.get("/cho-xac-nhan")
def index() -> str:
    """The acts that wait, the oldest first: those for me to decide, then my own."""
    acts, me = list_waiting_acts(present_scope()), present_hand()
    return render_template(
        "programme/waiting/index.html",
        for_me=[act for act in acts if act.by != me],
        mine=[act for act in acts if act.by == me],
        goods_of=goods_words(acts),
        persons=Persons(act.by for act in acts),
    )
