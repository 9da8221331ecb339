"""The staged import in words: states, tabs, outcomes, doubts, fields; and why something of it was not done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from shop.certification import Outcome
from shop.register_files import Reason, describe
from shop.register_intake import (
    CorrectionRefused,
    Doubt,
    DoubtCode,
    DoubtsOpen,
    NoSuchChoice,
    NothingToApply,
    PlanChanged,
    RowsRefused,
    Tab,
    UploadNotOpen,
    UploadRow,
    UploadState,
)
from shop.values.refusal import Refusal
from shop.web import certificate_words
from shop.web.language import current_language
from shop.web.words import _, ngettext


@dataclass(frozen=True)
class StatusWords:
    """A status for people: its label, its tone (`wait`, `go`, `good`, `bad`, `over`) and its icon."""

    label: str
    tone: str
    sign: str


def state_words(state: UploadState, *, is_undone: bool = False) -> StatusWords:
    """Where an upload stands, with its sign and tone."""
    if is_undone:
        return StatusWords(_("Undone"), "wait", "undo-2")
    return {
        UploadState.READING: StatusWords(_("Being read"), "go", "loader-circle"),
        UploadState.PLANNING: StatusWords(_("Being compared"), "go", "loader-circle"),
        UploadState.READY: StatusWords(_("To be looked at"), "wait", "eye"),
        UploadState.APPLYING: StatusWords(_("Being entered"), "go", "loader-circle"),
        UploadState.APPLIED: StatusWords(_("Entered"), "good", "circle-check"),
        UploadState.REFUSED: StatusWords(_("Cannot be read"), "bad", "circle-x"),
        UploadState.FAILED: StatusWords(_("Stopped: too large or damaged"), "bad", "circle-x"),
        UploadState.CANCELLED: StatusWords(_("File given up"), "over", "ban"),
    }[state]


def tab_words(tab: Tab) -> str:
    """The name of a tab of the review."""
    return {
        Tab.ALL: _("All rows"),
        Tab.REFUSED: _("To be corrected"),
        Tab.DOUBTFUL: _("Doubtful"),
        Tab.NEW: _("New"),
        Tab.RENEWED: _("Recognised again"),
        Tab.COMPLETED: _("Day completed"),
        Tab.STARS: _("Stars change"),
        Tab.APPEARS: _("Come into the shop"),
        Tab.DISAPPEARS: _("Leave the shop"),
        Tab.UNCHANGED: _("Known already"),
        Tab.PLANNED: _("Planned only"),
        Tab.AWAITING: _("Incomplete"),
        Tab.LEFT_OUT: _("Left out"),
    }[tab]


def outcome_words(outcome: str, *, completes_day: bool = False) -> StatusWords:
    """What would become of a row."""
    if completes_day:
        return StatusWords(_("gives the day that was missing"), "go", "calendar")
    return {
        "new": StatusWords(_("new"), "good", "plus"),
        "renewed": StatusWords(_("recognised again"), "good", "rotate-ccw"),
        "unchanged": StatusWords(_("known already"), "over", "check"),
        "planned": StatusWords(_("planned only"), "wait", "clock"),
        "awaiting_officer": StatusWords(_("incomplete"), "wait", "circle-question-mark"),
        "refused": StatusWords(_("to be corrected"), "bad", "circle-x"),
        "left_out": StatusWords(_("left out"), "over", "minus"),
    }.get(outcome, StatusWords(_("being compared"), "go", "loader-circle"))


def field_words(field: str) -> str:
    """What a field of a row is called."""
    return {
        "name": _("Name of the good"),
        "producer": _("Producer"),
        "commune": _("Commune or ward"),
        "district": _("District (before July 2025)"),
        "province": _("Province"),
        "group": _("Group"),
        "stars": _("Star rank"),
        "decided_on": _("Day of the decision"),
        "year": _("Year of recognition"),
        "number": _("Number of the decision"),
        "issuer": _("Issuing authority"),
    }.get(field, field)


def doubt_words(doubt: Doubt) -> str:
    """What is doubtful, as a question to the officer."""
    facts = dict(doubt.facts)
    return {
        DoubtCode.PLACE_UNKNOWN: lambda: _("No commune of today is known for “%(place)s”.", place=facts["place"]),
        DoubtCode.PRODUCER_ALIKE: lambda: _("A producer with a very similar name is in the register. Is it the same?"),
        DoubtCode.GOOD_ALIKE: lambda: _("This producer has a good with a very similar name. Is it the same?"),
        DoubtCode.OTHER_PRODUCER: lambda: _("A good of this name at this place stands under another producer."),
        DoubtCode.DAY_MISSING: lambda: _(
            "Only the year %(year)s is known: it counts from 31 December of that year.", year=facts["year"]
        ),
        DoubtCode.STARS_LOWER: lambda: _(
            "It goes down from %(before)s to %(after)s stars.", before=facts["before"], after=facts["after"]
        ),
    }[doubt.code]()


def doubts_in_short(code: DoubtCode) -> str:
    """The kind of a doubt, for its count."""
    return {
        DoubtCode.PLACE_UNKNOWN: _("place not known"),
        DoubtCode.PRODUCER_ALIKE: _("producer looks like another"),
        DoubtCode.GOOD_ALIKE: _("good looks like another"),
        DoubtCode.OTHER_PRODUCER: _("same good, other producer"),
        DoubtCode.DAY_MISSING: _("day missing"),
        DoubtCode.STARS_LOWER: _("fewer stars"),
    }[code]


def awaiting_words(row: UploadRow) -> list[str]:
    """What a row does not say that a certificate needs."""
    is_kept = row.outcome == Outcome.AWAITING_OFFICER
    return [certificate_words.reason_words(reason) for reason in row.statement.awaiting] if is_kept else []


def reason_words(reason: Reason) -> str:
    """Why a row or a file cannot be taken, in the visitor's language, without where it stands."""
    return describe(replace(reason, row=None, column=None, sheet=""), current_language())


def old_letters_words(format_: str) -> str:
    """The old encoding from which a file was rewritten; "" for Unicode and what is told by itself."""
    name = format_.rpartition(", ")[2]
    return {"tcvn3": "TCVN3", "vni": "VNI", "cp1258": "Windows-1258"}.get(name, "")


INTAKE_REFUSALS: Mapping[type[Refusal], Callable[[Any], str]] = {
    UploadNotOpen: lambda refusal: _("This file is being worked on, or it has ended. Nothing was changed."),
    PlanChanged: lambda refusal: _("The register changed meanwhile. Please look again at what would happen."),
    RowsRefused: lambda refusal: ngettext(
        "%(num)s row must be corrected or left out first.",
        "%(num)s rows must be corrected or left out first.",
        refusal.count,
    ),
    DoubtsOpen: lambda refusal: ngettext(
        "%(num)s row waits for your word first.", "%(num)s rows wait for your word first.", refusal.count
    ),
    NothingToApply: lambda refusal: _("The register knows everything that this file says."),
    CorrectionRefused: lambda refusal: _("Some of what was written cannot be read. Nothing was changed."),
    NoSuchChoice: lambda refusal: _("The register has no such entry within your province."),
}
