"""The register as officers see it: every good of their province, whatever its state, and what is doubtful about it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.certification import (
    RegisterEntry,
    Standing,
    count_by_standing,
    find_certificate,
    parse_certificate_code,
    register_picture,
)
from shop.places import list_provinces
from shop.programme.register_search import STARS, Doubt, Order, RegisterAsk, read_register_ask
from shop.programme.register_words import doubt_words, order_words
from shop.programme.scope import present_scope
from shop.values.ocop import GROUPS
from shop.web.certificate_words import group_words
from shop.web.lists import pages_here, url_with
from shop.web.words import _

door = Blueprint("register", __name__)

PER_PAGE = 50


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the list without it."""

    label: str
    url: str


@door.get("/dang-ky")
def index() -> str | Response:
    """The goods that were asked for; a whole code typed into the search leads to its good."""
    ask, scope = read_register_ask(request.args), present_scope()
    code = parse_certificate_code(ask.words)
    certificate = find_certificate(code) if code else None
    if certificate and scope.covers(certificate.good.province_code):
        return redirect(url_for("programme.good.show", slug=certificate.good.slug, _anchor=certificate.code))
    entries = [entry for entry in register_picture(clock.now()).find(ask.words) if scope.covers(entry.province_code)]
    matching = ask.narrow(entries)
    found = [entry for entry in matching if ask.state is None or entry.standing is ask.state]
    pages = pages_here(ask.page, len(found), PER_PAGE)
    return render_template(
        "programme/register/index.html",
        ask=ask,
        entries=found[(ask.page - 1) * PER_PAGE : ask.page * PER_PAGE],
        pages=pages,
        states=_states(ask, count_by_standing(matching), len(matching)),
        is_country=scope.is_country,
        provinces=[(one.slug, one.short_name) for one in list_provinces()] if scope.is_country else [],
        province=next((one.slug for one in list_provinces() if one.code == ask.province), ""),
        groups=[(group, group_words(group)) for group in GROUPS],
        stars=[(stars, _("%(stars)s stars", stars=stars)) for stars in STARS],
        doubts=[(doubt, doubt_words(doubt)) for doubt in Doubt],
        orders=[(order, order_words(order)) for order in Order],
        folded=sum(bool(one) for one in (ask.province, ask.group, ask.stars, ask.doubt)),
        filters=_chips(ask, found),
    )


def _chips(ask: RegisterAsk, found: list[RegisterEntry]) -> list[Chip]:
    """The filters that have no field of their own."""
    chips = []
    if ask.lapsing:
        chips.append(Chip(_("ends in %(month)s", month=f"{ask.lapsing:%m/%Y}"), url_with(lapsing=None)))
    if ask.producer:
        name = found[0].producer_name if found else None
        chips.append(Chip(name or ask.producer, url_with(producer=None)))
    return chips


def _states(ask: RegisterAsk, counts: dict[Standing, int], total: int) -> list[tuple[Standing | None, str, int, bool]]:
    """The states as tabs: state, address, how many of the goods asked for stand so, whether it is the present one."""
    shown = [standing for standing in Standing if counts[standing] or ask.state is standing]
    return [
        (None, url_with(state=None), total, ask.state is None),
        *((one, url_with(state=one), counts[one], ask.state is one) for one in shown),
    ]
