"""Reads of the office's letters: their log, one with how it went out, all of one round for the printer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from shop.database import db
from shop.producers import find_producers
from shop.renewals.due_models import NoticeDelivery, NoticeLetter, NoticeRound
from shop.renewals.due_refusals import NoSuchLetter

MOST_FOUND_BY_NAME = 200


@dataclass(frozen=True)
class LetterAsk:
    """Which letters are asked for. `province_code` is the scope; None everywhere is no filter.

    `is_sent` tells whether any delivery is written down; letters that were taken back count as neither.
    """

    province_code: str | None = None
    round_id: int | None = None
    is_sent: bool | None = None
    is_void: bool | None = None
    words: str = ""
    first_day: date | None = None
    last_day: date | None = None


def list_letters(ask: LetterAsk, *, page: int, per_page: int) -> tuple[Sequence[NoticeLetter], int]:
    """One page of the log, the latest first, with lines and deliveries, and how many there are; five statements."""
    query = _asked(select(NoticeLetter), ask)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = query.order_by(NoticeLetter.id.desc()).limit(per_page).offset((page - 1) * per_page).options(*_WITH_ALL)
    return db.session.scalars(rows).all(), total


def list_round(round_id: int, province_code: str | None) -> Sequence[NoticeLetter]:
    """The letters of one round that stand, by number; four statements."""
    query = _asked(select(NoticeLetter), LetterAsk(province_code, round_id, is_void=False))
    return db.session.scalars(query.order_by(NoticeLetter.number).options(*_WITH_ALL)).all()


def find_letter(letter_id: int, province_code: str | None) -> NoticeLetter:
    """A letter of the scope with everything about it; refuses NoSuchLetter."""
    query = _asked(select(NoticeLetter), LetterAsk(province_code)).where(NoticeLetter.id == letter_id)
    letter: NoticeLetter | None = db.session.scalar(query.options(*_WITH_ALL).execution_options(populate_existing=True))
    if letter is None:
        raise NoSuchLetter(letter_id)
    return letter


def find_letter_of(producer_id: int, letter_id: int) -> NoticeLetter | None:
    """A letter to this producer that stands, or None; for its stall."""
    query = select(NoticeLetter).where(
        NoticeLetter.id == letter_id, NoticeLetter.producer_id == producer_id, NoticeLetter.voided_at.is_(None)
    )
    return db.session.scalar(query.options(joinedload(NoticeLetter.round)))


def list_letters_of(producer_id: int) -> Sequence[NoticeLetter]:
    """The letters to this producer that stand, the latest first; for its stall."""
    query = (
        select(NoticeLetter)
        .where(NoticeLetter.producer_id == producer_id, NoticeLetter.voided_at.is_(None))
        .order_by(NoticeLetter.id.desc())
    )
    return db.session.scalars(query.options(joinedload(NoticeLetter.round))).all()


def find_round(round_id: int, province_code: str | None) -> NoticeRound:
    """A round of the scope; refuses NoSuchLetter."""
    query = select(NoticeRound).where(NoticeRound.id == round_id)
    if province_code is not None:
        query = query.where(NoticeRound.province_code == province_code)
    found = db.session.scalar(query)
    if found is None:
        raise NoSuchLetter(round_id)
    return found


_WITH_ALL = (
    joinedload(NoticeLetter.round),
    joinedload(NoticeLetter.producer),
    selectinload(NoticeLetter.lines),
    selectinload(NoticeLetter.deliveries),
)


def _asked(query: Select[Any], ask: LetterAsk) -> Select[Any]:
    query = query.join(NoticeRound, NoticeRound.id == NoticeLetter.round_id)
    conditions = []
    if ask.province_code is not None:
        conditions.append(NoticeLetter.province_code == ask.province_code)
    if ask.round_id is not None:
        conditions.append(NoticeLetter.round_id == ask.round_id)
    if ask.is_void is not None:
        conditions.append(NoticeLetter.voided_at.is_not(None) if ask.is_void else NoticeLetter.voided_at.is_(None))
    if ask.is_sent is not None:
        sent = exists().where(NoticeDelivery.letter_id == NoticeLetter.id)
        conditions += [NoticeLetter.voided_at.is_(None), sent if ask.is_sent else ~sent]
    if ask.first_day is not None:
        conditions.append(NoticeRound.issued_on >= ask.first_day)
    if ask.last_day is not None:
        conditions.append(NoticeRound.issued_on <= ask.last_day)
    return _named(query.where(*conditions), ask.words)


def _named(query: Select[Any], words: str) -> Select[Any]:
    """By the number of the letter, or by its producer."""
    if not words:
        return query
    number = words.split("/", maxsplit=1)[0].strip()
    if number.isascii() and number.isdigit() and len(number) <= 5:
        return query.where(NoticeLetter.number == int(number))
    return query.where(NoticeLetter.producer_id.in_(find_producers(words, limit=MOST_FOUND_BY_NAME)))
