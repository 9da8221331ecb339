"""The forms of somebody's own pages."""

from __future__ import annotations

from dataclasses import dataclass

from wtforms import BooleanField

from shop.accounts import LONGEST_NAME
from shop.web.forms import (
    ShopForm,
    agreement_field,
    choice_field,
    email_field,
    new_password_field,
    password_field,
    text_field,
)
from shop.web.language import LANGUAGES
from shop.web.words import _


@dataclass(frozen=True)
class Details:
    """Name and language of mails."""

    name: str
    language: str


@dataclass(frozen=True)
class PasswordChange:
    """The password of before and the one to come."""

    present: str
    new: str


@dataclass(frozen=True)
class EmailWish:
    """Another address, and the password."""

    email: str
    password: str


class DetailsForm(ShopForm):
    """Name and language of mails."""

    name = text_field(LONGEST_NAME, empty=lambda: _("Please say how we may call you."))
    language = choice_field(LANGUAGES)

    def entry(self) -> Details:
        """The clean values."""
        return Details(str(self.name.data), str(self.language.data))


class PasswordChangeForm(ShopForm):
    """The password of before and the one to come."""

    present = password_field()
    password = new_password_field()

    def entry(self) -> PasswordChange:
        """The clean values."""
        return PasswordChange(str(self.present.data), str(self.password.data))


class EmailWishForm(ShopForm):
    """Another address, and the password."""

    email = email_field()
    password = password_field()

    def entry(self) -> EmailWish:
        """The clean values."""
        return EmailWish(str(self.email.data), str(self.password.data))


class NewsForm(ShopForm):
    """Shall the shop send news?"""

    news = BooleanField()

    def entry(self) -> bool:
        """Yes or no."""
        return bool(self.news.data)


class CloseForm(ShopForm):
    """The password, and a tick that says it is meant."""

    password = password_field()
    sure = agreement_field(lambda: _("Please tick that you mean it."))

    def entry(self) -> str:
        """The password."""
        return str(self.password.data)
