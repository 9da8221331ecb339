"""What forms share: fields that read their text tidily, and validators whose words are in the visitor's language.

A form is WTForms underneath; its `entry()` gives a frozen dataclass of clean values. Templates read `values` and
`problems`, so that a page with mistakes keeps what was typed (but never a password).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from wtforms import BooleanField, Field, Form, PasswordField, StringField, ValidationError

from shop.accounts import LONGEST, SHORTEST, PasswordFault, find_password_fault, is_email, normal_email
from shop.values.folding import tidy
from shop.web.words import _

Check = Callable[[Form, Field], None]


class ShopForm(Form):
    """A form whose mistakes can be shown field by field."""

    @property
    def values(self) -> dict[str, Any]:
        """What stands in the fields: as typed, passwords left out."""
        return {name: "" if isinstance(field, PasswordField) else field.data for name, field in self._fields.items()}

    @property
    def problems(self) -> dict[str, str]:
        """The first mistake of each field that has one."""
        return {name: str(field.errors[0]) for name, field in self._fields.items() if field.errors}

    def blame(self, name: str, words: str) -> None:
        """Say a mistake that only a look into the books could find."""
        self._fields[name].errors = [words]


def text_field(longest: int, *, empty: Callable[[], str]) -> StringField:
    """A line of text that must not be empty; `empty` gives the words for when it is."""

    def check(form: Form, field: Field) -> None:
        if not field.data:
            raise ValidationError(empty())
        if len(field.data) > longest:
            raise ValidationError(_("Please keep it to %(number)s letters.", number=longest))

    return StringField(filters=[lambda typed: tidy(typed or "")], validators=[check])


def email_field() -> StringField:
    """An address that can be written to, in its normal form."""

    def check(form: Form, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Please give your e-mail address."))
        if not is_email(field.data):
            raise ValidationError(_("This does not look like an e-mail address. It should be like hoa@example.vn."))

    return StringField(filters=[lambda typed: normal_email(tidy(typed or ""))], validators=[check])


def password_field() -> PasswordField:
    """A password that somebody has already."""

    def check(form: Form, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Please type your password."))

    return PasswordField(validators=[check])


def new_password_field() -> PasswordField:
    """A password to be set; the form's `email` and `name`, where it has them, must not make it up."""

    def check(form: Form, field: Field) -> None:
        known = {name: form.data.get(name) or "" for name in ("email", "name")}
        fault = find_password_fault(field.data or "", **known)
        if fault is not None:
            raise ValidationError(_password_words(fault))

    return PasswordField(validators=[check])


def agreement_field(words: Callable[[], str]) -> BooleanField:
    """A box that must be ticked; `words` say so when it is not."""

    def check(form: Form, field: Field) -> None:
        if not field.data:
            raise ValidationError(words())

    return BooleanField(validators=[check])


def choice_field(allowed: Collection[str]) -> StringField:
    """One of the words that are allowed."""

    def check(form: Form, field: Field) -> None:
        if field.data not in allowed:
            raise ValidationError(_("Please choose one of these."))

    return StringField(validators=[check])


def _password_words(fault: PasswordFault) -> str:
    return {
        PasswordFault.TOO_SHORT: lambda: _("Please take at least %(number)s letters or signs.", number=SHORTEST),
        PasswordFault.TOO_LONG: lambda: _("Please take at most %(number)s letters or signs.", number=LONGEST),
        PasswordFault.TOO_COMMON: lambda: _(
            "This is among the first that anybody would try. Take a few words of your own."
        ),
        PasswordFault.TOO_PERSONAL: lambda: _("Please take something that is not made of your name or address."),
    }[fault]()
