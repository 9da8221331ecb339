"""What officers say about rows of an upload: read from one form that holds some rows, done all or nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask import request

from shop.certification import RegisterEntry
from shop.producers import Producer
from shop.register_files import CORRECTABLE, Reason, ReasonCode
from shop.register_intake import (
    Choice,
    CorrectionRefused,
    RegisterUpload,
    UploadRow,
    accept_doubts,
    choose_good,
    choose_producer,
    correct_row,
    find_upload_row,
    leave_out,
    take_choice_back,
    take_in,
)

_FIELD = re.compile(r"row-([0-9]{1,12})-([a-z_]{1,20})", re.ASCII)
MOST_ROWS = 60
NEW = "new"
# What a form always shows of a row that is opened, in its order.
FIELDS = (
    "name",
    "producer",
    "commune",
    "district",
    "province",
    "group",
    "stars",
    "decided_on",
    "year",
    "number",
    "issuer",
)
# What is printed may be right: it stands there to be read, and is confirmed by being written.
_EITHER_WAY = frozenset({ReasonCode.DAY_ORDER_UNCLEAR, ReasonCode.PLACES_CONTRADICT, ReasonCode.CONTRADICTS_OPTION})
TICKS = ("index", "until")
# Which field helps where the reader names a cell of several, or none.
_FIELDS_OF = {"address": ("commune", "district", "province"), "note": (), "": ("stars",)}


@dataclass
class RowForm:
    """What was sent about one row, by field; with what was wrong with it."""

    sent: dict[str, str] = field(default_factory=dict)
    wrong: Mapping[str, Reason] = field(default_factory=dict)


@dataclass(frozen=True)
class ShownRow:
    """A row with all that its form shows; `typed` is what was sent and not kept."""

    row: UploadRow
    form: RowForm
    producers: Sequence[Producer] = ()
    goods: Sequence[RegisterEntry] = ()

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.form.sent.get(name, shown_value(self.row, name))

    @property
    def fields(self) -> list[str]:
        """The fields that its problems are about, each once."""
        found: list[str] = []
        for reason in self.row.reasons or self.row.problems:
            found += [name for name in fields_about(reason) if name not in found]
        return found

    @property
    def ticks(self) -> list[str]:
        """The problems that only have to be looked at."""
        return [name for name in TICKS if any(reason.about == name for reason in self.row.reasons)]


def fields_about(reason: Reason) -> tuple[str, ...]:
    """The fields whose correction can settle a problem."""
    about = "stars" if reason.about.startswith("stars_") else reason.about
    return (about,) if about in FIELDS else tuple(_FIELDS_OF.get(about, ()))


def _asks_anew(reason: Reason, name: str) -> bool:
    fields = fields_about(reason)
    return name == "stars" in fields or (reason.code in _EITHER_WAY and name in fields[:1])


def shown_value(row: UploadRow, name: str) -> str:
    """What a field of a row holds now: the correction, what was understood, or what is printed and was not."""
    if name in row.corrections:
        return row.corrections[name]
    if any(_asks_anew(reason, name) for reason in row.problems):
        return ""  # what is printed cannot stand, or is one of two: an officer says which
    understood = getattr(row.statement, name, None)
    if isinstance(understood, date):
        return f"{understood:%d/%m/%Y}"
    if understood not in (None, ""):
        return str(understood)
    wrong = next((reason for reason in row.problems if name in fields_about(reason) and reason.column), None)
    return row.printed.get(wrong.column or "", "").strip() if wrong and len(fields_about(wrong)) == 1 else ""


def sent_rows() -> dict[int, RowForm]:
    """What the present form says, by row; of too many rows only the first."""
    rows: dict[int, RowForm] = defaultdict(RowForm)
    for key, text in request.form.items():
        match = _FIELD.fullmatch(key)
        if match and (int(match[1]) in rows or len(rows) < MOST_ROWS):
            rows[int(match[1])].sent[match[2]] = text
    return dict(rows)


def settle(upload: RegisterUpload, rows: Mapping[int, RowForm]) -> int:
    """Do what a form says about its rows; how many of them it changes.

    Refuses CorrectionRefused after all rows were read, with what is wrong kept beside each; NoSuchRow, NoSuchChoice,
    UploadNotOpen.
    """
    changed = 0
    wrong: CorrectionRefused | None = None
    for row_id, form in rows.items():
        row = find_upload_row(upload, row_id)
        try:
            changed += _settle_row(upload, row, form)
        except CorrectionRefused as refused:
            form.wrong = refused.fields
            wrong = refused
    if wrong:
        raise wrong
    return changed


def _settle_row(upload: RegisterUpload, row: UploadRow, form: RowForm) -> bool:
    steps = [
        _left_out(upload, row, form),
        _corrected(upload, row, form),
        _chosen(upload, row, form),
        _accepted(upload, row, form),
    ]
    return any(steps)


def _left_out(upload: RegisterUpload, row: UploadRow, form: RowForm) -> bool:
    asked = form.sent.get("leave")
    if asked == "1" and not row.is_left_out:
        return bool(leave_out(upload, [row.id]))
    if asked == "0" and row.is_left_out:
        return bool(take_in(upload, [row.id]))
    return False


def _corrected(upload: RegisterUpload, row: UploadRow, form: RowForm) -> bool:
    texts = {
        name: text.strip() or "-"
        for name, text in form.sent.items()
        if name in CORRECTABLE and text.strip() != shown_value(row, name)
    }
    back = [name for name in form.sent.get("back", "").split() if name in row.corrections]
    texts |= dict.fromkeys(back, "")
    if texts:
        correct_row(upload, row.id, texts)
    return bool(texts)


def _chosen(upload: RegisterUpload, row: UploadRow, form: RowForm) -> bool:
    changed = False
    for name, now, choose in (
        ("who", row.choice.producer_id, choose_producer),
        ("good", row.choice.good_id, choose_good),
    ):
        said = _number(form.sent.get(name, ""))
        if said is not None and said != now:
            choose(upload, row.id, said or None)
            changed = True
    if form.sent.get("forget") and (row.choice != Choice() or row.row.accepted):
        take_choice_back(upload, row.id)
        changed = True
    return changed


def _accepted(upload: RegisterUpload, row: UploadRow, form: RowForm) -> bool:
    if not form.sent.get("seen"):
        return False
    return any(bool(accept_doubts(upload, doubt.code, row.id)) for doubt in row.open_doubts)


def _number(said: str) -> int | None:
    """The entry that was chosen, 0 for a new one; None where nothing was."""
    if said == NEW:
        return 0
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 12 else None
