"""What a stall may say of itself, when it rests, and which account it is paid to. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from shop.values.folding import tidy
from shop.values.light_marks import tidy_lines
from shop.values.phone import parse_phone
from shop.values.refusal import Refusal

LONGEST_STORY = 6_000
LONGEST_ALT = 200
LONGEST_NAME = 80
LONGEST_EMAIL = 254
LONGEST_STREET = 200
MOST_PORTRAITS = 8
# Whoever is away for longer takes the goods off sale instead.
LONGEST_HOLIDAY = timedelta(days=90)
FARTHEST_HOLIDAY = timedelta(days=365)
DAYS_OF_WEEK = range(7)
# Money is not sent to an account younger than this before somebody has called: who stole a password has gone by then.
ACCOUNT_IS_NEW = timedelta(days=3)

_BANK = re.compile(r"[0-9]{6}")
# Numbers of accounts in Vietnam; some banks let their customers choose letters.
_ACCOUNT = re.compile(r"[0-9A-Z]{6,19}")
_HOLDER = re.compile(r"[A-Z0-9][A-Z0-9 .,&()/'-]{2,99}")


@dataclass(frozen=True)
class Holiday:
    """Days on which a stall sends nothing and takes no orders, both ends included, on the Vietnamese calendar."""

    first_day: date
    last_day: date

    def covers(self, day: date) -> bool:
        """Is it on this day?"""
        return self.first_day <= day <= self.last_day

    @property
    def back_on(self) -> date:
        """The first day on which the stall takes orders again."""
        return self.last_day + timedelta(days=1)


@dataclass(frozen=True)
class Contact:
    """How shoppers reach a stall, and where its parcels come from; each part may be empty.

    `phone` as `values.phone` stores it; codes and names of a province and a commune of today, all or none.
    """

    name: str = ""
    phone: str = ""
    email: str = ""
    street: str = ""
    commune_code: str = ""
    province_code: str = ""


@dataclass(frozen=True)
class BankAccount:
    """Where a producer's money goes: bank by its six-digit number, account, and its holder as banks write names."""

    bank_bin: str
    account: str
    account_name: str

    @property
    def ending(self) -> str:
        """What may be said of the account where not everybody should read it."""
        return self.account[-4:]


@dataclass
class TextTooLong(Refusal):
    """A text has more letters than are taken."""

    field: str
    limit: int


@dataclass
class BadContact(Refusal):
    """A part of a contact cannot be used: name, phone, email or street."""

    field: str


@dataclass
class BadHoliday(Refusal):
    """A holiday begins today or within a year, ends on or after that day, and lasts LONGEST_HOLIDAY at most.

    `field` is first_day, last_day or length.
    """

    field: str


@dataclass
class BadBankAccount(Refusal):
    """A part of a bank account cannot be right: bank_bin, account or account_name."""

    field: str


class SameBankAccount(Refusal):
    """The producer is paid to this very account already."""


class NothingToShow(Refusal):
    """Without a story in Vietnamese there is nothing to publish."""


@dataclass
class NoSuchPortrait(Refusal):
    """The stall has no portrait of this number."""

    portrait_id: int


@dataclass
class TooManyPortraits(Refusal):
    """The stall has as many portraits as it may have."""

    limit: int


@dataclass
class NameMissing(Refusal):
    """A portrait says whose it is."""


def clean_story(text: str) -> str:
    """The story as it is stored, with its light marks; refuses TextTooLong."""
    story = tidy_lines(text)
    if len(story) > LONGEST_STORY:
        raise TextTooLong("story", LONGEST_STORY)
    return story


def clean_line(field: str, text: str, longest: int) -> str:
    """One line of text as it is stored; refuses TextTooLong."""
    line = tidy(text)
    if len(line) > longest:
        raise TextTooLong(field, longest)
    return line


def clean_contact(contact: Contact) -> Contact:
    """The contact as it is stored; refuses BadContact, BadPhone and TextTooLong."""
    email = contact.email.strip().lower()
    if email and (len(email) > LONGEST_EMAIL or not re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", email)):
        raise BadContact("email")
    if bool(contact.commune_code) != bool(contact.province_code):
        raise BadContact("commune")
    return Contact(
        name=clean_line("name", contact.name, LONGEST_NAME),
        phone=parse_phone(contact.phone) if contact.phone.strip() else "",
        email=email,
        street=clean_line("street", contact.street, LONGEST_STREET),
        commune_code=contact.commune_code,
        province_code=contact.province_code,
    )


def send_days_of(days: Iterable[int]) -> int:
    """Days of the week (0 is Monday) as the number that is stored: a bit for each. Others are left out."""
    return sum(1 << day for day in set(days) if day in DAYS_OF_WEEK)


def days_in(send_days: int) -> tuple[int, ...]:
    """The days of the week in a stored number, Monday (0) first."""
    return tuple(day for day in DAYS_OF_WEEK if send_days >> day & 1)


def check_holiday(holiday: Holiday, today: date) -> None:
    """Refuse BadHoliday."""
    if not today <= holiday.first_day <= today + FARTHEST_HOLIDAY:
        raise BadHoliday("first_day")
    if holiday.last_day < holiday.first_day:
        raise BadHoliday("last_day")
    if holiday.last_day - holiday.first_day >= LONGEST_HOLIDAY:
        raise BadHoliday("length")


def clean_bank_account(bank_bin: str, account: str, account_name: str) -> BankAccount:
    """The account as banks read it: no spaces, the holder in capitals without marks. Refuses BadBankAccount."""
    number = re.sub(r"[\s.-]", "", account).upper()
    holder = _plain_capitals(account_name)
    if not _BANK.fullmatch(bank_bin):
        raise BadBankAccount("bank_bin")
    if not _ACCOUNT.fullmatch(number):
        raise BadBankAccount("account")
    if not _HOLDER.fullmatch(holder):
        raise BadBankAccount("account_name")
    return BankAccount(bank_bin, number, holder)


def _plain_capitals(text: str) -> str:
    """As banks write names: "HTX Đông Hòa" gives "HTX DONG HOA"."""
    letters = unicodedata.normalize("NFD", tidy(text)[:200].replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).upper()
