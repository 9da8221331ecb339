"""Writes of the office's notices: who sends, and letters issued in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from shop.database import db, take_turns
from shop.places import find_commune, find_province
from shop.renewals.due_models import NoticeLetter, NoticeLine, NoticeRound, NoticeSender
from shop.renewals.due_queries import DueAsk, DueRow, list_all_due
from shop.renewals.due_refusals import (
    BadNumber,
    NothingToIssue,
    NumberTaken,
    SenderIncomplete,
    ToldMeanwhile,
)
from shop.renewals.due_rules import (
    MOST_LETTERS_AT_ONCE,
    MOST_NUMBER,
    SENDER_FIELDS,
    TURN,
    LeftOut,
    NoticeStage,
    Sender,
    consecutive,
)
from shop.renewals.due_wording import Addressee, LetterLine, letter_body
from shop.values.dates import format_day, vietnam_day


@dataclass(frozen=True)
class Draft:
    """The letters that would be issued, and what of the chosen certificates is in none of them and why."""

    letters: Sequence[Sequence[DueRow]]
    left_out: Sequence[tuple[DueRow, LeftOut]]

    @property
    def goods(self) -> int:
        return sum(len(rows) for rows in self.letters)


def set_sender(province_code: str, sender: Sender, *, by_id: int | None, at: datetime) -> NoticeSender:
    """Say who sends in a province, or for the whole country (empty code); letters that were issued stay as they are."""
    found = find_sender(province_code)
    if found is None:
        found = NoticeSender(province_code=province_code)
        db.session.add(found)
    for name in SENDER_FIELDS:
        setattr(found, name, getattr(sender, name).strip())
    found.is_demonstration = sender.is_demonstration
    found.changed_by_id, found.changed_at = by_id, at
    db.session.flush()
    return found


def find_sender(province_code: str) -> NoticeSender | None:
    """Who sends in a province, or for the whole country (empty code); None before an officer entered it."""
    return db.session.scalar(select(NoticeSender).where(NoticeSender.province_code == province_code))


def draft_letters(ask: DueAsk, at: datetime) -> Draft:
    """One letter to each producer about all that wants a notice now; nothing is written.

    What is not due, was told, or lies with an authority is left out, and said so.
    """
    wanted: dict[int, list[DueRow]] = {}
    left_out: list[tuple[DueRow, LeftOut]] = []
    for row in list_all_due(ask, at):
        why = row.left_out
        producer_id = row.good.producer_id or 0
        if why is None and producer_id not in wanted and len(wanted) == MOST_LETTERS_AT_ONCE:
            why = LeftOut.TOO_MANY
        if why is None:
            wanted.setdefault(producer_id, []).append(row)
        else:
            left_out.append((row, why))
    return Draft(list(wanted.values()), left_out)


def next_number(province_code: str, year: int) -> int:
    """The number after the highest of a sender's year."""
    mine = (NoticeLetter.province_code == province_code, NoticeLetter.year == year)
    return (db.session.scalar(select(func.max(NoticeLetter.number)).where(*mine)) or 0) + 1


def issue_letters(
    ask: DueAsk, province_code: str, *, first_number: int | None = None, by_id: int, at: datetime
) -> NoticeRound:
    """Issue the letters of `draft_letters` in the name of a province's sender (empty: the country's), of today.

    They take consecutive numbers from `first_number`, or from the next free one. Refuses SenderIncomplete,
    NothingToIssue, BadNumber, NumberTaken, and ToldMeanwhile where another officer was quicker.
    """
    take_turns(TURN)
    found = find_sender(province_code)
    sender = found.facts if found else Sender()
    if sender.missing:
        raise SenderIncomplete(sender.missing)
    draft, today = draft_letters(ask, at), vietnam_day(at)
    if not draft.letters:
        raise NothingToIssue()
    numbers = _numbers(province_code, today.year, first_number, len(draft.letters))
    round_ = NoticeRound(province_code=province_code, issued_on=today, issued_by_id=by_id, issued_at=at)
    db.session.add(round_)
    db.session.flush()
    letters = [
        NoticeLetter(
            round_id=round_.id,
            province_code=province_code,
            year=today.year,
            number=number,
            producer_id=rows[0].good.producer_id,
            body=draft_body(rows, sender, today),
            lines=[_line(row) for row in rows],
        )
        for number, rows in zip(numbers, draft.letters, strict=True)
    ]
    db.session.add_all(letters)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise ToldMeanwhile() from error
    return round_


def _numbers(province_code: str, year: int, first: int | None, count: int) -> list[int]:
    first = first if first is not None else next_number(province_code, year)
    if not 1 <= first <= MOST_NUMBER - count:
        raise BadNumber(first)
    mine = (NoticeLetter.province_code == province_code, NoticeLetter.year == year)
    taken = db.session.scalars(select(NoticeLetter.number).where(*mine, NoticeLetter.number >= first)).all()
    numbers = consecutive(first, taken, count)
    if numbers is None:
        raise NumberTaken(max(taken) + 1)
    return numbers


def _line(row: DueRow) -> NoticeLine:
    return NoticeLine(
        certificate_id=row.certificate.id,
        producer_id=row.good.producer_id,
        stage=row.stage,
        ends_at=row.certificate.valid_until,
        stands=True,
    )


def draft_body(rows: Sequence[DueRow], sender: Sender, today: date) -> dict[str, Any]:
    """What the letter to one producer about these certificates says, as it would be issued today."""
    producer = rows[0].good.producer
    lines = [_words_of(row) for row in rows]
    codes = dict.fromkeys(row.good.commune_code for row in rows if row.good.commune_code)
    communes = [commune.words for code in codes if (commune := find_commune(code))]
    place = [find_commune(producer.commune_code or ""), find_province(producer.province_code or "")] if producer else []
    to = Addressee(
        name=producer.name if producer else "",
        place=", ".join(unit.name for unit in place if unit),
        communes=tuple(communes),
    )
    return letter_body(to, lines, sender, today)


def _words_of(row: DueRow) -> LetterLine:
    certificate = row.certificate
    day = certificate.decided_on
    dated = f"ngày {format_day(day)}" if day else f"năm {certificate.decided_year}"
    parts = [f"số {certificate.decision_number}" if certificate.decision_number else "", dated]
    decision = " ".join(part for part in parts if part)
    return LetterLine(
        good=row.good.name,
        stars=certificate.stars,
        decision=f"{decision} của {certificate.issuer}" if certificate.issuer else decision,
        last_day=row.days.last_day,
        opens_on=row.days.window.opens_on,
        closes_on=row.days.window.closes_on,
        stage=NoticeStage(row.stage or NoticeStage.OPEN),
        day_is_known=certificate.day_is_known,
    )
