"""Acts on the register in words: their kinds, their states, and one line that says what was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from shop.certification import ActKind, ActState, RegisterAct
from shop.values.dates import format_day
from shop.web.certificate_words import ground_words
from shop.web.words import _, ngettext

Asked = Mapping[str, Any]


def act_kind_words(kind: str) -> str:
    """What kind of act it is."""
    return {
        ActKind.AWARD: _("Recognised"),
        ActKind.RENEW: _("Recognised again"),
        ActKind.UPGRADE: _("Raised"),
        ActKind.DOWNGRADE: _("Lowered"),
        ActKind.EXTEND: _("Extended"),
        ActKind.REVOKE: _("Revoked"),
        ActKind.COMPLETE: _("Day of recognition added"),
        ActKind.CORRECT: _("Corrected"),
        ActKind.MERGE: _("Merged"),
        ActKind.SPLIT: _("Split"),
        ActKind.IMPORT: _("Imported"),
        ActKind.UNDO: _("Taken back"),
    }[ActKind(kind)]


def act_state_words(state: str) -> str:
    """Whether it was done."""
    return {
        ActState.DONE: _("done"),
        ActState.WRITING: _("being entered"),
        ActState.WAITING: _("waits for a second person"),
        ActState.REFUSED: _("refused, nothing changed"),
    }[ActState(state)]


def act_line(act: RegisterAct) -> str:
    """What was done, or asked for, in one line; of acts before there was a log only the kind is known."""
    asked: Asked = act.facts.get("asked") or {}
    words = _LINES.get(str(asked.get("request", "")))
    return words(act, asked) if words else act_kind_words(act.kind)


def _award(act: RegisterAct, asked: Asked) -> str:
    return _(
        "%(kind)s: %(stars)s stars, %(number)s of %(day)s",
        kind=act_kind_words(act.kind),
        stars=asked["stars"],
        number=asked["decision_number"],
        day=_day(asked["decided_on"]),
    )


def _extend(act: RegisterAct, asked: Asked) -> str:
    return _("Extended through %(day)s", day=_day(asked["last_day"])) + _several(asked)


def _revoke(act: RegisterAct, asked: Asked) -> str:
    return _("Revoked: %(ground)s", ground=ground_words(asked["ground"])) + _several(asked)


def _several(asked: Asked) -> str:
    codes = asked.get("codes", ())
    if len(codes) < 2:
        return ""
    return " · " + ngettext("%(num)s certificate", "%(num)s certificates", len(codes))


def _complete(act: RegisterAct, asked: Asked) -> str:
    return _("Day of recognition added: %(day)s", day=_day(asked["decided_on"]))


def _correct(act: RegisterAct, asked: Asked) -> str:
    return _("Certificate %(code)s corrected", code=asked["code"])


def _split(act: RegisterAct, asked: Asked) -> str:
    return _("Split: “%(name)s” gets an entry of its own", name=asked["name"])


def _undo(act: RegisterAct, asked: Asked) -> str:
    return _("Act %(number)s taken back", number=asked["act_id"])


def _day(iso: str) -> str:
    return format_day(date.fromisoformat(iso))


_LINES: dict[str, Callable[[RegisterAct, Asked], str]] = {
    "Award": _award,
    "Extend": _extend,
    "Revoke": _revoke,
    "Complete": _complete,
    "CorrectCertificate": _correct,
    "CorrectGood": lambda act, asked: _("Entry corrected: “%(name)s”", name=asked["name"]),
    "Merge": lambda act, asked: _("Two entries merged into one"),
    "Split": _split,
    "Undo": _undo,
}
