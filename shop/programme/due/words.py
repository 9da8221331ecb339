"""The due list in words: phases, dossiers, stages of notices, ways of delivery. Template filters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint

from shop.places import find_commune, find_province
from shop.renewals import DeliveryWay, DueRow, Filed, LeftOut, NoticeLetter, NoticeStage, Phase, Step
from shop.values.dates import format_day
from shop.web.words import _, ngettext


@dataclass(frozen=True)
class Mark:
    """How a thing stands: label, tone and icon, as `desk/_parts.html` draws them."""

    label: str
    tone: str
    sign: str


def due_phase_words(phase: Phase) -> Mark:
    """Where a certificate is on its way to the end."""
    return _PHASES[phase]()


def due_stage_words(stage: NoticeStage) -> str:
    """What a notice is about."""
    return _STAGES[stage]()


def due_days_words(row: DueRow) -> str:
    """How long a certificate counts still, or since when it does not."""
    left = row.days.days_left
    if left < 0:
        return ngettext("ended yesterday", "ended %(num)s days ago", -left)
    return _("last day today") if left == 0 else ngettext("one day left", "%(num)s days left", left)


def due_window_words(row: DueRow) -> str:
    """When to file, as the phase has it."""
    window = row.days.window
    if row.phase is Phase.FAR:
        return _("files from %(day)s", day=format_day(window.opens_on))
    if row.phase is Phase.OPEN:
        return _("files until %(day)s", day=format_day(window.closes_on))
    if row.phase is Phase.LATE:
        return _("was to file until %(day)s", day=format_day(window.closes_on))
    if row.phase is Phase.EXTENDED:
        return _("36 months ended on %(day)s", day=format_day(row.certificate.last_day))
    return ""


def due_dossier_words(row: DueRow) -> Mark:
    """What the producer noted of its dossier."""
    filed, decided = row.filing.of(Step.FILED), row.filing.of(Step.DECIDED)
    if row.filed is Filed.NOT_YET:
        return Mark(_("No dossier noted"), "over", "minus")
    if row.filed is Filed.DECIDED and decided:
        return Mark(_("Decided on %(day)s", day=format_day(decided.happened_on)), "go", "check")
    day = format_day(filed.happened_on) if filed else ""
    return Mark(_("Filed on %(day)s", day=day), "good", "file-text")


def due_stall_words(row: DueRow) -> str:
    """Who can be reached by mail."""
    if not row.people:
        return _("nobody in the stall yet") if row.stall_is_open else _("no stall")
    return ngettext("stall with one person", "stall with %(num)s people", row.people)


def due_left_out_words(why: LeftOut) -> str:
    """Why a certificate is in no letter."""
    return _LEFT_OUT[why]()


def delivery_way_words(way: str) -> str:
    """How a letter went out."""
    return _WAYS[DeliveryWay(way)]()


def letter_state_words(letter: NoticeLetter) -> Mark:
    """How far a letter is."""
    if letter.is_void:
        return Mark(_("Letter cancelled"), "bad", "ban")
    if not letter.deliveries:
        return Mark(_("Not sent yet"), "wait", "clock")
    ways = dict.fromkeys(delivery_way_words(one.way) for one in letter.deliveries)
    return Mark(" · ".join(ways), "good", "check")


def place_words(commune_code: str | None, province_code: str | None) -> str:
    """Today's place of a good: "Xã Nghĩa Đô, Lào Cai"."""
    commune, province = find_commune(commune_code or ""), find_province(province_code or "")
    parts = [commune.name if commune else "", province.short_name if province else ""]
    return ", ".join(part for part in parts if part) or _("place not known")


_PHASES: dict[Phase, Callable[[], Mark]] = {
    Phase.FAR: lambda: Mark(_("Not yet due"), "over", "clock"),
    Phase.OPEN: lambda: Mark(_("Window open"), "wait", "calendar-clock"),
    Phase.LATE: lambda: Mark(_("Late"), "bad", "circle-alert"),
    Phase.EXTENDED: lambda: Mark(_("Extended"), "go", "calendar"),
    Phase.LAPSED: lambda: Mark(_("Ended"), "bad", "circle-x"),
}
_STAGES: dict[NoticeStage, Callable[[], str]] = {
    NoticeStage.OPEN: lambda: _("time to file"),
    NoticeStage.LATE: lambda: _("filing is late"),
    NoticeStage.LAST: lambda: _("30 days or fewer"),
    NoticeStage.EXTENDED: lambda: _("extended"),
    NoticeStage.LAPSED: lambda: _("ended"),
}
_LEFT_OUT: dict[LeftOut, Callable[[], str]] = {
    LeftOut.FAR: lambda: _("the window for filing has not opened"),
    LeftOut.FILED: lambda: _("the dossier lies with the authority"),
    LeftOut.TOLD: lambda: _("a letter of this stage was issued"),
    LeftOut.NO_PRODUCER: lambda: _("the source names no producer"),
    LeftOut.TOO_MANY: lambda: _("beyond what is issued in one go"),
}
_WAYS: dict[DeliveryWay, Callable[[], str]] = {
    DeliveryWay.MAIL: lambda: _("by e-mail"),
    DeliveryWay.HAND: lambda: _("handed over"),
    DeliveryWay.POST: lambda: _("by post"),
}


def add_to(door: Blueprint) -> None:
    """Make the filters known to templates."""
    for words in (
        due_phase_words,
        due_stage_words,
        due_days_words,
        due_window_words,
        due_dossier_words,
        due_stall_words,
        due_left_out_words,
        delivery_way_words,
        letter_state_words,
    ):
        door.add_app_template_filter(words)
    door.add_app_template_global(place_words, "due_place_words")
