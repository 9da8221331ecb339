"""Writes of stalls. One transaction at a time changes a stall: each holds its row first."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select

from shop.database import db, insert_if_missing
from shop.photo_files import StoredPhoto
from shop.stalls.models import Stall, StallPortrait
from shop.stalls.queries import find_portrait, list_portraits
from shop.stalls.rules import (
    LONGEST_ALT,
    LONGEST_NAME,
    MOST_PORTRAITS,
    Contact,
    Holiday,
    NameMissing,
    NoSuchPortrait,
    NothingToShow,
    TooManyPortraits,
    check_holiday,
    clean_contact,
    clean_line,
    clean_story,
    send_days_of,
)


def tell_story(producer_id: int, story_vi: str, story_en: str = "") -> None:
    """Set what a producer says of itself, in light marks; the English may be empty. Refuses TextTooLong.

    A published stall cannot be left without its Vietnamese story: NothingToShow.
    """
    vi, en = clean_story(story_vi), clean_story(story_en)
    stall = _hold(producer_id)
    if stall.is_published and not vi:
        raise NothingToShow
    stall.story_vi, stall.story_en = vi, en


def set_cover(producer_id: int, stored: StoredPhoto) -> None:
    """Put a stored photo at the head of the stall, in place of the one before, with its words; written anew."""
    stall = _hold(producer_id)
    stall.cover_stem, stall.cover_width, stall.cover_height = stored.stem, stored.width, stored.height
    stall.cover_alt_vi = stall.cover_alt_en = ""


def describe_cover(producer_id: int, alt_vi: str, alt_en: str) -> None:
    """Say what the cover shows, for those who cannot see it; refuses TextTooLong."""
    vi, en = clean_line("alt_vi", alt_vi, LONGEST_ALT), clean_line("alt_en", alt_en, LONGEST_ALT)
    stall = _hold(producer_id)
    stall.cover_alt_vi, stall.cover_alt_en = vi, en


def remove_cover(producer_id: int) -> None:
    """Take the cover off; its files are swept away later."""
    stall = _hold(producer_id)
    stall.cover_stem = stall.cover_width = stall.cover_height = None
    stall.cover_alt_vi = stall.cover_alt_en = ""


def add_portrait(
    producer_id: int, stored: StoredPhoto, name: str, *, role_vi: str = "", role_en: str = ""
) -> StallPortrait:
    """Show somebody of the stall, after those who are shown already.

    Refuses NameMissing, TextTooLong and TooManyPortraits.
    """
    words = _portrait_words(name, role_vi, role_en)
    _hold(producer_id)
    count, last = db.session.execute(
        select(func.count(), func.max(StallPortrait.position)).where(StallPortrait.producer_id == producer_id)
    ).one()
    if count >= MOST_PORTRAITS:
        raise TooManyPortraits(MOST_PORTRAITS)
    portrait = StallPortrait(
        producer_id=producer_id,
        position=(last or 0) + 1,
        stem=stored.stem,
        width=stored.width,
        height=stored.height,
        **words,
    )
    db.session.add(portrait)
    db.session.flush()
    return portrait


def describe_portrait(producer_id: int, portrait_id: int, name: str, *, role_vi: str = "", role_en: str = "") -> None:
    """Say who it is, and what they do there. Refuses NoSuchPortrait, NameMissing and TextTooLong."""
    words = _portrait_words(name, role_vi, role_en)
    portrait = _portrait(producer_id, portrait_id)
    for column, text in words.items():
        setattr(portrait, column, text)


def remove_portrait(producer_id: int, portrait_id: int) -> None:
    """Take somebody off the stall; the files are swept away later. Refuses NoSuchPortrait."""
    db.session.delete(_portrait(producer_id, portrait_id))
    db.session.flush()


def move_portrait_up(producer_id: int, portrait_id: int) -> None:
    """Show somebody before the one who stands before them; the first stays. Refuses NoSuchPortrait."""
    portrait = _portrait(producer_id, portrait_id)
    before = [other for other in list_portraits(producer_id) if other.position < portrait.position]
    if not before:
        return
    neighbour = before[-1]
    mine, theirs = portrait.position, neighbour.position
    # No two may share a position, not even for a moment.
    for row, position in ((portrait, 0), (neighbour, mine), (portrait, theirs)):
        row.position = position
        db.session.flush()


def set_contact(producer_id: int, contact: Contact) -> None:
    """Set how shoppers reach the stall and where its parcels come from.

    Refuses BadContact, BadPhone and TextTooLong.
    """
    clean = clean_contact(contact)
    stall = _hold(producer_id)
    stall.contact_name, stall.phone, stall.email = clean.name, clean.phone, clean.email
    stall.street, stall.commune_code, stall.province_code = clean.street, clean.commune_code, clean.province_code


def set_send_days(producer_id: int, days: tuple[int, ...]) -> None:
    """Set the days of the week (0 is Monday) on which parcels go out; none says nothing about it."""
    _hold(producer_id).send_days = send_days_of(days)


def take_holiday(producer_id: int, holiday: Holiday, *, today: date) -> None:
    """Take no orders on these Vietnamese days; goods stay to be seen. Refuses BadHoliday.

    A holiday that runs already may be made longer or shorter: its first day then stays.
    """
    stall = _hold(producer_id)
    running = stall.holiday_on(today)
    check_holiday(Holiday(max(holiday.first_day, today), holiday.last_day) if running else holiday, today)
    stall.holiday_from, stall.holiday_until = holiday.first_day, holiday.last_day


def end_holiday(producer_id: int) -> None:
    """Take orders again from now on; forgets a holiday that is to come."""
    stall = _hold(producer_id)
    stall.holiday_from = stall.holiday_until = None


def publish_stall(producer_id: int, at: datetime) -> None:
    """Let shoppers see what the stall says of itself; published already, it stays so. Refuses NothingToShow."""
    stall = _hold(producer_id)
    if not stall.story_vi:
        raise NothingToShow
    stall.published_at = stall.published_at or at


def withdraw_stall(producer_id: int) -> None:
    """Let shoppers see no more than what the register says; goods on sale stay on sale."""
    _hold(producer_id).published_at = None


def _hold(producer_id: int) -> Stall:
    """The stall's row, made where there is none, held until the transaction ends."""
    insert_if_missing(Stall, producer_id=producer_id, **_NOTHING_SAID)
    held = select(Stall).where(Stall.producer_id == producer_id).with_for_update()
    return db.session.execute(held.execution_options(populate_existing=True)).scalar_one()


_NOTHING_SAID = {
    **dict.fromkeys(("story_vi", "story_en", "cover_alt_vi", "cover_alt_en", "contact_name", "phone", "email"), ""),
    **dict.fromkeys(("street", "commune_code", "province_code"), ""),
    "send_days": 0,
}


def _portrait(producer_id: int, portrait_id: int) -> StallPortrait:
    _hold(producer_id)
    portrait = find_portrait(producer_id, portrait_id)
    if portrait is None:
        raise NoSuchPortrait(portrait_id)
    return portrait


def _portrait_words(name: str, role_vi: str, role_en: str) -> dict[str, str]:
    words = {
        "name": clean_line("name", name, LONGEST_NAME),
        "role_vi": clean_line("role_vi", role_vi, LONGEST_NAME),
        "role_en": clean_line("role_en", role_en, LONGEST_NAME),
    }
    if not words["name"]:
        raise NameMissing
    return words
