"""How the office's letters go out: on paper as it is written down, by mail through the outbox; and their end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload, selectinload

from shop.accounts import Person, list_people_of
from shop.database import db, take_turns
from shop.notifications import queue_message
from shop.renewals.due_models import NoticeDelivery, NoticeLetter, NoticeLine
from shop.renewals.due_refusals import BadDelivery, LetterIsVoid, NoSuchLetter, ReasonMissing
from shop.renewals.due_rules import (
    LONGEST_REASON,
    LONGEST_TO,
    TURN,
    DeliveryWay,
    NoticeStage,
    mail_useful_through,
)
from shop.values.dates import end_of_day, format_day, last_day_until, vietnam_day
from shop.values.folding import tidy

KIND = "due_notice"


def void_letter(letter_id: int, province_code: str | None, reason: str, *, by_id: int, at: datetime) -> None:
    """Take a letter back: its number stays taken, its certificates may be told of anew.

    Refuses NoSuchLetter, LetterIsVoid, ReasonMissing.
    """
    letter = standing_letter(letter_id, province_code)
    if not tidy(reason):
        raise ReasonMissing()
    letter.voided_at, letter.voided_by_id, letter.void_reason = at, by_id, tidy(reason)[:LONGEST_REASON]
    db.session.execute(
        update(NoticeLine)
        .where(NoticeLine.letter_id == letter.id)
        .values(stands=False)
        .execution_options(synchronize_session=False)
    )
    db.session.flush()


def note_delivery(  # noqa: PLR0913  each is named by the caller
    letter_id: int,
    province_code: str | None,
    way: DeliveryWay,
    *,
    day: date,
    to_whom: str,
    by_id: int,
    at: datetime,
) -> None:
    """Write down that a letter was handed over or posted. Refuses NoSuchLetter, LetterIsVoid, BadDelivery."""
    letter = standing_letter(letter_id, province_code)
    if way is DeliveryWay.MAIL or not letter.round.issued_on <= day <= vietnam_day(at):
        raise BadDelivery(day)
    letter.deliveries.append(
        NoticeDelivery(
            producer_id=letter.producer_id,
            way=way,
            to_whom=tidy(to_whom)[:LONGEST_TO],
            happened_on=day,
            recorded_by_id=by_id,
            recorded_at=at,
        )
    )
    db.session.flush()


def standing_letter(letter_id: int, province_code: str | None) -> NoticeLetter:
    """A letter of the scope that was not taken back, held against other writers; refuses NoSuchLetter, LetterIsVoid."""
    query = select(NoticeLetter).where(NoticeLetter.id == letter_id).with_for_update()
    if province_code is not None:
        query = query.where(NoticeLetter.province_code == province_code)
    letter = db.session.scalar(query.execution_options(populate_existing=True))
    if letter is None:
        raise NoSuchLetter(letter_id)
    if letter.is_void:
        raise LetterIsVoid(letter_id)
    return letter


def queue_notices(letter_ids: Collection[int], province_code: str | None, *, by_id: int, at: datetime) -> int:
    """Tell the people of the producers' stalls of these letters by mail; how many mails are new.

    Each person is told once of each stage of a certificate: whoever was told of all that a letter says, by this one or
    by one that was taken back, gets no mail. Letters of other scopes and those taken back are passed over.
    """
    take_turns(TURN)
    letters = _standing_letters(letter_ids, province_code)
    people = list_people_of({letter.producer_id for letter in letters})
    told = _told(letters)
    new = [
        (letter, person)
        for letter in letters
        for person in people.get(letter.producer_id, ())
        if person.email and not all((person.id, *_key(line)) in told for line in letter.lines)
    ]
    for letter, person in new:
        _queue(letter, person, at)
        letter.deliveries.append(_mailed(letter, person, by_id, at))
    db.session.flush()
    return len(new)


def _standing_letters(letter_ids: Collection[int], province_code: str | None) -> Sequence[NoticeLetter]:
    query = (
        select(NoticeLetter)
        .where(NoticeLetter.id.in_(letter_ids), NoticeLetter.voided_at.is_(None))
        .order_by(NoticeLetter.id)
        .options(
            joinedload(NoticeLetter.round),
            joinedload(NoticeLetter.producer),
            selectinload(NoticeLetter.lines),
            selectinload(NoticeLetter.deliveries),
        )
    )
    if province_code is not None:
        query = query.where(NoticeLetter.province_code == province_code)
    return db.session.scalars(query).all()


def _key(line: NoticeLine) -> tuple[int, str, datetime]:
    return line.certificate_id, line.stage, line.ends_at


def _told(letters: Sequence[NoticeLetter]) -> set[tuple[int, int, str, datetime]]:
    """Who was told by mail of which stage of which certificate."""
    query = (
        select(NoticeDelivery.person_id, NoticeLine.certificate_id, NoticeLine.stage, NoticeLine.ends_at)
        .join(NoticeLine, NoticeLine.letter_id == NoticeDelivery.letter_id)
        .where(
            NoticeDelivery.way == DeliveryWay.MAIL,
            NoticeLine.certificate_id.in_({line.certificate_id for letter in letters for line in letter.lines}),
        )
    )
    return {
        (person_id, certificate_id, stage, ends_at)
        for person_id, certificate_id, stage, ends_at in db.session.execute(query)
        if person_id is not None
    }


def _queue(letter: NoticeLetter, person: Person, at: datetime) -> None:
    sent_on, body = vietnam_day(at), letter.body
    days = [mail_useful_through(NoticeStage(one.stage), last_day_until(one.ends_at), sent_on) for one in letter.lines]
    queue_message(
        KIND,
        f"{letter.province_code or 'vn'}-{letter.year}-{letter.number}-{person.id}",
        to=person.email or "",
        language=person.language,
        at=at,
        facts={
            "name": person.name,
            "producer": letter.producer.name,
            "stall": letter.producer.slug,
            "sender": body["sender"]["name"],
            "number": letter.number_words,
            "day": format_day(letter.round.issued_on),
            "letter": letter.id,
            "goods": [
                {"name": row["good"], "last_day": row["last_day"], "window": row["window"], "stage": row["stage"]}
                for row in body["rows"]
            ],
            "is_demonstration": bool(body["sender"]["is_demonstration"]),
        },
        useless_from=end_of_day(max(days)),
    )


def _mailed(letter: NoticeLetter, person: Person, by_id: int, at: datetime) -> NoticeDelivery:
    return NoticeDelivery(
        producer_id=letter.producer_id,
        way=DeliveryWay.MAIL,
        person_id=person.id,
        happened_on=vietnam_day(at),
        recorded_by_id=by_id,
        recorded_at=at,
    )
