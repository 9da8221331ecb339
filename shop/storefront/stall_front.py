"""A stall as shoppers see it: its own words, pictures and days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shop.stalls import Holiday, Stall, list_portraits
from shop.values.light_marks import Block
from shop.values.phone import format_phone
from shop.web.language import current_language
from shop.web.shown_photos import ShownPhoto, shown_photo
from shop.web.stall_words import sending_words, stall_address


@dataclass(frozen=True)
class Portrait:
    """Somebody of the stall."""

    photo: ShownPhoto
    name: str
    role: str


@dataclass(frozen=True)
class ShownContact:
    """How to reach the stall; parts may be empty. `phone` is dialled, `phone_words` read."""

    name: str
    phone: str
    phone_words: str
    email: str
    address: str


@dataclass(frozen=True)
class StallFront:
    """What a stall says of itself; all of it empty where nothing is published."""

    cover: ShownPhoto | None = None
    story: tuple[Block, ...] = ()
    portraits: tuple[Portrait, ...] = ()
    sending: str = ""
    holiday: Holiday | None = None
    contact: ShownContact | None = None


def stall_front(stall: Stall | None, today: date, *, is_preview: bool = False) -> StallFront:
    """The stall in the visitor's language, what is not published only as a preview; a holiday is always told."""
    holiday = stall.holiday_on(today) if stall else None
    if stall is None or not (stall.is_published or is_preview):
        return StallFront(holiday=holiday)
    language = current_language()
    english = language == "en"
    return StallFront(
        cover=shown_photo(stall.cover, english=english) if stall.cover else None,
        story=stall.story(language),
        portraits=tuple(
            Portrait(shown_photo(one.picture, english=english), one.name, one.role(language))
            for one in list_portraits(stall.producer_id)
        ),
        sending=sending_words(stall.days) if stall.days else "",
        holiday=holiday,
        contact=_contact(stall),
    )


def _contact(stall: Stall) -> ShownContact | None:
    contact = ShownContact(
        name=stall.contact_name,
        phone=stall.phone,
        phone_words=format_phone(stall.phone) if stall.phone else "",
        email=stall.email,
        address=stall_address(stall),
    )
    return contact if any((contact.name, contact.phone, contact.email, contact.address)) else None
