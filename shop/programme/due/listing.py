"""The due list: which certificates end, by good, commune, producer or issuer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, render_template, request, url_for

from shop import clock
from shop.places import find_commune, list_communes, list_provinces
from shop.producers import list_producers
from shop.programme.due.asking import FILED, GROUPS, NONE, PHASES, TOLD, YES_NO, Asked, due_asked
from shop.programme.due.words import due_phase_words
from shop.programme.scope import present_scope
from shop.renewals import DUE_PHASES, PRESSING, DueGroup, GroupBy, Phase, count_due, group_due, list_due
from shop.web.lists import pages_here, url_with
from shop.web.parameters import Parameters
from shop.web.words import _

door = Blueprint("due", __name__, url_prefix="/den-han")

PER_PAGE = 50
# The filters that a phone folds away.
FOLDED = ("tinh", "xa", "nop", "gian-hang", "thong-bao")


@dataclass(frozen=True)
class GroupLine:
    """A commune, a producer or an issuer with its counts, and the parameters that show its goods."""

    name: str
    group: DueGroup
    chosen: str


@door.get("")
def index() -> str:
    """What ends: one page of goods, or of the groups in which they are counted."""
    asked = Parameters(request.args)
    page = asked.page()
    found, now = due_asked(asked), clock.now()
    counts = count_due(found.ask, now)
    if found.by is None:
        rows, total = list_due(found.ask, now, page=page, per_page=PER_PAGE)
        lines: list[GroupLine] = []
    else:
        every = group_due(replace(found.ask, phases=DUE_PHASES), now, found.by)
        rows, total = [], len(every)
        lines = _lines(every[(page - 1) * PER_PAGE : page * PER_PAGE], found.by)
    pages = pages_here(page, total, PER_PAGE)
    return render_template(
        "programme/due/listing/index.html",
        asked=found,
        rows=rows,
        lines=lines,
        pages=pages,
        phases=DUE_PHASES,
        group_parameter=request.args.get("theo", ""),
        phase_tabs=_phase_tabs(counts),
        view_tabs=_view_tabs(found),
        choices=_choices(found),
        folded=sum(bool(request.args.get(name)) for name in FOLDED),
        chips=_chips(found),
        query=_query(),
        can_choose_province=present_scope().province_code is None,
    )


def _query() -> dict[str, str]:
    """The filters of the present address, for its files, letters and calendar."""
    return {name: value for name, value in request.args.items() if name not in ("page", "theo") and value}


def _phase_tabs(counts: dict[Phase, int]) -> list[tuple[str, str, int | None, bool]]:
    now = request.args.get("giai-doan", "")
    tabs: list[tuple[str, str, int | None, bool]] = [
        (_("To be done"), url_with(**{"giai-doan": ""}), sum(counts[phase] for phase in PRESSING), not now)
    ]
    for name, phases in PHASES.items():
        words = due_phase_words(next(iter(phases))).label if len(phases) == 1 else _("All")
        number = sum(counts[phase] for phase in phases)
        tabs.append((words, url_with(**{"giai-doan": name}), number, now == name))
    return tabs


def _view_tabs(found: Asked) -> list[tuple[str, str, int | None, bool]]:
    words = {
        None: _("Certificate by certificate"),
        GroupBy.COMMUNE: _("By commune"),
        GroupBy.PRODUCER: _("By producer"),
        GroupBy.ISSUER: _("By issuer"),
    }
    names = {by: name for name, by in GROUPS.items()}
    return [
        (label, url_with(theo=names.get(by, "") if by else ""), None, by is found.by) for by, label in words.items()
    ]


def _lines(groups: list[DueGroup], by: GroupBy) -> list[GroupLine]:
    if by is GroupBy.COMMUNE:
        return [GroupLine(_commune_name(group.key), group, group.key or NONE) for group in groups]
    if by is GroupBy.ISSUER:
        return [GroupLine(group.key or _("not stated in the source"), group, group.key or NONE) for group in groups]
    producers = {str(one.id): one for one in list_producers({int(group.key) for group in groups})}
    return [
        GroupLine(one.name, group, one.slug) if one else GroupLine(_("not stated in the source"), group, NONE)
        for group in groups
        for one in [producers.get(group.key)]
    ]


def _commune_name(code: str) -> str:
    commune = find_commune(code)
    return commune.name if commune else _("commune not known")


def _choices(found: Asked) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer: pairs of value and words."""
    code = found.ask.province_code
    communes = sorted(list_communes(code), key=lambda one: one.slug) if code else []
    return {
        "tinh": [(one.slug, one.short_name) for one in list_provinces()],
        "xa": [(one.code, one.name) for one in communes] + [(NONE, _("commune not known"))],
        "nop": list(zip(FILED, (_("not noted"), _("with the authority"), _("decided")), strict=True)),
        "gian-hang": list(zip(YES_NO, (_("with people to write to"), _("without")), strict=True)),
        "thong-bao": list(zip(TOLD, (_("issued at this stage"), _("not issued")), strict=True)),
    }


def _chips(found: Asked) -> list[dict[str, str]]:
    """Filters that no field shows: their words, and the address without them."""
    chips = []
    if found.ask.producer_id is not None:
        name = found.producer.name if found.producer else _("no producer stated")
        chips.append({"label": name, "url": url_with(**{"chu-the": ""})})
    if found.ask.issuer is not None:
        chips.append({"label": found.ask.issuer or _("issuer not stated"), "url": url_with(**{"co-quan": ""})})
    if found.commune and not found.ask.province_code:
        chips.append({"label": found.commune.name, "url": url_with(xa="")})
    return chips


def address_of(line: GroupLine, parameter: str, phase: Phase | None = None) -> str:
    """The goods of one group, in one phase or in all."""
    names = {next(iter(phases)): name for name, phases in PHASES.items() if len(phases) == 1}
    chosen: dict[str, Any] = {**_query(), parameter: line.chosen, "giai-doan": names[phase] if phase else "tat-ca"}
    return url_for("programme.due.index", **chosen)


door.add_app_template_global(address_of, "due_group_address")
