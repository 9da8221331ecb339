"""The forms of the way in."""

from __future__ import annotations

from dataclasses import dataclass

from wtforms import BooleanField

from shop import clock
from shop.accounts import LONGEST_NAME, TypedCode
from shop.web.forms import (
    ShopForm,
    agreement_field,
    email_field,
    new_password_field,
    password_field,
    text_field,
)
from shop.web.words import _

LONGEST_CODE = 40


@dataclass(frozen=True)
class Registration:
    """What somebody who registers typed."""

    name: str
    email: str
    password: str
    wants_news: bool


@dataclass(frozen=True)
class Login:
    """Address and password."""

    email: str
    password: str


class RegisterForm(ShopForm):
    """Name, address, password, the terms, and apart from them whether to send news."""

    name = text_field(LONGEST_NAME, empty=lambda: _("Please say how we may call you."))
    email = email_field()
    password = new_password_field()
    terms = agreement_field(lambda: _("Without the terms there can be no account."))
    news = BooleanField()

    def entry(self) -> Registration:
        """The clean values."""
        return Registration(
            str(self.name.data), str(self.email.data), str(self.password.data), wants_news=bool(self.news.data)
        )


class LoginForm(ShopForm):
    """Address and password."""

    email = email_field()
    password = password_field()

    def entry(self) -> Login:
        """The clean values."""
        return Login(str(self.email.data), str(self.password.data))


class PasswordForm(ShopForm):
    """The password that somebody has."""

    password = password_field()

    def entry(self) -> str:
        """The password."""
        return str(self.password.data)


class NewPasswordForm(ShopForm):
    """A password to be set."""

    password = new_password_field()

    def entry(self) -> str:
        """The password."""
        return str(self.password.data)


class EmailForm(ShopForm):
    """An address."""

    email = email_field()

    def entry(self) -> str:
        """The address."""
        return str(self.email.data)


class CodeForm(ShopForm):
    """A code of the app, or one on paper."""

    code = text_field(LONGEST_CODE, empty=lambda: _("Please type the code."))

    def entry(self) -> TypedCode:
        """The code as typed, now."""
        return TypedCode(str(self.code.data), clock.now_elsewhere())
